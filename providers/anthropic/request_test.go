package anthropic

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core"
)

const hi = `"messages":[{"role":"user","content":"hi"}]`
const hiTurn = `"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]`

// messageCases are the messages of a hub request and the system prompt and messages that Anthropic gets.
var messageCases = []struct {
	name, messages, want, dropped string
}{
	{
		name: "system and developer messages from anywhere come first, in order, with their cache marks",
		messages: `[{"role":"system","content":"one"},{"role":"user","content":"hi"},
			{"role":"developer","content":[{"type":"text","text":"two","cache_control":{"type":"ephemeral"}}]},
			{"role":"system","content":"three","cache_control":{"type":"ephemeral","ttl":"1h"}}]`,
		want: `"system":[{"type":"text","text":"one"},{"type":"text","text":"two","cache_control":{"type":"ephemeral"}},` +
			`{"type":"text","text":"three","cache_control":{"type":"ephemeral","ttl":"1h"}}],` + hiTurn,
	},
	{
		name: "text keeps its escapes and its bytes",
		messages: `[{"role":"user","content":"a\n\u00e9 \ud83d\ude00 \"q\" é \/"},
			{"role":"assistant","content":[{"type":"text","text":"b\t"}]}]`,
		want: `"messages":[{"role":"user","content":[{"type":"text","text":"a\n\u00e9 \ud83d\ude00 \"q\" é \/"}]},` +
			`{"role":"assistant","content":[{"type":"text","text":"b\t"}]}]`,
	},
	{
		name:     "turns of one role become one",
		messages: `[{"role":"user","content":"a"},{"role":"system","content":"s"},{"role":"user","content":"b"}]`,
		want: `"system":[{"type":"text","text":"s"}],` +
			`"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]`,
	},
	{
		name: "all results of one turn stand in one user turn, before the user's text",
		messages: `[{"role":"user","content":"go"},
			{"role":"assistant","content":null,"tool_calls":[
				{"id":"c1","type":"function","index":0,"function":{"name":"f","arguments":"{\"a\": 1e400}"}},
				{"id":"c2","type":"function","function":{"name":"g","arguments":""}}]},
			{"role":"tool","tool_call_id":"c1","content":"one"},
			{"role":"tool","tool_call_id":"c2","content":[{"type":"text","text":"two"},
				{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}],"is_error":true,"cache_control":{"type":"ephemeral"}},
			{"role":"user","content":"and?"}]`,
		want: `"messages":[{"role":"user","content":[{"type":"text","text":"go"}]},` +
			`{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"f","input":{"a": 1e400}},` +
			`{"type":"tool_use","id":"c2","name":"g","input":{}}]},` +
			`{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"one"},` +
			`{"type":"tool_result","tool_use_id":"c2","content":[{"type":"text","text":"two"},` +
			`{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}],"is_error":true,"cache_control":{"type":"ephemeral"}},` +
			`{"type":"text","text":"and?"}]}]`,
	},
	{
		name: "signed thinking goes first and keeps its bytes",
		messages: `[{"role":"user","content":"hi"},
			{"role":"assistant","content":"sure","reasoning_content":"Hm\u2026","content_blocks":[
				{"type": "thinking", "thinking":"Hm\u2026", "signature":"sig\/="},
				{"type":"redacted_thinking","data":"xyz"}],
			 "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]}]`,
		want: `"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]},{"role":"assistant","content":[` +
			`{"type": "thinking", "thinking":"Hm\u2026", "signature":"sig\/="},{"type":"redacted_thinking","data":"xyz"},` +
			`{"type":"text","text":"sure"},{"type":"tool_use","id":"c1","name":"f","input":{}}]}]`,
	},
	{
		name: "blocks that hold the text are not said twice",
		messages: `[{"role":"user","content":"hi"},
			{"role":"assistant","content":"sure thing","content_blocks":[{"type":"text","text":"sure"},
				{"type":"thinking","thinking":"t","signature":"s"},{"type":"text","text":" thing"}]}]`,
		want: `"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]},{"role":"assistant","content":[` +
			`{"type":"text","text":"sure"},{"type":"thinking","thinking":"t","signature":"s"},{"type":"text","text":" thing"}]}]`,
	},
	{
		name: "thinking that nobody signed is left out",
		messages: `[{"role":"user","content":"hi"},
			{"role":"assistant","content":"a","content_blocks":[{"type":"thinking","thinking":"t"}]},
			{"role":"user","content":"b"},
			{"role":"assistant","content":"c","reasoning_content":"elsewhere"}]`,
		want: `"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]},` +
			`{"role":"assistant","content":[{"type":"text","text":"a"}]},` +
			`{"role":"user","content":[{"type":"text","text":"b"}]},` +
			`{"role":"assistant","content":[{"type":"text","text":"c"}]}]`,
		dropped: "messages[].content_blocks[].thinking messages[].reasoning_content",
	},
	{
		name: "images and documents by URL and by value",
		messages: `[{"role":"user","content":[
			{"type":"image_url","image_url":{"url":"https://x.test/a.png","detail":"high"}},
			{"type":"image_url","image_url":{"url":"data:image\/jpeg;base64,\/9j\/"},"cache_control":{"type":"ephemeral"}},
			{"type":"image_url","image_url":{"url":"data:application/pdf;base64,JVBE"}},
			{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}},
			{"type":"file","file":{"file_data":"JVBE"},"citations":{"enabled":true}},
			{"type":"file","file":{"file_url":"https://x.test/a.pdf"}},
			{"type":"file","file":{"file_data":"aMOpIQ==","mime_type":"text/markdown","filename":"a.md"}},
			{"type":"file","file":{"file_id":"file_011"}},
			{"type":"search_result","source":"s","title":"t","content":[]}]}]`,
		want: `"messages":[{"role":"user","content":[` +
			`{"type":"image","source":{"type":"url","url":"https://x.test/a.png"}},` +
			`{"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"\/9j\/"},"cache_control":{"type":"ephemeral"}},` +
			`{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"}},` +
			`{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"},"title":"a.pdf"},` +
			`{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"},"citations":{"enabled":true}},` +
			`{"type":"document","source":{"type":"url","url":"https://x.test/a.pdf"}},` +
			`{"type":"document","source":{"type":"text","media_type":"text/plain","data":"hé!"},"title":"a.md"},` +
			`{"type":"document","source":{"type":"file","file_id":"file_011"}},` +
			`{"type":"search_result","source":"s","title":"t","content":[]}]}]`,
		dropped: "messages[].content[].image_url.detail",
	},
	{
		name: "text that shows nothing is left out, and a turn of nothing else with it",
		messages: `[{"role":"system","content":""},{"role":"user","content":[{"type":"text","text":" \n"},{"type":"text","text":"hi"}]},
			{"role":"assistant","content":""},{"role":"user","content":"there"}]`,
		want: `"messages":[{"role":"user","content":[{"type":"text","text":"hi"},{"type":"text","text":"there"}]}]`,
	},
	{
		name: "functions, OpenAI's older calls, get numbers for ids",
		messages: `[{"role":"user","content":"hi"},
			{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},
			{"role":"function","name":"f","content":"1"},
			{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},
			{"role":"function","name":"f","content":"2"}]`,
		want: `"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]},` +
			`{"role":"assistant","content":[{"type":"tool_use","id":"function_1","name":"f","input":{}}]},` +
			`{"role":"user","content":[{"type":"tool_result","tool_use_id":"function_1","content":"1"}]},` +
			`{"role":"assistant","content":[{"type":"tool_use","id":"function_2","name":"f","input":{}}]},` +
			`{"role":"user","content":[{"type":"tool_result","tool_use_id":"function_2","content":"2"}]}]`,
	},
	{
		name: "another provider's ids and signatures",
		messages: `[{"role":"user","content":"hi"},
			{"role":"assistant","tool_calls":[{"id":"functions.f:0","type":"function",
				"function":{"name":"f","arguments":{"a":1},"thought_signature":"x"},"extra_content":{"google":{}}}]},
			{"role":"tool","tool_call_id":"functions.f:0","name":"f","content":"1"}]`,
		want: `"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]},` +
			`{"role":"assistant","content":[{"type":"tool_use","id":"functions_f_0","name":"f","input":{"a":1}}]},` +
			`{"role":"user","content":[{"type":"tool_result","tool_use_id":"functions_f_0","content":"1"}]}]`,
		dropped: "messages[].tool_calls[].extra_content messages[].tool_calls[].function.thought_signature messages[].name",
	},
	{
		name: "a message's cache mark goes to its last block, unless that has one",
		messages: `[{"role":"user","cache_control":{"type":"ephemeral"},"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
			{"role":"assistant","cache_control":{"type":"ephemeral"},"content":"c","tool_calls":[{"id":"1","function":{"name":"f","arguments":" "}}]},
			{"role":"tool","tool_call_id":"1","content":""},
			{"role":"user","cache_control":{"type":"ephemeral"},"content":[{"type":"text","text":"d","cache_control":{"type":"ephemeral","ttl":"1h"}}]}]`,
		want: `"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b","cache_control":{"type":"ephemeral"}}]},` +
			`{"role":"assistant","content":[{"type":"text","text":"c"},{"type":"tool_use","id":"1","name":"f","input":{},"cache_control":{"type":"ephemeral"}}]},` +
			`{"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":""},` +
			`{"type":"text","text":"d","cache_control":{"type":"ephemeral","ttl":"1h"}}]}]`,
	},
	{
		name:     "a refusal is what the assistant said",
		messages: `[{"role":"user","content":"hi","name":"bob"},{"role":"assistant","content":null,"refusal":"No.","audio":null,"annotations":[]}]`,
		want:     hiTurn[:len(hiTurn)-1] + `,{"role":"assistant","content":[{"type":"text","text":"No."}]}]`,
		dropped:  "messages[].name",
	},
}

func TestMessages(t *testing.T) {
	for _, c := range messageCases {
		t.Run(c.name, func(t *testing.T) {
			got, dropped := translate(t, "claude-opus-5", `{"messages":`+c.messages+`}`)
			require.Equal(t, `{"max_tokens":16384,`+c.want+`}`, got)
			require.Equal(t, c.dropped, dropped)
		})
	}
}

// memberCases are members of a hub request beside its messages.
var memberCases = []struct {
	name, model, members, want, dropped string
}{
	{"the model and the limit", "claude-opus-4-1", `"model":"claude-opus-4-1","max_tokens":7,`,
		`"model":"claude-opus-4-1","max_tokens":7,` + hiTurn, ""},
	{"the newer limit holds", "claude-opus-4-1", `"max_tokens":7,"max_completion_tokens":9,`,
		`"max_tokens":9,` + hiTurn, "max_tokens"},
	{"no limit, oldest model", "claude-3-haiku-20240307", ``, `"max_tokens":4096,` + hiTurn, ""},
	{"no limit, older model", "claude-3-5-sonnet-latest", ``, `"max_tokens":8192,` + hiTurn, ""},
	{"no limit, a name of the caller's own", "prod-chat", ``, `"max_tokens":4096,` + hiTurn, ""},
	{"nulls mean nothing", "claude-sonnet-4-5", `"temperature":null,"tools":null,"seed":null,"stop":null,"n":1,`,
		`"max_tokens":16384,` + hiTurn, ""},
	{"what only OpenAI has", "claude-sonnet-4-5", `"seed":1,"logit_bias":{},"store":true,"presence_penalty":0.5,`,
		`"max_tokens":16384,` + hiTurn, "seed logit_bias store presence_penalty"},
	{"what only Anthropic has", "claude-sonnet-4-5", `"mcp_servers":[ {"a" : 1} ],"container":"c","cache_control":{"type":"ephemeral"},`,
		`"max_tokens":16384,` + hiTurn + `,"mcp_servers":[ {"a" : 1} ],"container":"c","cache_control":{"type":"ephemeral"}`, ""},
	{"a system prompt of its own", "claude-sonnet-4-5", `"system":"S",`,
		`"max_tokens":16384,"system":[{"type":"text","text":"S"}],` + hiTurn, ""},
	{"sampling", "claude-sonnet-4-0", `"temperature":0.30,"top_p":0.9,"top_k":5,`,
		`"max_tokens":16384,` + hiTurn + `,"temperature":0.30,"top_p":0.9,"top_k":5`, ""},
	{"one of two samplers", "claude-sonnet-4-5", `"temperature":0.3,"top_p":0.9,`,
		`"max_tokens":16384,` + hiTurn + `,"temperature":0.3`, "top_p"},
	{"a temperature above Anthropic's", "claude-sonnet-4-5", `"temperature":1.7,`,
		`"max_tokens":16384,` + hiTurn + `,"temperature":1`, "temperature"},
	{"models without sampling", "us.anthropic.claude-opus-4-7", `"temperature":0.3,"top_k":5,`,
		`"max_tokens":16384,` + hiTurn, "temperature top_k"},
	{"one stop", "claude-sonnet-4-5", `"stop":"END",`, `"max_tokens":16384,` + hiTurn + `,"stop_sequences":["END"]`, ""},
	{"many stops", "claude-sonnet-4-5", `"stop":["a\n","\n","b"],`,
		`"max_tokens":16384,` + hiTurn + `,"stop_sequences":["a\n","b"]`, "stop"},
	{"the user", "claude-sonnet-4-5", `"user":"u1","metadata":{"k":"v"},"safety_identifier":"s",`,
		`"max_tokens":16384,` + hiTurn + `,"metadata":{"user_id":"u1"}`, "metadata safety_identifier"},
	{"the user in Anthropic's words", "claude-sonnet-4-5", `"user":"u1","metadata":{"user_id":"u2"},`,
		`"max_tokens":16384,` + hiTurn + `,"metadata":{"user_id":"u2"}`, "user"},
	{"tiers", "claude-sonnet-4-5", `"service_tier":"default",`,
		`"max_tokens":16384,` + hiTurn + `,"service_tier":"standard_only"`, ""},
	{"a tier that is not Anthropic's", "claude-sonnet-4-5", `"service_tier":"flex","stream_options":{"include_usage":true,"include_obfuscation":false},`,
		`"max_tokens":16384,` + hiTurn, "stream_options.include_obfuscation service_tier"},

	{"effort as a budget", "claude-sonnet-4-5", `"reasoning_effort":"medium","temperature":0.5,`,
		`"max_tokens":20480,"thinking":{"type":"enabled","budget_tokens":4096},` + hiTurn, "temperature"},
	{"a budget within the caller's limit", "claude-3-7-sonnet-latest", `"reasoning_effort":"high","max_tokens":5000,`,
		`"max_tokens":5000,"thinking":{"type":"enabled","budget_tokens":2500},` + hiTurn, ""},
	{"no room for a budget", "claude-sonnet-4-5", `"reasoning_effort":"high","max_tokens":2000,`,
		`"max_tokens":2000,` + hiTurn, "reasoning_effort"},
	{"no thinking with a forced tool", "claude-sonnet-4-5", `"reasoning_effort":"high","tools":[{"type":"x"}],"tool_choice":"required",`,
		`"max_tokens":16384,` + hiTurn + `,"tools":[{"type":"x"}],"tool_choice":{"type":"any"}`, "reasoning_effort"},
	{"a model that cannot think", "claude-3-haiku-20240307", `"reasoning_effort":"high",`, `"max_tokens":4096,` + hiTurn, "reasoning_effort"},
	{"effort where thinking must be asked for", "claude-sonnet-4-6", `"reasoning_effort":"xhigh",`,
		`"max_tokens":16384,"thinking":{"type":"adaptive"},"output_config":{"effort":"high"},` + hiTurn, ""},
	{"effort where thinking is on", "claude-opus-5-5", `"reasoning_effort":"minimal",`,
		`"max_tokens":16384,"output_config":{"effort":"low"},` + hiTurn, ""},
	{"no effort where thinking is off", "claude-opus-4-8", `"reasoning_effort":"none",`, `"max_tokens":16384,` + hiTurn, ""},
	{"no effort where thinking can be turned off", "claude-sonnet-5", `"reasoning_effort":"none",`,
		`"max_tokens":16384,"thinking":{"type":"disabled"},` + hiTurn, ""},
	{"no effort where thinking stays on", "claude-fable-5-1", `"reasoning_effort":"none",`,
		`"max_tokens":16384,"output_config":{"effort":"low"},` + hiTurn, "reasoning_effort"},
	{"thinking as it is", "claude-sonnet-4-5", `"thinking":{"type":"enabled", "budget_tokens":3000},`,
		`"max_tokens":19384,"thinking":{"type":"enabled", "budget_tokens":3000},` + hiTurn, ""},
	{"thinking beside an effort", "claude-opus-4-8", `"thinking":{"type":"adaptive","display":"summarized"},"reasoning_effort":"max",`,
		`"max_tokens":16384,"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"max"},` + hiTurn, ""},
	{"an effort in Anthropic's words", "claude-opus-5", `"output_config":{"effort":"max","task_budget":{"type":"tokens"}},"reasoning_effort":"low",`,
		`"max_tokens":16384,"output_config":{"effort":"max","task_budget":{"type":"tokens"}},` + hiTurn, "reasoning_effort"},

	{"structured output", "claude-sonnet-4-5", `"response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"type":"object", "required":[]}}},`,
		`"max_tokens":16384,"output_config":{"format":{"type":"json_schema","schema":{"type":"object", "required":[]}}},` + hiTurn,
		"response_format.json_schema.name"},
	{"structured output and effort", "claude-opus-5", `"reasoning_effort":"low","output_config":{"x":1,"effort":null},"response_format":{"type":"json_schema","json_schema":{"schema":{}}},`,
		`"max_tokens":16384,"output_config":{"x":1,"effort":"low","format":{"type":"json_schema","schema":{}}},` + hiTurn, ""},
	{"structured output where there is none", "claude-3-5-haiku-latest", `"response_format":{"type":"json_schema","json_schema":{"schema":{"a": "b"}}},`,
		`"max_tokens":8192,"system":[{"type":"text","text":"` + strings.ReplaceAll(askForSchema, "\n", `\n`) + `{\"a\":\"b\"}"}],` + hiTurn, "response_format"},
	{"any JSON object", "claude-opus-5", `"response_format":{"type":"json_object"},`,
		`"max_tokens":16384,"system":[{"type":"text","text":"` + askForObject + `"}],` + hiTurn, "response_format"},
	{"text", "claude-opus-5", `"response_format":{"type":"text"},`, `"max_tokens":16384,` + hiTurn, ""},

	{"a tool, whole", "claude-opus-5", `"tools":[{"type":"function","function":{"name":"f","description":"d\n","parameters":{"type":"object","properties":{"a":{"$ref":"#/$defs/x"}}, "$defs":{}},"strict":true},"cache_control":{"type":"ephemeral"}}],`,
		`"max_tokens":16384,` + hiTurn + `,"tools":[{"name":"f","description":"d\n","strict":true,"input_schema":{"type":"object","properties":{"a":{"$ref":"#/$defs/x"}}, "$defs":{}},"cache_control":{"type":"ephemeral"}}]`, ""},
	{"tools without parameters", "claude-3-haiku", `"tools":[{"type":"function","function":{"name":"f","strict":true}},{"type":"function","function":{"name":"g","parameters":{}}},{"type":"function","function":{"name":"h","parameters":{"properties":{}}}}],`,
		`"max_tokens":4096,` + hiTurn + `,"tools":[{"name":"f","input_schema":{"type":"object","properties":{}}},{"name":"g","input_schema":{"type":"object","properties":{}}},{"name":"h","input_schema":{"type":"object","properties":{}}}]`, "tools[].function.strict"},
	{"a server tool", "claude-opus-5", `"tools":[{"type":"web_search_20250305","name":"web_search","max_uses": 3}],`,
		`"max_tokens":16384,` + hiTurn + `,"tools":[{"type":"web_search_20250305","name":"web_search","max_uses": 3}]`, ""},
	{"older functions", "claude-opus-5", `"functions":[{"name":"f","parameters":{"type":"object"}}],"function_call":{"name":"f"},`,
		`"max_tokens":16384,` + hiTurn + `,"tools":[{"name":"f","input_schema":{"type":"object"}}],"tool_choice":{"type":"tool","name":"f"}`, ""},
	{"no tool", "claude-opus-5", `"tools":[{"type":"x"}],"tool_choice":"none","parallel_tool_calls":false,`,
		`"max_tokens":16384,` + hiTurn + `,"tools":[{"type":"x"}],"tool_choice":{"type":"none"}`, ""},
	{"one tool at a time", "claude-opus-5", `"tools":[{"type":"x"}],"parallel_tool_calls":false,`,
		`"max_tokens":16384,` + hiTurn + `,"tools":[{"type":"x"}],"tool_choice":{"type":"auto","disable_parallel_tool_use":true}`, ""},
	{"a tool by name, alone", "claude-opus-5", `"tools":[{"type":"x"}],"tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false,`,
		`"max_tokens":16384,` + hiTurn + `,"tools":[{"type":"x"}],"tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true}`, ""},
	{"some of the tools", "claude-opus-5", `"tools":[{"type":"x"}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[]}},`,
		`"max_tokens":16384,` + hiTurn + `,"tools":[{"type":"x"}],"tool_choice":{"type":"any"}`, "tool_choice.allowed_tools.tools"},
	{"a choice in Anthropic's words", "claude-opus-5", `"tools":[{"type":"x"}],"tool_choice":{"type":"tool","name":"x","disable_parallel_tool_use":true},"parallel_tool_calls":false,`,
		`"max_tokens":16384,` + hiTurn + `,"tools":[{"type":"x"}],"tool_choice":{"type":"tool","name":"x","disable_parallel_tool_use":true}`, ""},
	{"a choice of nothing", "claude-opus-5", `"tool_choice":"required","parallel_tool_calls":false,`, `"max_tokens":16384,` + hiTurn, "tool_choice"},
}

func TestMembers(t *testing.T) {
	for _, c := range memberCases {
		t.Run(c.name, func(t *testing.T) {
			got, dropped := translate(t, c.model, `{`+c.members+hi+`}`)
			require.Equal(t, `{`+c.want+`}`, got)
			require.Equal(t, c.dropped, dropped)
		})
	}
}

// A model that thinks with a budget refuses to do so behind calls that came back without their thinking.
func TestEffortBehindCalls(t *testing.T) {
	const call = `"tool_calls":[{"id":"1","function":{"name":"f"}}]`
	const result = `{"role":"tool","tool_call_id":"1","content":"x"}`
	const signed = `"content_blocks":[{"type":"thinking","thinking":"t","signature":"s"}]`
	for _, c := range []struct {
		name, model, messages string
		thinks                bool
	}{
		{"lost", "claude-sonnet-4-5", `{"role":"assistant",` + call + `},` + result, false},
		{"lost, then more is asked", "claude-sonnet-4-5", `{"role":"assistant",` + call + `},` + result + `,{"role":"user","content":"?"}`, false},
		{"lost and behind", "claude-sonnet-4-5", `{"role":"assistant",` + call + `},` + result + `,{"role":"assistant","content":"y"},{"role":"user","content":"?"}`, true},
		{"kept", "claude-sonnet-4-5", `{"role":"assistant",` + call + `,` + signed + `},` + result, true},
		{"adaptive", "claude-sonnet-4-6", `{"role":"assistant",` + call + `},` + result, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, dropped := translate(t, c.model, `{"reasoning_effort":"low","messages":[`+c.messages+`]}`)
			require.Equal(t, c.thinks, strings.Contains(got, `"thinking":{"type":`))
			require.Equal(t, !c.thinks, dropped == "reasoning_effort")
		})
	}
}

func TestRequestStreamsAsTheAttemptSays(t *testing.T) {
	r := core.Request{Body: `{"stream":false,` + hi + `}`, Model: "claude-opus-5", Stream: true}
	got, fault := Messages.Request([]byte("x"), &r)
	require.Nil(t, fault)
	require.Equal(t, `x{"max_tokens":16384,"stream":true,`+hiTurn+`}`, string(got))
}

func TestRequestRefuses(t *testing.T) {
	for _, c := range []struct{ body, param string }{
		{`{}`, "messages"},
		{`{"n":2,` + hi + `}`, "n"},
		{`{"messages":[{"role":"robot","content":"x"}]}`, "messages[0].role"},
		{`{"messages":[{"role":"user","content":7}]}`, "messages[0].content"},
		{`{"messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"","format":"wav"}}]}]}`, "messages[0].content[0].input_audio"},
		{`{"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"text":"b"}]}]}`, "messages[0].content[1].type"},
		{`{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"ftp://x"}}]}]}`, "messages[0].content[0].image_url"},
		{`{"messages":[{"role":"user","content":[{"type":"file","file":{"filename":"a"}}]}]}`, "messages[0].content[0].file"},
		{`{"messages":[{"role":"user","content":[{"type":"file","file":{"file_data":"data:audio/wav;base64,AA"}}]}]}`, "messages[0].content[0].type"},
		{`{"messages":[{"role":"user","content":[{"type":"file","file":{"file_data":"data:text/plain;base64,?"}}]}]}`, "messages[0].content[0].file_data"},
		{`{"messages":[{"role":"assistant","tool_calls":[{"id":"1","function":{"name":"f","arguments":"[1]"}}]}]}`, "messages[0].tool_calls[0].function.arguments"},
		{`{"messages":[{"role":"assistant","tool_calls":[{"id":"1","function":{"name":"f","arguments":"{\"a\""}}]}]}`, "messages[0].tool_calls[0].function.arguments"},
		{`{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}]}`, "messages[0].tool_calls[0].id"},
		{`{"messages":[{"role":"assistant","tool_calls":[{"id":"1","type":"custom","custom":{"name":"f","input":"x"}}]}]}`, "messages[0].tool_calls[0].function"},
		{`{"messages":[{"role":"tool","content":"x"}]}`, "messages[0].tool_call_id"},
		{`{"tools":[{"type":"custom","custom":{"name":"f"}}],` + hi + `}`, "tools[0].custom"},
		{`{"tools":[{"type":"x"}],"tool_choice":7,` + hi + `}`, "tool_choice"},
		{`{"response_format":{"type":"json_schema","json_schema":{"name":"x"}},` + hi + `}`, "response_format.json_schema.schema"},
		{`{"output_config":"high",` + hi + `}`, "output_config"},
	} {
		t.Run(c.param, func(t *testing.T) {
			got, fault := Messages.Request([]byte("kept"), &core.Request{Body: c.body, Model: "claude-opus-5"})
			require.NotNil(t, fault)
			require.Equal(t, "kept", string(got))
			require.Equal(t, c.param, fault.Param)
			require.Equal(t, 400, fault.Status)
			require.Equal(t, core.Caller, fault.Blame)
		})
	}
}

func TestRequestCopiesALongPromptOnce(t *testing.T) {
	allocs := func(lines int) float64 {
		body := `{"messages":[{"role":"user","content":"` + strings.Repeat(`line\n`, lines) + `"}]}`
		return testing.AllocsPerRun(20, func() {
			_, _ = Messages.Request(nil, &core.Request{Body: body, Model: "claude-opus-5"})
		})
	}
	require.Equal(t, allocs(1), allocs(100_000))
}

func FuzzRequest(f *testing.F) {
	for _, c := range messageCases {
		f.Add("claude-sonnet-4-5", `{"messages":`+c.messages+`}`)
	}
	for _, c := range memberCases {
		f.Add(c.model, `{`+c.members+hi+`}`)
	}
	f.Fuzz(func(t *testing.T, model, body string) {
		r := core.Request{Body: body, Model: model}
		got, fault := Messages.Request(nil, &r)
		if json.Valid([]byte(body)) && strings.HasPrefix(body, "{") && fault == nil {
			require.True(t, json.Valid(got), "%s", got)
		}
	})
}

func BenchmarkRequest(b *testing.B) {
	body := `{"model":"claude-opus-5","messages":[{"role":"system","content":"Be brief."}` +
		strings.Repeat(`,{"role":"user","content":"`+strings.Repeat(`word \n`, 200)+`"},{"role":"assistant","content":"ok"}`, 10) + `]}`
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	dst := make([]byte, 0, 2*len(body))
	for b.Loop() {
		_, _ = Messages.Request(dst, &core.Request{Body: body, Model: "claude-opus-5"})
	}
}

// translate is what Anthropic gets for a hub request, and what was dropped on the way. The result must be JSON.
func translate(t *testing.T, model, body string) (got, dropped string) {
	t.Helper()
	require.True(t, json.Valid([]byte(body)), body)
	r := core.Request{Endpoint: core.Chat, Body: body, Model: model}
	dst, fault := Messages.Request(nil, &r)
	require.Nil(t, fault)
	require.True(t, json.Valid(dst), "%s", dst)
	return string(dst), strings.Join(r.Dropped(), " ")
}
