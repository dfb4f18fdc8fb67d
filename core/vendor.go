package core

import "causeway/core/rewrite"

// Vendor is a row: a company, where it listens, how it knows its customers, and which dialect it speaks at which
// endpoint.
//
// Base, Path, BodyModel and the values of Header are templates: {model} is the request's model, {name} the option of that
// name or what Derive makes of options and model, escaped for a URL path where they stand in one. A template that needs an
// option that nobody gave is the caller's fault and names the header and the config field. A parameter in a path's query
// that comes out empty is left out.
type Vendor struct {
	Name     string   // as in x-portkey-provider
	Aliases  []string // other spellings that users meet
	Base     string   // "https://api.openai.com/v1"; "" = custom_host is required
	Auth     Auth
	Header   []Field
	Options  []Option // sorted by Key
	Services []Service
	// Derive is a template's value that takes more than to look it up, also in the place of {model} or an option; false: it
	// does not. nil: there is none.
	Derive func(r *Request, name string) (value string, ok bool)
	// Takes are the extensions of the hub's that this vendor of OpenAI's dialect knows, and its own names for them:
	// {"reasoning_content", "reasoning"}. A request made of another dialect's leaves the others out.
	Takes []Field
	// Grant says how the token is got that proves who calls, where a key does not do; nil, or a nil Grant for this request:
	// the key does.
	Grant func(r *Request) (*Grant, *Fault)
	// Sign proves who sends a request that is settled but for that: it changes the header. nil: Auth says it all.
	Sign func(s *Signing) *Fault
	// Script answers instead of a network: see Step. nil for every vendor that exists outside this program.
	Script func(r *Request) []Step
	Source string // where the row's facts were read, and when
}

// Auth says which header carries the key, and what stands before it: {"authorization", "Bearer "}. Zero: no key.
type Auth struct{ Header, Prefix string }

// Option is a setting that a config gives as Key, and a request without a config as the header x-portkey-Header.
type Option struct {
	Key     string // "resource_name"
	Header  string // "azure-resource-name"
	Default string
}

// Service is one endpoint of a vendor. A vendor may have several rows for an endpoint: the first that Fits serves it.
type Service struct {
	Endpoint   Endpoint
	Dialect    *Dialect
	Fits       func(r *Request) bool // by the model or an option; nil: every request
	Base       string                // in the place of the vendor's; "" = that
	Path       string                // "/chat/completions", after Base or custom_host
	StreamPath string                // for streamed replies, "" = Path
	Model      string                // a template: the model of a body that names none; "" = none
	ModelTrim  string                // taken off the front of the model in Path: Gemini's "models/"
	BodyModel  string                // a template: what the body calls the model; "" = as it is
	// TakesNoURLs: files must come as data, and a dialect that could say a URL asks for them with Request.Inline.
	TakesNoURLs bool
	// Header are the fields of requests with a body, beside the vendor's and over them; StreamHeader, over these, of those
	// for a stream.
	Header, StreamHeader []Field
	// Mend changes what Edits do not reach in the body in the service's dialect, before them; nil: nothing.
	Mend func(body string) string
	// Edits change top-level members of the body in the service's dialect: renames, and members that it refuses.
	Edits []rewrite.Edit
}

// Service is the vendor's first row for an endpoint, nil when it has none.
func (v *Vendor) Service(e Endpoint) *Service { return v.service(e, nil) }

// Serves reports that the vendor answers calls to e, by itself or by translation.
func (v *Vendor) Serves(e Endpoint) bool { return v.serving(e, nil) != nil }

// serving is the vendor's row for calls to e: one of its own, or one that e's are translated to. Everybody serves what
// passes through.
func (v *Vendor) serving(e Endpoint, r *Request) *Service {
	for range 3 {
		if s := v.service(e, r); s != nil {
			return s
		}
		e = e.standIn()
	}
	return nil
}

// service is the vendor's row for an endpoint and, unless it is nil, a request.
func (v *Vendor) service(e Endpoint, r *Request) *Service {
	for i := range v.Services {
		s := &v.Services[i]
		if s.Endpoint == e && (r == nil || s.Fits == nil || s.Fits(r)) {
			return s
		}
	}
	return nil
}

// StepKind says what a scripted vendor does next.
type StepKind uint8

const (
	// StepHead sends Status and Header.
	StepHead StepKind = iota + 1
	// StepBody sends Bytes.
	StepBody
	// StepWait is silent for Ms.
	StepWait
	// StepEnd ends the body cleanly.
	StepEnd
	// StepFail breaks the connection: Why.
	StepFail
	// StepTrap breaks the gateway itself, to rehearse that.
	StepTrap
)

// Step is one thing a scripted vendor does. A script is played through the same machine as a real upstream: its waits
// meet the same limits and its failures the same retries and fallbacks.
type Step struct {
	Kind   StepKind
	Status int
	Header Header
	Bytes  string
	Ms     int64
	Why    Why
}
