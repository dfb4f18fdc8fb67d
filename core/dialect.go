package core

import (
	"causeway/core/event"
	"causeway/core/frame"
)

// Dialect is a wire format that providers speak: how the hub's request is said in it and how its replies are read.
// The hub is OpenAI's chat-completions request with the extensions that providers/openai documents; a dialect whose
// Request is nil takes the hub's request as it is.
//
// A dialect is a table of functions without state, made once and compared by address: a door and a service of the same
// dialect move bytes instead of translating them.
type Dialect struct {
	Name    string
	Framing frame.Kind // of a streamed reply

	// Request appends the body that the provider gets for r to dst. What it cannot express and may leave out it names
	// with r.Drop; what it must not leave out it refuses with a fault (400).
	Request func(dst []byte, r *Request) ([]byte, *Fault)

	// Reader makes the state that reads one reply. nil: replies tell no conversation, see Answer.
	Reader func(o *ReadOptions) Reader

	// Fault reads a provider's error body into f: Message, Type, Code, Param as the provider gave them. f comes with
	// Status set and the words for "said nothing" in Message; a body of an unknown shape goes into Message as text.
	Fault func(f *Fault, body string)

	// Answer, of a dialect without a Reader, appends a reply that tells no conversation (a model list, embeddings, a count,
	// images) to dst in the hub's shape; ok is false for an unknown shape. nil: it is in the hub's shape already. The hub's
	// shapes are OpenAI's, and of a count of tokens Anthropic's, {"input_tokens":1}.
	Answer func(dst []byte, o *ReadOptions, body string) (reply []byte, ok bool)

	// Follow says where the answer will be, when a reply of status 2xx says no more than that; nil when it is the answer
	// itself, or a fault when there will be none. nil: every reply is an answer. It is asked again of what is found there.
	Follow func(o *ReadOptions, body string) (*Next, *Fault)

	// Inner is the dialect that this one only wraps, nil for most: Request is given a request of Inner's in the place of the
	// hub's, a whole reply is one of Inner's, and Unwrap appends the frame of Inner's that a frame holds. When ok is false a
	// frame, or a whole reply given as one without a name, is none of Inner's, and what the Reader made of it is written. It
	// serves a door of Inner's alone, whose bytes it so keeps.
	Inner  *Dialect
	Unwrap func(dst []byte, f frame.Frame) (out []byte, ok bool)
}

// speaks reports that a client of another dialect need not be translated for.
func (d *Dialect) speaks(other *Dialect) bool { return d == other || other != nil && d.Inner == other }

// ReadOptions is what a reader may need to know of the request that is answered.
type ReadOptions struct {
	Endpoint Endpoint
	Model    string // as sent to the provider
	Request  *Request
}

// Reader turns one reply into events, appending them to dst. Their strings alias the input until the next call.
// It never panics and never blocks on input of any shape: what it does not know it leaves out, what breaks the
// protocol becomes an event.Error.
type Reader interface {
	// Frame reads one frame of a streamed reply.
	Frame(dst []event.Event, f frame.Frame) []event.Event
	// End says that the body of a streamed reply ended. A reply that lacks its ending becomes an event.Error: a cut
	// reply never looks whole. A dialect whose streams end without a terminator judges by the finish reason.
	End(dst []event.Event) []event.Event
	// Whole reads a buffered reply. A body of an unknown shape gives one event.Error with the provider's own words.
	Whole(dst []event.Event, body string) []event.Event
}
