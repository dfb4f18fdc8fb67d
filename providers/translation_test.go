package providers

import (
	"testing"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/providers/anthropic"
	"causeway/providers/openai"

	"github.com/stretchr/testify/require"
)

// delta is a piece of text as Anthropic streams it; bytes in, bytes out is one text delta translated.
const delta = "event: content_block_delta\n" +
	`data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello, \"world\" \u00e9 "}}` + "\n\n"

// translator reads Anthropic's wire and writes OpenAI's, as the machine does with a stream that has begun.
type translator struct {
	splitter *frame.Splitter
	reader   core.Reader
	writer   core.Writer
	events   []event.Event
	out      []byte
}

func newTranslator() *translator {
	t := &translator{
		splitter: frame.New(anthropic.Messages.Framing, 0),
		reader:   anthropic.Messages.Reader(&core.ReadOptions{Endpoint: core.Chat, Model: "m", Request: &core.Request{}}),
		writer:   openai.Door.Writer(&core.WriteOptions{Endpoint: core.Chat, Stream: true, Strict: true, ID: "i", Model: "m", Provider: "anthropic"}),
	}
	t.feed("event: message_start\n" + `data: {"type":"message_start","message":{"id":"msg","model":"m","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}` + "\n\n" +
		"event: content_block_start\n" + `data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}` + "\n\n")
	for range 8 { // so that the buffers have their size
		t.feed(delta)
	}
	return t
}

func (t *translator) feed(chunk string) {
	t.out = t.out[:0]
	t.splitter.Feed(chunk)
	for f, ok := t.splitter.Next(); ok; f, ok = t.splitter.Next() {
		t.events = t.reader.Frame(t.events[:0], f)
		for i := range t.events {
			t.out = t.writer.Event(t.out, &t.events[i])
		}
	}
}

func TestATextDeltaIsTranslatedWithoutAllocating(t *testing.T) {
	tr := newTranslator()
	require.Zero(t, testing.AllocsPerRun(1000, func() { tr.feed(delta) }))
	require.Contains(t, string(tr.out), `"delta":{"content":"Hello, \"world\" \u00e9 "}`)
}

func BenchmarkTextDeltaFromAnthropicToOpenAI(b *testing.B) {
	tr := newTranslator()
	b.ReportAllocs()
	for b.Loop() {
		tr.feed(delta)
	}
}
