package openai

import (
	"strconv"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

func newWriter(o *core.WriteOptions) core.Writer {
	if o.Stream {
		return &streamer{options: *o}
	}
	return &collector{options: *o}
}

// streamer writes a streamed reply: per choice a chunk with the role, the pieces, a chunk with the finish_reason; then
// a chunk with the usage when the client asked for it, and the terminator.
//
//	{"id","object":"chat.completion.chunk","created","model","provider","choices":[{"index":0,"delta":{…},"finish_reason":null}]}
//	 \______________________________ head ______________________________________/\
//
// https://platform.openai.com/docs/api-reference/chat-streaming (read 2026-11-21)
type streamer struct {
	options  core.WriteOptions
	head     []byte // up to the choices' bracket; made with the first chunk, the same in every chunk
	choices  []spoken
	usage    event.Usage
	hasUsage bool
}

// spoken is what must be remembered of a choice.
type spoken struct {
	index      int
	isFinished bool
	hasCalls   bool
	inCall     bool // the last piece was of a tool call
	blocks     numbering
}

// Event implements core.Writer. Text is written without allocating when dst has room.
func (w *streamer) Event(dst []byte, e *event.Event) []byte {
	switch e.Kind {
	case event.Start:
		if w.head == nil { // a late one would change the id in the middle of the stream
			w.head = appendHead(nil, &w.options, "chat.completion.chunk", e.ID, e.Name)
		}
		return dst
	case event.UsageCount:
		w.usage, w.hasUsage = e.Usage, true
		return dst
	case event.Finish:
		c, dst := w.begin(dst, e)
		return w.finish(dst, c, e.Reason, e.Raw)
	}
	if !isWritten(e, w.options.Strict) {
		return dst
	}
	c, dst := w.begin(dst, e)
	if e.Kind == event.Extra && e.Name == logprobs {
		dst = append(w.open(dst, c), `},"logprobs":`...)
		return frame.CloseData(append(rewrite.AppendMinified(dst, e.Raw), `,"finish_reason":null}]}`...))
	}
	return closeChunk(w.piece(w.open(dst, c), c, e))
}

// End implements core.Writer. Choices that the provider left open are finished: clients wait for that.
func (w *streamer) End(dst []byte) []byte {
	if len(w.choices) == 0 {
		_, dst = w.begin(dst, &event.Event{Kind: event.Text})
	}
	for i := range w.choices {
		if !w.choices[i].isFinished {
			dst = w.finish(dst, &w.choices[i], event.NoReason, "")
		}
	}
	if w.options.IncludeUsage && w.hasUsage {
		dst = append(frame.OpenData(dst), w.head...)
		dst = append(rewrite.Key(append(dst, ']'), "usage"), appendUsage(nil, w.usage, w.options.Strict)...)
		dst = frame.CloseData(append(dst, '}'))
	}
	return AppendEnding(dst)
}

// begin finds the choice of e and opens it with its role. Where the first thing is a call there is no content (null).
func (w *streamer) begin(dst []byte, e *event.Event) (*spoken, []byte) {
	for i := range w.choices {
		if w.choices[i].index == e.Choice {
			return &w.choices[i], dst
		}
	}
	if w.head == nil {
		w.head = appendHead(nil, &w.options, "chat.completion.chunk", "", "")
	}
	w.choices = append(w.choices, spoken{index: e.Choice})
	c := &w.choices[len(w.choices)-1]
	dst = w.open(dst, c)
	if e.Kind == event.ToolCall {
		return c, closeChunk(append(dst, `"role":"assistant","content":null`...))
	}
	return c, closeChunk(append(dst, `"role":"assistant","content":""`...))
}

// finish writes a choice's last chunk.
func (w *streamer) finish(dst []byte, c *spoken, reason event.Reason, native string) []byte {
	if c.isFinished {
		return dst
	}
	c.isFinished = true
	dst = append(w.open(dst, c), '}')
	dst = appendReason(dst, finishReason(reason, c.hasCalls), native, w.options.Strict)
	return frame.CloseData(append(dst, `}]}`...))
}

// open begins a chunk up to the inside of its delta; closeChunk ends it.
func (w *streamer) open(dst []byte, c *spoken) []byte {
	dst = append(frame.OpenData(dst), w.head...)
	dst = append(dst, `{"index":`...)
	dst = strconv.AppendInt(dst, int64(c.index), 10)
	return append(dst, `,"delta":{`...)
}

func closeChunk(dst []byte) []byte {
	return frame.CloseData(append(dst, `},"finish_reason":null}]}`...))
}

// piece appends the members of a delta that e makes.
func (w *streamer) piece(dst []byte, c *spoken, e *event.Event) []byte {
	wasCall := c.inCall
	c.inCall = e.Kind == event.ToolCall || e.Kind == event.ToolArgs || e.Kind == event.Signature && wasCall
	switch e.Kind {
	case event.Text:
		dst = append(append(append(dst, `"content":"`...), e.Raw...), '"')
		return w.block(dst, c, e, "text")
	case event.Refusal:
		return append(append(append(dst, `"refusal":"`...), e.Raw...), '"')
	case event.Thinking:
		dst = append(append(append(dst, `"reasoning_content":"`...), e.Raw...), '"')
		return w.block(dst, c, e, "thinking")
	case event.Signature:
		if wasCall {
			return appendCallPiece(dst, e.Index, "thought_signature", e.Raw)
		}
		return w.block(dst, c, e, "signature")
	case event.Redacted:
		return w.block(dst, c, e, "data")
	case event.ToolCall:
		c.hasCalls = true
		c.blocks.close()
		dst = append(dst, `"tool_calls":[{"index":`...)
		dst = strconv.AppendInt(dst, int64(e.Index), 10)
		dst = appendCall(dst, callID(&w.options, e), e.Name)
		return append(dst, `"}}]`...)
	case event.ToolArgs:
		return appendCallPiece(dst, e.Index, "arguments", e.Raw)
	case event.Media:
		return w.media(dst, c, e)
	case event.Extra:
		dst = append(append(append(rewrite.Comma(dst), '"'), e.Name...), `":`...)
		return rewrite.AppendMinified(dst, e.Raw)
	}
	return dst
}

// block appends the piece once more as one of a content block, for clients that are not strict.
func (w *streamer) block(dst []byte, c *spoken, e *event.Event, key string) []byte {
	if w.options.Strict {
		return dst
	}
	dst = append(rewrite.Comma(dst), `"content_blocks":[{"index":`...)
	dst = strconv.AppendInt(dst, int64(c.blocks.of(e)), 10)
	dst = append(append(append(dst, `,"delta":{"`...), key...), `":"`...)
	return append(append(dst, e.Raw...), `"}}]`...)
}

// media appends a sound or an image, see the package comment.
func (w *streamer) media(dst []byte, c *spoken, e *event.Event) []byte {
	if isSound(e) {
		return appendSound(dst, &w.options, e)
	}
	if w.options.Strict {
		return append(appendImage(append(dst, `"images":[{`...), e), `}]`...)
	}
	dst = append(dst, `"content_blocks":[{"index":`...)
	dst = strconv.AppendInt(dst, int64(c.blocks.of(e)), 10)
	return append(appendImage(append(dst, `,"delta":{`...), e), `}}]`...)
}

// appendCallPiece appends a delta's tool_calls with one member of the function.
func appendCallPiece(dst []byte, index int, key, raw string) []byte {
	dst = append(dst, `"tool_calls":[{"index":`...)
	dst = strconv.AppendInt(dst, int64(index), 10)
	dst = append(append(append(dst, `,"function":{"`...), key...), `":"`...)
	return append(append(dst, raw...), `"}}]`...)
}
