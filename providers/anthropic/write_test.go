package anthropic

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// What a client of ours reads is what the provider said, streamed and buffered.
func TestRepliesSurviveTheDoor(t *testing.T) {
	for _, c := range replies {
		t.Run(c.name, func(t *testing.T) {
			requireSameReply(t, stream(c.stream))
			requireSameReply(t, whole(c.body))
		})
	}
}

func TestRecordedRepliesSurviveTheDoor(t *testing.T) {
	for _, dir := range []string{"anthropic", "azure-anthropic", "vertex-anthropic"} {
		files, err := filepath.Glob(filepath.Join(fixtures, dir, "*.json"))
		require.NoError(t, err)
		if len(files) == 0 {
			t.Logf("no recordings in %s", filepath.Join(fixtures, dir))
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			require.NoError(t, err)
			var r recording
			require.NoError(t, json.Unmarshal(raw, &r))
			if r.Endpoint != "messages" || r.Response.Status >= 400 {
				continue
			}
			t.Run(filepath.Join(dir, filepath.Base(file)), func(t *testing.T) {
				if r.Stream {
					requireSameReply(t, stream(r.Response.Body))
					return
				}
				requireSameReply(t, whole(r.Response.Body))
			})
		}
	}
}

// writeCases are replies of other providers, streamed and buffered.
var writeCases = []struct {
	name   string
	events []event.Event
	stream []string // the data of the frames between message_start and message_stop
	body   string
}{
	{
		name:   "nothing at all",
		stream: []string{`{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":` + noUsage + `}`},
		body:   `"content":[],"stop_reason":"end_turn","stop_sequence":null,"usage":` + noUsage,
	},
	{
		name: "thinking without a signature, text, a refusal, and usage behind the end",
		events: []event.Event{{Kind: event.Thinking, Raw: "hm"}, {Kind: event.Text, Raw: `a\n`}, {Kind: event.Refusal, Raw: "b"},
			{Kind: event.Text, Choice: 1, Raw: "another choice"}, {Kind: event.Finish, Reason: event.ContentFilter, Raw: "content_filter"},
			{Kind: event.UsageCount, Usage: event.Usage{Input: 10, CacheRead: 4, CacheWrite: 1, Output: 7, Reasoning: 2}}},
		stream: []string{
			`{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}`,
			`{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}`,
			`{"type":"content_block_stop","index":0}`,
			`{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}`,
			`{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"a\n"}}`,
			`{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"b"}}`,
			`{"type":"content_block_stop","index":1}`,
			`{"type":"message_delta","delta":{"stop_reason":"refusal","stop_sequence":null},"usage":{"input_tokens":5,"cache_creation_input_tokens":1,"cache_read_input_tokens":4,"output_tokens":7,"output_tokens_details":{"thinking_tokens":2}}}`,
		},
		body: `"content":[{"type":"thinking","thinking":"hm","signature":""},{"type":"text","text":"a\nb"}],"stop_reason":"refusal","stop_sequence":null,` +
			`"usage":{"input_tokens":5,"cache_creation_input_tokens":1,"cache_read_input_tokens":4,"output_tokens":7,"output_tokens_details":{"thinking_tokens":2}}`,
	},
	{
		name: "calls one after the other, the first signed and without an id",
		events: []event.Event{{Kind: event.ToolCall, Name: "f"}, {Kind: event.Signature, Raw: `S\/=`}, {Kind: event.ToolArgs, Raw: `{\"a\": 1}`},
			{Kind: event.ToolCall, Index: 1, ID: "c1", Name: "g"}, {Kind: event.Text, Raw: "x"}, {Kind: event.Finish, Reason: event.Stop}},
		stream: []string{
			`{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_7_0__proof__Uy89","name":"f","input":{}}}`,
			`{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"a\": 1}"}}`,
			`{"type":"content_block_stop","index":0}`,
			`{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"c1","name":"g","input":{}}}`,
			`{"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}}`,
			`{"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"x"}}`,
			`{"type":"content_block_stop","index":2}`,
			`{"type":"content_block_stop","index":1}`,
			`{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":` + noUsage + `}`,
		},
		body: `"content":[{"type":"tool_use","id":"toolu_7_0__proof__Uy89","name":"f","input":{"a":1}},{"type":"tool_use","id":"c1","name":"g","input":{}},` +
			`{"type":"text","text":"x"}],"stop_reason":"tool_use","stop_sequence":null,"usage":` + noUsage,
	},
	{
		name: "calls in turns keep their blocks open",
		events: []event.Event{{Kind: event.ToolCall, ID: "a", Name: "f"}, {Kind: event.ToolCall, Index: 1, ID: "b", Name: "g"},
			{Kind: event.ToolArgs, Raw: "{"}, {Kind: event.ToolArgs, Index: 1, Raw: "{}"}, {Kind: event.ToolArgs, Raw: "}"},
			{Kind: event.Finish, Reason: event.ToolCalls, Raw: "tool_calls"}},
		stream: []string{
			`{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"f","input":{}}}`,
			`{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"b","name":"g","input":{}}}`,
			`{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{"}}`,
			`{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{}"}}`,
			`{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"}"}}`,
			`{"type":"content_block_stop","index":0}`,
			`{"type":"content_block_stop","index":1}`,
			`{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":` + noUsage + `}`,
		},
		body: `"content":[{"type":"tool_use","id":"a","name":"f","input":{}},{"type":"tool_use","id":"b","name":"g","input":{}}],` +
			`"stop_reason":"tool_use","stop_sequence":null,"usage":` + noUsage,
	},
	{
		name: "an image, and what the door has no place for",
		events: []event.Event{{Kind: event.Media, Name: "image/png", Raw: "iVBO"}, {Kind: event.Extra, Name: "logprobs", Raw: "{}"},
			{Kind: event.Finish, Reason: event.Length}},
		stream: []string{
			`{"type":"content_block_start","index":0,"content_block":{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}}}`,
			`{"type":"content_block_stop","index":0}`,
			`{"type":"message_delta","delta":{"stop_reason":"max_tokens","stop_sequence":null},"usage":` + noUsage + `}`,
		},
		body: `"content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}}],` +
			`"stop_reason":"max_tokens","stop_sequence":null,"usage":` + noUsage,
	},
}

const noUsage = `{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}`

func TestWriter(t *testing.T) {
	for _, c := range writeCases {
		t.Run(c.name, func(t *testing.T) {
			s := frame.New(frame.SSE, 0)
			s.Feed(written(c.events, true, true))
			var got []string
			for f, ok := s.Next(); ok; f, ok = s.Next() {
				require.Contains(t, f.Data, `{"type":"`+f.Name+`"`)
				got = append(got, f.Data)
			}
			head := `{"id":"msg_7","type":"message","role":"assistant","model":"m",`
			require.Equal(t, `{"type":"message_start","message":`+head+`"content":[],"stop_reason":null,"stop_sequence":null,"usage":`+noUsage+`}}`, got[0])
			require.Equal(t, `{"type":"message_stop"}`, got[len(got)-1])
			require.Equal(t, c.stream, got[1:len(got)-1])
			require.Equal(t, head+c.body+`}`, written(c.events, false, true))
		})
	}
}

func TestExtraFieldsWhenNotStrict(t *testing.T) {
	events := []event.Event{{Kind: event.Text, Raw: "a"}, {Kind: event.Extra, Name: "logprobs", Raw: `{"x": 1}`}}
	require.Contains(t, written(events, false, false), `"logprobs":{"x":1}`)
	require.Contains(t, written(events, true, false), `"logprobs":{"x":1}`)
	require.NotContains(t, written(events, true, true), `logprobs`)
}

func TestArgumentsThatAreNoObjectSurvive(t *testing.T) {
	events := []event.Event{{Kind: event.ToolCall, ID: "a", Name: "f"}, {Kind: event.ToolArgs, Raw: `{\"a`}}
	require.Contains(t, written(events, false, true), `"input":"{\"a"`)
}

func TestStopReasons(t *testing.T) {
	for _, c := range []struct {
		reason event.Reason
		native string
		calls  bool
		want   string
	}{
		{event.Stop, "stop", false, "end_turn"},
		{event.Stop, "stop_sequence", false, "stop_sequence"},
		{event.Stop, "STOP", true, "tool_use"},
		{event.Length, "model_context_window_exceeded", false, "model_context_window_exceeded"},
		{event.Length, "length", true, "max_tokens"},
		{event.ContentFilter, "SAFETY", false, "refusal"},
		{event.Refused, "refusal", false, "refusal"},
		{event.Paused, "compaction", false, "compaction"},
		{event.Malformed, "MALFORMED_FUNCTION_CALL", false, "end_turn"},
		{event.NoReason, "", true, "tool_use"},
	} {
		require.Equal(t, c.want, wordFor(c.reason, c.native, c.calls), c.native)
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		fault core.Fault
		want  string
	}{
		{core.Fault{Blame: core.Caller, Status: 400, Param: "n", Message: "too many"}, `{"type":"error","error":{"type":"invalid_request_error","message":"n: too many"},"request_id":null}`},
		{core.Fault{Blame: core.Upstream, Status: 529, Provider: "groq", Message: "busy"}, `{"type":"error","error":{"type":"overloaded_error","message":"groq error: busy"},"request_id":null}`},
		{core.Fault{Blame: core.Limit, Status: 429, Message: "slow"}, `{"type":"error","error":{"type":"rate_limit_error","message":"slow"},"request_id":null}`},
		{core.Fault{Blame: core.Upstream, Status: 408, Type: "timeout_error", Provider: "groq", Message: "late"}, `{"type":"error","error":{"type":"timeout_error","message":"late"},"request_id":null}`},
		{core.Fault{Status: 502, Message: "x"}, `{"type":"error","error":{"type":"api_error","message":"x"},"request_id":null}`},
		{core.Fault{Status: 422, Message: "x"}, `{"type":"error","error":{"type":"invalid_request_error","message":"x"},"request_id":null}`},
		{core.Fault{Status: 400, Body: `{"type": "error","x":1}`}, `{"type": "error","x":1}`},
		{core.Fault{Status: 500, Message: "m", Body: `<html>`}, `{"type":"error","error":{"type":"api_error","message":"m"},"request_id":null}`},
	} {
		require.Equal(t, c.want, string(Door.Fault(nil, &c.fault)))
		require.Equal(t, "event: error\ndata: "+c.want+"\n\n", string(Door.Broken(nil, &c.fault)))
	}
}

func TestTextCostsNoAllocation(t *testing.T) {
	w := Door.Writer(&core.WriteOptions{Stream: true, ID: "chatcmpl-7", Model: "m"})
	e := event.Event{Kind: event.Text, Raw: " a word or two"}
	dst := w.Event(make([]byte, 0, 4<<10), &e)
	require.Zero(t, testing.AllocsPerRun(100, func() { dst = w.Event(dst[:0], &e) }))
}

func BenchmarkWriteText(b *testing.B) {
	w := Door.Writer(&core.WriteOptions{Stream: true, ID: "chatcmpl-7", Model: "m"})
	e := event.Event{Kind: event.Text, Raw: " a word or two"}
	dst := make([]byte, 0, 4<<10)
	b.ReportAllocs()
	for b.Loop() {
		dst = w.Event(dst[:0], &e)
	}
}

// Whatever a provider says in Anthropic's words is read the same behind the door.
func FuzzWriter(f *testing.F) {
	for _, c := range replies {
		f.Add(c.stream)
		f.Add(c.body)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, events := range [][]event.Event{stream(text), whole(text)} {
			if n := len(events); n > 0 && events[n-1].Kind == event.Error {
				events = events[:n-1]
			}
			require.True(t, json.Valid([]byte(written(events, false, false))))
			s := frame.New(frame.SSE, 0)
			s.Feed(written(events, true, false))
			data := ""
			for f, ok := s.Next(); ok; f, ok = s.Next() {
				require.True(t, json.Valid([]byte(f.Data)), f.Data)
				data = f.Data
			}
			require.Equal(t, `{"type":"message_stop"}`, data)
		}
	})
}

// written is what the door makes of events.
func written(events []event.Event, stream, strict bool) string {
	w := Door.Writer(&core.WriteOptions{Stream: stream, Strict: strict, ID: "chatcmpl-7", Model: "m"})
	var out []byte
	for i := range events {
		out = w.Event(out, &events[i])
	}
	return string(w.End(out))
}

// requireSameReply reads what the door makes of events.
func requireSameReply(t *testing.T, events []event.Event) {
	t.Helper()
	want, wantExtras := renumbered(events)
	if len(want) > 0 && want[len(want)-1].Kind == event.Error {
		return
	}
	for _, text := range []string{written(events, true, false), written(events, false, false)} {
		read := stream
		if strings.HasPrefix(text, "{") {
			read = func(text ...string) []event.Event { return whole(text[0]) }
		}
		got, extras := renumbered(read(text))
		require.Equal(t, want, got, text)
		require.Equal(t, wantExtras, extras, text)
	}
}

// renumbered is normal with the extras minified and the thinking blocks counted from 0: text blocks that follow one
// another become one, which moves those behind.
func renumbered(events []event.Event) ([]event.Event, map[string]string) {
	plain, extras := normal(events)
	for name, raw := range extras {
		extras[name] = string(rewrite.AppendMinified(nil, raw))
	}
	numbers := map[int]int{}
	for i, e := range plain {
		switch e.Kind {
		case event.Thinking, event.Signature, event.Redacted:
			if _, ok := numbers[e.Index]; !ok {
				numbers[e.Index] = len(numbers)
			}
			plain[i].Index = numbers[e.Index]
		}
	}
	return plain, extras
}
