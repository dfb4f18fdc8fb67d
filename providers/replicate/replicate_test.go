package replicate

import (
	"encoding/json"
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

func TestRequests(t *testing.T) {
	long := strings.Repeat("a1", 32)
	cases := []struct{ name, model, hub, want, dropped string }{
		{"a lone user", "meta/llama", `{"messages":[{"role":"user","content":"a \"b\""}]}`, `{"input":{"prompt":"a \"b\""}}`, ""},
		{"system", "meta/llama", `{"messages":[{"role":"system","content":"s"},{"role":"developer","content":"d"},{"role":"user","content":"u"}]}`,
			`{"input":{"prompt":"u","system_prompt":"s\n\nd"}}`, ""},
		{"a dialogue", "meta/llama", `{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Yo"},{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]}`,
			`{"input":{"prompt":"User: Hi\n\nAssistant: Yo\n\nUser: a\nb\n\nAssistant:"}}`, ""},
		{"an image", "yorickvp/llava", `{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://h/a.png"}},{"type":"text","text":"what?"}]}]}`,
			`{"input":{"prompt":"what?","image":"https://h/a.png"}}`, ""},
		{"parameters", "meta/llama", `{"model":"meta/llama","messages":[{"role":"user","content":"x"}],"max_completion_tokens":5,"stop":["a","b"],"temperature":0.50,"min_tokens":2,"n":1,"tools":[],"user":null}`,
			`{"input":{"prompt":"x","max_tokens":5,"stop_sequences":"a,b","temperature":0.50,"min_tokens":2}}`, "n,tools"},
		{"both limits", "meta/llama", `{"messages":[{"role":"user","content":"x"}],"max_completion_tokens":5,"max_tokens":6,"stop":"a"}`,
			`{"input":{"prompt":"x","max_tokens":6,"stop_sequences":"a"}}`, ""},
		{"OpenAI's models", "openai/gpt-4.1-mini", `{"messages":[{"role":"tool","content":"x"}],"max_tokens":5}`,
			`{"input":{"messages":[{"role":"tool","content":"x"}],"max_completion_tokens":5}}`, ""},
		{"a version", "owner/name:v1", `{"messages":[{"role":"user","content":"x"}]}`, `{"version":"v1","input":{"prompt":"x"}}`, ""},
		{"a version alone", long, `{"messages":[{"role":"user","content":"x"}]}`, `{"version":"` + long + `","input":{"prompt":"x"}}`, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := &core.Request{Model: c.model, Body: c.hub}
			got, fault := appendRequest(nil, r)
			require.Nil(t, fault)
			require.Equal(t, c.want, string(got))
			require.Equal(t, c.dropped, strings.Join(r.Dropped(), ","))
			require.Equal(t, strings.Contains(c.want, "version"), IsVersion(r))
		})
	}
}

func TestRequestsThatCannotBeSaid(t *testing.T) {
	for _, hub := range []string{
		`{"messages":[]}`, `{"messages":"x"}`, `{"messages":[{"role":"tool","content":"x"}]}`, `{"messages":[{"content":"x"}]}`,
		`{"messages":[{"role":"user","content":[{"type":"input_audio"}]}]}`,
		`{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"a"}},{"type":"image_url","image_url":{"url":"b"}}]}]}`,
	} {
		_, fault := appendRequest(nil, &core.Request{Model: "meta/llama", Body: hub})
		require.NotNil(t, fault, hub)
		require.NotEmpty(t, fault.Param)
	}
}

func TestImageRequests(t *testing.T) {
	r := &core.Request{Body: `{"model":"m","prompt":"robots","size":"1024x768","n":2,"quality":"hd","response_format":"b64_json","seed":1}`}
	got, _ := appendImageRequest(nil, r)
	require.Equal(t, `{"input":{"prompt":"robots","width":1024,"height":768,"num_outputs":2,"seed":1}}`, string(got))
	require.Equal(t, []string{"quality"}, r.Dropped())
	r = &core.Request{Body: `{"prompt":"robots","size":"auto"}`}
	_, _ = appendImageRequest(nil, r)
	require.Equal(t, []string{"size"}, r.Dropped())
}

func TestFollow(t *testing.T) {
	const urls = `"urls":{"get":"https://api.replicate.com/v1/predictions/a","stream":"https://stream.replicate.com/a"}`
	buffered, streamed := options(`{}`), options(`{}`)
	streamed.Request.Stream = true
	next, fault := follow(buffered, `{"status":"starting",`+urls+`}`)
	require.Nil(t, fault)
	require.Equal(t, core.Next{URL: "https://api.replicate.com/v1/predictions/a", AfterMs: pollMs}, *next)
	next, _ = follow(streamed, `{"status":"starting",`+urls+`}`)
	require.Equal(t, core.Next{URL: "https://stream.replicate.com/a", Accept: "text/event-stream"}, *next)
	for _, body := range []string{``, `[]`, `{"status":"succeeded",` + urls + `}`, `{"status":"starting","urls":{"get":"http://h/"}}`} {
		next, fault = follow(buffered, body)
		require.Nil(t, next, body)
		require.Nil(t, fault, body)
	}
	_, fault = follow(buffered, `{"status":"failed","error":"no \"memory\""}`)
	require.Equal(t, `no "memory"`, fault.Message)
	_, fault = follow(buffered, `{"status":"canceled","error":null}`)
	require.Equal(t, "the prediction ended: canceled", fault.Message)
}

func TestImages(t *testing.T) {
	const one = `{"status":"succeeded","output":["https://h.test/a.png"]}`
	url, bytes := options(`{}`), options(`{"response_format":"b64_json"}`)
	next, _ := followImages(url, one)
	require.Nil(t, next)
	next, _ = followImages(bytes, one)
	require.Equal(t, "https://h.test/a.png", next.URL)
	next, _ = followImages(bytes, "\x89PNG")
	require.Nil(t, next)
	got, ok := appendImages(nil, bytes, "\x89PNG")
	require.True(t, ok)
	require.Equal(t, `{"created":5,"data":[{"b64_json":"iVBORw=="}]}`, string(got))
	got, ok = appendImages(nil, bytes, `{"status":"succeeded","output":["https://h/a","https://h/b"]}`)
	require.True(t, ok)
	require.Equal(t, `{"created":5,"data":[{"url":"https://h/a"},{"url":"https://h/b"}]}`, string(got))
	require.Equal(t, []string{"response_format"}, bytes.Request.Dropped())
	for _, body := range []string{"", "{}", "<html>", `{"status":"succeeded","output":[]}`} {
		_, ok = appendImages(nil, url, body)
		require.False(t, ok, body)
	}
}

func TestStreams(t *testing.T) {
	cases := []struct{ name, body, want string }{
		{"text", "event: output\ndata: a\"b\ndata: \n\nevent: logs\ndata: x\n\nevent: done\ndata: {}\n\n", `a\"b\n.stop`},
		{"cut", "event: output\ndata: a\n\n", "a!the provider's stream ended before the prediction did"},
		{"an error", "event: error\ndata: out of memory\n\nevent: done\ndata: {\"reason\":\"error\"}\n\n", "!out of memory"},
		{"cancelled", "event: done\ndata: {\"reason\":\"canceled\"}\n\n", "!the prediction ended: canceled"},
		{"after the end", "event: done\ndata: {}\n\nevent: output\ndata: a\n\n", ".stop"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, said(streamed(c.body, 3))) })
	}
}

func TestWholeReplies(t *testing.T) {
	cases := []struct{ body, want string }{
		{`{"id":"p","model":"m","status":"succeeded","output":["a","\u00e9"],"metrics":{"input_token_count":3,"output_token_count":2}}`, `a\u00e9(3+2).stop`},
		{`{"status":"succeeded","output":"a"}`, "a.stop"},
		{`{"status":"succeeded","output":{"a":"b"}}`, `{\"a\":\"b\"}.stop`},
		{`{"status":"succeeded","output":null}`, ".stop"},
		{`{"status":"failed","error":"why"}`, "!why"},
		{`{"status":"processing"}`, "!the prediction has not ended: processing"},
		{``, "!the provider's reply is empty"},
		{`<html>"`, `!<html>\"`},
	}
	for _, c := range cases {
		require.Equal(t, c.want, said(newReader(nil).Whole(nil, c.body)), c.body)
	}
}

func TestFaults(t *testing.T) {
	for body, want := range map[string]core.Fault{
		`{"title":"Invalid version","detail":"No \"such\" version","status":422}`: {Message: `No "such" version`},
		`{"detail":"no token"}`: {Message: "no token"},
		`Bad Gateway`:           {Message: "Bad Gateway"},
		``:                      {Message: "silent"},
	} {
		f := core.Fault{Message: "silent"}
		readFault(&f, body)
		require.Equal(t, want, f)
	}
}

// Recorded exchanges, read here and, independently, by encoding/json or line by line.
func TestRecordedReplies(t *testing.T) {
	paths, _ := filepath.Glob("../../../shared/fixtures/replicate/*.json")
	if len(paths) == 0 {
		t.Log("no recorded traffic")
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		var f struct{ Response struct{ Body string } }
		require.NoError(t, json.Unmarshal(raw, &f))
		t.Run(filepath.Base(path), func(t *testing.T) { replay(t, f.Response.Body) })
	}
}

func replay(t *testing.T, body string) {
	if strings.HasPrefix(body, ":") {
		want := ""
		for block := range strings.SplitSeq(body, "\n\n") {
			if _, data, is := strings.Cut(block, "data: "); is && strings.HasPrefix(block, "event: output") {
				want += strings.ReplaceAll(data, "\ndata: ", "\n")
			}
		}
		for _, cut := range []int{1, 7, 4096} {
			require.Equal(t, want+".stop", rewrite.Unescape(said(streamed(body, cut))))
		}
		return
	}
	var p struct {
		ID, Status string
		Output     []string
		URLs       struct{ Get, Stream string }
	}
	require.NoError(t, json.Unmarshal([]byte(body), &p))
	next, fault := follow(options(`{}`), body)
	require.Nil(t, fault)
	if p.Status != "succeeded" {
		require.Equal(t, p.URLs.Get, next.URL)
		return
	}
	require.Nil(t, next)
	require.Equal(t, strings.Join(p.Output, "")+".stop", rewrite.Unescape(said(newReader(nil).Whole(nil, body))))
	reply, ok := appendImages(nil, options(`{}`), body)
	require.True(t, ok)
	require.Contains(t, string(reply), p.Output[0])
}

func TestAPieceOfTextAllocatesNothing(t *testing.T) {
	r, events := newReader(nil), make([]event.Event, 0, 4)
	r.Frame(events, frame.Frame{Name: "output", Data: "piece"})
	require.Zero(t, testing.AllocsPerRun(100, func() { r.Frame(events, frame.Frame{Name: "output", Data: "piece"}) }))
}

func FuzzReader(f *testing.F) {
	f.Add("event: output\ndata: a\n\nevent: done\ndata: {}\n\n")
	f.Add(`{"status":"succeeded","output":[["a"],{"b":1},2],"metrics":{"input_token_count":-1}}`)
	f.Fuzz(func(t *testing.T, body string) {
		for _, events := range [][]event.Event{streamed(body, 5), newReader(nil).Whole(nil, body)} {
			for i, e := range events {
				require.True(t, e.Kind != event.Error || i == len(events)-1, "nothing follows an error")
			}
		}
		o := options(`{"response_format":"b64_json"}`)
		_, _ = followImages(o, body)
		_, _ = appendImages(nil, o, body)
		readFault(&core.Fault{}, body)
	})
}

func FuzzRequest(f *testing.F) {
	f.Add(`{"model":"a/b","messages":[{"role":"user","content":[{"type":"text","text":"x"}]}],"stop":["a"],"size":"1x1"}`)
	f.Fuzz(func(t *testing.T, body string) {
		if _, ok := rewrite.Check(body); !ok || body[0] != '{' {
			return
		}
		for _, write := range []func([]byte, *core.Request) ([]byte, *core.Fault){appendRequest, appendImageRequest} {
			got, fault := write(nil, &core.Request{Body: body, Model: "a/b:c", Stream: true})
			require.True(t, fault != nil || json.Valid(got), "%s → %s", body, got)
		}
	})
}

func options(body string) *core.ReadOptions {
	return &core.ReadOptions{Request: &core.Request{Body: body, NowMs: 5000}}
}

func streamed(body string, cut int) (events []event.Event) {
	r, s := newReader(nil), frame.New(frame.SSE, 0)
	read := func(f frame.Frame) {
		for _, e := range r.Frame(nil, f) {
			e.Raw = strings.Clone(e.Raw)
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

// said is what events say, on a line: text, (input+output), .stop or !why.
func said(events []event.Event) string {
	var b strings.Builder
	for _, e := range events {
		switch e.Kind {
		case event.Text:
			b.WriteString(e.Raw)
		case event.UsageCount:
			b.WriteString("(" + string(rune('0'+e.Usage.Input)) + "+" + string(rune('0'+e.Usage.Output)) + ")")
		case event.Finish:
			b.WriteString(".stop")
		case event.Error:
			b.WriteString("!" + e.Raw)
		}
	}
	return b.String()
}
