package anthropic

import (
	"strings"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/rewrite"
)

// The extras that are lists: a stream gives them element by element, as lists of one, a buffered reply as one list each.
const (
	citations    = "citations"     // where the text was found
	serverBlocks = "server_blocks" // blocks of types that the hub does not know, such as those of server tools
)

// maxServerInput bounds what is held of the input of a server tool, in bytes. What is longer leaves its block as it
// was opened, without the input.
const maxServerInput = 1 << 20

// maxOpen bounds how many blocks are open at once. Anthropic opens one.
const maxOpen = 16

// block is a content block that has begun and not stopped.
type block struct {
	index int
	call  int    // which call a tool_use block is: 0, 1, 2 …; -1 for another block
	args  bool   // the call's arguments have begun
	held  string // a server tool's block whose input is still to come
	input []byte // that input
}

// begin opens a block. A streamed one arrives empty and is filled by deltas, a buffered one arrives whole; whatever it
// holds is said at once.
func (r *reader) begin(dst []event.Event, index int, raw string) []event.Event {
	b := block{index: index, call: -1}
	shown := max(index, 0)
	switch rewrite.Inside(raw, "type") {
	case "text":
		for c := rewrite.OverArray(rewrite.Given(raw, "citations")); c.Next(); {
			dst = core.ListExtra(dst, citations, c.Value)
		}
		dst = event.Piece(dst, event.Text, 0, rewrite.Inside(raw, "text"))
	case "thinking":
		dst = event.Piece(dst, event.Thinking, shown, rewrite.Inside(raw, "thinking"))
		dst = event.Piece(dst, event.Signature, shown, rewrite.Inside(raw, "signature"))
	case "redacted_thinking":
		dst = event.Piece(dst, event.Redacted, shown, rewrite.Inside(raw, "data"))
	case "tool_use":
		b.call = r.tools
		r.tools++
		dst = append(dst, event.Event{Kind: event.ToolCall, Index: b.call, ID: rewrite.Inside(raw, "id"), Name: rewrite.Inside(raw, "name")})
		dst = b.whole(dst, rewrite.Given(raw, "input"))
	case "":
	default:
		if rewrite.IsBare(rewrite.Given(raw, "input")) {
			b.held = strings.Clone(raw)
			break
		}
		dst = core.ListExtra(dst, serverBlocks, raw)
	}
	if len(r.open) == maxOpen {
		r.open = append(r.open[:0], r.open[1:]...)
	}
	r.open = append(r.open, b)
	return dst
}

// whole says arguments that came with the block.
func (b *block) whole(dst []event.Event, input string) []event.Event {
	if input == "" || rewrite.IsBare(input) {
		return dst
	}
	b.args = true
	return event.Piece(dst, event.ToolArgs, b.call, rewrite.Escape(string(rewrite.AppendMinified(nil, input))))
}

// blockDelta fills a block.
func (r *reader) blockDelta(dst []event.Event, index int, raw string) []event.Event {
	kind, value := "", ""
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "type":
			kind = rewrite.Contents(m.Value)
		case "text", "partial_json", "thinking", "signature", "citation":
			value = m.Value
		}
	}
	contents := rewrite.Contents(value)
	switch kind {
	case "text_delta":
		return event.Piece(dst, event.Text, 0, contents)
	case "input_json_delta":
		return r.inputDelta(dst, index, contents)
	case "thinking_delta":
		return event.Piece(dst, event.Thinking, max(index, 0), contents)
	case "signature_delta":
		return event.Piece(dst, event.Signature, max(index, 0), contents)
	case "citations_delta":
		return core.ListExtra(dst, citations, value)
	case "":
		return dst
	}
	return extra(dst, kind, raw)
}

// inputDelta is a piece of a tool's input.
func (r *reader) inputDelta(dst []event.Event, index int, contents string) []event.Event {
	at := r.at(index)
	if at < 0 || contents == "" {
		return dst
	}
	b := &r.open[at]
	if b.call >= 0 {
		b.args = true
		return event.Piece(dst, event.ToolArgs, b.call, contents)
	}
	if b.held != "" && len(b.input) <= maxServerInput {
		b.input = rewrite.AppendUnescaped(b.input, contents)
	}
	return dst
}

// stop closes a block. A call without arguments has said nothing so far, which is no JSON: it gets an empty object.
func (r *reader) stop(dst []event.Event, index int) []event.Event {
	at := r.at(index)
	if at < 0 {
		return dst
	}
	b := r.open[at]
	r.open = append(r.open[:at], r.open[at+1:]...)
	if b.call >= 0 && !b.args {
		return event.Piece(dst, event.ToolArgs, b.call, "{}")
	}
	if b.held != "" {
		return core.ListExtra(dst, serverBlocks, b.filled())
	}
	return dst
}

// filled is a server tool's block with the input that was streamed into it.
func (b *block) filled() string {
	input := string(b.input)
	if _, ok := rewrite.Check(input); !ok || len(input) > maxServerInput {
		return b.held
	}
	return string(rewrite.Members(nil, b.held, []rewrite.Edit{{Op: rewrite.Set, Key: "input", Raw: input}}))
}

// at is where the open block with this index stands, -1 when there is none.
func (r *reader) at(index int) int {
	for i := len(r.open) - 1; i >= 0; i-- {
		if r.open[i].index == index {
			return i
		}
	}
	return -1
}
