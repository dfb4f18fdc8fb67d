package responses

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core"
	"causeway/core/rewrite"
)

var hubCases = []struct{ name, in, want, dropped string }{
	{"a string", `{"model":"m","input":"Hi","instructions":"","background":false,"store":false,"truncation":"disabled","top_logprobs":0,"user":null,"provider":{"only":["x"]}}`,
		`{"model":"m","messages":[{"role":"user","content":"Hi"}],"provider":{"only":["x"]}}`, ""},
	{"a stream", `{"input":"Hi","stream":true,"stream_options":{"include_obfuscation":false}}`,
		`{"messages":[{"role":"user","content":"Hi"}],"stream":true,"stream_options":{"include_usage":true}}`, ""},
	{"parts", `{"input":[{"role":"user","content":[{"type":"input_text","text":"a","prompt_cache_breakpoint":{}},{"type":"input_image","image_url":"u","detail":"low"},{"type":"input_file","file_id":"f","filename":null},{"type":"input_audio","input_audio":{"data":"QQ==","format":"wav"}}]}]}`,
		`{"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"u","detail":"low"}},{"type":"file","file":{"file_id":"f"}},{"type":"input_audio","input_audio":{"data":"QQ==","format":"wav"}}]}]}`, "input[].content[].prompt_cache_breakpoint"},
	{"what the model said is one message", `{"input":[{"role":"assistant","content":"a"},{"type":"message","id":"msg_1","phase":"commentary","role":"assistant","content":[{"type":"output_text","text":"b","annotations":[]},{"type":"refusal","refusal":"no"}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":""}]}`,
		`{"messages":[{"role":"assistant","content":[{"type":"text","text":"a"},{"type":"text","text":"b"},{"type":"refusal","refusal":"no"}],"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":""}]}`, ""},
	{"an order that chat has not", `{"input":[{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"role":"assistant","content":"a"}]}`,
		`{"messages":[{"role":"assistant","content":"a","content_blocks":[{"type":"tool_use","id":"c"},{"type":"text","text":"a"}],"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}]}`, ""},
	{"reasoning", `{"input":[{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":"b"}],"encrypted_content":"causeway:signature:S"},{"type":"reasoning","summary":[],"encrypted_content":"causeway:redacted:D"},{"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"c"}],"encrypted_content":"gAAA"},{"type":"reasoning","summary":[],"encrypted_content":"gAAB"},{"type":"item_reference","id":"rs_9"}]}`,
		`{"messages":[{"role":"assistant","content":null,"content_blocks":[{"type":"thinking","thinking":"ab","signature":"S"},{"type":"redacted_thinking","data":"D"},{"type":"thinking","thinking":"c"}]}]}`, "input[].reasoning,input[].item_reference"},
	{"a proof in an id", `{"input":[{"type":"function_call","call_id":"c__proof__Uy89","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c__proof__Uy89","output":[{"type":"input_text","text":"r"}]}]}`,
		`{"messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}","thought_signature":"S/="}}]},{"role":"tool","tool_call_id":"c","content":"r"}]}`, ""},
	{"what OpenAI's tools did", `{"input":[{"type":"web_search_call","id":"ws_1","action":{}},{"role":"user","content":"Hi"}]}`, `{"messages":[{"role":"user","content":"Hi"}]}`, "input[].web_search_call"},
	{"tools", `{"input":"Hi","tools":[{"type":"function","name":"f","description":null,"parameters":{},"strict":true,"defer_loading":true},{"type":"custom","name":"p"},{"type":"mcp"}],"tool_choice":{"type":"function","name":"f"},"parallel_tool_calls":false}`,
		`{"messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f","parameters":{},"strict":true}},{"type":"function","function":{"name":"p","description":"","parameters":` + customSchema + `}}],"tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false}`, "tools[].defer_loading,tools[].mcp"},
	{"choices", `{"input":"Hi","tools":[{"type":"function","name":"f"}],"tool_choice":{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"f"},{"type":"web_search"}]}}`,
		`{"messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"f"}}]}}}`, ""},
	{"a choice of OpenAI's", `{"input":"Hi","tools":[{"type":"function","name":"f"}],"tool_choice":{"type":"web_search"}}`,
		`{"messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f"}}]}`, "tool_choice.web_search"},
	{"no tool is left", `{"input":"Hi","tools":[{"type":"web_search"}],"tool_choice":"required","parallel_tool_calls":true}`, `{"messages":[{"role":"user","content":"Hi"}]}`, "tools[].web_search"},
	{"formats and reasoning", `{"input":"Hi","text":{"format":{"type":"json_schema","name":"n","description":null,"schema":{},"strict":true},"verbosity":"high","x":1},"reasoning":{"effort":"low","summary":"auto","context":"all"}}`,
		`{"messages":[{"role":"user","content":"Hi"}],"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{},"strict":true}},"verbosity":"high","reasoning_effort":"low"}`, "text.x,reasoning.context"},
	{"other formats", `{"input":"Hi","text":{"format":{"type":"json_object"},"verbosity":"medium"}}`, `{"messages":[{"role":"user","content":"Hi"}],"response_format":{"type":"json_object"}}`, ""},
	{"plain text", `{"input":"Hi","text":{"format":{"type":"text"}}}`, `{"messages":[{"role":"user","content":"Hi"}]}`, ""},
	{"logprobs", `{"input":"Hi","include":["message.output_text.logprobs","reasoning.encrypted_content","x"],"top_logprobs":3}`, `{"messages":[{"role":"user","content":"Hi"}],"logprobs":true,"top_logprobs":3}`, "include.x"},
	{"logprobs by their number", `{"input":"Hi","top_logprobs":3}`, `{"messages":[{"role":"user","content":"Hi"}],"logprobs":true,"top_logprobs":3}`, ""},
}

func TestHub(t *testing.T) {
	for _, c := range hubCases {
		t.Run(c.name, func(t *testing.T) {
			r := core.Request{Body: c.in}
			got, fault := hub(nil, &r)
			require.Nil(t, fault)
			require.Equal(t, c.want, string(got))
			require.Equal(t, c.dropped, strings.Join(r.Dropped(), ","))
		})
	}
}

func TestHubRefuses(t *testing.T) {
	for body, param := range map[string]string{
		`{}`:                                                   "input",
		`{"input":null}`:                                       "input",
		`{"input":"x","conversation":"c"}`:                     "conversation",
		`{"input":"x","prompt":{"id":"p"}}`:                    "prompt",
		`{"input":"x","background":true}`:                      "background",
		`{"input":"x","instructions":[]}`:                      "instructions",
		`{"input":[{}]}`:                                       "input[0]",
		`{"input":[{"role":"tool"}]}`:                          "input[0].role",
		`{"input":[{"type":"compaction"}]}`:                    "input[0].type",
		`{"input":[{"type":"item_reference"}]}`:                "input[0].type",
		`{"input":[{"role":"user","content":5}]}`:              "input[0].content",
		`{"input":[{"role":"user","content":[{"type":"x"}]}]}`: "input[0].content",
		`{"input":[{"role":"user","content":[{"type":"input_image","file_id":"file"}]}]}`: "input[0].content",
		`{"input":[{"type":"function_call_output","output":"x"}]}`:                        "input[0].call_id",
	} {
		_, fault := hub(nil, &core.Request{Body: body})
		require.NotNil(t, fault, body)
		require.Equal(t, 400, fault.Status)
		require.Equal(t, param, fault.Param)
	}
}

func TestNativeBodiesKeepTheirBytes(t *testing.T) {
	for _, body := range []string{`{ "input": "causeway:" }`, `{ "input": [ {"type":"reasoning","encrypted_content":"gAAA"} ] }`, `{}`} {
		require.Equal(t, body, native(body))
	}
	require.Equal(t, `{ "input": [{"a":1},{"call_id":"c", "x":1}], "n":1e400}`,
		native(`{ "input": [ {"a":1}, {"type":"reasoning","encrypted_content":"causeway:redacted:D"}, {"call_id":"c__proof__Uy89", "x":1} ], "n":1e400}`))
}

func FuzzHub(f *testing.F) {
	for _, c := range hubCases {
		f.Add(c.in)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if !json.Valid([]byte(body)) || !rewrite.IsObject(strings.TrimSpace(body)) {
			return
		}
		require.True(t, json.Valid([]byte(native(body))))
		if got, fault := hub(nil, &core.Request{Body: body}); fault == nil {
			require.True(t, json.Valid(got), "%s", got)
			_, _ = appendRequest(nil, &core.Request{Body: string(got)})
		}
	})
}
