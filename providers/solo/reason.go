package solo

import "causeway/core/event"

// reasons are the words for why a choice ended, sorted. null and not_finished say that it has not; context is Reka's.
var reasons = [...]struct {
	word   string
	reason event.Reason
}{
	{"content_filter", event.ContentFilter},
	{"context", event.Length},
	{"eos_token", event.Stop},
	{"length", event.Length},
	{"max_tokens", event.Length},
	{"stop", event.Stop},
	{"stop_sequence", event.Stop},
	{"time_limit", event.Length},
	{"token_limit", event.Length},
	{"tool_calls", event.ToolCalls},
}

// finish ends a choice, once.
func (r *reader) finish(dst []event.Event, c *choice, word string) []event.Event {
	switch {
	case c.isFinished || word == "" || word == "null" || word == "not_finished":
		return dst
	case word == "error" || word == "cancelled":
		return r.fail(dst, "the provider broke the reply off", word, 502)
	}
	c.isFinished = true
	e := event.Event{Kind: event.Finish, Choice: c.index, Raw: word}
	for i := range reasons {
		if reasons[i].word == word {
			e.Reason = reasons[i].reason
		}
	}
	return append(dst, e)
}

// finishAll ends the choices that came without a word for why.
func (r *reader) finishAll(dst []event.Event) []event.Event {
	for i := range r.choices {
		c := &r.choices[i]
		if c.isFinished {
			continue
		}
		c.isFinished = true
		e := event.Event{Kind: event.Finish, Choice: c.index, Reason: event.Stop}
		if len(c.calls) > 0 {
			e.Reason = event.ToolCalls
		}
		dst = append(dst, e)
	}
	return dst
}
