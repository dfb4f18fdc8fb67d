package openai

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core"
)

// hubBodies are hub requests that another dialect's door made, and what a provider of this dialect gets.
var hubBodies = []struct{ name, body, want, dropped string }{
	{"what is OpenAI's keeps its bytes", `{"model":"m","messages":[{"role":"user","content":"a"}], "max_tokens": 5,"stop":["x"],"unknown":1}`,
		`{"model":"m","messages":[{"role":"user","content":"a"}],"max_tokens":5,"stop":["x"],"unknown":1}`, ""},
	{"what is Anthropic's is named", `{"messages":[],"thinking":{"type":"adaptive"},"top_k":3,"context_management":{},"user":"` + strings.Repeat("u", 65) + `"}`,
		`{"messages":[]}`, "thinking,top_k,context_management,user"},
	{
		"cache marks, signed thinking and errors",
		`{"messages":[{"role":"system","content":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}]},
			{"role":"assistant","content":"a","content_blocks":[{"type":"thinking","thinking":"t","signature":"s"}],
			"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}","thought_signature":"S"},"caller":{"type":"direct"}}]},
			{"role":"tool","tool_call_id":"c","content":"no","is_error":true}]}`,
		`{"messages":[{"role":"system","content":[{"type":"text","text":"s"}]},` +
			`{"role":"assistant","content":"a","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},` +
			`{"role":"tool","tool_call_id":"c","content":"no"}]}`,
		"messages[].content[].cache_control,messages[].content_blocks,messages[].tool_calls[].function.thought_signature,messages[].tool_calls[].caller,messages[].is_error",
	},
	{
		"images of results follow the last result",
		`{"messages":[{"role":"tool","tool_call_id":"a","content":[{"type":"text","text":"t"},{"type":"image_url","image_url":{"url":"u"}}]},
			{"role":"tool","tool_call_id":"b","content":[{"type":"image_url","image_url":{"url":"v"}}]},{"role":"user","content":"and?"}]}`,
		`{"messages":[{"role":"tool","tool_call_id":"a","content":[{"type":"text","text":"t"}]},{"role":"tool","tool_call_id":"b","content":""},` +
			`{"role":"user","content":[{"type":"image_url","image_url":{"url":"u"}},{"type":"image_url","image_url":{"url":"v"}}]},{"role":"user","content":"and?"}]}`,
		"",
	},
	{
		"tools that OpenAI does not have",
		`{"messages":[],"tools":[{"type":"web_search_20250305","name":"web_search"},{"type":"function","function":{"name":"f"},"cache_control":{"type":"ephemeral"}}],"tool_choice":"auto"}`,
		`{"messages":[],"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"auto"}`,
		"tools[].web_search_20250305,tools[].cache_control",
	},
	{"no tool is left", `{"messages":[],"tool_choice":"auto","tools":[{"type":"bash_20250124","name":"bash"}]}`, `{"messages":[]}`, "tool_choice,tools[].bash_20250124"},
}

func TestRequestOfAnotherDoor(t *testing.T) {
	for _, c := range hubBodies {
		t.Run(c.name, func(t *testing.T) {
			r := &core.Request{Body: c.body, Vendor: &core.Vendor{}}
			got, fault := Chat.Request(nil, r)
			require.Nil(t, fault)
			require.Equal(t, c.want, string(got))
			require.Equal(t, c.dropped, strings.Join(r.Dropped(), ","))
		})
	}
}

func TestLimitIsCalledAsTheVendorCallsIt(t *testing.T) {
	vendor := &core.Vendor{Options: []core.Option{{Key: limitName, Default: "max_completion_tokens"}}}
	got, _ := Chat.Request(nil, &core.Request{Body: `{"max_tokens":5}`, Vendor: vendor})
	require.Equal(t, `{"max_completion_tokens":5}`, string(got))
}

func TestExtensionsThatTheVendorTakes(t *testing.T) {
	body := `{"top_k":3,"thinking":{"type":"enabled","budget_tokens":9},"messages":[{"role":"user","content":[{"type":"text","text":"a","cache_control":{}}],"cache_control":{}},` +
		`{"role":"assistant","content":"b","content_blocks":[{"type":"thinking","thinking":"x\"","signature":"s"},{"type":"tool_use","id":"c"},{"type":"thinking","thinking":"y"}]},` +
		`{"role":"assistant","content":"b","reasoning_content":"z","content_blocks":[{"type":"thinking","thinking":"x"}]}],` +
		`"tools":[{"type":"function","function":{"name":"f"},"cache_control":{}}]}`
	vendor := &core.Vendor{Takes: []core.Field{{Name: "cache_control"}, {Name: "reasoning_content"}, {Name: "thinking"}, {Name: "top_k"}}}
	r := &core.Request{Body: body, Vendor: vendor}
	got, _ := Chat.Request(nil, r)
	want := `{"top_k":3,"thinking":{"type":"enabled","budget_tokens":9},"messages":[{"role":"user","content":[{"type":"text","text":"a","cache_control":{}}],"cache_control":{}},` +
		`{"role":"assistant","content":"b","reasoning_content":"x\"y"},{"role":"assistant","content":"b","reasoning_content":"z"}],` +
		`"tools":[{"type":"function","function":{"name":"f"},"cache_control":{}}]}`
	require.Equal(t, want, string(got))
	require.Empty(t, r.Dropped())

	vendor.Takes = []core.Field{{Name: "reasoning_content", Value: "reasoning"}, {Name: "thinking", Value: "reasoning"}}
	r = &core.Request{Body: body, Vendor: vendor}
	got, _ = Chat.Request(nil, r)
	want = `{"reasoning":{"max_tokens":9},"messages":[{"role":"user","content":[{"type":"text","text":"a"}]},` +
		`{"role":"assistant","content":"b","reasoning":"x\"y"},{"role":"assistant","content":"b","reasoning":"z"}],"tools":[{"type":"function","function":{"name":"f"}}]}`
	require.Equal(t, want, string(got))
	require.Equal(t, "top_k,messages[].content[].cache_control,messages[].cache_control,tools[].cache_control", strings.Join(r.Dropped(), ","))

	for raw, want := range map[string]string{
		`{"type":"adaptive"}`: `{"reasoning":{"enabled":true}}`, `{"type":"disabled"}`: `{"reasoning":{"enabled":false}}`,
	} {
		got, _ = Chat.Request(nil, &core.Request{Body: `{"thinking":` + raw + `}`, Vendor: vendor})
		require.Equal(t, want, string(got))
	}
	got, _ = Chat.Request(nil, &core.Request{Body: `{"messages":[{"reasoning_content":"a","content_blocks":[]}]}`, Vendor: &core.Vendor{}})
	require.Equal(t, `{"messages":[{}]}`, string(got))
}

func FuzzRequest(f *testing.F) {
	for _, c := range hubBodies {
		f.Add(c.body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if json.Valid([]byte(body)) {
			got, _ := Chat.Request(nil, &core.Request{Body: body, Vendor: &core.Vendor{}})
			require.True(t, json.Valid(got), "%s", got)
		}
	})
}
