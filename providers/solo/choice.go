package solo

import (
	"strings"

	"causeway/core/event"
	"causeway/core/rewrite"
)

// maxChoices bounds a choice's index.
const maxChoices = 128

// choice is what must be remembered of one.
type choice struct {
	index      int
	isFinished bool
	calls      []int // the provider's numbers of the calls that were opened
	soFar      []byte
	grows      growth
}

// growth says what the pieces of a text that may grow are.
type growth uint8

const (
	unknown  growth = iota
	added           // what is new
	repeated        // the text so far
)

// choice reads a piece of a choice, or the whole of it. Without an index it has the place it stands at.
func (r *reader) choice(dst []event.Event, raw string, at int) []event.Event {
	if index := rewrite.Member(raw, "index"); index != "" {
		at = int(number(index))
	}
	if at >= maxChoices {
		return r.fail(dst, "a choice of the provider's reply has an index that is too large", "", 502)
	}
	c := r.at(at)
	said := first(raw, saidNames[:])
	if said == "" || said[0] != '{' {
		said = raw
	}
	dst = appendText(dst, event.Event{Kind: event.Thinking, Choice: at}, first(said, thinkNames[:]))
	dst = r.content(dst, c, first(said, textNames[:]))
	dst = c.toolCalls(dst, rewrite.Member(said, "tool_calls"))
	return r.finish(dst, c, rewrite.Contents(first(raw, endNames[:])))
}

// content reads a text, or a list of parts each of which is named by what it holds. A value of another kind, as structured
// output is, is text to the client.
func (r *reader) content(dst []event.Event, c *choice, raw string) []event.Event {
	if r.isGrowing && !r.isWhole {
		return c.grow(dst, rewrite.Contents(raw))
	}
	if raw == "" || raw[0] != '[' {
		return appendText(dst, event.Event{Kind: event.Text, Choice: c.index}, raw)
	}
	for part := rewrite.Over(raw); part.Next(); {
		for it := rewrite.Over(part.Value); it.Next(); {
			switch it.Key {
			case "type":
			case "text":
				dst = appendText(dst, event.Event{Kind: event.Text, Choice: c.index}, it.Value)
			case "image":
				dst = appendText(dst, event.Event{Kind: event.Media, Choice: c.index, Name: "image/png"}, it.Value)
			default:
				dst = append(dst, event.Event{Kind: event.Extra, Choice: c.index, Name: string(rewrite.AppendEscaped(nil, it.Key)), Raw: it.Value})
			}
		}
	}
	return dst
}

// appendText appends e with a text, unless it is empty: pieces of nothing are common.
func appendText(dst []event.Event, e event.Event, raw string) []event.Event {
	if e.Raw = rewrite.Contents(raw); e.Raw == "" && raw != "" && raw[0] != '"' {
		e.Raw = rewrite.Escape(raw)
	}
	if e.Raw == "" {
		return dst
	}
	return append(dst, e)
}

// grow reads a piece of a text that may be the text so far. The second piece tells: it begins with the first, or not.
func (c *choice) grow(dst []event.Event, text string) []event.Event {
	if text == "" {
		return dst
	}
	rest, repeats := strings.CutPrefix(text, string(c.soFar))
	if c.grows == unknown && len(c.soFar) > 0 {
		c.grows = added
		if repeats {
			c.grows = repeated
		}
	}
	if c.grows == repeated && repeats {
		text = rest
	}
	c.soFar = append(c.soFar, text...)
	if text == "" {
		return dst
	}
	return append(dst, event.Event{Kind: event.Text, Choice: c.index, Raw: text})
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
