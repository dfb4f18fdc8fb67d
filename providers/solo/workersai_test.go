package solo

import (
	"strings"
	"testing"

	"causeway/core"

	"github.com/stretchr/testify/require"
)

func TestWorkersAIRequests(t *testing.T) {
	cases := []struct{ name, hub, want, dropped string }{
		{"text parts are one text", `{"model":"m","messages":[{"role":"developer","content":"a"},{"role":"user","content":[{"type":"text","text":"b"},{"type":"text","text":"c"}]}],"stream":true,"stream_options":{}}`,
			`{"messages":[{"role":"system","content":"a"},{"role":"user","content":"b\nc"}],"stream":true}`, ""},
		{"images stay", `{"messages":[{"role":"user","content":[{"type":"text","text":"b"},{"type":"image_url","image_url":{"url":"data:"}}]}]}`,
			`{"messages":[{"role":"user","content":[{"type":"text","text":"b"},{"type":"image_url","image_url":{"url":"data:"}}]}]}`, ""},
		{"no content is an empty text", `{"messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"1"}]}]}`,
			`{"messages":[{"role":"assistant","tool_calls":[{"id":"1"}],"content":""}]}`, ""},
		{"parameters", `{"messages":[{"role":"user","content":"x"}],"max_completion_tokens":5,"n":1,"user":"u","seed":null,"top_k":3,"tools":[]}`,
			`{"messages":[{"role":"user","content":"x"}],"max_tokens":5,"top_k":3,"tools":[]}`, "n,user"},
		{"a completion", `{"prompt":"Once","max_tokens":5,"echo":true}`, `{"prompt":"Once","max_tokens":5}`, "echo"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := &core.Request{Body: c.hub, Endpoint: core.Chat}
			if strings.Contains(c.hub, "prompt") {
				r.Endpoint = core.Completions
			}
			got, fault := appendWorkersAI(nil, r)
			require.Nil(t, fault)
			require.Equal(t, c.want, string(got))
			require.Equal(t, c.dropped, strings.Join(r.Dropped(), ","))
		})
	}
}

func TestWorkersAIStreams(t *testing.T) {
	const end = "data: [DONE]\n\n"
	cases := []struct{ name, body, want string }{
		{"text", `data: {"response":"a","p":"xyz"}` + "\n\n" + `data: {"response":" \"b\"","p":"x"}` + "\n\n" +
			`data: {"response":"","usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}` + "\n\n" + end, `a  \"b\" (3,2) .`},
		{"a call", `data: {"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f"}}]}` + "\n\n" +
			`data: {"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":1}"}}]}` + "\n\n" +
			`data: {"tool_calls":[{"index":0,"id":null,"type":null,"function":{"name":null,"arguments":""}}]}` + "\n\n" + end, `f#0 0:{\"a\":1} .calls`},
		{"OpenAI's chunks", `data: {"id":"x","choices":[{"delta":{"reasoning_content":"hm"}}]}` + "\n\n" +
			`data: {"choices":[{"delta":{"content":"a"},"finish_reason":null}]}` + "\n\n" + `data: {"choices":[{"delta":{},"finish_reason":"length"}],"usage":{"prompt_tokens":1}}` + "\n\n" + end,
			"think:hm a .length (1,0)"},
		{"cut", `data: {"response":"a"}` + "\n\n", "a !502 the provider's stream ended before the reply did"},
		{"an error", `data: {"errors":[{"code":3040,"message":"Capacity exceeded"}],"success":false}` + "\n\n" + end, "!502 Capacity exceeded"},
		{"no JSON", "data: x\n\n", "!502 the provider sent a piece of a stream that is not JSON"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, said(streamed(c.body, 3)))
			require.Equal(t, c.want, said(streamed(c.body, 4096)))
		})
	}
}

func TestWorkersAIReplies(t *testing.T) {
	for body, want := range map[string]string{
		`{"result":{"response":"a","usage":{"prompt_tokens":3,"completion_tokens":2}},"success":true,"errors":[],"messages":[]}`: "a (3,2) .",
		`{"response":"a"}`:           "a .",
		`{"response":{"title":"x"}}`: `{\"title\":\"x\"} .`,
		`{"result":{"response":null,"tool_calls":[{"name":"f","arguments":{"a":1}},{"name":"g","arguments":{}}]}}`: `f#0 0:{\"a\":1} g#1 1:{} .calls`,
		`{"result":{"choices":[{"message":{"content":"a","reasoning":"hm"},"finish_reason":"stop"}]}}`:             "think:hm a .stop",
		`{"choices":[{"text":"a","finish_reason":"stop"}]}`:                                                        "a .stop",
		`{"result":null,"success":false,"errors":[{"code":7003,"message":"no \"route\""}]}`:                        `!502 no \"route\"`,
		`{"result":{}}`: "!502 the provider's reply says nothing",
		`<html>`:        "!502 the provider's reply is not JSON: <html>",
	} {
		require.Equal(t, want, said(newReader(nil).Whole(nil, body)), body)
	}
}

func TestWorkersAIEmbeddings(t *testing.T) {
	write := func(hub string) string {
		got, fault := appendWorkersAITexts(nil, &core.Request{Body: hub})
		if fault != nil {
			return fault.Param
		}
		return string(got)
	}
	require.Equal(t, `{"text":["Hi"]}`, write(`{"model":"m","input":"Hi","user":"u"}`))
	require.Equal(t, `{"text":["a","b"],"pooling":"cls"}`, write(`{"input":["a","b"],"pooling":"cls"}`))
	require.Equal(t, "input", write(`{"input":[[1]]}`))
	o := &core.ReadOptions{Model: "m", Request: &core.Request{Body: `{}`}}
	for _, body := range []string{`{"result":{"shape":[1,2],"data":[[0.5,1]]}}`, `{"shape":[1,2],"data":[[0.5,1]]}`} {
		got, ok := appendEmbeddings(nil, o, body)
		require.True(t, ok)
		require.Contains(t, string(got), `"embedding":[0.5,1]`)
	}
	for _, body := range []string{"", "{}", `{"data":[1]}`, `{"result":{"data":[]}}`} {
		_, ok := appendEmbeddings(nil, o, body)
		require.False(t, ok, body)
	}
}

func TestFaults(t *testing.T) {
	for body, want := range map[string]core.Fault{
		`{"result":null,"success":false,"errors":[{"code":7003,"message":"Could not route"}],"messages":[]}`: {Message: "Could not route", Code: "7003"},
		`{"internalCode":5007,"name":"InferenceUpstreamError","message":"x","description":"No such model"}`:  {Message: "No such model", Code: "5007", Type: "InferenceUpstreamError"},
		`{"error":"no"}`: {Message: "no"},
		`Bad Gateway`:    {Message: "Bad Gateway"},
		``:               {Message: "silent"},
	} {
		f := core.Fault{Message: "silent"}
		readFault(&f, body)
		require.Equal(t, want, f, body)
	}
}
