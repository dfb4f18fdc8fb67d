package responses

import (
	"strings"

	"causeway/core/event"
	"causeway/core/rewrite"
)

// output is an item of a reply as far as it was said. Texts are escaped contents.
type output struct {
	kind   string // message, reasoning, functionCall, customCall, imageCall; "" for an item that is raw
	id     string
	index  int
	source int    // which reasoning or call it is in the events
	parts  []part // of a message
	text   []byte // the reasoning, the arguments, or the image's base64; of a raw item all of it

	encrypted string // the seal of reasoning
	isSigned  bool
	hasPart   bool // the summary has begun

	callID, name string

	isDone bool
	status string
}

// part is a part of a message.
type part struct {
	kind        event.Kind // Text, Refusal; Media for a sound
	text        []byte
	annotations []byte // elements
	count       int    // of them
	logprobs    []byte // elements
}

func (o *output) isCall() bool { return o.kind == functionCall || o.kind == customCall }

// isComplete reports that a call's arguments are whole: a JSON object that has ended takes no further piece.
func (o *output) isComplete() bool {
	if !o.isCall() || len(o.text) == 0 || o.text[len(o.text)-1] != '}' {
		return false
	}
	_, ok := rewrite.Check(string(rewrite.AppendUnescaped(nil, string(o.text))))
	return ok
}

// seal keeps a proof of reasoning, or a further piece of it.
func (o *output) seal(kind, proof string) {
	if !o.isSigned {
		o.encrypted, o.isSigned = kind, true
	}
	o.encrypted += proof
}

// input is what a custom tool is given: the one argument of the function that it became, or, when the model gave something
// else, that.
func (o *output) input() string {
	arguments := string(rewrite.AppendUnescaped(nil, string(o.text)))
	if _, ok := rewrite.Check(arguments); ok {
		if given := member(strings.TrimSpace(arguments), customInput); isString(given) {
			return rewrite.Contents(given)
		}
	}
	return string(o.text)
}

// arguments of a call are JSON, also when there are none.
func (o *output) arguments() []byte {
	if len(o.text) == 0 && o.isDone {
		return []byte("{}")
	}
	return o.text
}

// appendTo appends the item as it is now.
//
//	{"id":"msg_…","type":"message","status":"completed","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"…"}],"role":"assistant"}
//	{"id":"rs_…","type":"reasoning","summary":[{"type":"summary_text","text":"…"}],"encrypted_content":"…"}
//	{"id":"fc_…","type":"function_call","status":"completed","arguments":"{…}","call_id":"call_…","name":"…"}
func (o *output) appendTo(dst []byte) []byte {
	if o.kind == "" {
		return append(dst, o.text...)
	}
	status := o.status
	if status == "" {
		status = inProgress
	}
	dst = rewrite.Escaped(append(dst, '{'), "id", o.id)
	dst = rewrite.Escaped(dst, "type", o.kind)
	switch o.kind {
	case message:
		dst = append(rewrite.Key(rewrite.Escaped(dst, "status", status), "content"), '[')
		for i := range o.parts {
			dst = o.parts[i].appendTo(rewrite.Comma(dst))
		}
		dst = rewrite.Escaped(append(dst, ']'), "role", "assistant")
	case reasoning:
		dst = append(rewrite.Key(dst, "summary"), '[')
		if len(o.text) > 0 {
			dst = o.appendSummary(dst)
		}
		dst = append(dst, ']')
		if o.encrypted != "" {
			dst = rewrite.Escaped(dst, encrypted, o.encrypted)
		}
	case functionCall:
		dst = appendQuoted(rewrite.Escaped(dst, "status", status), "arguments", o.arguments())
		dst = rewrite.Escaped(rewrite.Escaped(dst, "call_id", o.callID), "name", o.name)
	case customCall:
		dst = rewrite.Escaped(rewrite.Escaped(dst, "status", status), "call_id", o.callID)
		given := ""
		if o.isDone {
			given = o.input()
		}
		dst = rewrite.Escaped(rewrite.Escaped(dst, "input", given), "name", o.name)
	case imageCall:
		dst = rewrite.Escaped(dst, "status", status)
		if !o.isDone {
			return append(rewrite.Raw(dst, "result", "null"), '}')
		}
		if format, is := strings.CutPrefix(o.name, "image/"); is {
			dst = rewrite.Escaped(dst, "output_format", format)
		}
		dst = appendQuoted(dst, "result", o.text)
	}
	return append(dst, '}')
}

func (o *output) appendSummary(dst []byte) []byte {
	dst = rewrite.Escaped(append(dst, '{'), "type", summaryText)
	return append(appendQuoted(dst, "text", o.text), '}')
}

func (p *part) appendTo(dst []byte) []byte {
	switch p.kind {
	case event.Refusal:
		dst = rewrite.Escaped(append(dst, '{'), "type", refusal)
		dst = appendQuoted(dst, refusal, p.text)
	case event.Media:
		dst = rewrite.Escaped(append(dst, '{'), "type", "output_audio")
		dst = rewrite.Escaped(appendQuoted(dst, "data", p.text), "transcript", "")
	default:
		dst = rewrite.Escaped(append(dst, '{'), "type", outputText)
		dst = append(append(append(rewrite.Key(dst, annotations), '['), p.annotations...), ']')
		dst = append(append(append(rewrite.Key(dst, logprobs), '['), p.logprobs...), ']')
		dst = appendQuoted(dst, "text", p.text)
	}
	return append(dst, '}')
}
