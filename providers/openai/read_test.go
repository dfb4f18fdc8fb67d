package openai

import (
	"fmt"
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"

	"github.com/stretchr/testify/require"
)

func TestReaderReadsStreams(t *testing.T) {
	cases := []struct {
		fear   string
		stream string
		want   []string
	}{
		{
			"openai: role, pieces, finish, usage in a chunk without choices",
			`{"id":"chatcmpl-1","object":"chat.completion.chunk","model":"gpt-x","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"finish_reason":null}],"usage":null,"obfuscation":"ab"}
{"id":"chatcmpl-1","model":"gpt-x","choices":[{"index":0,"delta":{"content":"a \"b\"\n"},"finish_reason":null}]}
{"id":"chatcmpl-1","model":"gpt-x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}
{"id":"chatcmpl-1","model":"gpt-x","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7,"prompt_tokens_details":{"cached_tokens":3}}}
[DONE]`,
			[]string{`start "chatcmpl-1" gpt-x`, `text 0 a \"b\"\n`, `finish 0 stop`, `usage in=5 out=2 sum=7 read=3`},
		},
		{
			"azure: the first chunk has no choices, no id and no model",
			`{"choices":[],"id":"","model":"","prompt_filter_results":[{"prompt_index":0}]}
{"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop","content_filter_results":{}}]}
[DONE]`,
			[]string{`start "c" m`, `text 0 x`, `finish 0 stop`},
		},
		{
			"two choices interleaved, each with its own ending, no terminator",
			`{"id":"c","model":"m","choices":[{"index":1,"delta":{"content":"b"},"finish_reason":null},{"index":0,"delta":{"content":"a"},"finish_reason":null}]}
{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}
{"choices":[{"index":1,"delta":{},"finish_reason":"length"}]}`,
			[]string{`start "c" m`, `text 1 b`, `text 0 a`, `finish 0 stop`, `finish 1 length`},
		},
		{
			"a call in pieces: id and name come once",
			`{"id":"c","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"f","arguments":""}}]},"finish_reason":null}]}
{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\""}}]},"finish_reason":null}]}
{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":null,"function":{"name":null,"arguments":":1}"}}]},"finish_reason":null}]}
{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_b","function":{"name":"g","arguments":null}}]},"finish_reason":null}]}
{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}
[DONE]`,
			[]string{`start "c" m`, `call 0.0 "call_a" f`, `args 0.0 {\"x\"`, `args 0.0 :1}`, `call 0.1 "call_b" g`, `finish 0 tool_calls`},
		},
		{
			"whole calls in one chunk, all with index 0 and no id",
			`{"id":"c","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"","function":{"name":"f","arguments":"{}"}},{"index":0,"id":"","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"stop"}]}
[DONE]`,
			[]string{`start "c" m`, `call 0.0 "" f`, `args 0.0 {}`, `call 0.1 "" f`, `args 0.1 {}`, `finish 0 stop`},
		},
		{
			"calls with the same index and different ids in different chunks are two",
			`{"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}}]}
{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"b","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}`,
			[]string{`start "c" `, `call 0.0 "a" f`, `args 0.0 {}`, `call 0.1 "b" f`, `args 0.1 {}`, `finish 0 tool_calls`},
		},
		{
			"index null, arguments an object, the id before the name",
			`{"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":null,"id":"a","function":{"arguments":""}}]}}]}
{"choices":[{"index":0,"delta":{"tool_calls":[{"index":null,"function":{"name":"f","arguments":{"x":1}}}]},"finish_reason":"tool_calls"}]}`,
			[]string{`start "c" `, `call 0.0 "a" f`, `args 0.0 {\"x\":1}`, `finish 0 tool_calls`},
		},
		{
			"function_call, as before tools",
			`{"id":"c","choices":[{"index":0,"delta":{"function_call":{"name":"f","arguments":""}}}]}
{"choices":[{"index":0,"delta":{"function_call":{"arguments":"{}"}}}]}
{"choices":[{"index":0,"delta":{},"finish_reason":"function_call"}]}`,
			[]string{`start "c" `, `call 0.0 "" f`, `args 0.0 {}`, `finish 0 function_call`},
		},
		{
			"reasoning under each of its names, said twice and read once",
			`{"id":"c","choices":[{"index":0,"delta":{"reasoning_content":"a","reasoning":"a"}}]}
{"choices":[{"index":0,"delta":{"reasoning":"b"}}]}
{"choices":[{"index":0,"delta":{"reasoning":"c","reasoning_details":[{"type":"reasoning.text","text":"c","signature":"","index":0}]}}]}
{"choices":[{"index":0,"delta":{"reasoning_details":[{"type":"reasoning.text","text":"","signature":"sig","index":0},{"type":"reasoning.encrypted","data":"zz","index":1}]}}]}
{"choices":[{"index":0,"delta":{"reasoning_details":[{"type":"reasoning.summary","summary":"d","index":2}]}}]}
{"choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"e"}]},{"type":"text","text":"f"}]},"finish_reason":"stop"}]}`,
			[]string{`start "c" `, `think 0.0 a`, `think 0.0 b`, `think 0.0 c`, `sign 0.0 sig`, `redacted 0.1 zz`, `think 0.2 d`, `think 0.0 e`, `text 0 f`, `finish 0 stop`},
		},
		{
			"a provider that sends the message so far beside each delta, cumulative usage and a last word of its own",
			`{"id":"c","model":"m","usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2},"choices":[{"index":0,"finish_reason":null,"message":{"content":"a"},"delta":{"content":"a"}}]}
{"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3},"choices":[{"index":0,"finish_reason":"eos","message":{"content":"ab"},"delta":{"content":"b"}}]}`,
			[]string{`start "c" m`, `text 0 a`, `usage in=1 out=1 sum=2`, `text 0 b`, `finish 0 eos`, `usage in=1 out=2 sum=3`},
		},
		{
			"words that mean that more will come",
			`{"id":"c","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"null"}]}
{"choices":[{"index":0,"delta":{"content":"b"},"finish_reason":"not_finished"}]}
{"choices":[{"index":0,"delta":{"content":"c"},"finish_reason":""}]}
[DONE]`,
			[]string{`start "c" `, `text 0 a`, `text 0 b`, `text 0 c`},
		},
		{
			"a stream that is cut after a piece",
			`{"id":"c","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}`,
			[]string{`start "c" `, `text 0 a`, `error 502 cut_stream the provider's stream ended before the reply was whole`},
		},
		{
			"a stream of nothing",
			``,
			[]string{`error 502 cut_stream the provider's stream ended before the reply was whole`},
		},
		{
			"a terminator is an ending without a finish_reason too, and nothing counts after it",
			`{"id":"c","choices":[{"index":0,"delta":{"content":"a"}}]}
[DONE]
{"choices":[{"index":0,"delta":{"content":"b"}}]}`,
			[]string{`start "c" `, `text 0 a`},
		},
		{
			"an error in the middle, status in the code",
			`{"id":"c","choices":[{"index":0,"delta":{"content":"a"}}]}
{"error":{"code":502,"message":"overloaded \"x\""},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}
{"choices":[{"index":0,"delta":{"content":"b"}}]}`,
			[]string{`start "c" `, `text 0 a`, `error 502 502 overloaded \"x\"`},
		},
		{
			"an error inside a choice",
			`{"id":"c","choices":[{"index":0,"delta":{"content":""},"error":{"code":429,"message":"slow down","type":"rate_limit"}}]}`,
			[]string{`start "c" `, `error 429 429 slow down`},
		},
		{
			"finish_reason error, and a word that means the same",
			`{"id":"c","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"insufficient_system_resource"}]}
[DONE]`,
			[]string{`start "c" `, `text 0 a`, `error 503 insufficient_system_resource the provider broke the reply off`},
		},
		{
			"data that is no object",
			`{"id":"c","choices":[{"index":0,"delta":{"content":"a"}}]}
<html>`,
			[]string{`start "c" `, `text 0 a`, `error 0  <html>`},
		},
		{
			"what the hub has no place for, images, a refusal",
			`{"id":"c","choices":[{"index":0,"logprobs":{"content":[]},"delta":{"annotations":[{"type":"url_citation"}],"tool_calls":null,"audio":null,"images":[{"type":"image_url","image_url":{"url":"data:image\/png;base64,QUI="}},{"image_url":{"url":"https://x/y.png"}}],"refusal":"no"},"finish_reason":"stop"}]}`,
			[]string{`start "c" `, `extra 0 annotations [{"type":"url_citation"}]`, `refusal 0 no`, `media 0 image/png QUI=`, `media 0  https://x/y.png`, `extra 0 logprobs {"content":[]}`, `finish 0 stop`},
		},
		{
			"Gemini's signatures of calls, in Portkey's place and in Google's",
			`{"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}","thought_signature":"s1"}},{"index":1,"id":"b","extra_content":{"google":{"thought_signature":"s2"}},"function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}`,
			[]string{`start "c" `, `call 0.0 "a" f`, `args 0.0 {}`, `sign 0.0 s1`, `call 0.1 "b" f`, `args 0.1 {}`, `sign 0.1 s2`, `finish 0 tool_calls`},
		},
		{
			"completions: the text is the choice's",
			`{"id":"c","object":"text_completion","choices":[{"index":0,"text":"a","logprobs":null,"finish_reason":null}]}
{"choices":[{"index":0,"text":"","finish_reason":"length"}]}
[DONE]`,
			[]string{`start "c" `, `text 0 a`, `finish 0 length`},
		},
		{
			"groq counts in x_groq, moonshot in the choice",
			`{"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"x_groq":{"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}}
{"choices":[{"index":0,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":1,"completion_tokens":2,"cached_tokens":1}}]}`,
			[]string{`start "c" `, `finish 0 stop`, `usage in=1 out=2 sum=3`, `usage in=1 out=2 sum=3 read=1`},
		},
	}
	for _, c := range cases {
		t.Run(c.fear, func(t *testing.T) {
			require.Equal(t, c.want, lines(readStream(t, sse(c.stream), len(c.stream)+1024)))
			require.Equal(t, c.want, lines(readStream(t, sse(c.stream), 1)), "the cut changes nothing")
		})
	}
}

func TestErrorEventByName(t *testing.T) {
	r := newReader(&core.ReadOptions{})
	events := r.Frame(nil, frame.Frame{Name: "error", Data: `{"error":{"message":"m","type":"t","code":"c","status_code":400}}`})
	require.Equal(t, []string{"error 400 c m"}, lines(events))
	require.Empty(t, r.End(nil))
	require.Equal(t, []string{"error 0  gone"}, lines(newReader(&core.ReadOptions{}).Frame(nil, frame.Frame{Name: "error", Data: "gone"})))
}

func TestReaderReadsWholeReplies(t *testing.T) {
	cases := []struct {
		fear, body string
		want       []string
	}{
		{
			"everything, finish_reason first",
			`{ "choices": [ { "finish_reason":"tool_calls", "index":0, "message": {"role":"assistant","content":"hi","reasoning_content":"hm","refusal":null,"annotations":[],
			  "tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]} } ],
			  "id":"c","model":"m","usage":{"prompt_tokens":10,"completion_tokens":4,"total_tokens":20,"completion_tokens_details":{"reasoning_tokens":6}}}`,
			[]string{`start "c" m`, `think 0.0 hm`, `text 0 hi`, `call 0.0 "a" f`, `args 0.0 {}`, `call 0.1 "a" f`, `args 0.1 {}`, `finish 0 tool_calls`, `usage in=10 out=10 sum=20 reasoning=6`},
		},
		{
			"a finish_reason that is empty ends a buffered reply all the same",
			`{"id":"","model":"m","choices":[{"index":0,"finish_reason":"","message":{"content":"","function_call":{"name":"","arguments":""},"tool_calls":[{"id":"a","custom":{"name":"","input":""},"function":{"name":"f","arguments":"{}"}}]}}]}`,
			[]string{`start "" m`, `call 0.0 "a" f`, `args 0.0 {}`, `finish 0 `},
		},
		{
			"a custom tool", `{"id":"c","choices":[{"finish_reason":"tool_calls","message":{"tool_calls":[{"id":"a","type":"custom","custom":{"name":"f","input":"print()"}}]}}]}`,
			[]string{`start "c" `, `call 0.0 "a" f`, `args 0.0 print()`, `finish 0 tool_calls`},
		},
		{"structured output as an object", `{"id":"c","choices":[{"message":{"content":{"a":"b"}},"finish_reason":"stop"}]}`,
			[]string{`start "c" `, `text 0 {\"a\":\"b\"}`, `finish 0 stop`}},
		{"our own extensions", `{"id":"c","choices":[{"message":{"content":"x","reasoning_content":"t","content_blocks":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"redacted_thinking","data":"d"},{"type":"text","text":"x"}]},"finish_reason":"stop"}]}`,
			[]string{`start "c" `, `think 0.0 t`, `sign 0.0 s`, `redacted 0.1 d`, `text 0 x`, `finish 0 stop`}},
		{"an error with status 200", `{"error":{"message":"m","code":503}}`, []string{`error 503 503 m`}},
		{"an error beside an answer", `{"id":"c","choices":[{"message":{"content":"x"},"finish_reason":"stop","error":{"code":502,"message":"m"}}]}`,
			[]string{`start "c" `, `error 502 502 m`}},
		{"no choices", `{"id":"c","choices":[]}`, []string{`start "c" `, `error 0  {"id":"c","choices":[]}`}},
		{"another shape", `{"message":"no such route"}`, []string{`error 0  no such route`}},
		{"no JSON", `upstream timed out`, []string{`error 0  upstream timed out`}},
		{"nothing", ` `, []string{`error 0  the provider's reply is empty`}},
		{"an array", `[{"error":{"message":"m","status":"UNAVAILABLE","code":503}}]`, []string{`error 0 503 m`}},
	}
	for _, c := range cases {
		t.Run(c.fear, func(t *testing.T) {
			got := lines(newReader(&core.ReadOptions{Endpoint: core.Chat}).Whole(nil, c.body))
			for i := range c.want { // bodies in messages are escaped contents
				if strings.HasPrefix(c.want[i], "error 0  {") {
					c.want[i] = "error 0  " + rewrite.Escape(strings.TrimPrefix(c.want[i], "error 0  "))
				}
			}
			require.Equal(t, c.want, got)
		})
	}
}

func TestReaderReadsEmbeddingsUsage(t *testing.T) {
	r := newReader(&core.ReadOptions{Endpoint: core.Embeddings})
	got := r.Whole(nil, `{"object":"list","data":[{"embedding":[0.1]}],"model":"m","usage":{"prompt_tokens":8,"total_tokens":8}}`)
	require.Equal(t, []string{`start "" m`, `usage in=8 out=0 sum=8`}, lines(got))
}

func TestUsageIsPutRight(t *testing.T) {
	cases := []struct{ raw, want string }{
		{`{"prompt_tokens":1,"completion_tokens":2,"total_tokens":null}`, "usage in=1 out=2 sum=3"},
		{`{"prompt_tokens":10,"completion_tokens":2,"total_tokens":15,"completion_tokens_details":{"reasoning_tokens":3}}`, "usage in=10 out=5 sum=15 reasoning=3"},
		{`{"prompt_tokens":10,"completion_tokens":2,"total_tokens":15}`, "usage in=10 out=5 sum=15 reasoning=3"},
		{`{"prompt_tokens":10,"completion_tokens":2,"total_tokens":17,"cache_read_input_tokens":4,"cache_creation_input_tokens":1}`, "usage in=15 out=2 sum=17 read=4 write=1"},
		{`{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12,"prompt_cache_hit_tokens":4}`, "usage in=10 out=2 sum=12 read=4"},
		{`{"prompt_tokens":7,"completion_tokens":8,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":161}}`, "usage in=168 out=8 sum=176 read=161"},
	}
	for _, c := range cases {
		events := newReader(&core.ReadOptions{}).Whole(nil, `{"choices":[{"message":{}}],"usage":`+c.raw+`}`)
		require.Equal(t, c.want, lines(events)[2], c.raw)
	}
}

func BenchmarkReadTextChunk(b *testing.B) {
	r := newReader(&core.ReadOptions{})
	f := frame.Frame{Data: `{"id":"chatcmpl-ABCDEFGHIJKLMNOP","object":"chat.completion.chunk","created":1700000000,"model":"gpt-x","service_tier":"default","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"content":" word"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"abcdef"}`}
	var dst []event.Event
	b.ReportAllocs()
	for b.Loop() {
		dst = r.Frame(dst[:0], f)
	}
}

// sse frames lines as data.
func sse(lines string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(lines, "\n") {
		if line != "" {
			b.WriteString("data: " + line + "\n\n")
		}
	}
	return b.String()
}

// readStream reads a stream cut into pieces of size bytes. The events' strings are copied.
func readStream(t testing.TB, stream string, size int) []event.Event {
	t.Helper()
	return readWith(newReader(&core.ReadOptions{Endpoint: core.Chat}), frame.SSE, stream, size)
}

func readWith(r core.Reader, kind frame.Kind, stream string, size int) []event.Event {
	var all []event.Event
	take := func(events []event.Event) {
		for _, e := range events {
			e.Raw, e.ID, e.Name = strings.Clone(e.Raw), strings.Clone(e.ID), strings.Clone(e.Name)
			all = append(all, e)
		}
	}
	s := frame.New(kind, 0)
	for at := 0; at < len(stream); at += size {
		s.Feed(stream[at:min(at+size, len(stream))])
		for f, ok := s.Next(); ok; f, ok = s.Next() {
			take(r.Frame(nil, f))
		}
	}
	if f, ok := s.End(); ok {
		take(r.Frame(nil, f))
	}
	take(r.End(nil))
	return all
}

// lines are events, one line each.
func lines(events []event.Event) []string {
	var out []string
	for _, e := range events {
		at := fmt.Sprintf("%d.%d", e.Choice, e.Index)
		switch e.Kind {
		case event.Start:
			out = append(out, fmt.Sprintf("start %q %s", e.ID, e.Name))
		case event.Text:
			out = append(out, fmt.Sprintf("text %d %s", e.Choice, e.Raw))
		case event.Refusal:
			out = append(out, fmt.Sprintf("refusal %d %s", e.Choice, e.Raw))
		case event.Thinking:
			out = append(out, "think "+at+" "+e.Raw)
		case event.Signature:
			out = append(out, "sign "+at+" "+e.Raw)
		case event.Redacted:
			out = append(out, "redacted "+at+" "+e.Raw)
		case event.ToolCall:
			out = append(out, fmt.Sprintf("call %s %q %s", at, e.ID, e.Name))
		case event.ToolArgs:
			out = append(out, "args "+at+" "+e.Raw)
		case event.Media:
			out = append(out, fmt.Sprintf("media %d %s %s", e.Choice, e.Name, e.Raw))
		case event.Extra:
			out = append(out, fmt.Sprintf("extra %d %s %s", e.Choice, e.Name, e.Raw))
		case event.Finish:
			out = append(out, fmt.Sprintf("finish %d %s", e.Choice, e.Raw))
		case event.Error:
			out = append(out, fmt.Sprintf("error %d %s %s", e.Status, e.ID, e.Raw))
		case event.UsageCount:
			u := e.Usage
			s := fmt.Sprintf("usage in=%d out=%d sum=%d", u.Input, u.Output, u.Sum())
			for _, part := range []struct {
				name string
				n    int64
			}{{"read", u.CacheRead}, {"write", u.CacheWrite}, {"reasoning", u.Reasoning}} {
				if part.n != 0 {
					s += fmt.Sprintf(" %s=%d", part.name, part.n)
				}
			}
			out = append(out, s)
		}
	}
	return out
}
