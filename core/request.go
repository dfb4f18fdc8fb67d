package core

import (
	"slices"
	"strings"
)

// Request is one attempt's request on its way to a provider's dialect.
type Request struct {
	Endpoint Endpoint
	Body     string // in the hub's shape, validated, overrides applied; "" for GET
	Model    string // plain text, "" when the body names none
	Stream   bool
	Strict   bool
	// TakesNoURLs is the service's.
	TakesNoURLs bool
	Vendor      *Vendor
	Seed        uint64 // for ids that must be made up
	NowMs       int64
	CallPath    string // "/v1/chat/completions"

	key     string // the target's, for what its Grant depends on
	header  Header // the client's
	options Options
	path    string // of the target: "config.targets[0]"
	files   *files
	dropped []string
}

// Key is the target's api_key, or the caller's; "" when none was given.
func (r *Request) Key() string { return r.key }

// Header is a field of the client's: only one that belongs to the dialect it speaks may be told to a provider, see
// Door.Headers. "" when there is none.
func (r *Request) Header(name string) string { return r.header.Get(name) }

// Missing is the fault of a target that lacks a setting, 400: it names the config field and the header.
func (r *Request) Missing(key string) *Fault {
	header := "x-portkey-" + strings.ReplaceAll(key, "_", "-")
	if key == "api_key" {
		header = "authorization"
	}
	for _, o := range r.Vendor.Options {
		if o.Key == key {
			header = "x-portkey-" + o.Header
		}
	}
	return callerFault(400, "missing_"+key,
		r.path+": "+r.Vendor.Name+" needs "+key+" in the config, or the header "+header+" where no config names a provider")
}

// Option is a setting of the chosen target, or the vendor's default for it, or "".
func (r *Request) Option(key string) string {
	value, _ := r.options.lookup(r.Vendor, key)
	return value
}

// maxDropped bounds the parameters that a reply's header lists; the last place says that there were more.
const maxDropped = 48

// Drop notes that a parameter could not be expressed: "logit_bias", "tools[0].function.strict". A parameter noted
// twice is listed once. The client reads them in x-causeway-dropped-params, so that a character which cannot stand in a
// header or would end a name is shown as '?'.
func (r *Request) Drop(param string) {
	param = headerSafe(param)
	if len(r.dropped) == maxDropped || slices.Contains(r.dropped, param) {
		return
	}
	if len(r.dropped) == maxDropped-1 {
		param = "..."
	}
	r.dropped = append(r.dropped, param)
}

// headerSafe is name, up to 64 bytes of it, in visible ASCII without commas.
func headerSafe(name string) string {
	if len(name) > 64 {
		name = name[:64]
	}
	return strings.Map(func(c rune) rune {
		if c <= ' ' || c > '~' || c == ',' {
			return '?'
		}
		return c
	}, name)
}

// Dropped is what Drop noted, in order. It aliases the request's own list.
func (r *Request) Dropped() []string { return r.dropped }

// Options are settings by key, in any order.
type Options []Field

func (o Options) lookup(v *Vendor, key string) (string, bool) {
	for i := range o {
		if o[i].Name == key {
			return o[i].Value, true
		}
	}
	for i := range v.Options {
		if v.Options[i].Key == key && v.Options[i].Default != "" {
			return v.Options[i].Default, true
		}
	}
	return "", false
}
