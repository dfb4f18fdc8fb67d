package cohere

import (
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"

	"github.com/stretchr/testify/require"
)

// sse frames the data of events, each named by its type.
func sse(data ...string) string {
	var b strings.Builder
	for _, d := range data {
		b.WriteString("event: x\ndata: " + d + "\n\n")
	}
	return b.String()
}

const (
	begun    = `{"id":"r1","type":"message-start","delta":{"message":{"role":"assistant"}}}`
	complete = `{"type":"message-end","delta":{"finish_reason":"COMPLETE","usage":{"billed_units":{"input_tokens":1},"tokens":{"input_tokens":9,"output_tokens":2}}}}`
)

func TestStreams(t *testing.T) {
	start := event.Event{Kind: event.Start, ID: "r1"}
	usage := event.Event{Kind: event.UsageCount, Usage: event.Usage{Input: 9, Output: 2}}
	stop := event.Event{Kind: event.Finish, Reason: event.Stop, Raw: "COMPLETE"}
	cases := []struct {
		name   string
		frames []string
		want   []event.Event
	}{
		{"text is moved with its escapes, nothing follows the end", []string{begun,
			`{"type":"content-start","index":0,"delta":{"message":{"content":{"type":"text","text":""}}}}`,
			`{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"\u00e9\n"}}}}`,
			`{"type":"content-end","index":0}`, complete, `[DONE]`},
			[]event.Event{start, {Kind: event.Text, Raw: `\u00e9\n`}, usage, stop}},
		{"thinking keeps its block", []string{begun,
			`{"type":"content-start","index":1,"delta":{"message":{"content":{"type":"thinking","thinking":"a"}}}}`, complete},
			[]event.Event{start, {Kind: event.Thinking, Index: 1, Raw: "a"}, usage, stop}},
		{"a plan, and calls with arguments in pieces, in one piece, null and none", []string{begun,
			`{"type":"tool-plan-delta","delta":{"message":{"tool_plan":"go"}}}`,
			`{"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":{"id":"c1","type":"function","function":{"name":"f","arguments":""}}}}}`,
			`{"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":"{\"a\""}}}}}`,
			`{"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":":1}"}}}}}`,
			`{"type":"tool-call-end","index":0}`,
			`{"type":"tool-call-start","index":1,"delta":{"message":{"tool_calls":{"id":"c2","function":{"name":"g","arguments":null}}}}}`,
			`{"type":"tool-call-end","index":1}`,
			`{"type":"message-end","delta":{"finish_reason":"TOOL_CALL"}}`},
			[]event.Event{start, {Kind: event.Thinking, Index: planIndex, Raw: "go"},
				{Kind: event.ToolCall, ID: "c1", Name: "f"}, {Kind: event.ToolArgs, Raw: `{\"a\"`}, {Kind: event.ToolArgs, Raw: ":1}"},
				{Kind: event.ToolCall, Index: 1, ID: "c2", Name: "g"}, {Kind: event.ToolArgs, Index: 1, Raw: "{}"},
				{Kind: event.Finish, Reason: event.ToolCalls, Raw: "TOOL_CALL"}}},
		{"citations and log probabilities", []string{begun,
			`{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"Hi"}}},"logprobs":{"text":"Hi","token_ids":[1,2],"logprobs":[-0.5,-0.25]}}`,
			`{"type":"citation-start","index":0,"delta":{"message":{"citations":{"start":0,"end":2}}}}`, complete},
			[]event.Event{start, {Kind: event.Text, Raw: "Hi"},
				{Kind: event.Extra, Name: "logprobs", Raw: `{"content":[{"token":"Hi","logprob":-0.75,"bytes":null,"top_logprobs":[]}],"refusal":null}`},
				{Kind: event.Extra, Name: "citations", Raw: `[{"start":0,"end":2}]`}, usage, stop}},
		{"what is not known is left out", []string{begun, `{"type":"debug","prompt":"secret"}`, `{"type":"content-delta"}`, complete},
			[]event.Event{start, usage, stop}},
		{"a piece of a call that never began", []string{begun,
			`{"type":"tool-call-delta","index":3,"delta":{"message":{"tool_calls":{"function":{"arguments":"x"}}}}}`, `{"type":"tool-call-end"}`, complete},
			[]event.Event{start, usage, stop}},
		{"a stream that breaks off says so", []string{begun},
			[]event.Event{start, {Kind: event.Error, Name: "invalid_reply", ID: "cut_stream", Status: 502, Raw: "the provider's stream ended before the reply was whole"}}},
		{"an end with an error", []string{begun, `{"type":"message-end","delta":{"finish_reason":"ERROR","error":"out of \"luck\""}}`, complete},
			[]event.Event{start, {Kind: event.Error, Name: "upstream_error", ID: "ERROR", Status: 502, Raw: `out of \"luck\"`}}},
		{"an end without a word", []string{begun, `{"type":"message-end","delta":{"finish_reason":"TIMEOUT"}}`},
			[]event.Event{start, {Kind: event.Error, Name: "upstream_error", ID: "TIMEOUT", Status: 504, Raw: "the provider broke the reply off"}}},
		{"an error in the place of an event", []string{`{"id":"e","message":"too many tokens"}`},
			[]event.Event{{Kind: event.Error, Name: "upstream_error", Raw: "too many tokens"}}},
		{"no JSON", []string{begun, `<html>`},
			[]event.Event{start, {Kind: event.Error, Name: "invalid_reply", Status: 502, Raw: "<html>"}}},
		{"the terminator is no end", []string{begun, `[DONE]`},
			[]event.Event{start, {Kind: event.Error, Name: "invalid_reply", Status: 502, Raw: "[DONE]"}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, cut := range cuts {
				require.Equal(t, c.want, stream(frame.SSE, sse(c.frames...), cut))
			}
		})
	}
}

func TestBufferedReplies(t *testing.T) {
	const message = `{"id":"r1","message":{"role":"assistant","tool_plan":"p","content":[{"type":"thinking","thinking":"t"},{"type":"text","text":"a"}],` +
		`"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"null"}}],"citations":[{"start":0}]},` +
		`"logprobs":[{"text":"a","token_ids":[1],"logprobs":[-1e-3]}],"finish_reason":"MAX_TOKENS"}`
	require.Equal(t, []event.Event{
		{Kind: event.Start, ID: "r1"}, {Kind: event.Thinking, Index: planIndex, Raw: "p"},
		{Kind: event.Thinking, Raw: "t"}, {Kind: event.Text, Raw: "a"},
		{Kind: event.ToolCall, ID: "c", Name: "f"}, {Kind: event.ToolArgs, Raw: "{}"},
		{Kind: event.Extra, Name: "citations", Raw: `[{"start":0}]`},
		{Kind: event.Extra, Name: "logprobs", Raw: `{"content":[{"token":"a","logprob":-1e-3,"bytes":null,"top_logprobs":[]}],"refusal":null}`},
		{Kind: event.Finish, Reason: event.Length, Raw: "MAX_TOKENS"},
	}, whole(message))
	require.Equal(t, []event.Event{
		{Kind: event.Start, ID: "r"}, {Kind: event.ToolCall, Name: "f"}, {Kind: event.ToolArgs, Raw: `{\"a\":1}`},
		{Kind: event.UsageCount, Usage: event.Usage{Input: 3, Output: 4}}, {Kind: event.Finish},
	}, whole(`{"response_id":"r","text":"","tool_calls":[{"name":"f","parameters":{"a":1}}],"token_count":{"prompt_tokens":3,"response_tokens":4}}`))
	for body, words := range map[string]string{
		``: "the provider's reply is empty", `oops`: "oops", `{"message":"no"}`: "no", `{}`: "{}", `null`: "null", `{"message":{"content":`: `{"message":{"content":`,
	} {
		got := whole(body)
		require.Len(t, got, 1, body)
		require.Equal(t, event.Event{Kind: event.Error, Name: "invalid_reply", Status: 502, Raw: rewrite.Escape(words)}, got[0])
	}
}

func TestTextIsReadWithoutAllocating(t *testing.T) {
	r, room := newReader(&core.ReadOptions{}), make([]event.Event, 0, 8)
	f := frame.Frame{Name: "content-delta", Data: `{"type":"content-delta","index":1,"delta":{"message":{"content":{"text":" word"}}}}`}
	r.Frame(room, f)
	require.Zero(t, testing.AllocsPerRun(100, func() { r.Frame(room, f) }))
}

func TestModelsBecomeTheHubsList(t *testing.T) {
	got, ok := appendModels(nil, nil, `{"models":[{"name":"command-a","endpoints":["chat"]},{"name":""},{}]}`)
	require.True(t, ok)
	require.JSONEq(t, `{"object":"list","data":[{"id":"command-a","object":"model","created":0,"owned_by":"cohere"}]}`, string(got))
	for _, body := range []string{``, `{}`, `{"models":{}}`, `[`} {
		_, ok := appendModels(nil, nil, body)
		require.False(t, ok)
	}
}

func FuzzReader(f *testing.F) {
	f.Add(sse(begun, complete), true)
	f.Add(`{"is_finished":false,"event_type":"text-generation","text":"a"}`+"\n", false)
	f.Add(`{"message":{"content":[{"text":"a"}],"tool_calls":[{}]},"finish_reason":"ERROR"}`, false)
	f.Fuzz(func(t *testing.T, body string, isSSE bool) {
		kind := frame.Lines
		if isSSE {
			kind = frame.SSE
		}
		whole(body)
		require.Equal(t, stream(kind, body, 1), stream(kind, body, 1<<20))
		readFault(&core.Fault{}, body)
		appendModels(nil, nil, body)
		appendEmbeddings(nil, &core.ReadOptions{Request: &core.Request{Body: `{"encoding_format":"base64"}`}}, body)
	})
}
