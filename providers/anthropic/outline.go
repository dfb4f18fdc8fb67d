package anthropic

import "causeway/core/event"

// outline says which content block of a message an event belongs to. A streamed and a buffered reply are laid out by
// the same outline, which makes them the same message.
//
// Pieces of text that follow one another are one block, whatever lies between them in time. So are the pieces of one
// thinking block until it is signed: the signature covers all of it. Everything else is a block of its own.
type outline struct {
	begun  int         // blocks so far
	kind   event.Kind  // of the running block: Text, Thinking, ToolCall; 0 when none is
	source int         // Index of a running thinking block
	signed bool        // the running thinking block has its signature
	calls  []placement // of the calls, in order
	open   []int       // in a stream: which of calls have a block that is not stopped
}

// placement is a call's block.
type placement struct {
	index, block int
	last         byte // of its arguments so far
}

// begin starts a block and returns its number.
func (o *outline) begin(kind event.Kind, source int) int {
	o.kind, o.source, o.signed = kind, source, false
	o.begun++
	return o.begun - 1
}

// continues reports that e is a further piece of the running block.
func (o *outline) continues(e *event.Event) bool {
	switch e.Kind {
	case event.Text, event.Refusal:
		return o.kind == event.Text
	case event.Thinking, event.Signature:
		return o.kind == event.Thinking && o.source == e.Index && !o.signed
	}
	return false
}

// running is the number of the running block.
func (o *outline) running() int { return o.begun - 1 }

// call is the call with this index, nil when none has begun.
func (o *outline) call(index int) *placement {
	for i := len(o.calls) - 1; i >= 0; i-- {
		if o.calls[i].index == index {
			return &o.calls[i]
		}
	}
	return nil
}
