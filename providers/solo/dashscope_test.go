package solo

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"

	"github.com/stretchr/testify/require"
)

func TestDashScopeRequests(t *testing.T) {
	cases := []struct {
		name, hub string
		stream    bool
		want      string
		dropped   string
	}{
		{"plain", `{"model":"m","messages":[{"role":"user","content":"Hi"}],"temperature":0.50}`, false,
			`{"model":"m","input":{"messages":[{"role":"user","content":"Hi"}]},"parameters":{"temperature":0.50,"result_format":"message"}}`, ""},
		{"stream", `{"messages":[{"role":"developer","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}],"stream":true,"stream_options":{}}`, true,
			`{"model":"m","input":{"messages":[{"role":"system","content":"a\nb"}]},"parameters":{"result_format":"message","incremental_output":true}}`, ""},
		{"tools", `{"messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"1"}],"refusal":null,"audio":{}},{"role":"tool","tool_call_id":"1","content":"x"}],"tools":[1],"tool_choice":"auto"}`, false,
			`{"model":"m","input":{"messages":[{"role":"assistant","tool_calls":[{"id":"1"}],"content":""},{"role":"tool","tool_call_id":"1","content":"x"}]},"parameters":{"tools":[1],"tool_choice":"auto","result_format":"message"}}`, "messages[0].audio"},
		{"thinking", `{"messages":[{"role":"user","content":"x"}],"thinking":{"type":"enabled","budget_tokens":9},"max_completion_tokens":5,"user":"u","seed":null,"enable_search":true}`, false,
			`{"model":"m","input":{"messages":[{"role":"user","content":"x"}]},"parameters":{"max_tokens":5,"enable_search":true,"enable_thinking":true,"thinking_budget":9,"result_format":"message"}}`, "user"},
		{"no thinking", `{"messages":[{"role":"user","content":"x"}],"thinking":{"type":"disabled"},"max_completion_tokens":5,"max_tokens":4}`, false,
			`{"model":"m","input":{"messages":[{"role":"user","content":"x"}]},"parameters":{"max_tokens":4,"enable_thinking":false,"result_format":"message"}}`, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := &core.Request{Model: "m", Body: c.hub, Stream: c.stream}
			got, fault := appendDashScope(nil, r)
			require.Nil(t, fault)
			require.Equal(t, c.want, string(got))
			require.Equal(t, c.dropped, strings.Join(r.Dropped(), ","))
			require.False(t, IsMultimodal(r))
		})
	}
}

func TestMultimodalRequests(t *testing.T) {
	r := &core.Request{Model: "m", Body: `{"messages":[{"role":"system","content":"s"},{"role":"user","content":[
		{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}},{"type":"input_audio","input_audio":{"data":"BB==","format":"wav"}},
		{"type":"video_url","video_url":{"url":"https://h/v"}},{"type":"video","video":["a","b"]},{"type":"text","text":"What?"}]},{"role":"assistant"}]}`}
	require.True(t, IsMultimodal(r))
	got, fault := appendMultimodal(nil, r)
	require.Nil(t, fault)
	require.Equal(t, `{"model":"m","input":{"messages":[{"role":"system","content":[{"text":"s"}]},{"role":"user","content":[`+
		`{"image":"data:image/png;base64,AA=="},{"audio":"data:audio/wav;base64,BB=="},{"video":"https://h/v"},{"video":["a","b"]},{"text":"What?"}]},`+
		`{"role":"assistant","content":[]}]},"parameters":{"result_format":"message"}}`, string(got))
	require.True(t, IsMultimodal(&core.Request{Model: "qwen3-vl-plus"}))
	for _, write := range []func([]byte, *core.Request) ([]byte, *core.Fault){appendDashScope, appendMultimodal} {
		_, fault = write(nil, &core.Request{Body: `{"messages":[{"role":"user","content":[{"type":"file"}]}]}`})
		require.Equal(t, "messages[0].content[0]", fault.Param)
		_, fault = write(nil, &core.Request{Body: `{}`})
		require.Equal(t, "messages", fault.Param)
	}
}

func TestOtherRequestsOfDashScope(t *testing.T) {
	embed := func(hub string) string {
		got, fault := appendDashScopeTexts(nil, &core.Request{Model: "m", Body: hub})
		if fault != nil {
			return fault.Message
		}
		return string(got)
	}
	require.Equal(t, `{"model":"m","input":{"texts":["Hi"]},"parameters":{"dimension":5,"text_type":"query"}}`,
		embed(`{"input":"Hi","dimensions":5,"encoding_format":"base64","text_type":"query"}`))
	require.Equal(t, `{"model":"m","input":{"texts":["a","b"]},"parameters":{}}`, embed(`{"input":["a","b"],"user":"u"}`))
	require.Contains(t, embed(`{"input":[1,2]}`), "no tokens")
	require.Contains(t, embed(`{}`), "must be")
	r := &core.Request{Model: "wanx-v1", Body: `{"prompt":"a cat","size":"1024x768","n":1,"quality":"hd","style":"<sketch>"}`}
	got, _ := appendImageRequest(nil, r)
	require.Equal(t, `{"model":"wanx-v1","input":{"prompt":"a cat"},"parameters":{"size":"1024*768","n":1,"style":"<sketch>"}}`, string(got))
	require.Equal(t, []string{"quality"}, r.Dropped())
}

func TestTasks(t *testing.T) {
	url, bytes := options(`{}`), options(`{"response_format":"b64_json"}`)
	next, _ := follow(url, `{"output":{"task_status":"PENDING","task_id":"t-1"}}`)
	require.Equal(t, core.Next{URL: "/api/v1/tasks/t-1", AfterMs: pollMs}, *next)
	_, fault := follow(url, `{"output":{"task_status":"FAILED","code":"DataInspectionFailed","message":"no"}}`)
	require.Equal(t, core.Fault{Blame: core.Upstream, Status: 400, Code: "DataInspectionFailed", Message: "no"}, *fault)
	const done = `{"output":{"task_status":"SUCCEEDED","results":[{"url":"https://h.test/a.png"}]}}`
	next, _ = follow(bytes, done)
	require.Equal(t, "https://h.test/a.png", next.URL)
	for _, body := range []string{done, "", "\x89PNG", `{"output":{"task_status":"PENDING","task_id":"../x"}}`, `[]`} {
		next, fault = follow(url, body)
		require.Nil(t, next, body)
		require.Nil(t, fault, body)
	}
	reply, ok := appendImages(nil, url, done)
	require.True(t, ok)
	require.Equal(t, `{"created":5,"data":[{"url":"https://h.test/a.png"}]}`, string(reply))
	reply, ok = appendImages(nil, bytes, "\x89PNG")
	require.True(t, ok)
	require.Equal(t, `{"created":5,"data":[{"b64_json":"iVBORw=="}]}`, string(reply))
	_, ok = appendImages(nil, bytes, `{"output":{"results":[{"code":"x"},{}]}}`)
	require.False(t, ok)
}

func TestDashScopeReplies(t *testing.T) {
	const chunk = "id:1\nevent:result\n:HTTP_STATUS/200\ndata:"
	cases := []struct{ name, body, want string }{
		{"tools in pieces", chunk + `{"output":{"choices":[{"message":{"content":"","tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":""}}]},"finish_reason":"null"}]}}` + "\n\n" +
			chunk + `{"output":{"choices":[{"message":{"tool_calls":[{"index":0,"id":"","function":{"arguments":"{\"a\":"}},{"index":1,"id":"c2","function":{"name":"g","arguments":"{}"}}]},"finish_reason":"null"}]}}` + "\n\n" +
			chunk + `{"output":{"choices":[{"message":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]},"finish_reason":"tool_calls"}]},"usage":{"input_tokens":3,"output_tokens":2}}` + "\n\n",
			`f#0 0:{\"a\": g#1 1:{} 0:1} .calls (3,2)`},
		{"an error", "event:error\n:HTTP_STATUS/429\ndata:" + `{"code":"Throttling.RateQuota","message":"slow down"}` + "\n\n", "!429 slow down"},
		{"cut", chunk + `{"output":{"choices":[{"message":{"content":"a"},"finish_reason":"null"}]}}` + "\n\n", "a !502 the provider's stream ended before the reply did"},
		{"nothing", "", "!502 the provider's stream ended before the reply did"},
		{"no JSON", "data:x\n\n", "!502 the provider sent a piece of a stream that is not JSON"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, said(streamed(c.body, 3)))
			require.Equal(t, c.want, said(streamed(c.body, 4096)))
		})
	}
	whole := map[string]string{
		`{"output":{"choices":[{"message":{"content":[{"image":"https://h/a"},{"text":"t"}]},"finish_reason":"stop"}]}}`: "media:https://h/a t .stop",
		`{"output":{"choices":[{"message":{"content":"a"}},{"message":{"content":"b"}}]}}`:                               "a b . .",
		`{"output":{}}`:                          "!502 the provider's reply says nothing",
		`{"code":"InvalidParameter"}`:            "!400 the provider reports an error without a word",
		`<html>`:                                 "!502 the provider's reply is not JSON: <html>",
		`{"output":{"choices":[{"index":999}]}}`: "!502 a choice of the provider's reply has an index that is too large",
	}
	for body, want := range whole {
		require.Equal(t, want, said(newReader(nil).Whole(nil, body)), body)
	}
}

// Recorded exchanges, read here and, independently, by encoding/json.
func TestRecordedReplies(t *testing.T) {
	paths, _ := filepath.Glob("../../../shared/fixtures/dashscope/*.json")
	if len(paths) == 0 {
		t.Log("no recorded traffic")
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		var f struct {
			Response struct {
				Status int
				Body   string
			}
		}
		require.NoError(t, json.Unmarshal(raw, &f))
		name, body := filepath.Base(path), f.Response.Body
		t.Run(name, func(t *testing.T) {
			switch kind, _, _ := strings.Cut(name, "-"); {
			case f.Response.Status >= 300:
				fault := core.Fault{}
				readFault(&fault, body)
				require.Equal(t, "InvalidApiKey", fault.Code)
				require.Equal(t, "Invalid API-key provided.", fault.Message)
			case kind == "embeddings":
				replayEmbeddings(t, body)
			case kind == "images":
				next, fault := follow(options(`{}`), body)
				require.Nil(t, fault)
				require.True(t, strings.HasPrefix(next.URL, "/api/v1/tasks/"))
			case kind == "tasks":
				next, fault := follow(options(`{}`), body)
				require.Nil(t, fault)
				require.Nil(t, next)
			default:
				replay(t, body)
			}
		})
	}
}

type wire struct {
	Code   string
	Output struct {
		Text         string
		FinishReason string `json:"finish_reason"`
		Choices      []struct {
			FinishReason string `json:"finish_reason"`
			Message      struct {
				Content          any
				ReasoningContent string `json:"reasoning_content"`
				ToolCalls        []struct {
					Function struct{ Name, Arguments string }
				} `json:"tool_calls"`
			}
		}
		Embeddings []struct{ Embedding []float64 }
	}
	Usage struct {
		Input  int64 `json:"input_tokens"`
		Output int64 `json:"output_tokens"`
	}
}

// summary is what a reply says, put together.
type summary struct {
	Text, Thinking, Calls, Finish, Code string
	Usage                               [2]int64
}

func replay(t *testing.T, body string) {
	pieces := []string{body}
	isStream := strings.HasPrefix(body, "id:")
	if isStream {
		pieces = nil
		for line := range strings.Lines(body) {
			if data, is := strings.CutPrefix(line, "data:"); is {
				pieces = append(pieces, data)
			}
		}
	}
	var want summary
	for _, piece := range pieces {
		var w wire
		require.NoError(t, json.Unmarshal([]byte(piece), &w))
		want.Code = w.Code
		want.Text += w.Output.Text
		want.Finish = w.Output.FinishReason
		for _, c := range w.Output.Choices {
			want.Thinking += c.Message.ReasoningContent
			want.Finish = c.FinishReason
			for _, call := range c.Message.ToolCalls {
				want.Calls += call.Function.Name + call.Function.Arguments
			}
			switch content := c.Message.Content.(type) {
			case string:
				want.Text += content
			case []any:
				for _, part := range content {
					text, _ := part.(map[string]any)["text"].(string)
					want.Text += text
				}
			}
		}
		if w.Usage.Input > 0 {
			want.Usage = [2]int64{w.Usage.Input, w.Usage.Output}
		}
	}
	if !isStream {
		require.Equal(t, want, summarize(newReader(nil).Whole(nil, body)))
		return
	}
	for _, cut := range []int{1, 7, 100, 1 << 20} {
		require.Equal(t, want, summarize(streamed(body, cut)))
	}
}

func replayEmbeddings(t *testing.T, body string) {
	reply, ok := appendEmbeddings(nil, options(`{}`), body)
	require.True(t, ok)
	var want wire
	var got struct {
		Data []struct{ Embedding []float64 }
	}
	require.NoError(t, json.Unmarshal([]byte(body), &want))
	require.NoError(t, json.Unmarshal(reply, &got))
	require.Equal(t, want.Output.Embeddings[0].Embedding, got.Data[0].Embedding)
	_, ok = appendEmbeddings(nil, options(`{}`), `{"output":{}}`)
	require.False(t, ok)
}

func TestAPieceOfTextAllocatesNothing(t *testing.T) {
	f := frame.Frame{Name: "result", Data: `{"output":{"choices":[{"message":{"content":"a piece","role":"assistant"},"finish_reason":"null"}]},"usage":{"input_tokens":3,"output_tokens":2},"request_id":"r"}`}
	r, events := newReader(nil), make([]event.Event, 0, 8)
	r.Frame(events, f)
	require.Zero(t, testing.AllocsPerRun(100, func() { r.Frame(events, f) }))
}

func FuzzReader(f *testing.F) {
	f.Add("event:result\ndata:{\"output\":{\"choices\":[{\"message\":{\"content\":[{\"text\":\"a\"},{\"x\":1}],\"tool_calls\":[{\"index\":3}]},\"finish_reason\":\"stop\"}]},\"usage\":{\"input_tokens\":-1}}\n\n")
	f.Add(`{"output":{"text":"a","results":[{"url":"https://h"}],"embeddings":[{"embedding":[1]}],"task_id":"x","task_status":"PENDING"}}`)
	f.Fuzz(func(t *testing.T, body string) {
		for _, events := range [][]event.Event{streamed(body, 5), newReader(nil).Whole(nil, body), streamedBy(newGrowingReader(nil), body, 7), streamedBy(newEndlessReader(nil), body, 7)} {
			for i, e := range events {
				require.True(t, e.Kind != event.Error || i == len(events)-1, "nothing follows an error")
			}
		}
		o := options(`{"response_format":"b64_json"}`)
		_, _ = follow(o, body)
		_, _ = appendImages(nil, o, body)
		_, _ = appendEmbeddings(nil, o, body)
		readFault(&core.Fault{}, body)
	})
}

func FuzzRequest(f *testing.F) {
	f.Add(`{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}},{"type":"input_audio"}]}],"input":["a"],"prompt":"x","size":"1x1","stop":"a","tools":[{"function":{"name":"f"}}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		if _, ok := rewrite.Check(body); !ok || body[0] != '{' {
			return
		}
		for _, write := range []func([]byte, *core.Request) ([]byte, *core.Fault){
			appendDashScope, appendMultimodal, appendDashScopeTexts, appendImageRequest,
			appendWorkersAI, appendWorkersAITexts, appendReka, appendWatsonx, appendTriton,
		} {
			got, fault := write(nil, &core.Request{Body: body, Model: "m", Stream: true, Vendor: &core.Vendor{}})
			require.True(t, fault != nil || json.Valid(got), "%s → %s", body, got)
		}
	})
}

func options(body string) *core.ReadOptions {
	return &core.ReadOptions{Model: "m", Request: &core.Request{Body: body, NowMs: 5000}}
}

func streamed(body string, cut int) []event.Event { return streamedBy(newReader(nil), body, cut) }

func streamedBy(r core.Reader, body string, cut int) (events []event.Event) {
	s := frame.New(frame.SSE, 0)
	read := func(f frame.Frame) {
		for _, e := range r.Frame(nil, f) {
			e.Raw, e.Name, e.ID = strings.Clone(e.Raw), strings.Clone(e.Name), strings.Clone(e.ID)
			events = append(events, e)
		}
	}
	for rest := body; rest != ""; {
		n := min(cut, len(rest))
		s.Feed(strings.Clone(rest[:n]))
		for f, ok := s.Next(); ok; f, ok = s.Next() {
			read(f)
		}
		rest = rest[n:]
	}
	if f, ok := s.End(); ok {
		read(f)
	}
	return r.End(events)
}

func summarize(events []event.Event) (s summary) {
	for _, e := range events {
		raw := rewrite.Unescape(e.Raw)
		switch e.Kind {
		case event.Text:
			s.Text += raw
		case event.Thinking:
			s.Thinking += raw
		case event.ToolCall:
			s.Calls += e.Name
		case event.ToolArgs:
			s.Calls += raw
		case event.Finish:
			s.Finish = raw
		case event.UsageCount:
			s.Usage = [2]int64{e.Usage.Input, e.Usage.Output}
		case event.Error:
			s.Code = e.ID
		}
	}
	return s
}

// said is what events say, on a line.
func said(events []event.Event) string {
	var words []string
	for _, e := range events {
		switch e.Kind {
		case event.Text:
			words = append(words, e.Raw)
		case event.Media:
			words = append(words, "media:"+e.Raw)
		case event.Thinking:
			words = append(words, "think:"+e.Raw)
		case event.ToolCall:
			words = append(words, fmt.Sprintf("%s#%d", e.Name, e.Index))
		case event.ToolArgs:
			words = append(words, fmt.Sprintf("%d:%s", e.Index, e.Raw))
		case event.UsageCount:
			words = append(words, fmt.Sprintf("(%d,%d)", e.Usage.Input, e.Usage.Output))
		case event.Finish:
			if e.Reason == event.ToolCalls {
				e.Raw = "calls"
			}
			words = append(words, "."+e.Raw)
		case event.Error:
			words = append(words, fmt.Sprintf("!%d %s", e.Status, e.Raw))
		}
	}
	return strings.Join(words, " ")
}
