package bedrock

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
)

func TestStreamsAreRead(t *testing.T) {
	for _, c := range []struct {
		name     string
		messages []frame.Frame
		want     []event.Event
	}{
		{"text and its ending, counts behind it", []frame.Frame{
			{Name: "messageStart", Data: `{"role":"assistant","p":"abc"}`},
			{Name: "contentBlockDelta", Data: `{"contentBlockIndex":0,"delta":{"text":"a\"b"},"p":"ab"}`},
			{Name: "contentBlockDelta", Data: `{"contentBlockIndex":0,"delta":{"text":""}}`},
			{Name: "contentBlockStop", Data: `{"contentBlockIndex":0}`},
			{Name: "messageStop", Data: `{"stopReason":"stop_sequence","additionalModelResponseFields":{"stop_sequence":"x"}}`},
			{Name: "metadata", Data: `{"usage":{"inputTokens":3,"cacheReadInputTokens":4,"cacheWriteInputTokens":5,"outputTokens":2,"totalTokens":14},"metrics":{"latencyMs":1},"trace":{},"serviceTier":{"type":"flex"}}`},
		}, []event.Event{
			{Kind: event.Start},
			{Kind: event.Text, Raw: `a\"b`},
			{Kind: event.Extra, Name: "additionalModelResponseFields", Raw: `{"stop_sequence":"x"}`},
			{Kind: event.Extra, Name: "serviceTier", Raw: `{"type":"flex"}`},
			{Kind: event.Finish, Reason: event.Stop, Raw: "stop_sequence"},
			{Kind: event.UsageCount, Usage: event.Usage{Input: 12, Output: 2, Total: 14, CacheRead: 4, CacheWrite: 5}},
		}},
		{"calls, one of them without arguments", []frame.Frame{
			{Name: "contentBlockStart", Data: `{"contentBlockIndex":1,"start":{"toolUse":{"toolUseId":"t1","name":"f"}}}`},
			{Name: "contentBlockDelta", Data: `{"contentBlockIndex":1,"delta":{"toolUse":{"input":""}}}`},
			{Name: "contentBlockStop", Data: `{"contentBlockIndex":1}`},
			{Name: "contentBlockStart", Data: `{"contentBlockIndex":2,"start":{"toolUse":{"toolUseId":"t2","name":"g"}}}`},
			{Name: "contentBlockDelta", Data: `{"contentBlockIndex":2,"delta":{"toolUse":{"input":"{\"a\":"}}}`},
			{Name: "contentBlockDelta", Data: `{"contentBlockIndex":2,"delta":{"toolUse":{"input":"1}"}}}`},
			{Name: "contentBlockStop", Data: `{"contentBlockIndex":2}`},
			{Name: "messageStop", Data: `{"stopReason":"tool_use"}`},
		}, []event.Event{
			{Kind: event.ToolCall, ID: "t1", Name: "f"},
			{Kind: event.ToolArgs, Raw: "{}"},
			{Kind: event.ToolCall, Index: 1, ID: "t2", Name: "g"},
			{Kind: event.ToolArgs, Index: 1, Raw: `{\"a\":`},
			{Kind: event.ToolArgs, Index: 1, Raw: `1}`},
			{Kind: event.Finish, Reason: event.ToolCalls, Raw: "tool_use"},
		}},
		{"reasoning, signed and hidden", []frame.Frame{
			{Name: "contentBlockDelta", Data: `{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"hm"}}}`},
			{Name: "contentBlockDelta", Data: `{"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"s="}}}`},
			{Name: "contentBlockDelta", Data: `{"contentBlockIndex":1,"delta":{"reasoningContent":{"redactedContent":"cmVk"}}}`},
			{Name: "messageStop", Data: `{"stopReason":"end_turn"}`},
		}, []event.Event{
			{Kind: event.Thinking, Raw: "hm"},
			{Kind: event.Signature, Raw: "s="},
			{Kind: event.Redacted, Index: 1, Raw: "cmVk"},
			{Kind: event.Finish, Reason: event.Stop, Raw: "end_turn"},
		}},
		{"a server's tool, its input and its result in pieces", []frame.Frame{
			{Name: "contentBlockStart", Data: `{"contentBlockIndex":0,"start":{"toolUse":{"toolUseId":"s","name":"web","type":"server_tool_use"}}}`},
			{Name: "contentBlockDelta", Data: `{"contentBlockIndex":0,"delta":{"toolUse":{"input":"{\"q\":"}}}`},
			{Name: "contentBlockDelta", Data: `{"contentBlockIndex":0,"delta":{"toolUse":{"input":"1}"}}}`},
			{Name: "contentBlockStop", Data: `{"contentBlockIndex":0}`},
			{Name: "contentBlockStart", Data: `{"contentBlockIndex":1,"start":{"toolResult":{"toolUseId":"s","status":"success"}}}`},
			{Name: "contentBlockDelta", Data: `{"contentBlockIndex":1,"delta":{"toolResult":[{"text":"a"}]}}`},
			{Name: "contentBlockDelta", Data: `{"contentBlockIndex":1,"delta":{"toolResult":[{"json":{}}]}}`},
			{Name: "contentBlockStop", Data: `{"contentBlockIndex":1}`},
			{Name: "messageStop", Data: `{"stopReason":"end_turn"}`},
		}, []event.Event{
			{Kind: event.Extra, Name: serverBlocks, Raw: `[{"type":"server_tool_use","id":"s","name":"web","input":{"q":1}}]`},
			{Kind: event.Extra, Name: serverBlocks, Raw: `[{"type":"toolResult","tool_use_id":"s","status":"success","content":[{"type":"text","text":"a"},{"type":"json","json":{}}]}]`},
			{Kind: event.Finish, Reason: event.Stop, Raw: "end_turn"},
		}},
		{"an image that was made", []frame.Frame{
			{Name: "contentBlockStart", Data: `{"contentBlockIndex":0,"start":{"image":{"format":"jpeg"}}}`},
			{Name: "contentBlockDelta", Data: `{"contentBlockIndex":0,"delta":{"image":{"source":{"bytes":"aW1n"}}}}`},
			{Name: "contentBlockStop", Data: `{"contentBlockIndex":0}`},
			{Name: "messageStop", Data: `{"stopReason":"end_turn"}`},
		}, []event.Event{
			{Kind: event.Media, Name: "image/jpeg", Raw: "aW1n"},
			{Kind: event.Finish, Reason: event.Stop, Raw: "end_turn"},
		}},
		{"an exception", []frame.Frame{
			{Name: "contentBlockDelta", Data: `{"contentBlockIndex":0,"delta":{"text":"a"}}`},
			{Name: "throttlingException", Exception: true, Data: `{"message":"Too many requests"}`},
			{Name: "messageStop", Data: `{"stopReason":"end_turn"}`},
		}, []event.Event{
			{Kind: event.Text, Raw: "a"},
			{Kind: event.Error, Status: 429, Name: "throttlingException", Raw: "Too many requests"},
		}},
		{"the model's own words in an exception", []frame.Frame{
			{Name: "modelStreamErrorException", Exception: true, Data: `{"message":"It failed","originalStatusCode":500,"originalMessage":"out of memory"}`},
		}, []event.Event{{Kind: event.Error, Status: 424, Name: "modelStreamErrorException", Raw: "out of memory"}}},
		{"an exception without words", []frame.Frame{{Name: "internalServerException", Exception: true, Data: ``}},
			[]event.Event{{Kind: event.Error, Status: 500, Name: "internalServerException", Raw: "the provider said no more than internalServerException"}}},
		{"an error in plain text", []frame.Frame{{Name: "InternalFailure", Exception: true, Data: `it "broke"`}},
			[]event.Event{{Kind: event.Error, Name: "InternalFailure", Raw: `it \"broke\"`}}},
		{"an exception that calls itself an event", []frame.Frame{{Name: "validationException", Data: `{"message":"no"}`}},
			[]event.Event{{Kind: event.Error, Status: 400, Name: "validationException", Raw: "no"}}},
		{"no JSON", []frame.Frame{{Name: "messageStart", Data: `{`}},
			[]event.Event{{Kind: event.Error, Name: malformed, Raw: "the provider sent a message that is not JSON"}}},
		{"no ending", []frame.Frame{{Name: "messageStart", Data: `{}`}, {Name: "unheardOf", Data: `{}`}},
			[]event.Event{{Kind: event.Start}, {Kind: event.Error, Name: malformed, ID: truncated, Raw: "the provider's stream ended before messageStop"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var body []byte
			for _, f := range c.messages {
				body = frame.AppendMessage(body, f)
			}
			require.Equal(t, c.want, stream(string(body)))
			require.Equal(t, c.want, stream(pieces(string(body), 5)...))
		})
	}
}

func TestWholeRepliesAreRead(t *testing.T) {
	require.Equal(t, []event.Event{
		{Kind: event.Start},
		{Kind: event.Thinking, Raw: "hm"},
		{Kind: event.Signature, Raw: "s"},
		{Kind: event.Text, Raw: "found"},
		{Kind: event.ToolCall, ID: "t", Name: "f"},
		{Kind: event.ToolArgs, Raw: `{\"a\":[1,2]}`},
		{Kind: event.Media, Name: "image/webp", Raw: "aW1n"},
		{Kind: event.Extra, Name: citations, Raw: `[{"type":"page_location","cited_text":"x","document_title":"T","document_index":1,"start_page_number":2,"end_page_number":3}]`},
		{Kind: event.Extra, Name: serverBlocks, Raw: `[{"type":"toolResult","tool_use_id":"s"}]`},
		{Kind: event.Finish, Reason: event.Malformed, Raw: "malformed_tool_use"},
		{Kind: event.UsageCount, Usage: event.Usage{Input: 1, Output: 2}},
	}, whole(`{"output":{"message":{"role":"assistant","content":[
		{"reasoningContent":{"reasoningText":{"signature":"s","text":"hm"}}},
		{"citationsContent":{"content":[{"text":"found"}],"citations":[{"location":{"documentPage":{"documentIndex":1,"start":2,"end":3}},"sourceContent":[{"text":"x"}],"title":"T"}]}},
		{"toolUse":{"toolUseId":"t","name":"f","input":{"a": [1, 2]}}},
		{"image":{"format":"webp","source":{"bytes":"aW1n"}}},
		{"toolResult":{"toolUseId":"s"}}]}},
		"stopReason":"malformed_tool_use","usage":{"inputTokens":1,"outputTokens":2}}`))
	require.Equal(t, []event.Event{{Kind: event.Error, Name: "invalid_reply", Raw: "nope"}}, whole(`{"message":"nope"}`))
	require.Equal(t, event.Error, whole(`<html>`)[0].Kind)
}

func TestCitationsAreSaidInAnthropicsWords(t *testing.T) {
	for given, want := range map[string]string{
		`{"location":{"documentChar":{"documentIndex":0,"start":0,"end":73}},"sourceContent":[{"text":"a"},{"text":"b"}],"title":"facts"}`: `{"type":"char_location","cited_text":"ab","document_title":"facts","document_index":0,"start_char_index":0,"end_char_index":73}`,
		`{"location":{"searchResultLocation":{"searchResultIndex":0,"start":0,"end":1}},"source":"https://e","title":"R"}`:                 `{"type":"search_result_location","cited_text":"","title":"R","source":"https://e","search_result_index":0,"start_block_index":0,"end_block_index":1}`,
		`{"location":{"web":{"domain":"ruby-lang.org","url":"https://r"}}}`:                                                                `{"type":"web_search_result_location","cited_text":"","title":"ruby-lang.org","url":"https://r"}`,
		`{"location":{"moon":{}}}`: `{"location":{"moon":{}}}`,
	} {
		got := citation(given)
		require.JSONEq(t, want, got)
		require.True(t, json.Valid([]byte(got)))
	}
}

func TestFaultsAreRead(t *testing.T) {
	for _, c := range []struct{ header, body, kind, message string }{
		{"ThrottlingException:http://internal.amazon.com/coral/", `{"message":"Too many"}`, "ThrottlingException", "Too many"},
		{"", `{"__type":"com.amazon.coral#AccessDeniedException","Message":"no"}`, "AccessDeniedException", "no"},
		{"", `{"error":{"message":"m","type":"invalid_request_error","code":"x"}}`, "invalid_request_error", "m"},
		{"ValidationException", ``, "ValidationException", "said nothing"},
		{"", `<html>`, "", "<html>"},
		{"", `{"a":1}`, "", `{"a":1}`},
	} {
		f := core.Fault{Message: "said nothing"}
		if c.header != "" {
			f.Header = core.Header{{Name: "x-amzn-errortype", Value: c.header}}
		}
		ReadFault(&f, c.body)
		require.Equal(t, c.kind, f.Type)
		require.Equal(t, c.message, f.Message)
	}
}

func TestATextDeltaIsNotCopied(t *testing.T) {
	r := new(reader)
	delta := frame.Frame{Name: "contentBlockDelta", Data: `{"contentBlockIndex":0,"delta":{"text":"a word"},"p":"abcdefgh"}`}
	dst := make([]event.Event, 0, 4)
	require.Zero(t, testing.AllocsPerRun(100, func() { dst = r.Frame(dst[:0], delta) }))
}

// Whatever comes is read without a panic, ends once, and says only JSON.
func FuzzReader(f *testing.F) {
	f.Add("contentBlockStart", `{"contentBlockIndex":0,"start":{"toolUse":{"toolUseId":"s","type":"server_tool_use"}}}`, false)
	f.Add("contentBlockDelta", `{"contentBlockIndex":0,"delta":{"toolResult":[{"text":"a"}],"citation":{"location":{"web":{}}}}}`, false)
	f.Add("throttlingException", `{"message":1}`, true)
	f.Add("chunk", `{"bytes":"e30="}`, false)
	f.Fuzz(func(t *testing.T, name, data string, exception bool) {
		r := new(reader)
		start := `{"contentBlockIndex":0,"start":{"toolUse":{"toolUseId":"s","type":"server_tool_use"}}}`
		events := owned(nil, r.Frame(nil, frame.Frame{Name: "contentBlockStart", Data: start}))
		events = owned(events, r.Frame(nil, frame.Frame{Name: name, Data: data, Exception: exception}))
		events = owned(events, r.Frame(nil, frame.Frame{Name: "contentBlockStop", Data: `{"contentBlockIndex":0}`}))
		events = owned(events, r.End(nil))
		events = append(events, whole(data)...)
		for _, e := range events {
			if e.Kind == event.Extra {
				require.True(t, json.Valid([]byte(e.Raw)), e.Raw)
				continue
			}
			require.True(t, json.Valid([]byte(`"`+e.Raw+`"`)), e.Raw)
		}
	})
}

// stream reads a streamed reply that arrives in these chunks. The events own their strings.
func stream(chunks ...string) []event.Event {
	return streamBy(new(reader), chunks...)
}

func streamBy(r core.Reader, chunks ...string) []event.Event {
	s := frame.New(frame.EventStream, 0)
	got := []event.Event{}
	for _, chunk := range chunks {
		s.Feed(chunk)
		for f, ok := s.Next(); ok; f, ok = s.Next() {
			got = owned(got, r.Frame(nil, f))
		}
	}
	return owned(got, r.End(nil))
}

func whole(body string) []event.Event { return owned(nil, new(reader).Whole(nil, body)) }

func owned(dst, events []event.Event) []event.Event {
	for _, e := range events {
		e.Raw, e.ID, e.Name = strings.Clone(e.Raw), strings.Clone(e.ID), strings.Clone(e.Name)
		dst = append(dst, e)
	}
	return dst
}

func TestABlockOfAStrangeKindStaysJSON(t *testing.T) {
	require.Equal(t, `{"type":"a\"\n","b":1}`, serverBlock("a\"\n", `{"b":1}`))
}
