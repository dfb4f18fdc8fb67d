package ollama

import (
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"

	"github.com/stretchr/testify/require"
)

func TestReplies(t *testing.T) {
	start := event.Event{Kind: event.Start, Name: "m"}
	stop := event.Event{Kind: event.Finish, Reason: event.Stop, Raw: "stop"}
	cases := []struct {
		name  string
		lines []string
		want  []event.Event
	}{
		{"thinking and text keep their escapes", []string{`{"model":"m","message":{"thinking":"\u00e9"},"done":false}`,
			`{"model":"m","message":{"content":"a\n\"b\""},"done":false}`, `{"model":"m","message":{"content":""},"done":true,"done_reason":"stop","prompt_eval_count":3,"eval_count":4}`},
			[]event.Event{start, {Kind: event.Thinking, Raw: `\u00e9`}, {Kind: event.Text, Raw: `a\n\"b\"`},
				{Kind: event.UsageCount, Usage: event.Usage{Input: 3, Output: 4}}, stop}},
		{"calls are whole, their arguments become text", []string{
			`{"model":"m","message":{"tool_calls":[{"function":{"name":"f","arguments":{"a": "\"x\""}}},{"id":"c2","function":{"index":1,"name":"g"}}]},"done":false}`,
			`{"model":"m","done":true,"done_reason":"stop"}`},
			[]event.Event{start, {Kind: event.ToolCall, Name: "f"}, {Kind: event.ToolArgs, Raw: `{\"a\": \"\\\"x\\\"\"}`},
				{Kind: event.ToolCall, Index: 1, ID: "c2", Name: "g"}, {Kind: event.ToolArgs, Index: 1, Raw: "{}"},
				{Kind: event.Finish, Reason: event.ToolCalls, Raw: "stop"}}},
		{"generate, log probabilities, a null error", []string{`{"model":"m","response":"a","error":null,"logprobs":[{"token":"a","logprob":-1}],"done":false}`,
			`{"model":"m","response":"","context":[1,2],"done":true,"done_reason":"length"}`},
			[]event.Event{start, {Kind: event.Text, Raw: "a"}, {Kind: event.Extra, Name: "logprobs", Raw: `{"content":[{"token":"a","logprob":-1}],"refusal":null}`},
				{Kind: event.Finish, Reason: event.Length, Raw: "length"}}},
		{"images", []string{`{"model":"m","message":{"images":["/9j/A","iVBO","UklGRA"]},"done":true}`},
			[]event.Event{start, {Kind: event.Media, Name: "image/jpeg", Raw: "/9j/A"}, {Kind: event.Media, Name: "image/png", Raw: "iVBO"},
				{Kind: event.Media, Name: "image/webp", Raw: "UklGRA"}, {Kind: event.Finish}}},
		{"an error within the stream, and nothing behind it", []string{`{"model":"m","response":"a","done":false}`, `{"error":"out of \"memory\""}`, `{"done":true}`},
			[]event.Event{start, {Kind: event.Text, Raw: "a"}, {Kind: event.Error, Name: "upstream_error", Raw: `out of \"memory\"`}}},
		{"a stream that breaks off", []string{`{"model":"m","response":"a","done":false}`},
			[]event.Event{start, {Kind: event.Text, Raw: "a"}, {Kind: event.Error, Name: "invalid_reply", ID: "cut_stream", Status: 502, Raw: "the provider's stream ended before the reply was whole"}}},
		{"an object of another kind", []string{`{"detail":"no"}`}, []event.Event{{Kind: event.Error, Name: "invalid_reply", Status: 502, Raw: `{\"detail\":\"no\"}`}}},
		{"a page", []string{`<html>`}, []event.Event{{Kind: event.Error, Name: "invalid_reply", Status: 502, Raw: "<html>"}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			body := strings.Join(c.lines, "\n")
			require.Equal(t, c.want, whole(body))
			for _, cut := range cuts {
				require.Equal(t, c.want, stream(body, cut))
			}
		})
	}
	require.Equal(t, event.Error, whole("")[0].Kind)
	require.Equal(t, []event.Event{start, {Kind: event.Text, Raw: "a"}, {Kind: event.Finish}},
		whole("{\n \"model\": \"m\",\n \"message\": {\"content\": \"a\"},\n \"done\": true\n}"), "one object over several lines")
}

func TestTextIsReadWithoutAllocating(t *testing.T) {
	r, room := newReader(&core.ReadOptions{}), make([]event.Event, 0, 8)
	f := frame.Frame{Data: `{"model":"llama3.2","created_at":"2024-11-30T03:33:53.72447Z","message":{"role":"assistant","content":" word"},"done":false}`}
	r.Frame(room, f)
	require.Zero(t, testing.AllocsPerRun(100, func() { r.Frame(room, f) }))
}

func TestFaults(t *testing.T) {
	for body, want := range map[string]string{
		`{"error":"model 'x' not found"}`: "model 'x' not found", `{"error":{"message":"no","type":"t"}}`: "no",
		`404 page not found`: "404 page not found", `{"error":"unauthorized","signin_url":"u"}`: "unauthorized", ``: "-", `{"message":"m"}`: "m",
	} {
		f := core.Fault{Message: "-"}
		readFault(&f, body)
		require.Equal(t, want, f.Message)
	}
	f := core.Fault{}
	readFault(&f, strings.Repeat("é", 4000))
	require.LessOrEqual(t, len(f.Message), 1<<10+len("…"))
}

func TestAnswers(t *testing.T) {
	o := &core.ReadOptions{Model: "m", Request: &core.Request{Body: `{"encoding_format":"base64"}`}}
	got, ok := appendEmbeddings(nil, o, `{"embedding":[0.5]}`)
	require.True(t, ok)
	require.JSONEq(t, `{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AAAAPw=="}],"model":"m","usage":{"prompt_tokens":0,"total_tokens":0}}`, string(got))
	got, ok = appendModels(nil, nil, `{"models":[{"name":"llama3:latest","size":1},{}]}`)
	require.True(t, ok)
	require.JSONEq(t, `{"object":"list","data":[{"id":"llama3:latest","object":"model","created":0,"owned_by":"ollama"}]}`, string(got))
	for _, body := range []string{``, `{}`, `{"embeddings":[{}],"models":7}`} {
		_, ok = appendEmbeddings(nil, o, body)
		require.False(t, ok)
		_, ok = appendModels(nil, o, body)
		require.False(t, ok)
	}
}

func FuzzReader(f *testing.F) {
	f.Add(`{"model":"m","message":{"content":"a","tool_calls":[{"function":{"arguments":{}}}]},"done":true}` + "\n")
	f.Add(`{"error":"x"}`)
	f.Fuzz(func(t *testing.T, body string) {
		whole(body)
		require.Equal(t, stream(body, 1), stream(body, 1<<20))
		readFault(&core.Fault{}, body)
		appendEmbeddings(nil, &core.ReadOptions{Request: &core.Request{}}, body)
		appendModels(nil, nil, body)
	})
}
