package responses

import (
	"strings"

	"causeway/core/event"
	"causeway/core/rewrite"
)

// media appends what the model made: an image as OpenAI's image tool gives one, a sound as a part of a message.
func (w *writer) media(dst []byte, e *event.Event) []byte {
	if !strings.HasPrefix(e.Name, "audio/") {
		dst = w.begin(dst, output{kind: imageCall, id: w.itemID("ig_"), name: strings.Clone(e.Name)})
		o := &w.outputs[w.running]
		o.text = append(o.text, e.Raw...)
		return w.settle(dst, false)
	}
	dst, _, p := w.part(dst, event.Media)
	p.text = append(p.text, e.Raw...)
	return dst
}

// extra appends annotations to the text that they are of, logprobs to the text before them, and items of OpenAI's own
// tools as they are.
func (w *writer) extra(dst []byte, e *event.Event) []byte {
	switch e.Name {
	case annotations:
		if w.running != none && w.outputs[w.running].lastText() != nil {
			return w.annotation(dst, &w.outputs[w.running], e.Raw)
		}
		w.found = append(w.found[:0], e.Raw...)
	case logprobs:
		for i := len(w.outputs) - 1; i >= 0; i-- {
			if p := w.outputs[i].lastText(); p != nil {
				for one := elements(member(e.Raw, "content")); one.Next(); {
					p.logprobs = rewrite.AppendMinified(rewrite.Comma(p.logprobs), one.Value)
				}
				break
			}
		}
	case outputItems:
		for one := elements(e.Raw); one.Next(); {
			dst = w.begin(dst, output{id: text(one.Value, "id"), text: rewrite.AppendMinified(nil, one.Value)})
			dst = w.settle(dst, false)
		}
	}
	return dst
}

// lastText is the last part of a message, if that is a text.
func (o *output) lastText() *part {
	if n := len(o.parts); n > 0 && o.parts[n-1].kind == event.Text {
		return &o.parts[n-1]
	}
	return nil
}

// annotation adds a list of annotations to the last part of a message.
func (w *writer) annotation(dst []byte, o *output, list string) []byte {
	p := o.lastText()
	for a := elements(list); a.Next(); {
		one := flatten(nil, a.Value)
		if w.options.Stream {
			dst = w.ofPart(dst, o, "response.output_text.annotation.added")
			dst = rewrite.Int(dst, "annotation_index", int64(p.count))
			dst = closeEvent(append(append(dst, `,"annotation":`...), one...))
		}
		p.annotations = append(rewrite.Comma(p.annotations), one...)
		p.count++
	}
	return dst
}

// annotate gives annotations that came behind all text to the last one.
func (w *writer) annotate() {
	for i := len(w.outputs) - 1; i >= 0 && len(w.found) > 0; i-- {
		if p := w.outputs[i].lastText(); p != nil {
			for a := elements(string(w.found)); a.Next(); {
				p.annotations = append(rewrite.Comma(p.annotations), flatten(nil, a.Value)...)
			}
			w.found = w.found[:0]
		}
	}
}
