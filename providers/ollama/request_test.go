package ollama

import (
	"encoding/json"
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/rewrite"

	"github.com/stretchr/testify/require"
)

type translate func(dst []byte, r *core.Request) ([]byte, *core.Fault)

func translated(t *testing.T, f translate, hub, want, dropped string) {
	t.Helper()
	r := &core.Request{Body: hub}
	got, fault := f(nil, r)
	require.Nil(t, fault)
	require.JSONEq(t, want, string(got))
	require.Equal(t, dropped, strings.Join(r.Dropped(), " "))
}

func TestMessages(t *testing.T) {
	cases := []struct{ name, hub, want, dropped string }{
		{"roles and parts", `{"role":"developer","content":"a"},{"role":"user","name":"n","content":[{"type":"text","text":"b"},{"type":"text","text":"c"}]}`,
			`{"role":"system","content":"a"},{"role":"user","content":"b\n\nc"}`, "messages[].name"},
		{"images stand beside the text", `{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}},{"type":"text","text":"t"},{"type":"image_url","image_url":"data:image/jpeg;base64,/9j/"}]}`,
			`{"role":"user","content":"t","images":["iVBO","/9j/"]}`, ""},
		{"calls and results", `{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\": \"\\\"\"}"}},{"function":{"name":"g","arguments":""}}]},{"role":"tool","tool_call_id":"c1","content":"1","is_error":true}`,
			`{"role":"assistant","content":"","tool_calls":[{"id":"c1","function":{"name":"f","arguments":{"a":"\""}}},{"function":{"name":"g","arguments":{}}}]},{"role":"tool","content":"1","tool_name":"f","tool_call_id":"c1"}`, "messages[].is_error"},
		{"an older client's call", `{"role":"assistant","content":"","function_call":{"name":"f","arguments":"{}"}},{"role":"function","name":"f","content":"1"}`,
			`{"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":{}}}]},{"role":"tool","content":"1","tool_name":"f"}`, ""},
		{"reasoning comes back", `{"role":"assistant","content":"8","reasoning_content":"r"},{"role":"assistant","content":"8","reasoning_content":"r","content_blocks":[{"type":"thinking","thinking":"5+3\n"},{"type":"text","text":"8"}]},{"role":"assistant","thinking":"own","content":"x"}`,
			`{"role":"assistant","content":"8","thinking":"r"},{"role":"assistant","content":"8","thinking":"5+3\n"},{"role":"assistant","content":"x","thinking":"own"}`, ""},
		{"a refusal is words", `{"role":"assistant","content":null,"refusal":"no"}`, `{"role":"assistant","content":"no"}`, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			translated(t, appendChat, `{"messages":[`+c.hub+`]}`, `{"messages":[`+c.want+`],"stream":false}`, c.dropped)
		})
	}
}

func TestSettings(t *testing.T) {
	const f, g = `{"type":"function","function":{"name":"f","parameters":{"a":1}}}`, `{"type":"function","function":{"name":"g"}}`
	cases := []struct{ name, hub, want, dropped string }{
		{"options", `{"model":"m","max_tokens":1,"max_completion_tokens":2,"temperature":0,"top_p":0.5,"top_k":3,"stop":"x","seed":7,"stream_options":{},"n":1,"user":"u"}`,
			`{"model":"m","options":{"num_predict":2,"temperature":0,"top_p":0.5,"top_k":3,"stop":["x"],"seed":7}`, "user"},
		{"Ollama's own hold", `{"options":{"num_ctx":8192,"temperature":1},"temperature":0,"keep_alive":"5m","think":"low","thinking":{"type":"enabled"},"reasoning_effort":"high","format":"json","response_format":{"type":"text"},"logprobs":true,"top_logprobs":2}`,
			`{"options":{"num_ctx":8192,"temperature":1},"keep_alive":"5m","think":"low","format":"json","logprobs":true,"top_logprobs":2`, ""},
		{"a schema", `{"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}}}`, `{"format":{"type":"object"}`, ""},
		{"an object", `{"response_format":{"type":"json_object"}}`, `{"format":"json"`, ""},
		{"an unknown format", `{"response_format":{"type":"grammar"}}`, `{`, "response_format"},
		{"thinking", `{"thinking":{"type":"enabled","budget_tokens":9},"reasoning_effort":"low"}`, `{"think":true`, "thinking.budget_tokens"},
		{"as the model likes", `{"thinking":{"type":"adaptive"}}`, `{`, ""},
		{"no thinking", `{"thinking":{"type":"disabled"}}`, `{"think":false`, ""},
		{"an effort", `{"reasoning_effort":"xhigh"}`, `{"think":"high"`, ""},
		{"no effort", `{"reasoning_effort":"none"}`, `{"think":false`, ""},
		{"tools", `{"tools":[` + f + `,{"type":"web_search"},{"type":"function","function":{"name":"g","strict":true}}],"tool_choice":"required","parallel_tool_calls":false}`,
			`{"tools":[` + f + `,` + g + `]`, "tools[1] tools[].function.strict tool_choice parallel_tool_calls"},
		{"no tools", `{"tools":[` + f + `],"tool_choice":"none"}`, `{`, ""},
		{"one tool", `{"tools":[` + f + `,` + g + `],"tool_choice":{"type":"function","function":{"name":"g"}}}`, `{"tools":[` + g + `]`, "tool_choice"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			want := c.want + `,"stream":false}`
			translated(t, appendChat, c.hub, strings.Replace(want, `{,`, `{`, 1), c.dropped)
		})
	}
	translated(t, appendGenerate, `{"model":"m","prompt":"a","suffix":"b","raw":true,"max_tokens":1,"logprobs":3,"echo":true}`,
		`{"model":"m","prompt":"a","suffix":"b","raw":true,"stream":false,"options":{"num_predict":1}}`, "logprobs echo")
	translated(t, appendEmbed, `{"model":"m","input":["a"],"dimensions":5,"encoding_format":"base64","user":"u"}`, `{"model":"m","input":["a"],"dimensions":5}`, "user")
	streaming, fault := appendChat(nil, &core.Request{Body: `{"stream":true}`, Stream: true})
	require.Nil(t, fault)
	require.Equal(t, `{"stream":true}`, string(streaming))
}

func TestRefusedRequestsNameTheMember(t *testing.T) {
	cases := []struct {
		f          translate
		hub, param string
	}{
		{appendChat, `{"messages":7}`, "messages"},
		{appendChat, `{"messages":[{"role":"robot"}]}`, "messages[0].role"},
		{appendChat, `{"messages":[{"role":"user","content":7}]}`, "messages[0].content"},
		{appendChat, `{"messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{}}]}]}`, "messages[0].content[0]"},
		{appendChat, `{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://h.test/a.png"}}]}]}`, "messages[0].content[0].image_url"},
		{appendChat, `{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"[1]"}}]}]}`, "messages[0].tool_calls[0]"},
		{appendChat, `{"messages":[{"role":"assistant","tool_calls":[{"type":"custom","custom":{}}]}]}`, "messages[0].tool_calls[0]"},
		{appendGenerate, `{"prompt":["a","b"]}`, "prompt"},
		{appendGenerate, `{"prompt":[1,2]}`, "prompt"},
	}
	for _, c := range cases {
		_, fault := c.f(nil, &core.Request{Body: c.hub})
		require.NotNil(t, fault, c.hub)
		require.Equal(t, c.param, fault.Param)
	}
}

func FuzzRequest(f *testing.F) {
	f.Add(`{"model":"m","messages":[{"role":"assistant","content":[{"type":"text","text":"a"}],"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}],"options":{"a":1},"stop":"x"}`)
	f.Add(`{"prompt":"a","input":"b","thinking":{},"response_format":{"type":"json_schema"},"tools":[{"function":{"name":1}}]}`)
	f.Fuzz(func(t *testing.T, hub string) {
		if _, ok := rewrite.Check(hub); !ok || !strings.HasPrefix(hub, "{") {
			return
		}
		for _, translate := range []translate{appendChat, appendGenerate, appendEmbed} {
			if out, fault := translate(nil, &core.Request{Body: hub}); fault == nil {
				require.True(t, json.Valid(out), "%s", out)
			}
		}
	})
}
