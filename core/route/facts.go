package route

import "github.com/tidwall/gjson"

// Facts are what conditions may ask about. A text that is empty or no JSON object has no members; nothing else is asked of
// it, so that a request with a body that is not JSON can be routed too.
type Facts struct {
	Metadata string // "metadata.…": the caller's metadata, a JSON object
	Params   string // "params.…": the request's body as the client sent it, a JSON object
	Path     string // "url.pathname"
	Header   Header // "headers.x-team"; nil: no request header
}

// Header is a request's header by lower-case name.
type Header interface {
	Lookup(name string) (value string, ok bool)
}

// root is what the first segment of a path names.
type root uint8

const (
	nowhere root = iota // no such root: the value is never there
	metadata
	params
	url
	headers
)

// path is "params.messages.0.role" cut at its dots, the root apart.
type path struct {
	text     string
	root     root
	segments []string
}

// asking answers questions about facts. Conditions mostly ask about the same member, and finding it may mean reading past
// a long conversation, so the last answer is kept.
type asking struct {
	facts Facts // a copy, so that a Walk, whose part they are, can stay on the stack
	last  string
	value gjson.Result
}

// at returns the value at a path. It does not exist when a segment names no member of an object and no element of a list.
func (a *asking) at(p *path) gjson.Result {
	if a.last != p.text {
		a.last, a.value = p.text, a.facts.at(p)
	}
	return a.value
}

func (f *Facts) at(p *path) gjson.Result {
	json := ""
	switch {
	case len(p.segments) == 0:
	case p.root == metadata:
		json = f.Metadata
	case p.root == params:
		json = f.Params
	case p.root == url && p.segments[0] == "pathname" && len(p.segments) == 1:
		return gjson.Result{Type: gjson.String, Str: f.Path, Raw: f.Path}
	case p.root == headers && f.Header != nil:
		value, ok := f.Header.Lookup(p.segments[0])
		if !ok {
			return gjson.Result{}
		}
		return gjson.Result{Type: gjson.String, Str: value, Raw: value}
	}
	for _, segment := range p.segments {
		json = child(json, segment)
	}
	return gjson.Parse(json)
}
