package openai

import (
	"strings"

	"causeway/core/event"
	"causeway/core/rewrite"

	"github.com/tidwall/gjson"
)

// call is a tool call that began. Its place among the choice's calls is its index in the events; what the wire calls
// its index is only a hint: some providers leave it out, some give 0 to every call.
type call struct {
	slot   int    // the wire's index, noSlot, or legacySlot
	id     string // escaped contents, a copy
	chunk  int    // the last chunk that had a piece of it
	isOpen bool   // its event.ToolCall was given
}

const (
	noSlot     = -1
	legacySlot = -2 // function_call
)

// call reads an element of tool_calls: a whole call or a piece of one.
func (r *reader) call(dst []event.Event, c *choice, piece gjson.Result) []event.Event {
	slot := noSlot
	if index := piece.Get("index"); index.Type == gjson.Number && !r.isWholeBody {
		slot = small(index)
	}
	function, arguments := piece.Get("function"), "arguments"
	if name := piece.Get("custom.name"); !function.Exists() && name.Exists() {
		function, arguments = piece.Get("custom"), "input"
	}
	signature := function.Get("thought_signature")
	if !signature.Exists() {
		signature = piece.Get("extra_content.google.thought_signature")
	}
	return r.piece(dst, c, pieceOf{
		slot: slot, id: rewrite.Contents(piece.Get("id").Raw), name: rewrite.Contents(function.Get("name").Raw),
		arguments: argumentsOf(function.Get(arguments)), signature: rewrite.Contents(signature.Raw),
	})
}

// legacyCall reads function_call, of which a message has one.
func (r *reader) legacyCall(dst []event.Event, c *choice, function gjson.Result) []event.Event {
	return r.piece(dst, c, pieceOf{
		slot: legacySlot, name: rewrite.Contents(function.Get("name").Raw), arguments: argumentsOf(function.Get("arguments")),
	})
}

// argumentsOf are the arguments, JSON text as string contents. Some providers give the object itself.
func argumentsOf(v gjson.Result) string {
	if v.IsObject() {
		return rewrite.Escape(v.Raw)
	}
	return rewrite.Contents(v.Raw)
}

// pieceOf is what one element says of a call, as escaped contents.
type pieceOf struct {
	slot                           int
	id, name, arguments, signature string
}

func (r *reader) piece(dst []event.Event, c *choice, p pieceOf) []event.Event {
	at := r.callOf(c, p)
	call := &c.calls[at]
	call.chunk = r.chunk
	if call.id == "" {
		call.id = strings.Clone(p.id)
	}
	if !call.isOpen {
		if p.name == "" && p.arguments == "" {
			return dst // an id alone: the name follows
		}
		call.isOpen = true
		dst = append(dst, event.Event{Kind: event.ToolCall, Choice: c.index, Index: at, ID: call.id, Name: p.name})
	}
	dst = appendPiece(dst, event.Event{Kind: event.ToolArgs, Choice: c.index, Index: at, Raw: p.arguments})
	return appendPiece(dst, event.Event{Kind: event.Signature, Choice: c.index, Index: at, Raw: p.signature})
}

// callOf is the place of the call that p belongs to; a new one when p begins a call.
func (r *reader) callOf(c *choice, p pieceOf) int {
	for i := len(c.calls) - 1; i >= 0; i-- {
		known := &c.calls[i]
		if p.slot >= 0 && known.slot >= 0 && known.slot != p.slot || (p.slot == legacySlot) != (known.slot == legacySlot) {
			continue
		}
		if r.begins(known, p) {
			break
		}
		return i
	}
	c.calls = append(c.calls, call{slot: p.slot})
	return len(c.calls) - 1
}

// begins reports that p, which has the slot of a known call or none, is nevertheless the start of another: every
// element of a buffered reply is; in a stream one that has a name and another id, or that has a name and comes in the
// same chunk, or after whole calls without slots and ids.
func (r *reader) begins(known *call, p pieceOf) bool {
	if r.isWholeBody {
		return true
	}
	if p.name == "" || !known.isOpen {
		return false
	}
	if p.id != "" && known.id != "" {
		return p.id != known.id
	}
	return known.chunk == r.chunk || p.slot == noSlot
}
