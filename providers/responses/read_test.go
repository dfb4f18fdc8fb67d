package responses

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core/event"
	"causeway/core/frame"
)

// events are a stream of the data of events.
func events(data ...string) string {
	var out strings.Builder
	for _, d := range data {
		out.WriteString("data: " + d + "\n\n")
	}
	return out.String()
}

const (
	created   = `{"type":"response.created","response":{"id":"resp_1","model":"m","status":"in_progress","output":[]}}`
	textDelta = `{"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":"Hi"}`
	ended     = `{"type":"response.completed","response":{"id":"resp_1","model":"m","status":"completed","output":[],"usage":null}}`
)

var readCases = []struct {
	name, body string
	want       []event.Event
}{
	{"text is said once, though it stands three times",
		events(created, textDelta, `{"type":"response.output_text.done","output_index":0,"content_index":0,"text":"Hi"}`,
			`{"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":"Hi"}]}}`, ended),
		[]event.Event{{Kind: event.Start, ID: "resp_1", Name: "m"}, {Kind: event.Text, Raw: "Hi"}, {Kind: event.Finish, Reason: event.Stop, Raw: "completed"}}},
	{"an item without deltas is said at its end",
		events(created, `{"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"refusal","refusal":"No"}]}}`, ended),
		[]event.Event{{Kind: event.Start, ID: "resp_1", Name: "m"}, {Kind: event.Refusal, Raw: "No"}, {Kind: event.Finish, Reason: event.Stop, Raw: "completed"}}},
	{"a stream of its last event alone",
		events(`{"type":"response.completed","response":{"id":"resp_1","model":"m","status":"completed","output":[{"type":"function_call","call_id":"c","name":"f","arguments":""}],"usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}}}`),
		[]event.Event{{Kind: event.Start, ID: "resp_1", Name: "m"}, {Kind: event.ToolCall, ID: "c", Name: "f"}, {Kind: event.ToolArgs, Raw: "{}"},
			{Kind: event.Finish, Reason: event.ToolCalls, Raw: "completed"}, {Kind: event.UsageCount, Usage: event.Usage{Input: 1, Output: 2, Total: 3}}}},
	{"summaries are paragraphs, and reasoning is told in one form",
		events(created, `{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"a"}`,
			`{"type":"response.reasoning_text.delta","output_index":0,"content_index":0,"delta":"never"}`,
			`{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":1,"delta":"b"}`,
			`{"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"E="}}`, ended),
		[]event.Event{{Kind: event.Start, ID: "resp_1", Name: "m"}, {Kind: event.Thinking, Raw: "a"}, {Kind: event.Thinking, Raw: `\n\n`}, {Kind: event.Thinking, Raw: "b"},
			{Kind: event.Signature, Raw: "response_item:rs_1:E="}, {Kind: event.Finish, Reason: event.Stop, Raw: "completed"}}},
	{"reasoning without text is a seal",
		events(created, `{"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"E="}}`, ended),
		[]event.Event{{Kind: event.Start, ID: "resp_1", Name: "m"}, {Kind: event.Redacted, Raw: "response_item:rs_1:E="}, {Kind: event.Finish, Reason: event.Stop, Raw: "completed"}}},
	{"a custom tool's call",
		events(created, `{"type":"response.output_item.added","output_index":0,"item":{"type":"custom_tool_call","call_id":"c","name":"f","input":""}}`,
			`{"type":"response.custom_tool_call_input.delta","output_index":0,"delta":"x"}`,
			`{"type":"response.output_item.done","output_index":0,"item":{"type":"custom_tool_call","call_id":"c","name":"f","input":"x"}}`, ended),
		[]event.Event{{Kind: event.Start, ID: "resp_1", Name: "m"}, {Kind: event.ToolCall, ID: "c", Name: "f"}, {Kind: event.ToolArgs, Raw: "x"}, {Kind: event.Finish, Reason: event.ToolCalls, Raw: "completed"}}},
	{"an image",
		events(created, `{"type":"response.output_item.done","output_index":0,"item":{"type":"image_generation_call","result":"QUJD","output_format":"webp"}}`, ended),
		[]event.Event{{Kind: event.Start, ID: "resp_1", Name: "m"}, {Kind: event.Media, Name: "image/webp", Raw: "QUJD"}, {Kind: event.Finish, Reason: event.Stop, Raw: "completed"}}},
	{"a citation and logprobs in chat's words",
		events(created, `{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"a","logprobs":[{"token":"a"}]}`,
			`{"type":"response.output_text.annotation.added","output_index":0,"annotation":{"type":"url_citation","url":"u"}}`, ended),
		[]event.Event{{Kind: event.Start, ID: "resp_1", Name: "m"}, {Kind: event.Text, Raw: "a"}, {Kind: event.Extra, Name: "logprobs", Raw: `{"content":[{"token":"a"}],"refusal":null}`},
			{Kind: event.Extra, Name: "annotations", Raw: `[{"type":"url_citation","url_citation":{"url":"u"}}]`}, {Kind: event.Finish, Reason: event.Stop, Raw: "completed"}}},
	{"a filter", events(created, textDelta, `{"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"content_filter"}}}`),
		[]event.Event{{Kind: event.Start, ID: "resp_1", Name: "m"}, {Kind: event.Text, Raw: "Hi"}, {Kind: event.Finish, Reason: event.ContentFilter, Raw: "content_filter"}}},
	{"an event of failure", events(created, `{"type":"error","code":"rate_limit_exceeded","message":"Slow \"down\"","param":null}`, textDelta),
		[]event.Event{{Kind: event.Start, ID: "resp_1", Name: "m"}, {Kind: event.Error, Status: 429, Raw: `Slow \"down\"`, ID: "rate_limit_exceeded", Name: "rate_limit_exceeded"}}},
	{"an error without a type", events(`{"error":{"message":"no","type":"server_error","code":null}}`),
		[]event.Event{{Kind: event.Error, Status: 500, Raw: "no", Name: "server_error"}}},
	{"a response that failed", events(created, `{"type":"response.failed","response":{"object":"response","status":"failed","error":{"code":"invalid_prompt","message":"bad"}}}`),
		[]event.Event{{Kind: event.Start, ID: "resp_1", Name: "m"}, {Kind: event.Error, Status: 400, Raw: "bad", ID: "invalid_prompt", Name: "invalid_prompt"}}},
	{"a response that failed without a word", events(`{"type":"response.failed","response":{"object":"response","status":"failed","error":null}}`),
		[]event.Event{{Kind: event.Error, Status: 500, Raw: "the provider's response failed without a word", Name: "server_error"}}},
	{"a stream that is cut", events(created, textDelta),
		[]event.Event{{Kind: event.Start, ID: "resp_1", Name: "m"}, {Kind: event.Text, Raw: "Hi"},
			{Kind: event.Error, Status: 502, Name: "invalid_reply", ID: "cut_stream", Raw: "the provider's stream ended before the response was complete"}}},
	{"an event that is no JSON", events(created, `{"type":`, textDelta),
		[]event.Event{{Kind: event.Start, ID: "resp_1", Name: "m"}, {Kind: event.Error, Status: 502, Name: "invalid_reply", Raw: "the provider sent an event that is not a JSON object"}}},
	{"what is not known", events(created, `{"type":"response.new.delta","delta":"x"}`, `{"type":"keepalive"}`, "{}", ended),
		[]event.Event{{Kind: event.Start, ID: "resp_1", Name: "m"}, {Kind: event.Finish, Reason: event.Stop, Raw: "completed"}}},
}

func TestReaderReadsStreams(t *testing.T) {
	for _, c := range readCases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, stream(c.body, len(c.body)))
			require.Equal(t, c.want, stream(c.body, 3))
		})
	}
}

func TestReaderReadsWholeReplies(t *testing.T) {
	for body, want := range map[string]event.Event{
		`{"status":"in_progress","output":[]}`:                              {Kind: event.Start},
		`{"status":"cancelled","output":[]}`:                                {Kind: event.Error, Name: "cancelled", Raw: "the response was cancelled"},
		`{"status":"failed","error":{"code":"server_error","message":"x"}}`: {Kind: event.Error, Status: 500, ID: "server_error", Name: "server_error", Raw: "x"},
		`{"choices":[]}`:   {Kind: event.Error, Name: "invalid_reply", Raw: `{\"choices\":[]}`},
		`<html>`:           {Kind: event.Error, Name: "invalid_reply", Raw: "<html>"},
		``:                 {Kind: event.Error, Name: "invalid_reply", Raw: "the provider's reply is no response"},
		`{"detail":"Not"}`: {Kind: event.Error, Name: "invalid_reply", Raw: "Not"},
	} {
		events := newReader(nil).Whole(nil, body)
		require.Equal(t, want, events[len(events)-1], body)
	}
}

func TestATextDeltaDoesNotAllocate(t *testing.T) {
	r := newReader(nil)
	room := make([]event.Event, 0, 8)
	f := frame.Frame{Name: "response.output_text.delta", Data: textDelta}
	r.Frame(room, f)
	require.Zero(t, testing.AllocsPerRun(100, func() { r.Frame(room, f) }))
}

func FuzzReader(f *testing.F) {
	for _, c := range readCases {
		f.Add(c.body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		for _, events := range [][]event.Event{stream(body, 5), newReader(nil).Whole(nil, body)} {
			for i, e := range events {
				require.True(t, e.Kind != event.Error || i == len(events)-1, "nothing follows an error")
			}
			_ = write(writeOptions(true), events)
		}
	})
}
