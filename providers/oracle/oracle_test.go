package oracle

import (
	"encoding/json"
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"

	"github.com/stretchr/testify/require"
)

func TestReplies(t *testing.T) {
	start := event.Event{Kind: event.Start, Name: "m"}
	cases := []struct {
		name   string
		events []string
		want   []event.Event
	}{
		{"text, a ping and a terminator", []string{`{"index":0,"message":{"role":"ASSISTANT","content":[{"type":"TEXT","text":"a\n"}]},"pad":"aa"}`, "ping", `{"message":{"content":[{"type":"TEXT","text":"b"}]}}`, `{"finishReason":"stop"}`, "[END]"},
			[]event.Event{start, {Kind: event.Text, Raw: `a\n`}, {Kind: event.Text, Raw: "b"}, {Kind: event.Finish, Reason: event.Stop, Raw: "stop"}}},
		{"two calls in pieces, and counts", []string{`{"message":{"toolCalls":[{"type":"FUNCTION","id":"c1","name":"f","arguments":""}]}}`, `{"message":{"toolCalls":[{"type":"FUNCTION","arguments":"{\"a\""}]}}`,
			`{"message":{"toolCalls":[{"id":"c1","arguments":":1}"},{"id":"c2","name":"g","arguments":{"b":"\""}}]}}`, `{"finishReason":"stop","usage":{"promptTokens":3,"completionTokens":4,"totalTokens":7,"promptTokensDetails":{"cachedTokens":2}}}`},
			[]event.Event{start, {Kind: event.ToolCall, ID: "c1", Name: "f"}, {Kind: event.ToolArgs, Raw: `{\"a\"`}, {Kind: event.ToolArgs, Raw: ":1}"},
				{Kind: event.ToolCall, Index: 1, ID: "c2", Name: "g"}, {Kind: event.ToolArgs, Index: 1, Raw: `{\"b\":\"\\\"\"}`},
				{Kind: event.UsageCount, Usage: event.Usage{Input: 3, Output: 4, Total: 7, CacheRead: 2}}, {Kind: event.Finish, Reason: event.ToolCalls, Raw: "stop"}}},
		{"a whole reply of two choices", []string{`{"modelId":"m","chatResponse":{"choices":[{"index":0,"message":{"content":[{"type":"TEXT","text":"a"},{"type":"IMAGE"}],"refusal":"no"},"finishReason":"LENGTH"},
			{"index":1,"message":{"content":null,"toolCalls":[{"id":"c","name":"f","arguments":"{}"}]},"finishReason":"tool_calls"}],"usage":null}}`},
			[]event.Event{start, {Kind: event.Text, Raw: "a"}, {Kind: event.Refusal, Raw: "no"}, {Kind: event.Finish, Reason: event.Length, Raw: "LENGTH"},
				{Kind: event.ToolCall, Choice: 1, ID: "c", Name: "f"}, {Kind: event.ToolArgs, Choice: 1, Raw: "{}"}, {Kind: event.Finish, Choice: 1, Reason: event.ToolCalls, Raw: "tool_calls"}}},
		{"a stream that breaks off", []string{`{"message":{"content":[{"type":"TEXT","text":"a"}]}}`},
			[]event.Event{start, {Kind: event.Text, Raw: "a"}, {Kind: event.Error, Name: "invalid_reply", ID: "cut_stream", Status: 502, Raw: "the provider's stream ended before the reply was whole"}}},
		{"an error, and nothing behind it", []string{`{"code":"TooManyRequests","message":"slow \"down\""}`, `{"finishReason":"stop"}`},
			[]event.Event{{Kind: event.Error, Name: "invalid_reply", ID: "TooManyRequests", Status: 502, Raw: `slow \"down\"`}}},
		{"an unknown shape", []string{`{"text":"a"}`}, []event.Event{{Kind: event.Error, Name: "invalid_reply", Status: 502, Raw: `{\"text\":\"a\"}`}}},
		{"a page", []string{`<html>`}, []event.Event{{Kind: event.Error, Name: "invalid_reply", Status: 502, Raw: "<html>"}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, read(c.events...)) })
	}
	r := newReader(&core.ReadOptions{Model: "m"})
	require.Equal(t, event.Error, r.Whole(nil, `{"chatResponse":{}}`)[0].Kind)
	require.Equal(t, event.Error, newReader(&core.ReadOptions{}).Whole(nil, ``)[0].Kind)
	whole := newReader(&core.ReadOptions{Model: "asked"}).Whole(nil, `{"modelId":"m","chatResponse":{"choices":[{"message":{"content":"a"},"finishReason":"stop"}]}}`)
	require.Equal(t, []event.Event{start, {Kind: event.Text, Raw: "a"}, {Kind: event.Finish, Reason: event.Stop, Raw: "stop"}}, whole)
}

func TestTextIsReadWithoutAllocating(t *testing.T) {
	r, room := newReader(&core.ReadOptions{Model: "m"}), make([]event.Event, 0, 8)
	f := frame.Frame{Data: `{"index":0,"message":{"role":"ASSISTANT","content":[{"type":"TEXT","text":" word"}]},"pad":"aaaa"}`}
	r.Frame(room, f)
	require.Zero(t, testing.AllocsPerRun(100, func() { r.Frame(room, f) }))
}

func TestRequests(t *testing.T) {
	cases := []struct{ name, body, want, dropped string }{
		{"messages", `{"model":"m","messages":[{"role":"developer","content":"d"},{"role":"user","name":"n","content":["s",{"type":"text","text":"t","cache_control":{}},
			{"type":"image_url","image_url":{"url":"u","detail":"low"}},{"type":"input_audio","input_audio":{"data":"QQ==","format":"wav"}},{"type":"file"}]},
			{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},{"role":"tool","tool_call_id":"c","content":"r","is_error":true}]}`,
			`{"messages":[{"role":"SYSTEM","content":[{"type":"TEXT","text":"d"}]},{"role":"USER","name":"n","content":[{"type":"TEXT","text":"s"},{"type":"TEXT","text":"t"},
			{"type":"IMAGE","imageUrl":{"url":"u","detail":"LOW"}},{"type":"AUDIO","audioUrl":{"url":"data:audio/wav;base64,QQ=="}}]},
			{"role":"ASSISTANT","toolCalls":[{"type":"FUNCTION","id":"c","name":"f","arguments":"{\"a\":1}"}]},{"role":"TOOL","toolCallId":"c","content":[{"type":"TEXT","text":"r"}]}]}`,
			"messages[].content[].cache_control,messages[].content[].file,messages[].is_error"},
		{"parameters", `{"max_tokens":5,"top_p":0.5,"n":2,"stop":"x","seed":1,"stream":true,"stream_options":{"include_usage":true},"reasoning_effort":"low","logprobs":true,"top_logprobs":3,"user":"u","parallel_tool_calls":false,"thinking":{"type":"adaptive"}}`,
			`{"maxTokens":5,"topP":0.5,"numGenerations":2,"stop":["x"],"seed":1,"isStream":true,"streamOptions":{"isIncludeUsage":true},"reasoningEffort":"LOW","logProbs":3,"isParallelToolCalls":false}`, "user,thinking"},
		{"tools", `{"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"},"strict":true}},{"type":"web_search"},{"type":"custom","custom":{"name":"g"}}],"tool_choice":{"type":"function","function":{"name":"f"}}}`,
			`{"tools":[{"type":"FUNCTION","name":"f","description":"d","parameters":{"type":"object"}},{"type":"FUNCTION","name":"g"}],"toolChoice":{"type":"FUNCTION","name":"f"}}`,
			"tools[].function.strict,tools[].web_search"},
		{"formats", `{"tool_choice":"required","stop":["a"],"logprobs":true,"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{},"strict":true}}}`,
			`{"toolChoice":{"type":"REQUIRED"},"stop":["a"],"logProbs":1,"responseFormat":{"type":"JSON_SCHEMA","jsonSchema":{"name":"n","schema":{},"isStrict":true}}}`, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := requestOf(c.body)
			got, fault := appendRequest(nil, r)
			require.Nil(t, fault)
			require.JSONEq(t, `{"compartmentId":"ocid1","servingMode":{"servingType":"ON_DEMAND","modelId":"m"},"chatRequest":`+
				strings.Replace(c.want, "{", `{"apiFormat":"GENERIC",`, 1)+`}`, string(got))
			require.Equal(t, c.dropped, strings.Join(r.Dropped(), ","))
		})
	}
	_, fault := appendRequest(nil, &core.Request{Body: "{}", Vendor: &core.Vendor{}})
	require.Equal(t, "missing_oracle_compartment_id", fault.Code)
}

func TestFaults(t *testing.T) {
	for body, want := range map[string][2]string{
		`{"code":"404","message":"Entity with key x not found"}`: {"404", "Entity with key x not found"},
		`<html>`: {"", "<html>"}, ``: {"", "-"}, `{"a":1}`: {"", `{"a":1}`},
	} {
		f := core.Fault{Message: "-"}
		readFault(&f, body)
		require.Equal(t, want, [2]string{f.Code, f.Message})
	}
}

func FuzzReader(f *testing.F) {
	f.Add(`{"message":{"content":[{"type":"TEXT","text":"a"}],"toolCalls":[{"id":"c"}]},"finishReason":"stop"}`)
	f.Add(`{"chatResponse":{"choices":[{"index":-1}]}}`)
	f.Fuzz(func(t *testing.T, data string) {
		read(data, data)
		newReader(&core.ReadOptions{}).Whole(nil, data)
	})
}

func FuzzRequest(f *testing.F) {
	f.Add(`{"messages":[{"role":"user","content":[{"type":"text"}],"tool_calls":[{}]}],"tools":[{"type":"function"}],"tool_choice":{},"response_format":{}}`)
	f.Add(`{"stop":1,"stream_options":[],"reasoning_effort":{},"messages":{"a":"b"},"verbosity":""}`)
	f.Fuzz(func(t *testing.T, body string) {
		if _, ok := rewrite.Check(body); !ok {
			return
		}
		if got, fault := appendRequest(nil, requestOf(body)); fault == nil && utf8Only(body) {
			require.True(t, json.Valid(got), "%s", got)
		}
	})
}

func utf8Only(text string) bool { return strings.ToValidUTF8(text, "") == text }

func requestOf(body string) *core.Request {
	return &core.Request{Model: "m", Body: body, Vendor: &core.Vendor{Options: []core.Option{
		{Key: "oracle_compartment_id", Default: "ocid1"}, {Key: "oracle_serving_mode", Default: "ON_DEMAND"},
	}}}
}

func read(data ...string) (events []event.Event) {
	r := newReader(&core.ReadOptions{Model: "m"})
	for _, d := range data {
		f := frame.Frame{Data: d}
		if d == "ping" {
			f = frame.Frame{Name: "ping", Data: "{}"}
		}
		events = r.Frame(events, f)
	}
	return r.End(events)
}
