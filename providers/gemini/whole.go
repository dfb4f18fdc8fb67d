package gemini

import (
	"strings"

	"causeway/core/event"
	"causeway/core/rewrite"
)

// Whole reads a buffered reply: one response, or the array of them that streamGenerateContent sends when the URL does
// not ask for SSE. A response is whole because its JSON is, so a candidate without a finish reason is finished.
func (r *reader) Whole(dst []event.Event, body string) []event.Event {
	body = trimmed(body)
	_, isJSON := rewrite.Check(body)
	switch {
	case isJSON && rewrite.IsArray(body):
		return r.pieces(dst, body)
	case isJSON && isKnown(body):
		dst = r.response(dst, body)
		return r.finishAll(dst)
	}
	e := broken(string(rewrite.AppendEscaped(nil, body)))
	if body == "" {
		e.Raw = "the provider's reply is empty"
	}
	return r.fail(dst, e)
}

// pieces reads an array of responses as the stream it is.
func (r *reader) pieces(dst []event.Event, body string) []event.Event {
	for it := rewrite.Over(body); it.Next() && !r.isFailed; {
		dst = r.response(dst, it.Value)
	}
	return r.End(dst)
}

// finishAll ends the candidates that came without a finish reason.
func (r *reader) finishAll(dst []event.Event) []event.Event {
	for i := range r.candidates {
		c := &r.candidates[i]
		if c.isFinished || r.isFailed {
			continue
		}
		c.isFinished = true
		e := event.Event{Kind: event.Finish, Choice: c.index}
		if c.calls > 0 {
			e.Reason = event.ToolCalls
		}
		dst = append(dst, e)
	}
	return r.End(dst)
}

// isKnown reports that body is a response, or an error of Google's shape.
func isKnown(body string) bool {
	for it := rewrite.Over(body); it.Next(); {
		switch it.Key {
		case "candidates", "promptFeedback", "usageMetadata", "responseId", "error":
			return rewrite.IsObject(body)
		}
	}
	return false
}

// trimmed is raw without the whitespace around it.
func trimmed(raw string) string { return strings.TrimSpace(raw) }
