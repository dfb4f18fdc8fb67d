package anthropic

import (
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/proof"
	"causeway/core/rewrite"
)

func newWriter(o *core.WriteOptions) core.Writer {
	if o.Stream {
		return &streamer{ending: ending{options: *o}}
	}
	return &collector{ending: ending{options: *o}}
}

// streamer writes a streamed reply, see the package comment. Of several choices the first is the message.
//
// Blocks follow one another, but for a call whose arguments are not complete when another block begins, as when a
// provider tells parallel calls in turns: its block stays open, and every piece names its block.
//
// https://platform.claude.com/docs/en/build-with-claude/streaming (read 2026-11-21)
type streamer struct {
	ending
	outline  outline
	hasBegun bool
	waiting  waiting
}

// waiting is a call whose block has its number but has not been opened: its proof, which comes next if there is one,
// goes into its id.
type waiting struct {
	isCall   bool
	index    int
	id, name string
}

// Event implements core.Writer. Text is written without allocating when dst has room.
func (w *streamer) Event(dst []byte, e *event.Event) []byte {
	if e.Choice != 0 || w.note(e) {
		return dst
	}
	dst = w.open(dst)
	if e.Kind == event.Signature && w.outline.kind == event.ToolCall {
		if w.waiting.isCall && w.waiting.index == e.Index {
			w.waiting.id = proof.Sign(w.waiting.id, rewrite.Unescape(e.Raw))
		}
		return dst
	}
	dst = w.openCall(dst)
	switch e.Kind {
	case event.Text, event.Refusal:
		dst = w.into(dst, e, event.Text, `{"type":"text","text":""}`)
		return w.delta(dst, w.outline.running(), `text_delta","text":"`, e.Raw)
	case event.Thinking:
		dst = w.into(dst, e, event.Thinking, openThinking)
		return w.delta(dst, w.outline.running(), `thinking_delta","thinking":"`, e.Raw)
	case event.Signature:
		dst = w.into(dst, e, event.Thinking, openThinking)
		w.outline.signed = true
		return w.delta(dst, w.outline.running(), `signature_delta","signature":"`, e.Raw)
	case event.Redacted:
		dst = w.begin(dst, 0, 0)
		dst = rewrite.Escaped(append(dst, `{"type":"redacted_thinking"`...), "data", e.Raw)
		return w.stop(frame.CloseData(append(dst, `}}`...)), w.outline.running())
	case event.ToolCall:
		return w.call(dst, e)
	case event.ToolArgs:
		return w.arguments(dst, e)
	case event.Media:
		dst = appendMedia(w.begin(dst, 0, 0), e)
		return w.stop(frame.CloseData(append(dst, '}')), w.outline.running())
	case event.Extra:
		return w.extra(dst, e)
	}
	return dst
}

const openThinking = `{"type":"thinking","thinking":"","signature":""}`

// End implements core.Writer. The counts come here: most providers give them last.
func (w *streamer) End(dst []byte) []byte {
	dst = w.settle(w.openCall(w.open(dst)), true)
	dst = append(frame.OpenEvent(dst, "message_delta"), `{"type":"message_delta","delta":{`...)
	dst = append(w.appendReason(dst), '}')
	dst = appendUsage(rewrite.Key(dst, "usage"), w.usage)
	dst = frame.CloseData(append(w.appendContext(dst), '}'))
	return frame.AppendEvent(dst, "message_stop", `{"type":"message_stop"}`)
}

// open writes message_start before the first thing that is said; the counts in it are those that came with the head.
func (w *streamer) open(dst []byte) []byte {
	if w.hasBegun {
		return dst
	}
	w.hasBegun = true
	dst = append(frame.OpenEvent(dst, "message_start"), `{"type":"message_start","message":`...)
	dst = append(w.appendHead(dst), `],"stop_reason":null,"stop_sequence":null,"usage":`...)
	return frame.CloseData(append(appendUsage(dst, w.usage), `}}`...))
}

// into goes on with the running block, or opens one when e does not belong to it.
func (w *streamer) into(dst []byte, e *event.Event, kind event.Kind, block string) []byte {
	if w.outline.continues(e) {
		return dst
	}
	return frame.CloseData(append(append(w.begin(dst, kind, e.Index), block...), '}'))
}

// begin ends what ran and begins content_block_start, up to the block, for a new one.
func (w *streamer) begin(dst []byte, kind event.Kind, source int) []byte {
	dst = w.settle(dst, false)
	return w.openBlock(dst, w.outline.begin(kind, source))
}

func (w *streamer) openBlock(dst []byte, block int) []byte {
	dst = append(frame.OpenEvent(dst, "content_block_start"), `{"type":"content_block_start","index":`...)
	return append(strconv.AppendInt(dst, int64(block), 10), `,"content_block":`...)
}

// delta writes a piece of a block: the delta's type and the name of its member stand in opening, raw is contents.
func (w *streamer) delta(dst []byte, block int, opening, raw string) []byte {
	dst = w.openDelta(dst, block)
	dst = append(append(append(dst, `{"type":"`...), opening...), raw...)
	return frame.CloseData(append(dst, `"}}`...))
}

func (w *streamer) openDelta(dst []byte, block int) []byte {
	dst = append(frame.OpenEvent(dst, "content_block_delta"), `{"type":"content_block_delta","index":`...)
	return append(strconv.AppendInt(dst, int64(block), 10), `,"delta":`...)
}

func (w *streamer) stop(dst []byte, block int) []byte {
	dst = append(frame.OpenEvent(dst, "content_block_stop"), `{"type":"content_block_stop","index":`...)
	return frame.CloseData(append(strconv.AppendInt(dst, int64(block), 10), '}'))
}

// settle stops the running block and the calls that are complete, or at the end all of them.
func (w *streamer) settle(dst []byte, isEnd bool) []byte {
	o := &w.outline
	if o.kind == event.Text || o.kind == event.Thinking {
		dst = w.stop(dst, o.running())
	}
	o.kind = 0
	open := o.open[:0]
	for _, at := range o.open {
		if isEnd || o.calls[at].last == '}' {
			dst = w.stop(dst, o.calls[at].block)
			continue
		}
		open = append(open, at)
	}
	o.open = open
	return dst
}

// call gives a call its block, which openCall opens.
func (w *streamer) call(dst []byte, e *event.Event) []byte {
	dst = w.settle(dst, false)
	o := &w.outline
	o.open = append(o.open, len(o.calls))
	o.calls = append(o.calls, placement{index: e.Index, block: o.begin(event.ToolCall, e.Index)})
	w.waiting = waiting{isCall: true, index: e.Index, id: w.callID(e), name: strings.Clone(e.Name)}
	return dst
}

func (w *streamer) openCall(dst []byte) []byte {
	if !w.waiting.isCall {
		return dst
	}
	w.waiting.isCall = false
	dst = append(w.openBlock(dst, w.outline.running()), `{"type":"tool_use"`...)
	dst = rewrite.Escaped(dst, "id", w.waiting.id)
	dst = rewrite.Escaped(dst, "name", w.waiting.name)
	return frame.CloseData(append(dst, `,"input":{}}}`...))
}

func (w *streamer) arguments(dst []byte, e *event.Event) []byte {
	c := w.outline.call(e.Index)
	if c == nil || e.Raw == "" {
		return dst
	}
	c.last = e.Raw[len(e.Raw)-1]
	return w.delta(dst, c.block, `input_json_delta","partial_json":"`, e.Raw)
}

// extra writes citations into the text that they are of, and each server block as a block of its own.
func (w *streamer) extra(dst []byte, e *event.Event) []byte {
	for item := rewrite.OverArray(e.Raw); item.Next(); {
		if e.Name == citations {
			dst = w.into(dst, &event.Event{Kind: event.Text}, event.Text, `{"type":"text","text":""}`)
			dst = append(w.openDelta(dst, w.outline.running()), `{"type":"citations_delta","citation":`...)
			dst = frame.CloseData(append(rewrite.AppendMinified(dst, item.Value), `}}`...))
			continue
		}
		dst = rewrite.AppendMinified(w.begin(dst, 0, 0), item.Value)
		dst = w.stop(frame.CloseData(append(dst, '}')), w.outline.running())
	}
	return dst
}
