package responses

import (
	"strconv"

	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// The events of a streamed reply. A buffered reply has none: these functions append nothing then.

// emit appends an event: its type and number, the output that it is about unless that is nil, and the members of a
// template, see fill.
func (w *writer) emit(dst []byte, o *output, name, template string, values ...string) []byte {
	if !w.options.Stream {
		return dst
	}
	dst = append(append(frame.OpenEvent(dst, name), `{"type":"`...), name...)
	dst = strconv.AppendInt(append(dst, `","sequence_number":`...), w.sequence, 10)
	w.sequence++
	if o != nil {
		dst = append(append(append(dst, `,"item_id":"`...), o.id...), `","output_index":`...)
		dst = strconv.AppendInt(dst, int64(o.index), 10)
	}
	return frame.CloseData(append(fill(dst, template, values...), '}'))
}

// whole is an event with the response as it is now.
func (w *writer) whole(dst []byte, status, name string) []byte {
	if !w.options.Stream {
		return dst
	}
	return w.emit(dst, nil, name, `,"response":$`, string(w.appendResponse(nil, status)))
}

// open says that the response began, before the first thing that is said in it.
func (w *writer) open(dst []byte) []byte {
	if w.hasBegun {
		return dst
	}
	w.hasBegun = true
	return w.whole(w.whole(dst, inProgress, "response.created"), inProgress, "response.in_progress")
}

// item is an event with an output as it is now.
func (w *writer) item(dst []byte, o *output, name string) []byte {
	return w.emit(dst, nil, name, `,"output_index":$,"item":$`, strconv.Itoa(o.index), o.json())
}

func (w *writer) added(dst []byte, o *output) []byte {
	return w.item(dst, o, "response.output_item.added")
}

// partAdded says that the last part of a message began.
func (w *writer) partAdded(dst []byte, o *output) []byte {
	return w.emit(dst, o, "response.content_part.added", `,"content_index":$,"part":$`, o.partIndex(), o.part().json())
}

// textDelta is a piece of a text or a refusal, raw contents.
func (w *writer) textDelta(dst []byte, o *output, kind event.Kind, raw string) []byte {
	if kind == event.Refusal {
		return w.emit(dst, o, "response.refusal.delta", `,"content_index":$,"delta":"$"`, o.partIndex(), raw)
	}
	return w.emit(dst, o, "response.output_text.delta", `,"content_index":$,"delta":"$","logprobs":[]`, o.partIndex(), raw)
}

// closePart ends the last part of a message. What was found for a text is told with its end.
func (w *writer) closePart(dst []byte, o *output) []byte {
	p := o.part()
	switch p.kind {
	case event.Text:
		dst = w.annotate(dst, o)
		dst = w.emit(dst, o, "response.output_text.done", `,"content_index":$,"text":"$","logprobs":[$]`,
			o.partIndex(), string(p.text), string(p.logprobs))
	case event.Refusal:
		dst = w.emit(dst, o, "response.refusal.done", `,"content_index":$,"refusal":"$"`, o.partIndex(), string(p.text))
	}
	return w.emit(dst, o, "response.content_part.done", `,"content_index":$,"part":$`, o.partIndex(), p.json())
}

// annotate gives a text the annotations that were found for it.
func (w *writer) annotate(dst []byte, o *output) []byte {
	p := o.part()
	for a := rewrite.OverArray(string(append(w.found, ']'))); a.Next(); {
		one := string(flatten(nil, a.Value))
		dst = w.emit(dst, o, "response.output_text.annotation.added", `,"content_index":$,"annotation_index":$,"annotation":$`,
			o.partIndex(), strconv.Itoa(p.count), one)
		p.annotations = fill(p.annotations, `,$`, one)
		p.count++
	}
	w.found = w.found[:0]
	return dst
}

// argumentsDelta is a piece of a call's arguments, or all of what a custom tool is given.
func (w *writer) argumentsDelta(dst []byte, o *output, raw string) []byte {
	if o.kind == customCall {
		return w.emit(dst, o, "response.custom_tool_call_input.delta", `,"delta":"$"`, raw)
	}
	return w.emit(dst, o, "response.function_call_arguments.delta", `,"delta":"$"`, raw)
}

// close ends an output. The last one of a reply that was cut off is as incomplete as the reply.
func (w *writer) close(dst []byte, at int, isEnd bool) []byte {
	o := &w.outputs[at]
	o.isDone, o.status = true, completed
	if isEnd && at == len(w.outputs)-1 && cutFor(w.reason) != "" {
		o.status = incomplete
	}
	switch o.kind {
	case message:
		dst = w.closePart(dst, o)
	case reasoning:
		if len(o.text) > 0 {
			dst = w.emit(dst, o, "response.reasoning_summary_text.done", `,"summary_index":0,"text":"$"`, string(o.text))
			dst = w.emit(dst, o, "response.reasoning_summary_part.done", `,"summary_index":0,"part":$`, o.summary())
		}
	case functionCall:
		if len(o.text) == 0 { // so that whoever puts the deltas together has the whole
			dst = w.argumentsDelta(dst, o, o.arguments())
		}
		dst = w.emit(dst, o, "response.function_call_arguments.done", `,"arguments":"$","name":"$"`, o.arguments(), o.name)
	case customCall:
		dst = w.argumentsDelta(dst, o, o.input())
		dst = w.emit(dst, o, "response.custom_tool_call_input.done", `,"input":"$"`, o.input())
	case imageCall:
		dst = w.emit(dst, o, "response.image_generation_call.completed", " ")
	}
	return w.item(dst, o, "response.output_item.done")
}
