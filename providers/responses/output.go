package responses

import (
	"strconv"
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

	callID, name string // of a call; the name of an image is its format

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

// part is the last part of a message; every message has one.
func (o *output) part() *part { return &o.parts[len(o.parts)-1] }

func (o *output) partIndex() string { return strconv.Itoa(len(o.parts) - 1) }

// isComplete reports that a call's arguments are whole: a JSON object that has ended takes no further piece.
func (o *output) isComplete() bool {
	if !o.isCall() || len(o.text) == 0 || o.text[len(o.text)-1] != '}' {
		return false
	}
	_, ok := rewrite.Check(rewrite.Unescape(string(o.text)))
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
	arguments := rewrite.Unescape(string(o.text))
	if _, ok := rewrite.Check(arguments); ok {
		if given := rewrite.Given(strings.TrimSpace(arguments), customInput); rewrite.IsString(given) {
			return rewrite.Contents(given)
		}
	}
	return string(o.text)
}

// arguments of a call are JSON, also when there are none.
func (o *output) arguments() string {
	if len(o.text) == 0 && o.isDone {
		return "{}"
	}
	return string(o.text)
}

// summary is the one part that a reasoning's summary has here.
func (o *output) summary() string {
	return string(fill(nil, `{"type":"summary_text","text":"$"}`, string(o.text)))
}

// json is the item as it is now.
func (o *output) json() string {
	status := o.status
	if status == "" {
		status = inProgress
	}
	switch o.kind {
	case message:
		var parts []byte
		for i := range o.parts {
			parts = fill(parts, `,$`, o.parts[i].json())
		}
		return o.fill(`"status":"$","content":[$],"role":"assistant"`, status, string(parts))
	case reasoning:
		summary := ""
		if len(o.text) > 0 {
			summary = o.summary()
		}
		if o.encrypted == "" {
			return o.fill(`"summary":[$]`, summary)
		}
		return o.fill(`"summary":[$],"encrypted_content":"$"`, summary, o.encrypted)
	case functionCall:
		return o.fill(`"status":"$","arguments":"$","call_id":"$","name":"$"`, status, o.arguments(), o.callID, o.name)
	case customCall:
		given := ""
		if o.isDone {
			given = o.input()
		}
		return o.fill(`"status":"$","call_id":"$","input":"$","name":"$"`, status, o.callID, given, o.name)
	case imageCall:
		if !o.isDone {
			return o.fill(`"status":"$","result":null`, status)
		}
		return o.fill(`"status":"$","output_format":"$","result":"$"`, status, o.name, string(o.text))
	}
	return string(o.text)
}

// fill is an item with these members behind its id and its type.
func (o *output) fill(template string, values ...string) string {
	dst := fill(make([]byte, 0, len(o.text)+256), `{"id":"$","type":"$",`, o.id, o.kind)
	return string(append(fill(dst, template, values...), '}'))
}

func (p *part) json() string {
	switch p.kind {
	case event.Refusal:
		return string(fill(nil, `{"type":"refusal","refusal":"$"}`, string(p.text)))
	case event.Media:
		return string(fill(nil, `{"type":"output_audio","data":"$","transcript":""}`, string(p.text)))
	}
	return string(fill(nil, `{"type":"output_text","annotations":[$],"logprobs":[$],"text":"$"}`,
		string(p.annotations), string(p.logprobs), string(p.text)))
}
