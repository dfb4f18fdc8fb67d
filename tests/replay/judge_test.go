package replay

import (
	"strings"
	"testing"

	"causeway/core"
	"causeway/providers"
	"causeway/tests/conversation"

	"github.com/stretchr/testify/require"
)

// Replies of our own, one for each wire, each of which says Hello.
var told = []struct{ provider, endpoint, kind, body string }{
	{"groq", "chat", "text/event-stream", `data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Hello"},"finish_reason":null}]}

data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}}

data: [DONE]

`},
	{"anthropic", "messages", "application/json", `{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":5}}`},
	{"gemini", "generate_content", "application/json", `{"candidates":[{"content":{"role":"model","parts":[{"text":"Hello"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":5}}`},
	{"openai-responses", "responses", "application/json", `{"id":"resp_1","object":"response","created_at":1,"status":"completed","model":"m","error":null,"incomplete_details":null,"output":[{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hello","annotations":[]}]}],"usage":{"input_tokens":3,"input_tokens_details":{"cached_tokens":0},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":8}}`},
	{"bedrock", "converse", "application/json", `{"output":{"message":{"role":"assistant","content":[{"text":"Hello"}]}},"stopReason":"end_turn","usage":{"inputTokens":3,"outputTokens":5,"totalTokens":8}}`},
	{"cohere", "chat", "application/json", `{"id":"1","message":{"role":"assistant","content":[{"type":"text","text":"Hello"}]},"finish_reason":"COMPLETE","usage":{"tokens":{"input_tokens":3,"output_tokens":5}}}`},
	{"ollama", "chat", "application/json", `{"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"Hello"},"done":true,"done_reason":"stop","prompt_eval_count":3,"eval_count":5}`},
}

// TestJudgeNoticesWhatGatewaysGetWrong has the gateway's own replies falsified on their way to the client.
func TestJudgeNoticesWhatGatewaysGetWrong(t *testing.T) {
	wrong := map[string]func(string) string{
		"another text":   swap(`Hel`, `Hal`),
		"nothing":        func(string) string { return "" },
		"no finish":      swap(`"stop"`, `null`, `"end_turn"`, `null`, `"completed"`, `null`),
		"another count":  swap(`tokens":5`, `tokens":4`),
		"no JSON":        swap(`{`, `(`),
		"the key":        func(s string) string { return s + Key },
		"no ending":      swap("[DONE]", "", "message_stop", "message_stopped", "response.completed", "response.over"),
		"one byte fewer": func(s string) string { return s[:max(0, len(s)-1)] },
	}
	for _, of := range told {
		r := &Recording{File: of.provider, Provider: of.provider, Endpoint: of.endpoint, Model: "m", Stream: strings.HasPrefix(of.kind, "text/")}
		r.Response.Status, r.Response.Body, r.Response.Headers = 200, of.body, map[string]string{"content-type": of.kind}
		require.Empty(t, falsified(func(s string) string { return s }).Judge(r), of.provider)
		for name, falsify := range wrong {
			require.NotEmpty(t, falsified(falsify).Judge(r), "%s: %s", of.provider, name)
		}
	}
}

// falsified is the gateway with every piece that it writes changed.
func falsified(change func(string) string) *Bench {
	gateway := providers.Gateway()
	return &Bench{Cuts: conversation.Cuts()[:2], Open: func(call core.Call, nowMs int64, seed uint64) core.Machine {
		return &falsifier{gateway.Open(call, nowMs, seed), change}
	}}
}

type falsifier struct {
	core.Machine
	change func(string) string
}

func (f *falsifier) Next() core.Action {
	a := f.Machine.Next()
	if a.Kind == core.Write {
		a.Body = f.change(a.Body)
	}
	return a
}

func swap(pairs ...string) func(string) string { return strings.NewReplacer(pairs...).Replace }
