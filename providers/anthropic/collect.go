package anthropic

import (
	"strings"

	"causeway/core/event"
	"causeway/core/proof"
	"causeway/core/rewrite"
)

// collector writes a buffered reply. It copies what it keeps of an event.
//
//	{"id","type":"message","role":"assistant","model","content":[…],"stop_reason","stop_sequence","usage":{…}}
//
// https://platform.claude.com/docs/en/api/messages (read 2026-11-21)
type collector struct {
	ending
	outline outline
	content []filled
}

// filled is a content block as far as it was said. A block of another kind is raw JSON in text.
type filled struct {
	kind     event.Kind // Text, Thinking, Redacted, ToolCall; Extra for raw JSON
	text     []byte     // the text, the thinking, the data or the arguments: escaped contents
	proof    []byte     // the signature
	found    []byte     // the elements of citations
	id, name string
}

// Event implements core.Writer.
func (w *collector) Event(dst []byte, e *event.Event) []byte {
	if e.Choice == 0 && !w.note(e) {
		w.add(e)
	}
	return dst
}

// add keeps what e says.
func (w *collector) add(e *event.Event) {
	o := &w.outline
	switch e.Kind {
	case event.Text, event.Refusal:
		b := w.into(e, event.Text)
		b.text = append(b.text, e.Raw...)
	case event.Thinking:
		b := w.into(e, event.Thinking)
		b.text = append(b.text, e.Raw...)
	case event.Signature:
		if o.kind == event.ToolCall {
			w.sign(e)
			return
		}
		b := w.into(e, event.Thinking)
		b.proof = append(b.proof, e.Raw...)
		o.signed = true
	case event.Redacted:
		w.whole(event.Redacted, []byte(e.Raw))
	case event.ToolCall:
		o.calls = append(o.calls, placement{index: e.Index, block: o.begin(event.ToolCall, e.Index)})
		w.content = append(w.content, filled{kind: event.ToolCall, id: w.callID(e), name: strings.Clone(e.Name)})
	case event.ToolArgs:
		if c := o.call(e.Index); c != nil {
			b := &w.content[c.block]
			b.text = append(b.text, e.Raw...)
		}
	case event.Media:
		w.whole(event.Extra, appendMedia(nil, e))
	case event.Extra:
		w.extra(e)
	}
}

// into is the running block, or a new one when e does not belong to it.
func (w *collector) into(e *event.Event, kind event.Kind) *filled {
	if !w.outline.continues(e) {
		w.outline.begin(kind, e.Index)
		w.content = append(w.content, filled{kind: kind})
	}
	return &w.content[w.outline.running()]
}

func (w *collector) whole(kind event.Kind, text []byte) {
	w.outline.begin(0, 0)
	w.content = append(w.content, filled{kind: kind, text: text})
}

// sign puts the proof of a call into its id.
func (w *collector) sign(e *event.Event) {
	if c := w.outline.call(e.Index); c != nil {
		b := &w.content[c.block]
		b.id = proof.Sign(b.id, rewrite.Unescape(e.Raw))
	}
}

func (w *collector) extra(e *event.Event) {
	for item := rewrite.OverArray(e.Raw); item.Next(); {
		raw := rewrite.AppendMinified(nil, item.Value)
		if e.Name != citations {
			w.whole(event.Extra, raw)
			continue
		}
		b := w.into(&event.Event{Kind: event.Text}, event.Text)
		b.found = append(rewrite.Comma(b.found), raw...)
	}
}

// End implements core.Writer.
func (w *collector) End(dst []byte) []byte {
	dst = w.appendHead(dst)
	for i := range w.content {
		dst = w.content[i].appendTo(rewrite.Comma(dst))
	}
	dst = w.appendContext(w.appendReason(append(dst, ']')))
	return append(appendUsage(rewrite.Key(dst, "usage"), w.usage), '}')
}

func (b *filled) appendTo(dst []byte) []byte {
	switch b.kind {
	case event.Text:
		dst = appendContents(append(dst, `{"type":"text"`...), "text", b.text)
		if len(b.found) > 0 {
			dst = append(append(append(rewrite.Key(dst, citations), '['), b.found...), ']')
		}
	case event.Thinking:
		dst = appendContents(append(dst, `{"type":"thinking"`...), "thinking", b.text)
		dst = appendContents(dst, "signature", b.proof)
	case event.Redacted:
		dst = appendContents(append(dst, `{"type":"redacted_thinking"`...), "data", b.text)
	case event.ToolCall:
		dst = rewrite.Escaped(append(dst, `{"type":"tool_use"`...), "id", b.id)
		dst = rewrite.Escaped(dst, "name", b.name)
		dst = b.appendInput(rewrite.Key(dst, "input"))
	default:
		return append(dst, b.text...)
	}
	return append(dst, '}')
}

// appendInput appends a call's arguments as a value. Text that is no object, which a client can only show to the model
// again, stays a string.
func (b *filled) appendInput(dst []byte) []byte {
	arguments := strings.TrimSpace(string(rewrite.AppendUnescaped(nil, string(b.text))))
	if arguments == "" {
		return append(dst, `{}`...)
	}
	if _, ok := rewrite.Check(arguments); ok && rewrite.IsObject(arguments) {
		return rewrite.AppendMinified(dst, arguments)
	}
	return append(append(append(dst, '"'), b.text...), '"')
}

func appendContents(dst []byte, key string, contents []byte) []byte {
	dst = append(append(rewrite.Key(dst, key), '"'), contents...)
	return append(dst, '"')
}
