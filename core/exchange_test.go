package core

import (
	"slices"
	"strings"
	"testing"

	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

const start = 1_767_225_600_000

// heard is what a host hears of one request.
type heard struct {
	status int
	kind   string // content-type
	header Header
	chunks []string
	why    Why   // at the end, or before the header when status is 0
	took   int64 // ms until the header
	isOut  bool  // started, and not heard of yet
	at     int64 // when it will be
	begun  bool  // its header has come
}

// delay is how many ms pass before the next chunk: "@50 data" comes after 50.
func (h *heard) delay() (ms int64) {
	if len(h.chunks) > 0 && h.chunks[0] != "" && h.chunks[0][0] == '@' {
		wait, rest, _ := strings.Cut(h.chunks[0][1:], " ")
		ms, _ = wholeNumber(wait)
		h.chunks[0] = rest
	}
	return ms
}

// next feeds the next chunk, or the end.
func (h *heard) next(x *Exchange, now int64, id int32) {
	switch {
	case len(h.chunks) > 0:
		chunk := h.chunks[0]
		h.chunks = h.chunks[1:]
		x.Body(now, id, chunk)
	case h.why != 0:
		x.Fail(now, id, h.why)
	default:
		x.End(now, id)
	}
}

func ok(kind string, chunks ...string) heard { return heard{status: 200, kind: kind, chunks: chunks} }

const (
	sse  = "text/event-stream"
	json = "application/json"
	chat = `{"model":"m","messages":[]}`
)

func TestExchange(t *testing.T) {
	fallback := `{"strategy":{"mode":"fallback"},"targets":[{"provider":"near","api_key":"k1"},{"provider":"far","api_key":"k2"}]}`
	watched := `{"strategy":{"mode":"fallback"},"targets":[{"provider":"near","api_key":"k1"}]}`
	stream := `{"model":"m","stream":true}`
	opened, said := "data: {\"open\":1}\n\n", "data: {\"say\":\"a\"}\n\n"
	cases := []struct {
		name, config, body string
		header             Header
		upstream           []heard
		want               string
	}{
		{
			name: "same dialect travels untouched", config: `{"provider":"near","api_key":"k1"}`, body: chat,
			upstream: []heard{ok(json, "a", "b")},
			want:     "fetch 1 https://near.test/v1/chat k1 " + chat + "|write 200|pipe 1|done whole",
		},
		{
			name: "a page is read before it is believed", config: `{"provider":"near","api_key":"k1"}`, body: chat,
			upstream: []heard{ok("text/html", "{\"error\":\"a page\"}")},
			want:     "fetch 1 https://near.test/v1/chat k1 " + chat + "|read 1|read 1|write 503 FAULT a page|done failed",
		},
		{
			name: "an empty reply is read too", config: `{"provider":"near","api_key":"k1"}`, body: chat,
			upstream: []heard{{status: 200, kind: json, header: Header{{"content-length", "0"}}, chunks: []string{`{"cut":1}`}}},
			want:     "fetch 1 https://near.test/v1/chat k1 " + chat + "|read 1|read 1|write 502 FAULT |done failed",
		},
		{
			name: "same dialect stream is piped once it says something", config: `{"provider":"near","api_key":"k1"}`, body: stream,
			upstream: []heard{ok(sse, opened, ": busy\n\n"+said+"data: ", "more")},
			want:     "fetch 1 https://near.test/v1/chat k1 " + stream + "|read 1|read 1|write 200 " + opened + ": busy\n\n" + said + "data: |pipe 1|done whole",
		},
		{
			name: "short stream is whole before it is piped", config: `{"provider":"near","api_key":"k1"}`, body: stream,
			upstream: []heard{ok(sse, opened, `data: {"say":"a"}`)},
			want:     "fetch 1 https://near.test/v1/chat k1 " + stream + `|read 1|read 1|read 1|write 200 ` + opened + `data: {"say":"a"}|done whole`,
		},
		{
			name: "stream that begins with an error falls over", config: fallback, body: stream,
			upstream: []heard{ok(sse, opened, `data: {"error":"busy"}`+"\n\n"), ok(sse, said)},
			want: "fetch 1 https://near.test/v1/chat k1 " + stream + "|read 1|read 1|cancel 1|fetch 2 https://far.test/m/tell k2 <" + stream +
				">|read 2|write 200 (a)|read 2|write .|done whole",
		},
		{
			name: "stream that breaks before it says anything falls over", config: fallback, body: stream,
			upstream: []heard{{status: 200, kind: sse, chunks: []string{opened}, why: Reset}, ok(sse, said)},
			want: "fetch 1 https://near.test/v1/chat k1 " + stream + "|read 1|read 1|fetch 2 https://far.test/m/tell k2 <" + stream +
				">|read 2|write 200 (a)|read 2|write .|done whole",
		},
		{
			name: "endless opening is committed", config: `{"provider":"near","api_key":"k1"}`, body: stream,
			upstream: []heard{ok(sse, strings.Repeat(opened, maxPeekFrames+1))},
			want:     "fetch 1 https://near.test/v1/chat k1 " + stream + "|read 1|write 200 " + strings.Repeat(opened, maxPeekFrames+1) + "|pipe 1|done whole",
		},
		{
			name: "watched stream is passed on and read along", config: watched, body: stream,
			upstream: []heard{ok(sse, opened, said+"da", "ta: {\"say\":\"b\"}\n\n")},
			want: "fetch 1 https://near.test/v1/chat k1 " + stream + "|read 1|read 1|write 200 " + opened + said +
				"da|read 1|write ta: {\"say\":\"b\"}\n\n|read 1|done whole",
		},
		{
			name: "watched stream without its ending is not whole", config: watched, body: stream,
			upstream: []heard{ok(sse, said, `data: {"cut":1}`)},
			want: "fetch 1 https://near.test/v1/chat k1 " + stream + "|read 1|write 200 " + said + "|read 1|write data: {\"cut\":1}" +
				"|read 1|write \n\nBROKEN cut|done broken",
		},
		{
			name: "watched stream with an error in it is broken off", config: watched, body: stream,
			upstream: []heard{ok(sse, said, `data: {"error":"busy"}`+"\n\n", said)},
			want: "fetch 1 https://near.test/v1/chat k1 " + stream + "|read 1|write 200 " + said + "|read 1|cancel 1|write data: {\"error\":\"busy\"}\n\n" +
				"\n\nBROKEN busy|done broken",
		},
		{
			name: "error right behind the first words is broken off", config: `{"provider":"near","api_key":"k1"}`, body: stream,
			upstream: []heard{ok(sse, said+`data: {"error":"busy"}`+"\n\n")},
			want: "fetch 1 https://near.test/v1/chat k1 " + stream + "|read 1|write 200 " + said + "data: {\"error\":\"busy\"}\n\n|cancel 1|write " +
				"\n\nBROKEN busy|done broken",
		},
		{
			name: "pipe that breaks is cut", config: `{"provider":"near","api_key":"k1"}`, body: stream,
			upstream: []heard{{status: 200, kind: sse, chunks: []string{said, "da"}, why: Reset}},
			want:     "fetch 1 https://near.test/v1/chat k1 " + stream + "|read 1|write 200 " + said + "|pipe 1|done cut!",
		},
		{
			name: "buffered pipe that breaks is cut", config: `{"provider":"near","api_key":"k1"}`, body: chat,
			upstream: []heard{{status: 200, kind: json, chunks: []string{"a"}, why: Reset}},
			want:     "fetch 1 https://near.test/v1/chat k1 " + chat + "|write 200|pipe 1|done cut!",
		},
		{
			name: "nothing that came behind an error is passed on", config: watched, body: stream,
			upstream: []heard{ok(sse, said, said+`data: {"error":"busy"}`+"\n\n"+said+"data: ")},
			want: "fetch 1 https://near.test/v1/chat k1 " + stream + "|read 1|write 200 " + said + "|read 1|cancel 1|write " + said +
				"data: {\"error\":\"busy\"}\n\n\n\nBROKEN busy|done broken",
		},
		{
			name: "nothing that came behind an error is committed", config: `{"provider":"near","api_key":"k1"}`, body: stream,
			upstream: []heard{ok(sse, said+`data: {"error":"busy"}`+"\n\n"+said)},
			want: "fetch 1 https://near.test/v1/chat k1 " + stream + "|read 1|write 200 " + said + "data: {\"error\":\"busy\"}\n\n|cancel 1|write " +
				"\n\nBROKEN busy|done broken",
		},
		{
			name: "watched reply is read before it goes out unchanged", config: watched, body: chat,
			upstream: []heard{ok(json, `{"say": `, ` "hi"}`)},
			want:     "fetch 1 https://near.test/v1/chat k1 " + chat + `|read 1|read 1|read 1|write 200 {"say":  "hi"}|done whole`,
		},
		{
			name: "watched reply that is an error falls over", config: fallback, body: chat,
			upstream: []heard{ok(json, `{"error":"busy"}`), ok(json, `{"say":"hi"}`)},
			want: "fetch 1 https://near.test/v1/chat k1 " + chat + "|read 1|read 1|fetch 2 https://far.test/m/ask k2 <" + chat +
				">|read 2|read 2|write 200 [hi]|done whole",
		},
		{
			name: "watched reply that breaks falls over", config: fallback, body: chat,
			upstream: []heard{{status: 200, kind: json, chunks: []string{`{"say":"h`}, why: Reset}, ok(json, `{"say":"hi"}`)},
			want: "fetch 1 https://near.test/v1/chat k1 " + chat + "|read 1|read 1|fetch 2 https://far.test/m/ask k2 <" + chat +
				">|read 2|read 2|write 200 [hi]|done whole",
		},
		{
			name: "JSON where a stream was asked for becomes one", config: `{"provider":"near","api_key":"k1"}`, body: stream,
			upstream: []heard{ok(json, `{"say":"hi"}`)},
			want:     "fetch 1 https://near.test/v1/chat k1 " + stream + "|read 1|read 1|write 200 (hi).|done whole",
		},
		{
			name: "another dialect is translated whole", config: `{"provider":"far","api_key":"k2"}`, body: chat,
			upstream: []heard{ok(json, `{"say":`, `"hi"}`)},
			want:     "fetch 1 https://far.test/m/ask k2 <" + chat + ">|read 1|read 1|read 1|write 200 [hi]|done whole",
		},
		{
			name: "another dialect's stream is translated as it comes", config: `{"provider":"far","api_key":"k2"}`, body: stream,
			upstream: []heard{ok(sse, "data: {\"open\":1}\n\n", "data: {\"say\":\"h\"}\n\ndata: {\"s", "ay\":\"i\"}\n\n")},
			want:     "fetch 1 https://far.test/m/tell k2 <" + stream + ">|read 1|read 1|write 200 (h)|read 1|write (i)|read 1|write .|done whole",
		},
		{
			name: "nothing is committed before the model speaks", config: fallback, body: stream,
			upstream: []heard{{status: 500, kind: json}, ok(sse, "data: {\"open\":1}\n\n", "data: {\"error\":\"busy\"}\n\n")},
			want: "fetch 1 https://near.test/v1/chat k1 " + stream + "|cancel 1|fetch 2 https://far.test/m/tell k2 <" + stream +
				">|read 2|read 2|cancel 2|write 503 FAULT busy|done failed",
		},
		{
			name: "error after the commitment ends in band", config: `{"provider":"far","api_key":"k2"}`, body: stream,
			upstream: []heard{ok(sse, "data: {\"say\":\"h\"}\n\ndata: {\"error\":\"busy\"}\n\n")},
			want:     "fetch 1 https://far.test/m/tell k2 <" + stream + ">|read 1|cancel 1|write 200 (h)BROKEN busy|done broken",
		},
		{
			name: "reset after the commitment ends in band", config: `{"provider":"far","api_key":"k2"}`, body: stream,
			upstream: []heard{{status: 200, kind: sse, chunks: []string{"data: {\"say\":\"h\"}\n\n"}, why: Reset}},
			want:     "fetch 1 https://far.test/m/tell k2 <" + stream + ">|read 1|write 200 (h)|read 1|write BROKEN connection_reset|done broken",
		},
		{
			name: "failure falls over and its body is not read", config: fallback, body: chat,
			upstream: []heard{{status: 401, kind: json, chunks: []string{"no"}}, ok(json, `{"say":"hi"}`)},
			want: "fetch 1 https://near.test/v1/chat k1 " + chat + "|cancel 1|fetch 2 https://far.test/m/ask k2 <" + chat +
				">|read 2|read 2|write 200 [hi]|done whole",
		},
		{
			name: "connection that fails falls over", config: fallback, body: chat,
			upstream: []heard{{why: Refused}, ok(json, `{"say":"hi"}`)},
			want: "fetch 1 https://near.test/v1/chat k1 " + chat + "|fetch 2 https://far.test/m/ask k2 <" + chat +
				">|read 2|read 2|write 200 [hi]|done whole",
		},
		{
			name: "whole reply that breaks falls over", config: `{"strategy":{"mode":"fallback"},"targets":[{"provider":"far","api_key":"k2"},{"provider":"near","api_key":"k1"}]}`, body: chat,
			upstream: []heard{{status: 200, kind: json, chunks: []string{`{"sa`}, why: Reset}, ok(json, "x")},
			want: "fetch 1 https://far.test/m/ask k2 <" + chat + ">|read 1|read 1|fetch 2 https://near.test/v1/chat k1 " + chat +
				"|read 2|read 2|write 200 x|done whole",
		},
		{
			name: "last failure is the answer", config: fallback, body: chat,
			upstream: []heard{{status: 401, kind: json}, {status: 429, kind: json, chunks: []string{"slow ", "down"}}},
			want: "fetch 1 https://near.test/v1/chat k1 " + chat + "|cancel 1|fetch 2 https://far.test/m/ask k2 <" + chat +
				">|read 2|read 2|read 2|write 429 FAULT slow down|done failed",
		},
		{
			name: "failure whose body breaks keeps its status", config: `{"provider":"near","api_key":"k1"}`, body: chat,
			upstream: []heard{{status: 500, kind: json, chunks: []string{"half"}, why: Reset}},
			want:     "fetch 1 https://near.test/v1/chat k1 " + chat + "|read 1|read 1|write 500 FAULT half|done failed",
		},
		{
			name: "time-out is 408 and falls over", config: `{"request_timeout":250,` + fallback[1:], body: chat,
			upstream: []heard{{why: TimedOut}, ok(json, `{"say":"hi"}`)},
			want: "fetch 1 within 250 https://near.test/v1/chat k1 " + chat + "|fetch 2 within 250 https://far.test/m/ask k2 <" + chat +
				">|read 2|read 2|write 200 [hi]|done whole",
		},
		{
			name: "header beats the config's time-out", config: `{"request_timeout":250,"provider":"near","api_key":"k1"}`, body: chat,
			header: Header{{"x-portkey-request-timeout", "99"}}, upstream: []heard{{why: TimedOut}},
			want: "fetch 1 within 99 https://near.test/v1/chat k1 " + chat +
				"|write 408 FAULT Request exceeded the timeout sent in the request: 99ms|done failed",
		},
		{
			name: "retries double their wait, less some jitter, and are spent", config: `{"retry":{"attempts":2},"provider":"near","api_key":"k1"}`, body: chat,
			upstream: []heard{{status: 503}, {why: Reset}, {status: 503, chunks: []string{"no"}}},
			want: "fetch 1 https://near.test/v1/chat k1 " + chat + "|cancel 1|wait 781|fetch 2 https://near.test/v1/chat k1 " + chat +
				"|wait 1634|fetch 3 https://near.test/v1/chat k1 " + chat + "|read 3|read 3|write 503 -1 FAULT no|done failed",
		},
		{
			name: "status outside the list is not retried", config: `{"retry":{"attempts":2,"on_status_codes":[429]},"provider":"near","api_key":"k1"}`, body: chat,
			upstream: []heard{{status: 503}},
			want:     "fetch 1 https://near.test/v1/chat k1 " + chat + "|read 1|write 503 FAULT status 503 without a word|done failed",
		},
		{
			name: "provider's own wait is kept", config: `{"retry":{"attempts":2,"use_retry_after_header":true},"provider":"near","api_key":"k1"}`, body: chat,
			upstream: []heard{{status: 429, header: Header{{"retry-after", "1.5"}}}, {status: 429, header: Header{{"retry-after-ms", "20"}}}, ok(json)},
			want: "fetch 1 https://near.test/v1/chat k1 " + chat + "|cancel 1|wait 1500|fetch 2 https://near.test/v1/chat k1 " + chat +
				"|cancel 2|wait 20|fetch 3 https://near.test/v1/chat k1 " + chat + "|write 200 2|pipe 3|done whole",
		},
		{
			name: "too long a wait ends the retries", config: `{"retry":{"attempts":2,"use_retry_after_header":true},"provider":"near","api_key":"k1"}`, body: chat,
			upstream: []heard{{status: 429, header: Header{{"retry-after", "60"}}}},
			want:     "fetch 1 https://near.test/v1/chat k1 " + chat + "|read 1|write 429 -1 FAULT status 429 without a word|done failed",
		},
		{
			name: "wait until a date", config: `{"retry":{"attempts":1,"use_retry_after_headers":true},"provider":"near","api_key":"k1"}`, body: chat,
			upstream: []heard{{status: 503, header: Header{{"retry-after", "Thu, 01 Jan 2026 00:00:07 GMT"}}}, ok(json)},
			want: "fetch 1 https://near.test/v1/chat k1 " + chat + "|cancel 1|wait 7000|fetch 2 https://near.test/v1/chat k1 " + chat +
				"|write 200 1|pipe 2|done whole",
		},
		{
			name: "what may have been created is not created twice", body: `{"model":"m","store":true}`,
			config:   `{"retry":{"attempts":2},` + fallback[1:],
			upstream: []heard{{why: Refused}, {why: Reset}},
			want: `fetch 1 https://near.test/v1/chat k1 {"model":"m","store":true}|wait 781|fetch 2 https://near.test/v1/chat k1 {"model":"m","store":true}` +
				"|write 502 1 FAULT the provider could not be reached|done failed",
		},
		{
			name: "parameters: defaults, then overrides, then drops", body: `{"model":"m", "a":1e400,"tools":[{"function":{"name":"f","strict":true}},{"x":1}],"user":"u"}`,
			config: `{"default_params":{"a":2,"b":2},"override_params":{"b":3},"drop_params":["user"],"strategy":{"mode":"single"},` +
				`"targets":[{"provider":"near","api_key":"k1","default_params":{"b":4,"c":4},"drop_params":["tools[*].function.strict","tools[1]","none.x","a.b"]}]}`,
			upstream: []heard{ok(json)},
			want:     `fetch 1 https://near.test/v1/chat k1 {"model":"m", "a":1e400,"tools":[{"function":{"name":"f"}}],"c":4,"b":3}|write 200|pipe 1|done whole`,
		},
		{
			name: "first token too late falls over", config: `{"timeouts":{"first_token":500,"idle":400,"total":9000},` + fallback[1:], body: stream,
			upstream: []heard{{status: 200, kind: sse, chunks: []string{opened}, why: TimedOut}, ok(sse, said)},
			want: "fetch 1 within 500 https://near.test/v1/chat k1 " + stream + "|read 1 within 400|read 1 within 400|fetch 2 within 500 https://far.test/m/tell k2 <" + stream +
				">|read 2 within 400|write 200 (a)|read 2 within 400|write .|done whole",
		},
		{
			name: "no retry that the total would cut short", config: `{"timeouts":{"total":900},"retry":{"attempts":5},"provider":"near","api_key":"k1"}`, body: chat,
			upstream: []heard{{status: 503}, {status: 503, chunks: []string{"no"}}},
			want: "fetch 1 within 900 https://near.test/v1/chat k1 " + chat + "|cancel 1|wait 781|fetch 2 within 119 https://near.test/v1/chat k1 " + chat +
				"|read 2 within 119|read 2 within 119|write 503 -1 FAULT no|done failed",
		},
		{
			name: "listed success falls over too", config: `{"strategy":{"mode":"fallback","on_status_codes":[200]},` + strings.SplitN(fallback, ",", 2)[1], body: chat,
			upstream: []heard{ok(json, "a"), ok(json, `{"say":"hi"}`)},
			want: "fetch 1 https://near.test/v1/chat k1 " + chat + "|cancel 1|fetch 2 https://far.test/m/ask k2 <" + chat +
				">|read 2|read 2|write 200 [hi]|done whole",
		},
		{
			name: "overrides are inherited and the target's win", body: `{"model":"m","n":1e400,"messages":[]}`,
			config:   `{"override_params":{"model":"o","a":1},"strategy":{"mode":"single"},"targets":[{"provider":"near","api_key":"k1","override_params":{"a":2}}]}`,
			upstream: []heard{ok(json)},
			want:     `fetch 1 https://near.test/v1/chat k1 {"model":"o","n":1e400,"messages":[],"a":2}|write 200|pipe 1|done whole`,
		},
		{
			name: "override may turn the stream on", config: `{"override_params":{"stream":true},"provider":"far","api_key":"k2"}`, body: `{"model":"m"}`,
			upstream: []heard{ok(sse, "data: {\"say\":\"h\"}\n\n")},
			want:     `fetch 1 https://far.test/m/tell k2 <{"model":"m","stream":true}>|read 1|write 200 (h)|read 1|write .|done whole`,
		},
		{
			name: "custom host and forwarded headers", body: chat,
			config:   `{"provider":"near","custom_host":"http://127.0.0.1:9/v3/","forward_headers":["Authorization","X-Team"]}`,
			header:   Header{{"authorization", "mine"}, {"x-team", "t"}, {"cookie", "c"}},
			upstream: []heard{ok(json)},
			want:     "fetch 1 http://127.0.0.1:9/v3/chat mine x-team=t " + chat + "|write 200|pipe 1|done whole",
		},
		{
			name: "provider and key from the request's headers", header: Header{{"x-portkey-provider", "near"}, {"authorization", "Bearer abc"}}, body: chat,
			upstream: []heard{ok(json)},
			want:     "fetch 1 https://near.test/v1/chat abc " + chat + "|write 200|pipe 1|done whole",
		},
		{
			name: "JSON for a stream is read whole", config: `{"provider":"far","api_key":"k2"}`, body: stream,
			upstream: []heard{ok(json, `{"say":"hi"}`)},
			want:     "fetch 1 https://far.test/m/tell k2 <" + stream + ">|read 1|read 1|write 200 (hi).|done whole",
		},
		{
			name: "stream that cannot be framed fails", config: `{"provider":"far","api_key":"k2"}`, body: stream,
			upstream: []heard{ok(sse, "data: {\"say\":\"h\"}\n\n", strings.Repeat("x", frame.DefaultMaxBytes+1))},
			want:     "fetch 1 https://far.test/m/tell k2 <" + stream + ">|read 1|write 200 (h)|read 1|cancel 1|write BROKEN malformed_stream|done broken",
		},
		{
			name: "stream without its ending is not whole", config: `{"provider":"far","api_key":"k2"}`, body: stream,
			upstream: []heard{ok(sse, "data: {\"say\":\"h\"}\n\n", "data: {\"cut\":1}")},
			want:     "fetch 1 https://far.test/m/tell k2 <" + stream + ">|read 1|write 200 (h)|read 1|read 1|write BROKEN cut|done broken",
		},
		{
			name: "stored config is loaded", config: "pc-1", body: chat, upstream: []heard{ok(json)},
			want: "load config/pc-1|fetch 1 https://near.test/v1/chat k1 " + chat + "|write 200|pipe 1|done whole",
		},
		{
			name: "target without the endpoint falls over", body: chat,
			config:   `{"strategy":{"mode":"fallback"},"targets":[{"provider":"bare","api_key":"k"},{"provider":"near","api_key":"k1"}]}`,
			upstream: []heard{ok(json)},
			want:     "fetch 1 https://near.test/v1/chat k1 " + chat + "|read 1|write 200|done whole",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			header := append(Header{{"content-type", "application/json"}}, c.header...)
			if c.config != "" {
				header = append(header, Field{"x-portkey-config", c.config})
			}
			call := Call{Method: "POST", Path: "/v1/chat/completions", Header: header, Body: c.body}
			require.Equal(t, c.want, play(t, call, c.upstream))
		})
	}
}

func TestRefusals(t *testing.T) {
	cases := []struct{ name, config, provider, body, want string }{
		{"bad JSON", "", "near", "{\n \"a\": }", "write 400 FAULT the request body is not valid JSON: line 2, column 7"},
		{"not an object", "", "near", "[]", "write 400 FAULT the request body is not a JSON object"},
		{"two models", "", "near", `{"model":"a","mod\u0065l":"b"}`, `write 400 FAULT "model" stands twice`},
		{"model of another type", "", "near", `{"model":1}`, `write 400 FAULT "model" must be a string`},
		{"stream of another type", "", "near", `{"stream":"yes"}`, `write 400 FAULT "stream" must be true or false`},
		{"override of another type", `{"provider":"near","api_key":"k","override_params":{"model":3}}`, "", chat, `write 400 FAULT config: after its parameters are applied, "model" must be a string`},
		{"nobody to ask", "", "", chat, "write 400 FAULT Either x-portkey-config or x-portkey-provider header is required"},
		{"unknown provider", "", "naer", chat, "write 400 FAULT Invalid provider passed. config: no provider is called naer; did you mean near?"},
		{"target without a provider", `{"strategy":{"mode":"single"},"targets":[{"api_key":"k"}]}`, "", chat, "write 400 FAULT config.targets[0]: a target needs a provider"},
		{"guardrails", `{"provider":"near","api_key":"k","input_guardrails":[{"default.contains":{}}]}`, "", chat, "write 400 FAULT config.input_guardrails: guardrails and mutators are not served yet"},
		{"virtual key", `{"virtual_key":"v"}`, "", chat, "write 400 FAULT config: virtual keys need a store"},
		{"bad config", `{"strategy":{"mode":"falback"},"targets":[{}]}`, "", chat, "write 400 FAULT Invalid config passed. line 1, column 21"},
		{"unreadable config", `{"strategy":`, "", chat, "write 400 FAULT Invalid config passed. line 1"},
		{"config that is neither JSON nor an id", `not json!`, "", chat, "write 400 FAULT Invalid config passed. You need"},
		{"config that is not stored", `pc-9`, "", chat, "load config/pc-9|write 400 FAULT config pc-9: this gateway's store holds no config of that id"},
		{"no key", "", "near", chat, "write 400 FAULT config: near needs api_key in the config, or the header authorization"},
		{"no host", "", "hostless", chat, "write 400 FAULT config: hostless needs custom_host in the config, or the header x-portkey-custom-host"},
		{"no option", `{"provider":"zoned","api_key":"k"}`, "", chat, "write 400 FAULT config: zoned needs zone in the config, or the header x-portkey-far-zone"},
		{"no model", "", "far", `{}`, `write 400 FAULT "model" is missing`},
		{"no endpoint", "", "bare", chat, "write 400 FAULT chat completions is not supported by bare"},
		{"dialect's own refusal", "", "far", `{"model":"m","refuse":1}`, "write 400 FAULT no such thing"},
		{"no target", `{"strategy":{"mode":"conditional","conditions":[{"query":{"params.model":"z"},"then":"a"}]},"targets":[{"name":"a","provider":"near","api_key":"k"}]}`, "", chat, "write 400 FAULT "},
		{"bad pattern", `{"strategy":{"mode":"conditional","conditions":[{"query":{"params.model":{"$regex":"("}},"then":"a"}]},"targets":[{"name":"a","provider":"near","api_key":"k"}]}`, "", chat, "write 400 FAULT Invalid config passed. config.strategy.conditions[0].query: "},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			header := Header{{"x-portkey-config", c.config}, {"x-portkey-provider", c.provider}}
			if c.provider != "near" || c.name != "no key" {
				header = append(header, Field{"authorization", "Bearer key"})
			}
			got := play(t, Call{Method: "POST", Path: "/v1/chat/completions", Header: header, Body: c.body}, nil)
			require.True(t, strings.HasPrefix(got, c.want), got)
			require.True(t, strings.HasSuffix(got, "|done failed"), got)
			require.NotContains(t, got, "Bearer")
		})
	}
}

func TestCallsThatNeedNobody(t *testing.T) {
	header := Header{{"x-portkey-provider", "near"}, {"authorization", "Bearer k"}}
	cases := []struct {
		name string
		call Call
		want string
	}{
		{"landing", Call{Method: "GET", Path: "/"}, "write 200 " + version + "\n|done whole"},
		{"health", Call{Method: "GET", Path: "/health"}, `write 200 {"status":"ok"}|done whole`},
		{"preflight", Call{Method: "OPTIONS", Path: "/v1/chat/completions"}, "write 204|done whole"},
		{"unknown", Call{Method: "POST", Path: "/v2/nope"}, "write 404 FAULT POST /v2/nope: no such endpoint here|done failed"},
		{"other method", Call{Method: "GET", Path: "/v1/chat/completions"}, "write 405 FAULT GET /v1/chat/completions: only POST is answered here|done failed"},
		{"control plane", Call{Method: "GET", Path: "/v1/providers"}, "delegate"},
		{"oversize", Call{Method: "POST", Path: "/v1/chat/completions", Oversize: true}, "write 413 FAULT the request body is larger than this gateway's limit of 20000000 bytes|done failed"},
		{"form", Call{Method: "POST", Path: "/v1/chat/completions", Header: Header{{"content-type", "text/plain"}}}, "write 415 FAULT content-type text/plain: application/json is expected here|done failed"},
		{"bad time-out", Call{Method: "GET", Path: "/v1/models", Header: append(header, Field{"x-portkey-request-timeout", "soon"})}, "write 400 FAULT x-portkey-request-timeout: soon is not a number of milliseconds|done failed"},
		{"bad host", Call{Method: "GET", Path: "/v1/models", Header: append(header, Field{"x-portkey-custom-host", "ftp://x"})}, "write 400 FAULT x-portkey-custom-host: is not an http or https URL|done failed"},
		{"guardrails", Call{Method: "GET", Path: "/v1/models", Header: append(header, Field{"x-portkey-default-input-guardrails", `[{"a":1}]`})}, "write 400 FAULT x-portkey-default-input-guardrails: guardrails and mutators are not served yet, and leaving them out would let everything pass|done failed"},
		{"forwarding itself", Call{Method: "GET", Path: "/v1/models", Header: append(header, Field{"x-portkey-forward-headers", "a, X-Portkey-Forward-Headers"})}, "write 400 FAULT x-portkey-forward-headers may not forward itself|done failed"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, play(t, c.call, nil)) })
	}
}

func TestDoorOfAnotherDialectThanTheHubs(t *testing.T) {
	ask := func(provider string, upstream ...heard) string {
		header := Header{{"x-portkey-config", `{"provider":"` + provider + `","api_key":"k","override_params":{"model":"o"}}`}}
		return play(t, Call{Method: "POST", Path: "/v1/messages", Header: header, Body: `{"model":"m","odd":1}`}, upstream)
	}
	require.Equal(t, `fetch 1 https://far.test/o/ask k {"model":"o","odd":1}|write 200|pipe 1|done whole`, ask("far", ok(json, "x")),
		"its own dialect travels untouched")
	require.Equal(t, `fetch 1 https://near.test/v1/chat k {"hub":{"model":"m","odd":1},"model":"o"}|read 1|read 1|write 200 [hi]|done whole`,
		ask("near", ok(json, `{"say":"hi"}`)), "another's gets the hub's shape")
	require.Equal(t, `write 400 FAULT no hub for that|done failed`, play(t, Call{Method: "POST", Path: "/v1/messages",
		Header: Header{{"x-portkey-config", `{"provider":"near","api_key":"k"}`}}, Body: `{"no":1}`}, nil))
}

func TestModels(t *testing.T) {
	call := func(provider string) Call {
		return Call{Method: "GET", Path: "/v1/models", Query: "limit=2", Header: Header{{"x-portkey-provider", provider}, {"authorization", "Bearer k"}}}
	}
	require.Equal(t, "fetch 1 https://near.test/v1/list?limit=2 k |write 200|pipe 1|done whole",
		play(t, call("near"), []heard{ok(json, "x")}))
	require.Equal(t, "fetch 1 https://far.test/list?limit=2 k |read 1|read 1|write 200 LIST models|done whole",
		play(t, call("far"), []heard{ok(json, "models")}))
	require.Equal(t, "fetch 1 https://far.test/list?limit=2 k |read 1|read 1|write 502 FAULT the provider's answer for models has an unknown shape|done failed",
		play(t, call("far"), []heard{ok(json, "?")}))

	head := call("far")
	head.Method = "HEAD"
	x := testGateway().Open(head, start, 1)
	a := x.Next()
	require.Equal(t, "GET", a.Method, "what is translated must be there")
}

func TestWhatAProviderSaysIsNotRepeatedWithoutEnd(t *testing.T) {
	f := eventFault(&event.Event{Kind: event.Error, Raw: strings.Repeat("é", maxMessageBytes)})
	require.Equal(t, strings.Repeat("é", maxMessageBytes/2)+"...", f.Message)
	require.Equal(t, "short", eventFault(&event.Event{Kind: event.Error, Raw: "short"}).Message)
}

func TestScriptedVendorMeetsTheSameLimits(t *testing.T) {
	cases := []struct{ name, config, want string }{
		{"plain", `{"provider":"puppet","override_params":{"model":"plain"}}`, "write 200 " + hello + "|write " + world + "|done whole"},
		{"translated", `{"provider":"puppet-far","override_params":{"model":"plain"}}`, "wait 5|write 200 [hi]|done whole"},
		{"slow header", `{"provider":"puppet","request_timeout":300,"override_params":{"model":"slow"}}`, "wait 200|wait 100|write 408 FAULT Request exceeded the timeout sent in the request: 300ms|done failed"},
		{"broken", `{"provider":"puppet","override_params":{"model":"broken"}}`, "write 200 " + hello + "|write BROKEN connection_reset|done broken"},
		{"fallback", `{"strategy":{"mode":"fallback"},"targets":[{"provider":"puppet","override_params":{"model":"busy"}},{"provider":"puppet","override_params":{"model":"plain"}}]}`, "write 200 " + hello + "|write " + world + "|done whole"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			call := Call{Method: "POST", Path: "/v1/chat/completions", Header: Header{{"x-portkey-config", c.config}}, Body: `{}`}
			require.Equal(t, c.want, play(t, call, nil))
		})
	}
	require.PanicsWithValue(t, "mock-trap: this request asks the gateway to break", func() {
		play(t, Call{Method: "POST", Path: "/v1/chat/completions", Header: Header{{"x-portkey-provider", "puppet"}}, Body: `{"model":"trap"}`}, nil)
	})
}

func TestHeadersOfAReply(t *testing.T) {
	call := Call{Method: "POST", Path: "/v1/chat/completions", Body: `{"model":"m","odd":1}`,
		Header: Header{{"x-portkey-provider", "far"}, {"authorization", "Bearer k"}, {"x-portkey-trace-id", "t-1"}}}
	x := testGateway().Open(call, start, 1)
	x.Next()
	x.Head(start, 1, 200, Header{
		{"content-type", json}, {"content-length", "3"}, {"content-encoding", "gzip"}, {"connection", "close"}, {"set-cookie", "s"},
		{"x-request-id", "r"}, {"x-portkey-provider", "other"}, {"access-control-allow-origin", "https://x"},
	})
	x.Next()
	x.Body(start, 1, `{"say":"hi"}`)
	x.Next()
	x.End(start+7, 1)
	require.Equal(t, Header{
		{"content-type", json},
		{"access-control-allow-origin", "*"},
		{"access-control-expose-headers", "*"},
		{"x-portkey-trace-id", "t-1"},
		{"x-portkey-cache-status", "DISABLED"},
		{"x-portkey-last-used-option-index", "config"},
		{"x-portkey-provider", "far"},
		{"x-portkey-retry-attempt-count", "0"},
		{"x-causeway-trace", "config far 200 0ms"},
		{"x-causeway-dropped-params", "odd"},
		{"x-request-id", "r"},
	}, x.Next().Header)
	require.Equal(t, `{"trace_id":"t-1","endpoint":"chat completions","model":"m","seed":"1","outcome":"whole","status":200,"ms":7,`+
		`"tries":[{"target":"config","provider":"far","model":"m","status":200,"ms":0}],"dropped":["odd"],`+
		`"usage":{"input":1,"output":2,"cache_read":0,"cache_write":0,"reasoning":0}}`, x.Next().Report)
}

func TestTraceIDIsMadeFromTheSeed(t *testing.T) {
	a, b := newTraceID(1), newTraceID(2)
	require.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, a)
	require.NotEqual(t, a, b)
	require.Equal(t, a, newTraceID(1))
}

func TestEscapingInURLs(t *testing.T) {
	require.Equal(t, "gpt-4.1:free@cf%2Fa%20b%C3%A9%3F%23%25", string(appendSegment(nil, "gpt-4.1:free@cf/a bé?#%")))
	require.Equal(t, "https://h.test/org/a%20b%3F", string(appendPath(nil, "https://h.test/org/a b?")))
}

func TestDroppedParametersFitAHeader(t *testing.T) {
	r := Request{}
	r.Drop("a,b\nc\u00e9")
	r.Drop("a,b\nc\u00e9")
	for i := range 100 {
		r.Drop(strings.Repeat("x", 70) + decimal(int64(i)))
		r.Drop("p" + decimal(int64(i)))
	}
	require.Len(t, r.Dropped(), maxDropped)
	require.Equal(t, "a?b?c?", r.Dropped()[0])
	require.Equal(t, strings.Repeat("x", 64), r.Dropped()[1])
	require.Equal(t, "...", r.Dropped()[maxDropped-1])
}

func FuzzOpen(f *testing.F) {
	f.Add(chat, `{"provider":"near","api_key":"k"}`, "near", `{"a":1}`)
	f.Add(`{"model":"m","stream":true}`, `{"strategy":{"mode":"fallback"},"targets":[{"provider":"far"}]}`, "", "")
	f.Fuzz(func(t *testing.T, body, config, provider, metadata string) {
		header := Header{{"x-portkey-config", config}, {"x-portkey-provider", provider}, {"x-portkey-metadata", metadata}}
		x := testGateway().Open(Call{Method: "POST", Path: "/v1/chat/completions", Header: header, Body: body}, start, 1)
		for range 8 {
			a := x.Next()
			if a.Kind == Done || a.Kind.Asks() {
				return
			}
		}
		t.Fatal("no end")
	})
}

// play is a host: it does what the exchange says with the replies it is given, in their order, and tells the story.
func play(t *testing.T, call Call, upstream []heard) string {
	return playAt(t, call, upstream, start, 1, map[string]string{})
}

// playAt is play at a time, with a seed and with what the host remembers.
func playAt(t *testing.T, call Call, upstream []heard, now int64, seed uint64, kept map[string]string) string {
	x := testGateway().Open(call, now, seed)
	stored := map[string]string{
		"config/pc-1":       `{"provider":"near","api_key":"k1"}`,
		"config/pc-open":    `{"api_key":"k1"}`,
		"config/pc-keyless": `{"provider":"near"}`,
	}
	live := map[int32]*heard{}
	var story []string
	for range 100 {
		a := x.Next()
		if line := tell(&a); line != "" {
			story = append(story, line)
		}
		switch a.Kind {
		case Done, Delegate:
			return strings.Join(story, "|")
		case Load:
			text, found := stored[a.Keys[0]]
			x.Loaded(now, []Value{{Found: found, Text: text}})
		case Update:
			if value := x.Updated(now, kept[a.Keys[0]]); value != "" {
				kept[a.Keys[0]] = value
			}
		case Wait:
			now += a.Ms
			x.Tick(now)
		case Cancel:
			if h := live[a.ID]; h != nil {
				h.isOut = false
			}
		case Await:
			id, at := earliest(live)
			if a.Ms > 0 && (id == 0 || at > now+a.Ms) {
				now += a.Ms
				x.Tick(now)
				continue
			}
			h := live[id]
			h.isOut, now = false, max(now, at)
			if h.begun {
				h.next(x, now, id)
				continue
			}
			h.begun = h.status != 0
			if h.status == 0 {
				x.Fail(now, id, h.why)
				continue
			}
			x.Head(now, id, h.status, append(Header{{"content-type", h.kind}}, h.header...))
		case Fetch:
			require.NotEmpty(t, upstream, "an unexpected %s", tell(&a))
			h := upstream[0]
			upstream, live[a.ID] = upstream[1:], &h
			if a.Later {
				h.isOut, h.at = true, now+h.took
				continue
			}
			if h.status == 0 {
				x.Fail(now, a.ID, h.why)
				continue
			}
			now += h.took
			x.Head(now, a.ID, h.status, append(Header{{"content-type", h.kind}}, h.header...))
		case Read, Pipe:
			h := live[a.ID]
			require.NotNil(t, h)
			if a.Later {
				h.isOut, h.begun, h.at = true, true, now+h.delay()
				continue
			}
			if a.Kind == Pipe {
				h.chunks = nil
			}
			now += h.delay()
			h.next(x, now, a.ID)
		}
	}
	t.Fatal("no end: " + strings.Join(story, "|"))
	return ""
}

// earliest is the request that is heard of first; 0 when none is out.
func earliest(live map[int32]*heard) (id int32, at int64) {
	for i, h := range live {
		if h.isOut && (id == 0 || h.at < at || h.at == at && i < id) {
			id, at = i, h.at
		}
	}
	return id, at
}

func tell(a *Action) string {
	id := decimal(int64(a.ID))
	switch a.Kind {
	case Update:
		return ""
	case Load:
		return "load " + strings.Join(a.Keys, " ")
	case Fetch:
		line := "fetch " + id + " "
		if a.WithinMs != defaultHeadersMs {
			line += "within " + decimal(a.WithinMs) + " "
		}
		line += a.URL + " " + a.Header.Get("authorization") + " "
		if team := a.Header.Get("x-team"); team != "" {
			line += "x-team=" + team + " "
		}
		return line + a.Body
	case Cancel:
		return "cancel " + id
	case Read:
		if a.Later {
			return "later " + id
		}
		if a.WithinMs != defaultIdleMs {
			return "read " + id + " within " + decimal(a.WithinMs)
		}
		return "read " + id
	case Pipe:
		return "pipe " + id
	case Wait:
		return "wait " + decimal(a.Ms)
	case Await:
		return "await " + decimal(a.Ms)
	case Delegate:
		return "delegate"
	case Write:
		line := []string{"write"}
		if a.Status != 0 {
			line = append(line, decimal(int64(a.Status)))
		}
		if tries := a.Header.Get("x-portkey-retry-attempt-count"); tries != "" && tries != "0" {
			line = append(line, tries)
		}
		if a.Body != "" {
			line = append(line, a.Body)
		}
		return strings.Join(line, " ")
	}
	line := "done " + gjson.Get(a.Report, "outcome").String()
	if a.Broken {
		line += "!"
	}
	return line
}

// testGateway knows vendors of two dialects: near speaks the door's own, far another.
func testGateway() *Gateway {
	near := &Dialect{Name: "near", Framing: frame.SSE, Fault: plainFault, Reader: func(*ReadOptions) Reader { return farReader{} }}
	list := &Dialect{Name: "near list", Fault: plainFault}
	far := &Dialect{
		Name: "far", Framing: frame.SSE, Fault: plainFault, Request: farRequest,
		Reader: func(*ReadOptions) Reader { return farReader{} },
	}
	farList := &Dialect{
		Name: "far list", Fault: plainFault,
		Answer: func(dst []byte, _ *ReadOptions, body string) ([]byte, bool) {
			return append(dst, "LIST "+body...), body != "?"
		},
	}
	auth := Auth{Header: "authorization"}
	nearRows := []Service{{Endpoint: Chat, Dialect: near, Path: "/chat"}, {Endpoint: Models, Dialect: list, Path: "/list"}, {Endpoint: Passthrough, Dialect: list, Path: "{path}"}}
	farRows := []Service{{Endpoint: Chat, Dialect: far, Path: "/{model}/ask", StreamPath: "/{model}/tell"}, {Endpoint: Models, Dialect: farList, Path: "/list"}}
	vendors := []*Vendor{
		guarded(nearRows), inlining(), elsewhere(), deriving(near),
		{Name: "near", Base: "https://near.test/v1", Auth: auth, Services: nearRows},
		{Name: "far", Base: "https://far.test", Auth: auth, Services: farRows, Options: []Option{{Key: "zone", Header: "far-zone"}}},
		{Name: "zoned", Base: "https://{zone}.test", Auth: auth, Services: farRows, Options: []Option{{Key: "zone", Header: "far-zone"}}},
		{Name: "bare", Base: "https://bare.test", Auth: auth},
		{Name: "hostless", Services: nearRows},
		{Name: "puppet", Base: "mock:", Services: nearRows, Script: puppet},
		{Name: "puppet-far", Base: "mock:", Services: []Service{{Endpoint: Chat, Dialect: far}}, Script: puppet},
	}
	door := &Door{
		Dialect: near,
		Writer:  func(o *WriteOptions) Writer { return &testWriter{options: o} },
		Fault:   func(dst []byte, f *Fault) []byte { return append(dst, "FAULT "+f.Message...) },
		Broken:  func(dst []byte, f *Fault) []byte { return append(dst, "BROKEN "+f.Code...) },
	}
	lists := &Door{Dialect: list, Fault: door.Fault}
	messages := &Door{Dialect: far, Writer: door.Writer, Fault: door.Fault, Broken: door.Broken, Hub: farHub}
	return &Gateway{
		Vendor: func(name string) *Vendor {
			i := slices.IndexFunc(vendors, func(v *Vendor) bool { return v.Name == name })
			if i < 0 {
				return nil
			}
			return vendors[i]
		},
		Nearest: func(string) string { return "near" },
		Serving: func(Endpoint) []string { return nil },
		Models: func(vendor string) []string {
			if vendor != "bare" {
				return nil
			}
			return []string{"bare-1", "bare-2"}
		},
		Door: func(e Endpoint) *Door {
			switch e {
			case Models:
				return lists
			case Messages:
				return messages
			}
			return door
		},
	}
}

const hello, world = "data: {\"say\":\"hello\"}\n\n", "data: {\"say\":\"world\"}\n\n"

func puppet(r *Request) []Step {
	steps := []Step{{Kind: StepHead, Status: 200, Header: Header{{"content-type", sse}}}, {Kind: StepBody, Bytes: hello}}
	switch r.Model {
	case "slow":
		return append([]Step{{Kind: StepWait, Ms: 200}, {Kind: StepWait, Ms: 200}}, steps...)
	case "broken":
		return append(steps, Step{Kind: StepFail, Why: Reset})
	case "busy":
		return []Step{{Kind: StepHead, Status: 429}}
	case "trap":
		return []Step{{Kind: StepTrap}}
	}
	if r.Vendor.Name == "puppet-far" {
		return []Step{{Kind: StepHead, Status: 200, Header: Header{{"content-type", json}}}, {Kind: StepWait, Ms: 5}, {Kind: StepBody, Bytes: `{"say":"hi"}`}}
	}
	return append(steps, Step{Kind: StepBody, Bytes: world}, Step{Kind: StepEnd})
}

func plainFault(f *Fault, body string) {
	if body != "" {
		f.Message = body
	}
}

func farRequest(dst []byte, r *Request) ([]byte, *Fault) {
	if gjson.Get(r.Body, "refuse").Exists() {
		return nil, Refuse("refuse", "no such thing")
	}
	if gjson.Get(r.Body, "odd").Exists() {
		r.Drop("odd")
		r.Drop("odd")
	}
	return append(append(append(dst, '<'), r.Body...), '>'), nil
}

func farHub(dst []byte, r *Request) ([]byte, *Fault) {
	if gjson.Get(r.Body, "no").Exists() {
		return nil, Refuse("no", "no hub for that")
	}
	return append(append(append(dst, `{"hub":`...), r.Body...), '}'), nil
}

// farReader reads {"open":…}, {"say":"…"}, {"error":"…"} and {"cut":…}, which is an error only at the end.
type farReader struct{}

func (farReader) Frame(dst []event.Event, f frame.Frame) []event.Event {
	return farReader{}.Whole(dst, f.Data)
}

func (farReader) Whole(dst []event.Event, body string) []event.Event {
	if gjson.Get(body, "open").Exists() {
		return append(dst, event.Event{Kind: event.Start})
	}
	if e := gjson.Get(body, "error"); e.Exists() {
		return append(dst, event.Event{Kind: event.Error, Raw: rewrite.Contents(e.Raw), ID: rewrite.Contents(e.Raw), Status: 503})
	}
	if gjson.Get(body, "cut").Exists() {
		return append(dst, event.Event{Kind: event.Error, ID: "cut"})
	}
	return append(dst, event.Event{Kind: event.Text, Raw: rewrite.Contents(gjson.Get(body, "say").Raw)},
		event.Event{Kind: event.UsageCount, Usage: event.FromParts(1, 0, 0, 2, 0)})
}

func (farReader) End(dst []event.Event) []event.Event { return dst }

// testWriter writes (text) for each piece of a stream and [text] for a buffered one.
type testWriter struct {
	options *WriteOptions
	text    string
}

func (w *testWriter) Event(dst []byte, e *event.Event) []byte {
	if e.Kind != event.Text {
		return dst
	}
	if !w.options.Stream {
		w.text += e.Raw
		return dst
	}
	return append(append(append(dst, '('), e.Raw...), ')')
}

func (w *testWriter) End(dst []byte) []byte {
	if w.options.Stream {
		return append(dst, '.')
	}
	return append(append(append(dst, '['), w.text...), ']')
}

func BenchmarkChat(b *testing.B) {
	body := `{"model":"m","messages":[{"role":"user","content":"` + strings.Repeat("word ", 200) + `"}]}`
	for _, c := range []struct{ name, config string }{
		{"single", `{"provider":"near","api_key":"k"}`},
		{"nested", `{"strategy":{"mode":"loadbalance"},"targets":[{"provider":"near","api_key":"k","weight":0.5,"override_params":{"max_tokens":200}},` +
			`{"strategy":{"mode":"fallback"},"weight":0.5,"targets":[{"provider":"near","api_key":"k"},{"provider":"near","api_key":"k"}]}]}`},
	} {
		b.Run(c.name, func(b *testing.B) {
			g := testGateway()
			header := Header{{"content-type", "application/json"}, {"x-portkey-config", c.config}}
			from := Header{{"content-type", "application/json"}, {"x-request-id", "r"}}
			b.ReportAllocs()
			for i := range b.N {
				x := g.Open(Call{Method: "POST", Path: "/v1/chat/completions", Header: header, Body: body}, start, uint64(i))
				serve(x, from)
			}
		})
	}
}

// serve is a host whose upstream answers at once.
func serve(x *Exchange, header Header) {
	isRead := false
	for {
		switch a := x.Next(); {
		case a.Kind == Done:
			return
		case a.Kind == Fetch:
			x.Head(start, a.ID, 200, header)
		case a.Kind == Read && !isRead:
			isRead = true
			x.Body(start, a.ID, `{"say":"hi"}`)
		case a.Kind.Asks():
			x.End(start, a.ID)
		}
	}
}
