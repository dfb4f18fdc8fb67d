package responses

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/rewrite"
)

func writeOptions(isStream bool) *core.WriteOptions {
	return &core.WriteOptions{ID: "chatcmpl-7", Stream: isStream, Created: 7, Model: "asked", Body: `{"tools":[{"type":"custom","name":"patch"}]}`}
}

// text, call and the like are events in short.
func said(kind event.Kind, index int, raw string) event.Event {
	return event.Event{Kind: kind, Index: index, Raw: raw}
}

func called(index int, id, name string) event.Event {
	return event.Event{Kind: event.ToolCall, Index: index, ID: id, Name: name}
}

var writeCases = []struct {
	name   string
	events []event.Event
	output []string
}{
	{"nothing", nil, nil},
	{"pieces of a text, and another choice", []event.Event{said(event.Text, 0, "a"), {Kind: event.Text, Choice: 1, Raw: "no"}, said(event.Text, 0, `\n`)},
		[]string{`{"id":"msg_7_0","type":"message","status":"completed","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"a\n"}],"role":"assistant"}`}},
	{"a text and a refusal are parts", []event.Event{said(event.Text, 0, "a"), said(event.Refusal, 0, "no")},
		[]string{`{"id":"msg_7_0","type":"message","status":"completed","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"a"},{"type":"refusal","refusal":"no"}],"role":"assistant"}`}},
	{"thinking until it is sealed", []event.Event{said(event.Thinking, 0, "a"), said(event.Thinking, 0, "b"), said(event.Signature, 0, "S"), said(event.Signature, 0, "T"),
		said(event.Thinking, 0, "c"), said(event.Redacted, 1, "D"), said(event.Redacted, 2, "E")},
		[]string{`{"id":"rs_7_0","type":"reasoning","summary":[{"type":"summary_text","text":"ab"}],"encrypted_content":"causeway:signature:ST"}`,
			`{"id":"rs_7_1","type":"reasoning","summary":[{"type":"summary_text","text":"c"}]}`,
			`{"id":"rs_7_2","type":"reasoning","summary":[],"encrypted_content":"causeway:redacted:D"}`,
			`{"id":"rs_7_3","type":"reasoning","summary":[],"encrypted_content":"causeway:redacted:E"}`}},
	{"calls told in turns", []event.Event{called(0, "", "f"), said(event.ToolArgs, 0, `{\"a\":`), called(1, "c", "g"), said(event.ToolArgs, 1, `{}`), said(event.ToolArgs, 0, `1}`), said(event.Text, 0, "x")},
		[]string{`{"id":"fc_7_0","type":"function_call","status":"completed","arguments":"{\"a\":1}","call_id":"call_7_0","name":"f"}`,
			`{"id":"fc_7_1","type":"function_call","status":"completed","arguments":"{}","call_id":"c","name":"g"}`,
			`{"id":"msg_7_2","type":"message","status":"completed","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"x"}],"role":"assistant"}`}},
	{"a call's proof goes into its id, and no arguments are JSON too", []event.Event{called(0, "c", "f"), said(event.Signature, 0, `S/=`)},
		[]string{`{"id":"fc_7_0","type":"function_call","status":"completed","arguments":"{}","call_id":"c__proof__Uy89","name":"f"}`}},
	{"a custom tool's calls", []event.Event{called(0, "c", "patch"), said(event.ToolArgs, 0, `{\"input\": \"a\\n`), said(event.ToolArgs, 0, `b\"}`), called(1, "d", "patch"), said(event.ToolArgs, 1, `free text`)},
		[]string{`{"id":"ctc_7_0","type":"custom_tool_call","status":"completed","call_id":"c","input":"a\nb","name":"patch"}`,
			`{"id":"ctc_7_1","type":"custom_tool_call","status":"completed","call_id":"d","input":"free text","name":"patch"}`}},
	{"images and sounds", []event.Event{{Kind: event.Media, Name: "image/webp", Raw: "QQ=="}, {Kind: event.Media, Name: "audio/wav", Raw: "Ug=="}},
		[]string{`{"id":"ig_7_0","type":"image_generation_call","status":"completed","output_format":"webp","result":"QQ=="}`,
			`{"id":"msg_7_1","type":"message","status":"completed","content":[{"type":"output_audio","data":"Ug==","transcript":""}],"role":"assistant"}`}},
	{"citations and logprobs of chat", []event.Event{
		{Kind: event.Extra, Name: "annotations", Raw: `[{"type":"url_citation", "url_citation":{"url":"u"}}]`}, said(event.Text, 0, "a"),
		{Kind: event.Extra, Name: "logprobs", Raw: `{"content":[{"token":"a"}]}`}, {Kind: event.Extra, Name: "annotations", Raw: `[{"type":"file"}]`}},
		[]string{`{"id":"msg_7_0","type":"message","status":"completed","content":[{"type":"output_text","annotations":[{"type":"url_citation","url":"u"},{"type":"file"}],"logprobs":[{"token":"a"}],"text":"a"}],"role":"assistant"}`}},
	{"items of other tools", []event.Event{{Kind: event.Extra, Name: "output_items", Raw: `[{"id":"ws_1", "type":"web_search_call"}]`}},
		[]string{`{"id":"ws_1","type":"web_search_call"}`}},
}

func TestWriterMakesItems(t *testing.T) {
	for _, c := range writeCases {
		t.Run(c.name, func(t *testing.T) {
			streamed := write(writeOptions(true), c.events)
			requireOrder(t, streamed)
			for _, out := range []string{streamed[strings.LastIndex(streamed, `"response":`)+len(`"response":`) : len(streamed)-3], write(writeOptions(false), c.events)} {
				var w struct{ Output []json.RawMessage }
				require.NoError(t, json.Unmarshal([]byte(out), &w), out)
				require.Len(t, w.Output, len(c.output))
				for i := range c.output {
					require.Equal(t, c.output[i], string(w.Output[i]))
				}
			}
		})
	}
}

func TestEndingsOfResponses(t *testing.T) {
	for reason, want := range map[event.Reason]string{
		event.NoReason: "completed", event.Stop: "completed", event.ToolCalls: "completed", event.Paused: "completed", event.Malformed: "completed",
		event.Length: "incomplete max_output_tokens", event.ContentFilter: "incomplete content_filter", event.Refused: "incomplete content_filter",
	} {
		out := write(writeOptions(false), []event.Event{said(event.Text, 0, "a"), {Kind: event.Finish, Reason: reason}})
		status, cut, _ := strings.Cut(want, " ")
		require.Equal(t, status, rewrite.Inside(out, "status"), reason)
		require.Equal(t, cut, rewrite.Inside(rewrite.Given(out, "incomplete_details"), "reason"), reason)
		require.Contains(t, out, `"type":"message","status":"`+status, "the last item ended as the response did")
	}
}

func TestAResponseRepeatsItsRequest(t *testing.T) {
	o := core.WriteOptions{ID: "chatcmpl-7", Strict: true, Body: `{"instructions":"Be\nbrief", "store":true,"temperature":1e0,"reasoning":{"effort":"low"},"text":{"verbosity":"low"},"user":null}`}
	extra := event.Event{Kind: event.Extra, Name: "stop_details", Raw: "{}"}
	out := write(&o, []event.Event{extra})
	for _, want := range []string{`"instructions":"Be\nbrief"`, `"store":false`, `"temperature":1e0`, `"reasoning":{"effort":"low"}`,
		`"text":{"verbosity":"low","format":{"type":"text"}}`, `"user":null`, `"tools":[]`, `"usage":null`, `"model":""`} {
		require.Contains(t, out, want)
	}
	require.NotContains(t, out, "stop_details")
	o.Strict = false
	require.Contains(t, write(&o, []event.Event{extra}), `"stop_details":{}`)
}

func TestALateProofDoesNotChangeAnIDThatWasTold(t *testing.T) {
	late := []event.Event{called(0, "c", "f"), said(event.ToolArgs, 0, "{}"), said(event.Signature, 0, "S")}
	require.NotContains(t, write(writeOptions(true), late), "__proof__")
	require.Contains(t, write(writeOptions(false), late), `"call_id":"c__proof__Uw"`)
}

func TestAWrittenTextDeltaDoesNotAllocate(t *testing.T) {
	w := newWriter(writeOptions(true))
	e := said(event.Text, 0, "Hello")
	dst := w.Event(make([]byte, 0, 1<<16), &e)
	require.LessOrEqual(t, testing.AllocsPerRun(1000, func() { w.Event(dst[:0], &e) }), 0.0)
}

func TestFaultsInOpenAIsShape(t *testing.T) {
	f := &core.Fault{Blame: core.Upstream, Provider: "groq", Message: `no "such"`, Type: "invalid_request_error", Code: "model_not_found", Status: 404}
	require.Equal(t, `{"error":{"message":"groq error: no \"such\"","type":"invalid_request_error","param":null,"code":"model_not_found"}}`, string(appendFault(nil, f)))
	require.Equal(t, "event: error\ndata: "+`{"type":"error","sequence_number":0,"message":"groq error: no \"such\"","param":null,"code":"model_not_found",`+
		`"error":{"message":"groq error: no \"such\"","type":"invalid_request_error","param":null,"code":"model_not_found"}}`+"\n\n", string(appendBroken(nil, f)))
	f.Body = `{"error":{"message":"theirs"}}`
	require.Equal(t, f.Body, string(appendFault(nil, f)))
	f.Body = `{"error":"theirs"}`
	require.Contains(t, string(appendFault(nil, f)), "groq error")
}
