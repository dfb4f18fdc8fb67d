package responses

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core"
	"causeway/core/rewrite"
)

// requestCases are members of a hub request beside its messages, or messages, and what becomes of them.
var requestCases = []struct{ name, in, want, dropped string }{
	{"nothing said", `{"messages":[]}`, `{"input":[],"store":false}`, ""},
	{"a system of several parts stays a message", `{"messages":[{"role":"system","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]}`,
		`{"input":[{"role":"system","content":[{"type":"input_text","text":"a"},{"type":"input_text","text":"b"}]}],"store":false}`, ""},
	{"parts", `{"messages":[{"role":"user","content":[{"type":"text","text":"a","cache_control":{}},{"type":"image_url","image_url":"u"},{"type":"file","file":{"file_id":"f","mime_type":"x"}},{"type":"input_audio","input_audio":{"data":"QQ==","format":"wav"}}]}]}`,
		`{"input":[{"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_image","image_url":"u"},{"type":"input_file","file_id":"f"},{"type":"input_audio","input_audio":{"data":"QQ==","format":"wav"}}]}],"store":false}`,
		"messages[].content[].cache_control,messages[].content[].file.mime_type"},
	{"an assistant's words and refusal", `{"messages":[{"role":"assistant","content":"a","refusal":"no","audio":{"id":"x"}},{"role":"user","content":"b","name":"n"}]}`,
		`{"input":[{"role":"assistant","content":"a"},{"role":"assistant","content":[{"type":"refusal","refusal":"no"}]},{"role":"user","content":"b"}],"store":false}`, "messages[].audio,messages[].name"},
	{"custom tools", `{"tools":[{"type":"custom","custom":{"name":"p","format":{"type":"grammar","grammar":{"syntax":"lark","definition":"d"}}}}],"tool_choice":{"type":"custom","custom":{"name":"p"}},"messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"custom","custom":{"name":"p","input":"x"}}]},{"role":"tool","tool_call_id":"c","content":"r"}]}`,
		`{"input":[{"type":"custom_tool_call","call_id":"c","name":"p","input":"x"},{"type":"custom_tool_call_output","call_id":"c","output":"r"}],"tools":[{"type":"custom","name":"p","format":{"type":"grammar","syntax":"lark","definition":"d"}}],"tool_choice":{"type":"custom","name":"p"},"store":false}`, ""},
	{"OpenAI's own tools", `{"messages":[],"tools":[{"type":"web_search"},{"type":"function","name":"f"}],"parallel_tool_calls":false}`,
		`{"input":[],"tools":[{"type":"web_search"},{"type":"function","name":"f"}],"parallel_tool_calls":false,"store":false}`, ""},
	{"allowed tools", `{"messages":[],"tools":[{"type":"function","function":{"name":"f","strict":true}}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":{"name":"f"}}]}}}`,
		`{"input":[],"tools":[{"type":"function","name":"f","strict":true}],"tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"f"}]},"store":false}`, ""},
	{"choices without tools are left out", `{"messages":[],"tools":[],"tool_choice":"auto","parallel_tool_calls":true}`, `{"input":[],"store":false}`, ""},
	{"OpenAI's own members go first", `{"messages":[],"text":{"verbosity":"high"},"verbosity":"low","response_format":{"type":"json_object"},"reasoning":{"summary":"auto","effort":"low"},"reasoning_effort":"high","include":["x"],"logprobs":true,"top_logprobs":2,"store":true,"truncation":"auto"}`,
		`{"input":[],"text":{"verbosity":"high"},"reasoning":{"summary":"auto","effort":"low"},"include":["x","reasoning.encrypted_content","message.output_text.logprobs"],"store":true,"top_logprobs":2,"truncation":"auto"}`, "response_format,verbosity,reasoning_effort"},
	{"no reasoning, no seals", `{"messages":[],"reasoning_effort":"none"}`, `{"input":[],"reasoning":{"effort":"none"},"store":false}`, ""},
	{"what is chat's alone, or Anthropic's", `{"messages":[],"max_tokens":5,"max_completion_tokens":6,"seed":1,"stop":["x"],"top_k":5,"thinking":{},"stream_options":{"include_usage":true},"n":1,"stream":false}`,
		`{"input":[],"max_output_tokens":6,"store":false}`, "seed,stop,top_k,thinking,max_tokens"},
	{"arguments that are an object", `{"messages":[{"role":"assistant","tool_calls":[{"id":"c","function":{"name":"f","arguments":{"a":"\""}}}]}]}`,
		`{"input":[{"type":"function_call","call_id":"c","name":"f","arguments":"{\"a\":\"\\\"\"}"}],"store":false}`, ""},
	{"reasoning as text alone", `{"messages":[{"role":"assistant","content":"a","reasoning_content":"r"}]}`, `{"input":[{"role":"assistant","content":"a"}],"store":false}`, "messages[].reasoning_content"},
}

func TestRequest(t *testing.T) {
	for _, c := range requestCases {
		t.Run(c.name, func(t *testing.T) {
			r := core.Request{Body: c.in}
			got, fault := appendRequest([]byte("x"), &r)
			require.Nil(t, fault)
			require.Equal(t, "x"+c.want, string(got))
			require.Equal(t, c.dropped, strings.Join(r.Dropped(), ","))
		})
	}
}

func TestRequestRefuses(t *testing.T) {
	for param, body := range map[string]string{
		"messages":                           `{"messages":"x"}`,
		"n":                                  `{"messages":[],"n":2}`,
		"messages[0].role":                   `{"messages":[{"role":"x"}]}`,
		"messages[0].tool_call_id":           `{"messages":[{"role":"tool","content":"x"}]}`,
		"messages[0].tool_calls[0].id":       `{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f"}}]}]}`,
		"messages[0].tool_calls[0].function": `{"messages":[{"role":"assistant","tool_calls":[{"id":"c"}]}]}`,
		"messages[0].content[0].type":        `{"messages":[{"role":"user","content":[{"type":"video"}]}]}`,
		"tools[0].function":                  `{"messages":[],"tools":[{"type":"function"}]}`,
		"functions":                          `{"messages":[],"functions":[]}`,
	} {
		got, fault := appendRequest([]byte("x"), &core.Request{Body: body})
		require.NotNil(t, fault, body)
		require.Equal(t, param, fault.Param)
		require.Equal(t, "x", string(got))
	}
}

func FuzzRequest(f *testing.F) {
	for _, c := range requestCases {
		f.Add(c.in)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if !json.Valid([]byte(body)) || !rewrite.IsObject(strings.TrimSpace(body)) {
			return
		}
		if got, fault := appendRequest(nil, &core.Request{Body: body}); fault == nil {
			require.True(t, json.Valid(got), "%s", got)
		}
	})
}
