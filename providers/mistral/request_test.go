package mistral

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
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
	call := idOf("call_abc")
	cases := []struct{ name, hub, want, dropped string }{
		{"roles", `{"role":"developer","content":"a"},{"role":"user","content":"b","name":"n"},{"role":"assistant","content":"c","prefix":true}`,
			`{"role":"system","content":"a"},{"role":"user","content":"b"},{"role":"assistant","content":"c","prefix":true}`, "messages[].name"},
		{"reasoning comes back in content", `{"role":"assistant","content":"8","reasoning_content":"r","content_blocks":[{"type":"thinking","thinking":"5+3\n","signature":"s"},{"type":"redacted_thinking","data":"x"},{"type":"text","text":"8"}]},{"role":"assistant","content":"","reasoning_content":"r"}`,
			`{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"5+3\n"}]},{"type":"text","text":"8"}]},{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"r"}]}]}`,
			"messages[].content_blocks[].redacted_thinking"},
		{"Mistral's own parts", `{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"t"}]},{"type":"text","text":"8","cache_control":{}}]},{"role":"user","content":[{"type":"document_url","document_url":"u"},{"type":"image_url","image_url":"i"}]}`,
			`{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"t"}]},{"type":"text","text":"8"}]},{"role":"user","content":[{"type":"document_url","document_url":"u"},{"type":"image_url","image_url":"i"}]}`, "messages[].content[].cache_control"},
		{"OpenAI's parts", `{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AAAA","format":"mp3"}},{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AA"}},{"type":"file","file":{"file_url":"https://h.test/a.pdf"}},{"type":"file","file":{"file_id":"f1"}}]},{"role":"assistant","content":null,"refusal":"no"},{"role":"assistant","content":[{"type":"refusal","refusal":"no"}]}`,
			`{"role":"user","content":[{"type":"input_audio","input_audio":"AAAA"},{"type":"document_url","document_url":"data:application/pdf;base64,AA","document_name":"a.pdf"},{"type":"document_url","document_url":"https://h.test/a.pdf"},{"type":"file","file_id":"f1"}]},{"role":"assistant","content":"no"},{"role":"assistant","content":[{"type":"text","text":"no"}]}`, ""},
		{"ids of nine", `{"role":"assistant","content":null,"tool_calls":[{"id":"rEJDoePqM","index":0,"type":"function","function":{"name":"f","arguments":"{}"}},{"id":"call_abc","function":{"name":"g","arguments":"{}","thought_signature":"s"}}]},{"role":"tool","tool_call_id":"rEJDoePqM","name":"f","content":"1"},{"role":"tool","tool_call_id":"call_abc","is_error":false,"content":"2"}`,
			`{"role":"assistant","content":"","tool_calls":[{"id":"rEJDoePqM","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"` + call + `","type":"function","function":{"name":"g","arguments":"{}"}}]},{"role":"tool","tool_call_id":"rEJDoePqM","name":"f","content":"1"},{"role":"tool","tool_call_id":"` + call + `","content":"2"}`,
			"messages[].tool_calls[].function.thought_signature messages[].is_error"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			translated(t, AppendChat, `{"messages":[`+c.hub+`]}`, `{"messages":[`+c.want+`]}`, c.dropped)
		})
	}
}

func TestSettings(t *testing.T) {
	const f = `{"type":"function","function":{"name":"f","strict":true}}`
	cases := []struct{ name, hub, want, dropped string }{
		{"names", `{"model":"m","max_tokens":1,"max_completion_tokens":2,"seed":7,"stream_options":{"include_usage":true},"stream":true,"user":"u","logit_bias":null,"top_k":3,"stop":"x","n":2}`,
			`{"model":"m","max_tokens":2,"random_seed":7,"stream":true,"stop":"x","n":2}`, "user top_k"},
		{"Mistral's own", `{"random_seed":1,"seed":2,"safe_prompt":true,"prompt_mode":"reasoning","something_new":{}}`, `{"random_seed":1,"safe_prompt":true,"prompt_mode":"reasoning","something_new":{}}`, ""},
		{"efforts", `{"reasoning_effort":"medium","thinking":{"type":"enabled"}}`, `{"reasoning_effort":"high"}`, "thinking"},
		{"no effort", `{"reasoning_effort":"minimal"}`, `{"reasoning_effort":"none"}`, ""},
		{"required", `{"tools":[` + f + `],"tool_choice":"required","parallel_tool_calls":false}`, `{"tools":[` + f + `],"tool_choice":"any","parallel_tool_calls":false}`, ""},
		{"one", `{"tools":[` + f + `],"tool_choice":{"type":"function","function":{"name":"f"}}}`, `{"tools":[` + f + `],"tool_choice":{"type":"function","function":{"name":"f"}}}`, ""},
		{"tools of others", `{"tools":[{"type":"function","cache_control":{},"function":{"name":"f","strict":true}},{"type":"custom","custom":{}},{"type":"web_search"}],"tool_choice":{"type":"allowed_tools"}}`,
			`{"tools":[` + f + `,{"type":"web_search"}]}`, "tools[].cache_control tools[1] tool_choice"},
		{"a choice without tools", `{"tools":null,"tool_choice":"auto"}`, `{"tool_choice":"auto"}`, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { translated(t, AppendChat, c.hub, c.want, c.dropped) })
	}
	translated(t, AppendFill, `{"model":"codestral","prompt":["a"],"suffix":"b","max_tokens":1,"seed":2,"echo":true,"stream_options":{}}`,
		`{"model":"codestral","prompt":"a","suffix":"b","max_tokens":1,"random_seed":2}`, "echo")
	require.True(t, slices.IsSorted(lacking[:]))
}

func TestRefusedRequestsNameTheMember(t *testing.T) {
	for hub, param := range map[string]string{
		`{"messages":7}`: "messages", `{"messages":[{"role":"function"}]}`: "messages[0].role",
		`{"messages":[{"role":"user","content":[{"type":"file","file":{}}]}]}`:             "messages[0].content[0].file",
		`{"messages":[{"role":"assistant","tool_calls":[{"type":"custom","custom":{}}]}]}`: "messages[0].tool_calls[0]",
	} {
		_, fault := AppendChat(nil, &core.Request{Body: hub})
		require.NotNil(t, fault, hub)
		require.Equal(t, param, fault.Param)
	}
	for _, hub := range []string{`{"prompt":["a","b"]}`, `{"prompt":[1]}`, `{"prompt":{}}`} {
		_, fault := AppendFill(nil, &core.Request{Body: hub})
		require.Equal(t, "prompt", fault.Param)
	}
}

// TestRecordedRequests: what others sent to Mistral, and Mistral took, passes as it came.
func TestRecordedRequests(t *testing.T) {
	paths, err := filepath.Glob("../../../shared/fixtures/mistral/chat-*.json")
	require.NoError(t, err)
	if len(paths) == 0 {
		t.Log("no recorded traffic")
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		var x struct {
			Request  struct{ Body json.RawMessage }
			Response struct{ Status int }
		}
		require.NoError(t, json.Unmarshal(raw, &x))
		body := string(x.Request.Body)
		if err := json.Unmarshal(x.Request.Body, &body); err != nil || x.Response.Status != 200 {
			body = string(x.Request.Body)
		}
		body = strings.ReplaceAll(body, "call_REDACTED_", "REDACTED")
		t.Run(filepath.Base(path), func(t *testing.T) {
			r := &core.Request{Body: body}
			got, fault := AppendChat(nil, r)
			require.Nil(t, fault)
			require.Empty(t, r.Dropped())
			var want, have map[string]any
			require.NoError(t, json.Unmarshal([]byte(body), &want))
			require.NoError(t, json.Unmarshal(got, &have))
			require.Equal(t, want, have)
		})
	}
}

func FuzzRequest(f *testing.F) {
	f.Add(`{"model":"m","messages":[{"role":"assistant","content":[{"type":"text","text":"a"},{"type":"file","file":{"file_id":"a"}}],"tool_calls":[{"function":{"name":"f"}}]}],"tools":[{"type":"function"}],"tool_choice":"required"}`)
	f.Add(`{"prompt":"a","reasoning_effort":7}`)
	f.Fuzz(func(t *testing.T, hub string) {
		if _, ok := rewrite.Check(hub); !ok || !strings.HasPrefix(hub, "{") {
			return
		}
		for _, translate := range []translate{AppendChat, AppendFill} {
			if out, fault := translate(nil, &core.Request{Body: hub}); fault == nil {
				require.True(t, json.Valid(out), "%s", out)
			}
		}
	})
}
