package bedrock

import (
	"strings"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/rewrite"
)

// The extras that are lists: a stream gives them element by element, as lists of one, a buffered reply as one list each.
const (
	citations    = "citations"     // where the text was found
	serverBlocks = "server_blocks" // what the provider's own tools were asked, and what they found
)

// maxHeld bounds what is held of a server tool's input or result, in bytes. What is longer leaves its block as it was
// opened.
const maxHeld = 1 << 20

// maxOpen bounds how many blocks are open at once. Converse opens one.
const maxOpen = 16

// block is a content block that has begun and not stopped.
type block struct {
	index int
	call  int    // which call a toolUse block is: 0, 1, 2 …; -1 for another block
	args  bool   // the call's arguments have begun
	media string // the type of an image
	// Of a server tool's block: its kind, toolUse or toolResult, the object that opened it, and the input or the elements of
	// the result that came since.
	kind, held string
	body       []byte
}

// begin opens a block that says more than its deltas do: a call, a server tool's block, an image.
func (r *reader) begin(dst []event.Event, index int, start string) []event.Event {
	b := block{index: index, call: -1}
	for m := rewrite.OverObject(start); m.Next(); {
		switch {
		case m.Key == "toolUse" && rewrite.Inside(m.Value, "type") != serverUse:
			b.call = r.tools
			r.tools++
			dst = append(dst, event.Event{Kind: event.ToolCall, Index: b.call, ID: rewrite.Inside(m.Value, "toolUseId"), Name: rewrite.Inside(m.Value, "name")})
		case m.Key == "toolUse" || m.Key == "toolResult":
			b.kind, b.held = strings.Clone(m.Key), strings.Clone(m.Value)
		case m.Key == "image":
			b.media = mediaOf(m.Key, rewrite.Inside(m.Value, "format"))
		}
	}
	if len(r.open) == maxOpen {
		r.open = append(r.open[:0], r.open[1:]...)
	}
	r.open = append(r.open, b)
	return dst
}

// blockDelta is a piece of a block. Text and reasoning need no opening.
func (r *reader) blockDelta(dst []event.Event, index int, delta string) []event.Event {
	for m := rewrite.OverObject(delta); m.Next(); {
		switch m.Key {
		case "text":
			dst = event.Piece(dst, event.Text, 0, rewrite.Contents(m.Value))
		case "toolUse":
			dst = r.inputDelta(dst, index, rewrite.Inside(m.Value, "input"))
		case "reasoningContent":
			dst = reasoning(dst, max(index, 0), m.Value)
		case "citation":
			dst = core.ListExtra(dst, citations, citation(m.Value))
		case "toolResult":
			r.resultDelta(index, m.Value)
		case "image":
			dst = r.image(dst, index, m.Value)
		}
	}
	return dst
}

// reasoning reads a piece of reasoning, or a whole block of it.
func reasoning(dst []event.Event, index int, raw string) []event.Event {
	for m := rewrite.OverObject(raw); m.Next(); {
		switch contents := rewrite.Contents(m.Value); m.Key {
		case "text":
			dst = event.Piece(dst, event.Thinking, index, contents)
		case "signature":
			dst = event.Piece(dst, event.Signature, index, contents)
		case "redactedContent":
			dst = event.Piece(dst, event.Redacted, index, contents)
		case "reasoningText": // its signature may stand in front of its text
			dst = event.Piece(dst, event.Thinking, index, rewrite.Inside(m.Value, "text"))
			dst = event.Piece(dst, event.Signature, index, rewrite.Inside(m.Value, "signature"))
		}
	}
	return dst
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
	if b.kind != "" && len(b.body) <= maxHeld {
		b.body = rewrite.AppendUnescaped(b.body, contents)
	}
	return dst
}

// resultDelta is a list of pieces of a server tool's result.
func (r *reader) resultDelta(index int, list string) {
	at := r.at(index)
	if at < 0 || r.open[at].kind == "" {
		return
	}
	b := &r.open[at]
	for m := rewrite.OverArray(list); m.Next() && len(b.body) <= maxHeld; {
		if len(b.body) > 0 {
			b.body = append(b.body, ',')
		}
		b.body = append(b.body, m.Value...)
	}
}

// image is an image that the model made, whole.
func (r *reader) image(dst []event.Event, index int, raw string) []event.Event {
	data := rewrite.Inside(rewrite.Given(raw, "source"), "bytes")
	if data == "" {
		return dst
	}
	media := mediaOf("image", "png")
	if at := r.at(index); at >= 0 && r.open[at].media != "" {
		media = r.open[at].media
	}
	return append(dst, event.Event{Kind: event.Media, Name: media, Raw: data})
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
	if b.kind == "" {
		return dst
	}
	return core.ListExtra(dst, serverBlocks, serverBlock(b.kind, b.filled()))
}

// filled is a server tool's block with what was streamed into it.
func (b *block) filled() string {
	key, body := "input", string(b.body)
	if b.kind == "toolResult" {
		key, body = "content", "["+body+"]"
	}
	if _, ok := rewrite.Check(body); !ok || len(body) > maxHeld {
		return b.held
	}
	return string(rewrite.Members(nil, b.held, []rewrite.Edit{{Op: rewrite.Set, Key: key, Raw: body}}))
}

// whole reads a block of a buffered reply.
func (r *reader) whole(dst []event.Event, index int, raw string) []event.Event {
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "text":
			dst = event.Piece(dst, event.Text, 0, rewrite.Contents(m.Value))
		case "reasoningContent":
			dst = reasoning(dst, index, m.Value)
		case "toolUse":
			dst = r.wholeCall(dst, m.Value)
		case "citationsContent":
			for c := rewrite.OverArray(rewrite.Given(m.Value, "citations")); c.Next(); {
				dst = core.ListExtra(dst, citations, citation(c.Value))
			}
			for c := rewrite.OverArray(rewrite.Given(m.Value, "content")); c.Next(); {
				dst = event.Piece(dst, event.Text, 0, rewrite.Inside(c.Value, "text"))
			}
		case "image", "audio", "video":
			if data := rewrite.Inside(rewrite.Given(m.Value, "source"), "bytes"); data != "" {
				dst = append(dst, event.Event{Kind: event.Media, Name: mediaOf(m.Key, rewrite.Inside(m.Value, "format")), Raw: data})
			}
		default:
			dst = core.ListExtra(dst, serverBlocks, serverBlock(m.Key, m.Value))
		}
	}
	return dst
}

// wholeCall reads a toolUse block.
func (r *reader) wholeCall(dst []event.Event, use string) []event.Event {
	if rewrite.Inside(use, "type") == serverUse {
		return core.ListExtra(dst, serverBlocks, serverBlock("toolUse", use))
	}
	dst = append(dst, event.Event{Kind: event.ToolCall, Index: r.tools, ID: rewrite.Inside(use, "toolUseId"), Name: rewrite.Inside(use, "name")})
	input := rewrite.Given(use, "input")
	if input == "" {
		input = "{}"
	}
	dst = event.Piece(dst, event.ToolArgs, r.tools, rewrite.Escape(string(rewrite.AppendMinified(nil, input))))
	r.tools++
	return dst
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
