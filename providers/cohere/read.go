package cohere

import (
	"strings"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// reader reads one reply. A stream is whole when it has said message-end; what follows is not looked at.
type reader struct {
	isStarted  bool
	isFinished bool
	hasFailed  bool
	slots      []int // the wire's index of each call that began
	room       [4]int
	hasArgs    bool // the call that began last has said something of its arguments
}

func newReader(*core.ReadOptions) core.Reader {
	r := &reader{}
	r.slots = r.room[:0]
	return r
}

// planIndex numbers the plan among the blocks of thinking, behind all that Cohere numbers.
const planIndex = 1 << 16

// Frame implements core.Reader. A frame that only moves text allocates nothing.
func (r *reader) Frame(dst []event.Event, f frame.Frame) []event.Event {
	if r.hasFailed || r.isFinished {
		return dst
	}
	data := strings.TrimSpace(f.Data)
	if _, ok := rewrite.Check(data); !ok || !rewrite.IsObject(data) {
		return r.fail(dst, malformed, data, "the provider sent a piece of a stream that is not a JSON object")
	}
	kind := rewrite.Contents(rewrite.Member(data, "type"))
	if kind != "" && f.Name != "error" {
		return r.piece(dst, kind, data)
	}
	if kind = rewrite.Contents(rewrite.Member(data, "event_type")); kind != "" {
		return r.older(dst, kind, data)
	}
	return r.fail(dst, event.Event{Name: "upstream_error"}, data, "the provider reports an error without a word")
}

// piece reads a frame of a stream of version 2.
func (r *reader) piece(dst []event.Event, kind, data string) []event.Event {
	delta := rewrite.Member(data, "delta")
	message := rewrite.Member(delta, "message")
	switch kind {
	case "message-start":
		return r.start(dst, rewrite.Contents(rewrite.Member(data, "id")))
	case "content-start", "content-delta":
		dst = appendPart(r.start(dst, ""), indexOf(data), rewrite.Member(message, "content"))
		if chunk := rewrite.Member(data, "logprobs"); rewrite.IsObject(chunk) {
			dst = appendLogprobs(dst, "["+chunk+"]")
		}
		return dst
	case "tool-plan-delta":
		plan := rewrite.Contents(rewrite.Member(message, "tool_plan"))
		return event.Piece(r.start(dst, ""), event.Thinking, planIndex, plan)
	case "tool-call-start":
		return r.call(r.start(dst, ""), indexOf(data), rewrite.Member(message, "tool_calls"))
	case "tool-call-delta":
		return r.arguments(dst, indexOf(data), rewrite.Member(rewrite.Member(message, "tool_calls"), "function"))
	case "tool-call-end":
		return r.endCall(dst)
	case "citation-start":
		return appendCitation(dst, rewrite.Member(message, "citations"))
	case "message-end":
		r.isFinished = true
		return r.finish(dst, rewrite.Contents(rewrite.Member(delta, "finish_reason")), delta)
	}
	return dst
}

// End implements core.Reader.
func (r *reader) End(dst []event.Event) []event.Event {
	if r.hasFailed || r.isFinished {
		return dst
	}
	r.hasFailed = true
	return append(dst, event.Event{Kind: event.Error, Name: "invalid_reply", ID: "cut_stream", Status: 502,
		Raw: "the provider's stream ended before the reply was whole"})
}

// start opens the reply, once. The wire never says which model answers.
func (r *reader) start(dst []event.Event, id string) []event.Event {
	if r.isStarted {
		return dst
	}
	r.isStarted = true
	return append(dst, event.Event{Kind: event.Start, ID: id})
}

// appendPart reads {"type":"text","text":"…"}, {"type":"thinking","thinking":"…"}, or a piece of one.
func appendPart(dst []event.Event, index int, part string) []event.Event {
	for m := rewrite.Over(part); m.Next(); {
		switch m.Key {
		case "text":
			dst = event.Piece(dst, event.Text, 0, rewrite.Contents(m.Value))
		case "thinking":
			dst = event.Piece(dst, event.Thinking, index, rewrite.Contents(m.Value))
		}
	}
	return dst
}

// call opens a call and reads the arguments that come with it.
func (r *reader) call(dst []event.Event, slot int, call string) []event.Event {
	r.slots, r.hasArgs = append(r.slots, slot), false
	function := rewrite.Member(call, "function")
	dst = appendCall(dst, len(r.slots)-1, rewrite.Member(call, "id"), rewrite.Member(function, "name"))
	return r.arguments(dst, slot, function)
}

// arguments reads a piece of a call's arguments.
func (r *reader) arguments(dst []event.Event, slot int, function string) []event.Event {
	at := len(r.slots) - 1
	for i := at; i >= 0; i-- {
		if r.slots[i] == slot {
			at = i
			break
		}
	}
	raw := rewrite.Contents(rewrite.Member(function, "arguments"))
	if at < 0 || raw == "" || raw == "null" && !r.hasArgs { // of a tool that takes none
		return dst
	}
	r.hasArgs = true
	return event.Piece(dst, event.ToolArgs, at, raw)
}

// endCall closes a call. Of one without arguments a stream says nothing, where a buffered reply says {}.
func (r *reader) endCall(dst []event.Event) []event.Event {
	if r.hasArgs || len(r.slots) == 0 {
		return dst
	}
	r.hasArgs = true
	return event.Piece(dst, event.ToolArgs, len(r.slots)-1, "{}")
}

// finish ends the reply with its reason, and the usage that stands in holder.
func (r *reader) finish(dst []event.Event, word, holder string) []event.Event {
	reason, status := reasonOf(word)
	if status != 0 {
		return r.fail(dst, event.Event{Name: "upstream_error", ID: word, Status: status}, holder, "the provider broke the reply off")
	}
	if u := usageOf(holder); !u.IsZero() {
		dst = append(dst, event.Event{Kind: event.UsageCount, Usage: u})
	}
	return append(dst, event.Event{Kind: event.Finish, Reason: reason, Raw: word})
}

// malformed is the error of a reply that is none of Cohere's.
var malformed = event.Event{Name: "invalid_reply", Status: 502}

// fail ends the reply as e says, with the provider's own words, or with these when it has none.
func (r *reader) fail(dst []event.Event, e event.Event, body, otherwise string) []event.Event {
	r.hasFailed = true
	f := core.Fault{Message: otherwise}
	readFault(&f, body)
	e.Kind, e.Raw = event.Error, rewrite.Escape(f.Message)
	return append(dst, e)
}

// appendCitation passes on one citation of a stream, as the list that a buffered reply has.
func appendCitation(dst []event.Event, citation string) []event.Event {
	if !rewrite.IsObject(citation) {
		return dst
	}
	return appendExtra(dst, citations, "["+citation+"]")
}

// citations is the member of a message, in the hub's replies under the same name.
const citations = "citations"

// indexOf is the index of a frame, 0 for what is none.
func indexOf(data string) int {
	n := 0
	for _, c := range []byte(rewrite.Member(data, "index")) {
		if c < '0' || c > '9' || n >= planIndex/10 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// appendCall appends the beginning of a call; id and name are raw.
func appendCall(dst []event.Event, index int, id, name string) []event.Event {
	return append(dst, event.Event{Kind: event.ToolCall, Index: index, ID: rewrite.Contents(id), Name: rewrite.Contents(name)})
}

// appendExtra appends a member that the hub has no place for.
func appendExtra(dst []event.Event, name, raw string) []event.Event {
	return append(dst, event.Event{Kind: event.Extra, Name: name, Raw: raw})
}
