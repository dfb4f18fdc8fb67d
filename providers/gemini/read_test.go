package gemini

import (
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"

	"github.com/stretchr/testify/require"
)

func start() event.Event { return event.Event{Kind: event.Start, ID: "r1", Name: "gemini-x"} }

func said(raw string) event.Event { return event.Event{Kind: event.Text, Raw: raw} }

func thought(index int, raw string) event.Event {
	return event.Event{Kind: event.Thinking, Index: index, Raw: raw}
}

func signed(index int, raw string) event.Event {
	return event.Event{Kind: event.Signature, Index: index, Raw: raw}
}

func called(index int, id, name string) event.Event {
	return event.Event{Kind: event.ToolCall, Index: index, ID: id, Name: name}
}

func args(index int, raw string) event.Event {
	return event.Event{Kind: event.ToolArgs, Index: index, Raw: raw}
}

func extra(name, raw string) event.Event { return event.Event{Kind: event.Extra, Name: name, Raw: raw} }

func finished(reason event.Reason, word string) event.Event {
	return event.Event{Kind: event.Finish, Reason: reason, Raw: word}
}

func usage(u event.Usage) event.Event { return event.Event{Kind: event.UsageCount, Usage: u} }

// response is one response with these parts of candidate 0; more is appended to the candidate.
func response(parts, more string) string {
	return `{"candidates":[{"content":{"parts":[` + parts + `],"role":"model"},"index":0` + more + `}],"modelVersion":"gemini-x","responseId":"r1"}`
}

const stopped = `,"finishReason":"STOP"`

// replies are streams and what they say. A reply of one response says the same when it is buffered.
var replies = []struct {
	name      string
	responses []string
	want      []event.Event
}{
	{"text is moved with its escapes", []string{response(`{"text":"\u00e9\n\"a\""}`, ""), response(`{"text":" b"}`, stopped)},
		[]event.Event{start(), said(`\u00e9\n\"a\"`), said(" b"), finished(event.Stop, "STOP")}},
	{"usage repeats and the last one holds", []string{
		`{"candidates":[{"content":{"parts":[{"text":"a"}]}}],"usageMetadata":{"promptTokenCount":9,"totalTokenCount":9},"modelVersion":"gemini-x","responseId":"r1"}`,
		`{"usageMetadata":{"trafficType":"ON_DEMAND"}}`,
		`{"candidates":[{"finishReason":"MAX_TOKENS"}],"usageMetadata":{"promptTokenCount":100,"cachedContentTokenCount":80,"toolUsePromptTokenCount":5,"candidatesTokenCount":7,"thoughtsTokenCount":30,"totalTokenCount":142,"promptTokensDetails":[{"modality":"TEXT","tokenCount":96},{"modality":"AUDIO","tokenCount":4}],"candidatesTokensDetails":[{"modality":"AUDIO","tokenCount":2}]}}`},
		[]event.Event{start(), said("a"), usage(event.Usage{Input: 9, Total: 9}), finished(event.Length, "MAX_TOKENS"),
			usage(event.Usage{Input: 105, Output: 37, Total: 142, CacheRead: 80, Reasoning: 30, AudioIn: 4, AudioOut: 2})}},
	{"calls are counted over the stream, STOP means calls", []string{
		response(`{"text":"so"},{"functionCall":{"name":"f","args":{ "q": "a\"b\n" }},"thoughtSignature":"S\/="},{"functionCall":{"id":"x","name":"g"}}`, ""),
		response(`{"functionCall":{"name":"h","args":null}}`, ""), response(`{"text":""}`, stopped)},
		[]event.Event{start(), said("so"), called(0, "", "f"), signed(0, `S\/=`), args(0, `{\"q\":\"a\\\"b\\n\"}`),
			called(1, "x", "g"), args(1, "{}"), called(2, "", "h"), args(2, "{}"), finished(event.ToolCalls, "STOP")}},
	{"thoughts in a row are one block, which the next signature proves", []string{
		response(`{"text":"a","thought":true}`, ""), response(`{"text":"b","thought":true}`, ""), response(`{"text":"c","thoughtSignature":"S"}`, ""),
		response(`{"text":"d","thought":true},{"text":"","thoughtSignature":"T"},{"text":"","thoughtSignature":"U"}`, stopped)},
		[]event.Event{start(), thought(0, "a"), thought(0, "b"), said("c"), signed(0, "S"), thought(1, "d"), signed(1, "T"), signed(2, "U"), finished(event.Stop, "STOP")}},
	{"a signature without a thought", []string{response(`{"text":"c","thoughtSignature":"S"}`, stopped)},
		[]event.Event{start(), said("c"), signed(0, "S"), finished(event.Stop, "STOP")}},
	{"a signature behind a call is not the call's", []string{response(`{"functionCall":{"name":"f","args":{}},"thoughtSignature":"S"},{"text":"","thoughtSignature":"T"}`, stopped)},
		[]event.Event{start(), called(0, "", "f"), signed(0, "S"), args(0, "{}"), extra("thoughtSignature", `"T"`), finished(event.ToolCalls, "STOP")}},
	{"media, code and what Google adds", []string{response(
		`{"inlineData":{"mimeType":"image/png","data":"iVBO"}},{"executableCode":{"code":"1"}},{"codeExecutionResult":{"outcome":"OUTCOME_OK"},"thoughtSignature":"S"}`,
		`,"groundingMetadata":{"a":[1]},"safetyRatings":[]`+stopped)},
		[]event.Event{start(), {Kind: event.Media, Name: "image/png", Raw: "iVBO"},
			extra("server_parts", `[{"executableCode":{"code":"1"}},{"codeExecutionResult":{"outcome":"OUTCOME_OK"},"thoughtSignature":"S"}]`), extra("groundingMetadata", `{"a":[1]}`), extra("safetyRatings", "[]"), finished(event.Stop, "STOP")}},
	{"an image that lies somewhere", []string{response(`{"fileData":{"mimeType":"image/png","fileUri":"https://a.example/b"}}`, stopped)},
		[]event.Event{start(), {Kind: event.Media, Name: "image/png", Raw: "https://a.example/b"}, finished(event.Stop, "STOP")}},
	{"what is said of a part stands apart", []string{response(`{"text":"a","partMetadata":{"x":1}}`, stopped)},
		[]event.Event{start(), said("a"), extra("partMetadata", `{"x":1}`), finished(event.Stop, "STOP")}},
	{"a reason in numbers", []string{response(`{"text":"a"}`, `,"finishReason":2`)},
		[]event.Event{start(), said("a"), finished(event.Length, "2")}},
	{"probabilities take the hub's shape", []string{response(`{"text":"4"}`, stopped+`,"avgLogprobs":-0.1,"logprobsResult":{"chosenCandidates":[{"token":"\"","tokenId":7,"logProbability":-1e-7},{"token":"b"}],"topCandidates":[{"candidates":[{"token":"\"","logProbability":-1e-7},{"token":"5","logProbability":-9}]}]}`)},
		[]event.Event{start(), said("4"), extra("avgLogprobs", "-0.1"), extra("logprobs", `{"content":[{"token":"\"","logprob":-1e-7,"bytes":null,"top_logprobs":[{"token":"\"","logprob":-1e-7,"bytes":null},{"token":"5","logprob":-9,"bytes":null}]},{"token":"b","logprob":0,"bytes":null,"top_logprobs":[]}],"refusal":null}`), finished(event.Stop, "STOP")}},
	{"a key that must be escaped", []string{response("", `,"a\"b":1`+stopped)}, []event.Event{start(), extra(`a\"b`, "1"), finished(event.Stop, "STOP")}},
	{"candidates apart", []string{
		`{"responseId":"r1","candidates":[{"index":1,"content":{"parts":[{"functionCall":{"name":"f"}}]},"finishReason":"STOP"},{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}],"modelVersion":"gemini-x"}`},
		[]event.Event{start(), {Kind: event.ToolCall, Choice: 1, Name: "f"}, {Kind: event.ToolArgs, Choice: 1, Raw: "{}"},
			{Kind: event.Finish, Choice: 1, Reason: event.ToolCalls, Raw: "STOP"}, said("a"), finished(event.Stop, "STOP")}},
	{"no content, no parts, no candidates", []string{
		`{"responseId":"r1","modelVersion":"gemini-x"}`, `{"candidates":[{"content":{}}]}`, `{"candidates":[{"content":{"role":"model"},"finishReason":"FINISH_REASON_UNSPECIFIED"}]}`,
		`{"candidates":[{"finishReason":"SAFETY"}]}`, `{"candidates":[{"finishReason":"STOP"}]}`},
		[]event.Event{start(), finished(event.ContentFilter, "SAFETY")}},
	{"a call that the model garbled", []string{response(`{"text":"b","thought":true}`, `,"finishReason":"MALFORMED_FUNCTION_CALL","finishMessage":"Malformed"`)},
		[]event.Event{start(), {Kind: event.Thinking, Raw: "b"}, {Kind: event.Error, Raw: "Malformed", Name: "invalid_reply", ID: "MALFORMED_FUNCTION_CALL", Status: 502}}},
	{"a call that the model garbled after a text", []string{response(`{"text":"a"}`, `,"finishReason":"MALFORMED_FUNCTION_CALL","finishMessage":"Malformed"`)},
		[]event.Event{start(), said("a"), extra("finishMessage", `"Malformed"`), finished(event.Malformed, "MALFORMED_FUNCTION_CALL")}},
	{"a reason that no table has", []string{response(`{"text":"a"}`, `,"finishReason":"TIRED"`)},
		[]event.Event{start(), said("a"), finished(event.NoReason, "TIRED")}},
	{"a refused prompt is an answer", []string{`{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT","blockReasonMessage":"Not \"this\"."},"usageMetadata":{"promptTokenCount":4,"totalTokenCount":4},"modelVersion":"gemini-x","responseId":"r1"}`},
		[]event.Event{start(), {Kind: event.Refusal, Raw: `Not \"this\".`},
			extra("promptFeedback", `{"blockReason":"PROHIBITED_CONTENT","blockReasonMessage":"Not \"this\"."}`),
			finished(event.ContentFilter, "PROHIBITED_CONTENT"), usage(event.Usage{Input: 4, Total: 4})}},
}

func TestRepliesAreReadAlikeInEveryCutAndFraming(t *testing.T) {
	for _, c := range replies {
		t.Run(c.name, func(t *testing.T) {
			for _, cut := range cuts {
				require.Equal(t, c.want, stream(frame.SSE, sse(c.responses...), cut))
			}
			array := "[" + strings.Join(c.responses, "\n,\r\n") + "]"
			require.Equal(t, c.want, stream(frame.Array, array, 5))
			require.Equal(t, c.want, whole(array))
			if len(c.responses) == 1 {
				require.Equal(t, c.want, whole(" "+c.responses[0]+"\n"))
			}
		})
	}
}

func TestBrokenReplies(t *testing.T) {
	failed := func(events []event.Event) event.Event {
		for _, e := range events[:len(events)-1] {
			require.NotEqual(t, event.Error, e.Kind)
		}
		return events[len(events)-1]
	}
	quota := event.Event{Kind: event.Error, Raw: "Quota (retry in 34.4s)", Name: "RESOURCE_EXHAUSTED", ID: "429", Status: 429}
	const quotaJSON = `{"error":{"code":429,"message":"Quota","status":"RESOURCE_EXHAUSTED","details":[{"retryDelay":"34.4s"}]}}`
	ended := cut("the provider's stream ended before the reply did")
	for name, c := range map[string]struct {
		stream string
		want   event.Event
	}{
		"cut before the finish reason": {sse(response(`{"text":"a"}`, "")), ended},
		"cut in one of two candidates": {sse(`{"candidates":[{"finishReason":"STOP"},{"index":1,"content":{"parts":[{"text":"a"}]}}]}`), ended},
		"cut inside a response":        {sse(response(`{"text":"a"}`, ""), `{"candidates":[{"con`), broken("the provider sent a piece of a stream that is not a JSON object")},
		"an array in a frame":          {sse(`[]`), broken("the provider sent a piece of a stream that is not a JSON object")},
		"nothing at all":               {"", broken("the provider's reply has no candidates")},
		"an error at once":             {sse(quotaJSON), quota},
		"an error in the middle":       {sse(response(`{"text":"a"}`, ""), quotaJSON, response(`{"text":"b"}`, stopped)), quota},
		"a candidate out of bounds":    {sse(`{"candidates":[{"index":4000000000}]}`), broken("a candidate of the provider's reply has an index that is too large")},
	} {
		for _, cut := range cuts {
			require.Equal(t, c.want, failed(stream(frame.SSE, c.stream, cut)), name)
		}
	}
	for body, want := range map[string]event.Event{
		quotaJSON:                                quota,
		"[" + quotaJSON + "]":                    quota,
		"<html>\"busy\"</html>":                  broken(`<html>\"busy\"</html>`),
		`{"choices":[]}`:                         broken(`{\"choices\":[]}`),
		``:                                       broken("the provider's reply is empty"),
		`{"responseId":"r1"}`:                    broken("the provider's reply has no candidates"),
		`[]`:                                     broken("the provider's reply has no candidates"),
		`{"error":{}}`:                           {Kind: event.Error, Raw: `{\"error\":{}}`},
		"[" + response(`{"text":"a"}`, "") + "]": ended,
	} {
		require.Equal(t, want, failed(whole(body)), body)
	}
}

func TestABufferedReplyWithoutAReasonIsWhole(t *testing.T) {
	require.Equal(t, []event.Event{start(), said("a"), finished(event.NoReason, "")}, whole(response(`{"text":"a"}`, "")))
	require.Equal(t, []event.Event{start(), called(0, "", "f"), args(0, "{}"), finished(event.ToolCalls, "")},
		whole(response(`{"functionCall":{"name":"f"}}`, "")))
}

func TestAnErrorEndsTheReply(t *testing.T) {
	r := newReader(&core.ReadOptions{})
	require.Len(t, r.Frame(nil, frame.Frame{Data: `{"error":{"code":500,"message":"m"}}`}), 1)
	require.Empty(t, r.Frame(nil, frame.Frame{Data: response(`{"text":"a"}`, stopped)}))
	require.Empty(t, r.End(nil))
}

func TestTextIsReadWithoutAllocating(t *testing.T) {
	r := newReader(&core.ReadOptions{})
	f := frame.Frame{Data: response(`{"text":"Gr\u00fc\u00dfe,\n\"Welt\""}`, "") + " "}
	dst := r.Frame(make([]event.Event, 0, 8), f)
	require.Zero(t, testing.AllocsPerRun(100, func() { dst = r.Frame(dst[:0], f) }))
	require.Equal(t, []event.Event{said(`Gr\u00fc\u00dfe,\n\"Welt\"`)}, dst)
}

func FuzzReader(f *testing.F) {
	for _, c := range replies {
		f.Add(sse(c.responses...), 3)
		f.Add("["+strings.Join(c.responses, ",")+"]", 1)
	}
	f.Add(sse(`{"candidates":{"index":-1},"usageMetadata":[],"promptFeedback":"x"}`, `{"error":"x"}`), 2)
	f.Fuzz(func(t *testing.T, body string, cut int) {
		cut = max(1, min(cut, len(body)))
		streamed := stream(frame.SSE, body, cut)
		require.Equal(t, streamed, stream(frame.SSE, body, len(body)+1), "the cut never changes the events")
		for _, events := range [][]event.Event{streamed, stream(frame.Array, body, cut), whole(body)} {
			for i, e := range events {
				require.True(t, e.Kind != event.Error || i == len(events)-1, "an error is the last event")
				require.True(t, e.Choice >= 0 && e.Choice < maxCandidates && e.Index >= 0)
				require.False(t, e.Usage.Input < 0 || e.Usage.Output < 0 || e.Usage.Total < 0)
			}
		}
	})
}

func BenchmarkTextFrame(b *testing.B) {
	r := newReader(&core.ReadOptions{})
	f := frame.Frame{Data: `{"candidates": [{"content": {"parts": [{"text": " product of 2 and 3 is 6.\n"}],"role": "model"},"index": 0}],"usageMetadata": {"promptTokenCount": 308,"candidatesTokenCount": 36,"totalTokenCount": 450,"promptTokensDetails": [{"modality": "TEXT","tokenCount": 308}],"thoughtsTokenCount": 106},"modelVersion": "gemini-x","responseId": "r1"}`}
	dst := make([]event.Event, 0, 8)
	b.SetBytes(int64(len(f.Data)))
	b.ReportAllocs()
	for b.Loop() {
		dst = r.Frame(dst[:0], f)
	}
}
