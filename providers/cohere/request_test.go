package cohere

import (
	"encoding/json"
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/rewrite"

	"github.com/stretchr/testify/require"
)

type translate func(dst []byte, r *core.Request) ([]byte, *core.Fault)

// translated compares what a hub request becomes, and what is dropped of it.
func translated(t *testing.T, f translate, hub, want, dropped string) {
	t.Helper()
	r := &core.Request{Body: hub}
	got, fault := f(nil, r)
	require.Nil(t, fault)
	require.JSONEq(t, want, string(got))
	require.Equal(t, dropped, strings.Join(r.Dropped(), " "))
}

// messages is a hub request, or Cohere's, with these messages.
func messages(list string) string { return `{"messages":[` + list + `]}` }

func TestMessages(t *testing.T) {
	cases := []struct{ name, hub, want, dropped string }{
		{"roles", `{"role":"developer","content":"a"},{"role":"system","content":[{"type":"text","text":"b"}]},{"role":"user","content":"c","name":"n"}`,
			`{"role":"system","content":"a"},{"role":"system","content":[{"type":"text","text":"b"}]},{"role":"user","content":"c"}`, "messages[].name"},
		{"images", `{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://h.test/a.png","detail":"low"}},{"type":"image_url","image_url":"data:x"},{"type":"text","text":"t","cache_control":{}}]}`,
			`{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://h.test/a.png","detail":"low"}},{"type":"image_url","image_url":{"url":"data:x"}},{"type":"text","text":"t"}]}`,
			"messages[].content[].cache_control"},
		{"calls and results", `{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"","thought_signature":"s"}}]},{"role":"tool","tool_call_id":"c","content":"15 C","is_error":false}`,
			`{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"15 C"}`,
			"messages[].tool_calls[].function.thought_signature messages[].is_error"},
		{"words, a plan and calls", `{"role":"assistant","content":"ok","reasoning_content":"first f","tool_calls":[{"id":"c","function":{"name":"f","arguments":"{\"a\": 1}"}}]}`,
			`{"role":"assistant","tool_plan":"first f","content":"ok","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\": 1}"}}]}`, ""},
		{"Cohere's own plan and documents", `{"role":"assistant","tool_plan":"p","reasoning_content":"r","tool_calls":[{"id":"c","function":{"name":"f"}}]},{"role":"tool","tool_call_id":"c","content":[{"type":"document","document":{"data":{"a":"1"}}}]}`,
			`{"role":"assistant","tool_plan":"p","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":[{"type":"document","document":{"data":{"a":"1"}}}]}`, ""},
		{"reasoning comes back before the words", `{"role":"assistant","content":"8","content_blocks":[{"type":"thinking","thinking":"5+3\n"},{"type":"redacted_thinking","data":"x"},{"type":"text","text":"8"}]}`,
			`{"role":"assistant","content":[{"type":"thinking","thinking":"5+3\n"},{"type":"text","text":"8"}]}`, "messages[].content_blocks[].redacted_thinking"},
		{"a refusal is words", `{"role":"assistant","content":null,"refusal":"no"},{"role":"assistant","content":[{"type":"refusal","refusal":"no"}]}`,
			`{"role":"assistant","content":"no"},{"role":"assistant","content":[{"type":"text","text":"no"}]}`, ""},
		{"an older client's call", `{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},{"role":"function","name":"f","content":"1"}`,
			`{"role":"assistant","tool_calls":[{"id":"call_0","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_0","content":"1"}`, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { translated(t, appendRequest, messages(c.hub), messages(c.want), c.dropped) })
	}
}

func TestSettings(t *testing.T) {
	cases := []struct{ name, hub, want, dropped string }{
		{"names", `{"model":"m","max_tokens":1,"max_completion_tokens":2,"top_p":0.5,"top_k":3,"stop":"x","seed":7,"stream":true,"stream_options":{"include_usage":true},"n":2,"user":null,"logit_bias":{}}`,
			`{"model":"m","max_tokens":2,"p":0.5,"k":3,"stop_sequences":["x"],"seed":7,"stream":true}`, "n logit_bias"},
		{"Cohere's own", `{"p":0.9,"top_p":0.1,"k":1,"top_k":2,"documents":["d"],"citation_options":{"mode":"FAST"},"safety_mode":"STRICT","stop":["a","b"],"logprobs":true,"top_logprobs":2}`,
			`{"p":0.9,"k":1,"documents":["d"],"citation_options":{"mode":"FAST"},"safety_mode":"STRICT","stop_sequences":["a","b"],"logprobs":true}`, "top_logprobs"},
		{"a schema", `{"response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"type":"object"}}}}`,
			`{"response_format":{"type":"json_object","json_schema":{"type":"object"}}}`, ""},
		{"an object", `{"response_format":{"type":"json_object"}}`, `{"response_format":{"type":"json_object"}}`, ""},
		{"thinking", `{"thinking":{"type":"enabled","budget_tokens":9,"display":"omitted"},"reasoning_effort":"none"}`,
			`{"thinking":{"type":"enabled","token_budget":9}}`, "thinking.display reasoning_effort"},
		{"as the model likes", `{"thinking":{"type":"adaptive"}}`, `{}`, ""},
		{"no thinking", `{"reasoning_effort":"none"}`, `{"thinking":{"type":"disabled"}}`, ""},
		{"an effort", `{"reasoning_effort":"high","thinking":{"type":"disabled"}}`, `{"thinking":{"type":"disabled"}}`, "reasoning_effort"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { translated(t, appendRequest, c.hub, c.want, c.dropped) })
	}
}

func TestTools(t *testing.T) {
	const (
		f, g  = `{"type":"function","function":{"name":"f","parameters":{"a":1}}}`, `{"type":"function","function":{"name":"g","description":"d","strict":true}}`
		wireG = `{"type":"function","function":{"name":"g","description":"d","parameters":{"type":"object","properties":{}}}}`
	)
	cases := []struct{ name, hub, want, dropped string }{
		{"auto", `{"tools":[` + f + `],"tool_choice":"auto","parallel_tool_calls":true}`, `{"tools":[` + f + `]}`, ""},
		{"required", `{"tools":[` + f + `],"tool_choice":"required","parallel_tool_calls":false}`, `{"tools":[` + f + `],"tool_choice":"REQUIRED"}`, "parallel_tool_calls"},
		{"none", `{"tools":[` + f + `],"tool_choice":"none"}`, `{"tools":[` + f + `],"tool_choice":"NONE"}`, ""},
		{"one of two", `{"tools":[` + f + `,` + g + `],"tool_choice":{"type":"function","function":{"name":"g"}}}`, `{"tools":[` + wireG + `],"tool_choice":"REQUIRED","strict_tools":true}`, ""},
		{"some of two", `{"tools":[` + f + `,` + g + `],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":{"name":"f"}}]}}}`, `{"tools":[` + f + `]}`, ""},
		{"others", `{"tools":[{"type":"web_search"},{"type":"function","cache_control":{},"function":{"name":"f","parameters":{"a":1}}}],"strict_tools":false}`,
			`{"tools":[` + f + `],"strict_tools":false}`, "tools[0] tools[].cache_control"},
		{"a choice without tools", `{"tool_choice":"required"}`, `{}`, "tool_choice"},
		{"functions", `{"functions":[{"name":"f","parameters":{"a":1}}],"function_call":"none"}`, `{"tools":[` + f + `],"tool_choice":"NONE"}`, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { translated(t, appendRequest, c.hub, c.want, c.dropped) })
	}
}

func TestCompletionsAndEmbeddings(t *testing.T) {
	translated(t, appendCompletion, `{"model":"m","prompt":["Hi"],"max_tokens":5,"suffix":"x","logprobs":3}`,
		`{"model":"m","messages":[{"role":"user","content":"Hi"}],"max_tokens":5}`, "suffix logprobs")
	const end = `,"input_type":"search_document","embedding_types":["float"]}`
	cases := []struct{ name, hub, want, dropped string }{
		{"a text", `{"model":"m","input":"a\n","dimensions":64,"encoding_format":"base64","user":"u"}`, `{"model":"m","texts":["a\n"],"output_dimension":64` + end, "user"},
		{"texts", `{"input":["a",{"text":"b"}],"truncate":"END"}`, `{"texts":["a","b"],"truncate":"END"` + end, ""},
		{"a query", `{"input":"a","input_type":"search_query","embedding_types":["int8"]}`, `{"texts":["a"],"input_type":"search_query","embedding_types":["int8"]}`, ""},
		{"images", `{"input":[{"image":{"url":"data:image/gif;base64,R0"}},{"image":{"base64":"/9j/"}},{"image":{"base64":"iVBO"}}]}`,
			`{"images":["data:image/gif;base64,R0","data:image/jpeg;base64,/9j/","data:image/png;base64,iVBO"]` + end, ""},
		{"both", `{"input":["a",{"image":{"base64":"data:image/png;base64,iVBO"}}]}`,
			`{"inputs":[{"content":[{"type":"text","text":"a"}]},{"content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}}]}]` + end, ""},
		{"Cohere's own", `{"texts":["a"],"output_dimension":1,"dimensions":2}`, `{"texts":["a"],"output_dimension":1` + end, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { translated(t, appendEmbed, c.hub, c.want, c.dropped) })
	}
	reply, ok := appendEmbeddings(nil, &core.ReadOptions{Model: "m", Request: &core.Request{Body: `{"encoding_format":"base64"}`}},
		`{"embeddings":{"int8":[[1]],"float":[[0.5],[1]]},"meta":{"billed_units":{"input_tokens":2,"image_tokens":3}}}`)
	require.True(t, ok)
	require.JSONEq(t, `{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AAAAPw=="},{"object":"embedding","index":1,"embedding":"AACAPw=="}],
		"model":"m","usage":{"prompt_tokens":5,"total_tokens":5}}`, string(reply))
	for _, body := range []string{`{`, `{}`, `{"embeddings":{"float":{}}}`, `{"embeddings":[1]}`} {
		_, ok := appendEmbeddings(nil, &core.ReadOptions{Request: &core.Request{}}, body)
		require.False(t, ok, body)
	}
}

func TestRefusedRequestsNameTheMember(t *testing.T) {
	cases := []struct {
		f          translate
		hub, param string
	}{
		{appendRequest, `{"messages":{}}`, "messages"},
		{appendRequest, messages(`{"role":"user","content":"a"},{"role":"robot"}`), "messages[1].role"},
		{appendRequest, messages(`{"role":"user","content":7}`), "messages[0].content"},
		{appendRequest, messages(`{"role":"user","content":[{"type":"text","text":"a"},{"type":"input_audio","input_audio":{}}]}`), "messages[0].content[1]"},
		{appendRequest, messages(`{"role":"system","content":[{"type":"image_url","image_url":{}}]}`), "messages[0].content[0]"},
		{appendRequest, messages(`{"role":"assistant","tool_calls":[{"id":"a","type":"custom","custom":{}}]}`), "messages[0].tool_calls[0]"},
		{appendCompletion, `{"prompt":["a","b"]}`, "prompt"},
		{appendCompletion, `{"prompt":[[1,2]]}`, "prompt"},
		{appendEmbed, `{"input":[1,2]}`, "input"},
		{appendEmbed, `{"input":[{"video":{}}]}`, "input"},
	}
	for _, c := range cases {
		_, fault := c.f(nil, &core.Request{Body: c.hub})
		require.NotNil(t, fault, c.hub)
		require.Equal(t, 400, fault.Status)
		require.Equal(t, c.param, fault.Param)
	}
}

func FuzzRequest(f *testing.F) {
	f.Add(`{"model":"m","messages":[{"role":"assistant","content":[{"type":"text","text":"a"}],"tool_calls":[{"function":{"name":"f"}}]}],"tools":[{"function":{"strict":true}}],"tool_choice":{"function":{"name":"f"}}}`)
	f.Add(`{"prompt":"a","input":[{"image":{"base64":"/9j/"}},"b"],"thinking":{},"response_format":{"type":"json_schema"}}`)
	f.Fuzz(func(t *testing.T, hub string) {
		if _, ok := rewrite.Check(hub); !ok || !strings.HasPrefix(hub, "{") {
			return
		}
		for _, translate := range []translate{appendRequest, appendCompletion, appendEmbed} {
			if out, fault := translate(nil, &core.Request{Body: hub}); fault == nil {
				require.True(t, json.Valid(out), "%s", out)
			}
		}
	})
}
