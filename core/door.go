package core

import "causeway/core/event"

// Door is a dialect that clients speak to us: how replies and failures are written in it.
type Door struct {
	// Dialect is the provider-side dialect with the same wire; replies from it pass unchanged.
	Dialect *Dialect
	// Hub appends the client's body, r.Body, in the hub's shape to dst, for providers of another dialect. nil: it has that
	// shape. What the hub has no word for it refuses, names with r.Drop, or leaves in as a member that the dialects know or
	// drop.
	Hub func(dst []byte, r *Request) ([]byte, *Fault)
	// Native is the client's body for a provider of the same dialect, without what this door's own replies have put into the
	// conversation and no provider understands. nil: there is nothing of that kind.
	Native func(body string) string
	// Headers are the client's fields that belong to the dialect: a provider that speaks it too gets them as they came.
	Headers []string
	// Writer makes the state that writes one reply.
	Writer func(o *WriteOptions) Writer
	// Fault appends a failure as a whole body.
	Fault func(dst []byte, f *Fault) []byte
	// Broken appends a failure inside a stream that has begun, framed, as the last thing in it.
	Broken func(dst []byte, f *Fault) []byte
}

// WriteOptions is what a writer may need to know of the request that is answered.
type WriteOptions struct {
	Endpoint     Endpoint
	Stream       bool
	Strict       bool   // nothing outside the dialect's own schema (Portkey's strict_open_ai_compliance)
	IncludeUsage bool   // the client asked for usage in the stream
	Created      int64  // seconds since 1970, for dialects that carry a time
	ID           string // of the reply when the provider gives none; escaped contents
	Model        string // as asked for, when the provider gives none; escaped contents
	Provider     string // the vendor's name
	Body         string // of the client's request, as it came, validated
}

// Writer turns events into one reply, appending to dst.
type Writer interface {
	// Event writes what e adds to a streamed reply. A buffered reply is collected and nothing is appended. An
	// event.Error is never given to it: the machine ends such a reply with Door.Broken or Door.Fault.
	Event(dst []byte, e *event.Event) []byte
	// End writes the ending of a streamed reply, or the whole of a buffered one.
	End(dst []byte) []byte
}
