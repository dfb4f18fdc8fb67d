package openai

import (
	"slices"
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// completer writes the reply to a call for completions, whatever wire it came on: streamed, a chunk for each piece of text
// and one with the finish_reason per choice; buffered, the choices with their text whole.
//
//	{"id","object":"text_completion","created","model","provider","choices":[{"text":"…","index":0,"logprobs":null,"finish_reason":null}]}
//
// A completion is text alone. A reply that is not strict has reasoning_content beside it, in a chunk or in the choice.
//
// https://platform.openai.com/docs/api-reference/completions/object (read 2026-11-25)
type completer struct {
	options  core.WriteOptions
	head     []byte      // up to the choices' bracket
	choices  []completed // by index
	usage    event.Usage
	hasUsage bool
}

// completed is a choice as far as it was said. Texts are escaped contents; a stream keeps none.
type completed struct {
	index         int
	isFinished    bool
	reason        event.Reason
	native        string
	text, thought []byte
}

func newCompleter(o *core.WriteOptions) core.Writer {
	w := &completer{options: *o}
	w.options.ID = "cmpl-" + strings.TrimPrefix(o.ID, "chatcmpl-")
	return w
}

// Event implements core.Writer. Text is written without allocating when dst has room.
func (w *completer) Event(dst []byte, e *event.Event) []byte {
	switch e.Kind {
	case event.Start:
		w.begin(e.ID, e.Name)
	case event.UsageCount:
		w.usage, w.hasUsage = e.Usage, true
	case event.Text, event.Refusal, event.Thinking:
		return w.say(dst, w.at(e.Choice), e)
	case event.Finish:
		c := w.at(e.Choice)
		c.reason, c.native = e.Reason, strings.Clone(e.Raw)
		if w.options.Stream {
			return w.finish(dst, c)
		}
	}
	return dst
}

// begin makes the head of the reply, once.
func (w *completer) begin(id, model string) {
	if w.head == nil {
		w.head = appendHead(nil, &w.options, "text_completion", id, model)
	}
}

func (w *completer) at(index int) *completed {
	i := 0
	for i < len(w.choices) && w.choices[i].index < index {
		i++
	}
	if i == len(w.choices) || w.choices[i].index != index {
		w.choices = slices.Insert(w.choices, i, completed{index: index})
	}
	return &w.choices[i]
}

// say writes a piece of text, or keeps it.
func (w *completer) say(dst []byte, c *completed, e *event.Event) []byte {
	isThought := e.Kind == event.Thinking
	switch {
	case isThought && w.options.Strict:
	case w.options.Stream && isThought:
		dst = append(w.open(dst, c, ""), `,"reasoning_content":"`...)
		return frame.CloseData(append(append(dst, e.Raw...), `","finish_reason":null}]}`...))
	case w.options.Stream:
		return frame.CloseData(append(w.open(dst, c, e.Raw), `,"finish_reason":null}]}`...))
	case isThought:
		c.thought = append(c.thought, e.Raw...)
	default:
		c.text = append(c.text, e.Raw...)
	}
	return dst
}

// open begins a chunk up to its finish_reason.
func (w *completer) open(dst []byte, c *completed, text string) []byte {
	w.begin("", "")
	dst = append(append(frame.OpenData(dst), w.head...), `{"text":"`...)
	dst = append(append(dst, text...), `","index":`...)
	dst = strconv.AppendInt(dst, int64(c.index), 10)
	return append(dst, `,"logprobs":null`...)
}

// finish writes a choice's last chunk.
func (w *completer) finish(dst []byte, c *completed) []byte {
	if c.isFinished {
		return dst
	}
	c.isFinished = true
	dst = appendReason(w.open(dst, c, ""), finishReason(c.reason, false), c.native, w.options.Strict)
	return frame.CloseData(append(dst, `}]}`...))
}

// End implements core.Writer. Choices that the provider left open are finished: clients wait for that.
func (w *completer) End(dst []byte) []byte {
	w.begin("", "")
	if len(w.choices) == 0 {
		w.at(0)
	}
	if !w.options.Stream {
		return w.whole(dst)
	}
	for i := range w.choices {
		dst = w.finish(dst, &w.choices[i])
	}
	if w.options.IncludeUsage && w.hasUsage {
		dst = w.appendUsage(append(append(frame.OpenData(dst), w.head...), ']'))
		dst = frame.CloseData(append(dst, '}'))
	}
	return AppendEnding(dst)
}

// whole writes a buffered reply.
func (w *completer) whole(dst []byte) []byte {
	dst = append(dst, w.head...)
	for i := range w.choices {
		c := &w.choices[i]
		dst = append(rewrite.Comma(dst), '{')
		dst = appendTextOrNull(dst, "text", c.text, true)
		dst = rewrite.Int(dst, "index", int64(c.index))
		dst = rewrite.Raw(dst, logprobs, "null")
		if len(c.thought) > 0 {
			dst = appendTextOrNull(dst, "reasoning_content", c.thought, true)
		}
		dst = append(appendReason(dst, finishReason(c.reason, false), c.native, w.options.Strict), '}')
	}
	dst = append(dst, ']')
	if w.hasUsage {
		dst = w.appendUsage(dst)
	}
	return append(dst, '}')
}

func (w *completer) appendUsage(dst []byte) []byte {
	return append(rewrite.Key(dst, "usage"), appendUsage(nil, w.usage, w.options.Strict)...)
}
