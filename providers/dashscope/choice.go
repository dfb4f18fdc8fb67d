package dashscope

import (
	"causeway/core/event"
	"causeway/core/rewrite"
)

// choice is what must be remembered of one.
type choice struct {
	index      int
	isFinished bool
	calls      []int // the provider's numbers of the calls that were opened
}

// choice reads a piece of a choice, or the whole of it. Without an index it has the place it stands at.
func (r *reader) choice(dst []event.Event, raw string, at int) []event.Event {
	message, finish := "", ""
	for it := rewrite.Over(raw); it.Next(); {
		switch it.Key {
		case "message":
			message = it.Value
		case "finish_reason":
			finish = rewrite.Contents(it.Value)
		case "index":
			at = int(number(it.Value))
		}
	}
	if at >= maxChoices {
		return r.fail(dst, failure{message: "a choice of the provider's reply has an index that is too large"})
	}
	c := r.at(at)
	thought := rewrite.Contents(rewrite.Member(message, "reasoning_content"))
	dst = appendPiece(dst, event.Event{Kind: event.Thinking, Choice: at, Raw: thought})
	dst = appendContent(dst, at, rewrite.Member(message, "content"))
	for it := rewrite.Over(rewrite.Member(message, "tool_calls")); it.Next(); {
		dst = c.call(dst, it.Value)
	}
	return r.finish(dst, c, finish)
}

// appendContent reads a text, or a list of parts each of which is named by what it holds.
func appendContent(dst []event.Event, at int, raw string) []event.Event {
	dst = appendPiece(dst, event.Event{Kind: event.Text, Choice: at, Raw: rewrite.Contents(raw)})
	for part := rewrite.Over(raw); part.Next(); {
		for it := rewrite.Over(part.Value); it.Next(); {
			switch it.Key {
			case "text":
				dst = appendPiece(dst, event.Event{Kind: event.Text, Choice: at, Raw: rewrite.Contents(it.Value)})
			case "image":
				dst = appendPiece(dst, event.Event{Kind: event.Media, Choice: at, Name: "image/png", Raw: rewrite.Contents(it.Value)})
			default:
				dst = append(dst, event.Event{Kind: event.Extra, Choice: at, Name: it.Key, Raw: it.Value})
			}
		}
	}
	return dst
}

// call reads a call, or a piece of its arguments.
func (c *choice) call(dst []event.Event, raw string) []event.Event {
	id, function, numbered := "", "", len(c.calls)
	for it := rewrite.Over(raw); it.Next(); {
		switch it.Key {
		case "id":
			id = rewrite.Contents(it.Value)
		case "function":
			function = it.Value
		case "index":
			numbered = int(number(it.Value))
		}
	}
	at := -1
	for i, n := range c.calls {
		if n == numbered {
			at = i
		}
	}
	if name := rewrite.Contents(rewrite.Member(function, "name")); at < 0 {
		at = len(c.calls)
		c.calls = append(c.calls, numbered)
		dst = append(dst, event.Event{Kind: event.ToolCall, Choice: c.index, Index: at, ID: id, Name: name})
	}
	arguments := rewrite.Contents(rewrite.Member(function, "arguments"))
	return appendPiece(dst, event.Event{Kind: event.ToolArgs, Choice: c.index, Index: at, Raw: arguments})
}

// finish ends a choice, once.
func (r *reader) finish(dst []event.Event, c *choice, word string) []event.Event {
	if c.isFinished || !r.isWhole && (word == "" || word == "null") {
		return dst
	}
	c.isFinished = true
	e := event.Event{Kind: event.Finish, Choice: c.index, Raw: word}
	switch word {
	case "stop":
		e.Reason = event.Stop
	case "length":
		e.Reason = event.Length
	case "tool_calls":
		e.Reason = event.ToolCalls
	case "content_filter":
		e.Reason = event.ContentFilter
	}
	return append(dst, e)
}

// at is the choice of that index, which begins if it is new.
func (r *reader) at(index int) *choice {
	for i := range r.choices {
		if r.choices[i].index == index {
			return &r.choices[i]
		}
	}
	r.choices = append(r.choices, choice{index: index})
	return &r.choices[len(r.choices)-1]
}
