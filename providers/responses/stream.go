package responses

import (
	"strconv"

	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// The events of a streamed reply. A buffered reply has none: these functions append nothing then.

// event begins an event up to the inside of its data.
func (w *writer) event(dst []byte, name string) []byte {
	dst = append(append(frame.OpenEvent(dst, name), `{"type":"`...), name...)
	dst = strconv.AppendInt(append(dst, `","sequence_number":`...), w.sequence, 10)
	w.sequence++
	return dst
}

// of begins an event about an output.
func (w *writer) of(dst []byte, o *output, name string) []byte {
	dst = append(append(w.event(dst, name), `,"item_id":"`...), o.id...)
	return strconv.AppendInt(append(dst, `","output_index":`...), int64(o.index), 10)
}

// ofPart begins an event about the last part of a message.
func (w *writer) ofPart(dst []byte, o *output, name string) []byte {
	dst = append(w.of(dst, o, name), `,"content_index":`...)
	return strconv.AppendInt(dst, int64(len(o.parts)-1), 10)
}

func closeEvent(dst []byte) []byte { return frame.CloseData(append(dst, '}')) }

// open says that the response began, before the first thing that is said in it.
func (w *writer) open(dst []byte) []byte {
	if w.hasBegun {
		return dst
	}
	w.hasBegun = true
	if !w.options.Stream {
		return dst
	}
	return w.whole(w.whole(dst, "response.created", inProgress), "response.in_progress", inProgress)
}

// whole is an event with the response as it is now.
func (w *writer) whole(dst []byte, name, status string) []byte {
	dst = append(w.event(dst, name), `,"response":`...)
	return closeEvent(w.appendResponse(dst, status))
}

func (w *writer) added(dst []byte, o *output) []byte {
	return w.item(dst, o, "response.output_item.added")
}

func (w *writer) item(dst []byte, o *output, name string) []byte {
	if !w.options.Stream {
		return dst
	}
	dst = strconv.AppendInt(append(w.event(dst, name), `,"output_index":`...), int64(o.index), 10)
	return closeEvent(o.appendTo(append(dst, `,"item":`...)))
}

func (w *writer) partAdded(dst []byte, o *output) []byte {
	if !w.options.Stream {
		return dst
	}
	dst = append(w.ofPart(dst, o, "response.content_part.added"), `,"part":`...)
	return closeEvent(o.parts[len(o.parts)-1].appendTo(dst))
}

// textDelta is a piece of a text or a refusal, raw contents.
func (w *writer) textDelta(dst []byte, o *output, kind event.Kind, raw string) []byte {
	switch {
	case !w.options.Stream:
		return dst
	case kind == event.Refusal:
		dst = append(append(w.ofPart(dst, o, "response.refusal.delta"), `,"delta":"`...), raw...)
		return closeEvent(append(dst, '"'))
	}
	dst = append(append(w.ofPart(dst, o, "response.output_text.delta"), `,"delta":"`...), raw...)
	return closeEvent(append(dst, `","logprobs":[]`...))
}

// closePart ends the last part of a message.
func (w *writer) closePart(dst []byte, o *output) []byte {
	if !w.options.Stream || len(o.parts) == 0 {
		return dst
	}
	p := &o.parts[len(o.parts)-1]
	switch p.kind {
	case event.Text:
		dst = appendQuoted(w.ofPart(dst, o, "response.output_text.done"), "text", p.text)
		dst = append(append(append(rewrite.Key(dst, logprobs), '['), p.logprobs...), ']')
		dst = closeEvent(dst)
	case event.Refusal:
		dst = closeEvent(appendQuoted(w.ofPart(dst, o, "response.refusal.done"), refusal, p.text))
	}
	dst = append(w.ofPart(dst, o, "response.content_part.done"), `,"part":`...)
	return closeEvent(p.appendTo(dst))
}

// openSummary begins the one part that a reasoning's summary has here.
func (w *writer) openSummary(dst []byte, o *output) []byte {
	if o.hasPart || !w.options.Stream {
		return dst
	}
	o.hasPart = true
	dst = append(w.of(dst, o, "response.reasoning_summary_part.added"), `,"summary_index":0,"part":`...)
	return closeEvent(o.appendSummary(dst))
}

func (w *writer) thoughtDelta(dst []byte, o *output, raw string) []byte {
	if !w.options.Stream {
		return dst
	}
	dst = append(w.of(dst, o, "response.reasoning_summary_text.delta"), `,"summary_index":0,"delta":"`...)
	return closeEvent(append(append(dst, raw...), '"'))
}

func (w *writer) argumentsDelta(dst []byte, o *output, name, raw string) []byte {
	if !w.options.Stream {
		return dst
	}
	dst = append(append(w.of(dst, o, name), `,"delta":"`...), raw...)
	return closeEvent(append(dst, '"'))
}

// close ends an output.
func (w *writer) close(dst []byte, at int, isEnd bool) []byte {
	o := &w.outputs[at]
	if o.kind == customCall && w.options.Stream {
		dst = w.argumentsDelta(dst, o, "response.custom_tool_call_input.delta", o.input())
	}
	o.isDone, o.status = true, completed
	if isEnd && at == len(w.outputs)-1 && cutFor(w.reason) != "" {
		o.status = incomplete
	}
	if !w.options.Stream {
		return dst
	}
	switch o.kind {
	case message:
		dst = w.closePart(dst, o)
	case reasoning:
		if o.hasPart {
			dst = append(w.of(dst, o, "response.reasoning_summary_text.done"), `,"summary_index":0`...)
			dst = closeEvent(appendQuoted(dst, "text", o.text))
			dst = append(w.of(dst, o, "response.reasoning_summary_part.done"), `,"summary_index":0,"part":`...)
			dst = closeEvent(o.appendSummary(dst))
		}
	case functionCall:
		if len(o.text) == 0 { // so that whoever puts the deltas together has the whole
			dst = w.argumentsDelta(dst, o, "response.function_call_arguments.delta", string(o.arguments()))
		}
		dst = appendQuoted(w.of(dst, o, "response.function_call_arguments.done"), "arguments", o.arguments())
		dst = closeEvent(rewrite.Escaped(dst, "name", o.name))
	case customCall:
		dst = closeEvent(rewrite.Escaped(w.of(dst, o, "response.custom_tool_call_input.done"), "input", o.input()))
	case imageCall:
		dst = closeEvent(w.of(dst, o, "response.image_generation_call.completed"))
	}
	return w.item(dst, o, "response.output_item.done")
}
