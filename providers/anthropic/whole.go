package anthropic

import (
	"causeway/core"
	"causeway/core/event"
	"causeway/core/rewrite"
)

// Whole reads a buffered reply:
//
//	{"id":"msg_…","type":"message","role":"assistant","model":"claude-…","content":[…],
//	 "stop_reason":"end_turn","stop_sequence":null,"usage":{…}}
func (r *reader) Whole(dst []event.Event, body string) []event.Event {
	r.over = true
	if _, ok := rewrite.Check(body); !ok {
		return r.fail(dst, malformed, body)
	}
	var id, model, reason, content, usage string
	extras := make([]event.Event, 0, 4)
	for m := rewrite.Over(body); m.Next(); {
		switch m.Key {
		case "id":
			id = rewrite.Contents(m.Value)
		case "model":
			model = rewrite.Contents(m.Value)
		case "stop_reason":
			reason = rewrite.Contents(m.Value)
		case "content":
			content = m.Value
		case "usage":
			usage = m.Value
		case "stop_sequence", "stop_details", "container", "context_management":
			extras = extra(extras, m.Key, m.Value)
		}
	}
	if !rewrite.IsArray(content) {
		return r.fail(dst, malformed, body)
	}
	dst = append(dst, event.Event{Kind: event.Start, ID: id, Name: model})
	dst = r.blocks(dst, content)
	dst = append(dst, extras...)
	dst = finish(dst, reason)
	return r.counted(dst, usage)
}

// blocks reads a buffered reply's content: each block begins full and stops at once.
func (r *reader) blocks(dst []event.Event, content string) []event.Event {
	from, index := len(dst), 0
	for b := rewrite.OverArray(content); b.Next(); index++ {
		dst = r.begin(dst, index, b.Value)
		dst = r.stop(dst, index)
	}
	return core.JoinExtras(core.JoinExtras(dst, from, citations), from, serverBlocks)
}
