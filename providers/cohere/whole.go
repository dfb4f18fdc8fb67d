package cohere

import (
	"strings"

	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// Whole implements core.Reader.
func (r *reader) Whole(dst []event.Event, body string) []event.Event {
	body = strings.TrimSpace(body)
	if _, ok := rewrite.Check(body); !ok {
		return r.lines(dst, body)
	}
	message := rewrite.Member(body, "message")
	switch {
	case rewrite.IsObject(message):
		return r.message(dst, body, message)
	case rewrite.IsString(rewrite.Member(body, "text")), rewrite.IsArray(rewrite.Member(body, "generations")):
		return r.olderWhole(dst, body)
	case rewrite.IsString(rewrite.Member(body, "event_type")):
		return r.End(r.Frame(dst, frame.Frame{Data: body}))
	}
	return r.fail(dst, malformed, body, "the provider's reply is empty")
}

// message reads a buffered reply of version 2.
func (r *reader) message(dst []event.Event, body, message string) []event.Event {
	r.isFinished = true
	dst = r.start(dst, rewrite.Contents(rewrite.Member(body, "id")))
	dst = event.Piece(dst, event.Thinking, planIndex, rewrite.Contents(rewrite.Member(message, "tool_plan")))
	content := rewrite.Member(message, "content")
	dst = event.Piece(dst, event.Text, 0, rewrite.Contents(content))
	i := 0
	for p := rewrite.Over(content); rewrite.IsArray(content) && p.Next(); i++ {
		dst = appendPart(dst, i, p.Value)
	}
	for c := rewrite.Over(rewrite.Member(message, "tool_calls")); c.Next(); {
		dst = r.endCall(r.call(dst, len(r.slots), c.Value))
	}
	dst = appendCitations(dst, message)
	dst = appendLogprobs(dst, rewrite.Member(body, "logprobs"))
	return r.finish(dst, rewrite.Contents(rewrite.Member(body, "finish_reason")), body)
}

// lines reads a stream that came as one body: lines of JSON under the name of JSON. What is none gives one error.
func (r *reader) lines(dst []event.Event, body string) []event.Event {
	if !rewrite.IsObject(body) {
		return r.fail(dst, malformed, body, "the provider's reply is empty")
	}
	for line := range strings.SplitSeq(body, "\n") {
		if strings.TrimSpace(line) != "" {
			dst = r.Frame(dst, frame.Frame{Data: line})
		}
	}
	return r.End(dst)
}
