package openai

import (
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/event"

	"github.com/stretchr/testify/require"
)

func TestCompletionsAreWritten(t *testing.T) {
	said := []event.Event{
		{Kind: event.Start, ID: "r1", Name: "m"},
		{Kind: event.Thinking, Raw: "hm"},
		{Kind: event.Text, Raw: `a\n`},
		{Kind: event.Text, Choice: 1, Raw: "z"},
		{Kind: event.Text, Raw: "b"},
		{Kind: event.Finish, Reason: event.Length, Raw: "MAX"},
		{Kind: event.UsageCount, Usage: event.Usage{Input: 2, Output: 3}},
	}
	cases := []struct {
		name    string
		options core.WriteOptions
		want    []string // in order
		never   string
	}{
		{"buffered", core.WriteOptions{Strict: true}, []string{
			`{"id":"r1","object":"text_completion","created":0,"model":"m","provider":"","choices":[`,
			`{"text":"a\nb","index":0,"logprobs":null,"finish_reason":"length"},`,
			`{"text":"z","index":1,"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":2,"completion_tokens":3,"total_tokens":5`,
		}, "reasoning_content"},
		{"buffered, not strict", core.WriteOptions{}, []string{`"reasoning_content":"hm","finish_reason":"length","native_finish_reason":"MAX"`}, ""},
		{"streamed", core.WriteOptions{Strict: true, Stream: true, IncludeUsage: true}, []string{
			`"choices":[{"text":"a\n","index":0,"logprobs":null,"finish_reason":null}]}`,
			`{"text":"z","index":1,"logprobs":null,"finish_reason":null}`,
			`{"text":"b","index":0,`,
			`{"text":"","index":0,"logprobs":null,"finish_reason":"length"}]}`,
			`{"text":"","index":1,"logprobs":null,"finish_reason":"stop"}]}`,
			`"choices":[],"usage":{"prompt_tokens":2`,
			"data: [DONE]\n\n",
		}, "reasoning_content"},
		{"streamed, not strict", core.WriteOptions{Stream: true}, []string{`{"text":"","index":0,"logprobs":null,"reasoning_content":"hm","finish_reason":null}`}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newCompleter(&c.options)
			var out []byte
			for i := range said {
				out = w.Event(out, &said[i])
			}
			rest := string(w.End(out))
			if c.never != "" {
				require.NotContains(t, rest, c.never)
			}
			for _, want := range c.want {
				at := strings.Index(rest, want)
				require.GreaterOrEqual(t, at, 0, "%s\nin\n%s", want, rest)
				rest = rest[at+len(want):]
			}
		})
	}
}

func TestACompletionOfNothingIsStillOne(t *testing.T) {
	w := newCompleter(&core.WriteOptions{ID: "chatcmpl-1", Model: "m"})
	require.JSONEq(t, `{"id":"cmpl-1","object":"text_completion","created":0,"model":"m","provider":"",
		"choices":[{"text":"","index":0,"logprobs":null,"finish_reason":"stop"}]}`, string(w.End(nil)))
	w = newCompleter(&core.WriteOptions{Stream: true})
	require.Contains(t, string(w.End(nil)), `"finish_reason":"stop"`)
}

func TestTextOfACompletionIsNotCopied(t *testing.T) {
	w := newCompleter(&core.WriteOptions{Stream: true})
	e := event.Event{Kind: event.Text, Raw: "word"}
	buffer := w.Event(make([]byte, 0, 4096), &e)
	require.Zero(t, testing.AllocsPerRun(100, func() { w.Event(buffer[:0], &e) }))
}
