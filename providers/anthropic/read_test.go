package anthropic

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
)

const opening = `event: message_start
data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":20,"cache_read_input_tokens":30,"output_tokens":1}}}

event: ping
data: {"type": "ping"}

`

const closing = `event: message_stop
data: {"type":"message_stop"    }

`

// replies are told twice, as a stream and as a body; both must say the same events.
var replies = []struct {
	name, stream, body string
	events             []event.Event // in normal form
	extras             map[string]string
}{
	{
		name: "text",
		stream: opening + `event: content_block_start
data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}        }

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"A \"q\"\n"}   }

event: content_block_delta
data: {"delta":{"text":"\ud83d\ude00 é","type":"text_delta"},"index":0,"type":"content_block_delta"}

event: content_block_stop
data: {"type":"content_block_stop","index":0}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":12}}

` + closing,
		body: `{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"A \"q\"\n\ud83d\ude00 é"}],
			"stop_reason":"end_turn","stop_sequence":null,
			"usage":{"input_tokens":10,"cache_creation_input_tokens":20,"cache_read_input_tokens":30,"output_tokens":12}}`,
		events: []event.Event{
			{Kind: event.Start, ID: "msg_1", Name: "claude-x"},
			{Kind: event.Text, Raw: `A \"q\"\n\ud83d\ude00 é`},
			{Kind: event.Finish, Reason: event.Stop, Raw: "end_turn"},
			{Kind: event.UsageCount, Usage: event.Usage{Input: 60, CacheRead: 30, CacheWrite: 20, Output: 12}},
		},
	},
	{
		name: "thinking, then two calls, one without arguments",
		stream: opening + `data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let me "}}

data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"see."}}

data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}

data: {"type":"content_block_stop","index":0}

data: {"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"cmVk"}}

data: {"type":"content_block_stop","index":1}

data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_1","name":"f","input":{},"caller":{"type":"direct"}}}

data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":""}}

data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\": \"x"}}

data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"\\n\"}"}}

data: {"type":"content_block_stop","index":2}

data: {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"toolu_2","name":"g","input":{}}}

data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":""}}

data: {"type":"content_block_stop","index":3}

data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":10,"cache_creation_input_tokens":20,"cache_read_input_tokens":30,"output_tokens":99,"output_tokens_details":{"thinking_tokens":40}}}

` + closing,
		body: `{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[
			{"type":"thinking","thinking":"Let me see.","signature":"c2ln"},{"type":"redacted_thinking","data":"cmVk"},
			{"type":"tool_use","id":"toolu_1","name":"f","input":{"a": "x\n"}},{"type":"tool_use","id":"toolu_2","name":"g","input":{ }}],
			"stop_reason":"tool_use","usage":{"input_tokens":10,"cache_creation_input_tokens":20,"cache_read_input_tokens":30,"output_tokens":99,"output_tokens_details":{"thinking_tokens":40}}}`,
		events: []event.Event{
			{Kind: event.Start, ID: "msg_1", Name: "claude-x"},
			{Kind: event.Thinking, Index: 0, Raw: "Let me see."},
			{Kind: event.Signature, Index: 0, Raw: "c2ln"},
			{Kind: event.Redacted, Index: 1, Raw: "cmVk"},
			{Kind: event.ToolCall, Index: 0, ID: "toolu_1", Name: "f"},
			{Kind: event.ToolArgs, Index: 0, Raw: `{\"a\":\"x\\n\"}`},
			{Kind: event.ToolCall, Index: 1, ID: "toolu_2", Name: "g"},
			{Kind: event.ToolArgs, Index: 1, Raw: `{}`},
			{Kind: event.Finish, Reason: event.ToolCalls, Raw: "tool_use"},
			{Kind: event.UsageCount, Usage: event.Usage{Input: 60, CacheRead: 30, CacheWrite: 20, Output: 99, Reasoning: 40}},
		},
	},
	{
		name: "a search of the server's, with citations, stopped by a sequence",
		stream: opening + `data: {"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use","id":"srv_1","name":"web_search","input":{}}}

data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"query\":"}}

data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"\"q\"}"}}

data: {"type":"content_block_stop","index":0}

data: {"type":"content_block_start","index":1,"content_block":{"type":"web_search_tool_result","tool_use_id":"srv_1","content":[]}}

data: {"type":"content_block_stop","index":1}

data: {"type":"content_block_start","index":2,"content_block":{"type":"text","text":"","citations":[]}}

data: {"type":"content_block_delta","index":2,"delta":{"type":"citations_delta","citation":{"type":"char_location","n":1}}}

data: {"type":"content_block_delta","index":2,"delta":{"type":"citations_delta","citation":{"type":"char_location","n":2}}}

data: {"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"Yes"}}

data: {"type":"content_block_stop","index":2}

data: {"type":"message_delta","delta":{"stop_reason":"stop_sequence","stop_sequence":"END","container":{"id":"c1"}},"usage":{"output_tokens":2},"context_management":{"applied_edits":[]}}

` + closing,
		body: `{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[
			{"type":"server_tool_use","id":"srv_1","name":"web_search","input":{"query":"q"}},
			{"type":"web_search_tool_result","tool_use_id":"srv_1","content":[]},
			{"type":"text","text":"Yes","citations":[{"type":"char_location","n":1},{"type":"char_location","n":2}]}],
			"stop_reason":"stop_sequence","stop_sequence":"END","container":{"id":"c1"},"context_management":{"applied_edits":[]},
			"usage":{"input_tokens":10,"cache_creation_input_tokens":20,"cache_read_input_tokens":30,"output_tokens":2}}`,
		events: []event.Event{
			{Kind: event.Start, ID: "msg_1", Name: "claude-x"},
			{Kind: event.Text, Raw: "Yes"},
			{Kind: event.Finish, Reason: event.Stop, Raw: "stop_sequence"},
			{Kind: event.UsageCount, Usage: event.Usage{Input: 60, CacheRead: 30, CacheWrite: 20, Output: 2}},
		},
		extras: map[string]string{
			"server_blocks": `[{"type":"server_tool_use","id":"srv_1","name":"web_search","input":{"query":"q"}},` +
				`{"type":"web_search_tool_result","tool_use_id":"srv_1","content":[]}]`,
			"citations":          `[{"type":"char_location","n":1},{"type":"char_location","n":2}]`,
			"stop_sequence":      `"END"`,
			"container":          `{"id":"c1"}`,
			"context_management": `{"applied_edits":[]}`,
		},
	},
	{
		name: "a refusal without a word",
		stream: opening + `data: {"type":"message_delta","delta":{"stop_reason":"refusal","stop_details":{"type":"refusal","category":null}},"usage":{"output_tokens":1}}

` + closing,
		body: `{"id":"msg_1","type":"message","model":"claude-x","content":[],"stop_reason":"refusal","stop_details":{"type":"refusal","category":null},
			"usage":{"input_tokens":10,"cache_creation_input_tokens":20,"cache_read_input_tokens":30,"output_tokens":1}}`,
		events: []event.Event{
			{Kind: event.Start, ID: "msg_1", Name: "claude-x"},
			{Kind: event.Finish, Reason: event.Refused, Raw: "refusal"},
			{Kind: event.UsageCount, Usage: event.Usage{Input: 60, CacheRead: 30, CacheWrite: 20, Output: 1}},
		},
		extras: map[string]string{"stop_details": `{"type":"refusal","category":null}`},
	},
}

func TestStreamedAndBufferedSayTheSame(t *testing.T) {
	for _, c := range replies {
		t.Run(c.name, func(t *testing.T) {
			for _, got := range [][]event.Event{stream(c.stream), whole(c.body)} {
				events, extras := normal(got)
				require.Equal(t, c.events, events)
				if c.extras == nil {
					c.extras = map[string]string{}
				}
				require.Equal(t, c.extras, extras)
			}
		})
	}
}

func TestCutsChangeNothing(t *testing.T) {
	for _, c := range replies {
		want := stream(c.stream)
		for at := range len(c.stream) {
			require.Equal(t, want, stream(c.stream[:at], c.stream[at:]), "%s, cut at %d", c.name, at)
		}
		bytes := make([]string, len(c.stream))
		for i := range bytes {
			bytes[i] = c.stream[i : i+1]
		}
		require.Equal(t, want, stream(bytes...))
	}
}

func TestACutReplyNeverLooksWhole(t *testing.T) {
	for _, c := range replies {
		end := strings.LastIndex(c.stream, `"message_stop"`)
		for at := range end {
			got := stream(c.stream[:at])
			require.Equal(t, event.Error, got[len(got)-1].Kind, "%s, cut at %d", c.name, at)
		}
	}
}

func TestReasons(t *testing.T) {
	for word, want := range map[string]event.Reason{
		"end_turn": event.Stop, "stop_sequence": event.Stop, "max_tokens": event.Length, "tool_use": event.ToolCalls,
		"pause_turn": event.Paused, "compaction": event.Paused, "refusal": event.Refused,
		"model_context_window_exceeded": event.Length, "something_new": event.NoReason,
	} {
		got := whole(`{"content":[],"stop_reason":"` + word + `"}`)
		require.Equal(t, event.Event{Kind: event.Finish, Reason: want, Raw: word}, got[len(got)-1])
	}
}

func TestErrorsInsideAStream(t *testing.T) {
	for kind, status := range map[string]int{
		"invalid_request_error": 400, "authentication_error": 401, "billing_error": 402, "permission_error": 403,
		"not_found_error": 404, "request_too_large": 413, "rate_limit_error": 429, "api_error": 500, "timeout_error": 504,
		"overloaded_error": 529, "new_error": 0,
	} {
		got := stream(opening + `event: error
data: {"type":"error","error":{"type":"` + kind + `","message":"Over\"loaded\n"},"request_id":"req_1"}

` + replies[0].stream)
		require.Equal(t, event.Event{Kind: event.Error, Status: status, Name: kind, Raw: `Over\"loaded\n`}, got[len(got)-1])
		require.Len(t, got, 3, "nothing is said after an error")
	}
}

func TestStrangeStreams(t *testing.T) {
	type strange struct {
		name, stream string
		want         []event.Event
	}
	cut := event.Event{Kind: event.Error, Name: malformed, ID: truncated, Raw: "the provider's stream ended before message_stop"}
	for _, c := range []strange{
		{"nothing", "", []event.Event{cut}},
		{"no data", "event: ping\ndata:\n\n", []event.Event{cut}},
		{"an unknown event", "data: {\"type\":\"novelty\",\"index\":1}\n\n" + closing, []event.Event{}},
		{"not JSON", "data: {\"type\":\n\ndata: {}\n\n", []event.Event{
			{Kind: event.Error, Name: malformed, Raw: "the provider sent a frame that is not JSON"}}},
		{"a list", "data: [1,2]\n\n" + closing, []event.Event{}},
		{"members of other types", "data: {\"type\":\"content_block_delta\",\"index\":\"x\",\"delta\":[{}]}\n\n" +
			"data: {\"type\":\"content_block_start\",\"index\":-4,\"content_block\":7}\n\n" +
			"data: {\"type\":\"message_start\",\"message\":\"m\"}\n\n" + closing, []event.Event{{Kind: event.Start}}},
		{"arguments of no call", "data: {\"type\":\"content_block_delta\",\"index\":3,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}\n\n" +
			"data: {\"type\":\"content_block_stop\",\"index\":3}\n\n" + closing, []event.Event{}},
		{"an unknown delta", "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"new_delta\",\"x\":1}}\n\n" + closing,
			[]event.Event{{Kind: event.Extra, Name: "new_delta", Raw: `{"type":"new_delta","x":1}`}}},
		{"an error of a cloud's", "data: {\"error\":{\"code\":429,\"message\":\"slow down\",\"status\":\"RESOURCE_EXHAUSTED\"}}\n\n",
			[]event.Event{{Kind: event.Error, Name: "RESOURCE_EXHAUSTED", ID: "429", Raw: "slow down"}}},
		{"a call that came whole", "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"1\",\"name\":\"f\",\"input\":{\"a\": 1}}}\n\n" +
			"data: {\"type\":\"content_block_stop\",\"index\":0}\n\n" + closing,
			[]event.Event{{Kind: event.ToolCall, ID: "1", Name: "f"}, {Kind: event.ToolArgs, Raw: `{\"a\":1}`}}},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, stream(c.stream)) })
	}
}

func TestAnExceptionFrameIsAnError(t *testing.T) {
	r := Messages.Reader(&core.ReadOptions{})
	got := r.Frame(nil, frame.Frame{Name: "throttlingException", Data: `{"message":"slow"}`, Exception: true})
	require.Equal(t, []event.Event{{Kind: event.Error, Name: "throttlingException", Raw: "slow"}}, got)
	require.Empty(t, r.End(nil))
}

func TestStrangeBodies(t *testing.T) {
	for body, want := range map[string]event.Event{
		`{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}`: {Kind: event.Error, Status: 529, Name: "overloaded_error", Raw: "Overloaded"},
		`<html>"no"</html>`:     {Kind: event.Error, Name: malformed, Raw: `<html>\"no\"</html>`},
		`{"input_tokens":3}`:    {Kind: event.Error, Name: malformed, Raw: `{\"input_tokens\":3}`},
		`{"message":"Not you"}`: {Kind: event.Error, Name: malformed, Raw: "Not you"},
		``:                      {Kind: event.Error, Name: malformed, Raw: "the provider's reply is empty"},
	} {
		require.Equal(t, []event.Event{want}, whole(body), body)
	}
}

func TestBlocksThatNeverStopAreForgotten(t *testing.T) {
	r := new(reader)
	for i := range 1000 {
		r.begin(nil, i, `{"type":"text","text":""}`)
	}
	require.Len(t, r.open, maxOpen)
	require.Equal(t, 999, r.open[maxOpen-1].index)
}

func TestInputOfAServerToolIsBounded(t *testing.T) {
	r := new(reader)
	const opened = `{"type":"server_tool_use","input":{}}`
	r.begin(nil, 0, opened)
	r.inputDelta(nil, 0, `{\"a\":\"`)
	for range 5 {
		r.inputDelta(nil, 0, strings.Repeat("x", maxServerInput/2))
	}
	require.Less(t, len(r.open[0].input), 2*maxServerInput)
	require.Equal(t, []event.Event{{Kind: event.Extra, Name: serverBlocks, Raw: "[" + opened + "]"}}, r.stop(nil, 0))
}

func TestATextDeltaCostsNoAllocation(t *testing.T) {
	r := Messages.Reader(&core.ReadOptions{})
	dst := r.Frame(make([]event.Event, 0, 4), frame.Frame{Data: `{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}`})
	delta := frame.Frame{Name: "content_block_delta", Data: `{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a\n\"b\" \u00e9"}    }`}
	require.Zero(t, testing.AllocsPerRun(100, func() { dst = r.Frame(dst[:0], delta) }))
	require.Equal(t, []event.Event{{Kind: event.Text, Raw: `a\n\"b\" \u00e9`}}, dst)
}

func FuzzReader(f *testing.F) {
	for _, c := range replies {
		f.Add(c.stream, 7)
		f.Add(c.body, 0)
	}
	f.Add("data: {\"type\":\"error\",\"error\":\"x\"}\n\n", 3)
	f.Fuzz(func(t *testing.T, text string, at int) {
		at = min(max(at, 0), len(text))
		got := stream(text)
		require.Equal(t, got, stream(text[:at], text[at:]))
		for _, e := range append(got, whole(text)...) {
			switch e.Kind {
			case event.Extra:
				require.True(t, json.Valid([]byte(e.Raw)), "%s", e.Raw)
			default:
				require.True(t, json.Valid([]byte(`"`+e.Raw+`"`)), "%s", e.Raw)
				require.True(t, json.Valid([]byte(`["`+e.ID+`","`+e.Name+`"]`)))
			}
		}
	})
}

func BenchmarkTextDelta(b *testing.B) {
	r := Messages.Reader(&core.ReadOptions{})
	delta := frame.Frame{Data: `{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" a word or two"}    }`}
	dst := make([]event.Event, 0, 4)
	b.SetBytes(int64(len(delta.Data)))
	b.ReportAllocs()
	for b.Loop() {
		dst = r.Frame(dst[:0], delta)
	}
}

// stream reads a streamed reply that arrives in these chunks. The events own their strings.
func stream(chunks ...string) []event.Event {
	s := frame.New(Messages.Framing, 0)
	r := Messages.Reader(&core.ReadOptions{Endpoint: core.Chat})
	got := []event.Event{}
	for _, chunk := range chunks {
		s.Feed(chunk)
		for f, ok := s.Next(); ok; f, ok = s.Next() {
			got = own(got, r.Frame(nil, f))
		}
	}
	if f, ok := s.End(); ok {
		got = own(got, r.Frame(nil, f))
	}
	return own(got, r.End(nil))
}

func whole(body string) []event.Event {
	return own(nil, Messages.Reader(&core.ReadOptions{}).Whole(nil, body))
}

func own(dst, events []event.Event) []event.Event {
	for _, e := range events {
		e.Raw, e.ID, e.Name = strings.Clone(e.Raw), strings.Clone(e.ID), strings.Clone(e.Name)
		dst = append(dst, e)
	}
	return dst
}

// normal is a reply without its fragmentation: pieces of one text are one, arguments are minified, the last usage
// holds, and the extras stand apart, their lists whole.
func normal(events []event.Event) (plain []event.Event, extras map[string]string) {
	extras = map[string]string{}
	usage := event.Event{}
	for _, e := range events {
		switch last := len(plain) - 1; {
		case e.Kind == event.UsageCount:
			usage = e
		case e.Kind == event.Extra:
			if before, ok := extras[e.Name]; ok {
				e.Raw = before[:len(before)-1] + "," + e.Raw[1:]
			}
			extras[e.Name] = e.Raw
		case last >= 0 && plain[last].Kind == e.Kind && plain[last].Index == e.Index:
			plain[last].Raw += e.Raw
		default:
			plain = append(plain, e)
		}
	}
	for i := range plain {
		if plain[i].Kind == event.ToolArgs {
			plain[i].Raw = minified(plain[i].Raw)
		}
	}
	if usage.Kind != 0 {
		plain = append(plain, usage)
	}
	return plain, extras
}

// minified is escaped JSON text without its whitespace.
func minified(contents string) string {
	var text string
	var value json.RawMessage
	if json.Unmarshal([]byte(`"`+contents+`"`), &text) != nil || json.Unmarshal([]byte(text), &value) != nil {
		return contents
	}
	small, _ := json.Marshal(value)
	quoted, _ := json.Marshal(string(small))
	return string(quoted[1 : len(quoted)-1])
}
