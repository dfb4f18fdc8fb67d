package responses

import (
	"strings"

	"causeway/core/event"
	"causeway/core/rewrite"
)

// item is an item of the output that has begun, as far as it must be remembered.
type item struct {
	index int    // its output_index
	call  int    // which tool call it is: 0, 1, 2 …; -1 for another item
	block int    // which reasoning it is: 0, 1, 2 …; -1 while it has none
	heard uint64 // the parts of which a piece was given: bit n for the part n
	form  byte   // of reasoning: 's' for its summary, 'c' for its content; 0 while nothing was given

	hasArguments, isAnnotated, isDone bool
}

// at is the item at an output_index; it begins with the first that is heard of it.
func (r *reader) at(raw string) *item {
	index := number(raw)
	for i := len(r.items) - 1; i >= 0; i-- {
		if r.items[i].index == index {
			return &r.items[i]
		}
	}
	r.items = append(r.items, item{index: index, call: -1, block: -1})
	return &r.items[len(r.items)-1]
}

// begin reads output_item.added: a call has its name from the start.
func (r *reader) begin(dst []event.Event, it *item, raw string) []event.Event {
	switch rewrite.Inside(raw, "type") {
	case functionCall, customCall:
		return r.call(dst, it, raw)
	}
	return dst
}

// call opens a tool call, once.
func (r *reader) call(dst []event.Event, it *item, raw string) []event.Event {
	name := rewrite.Inside(raw, "name")
	if it.call >= 0 || name == "" {
		return dst
	}
	it.call = r.calls
	r.calls++
	id := rewrite.Inside(raw, "call_id")
	if id == "" {
		id = rewrite.Inside(raw, "id")
	}
	return append(dst, event.Event{Kind: event.ToolCall, Index: it.call, ID: id, Name: name})
}

// arguments are a piece of a call's arguments. One for a call that has not been opened waits for the item's end, where the
// arguments stand again.
func (r *reader) arguments(dst []event.Event, it *item, contents string) []event.Event {
	if it.call < 0 || contents == "" {
		return dst
	}
	it.hasArguments = true
	return piece(dst, event.ToolArgs, it.call, contents)
}

// delta is a piece of a text, a refusal or reasoning.
func (r *reader) delta(dst []event.Event, kind event.Kind, p *packet, raw string) []event.Event {
	form := byte(0)
	if kind == event.Thinking {
		form = p.kind[len("response.reasoning_")] // summary_text or text
		if form == 't' {
			form = 'c'
		}
	}
	return r.say(dst, r.at(p.output), kind, form, number(p.part), rewrite.Contents(raw))
}

// say gives a piece of a part. Reasoning that comes as a summary and in full is given in the form that comes first; its
// parts are paragraphs.
func (r *reader) say(dst []event.Event, it *item, kind event.Kind, form byte, part int, contents string) []event.Event {
	if contents == "" || it.form != form && it.form != 0 {
		return dst
	}
	index := 0
	if kind == event.Thinking {
		it.form, index = form, r.block(it)
		if it.heard != 0 && it.heard&bit(part) == 0 {
			dst = piece(dst, kind, index, `\n\n`)
		}
	}
	it.heard |= bit(part)
	return piece(dst, kind, index, contents)
}

// block is which reasoning an item is.
func (r *reader) block(it *item) int {
	if it.block < 0 {
		it.block = r.blocks
		r.blocks++
	}
	return it.block
}

// bit stands for a part; parts from the last bit on share it.
func bit(part int) uint64 { return 1 << min(part, 63) }

// done reads the whole of an item and says what was not said of it before.
func (r *reader) done(dst []event.Event, it *item, raw string) []event.Event {
	if it.isDone || raw == "" {
		return dst
	}
	it.isDone = true
	switch rewrite.Inside(raw, "type") {
	case message:
		return r.message(dst, it, rewrite.Given(raw, "content"))
	case reasoning:
		return r.reasoning(dst, it, raw)
	case functionCall:
		dst = r.call(dst, it, raw)
		if !it.hasArguments {
			dst = r.arguments(dst, it, rewrite.Inside(raw, "arguments"))
		}
		if !it.hasArguments { // no arguments are no JSON
			dst = r.arguments(dst, it, "{}")
		}
		return dst
	case customCall:
		dst = r.call(dst, it, raw)
		if !it.hasArguments {
			dst = r.arguments(dst, it, rewrite.Inside(raw, "input"))
		}
		return dst
	case imageCall:
		return image(dst, raw)
	case "":
		return dst
	}
	if r.isWhole {
		r.others = append(rewrite.Comma(r.others), raw...)
		return dst
	}
	return named(dst, event.Extra, outputItems, "["+raw+"]")
}

// message says the parts of a message of which nothing was heard. (Which part a piece is of does not tell: bedrock-mantle
// counts the parts of a message from 1.)
func (r *reader) message(dst []event.Event, it *item, content string) []event.Event {
	part, isNew := 0, it.heard == 0
	for p := rewrite.OverArray(content); p.Next(); part++ {
		switch rewrite.Inside(p.Value, "type") {
		case outputText:
			if isNew {
				dst = r.say(dst, it, event.Text, 0, part, rewrite.Inside(p.Value, "text"))
				dst = appendLogprobs(dst, rewrite.Given(p.Value, logprobs))
			}
			if !it.isAnnotated {
				dst = r.annotated(dst, rewrite.Given(p.Value, annotations))
			}
		case refusal:
			if isNew {
				dst = r.say(dst, it, event.Refusal, 0, part, rewrite.Inside(p.Value, refusal))
			}
		}
	}
	return dst
}

// reasoning says a reasoning item and its seal.
func (r *reader) reasoning(dst []event.Event, it *item, raw string) []event.Event {
	if it.heard == 0 {
		dst = r.parts(dst, it, 's', rewrite.Given(raw, "summary"))
		dst = r.parts(dst, it, 'c', rewrite.Given(raw, "content"))
	}
	seal := sealOf(rewrite.Inside(raw, "id"), rewrite.Inside(raw, encrypted))
	switch {
	case seal == "":
		return dst
	case it.heard == 0:
		return piece(dst, event.Redacted, r.block(it), seal)
	}
	return piece(dst, event.Signature, it.block, seal)
}

func (r *reader) parts(dst []event.Event, it *item, form byte, list string) []event.Event {
	part := 0
	for p := rewrite.OverArray(list); p.Next(); part++ {
		dst = r.say(dst, it, event.Thinking, form, part, rewrite.Inside(p.Value, "text"))
	}
	return dst
}

// image gives what image generation made: base64, of the format that the item names.
func image(dst []event.Event, raw string) []event.Event {
	result := rewrite.Inside(raw, "result")
	if result == "" {
		return dst
	}
	format := rewrite.Inside(raw, "output_format")
	if format == "" {
		format = "png"
	}
	return named(dst, event.Media, "image/"+strings.ToLower(format), result)
}

// annotated gives annotations in chat's words.
func (r *reader) annotated(dst []event.Event, list string) []event.Event {
	out := &r.notes
	if !r.isWhole {
		out = new([]byte)
	}
	for a := rewrite.OverArray(list); a.Next(); {
		*out = nest(rewrite.Comma(*out), a.Value)
	}
	if r.isWhole || len(*out) == 0 {
		return dst
	}
	return named(dst, event.Extra, annotations, "["+string(*out)+"]")
}

// appendLogprobs gives logprobs in chat's words.
func appendLogprobs(dst []event.Event, list string) []event.Event {
	if !rewrite.IsArray(list) || isEmpty(list) {
		return dst
	}
	return named(dst, event.Extra, logprobs, `{"content":`+list+`,"refusal":null}`)
}
