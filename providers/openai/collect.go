package openai

import (
	"slices"
	"strings"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/rewrite"
)

// collector writes a buffered reply. It copies what it keeps of an event.
//
//	{"id","object":"chat.completion","created","model","provider",
//	 "choices":[{"index","message":{"role","content","refusal","tool_calls"?,…},"logprobs","finish_reason"}],"usage"?}
//
// https://platform.openai.com/docs/api-reference/chat/object (read 2026-11-21)
type collector struct {
	options  core.WriteOptions
	id       string
	model    string
	choices  []answer // by index
	usage    event.Usage
	hasUsage bool
}

// answer is a choice as far as it was said. Texts are escaped contents.
type answer struct {
	index                  int
	text, refusal, thought []byte
	calls                  []called
	inCall                 bool // the last piece was of a call
	blocks                 []block
	numbers                numbering
	images                 []byte // elements of message.images
	sound                  []byte // the member audio
	extras                 []core.Field
	reason                 event.Reason
	native                 string
}

type called struct {
	id, name             string
	arguments, signature []byte
}

// block is an element of content_blocks: the members it opens with, its text, and what proves it.
type block struct {
	open            string
	text, signature []byte
}

// Event implements core.Writer.
func (w *collector) Event(dst []byte, e *event.Event) []byte {
	switch {
	case e.Kind == event.Start:
		w.id, w.model = strings.Clone(e.ID), strings.Clone(e.Name)
	case e.Kind == event.UsageCount:
		w.usage, w.hasUsage = e.Usage, true
	case isWritten(e, w.options.Strict):
		w.add(w.at(e.Choice), e)
	}
	return dst
}

func (w *collector) at(index int) *answer {
	i := 0
	for i < len(w.choices) && w.choices[i].index < index {
		i++
	}
	if i == len(w.choices) || w.choices[i].index != index {
		w.choices = slices.Insert(w.choices, i, answer{index: index})
	}
	return &w.choices[i]
}

// add keeps what e says.
func (w *collector) add(a *answer, e *event.Event) {
	wasCall := a.inCall
	a.inCall = e.Kind == event.ToolCall || e.Kind == event.ToolArgs || e.Kind == event.Signature && wasCall
	switch e.Kind {
	case event.Text:
		a.text = append(a.text, e.Raw...)
		b := a.block(e, `"type":"text","text":"`)
		b.text = append(b.text, e.Raw...)
	case event.Refusal:
		a.refusal = append(a.refusal, e.Raw...)
	case event.Thinking:
		a.thought = append(a.thought, e.Raw...)
		b := a.block(e, `"type":"thinking","thinking":"`)
		b.text = append(b.text, e.Raw...)
	case event.Signature:
		if wasCall {
			c := a.call(e.Index)
			c.signature = append(c.signature, e.Raw...)
			return
		}
		b := a.block(e, `"type":"thinking","thinking":"`)
		b.signature = append(b.signature, e.Raw...)
	case event.Redacted:
		b := a.block(e, `"type":"redacted_thinking","data":"`)
		b.text = append(b.text, e.Raw...)
	case event.ToolCall:
		a.numbers.close()
		c := a.call(e.Index)
		c.id, c.name = strings.Clone(callID(&w.options, e)), strings.Clone(e.Name)
	case event.ToolArgs:
		c := a.call(e.Index)
		c.arguments = append(c.arguments, e.Raw...)
	case event.Media:
		w.media(a, e)
	case event.Extra:
		a.extra(e)
	case event.Finish:
		a.reason, a.native = e.Reason, strings.Clone(e.Raw)
	}
}

// block is the content block that e is a piece of.
func (a *answer) block(e *event.Event, open string) *block {
	n := a.numbers.of(e)
	if n == len(a.blocks) {
		a.blocks = append(a.blocks, block{open: open})
	}
	return &a.blocks[n]
}

// call is the call at index; the reader counts them from 0.
func (a *answer) call(index int) *called {
	for len(a.calls) <= index {
		a.calls = append(a.calls, called{})
	}
	return &a.calls[index]
}

func (w *collector) media(a *answer, e *event.Event) {
	switch {
	case isSound(e):
		a.sound = appendSound(a.sound[:0], &w.options, e)
	case w.options.Strict:
		a.images = append(appendImage(append(rewrite.Comma(a.images), '{'), e), '}')
	default:
		b := a.block(e, "")
		b.text = appendImage(nil, e)
	}
}

// extra keeps a member; of one that comes twice the last holds.
func (a *answer) extra(e *event.Event) {
	value := string(rewrite.AppendMinified(nil, e.Raw))
	for i := range a.extras {
		if a.extras[i].Name == e.Name {
			a.extras[i].Value = value
			return
		}
	}
	a.extras = append(a.extras, core.Field{Name: strings.Clone(e.Name), Value: value})
}

// End implements core.Writer.
func (w *collector) End(dst []byte) []byte {
	if len(w.choices) == 0 {
		w.at(0)
	}
	dst = appendHead(dst, &w.options, "chat.completion", w.id, w.model)
	for i := range w.choices {
		dst = w.choices[i].appendTo(rewrite.Comma(dst), w.options.Strict)
	}
	dst = append(dst, ']')
	if w.hasUsage {
		dst = append(rewrite.Key(dst, "usage"), appendUsage(nil, w.usage, w.options.Strict)...)
	}
	return append(dst, '}')
}

// appendTo appends the choice.
func (a *answer) appendTo(dst []byte, strict bool) []byte {
	dst = rewrite.Int(append(dst, '{'), "index", int64(a.index))
	dst = append(rewrite.Key(dst, "message"), '{')
	dst = rewrite.Escaped(dst, "role", "assistant")
	dst = appendTextOrNull(dst, "content", a.text, len(a.calls) == 0 && len(a.refusal) == 0 && len(a.sound) == 0)
	dst = appendTextOrNull(dst, "refusal", a.refusal, false)
	dst = a.appendCalls(dst)
	if len(a.sound) > 0 {
		dst = append(append(dst, ','), a.sound...)
	}
	if len(a.images) > 0 {
		dst = append(append(rewrite.Key(dst, "images"), '['), a.images...)
		dst = append(dst, ']')
	}
	if !strict {
		dst = a.appendThoughts(dst)
	}
	choiceExtra := "null"
	for _, x := range a.extras {
		if x.Name == logprobs {
			choiceExtra = x.Value
			continue
		}
		dst = append(append(append(append(dst, `,"`...), x.Name...), `":`...), x.Value...)
	}
	dst = rewrite.Raw(append(dst, '}'), logprobs, choiceExtra)
	return append(appendReason(dst, finishReason(a.reason, len(a.calls) > 0), a.native, strict), '}')
}

// appendTextOrNull appends a member that is null when nothing was said and it need not be a string.
func appendTextOrNull(dst []byte, key string, text []byte, isString bool) []byte {
	if len(text) == 0 && !isString {
		return rewrite.Raw(dst, key, "null")
	}
	dst = append(append(rewrite.Key(dst, key), '"'), text...)
	return append(dst, '"')
}

func (a *answer) appendCalls(dst []byte) []byte {
	if len(a.calls) == 0 {
		return dst
	}
	dst = append(rewrite.Key(dst, "tool_calls"), '[')
	for i := range a.calls {
		c := &a.calls[i]
		dst = appendCall(append(rewrite.Comma(dst), '{'), c.id, c.name)
		dst = append(append(dst, c.arguments...), '"')
		if len(c.signature) > 0 {
			dst = append(append(append(dst, `,"thought_signature":"`...), c.signature...), '"')
		}
		dst = append(dst, `}}`...)
	}
	return append(dst, ']')
}

// appendThoughts appends what a strict reply has no place for.
func (a *answer) appendThoughts(dst []byte) []byte {
	if len(a.thought) > 0 {
		dst = appendTextOrNull(dst, "reasoning_content", a.thought, true)
	}
	if len(a.blocks) == 0 {
		return dst
	}
	dst = append(rewrite.Key(dst, "content_blocks"), '[')
	for i := range a.blocks {
		b := &a.blocks[i]
		dst = append(append(append(rewrite.Comma(dst), '{'), b.open...), b.text...)
		if b.open != "" {
			dst = append(dst, '"')
		}
		if len(b.signature) > 0 {
			dst = append(append(append(dst, `,"signature":"`...), b.signature...), '"')
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}
