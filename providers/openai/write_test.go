package openai

import (
	"encoding/json"
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/event"

	"github.com/stretchr/testify/require"
)

func TestWriterWritesStreams(t *testing.T) {
	const head = `{"id":"msg_1","object":"chat.completion.chunk","created":7,"model":"claude","provider":"anthropic","choices":[`
	cases := []struct {
		behaviour string
		strict    bool
		usage     bool
		events    []event.Event
		want      []string
	}{
		{
			behaviour: "role first, the pieces as they are, finish, usage on demand",
			strict:    true, usage: true,
			events: []event.Event{start, text(`a\n`), text(`\u00e9`), finish(0, event.Stop, "end_turn"), usage(5, 2)},
			want: []string{
				`{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}`,
				`{"index":0,"delta":{"content":"a\n"},"finish_reason":null}]}`,
				`{"index":0,"delta":{"content":"\u00e9"},"finish_reason":null}]}`,
				`{"index":0,"delta":{},"finish_reason":"stop"}]}`,
				`],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0}}}`,
			},
		},
		{
			behaviour: "usage is not written unasked, nor reasoning to strict clients",
			strict:    true,
			events: []event.Event{start, thinking(0, "hm"), {Kind: event.Signature, Raw: "s"}, {Kind: event.Redacted, Index: 1, Raw: "r"},
				{Kind: event.Extra, Name: "grounding", Raw: "1"}, text("a"), finish(0, event.Refused, "refusal"), usage(5, 2)},
			want: []string{
				`{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}`,
				`{"index":0,"delta":{"content":"a"},"finish_reason":null}]}`,
				`{"index":0,"delta":{},"finish_reason":"content_filter"}]}`,
			},
		},
		{
			behaviour: "blocks are numbered by what follows what, whatever the provider's numbers",
			events: []event.Event{start, thinking(3, "a"), thinking(3, "b"), {Kind: event.Signature, Index: 3, Raw: "s"}, text("x"), text("y"),
				{Kind: event.Redacted, Index: 3, Raw: "r"}, {Kind: event.Signature, Index: 9, Raw: "t"}, finish(0, event.Stop, "end_turn")},
			want: []string{
				`{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}`,
				`{"index":0,"delta":{"reasoning_content":"a","content_blocks":[{"index":0,"delta":{"thinking":"a"}}]},"finish_reason":null}]}`,
				`{"index":0,"delta":{"reasoning_content":"b","content_blocks":[{"index":0,"delta":{"thinking":"b"}}]},"finish_reason":null}]}`,
				`{"index":0,"delta":{"content_blocks":[{"index":0,"delta":{"signature":"s"}}]},"finish_reason":null}]}`,
				`{"index":0,"delta":{"content":"x","content_blocks":[{"index":1,"delta":{"text":"x"}}]},"finish_reason":null}]}`,
				`{"index":0,"delta":{"content":"y","content_blocks":[{"index":1,"delta":{"text":"y"}}]},"finish_reason":null}]}`,
				`{"index":0,"delta":{"content_blocks":[{"index":2,"delta":{"data":"r"}}]},"finish_reason":null}]}`,
				`{"index":0,"delta":{"content_blocks":[{"index":3,"delta":{"signature":"t"}}]},"finish_reason":null}]}`,
				`{"index":0,"delta":{},"finish_reason":"stop","native_finish_reason":"end_turn"}]}`,
			},
		},
		{
			behaviour: "calls: no content, an id made when there is none, stop becomes tool_calls",
			events: []event.Event{start, {Kind: event.ToolCall, ID: "toolu_1", Name: "f"}, {Kind: event.ToolArgs, Raw: `{\"a\":`}, {Kind: event.ToolArgs, Raw: `1}`},
				{Kind: event.ToolCall, Index: 1, Name: "g"}, {Kind: event.Signature, Index: 1, Raw: "s"}, finish(0, event.Stop, "STOP")},
			want: []string{
				`{"index":0,"delta":{"role":"assistant","content":null},"finish_reason":null}]}`,
				`{"index":0,"delta":{"tool_calls":[{"index":0,"id":"toolu_1","type":"function","function":{"name":"f","arguments":""}}]},"finish_reason":null}]}`,
				`{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":"}}]},"finish_reason":null}]}`,
				`{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]},"finish_reason":null}]}`,
				`{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_9_0_1","type":"function","function":{"name":"g","arguments":""}}]},"finish_reason":null}]}`,
				`{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"thought_signature":"s"}}]},"finish_reason":null}]}`,
				`{"index":0,"delta":{},"finish_reason":"tool_calls","native_finish_reason":"STOP"}]}`,
			},
		},
		{
			behaviour: "choices take turns; one that nobody finished is finished at the end",
			strict:    true,
			events:    []event.Event{start, {Kind: event.Text, Choice: 1, Raw: "b"}, {Kind: event.Refusal, Raw: "no"}, finish(1, event.Length, "max_tokens")},
			want: []string{
				`{"index":1,"delta":{"role":"assistant","content":""},"finish_reason":null}]}`,
				`{"index":1,"delta":{"content":"b"},"finish_reason":null}]}`,
				`{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}`,
				`{"index":0,"delta":{"refusal":"no"},"finish_reason":null}]}`,
				`{"index":1,"delta":{},"finish_reason":"length"}]}`,
				`{"index":0,"delta":{},"finish_reason":"stop"}]}`,
			},
		},
		{
			behaviour: "an image is not lost on a strict client; citations and log probabilities are standard",
			strict:    true,
			events: []event.Event{start, {Kind: event.Media, Name: "image/png", Raw: "QUI="}, {Kind: event.Media, Name: "audio/wav", Raw: "QQ=="},
				{Kind: event.Extra, Name: "annotations", Raw: "[\n1 ]"}, {Kind: event.Extra, Name: "logprobs", Raw: `{"content":[]}`}},
			want: []string{
				`{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}`,
				`{"index":0,"delta":{"images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,QUI="}}]},"finish_reason":null}]}`,
				`{"index":0,"delta":{"audio":{"id":"audio_9","data":"QQ==","expires_at":7,"transcript":""}},"finish_reason":null}]}`,
				`{"index":0,"delta":{"annotations":[1]},"finish_reason":null}]}`,
				`{"index":0,"delta":{},"logprobs":{"content":[]},"finish_reason":null}]}`,
				`{"index":0,"delta":{},"finish_reason":"stop"}]}`,
			},
		},
		{
			behaviour: "an image as Portkey has it",
			events:    []event.Event{start, text("a"), {Kind: event.Media, Raw: "https://x/y.png"}},
			want: []string{
				`{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}`,
				`{"index":0,"delta":{"content":"a","content_blocks":[{"index":0,"delta":{"text":"a"}}]},"finish_reason":null}]}`,
				`{"index":0,"delta":{"content_blocks":[{"index":1,"delta":{"type":"image_url","image_url":{"url":"https://x/y.png"}}}]},"finish_reason":null}]}`,
				`{"index":0,"delta":{},"finish_reason":"stop"}]}`,
			},
		},
		{
			behaviour: "a reply of nothing is a whole reply",
			strict:    true,
			events:    []event.Event{start},
			want: []string{
				`{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}`,
				`{"index":0,"delta":{},"finish_reason":"stop"}]}`,
			},
		},
	}
	for _, c := range cases {
		t.Run(c.behaviour, func(t *testing.T) {
			var want strings.Builder
			for _, line := range c.want {
				want.WriteString("data: " + head + line + "\n\n")
				require.True(t, json.Valid([]byte(head+line)), line)
			}
			want.WriteString("data: [DONE]\n\n")
			require.Equal(t, want.String(), written(c.events, true, c.strict, c.usage))
		})
	}
}

func TestWriterNamesTheReplyItselfWhenTheProviderDoesNot(t *testing.T) {
	w := newWriter(&core.WriteOptions{Stream: true, ID: "chatcmpl-9", Model: `m\"`, Provider: "p", Created: 7})
	out := string(w.Event(nil, &event.Event{Kind: event.Text, Raw: "a"}))
	require.Contains(t, out, `{"id":"chatcmpl-9","object":"chat.completion.chunk","created":7,"model":"m\"","provider":"p"`)
	out = string(w.Event(nil, &event.Event{Kind: event.Start, ID: "late"}))
	require.Empty(t, out)
	require.NotContains(t, string(w.End(nil)), "late", "the id must not change in the middle")
}

func TestWriterWritesWholeReplies(t *testing.T) {
	const head = `{"id":"msg_1","object":"chat.completion","created":7,"model":"claude","provider":"anthropic","choices":[`
	events := []event.Event{start, thinking(0, "hm"), {Kind: event.Signature, Raw: "s"}, {Kind: event.Redacted, Index: 1, Raw: "r"}, text(`a\n`), text("b"),
		{Kind: event.ToolCall, ID: "t", Name: "f"}, {Kind: event.ToolArgs, Raw: `{\"a\":`}, {Kind: event.ToolArgs, Raw: `1}`}, {Kind: event.Signature, Raw: "cs"},
		{Kind: event.ToolCall, Index: 1, Name: "g"}, {Kind: event.Extra, Name: "annotations", Raw: "[1]"}, {Kind: event.Extra, Name: "logprobs", Raw: "{}"},
		{Kind: event.Extra, Name: "grounding", Raw: "1"}, {Kind: event.Extra, Name: "grounding", Raw: "2"},
		{Kind: event.Media, Name: "image/png", Raw: "QUI="}, finish(0, event.ToolCalls, "tool_use"), {Kind: event.Text, Choice: 1, Raw: "x"},
		{Kind: event.UsageCount, Usage: event.Usage{Input: 9, Output: 5, CacheRead: 4, CacheWrite: 2, Reasoning: 3}}}
	const calls = `"tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{\"a\":1}"`
	require.Equal(t, head+
		`{"index":0,"message":{"role":"assistant","content":"a\nb","refusal":null,`+calls+`}},{"id":"call_9_0_1","type":"function","function":{"name":"g","arguments":""}}],`+
		`"images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,QUI="}}],"annotations":[1]},"logprobs":{},"finish_reason":"tool_calls"},`+
		`{"index":1,"message":{"role":"assistant","content":"x","refusal":null},"logprobs":null,"finish_reason":"stop"}],`+
		`"usage":{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14,"prompt_tokens_details":{"cached_tokens":4,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":3,"audio_tokens":0}}}`,
		written(events, false, true, false))
	require.Equal(t, head+
		`{"index":0,"message":{"role":"assistant","content":"a\nb","refusal":null,`+calls+`,"thought_signature":"cs"}},{"id":"call_9_0_1","type":"function","function":{"name":"g","arguments":""}}],`+
		`"reasoning_content":"hm","content_blocks":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"redacted_thinking","data":"r"},{"type":"text","text":"a\nb"},`+
		`{"type":"image_url","image_url":{"url":"data:image/png;base64,QUI="}}],"annotations":[1],"grounding":2},"logprobs":{},"finish_reason":"tool_calls","native_finish_reason":"tool_use"},`+
		`{"index":1,"message":{"role":"assistant","content":"x","refusal":null,"content_blocks":[{"type":"text","text":"x"}]},"logprobs":null,"finish_reason":"stop"}],`+
		`"usage":{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14,"prompt_tokens_details":{"cached_tokens":4,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":3,"audio_tokens":0},"cache_read_input_tokens":4,"cache_creation_input_tokens":2}}`,
		written(events, false, false, false))
	require.Contains(t, written([]event.Event{start, {Kind: event.ToolCall, ID: "t", Name: "f"}}, false, true, false), `"content":null,"refusal":null,"tool_calls"`)
	require.Contains(t, written([]event.Event{start}, false, true, false), `{"index":0,"message":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":"stop"}`)
}

// What the writer writes the reader reads back, streamed and buffered alike.
func TestReaderReadsWhatTheWriterWrites(t *testing.T) {
	events := []event.Event{start, thinking(0, "hm"), {Kind: event.Signature, Raw: "s"}, {Kind: event.Redacted, Index: 1, Raw: "r"}, text(`a\n`),
		{Kind: event.ToolCall, ID: "t", Name: "f"}, {Kind: event.ToolArgs, Raw: `{\"a\":1}`}, {Kind: event.Signature, Raw: "cs"},
		{Kind: event.ToolCall, Index: 1, ID: "u", Name: "f"}, {Kind: event.ToolArgs, Index: 1, Raw: `{}`},
		finish(0, event.ToolCalls, "tool_calls"), {Kind: event.UsageCount, Usage: event.Usage{Input: 9, Output: 5, Total: 14, CacheRead: 4, CacheWrite: 2, Reasoning: 3}}}
	streamed := readStream(t, written(events, true, false, true), 1<<20)
	require.Equal(t, events, streamed)
	buffered := newReader(&core.ReadOptions{}).Whole(nil, written(events, false, false, true))
	require.Equal(t, events, buffered)
}

func TestWritingTextAllocatesNothing(t *testing.T) {
	for _, strict := range []bool{true, false} {
		w := newWriter(&core.WriteOptions{Stream: true, Strict: strict, ID: "chatcmpl-9", Model: "m", Provider: "p"})
		e := event.Event{Kind: event.Text, Raw: " word"}
		dst := w.Event(make([]byte, 0, 4096), &e)
		require.Zero(t, testing.AllocsPerRun(100, func() { dst = w.Event(dst[:0], &e) }))
	}
}

func BenchmarkWriteText(b *testing.B) {
	w := newWriter(&core.WriteOptions{Stream: true, Strict: true, ID: "chatcmpl-9", Model: "m", Provider: "p"})
	e := event.Event{Kind: event.Text, Raw: " word"}
	dst := w.Event(nil, &e)
	b.ReportAllocs()
	for b.Loop() {
		dst = w.Event(dst[:0], &e)
	}
}

var start = event.Event{Kind: event.Start, ID: "msg_1", Name: "claude"}

func text(raw string) event.Event {
	return event.Event{Kind: event.Text, Raw: raw}
}

func thinking(index int, raw string) event.Event {
	return event.Event{Kind: event.Thinking, Index: index, Raw: raw}
}

func finish(choice int, reason event.Reason, raw string) event.Event {
	return event.Event{Kind: event.Finish, Choice: choice, Reason: reason, Raw: raw}
}

func usage(in, out int64) event.Event {
	return event.Event{Kind: event.UsageCount, Usage: event.Usage{Input: in, Output: out}}
}

// written gives events to a writer.
func written(events []event.Event, stream, strict, includeUsage bool) string {
	w := newWriter(&core.WriteOptions{Endpoint: core.Chat, Stream: stream, Strict: strict, IncludeUsage: includeUsage, Created: 7,
		ID: "chatcmpl-9", Model: "asked", Provider: "anthropic"})
	var dst []byte
	for i := range events {
		dst = w.Event(dst, &events[i])
	}
	return string(w.End(dst))
}

func TestAnExtraOfAStrangeNameIsNamedAlikeInBothReplies(t *testing.T) {
	e := &event.Event{Kind: event.Extra, Name: `a\"b`, Raw: "1"}
	whole := newWriter(&core.WriteOptions{})
	require.Contains(t, string(whole.End(whole.Event(nil, e))), `,"a\"b":1`)
	require.Contains(t, string(newWriter(&core.WriteOptions{Stream: true}).Event(nil, e)), `"delta":{"a\"b":1}`)
}
