package anthropic

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core"
	"causeway/core/proof"
)

const hubHi = `"messages":[{"role":"user","content":"hi"}]`

// hubCases are bodies of Messages requests and what the hub gets.
var hubCases = []struct{ name, body, want string }{
	{"a string stays a string", `{"model":"m","max_tokens":5,"top_k":3,` + hi + `}`, `{"model":"m","max_tokens":5,"top_k":3,` + hubHi + `}`},
	{
		"the system prompt is the first message, whichever way it is written",
		`{"messages":[{"role":"user","content":"hi"}],"system":"a \"b\"\n"}`,
		`{"messages":[{"role":"system","content":"a \"b\"\n"},{"role":"user","content":"hi"}]}`,
	},
	{
		"its blocks keep their cache marks",
		`{"system":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}],` + hi + `}`,
		`{"messages":[{"role":"system","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}]},{"role":"user","content":"hi"}]}`,
	},
	{"an empty system prompt is none", `{"system":"",` + hi + `}`, `{` + hubHi + `}`},
	{
		"images and documents",
		`{"messages":[{"role":"user","content":[
			{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA\/="},"cache_control":{"type":"ephemeral"}},
			{"type":"image","source":{"type":"url","url":"https://x/y.png"}},
			{"type":"image","source":{"type":"file","file_id":"f1"}},
			{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"},"title":"T","citations":{"enabled":true}},
			{"type":"document","source":{"type":"text","media_type":"text/plain","data":"a\nb"},"context":"c"},
			{"type":"document","source":{"type":"url","url":"https://x/y.pdf"}},
			{"type":"document","source":{"type":"file","file_id":"f2"}},
			{"type":"document","source":{"type":"content","content":"x"}},
			{"type":"search_result","source":"s","title":"t","content":[]}]}]}`,
		`{"messages":[{"role":"user","content":[` +
			`{"type":"image_url","image_url":{"url":"data:image/png;base64,AA\/="},"cache_control":{"type":"ephemeral"}},` +
			`{"type":"image_url","image_url":{"url":"https://x/y.png"}},` +
			`{"type":"image","source":{"type":"file","file_id":"f1"}},` +
			`{"type":"file","file":{"file_data":"data:application/pdf;base64,JVBE","filename":"T"},"citations":{"enabled":true}},` +
			`{"type":"file","file":{"file_data":"data:text/plain;base64,YQpi"},"context":"c"},` +
			`{"type":"file","file":{"file_url":"https://x/y.pdf"}},` +
			`{"type":"file","file":{"file_id":"f2"}},` +
			`{"type":"document","source":{"type":"content","content":"x"}},` +
			`{"type":"search_result","source":"s","title":"t","content":[]}]}]}`,
	},
	{
		"results go before the text of their turn",
		`{"messages":[{"role":"user","content":[{"type":"text","text":"and"},
			{"type":"tool_result","tool_use_id":"a","content":"one","is_error":false,"cache_control":{"type":"ephemeral"}},
			{"type":"tool_result","tool_use_id":"b","is_error":true,"content":[{"type":"text","text":"two"},
				{"type":"image","source":{"type":"url","url":"https://x/y.png"}}]},
			{"type":"tool_result","tool_use_id":"c"}]}]}`,
		`{"messages":[{"role":"tool","tool_call_id":"a","content":"one","cache_control":{"type":"ephemeral"}},` +
			`{"role":"tool","tool_call_id":"b","content":[{"type":"text","text":"two"},{"type":"image_url","image_url":{"url":"https://x/y.png"}}],"is_error":true},` +
			`{"role":"tool","tool_call_id":"c","content":""},` +
			`{"role":"user","content":[{"type":"text","text":"and"}]}]}`,
	},
	{
		"what the assistant said, and its calls",
		`{"messages":[{"role":"assistant","content":[{"type":"text","text":"so"},
			{"type":"tool_use","id":"a","name":"f","input":{ "q" : "x\"y\n" },"caller":{"type":"direct"}},
			{"type":"tool_use","id":"b","name":"g","input":{},"cache_control":{"type":"ephemeral"}}]},
			{"role":"assistant","content":[{"type":"tool_use","id":"c","name":"h","input":"no obj"}]},
			{"role":"assistant","content":[]}]}`,
		`{"messages":[{"role":"assistant","content":"so","tool_calls":[` +
			`{"id":"a","type":"function","function":{"name":"f","arguments":"{\"q\":\"x\\\"y\\n\"}"},"caller":{"type":"direct"}},` +
			`{"id":"b","type":"function","function":{"name":"g","arguments":"{}"},"cache_control":{"type":"ephemeral"}}]},` +
			`{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"h","arguments":"no obj"}}]},` +
			`{"role":"assistant","content":""}]}`,
	},
	{
		"thinking and server tools are told in their order",
		`{"messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"S/=="},
			{"type":"redacted_thinking","data":"D"},{"type":"text","text":"a"},{"type":"server_tool_use","id":"s","name":"web_search","input":{}},
			{"type":"tool_use","id":"u","name":"f","input":{}},{"type":"text","text":"b","citations":null}]}]}`,
		`{"messages":[{"role":"assistant","content":[{"type":"text","text":"a"},{"type":"text","text":"b","citations":null}],` +
			`"content_blocks":[{"type":"thinking","thinking":"t","signature":"S/=="},{"type":"redacted_thinking","data":"D"},` +
			`{"type":"text","text":"a"},{"type":"server_tool_use","id":"s","name":"web_search","input":{}},` +
			`{"type":"tool_use","id":"u"},{"type":"text","text":"b","citations":null}],` +
			`"tool_calls":[{"id":"u","type":"function","function":{"name":"f","arguments":"{}"}}]}]}`,
	},
	{
		"a proof is taken out of the id that carried it",
		`{"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a__proof__Uy89","name":"f","input":{}}]},
			{"role":"user","content":[{"type":"tool_result","tool_use_id":"a__proof__Uy89","content":"r"}]}]}`,
		`{"messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function",` +
			`"function":{"name":"f","arguments":"{}","thought_signature":"S/="}}]},{"role":"tool","tool_call_id":"a","content":"r"}]}`,
	},
	{
		"tools",
		`{` + hi + `,"tools":[{"name":"f","description":"d","input_schema":{"type":"object"},"strict":true,"cache_control":{"type":"ephemeral"}},
			{"type":"custom","name":"g","input_schema":{"type":"object","properties":{}},"defer_loading":true},
			{"type":"web_search_20250305","name":"web_search"}],"tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true}}`,
		`{` + hubHi + `,"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"},"strict":true},"cache_control":{"type":"ephemeral"}},` +
			`{"type":"function","function":{"name":"g","parameters":{"type":"object","properties":{}}},"defer_loading":true},` +
			`{"type":"web_search_20250305","name":"web_search"}],"tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false}`,
	},
	{"tool_choice any", `{` + hi + `,"tool_choice":{"type":"any"}}`, `{` + hubHi + `,"tool_choice":"required"}`},
	{"tool_choice none", `{` + hi + `,"tool_choice":{"type":"none"}}`, `{` + hubHi + `,"tool_choice":"none"}`},
	{
		"the rest",
		`{` + hi + `,"stream":true,"stop_sequences":["a"],"metadata":{"user_id":"u"},"service_tier":"standard_only",` +
			`"thinking":{"type":"adaptive"},"output_config":{"effort":"low","format":{"type":"json_schema","schema":{"type":"object"}},"task_budget":{"total":1}},"system":null}`,
		`{` + hubHi + `,"stream":true,"stream_options":{"include_usage":true},"stop":["a"],"user":"u","service_tier":"default",` +
			`"thinking":{"type":"adaptive"},"reasoning_effort":"low","response_format":{"type":"json_schema","json_schema":{"name":"reply","strict":true,"schema":{"type":"object"}}},` +
			`"output_config":{"task_budget":{"total":1}}}`,
	},
}

func TestHub(t *testing.T) {
	for _, c := range hubCases {
		t.Run(c.name, func(t *testing.T) {
			got, fault := hub(nil, &core.Request{Body: c.body})
			require.Nil(t, fault)
			require.Equal(t, c.want, string(got))
			if !strings.Contains(c.body, "no obj") && !proof.Stands(c.body) {
				requireSameRequest(t, c.body)
			}
		})
	}
}

func TestHubNeedsMessages(t *testing.T) {
	for _, body := range []string{`{}`, `{"messages":"hi"}`, `[]`, `1`} {
		_, fault := hub(nil, &core.Request{Body: body})
		require.NotNil(t, fault, body)
		require.Equal(t, 400, fault.Status)
		require.Equal(t, "messages", fault.Param)
	}
}

// What a client said survives the hub, for those of Anthropic's models that other clouds serve.
func TestRecordedRequestsSurviveTheHub(t *testing.T) {
	for _, dir := range []string{"anthropic", "azure-anthropic", "vertex-anthropic"} {
		files, err := filepath.Glob(filepath.Join(fixtures, dir, "*.json"))
		require.NoError(t, err)
		if len(files) == 0 {
			t.Logf("no recordings in %s", filepath.Join(fixtures, dir))
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			require.NoError(t, err)
			var r struct {
				Endpoint string
				Request  struct{ Body json.RawMessage }
				Response struct{ Status int }
			}
			require.NoError(t, json.Unmarshal(raw, &r))
			if r.Endpoint == "messages" && r.Response.Status < 400 && len(r.Request.Body) > len("null") {
				t.Run(filepath.Join(dir, filepath.Base(file)), func(t *testing.T) { requireSameRequest(t, string(r.Request.Body)) })
			}
		}
	}
}

func FuzzHub(f *testing.F) {
	for _, c := range hubCases {
		f.Add(c.body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if !json.Valid([]byte(body)) {
			return
		}
		if got, fault := hub(nil, &core.Request{Body: body}); fault == nil {
			require.True(t, json.Valid(got), "%s", got)
			_, _ = Messages.Request(nil, &core.Request{Body: string(got), Model: "claude-x"})
		}
	})
}

func BenchmarkHub(b *testing.B) {
	r := core.Request{Body: hubCases[len(hubCases)-5].body}
	dst := make([]byte, 0, 4<<10)
	b.ReportAllocs()
	for b.Loop() {
		dst, _ = hub(dst[:0], &r)
	}
}

// requireSameRequest sends a Messages request through the hub and back.
func requireSameRequest(t *testing.T, body string) {
	t.Helper()
	var want map[string]any
	require.NoError(t, json.Unmarshal([]byte(body), &want))
	inHub, fault := hub(nil, &core.Request{Body: body})
	require.Nil(t, fault)
	require.True(t, json.Valid(inHub), "%s", inHub)
	model, _ := want["model"].(string)
	stream, _ := want["stream"].(bool)
	if model == "" {
		model = "claude-sonnet-4-6"
	}
	r := &core.Request{Body: string(inHub), Model: model, Stream: stream}
	back, fault := Messages.Request(nil, r)
	require.Nil(t, fault)
	var got map[string]any
	require.NoError(t, json.Unmarshal(back, &got), "%s", back)
	if _, ok := want["max_tokens"]; !ok {
		delete(got, "max_tokens")
	}
	require.Equal(t, plainRequest(want), plainRequest(got), "%s\n%s", inHub, r.Dropped())
}

// plainRequest is a request without what means nothing.
func plainRequest(r map[string]any) map[string]any {
	for key, value := range r {
		if value == nil || value == "" || key == "stream" && value == false {
			delete(r, key)
		}
	}
	if r["thinking"] != nil && r["temperature"] == 1.0 {
		delete(r, "temperature") // thinking takes no other
	}
	if format, ok := r["output_format"]; ok {
		delete(r, "output_format")
		r["output_config"] = map[string]any{"format": format}
	}
	if s, ok := r["system"]; ok {
		r["system"] = plainBlocks(s)
	}
	turns := []any{}
	for _, m := range r["messages"].([]any) {
		turn := m.(map[string]any)
		blocks := plainBlocks(turn["content"])
		if len(blocks) == 0 {
			continue
		}
		if last := len(turns) - 1; last >= 0 && turns[last].(map[string]any)["role"] == turn["role"] {
			turns[last].(map[string]any)["content"] = append(turns[last].(map[string]any)["content"].([]any), blocks...)
			continue
		}
		turns = append(turns, map[string]any{"role": turn["role"], "content": blocks})
	}
	r["messages"] = turns
	tools, _ := r["tools"].([]any)
	for _, tool := range tools {
		plainMembers(tool.(map[string]any))
		if tool.(map[string]any)["type"] == "custom" {
			delete(tool.(map[string]any), "type")
		}
	}
	if choice, ok := r["tool_choice"].(map[string]any); ok && choice["disable_parallel_tool_use"] == false {
		delete(choice, "disable_parallel_tool_use")
	}
	if len(tools) == 0 {
		delete(r, "tools")
		delete(r, "tool_choice")
	}
	return r
}

// plainBlocks are blocks whichever way they are written, results first.
func plainBlocks(content any) []any {
	results, others := []any{}, []any{}
	if s, ok := content.(string); ok {
		content = []any{map[string]any{"type": "text", "text": s}}
	}
	list, _ := content.([]any)
	for _, b := range list {
		block := b.(map[string]any)
		plainMembers(block)
		if block["is_error"] == false {
			delete(block, "is_error")
		}
		switch {
		case block["type"] == "tool_result":
			block["content"] = plainBlocks(block["content"])
			results = append(results, block)
		case block["type"] != "text" || strings.TrimSpace(block["text"].(string)) != "":
			others = append(others, block)
		}
	}
	return append(results, others...)
}

func plainMembers(m map[string]any) {
	for key, value := range m {
		if value == nil {
			delete(m, key)
		}
	}
}
