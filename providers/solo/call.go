package solo

import (
	"causeway/core/event"
	"causeway/core/rewrite"
)

// toolCalls reads calls, or pieces of them. A call without an index is another one; one that says nothing ends a list that
// was streamed.
//
//	{"name":"f","arguments":{"a":1}}, {"id":"…","name":"f","parameters":{"a":1}}
//	{"index":0,"id":"…","type":"function","function":{"name":"f","arguments":"{\"a\":"}}
func (c *choice) toolCalls(dst []event.Event, raw string) []event.Event {
	for it := rewrite.Over(raw); it.Next(); {
		said := rewrite.Member(it.Value, "function")
		if said == "" {
			said = it.Value
		}
		id, name := rewrite.Contents(rewrite.Member(it.Value, "id")), rewrite.Contents(rewrite.Member(said, "name"))
		arguments := first(said, argumentNames[:])
		isObject := arguments != "" && arguments[0] == '{'
		text := rewrite.Contents(arguments)
		if id == "" && name == "" && text == "" && !isObject {
			continue
		}
		at, isNew := c.call(rewrite.Member(it.Value, "index"))
		if isNew {
			dst = append(dst, event.Event{Kind: event.ToolCall, Choice: c.index, Index: at, ID: id, Name: name})
		}
		if isObject {
			text = rewrite.Escape(arguments)
		}
		if text != "" {
			dst = append(dst, event.Event{Kind: event.ToolArgs, Choice: c.index, Index: at, Raw: text})
		}
	}
	return dst
}

var argumentNames = [...]string{"arguments", "parameters"}

// call is the place of the call of that number, which begins if it is new.
func (c *choice) call(index string) (at int, isNew bool) {
	n := -1 - len(c.calls) // of nobody else
	if index != "" && index != "null" {
		n = int(number(index))
	}
	for i := range c.calls {
		if c.calls[i] == n {
			return i, false
		}
	}
	c.calls = append(c.calls, n)
	return len(c.calls) - 1, true
}
