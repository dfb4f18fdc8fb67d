package providers

import (
	"encoding/json"
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"
	"causeway/providers/openai"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

const hello = `"messages":[{"role":"system","content":"be kind"},{"role":"user","content":[{"type":"text","text":"hello \"there\""}]}]`

func TestMockAnswers(t *testing.T) {
	tools := `"tools":[{"type":"function","function":{"name":"get_time"}},{"type":"function","function":{"name":"get_weather","parameters":{"type":"object",
		"properties":{"city":{"type":"string"},"unit":{"enum":["c","f"]},"days":{"type":"integer","minimum":2},"note":{"type":"string"},"at":{"$ref":"#/$defs/at"}},
		"required":["city","unit","days","at"],"$defs":{"at":{"type":"array","items":{"type":"number"},"minItems":2}}}}}]`
	cases := []struct {
		behaviour, body string
		text, call      string
		finish          string
		in, out         int64
	}{
		{"repeats the user's last message", `{` + hello + `}`, `This is a mock and no model. You said: hello "there"`, "", "stop", 4, 11},
		{"repeats what a tool said", `{"messages":[{"role":"user","content":"x"},{"role":"tool","content":"42"}]}`, "This is a mock and no model. The tool said: 42", "", "stop", 2, 11},
		{"ends at max_tokens", `{` + hello + `,"max_tokens":3}`, "This is a ", "", "length", 4, 3},
		{"ends at a stop sequence", `{` + hello + `,"stop":["zzz"," no model"]}`, "This is a mock and", "", "stop", 4, 5},
		{"calls a tool that the user names", `{"messages":[{"role":"user","content":"use get_weather now"}],` + tools + `}`, "",
			`get_weather {"city":"mock","unit":"c","days":2,"at":[1,1]}`, "tool_calls", 3, 1},
		{"calls the first tool when it must", `{` + hello + `,` + tools + `,"tool_choice":"required"}`, "", `get_time {}`, "tool_calls", 4, 1},
		{"calls the tool that tool_choice names", `{` + hello + `,` + tools + `,"tool_choice":{"type":"function","function":{"name":"get_time"}}}`, "", `get_time {}`, "tool_calls", 4, 1},
		{"calls nothing when it must not", `{"messages":[{"role":"user","content":"get_time"}],` + tools + `,"tool_choice":"none"}`, "This is a mock and no model. You said: get_time", "", "stop", 1, 10},
		{"does not call again after a result", `{"messages":[{"role":"user","content":"get_time"},{"role":"tool","content":"now"}],` + tools + `}`, "This is a mock and no model. The tool said: now", "", "stop", 2, 11},
		{"fills in a schema", `{` + hello + `,"response_format":{"type":"json_schema","json_schema":{"schema":{"type":"object","required":["a","b"],
			"properties":{"a":{"anyOf":[{"type":"boolean"},{"type":"null"}]},"b":{"type":["string","null"],"minLength":6}}}}}}`, `{"a":true,"b":"mockmo"}`, "", "stop", 4, 2},
		{"gives an object for json_object", `{` + hello + `,"response_format":{"type":"json_object"}}`, `{}`, "", "stop", 4, 1},
	}
	for _, c := range cases {
		t.Run(c.behaviour, func(t *testing.T) {
			for _, stream := range []bool{false, true} {
				steps := script(request("mock", c.body, stream))
				require.Equal(t, core.StepHead, steps[0].Kind)
				require.Equal(t, 200, steps[0].Status)
				require.Equal(t, "true", steps[0].Header.Get("x-causeway-mock"))
				require.Equal(t, core.StepEnd, steps[len(steps)-1].Kind)
				said := read(t, steps, stream)
				require.Equal(t, c.text, said.text)
				require.Equal(t, c.call, said.call)
				require.Equal(t, c.finish, said.finish)
				require.Equal(t, event.Usage{Input: c.in, Output: c.out, Total: c.in + c.out}, said.usage)
				require.Empty(t, said.failure)
				require.Equal(t, steps, script(request("mock", c.body, stream)), "the same request has the same answer")
			}
		})
	}
}

func TestMockMarksItsReplies(t *testing.T) {
	body := sent(script(request("mock", `{`+hello+`,"n":2}`, false)))
	require.Equal(t, "mock", gjson.Get(body, "system_fingerprint").Str)
	require.True(t, strings.HasPrefix(gjson.Get(body, "id").Str, "chatcmpl-mock-"))
	require.Equal(t, "mock", gjson.Get(body, "provider").Str)
	require.Equal(t, int64(1700000000), gjson.Get(body, "created").Int())
	require.Len(t, gjson.Get(body, "choices").Array(), 2)
	stream := sent(script(request("mock", `{`+hello+`}`, true)))
	require.Equal(t, strings.Count(stream, "\n\n")-1, strings.Count(stream, `"system_fingerprint":"mock"`))
	require.NotContains(t, sent(script(&core.Request{Endpoint: core.Chat, Model: "mock", Body: `{` + hello + `}`, Stream: true, Strict: true})), "usage")
}

func TestMockMisbehaves(t *testing.T) {
	head := func(status int) core.Step { return core.Step{Kind: core.StepHead, Status: status} }
	wait := func(ms int64) core.Step { return core.Step{Kind: core.StepWait, Ms: ms} }
	fail := func(why core.Why) core.Step { return core.Step{Kind: core.StepFail, Why: why} }
	piece, end := core.Step{Kind: core.StepBody}, core.Step{Kind: core.StepEnd}
	cases := []struct {
		model string
		want  []core.Step // without headers and bytes
		texts int
	}{
		{"mock-cut-after-2", []core.Step{head(200), piece, piece, fail(core.Reset)}, 2},
		{"mock-cut-after-0", []core.Step{head(200), fail(core.Reset)}, 0},
		{"mock-cut-after-999", []core.Step{head(200), piece, piece, piece, fail(core.Reset)}, 3},
		{"mock-end-after-1", []core.Step{head(200), piece, end}, 1},
		{"mock-stall-after-1", []core.Step{head(200), piece, wait(3_600_000), end}, 1},
		{"mock-error-after-1", []core.Step{head(200), piece, piece, end}, 1},
		{"mock-error-first", []core.Step{head(200), piece, end}, 0},
		{"mock-malformed-after-1", []core.Step{head(200), piece, piece, end}, 1},
		{"mock-empty", []core.Step{head(200), piece, end}, 0},
		{"mock-html", []core.Step{head(502), piece, end}, 0},
		{"mock-refused", []core.Step{fail(core.Refused)}, 0},
		{"mock-reset", []core.Step{fail(core.Reset)}, 0},
		{"mock-trap", []core.Step{{Kind: core.StepTrap}}, 0},
		{"mock-slow-headers-7", []core.Step{wait(7), head(200), piece, piece, piece, piece, piece, end}, 3},
		{"mock-slow-first-token", []core.Step{head(200), wait(5000), piece, piece, piece, piece, piece, end}, 3},
		{"mock-slow-first-token-9", []core.Step{head(200), wait(9), piece, piece, piece, piece, piece, end}, 3},
		{"mock-slow-chunks-3", []core.Step{head(200), wait(3), piece, wait(3), piece, wait(3), piece, wait(3), piece, wait(3), piece, end}, 3},
		{"mock-long-4", []core.Step{head(200), piece, piece, piece, piece, piece, end}, 3},
		{"mock-429", []core.Step{head(429), piece, end}, 0},
		{"mock-503", []core.Step{head(503), piece, end}, 0},
		{"mock-200", []core.Step{head(404), piece, end}, 0},
		{"mock-cut-after", []core.Step{head(404), piece, end}, 0},
		{"mock-empty-3", []core.Step{head(404), piece, end}, 0},
		{"mockery", []core.Step{head(404), piece, end}, 0},
		{"gpt-4", []core.Step{head(404), piece, end}, 0},
		{"", []core.Step{head(404), piece, end}, 0},
	}
	for _, c := range cases {
		t.Run(c.model, func(t *testing.T) {
			steps := script(request(c.model, `{`+hello+`,"max_tokens":3}`, true))
			bare := make([]core.Step, len(steps))
			for i, s := range steps {
				bare[i] = core.Step{Kind: s.Kind, Status: s.Status, Ms: s.Ms, Why: s.Why}
			}
			require.Equal(t, c.want, bare)
			require.Equal(t, c.texts, strings.Count(sent(steps), `"delta":{"content"`))
		})
	}
}

func TestMockFailuresReadAsFailures(t *testing.T) {
	for _, model := range []string{"mock-cut-after-1", "mock-end-after-1", "mock-error-after-1", "mock-error-first", "mock-malformed-after-1", "mock-empty"} {
		for _, stream := range []bool{false, true} {
			require.NotEmpty(t, read(t, script(request(model, `{`+hello+`}`, stream)), stream).failure, model)
		}
	}
	steps := script(request("mock-429", `{}`, false))
	require.Equal(t, "1", steps[0].Header.Get("retry-after"))
	f := core.Fault{}
	openai.Chat.Fault(&f, sent(steps))
	require.Equal(t, "rate_limit_exceeded", f.Code)
	openai.Chat.Fault(&f, sent(script(request("nope", `{}`, false))))
	require.Contains(t, f.Message, "mock-cut-after-N, ")
	require.NotContains(t, f.Message, "nope", "what the caller wrote is not repeated")
}

func TestMockOtherEndpoints(t *testing.T) {
	list := sent(script(&core.Request{Endpoint: core.Models}))
	require.True(t, json.Valid([]byte(list)))
	require.Equal(t, "mock", gjson.Get(list, "data.1.id").Str)
	require.Len(t, gjson.Get(list, "data").Array(), len(mockModels)+1)
	require.NotEmpty(t, gjson.Get(list, "data.1.description").Str)

	r := request("mock", `{"prompt":"say it","stop":"You"}`, false)
	r.Endpoint = core.Completions
	whole := sent(script(r))
	require.Equal(t, "This is a mock and no model. ", gjson.Get(whole, "choices.0.text").Str)
	require.Equal(t, int64(2), gjson.Get(whole, "usage.prompt_tokens").Int())
	r.Stream = true
	require.True(t, strings.HasSuffix(sent(script(r)), "\n\ndata: [DONE]\n\n"))

	r = request("mock", `{"input":["a","b","a"],"dimensions":3}`, false)
	r.Endpoint = core.Embeddings
	vectors := gjson.Get(sent(script(r)), "data.#.embedding").Array()
	require.Len(t, vectors, 3)
	require.Len(t, vectors[0].Array(), 3)
	require.Equal(t, vectors[0].Raw, vectors[2].Raw)
	require.NotEqual(t, vectors[0].Raw, vectors[1].Raw)
	r.Body = `{"input":[1,2],"encoding_format":"base64","dimensions":3}`
	require.Len(t, gjson.Get(sent(script(r)), "data.0.embedding").Str, 16, "12 bytes in base64")
}

// Whatever the request is, the mock's answer is one that the reader can read.
func FuzzMock(f *testing.F) {
	f.Add("mock", `{`+hello+`,"tools":[{"function":{"name":"hello","parameters":{"$ref":"#"}}}]}`, true)
	f.Add("mock", `{"messages":[{}],"n":99,"response_format":{"type":"json_schema","json_schema":{"schema":{"type":"array","minItems":9,"items":{"$ref":"#"}}}}}`, false)
	f.Add("mock-long-3", `{"stop":"","max_tokens":-1}`, true)
	f.Add("mock-cut-after-1", `[]`, false)
	f.Fuzz(func(t *testing.T, model, body string, stream bool) {
		if _, ok := rewrite.Check(body); !ok || strings.Contains(model, "long-") {
			return
		}
		for e := core.Chat; e <= core.Models; e++ {
			r := request(model, body, stream)
			r.Endpoint = e
			steps := script(r)
			require.NotEmpty(t, steps)
			if model == "mock" && !(stream && e <= core.Completions) {
				require.True(t, json.Valid([]byte(sent(steps))), sent(steps))
			}
			if model == "mock" && e == core.Chat {
				require.Empty(t, read(t, steps, stream).failure)
			}
		}
	})
}

func request(model, body string, stream bool) *core.Request {
	if stream && strings.HasSuffix(body, "}") && body != "{}" {
		body = strings.TrimSuffix(body, "}") + `,"stream_options":{"include_usage":true}}`
		if _, ok := rewrite.Check(body); !ok {
			body = `{}`
		}
	}
	return &core.Request{Endpoint: core.Chat, Model: model, Body: body, Stream: stream, Strict: true, Seed: 7, NowMs: 1_700_000_000_000}
}

// sent is what the body of a script's answer holds.
func sent(steps []core.Step) string {
	var b strings.Builder
	for _, s := range steps {
		b.WriteString(s.Bytes)
	}
	return b.String()
}

type reading struct {
	text, call, finish, failure string
	usage                       event.Usage
}

// read is a script's answer as the chat dialect reads it.
func read(t *testing.T, steps []core.Step, stream bool) (said reading) {
	reader := openai.Chat.Reader(&core.ReadOptions{Endpoint: core.Chat})
	var events []event.Event
	if stream {
		s := frame.New(frame.SSE, 0)
		s.Feed(sent(steps))
		for f, ok := s.Next(); ok; f, ok = s.Next() {
			events = reader.Frame(events, f)
		}
		require.NoError(t, s.Err())
		events = reader.End(events)
	} else {
		events = reader.Whole(nil, sent(steps))
	}
	for _, e := range events {
		switch e.Kind {
		case event.Text:
			said.text += rewrite.Unescape(e.Raw)
		case event.ToolCall:
			said.call += e.Name + " "
		case event.ToolArgs:
			said.call += rewrite.Unescape(e.Raw)
		case event.Finish:
			said.finish = e.Raw
		case event.UsageCount:
			said.usage = e.Usage
		case event.Error:
			said.failure = "failed: " + e.Raw
		}
	}
	return said
}
