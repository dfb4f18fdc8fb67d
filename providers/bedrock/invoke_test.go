package bedrock

import (
	"encoding/base64"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
)

func TestTextsOfAllMakersAreRead(t *testing.T) {
	for _, c := range []struct {
		name   string
		chunks []string // one: a whole reply
		text   string
		reason event.Reason
		usage  event.Usage
	}{
		{"Llama", []string{`{"generation":" a","prompt_token_count":5,"generation_token_count":10,"stop_reason":"length"}`},
			" a", event.Length, event.Usage{Input: 5, Output: 10}},
		{"Llama, streamed", []string{`{"generation":"a","prompt_token_count":5,"generation_token_count":1,"stop_reason":null}`,
			`{"generation":"b","prompt_token_count":null,"generation_token_count":2,"stop_reason":"stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":5,"outputTokenCount":2}}`},
			"ab", event.Stop, event.Usage{Input: 5, Output: 2}},
		{"Mistral", []string{`{"outputs":[{"text":"a","stop_reason":"stop"}]}`}, "a", event.Stop, event.Usage{}},
		{"Mistral, streamed", []string{`{"outputs":[{"text":"a","stop_reason":null}]}`, `{"outputs":[{"text":"","stop_reason":"length"}],"amazon-bedrock-invocationMetrics":{"inputTokenCount":3,"outputTokenCount":4}}`},
			"a", event.Length, event.Usage{Input: 3, Output: 4}},
		{"Titan", []string{`{"inputTextTokenCount":28.0,"results":[{"tokenCount":197.0,"outputText":"a","completionReason":"FINISH"}]}`},
			"a", event.Stop, event.Usage{Input: 28, Output: 197}},
		{"Titan, streamed", []string{`{"outputText":"a","index":0,"totalOutputTextTokenCount":null,"completionReason":null,"inputTextTokenCount":7}`,
			`{"outputText":"b","index":0,"totalOutputTextTokenCount":9,"completionReason":"LENGTH","inputTextTokenCount":null}`}, "ab", event.Length, event.Usage{Input: 7, Output: 9}},
		{"Command", []string{`{"generations":[{"text":"a","finish_reason":"COMPLETE","id":"x"}],"id":"y","prompt":"p"}`}, "a", event.Stop, event.Usage{}},
		{"Command, streamed", []string{`{"text":"a","is_finished":false}`, `{"is_finished":true,"finish_reason":"MAX_TOKENS"}`}, "a", event.Length, event.Usage{}},
		{"Jurassic", []string{`{"id":1,"prompt":{"text":"p","tokens":[]},"completions":[{"data":{"text":"a","tokens":[]},"finishReason":{"reason":"endoftext"}}]}`},
			"a", event.Stop, event.Usage{}},
		{"Claude 2", []string{`{"completion":" a","stop_reason":"stop_sequence","stop":"\n\nHuman:"}`}, " a", event.Stop, event.Usage{}},
		{"Nova, streamed", []string{`{"messageStart":{"role":"assistant"}}`, `{"contentBlockDelta":{"delta":{"text":"a"},"contentBlockIndex":0}}`,
			`{"messageStop":{"stopReason":"end_turn"}}`, `{"metadata":{"usage":{"inputTokens":25,"outputTokens":10,"cacheReadInputTokenCount":1}},"amazon-bedrock-invocationMetrics":{"inputTokenCount":1}}`},
			"a", event.Stop, event.Usage{Input: 26, Output: 10, CacheRead: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			reader := (&Makers{}).Reader(&core.ReadOptions{})
			var events []event.Event
			if len(c.chunks) == 1 {
				events = owned(nil, reader.Whole(nil, c.chunks[0]))
			} else {
				events = streamBy(reader, pieces(chunked(c.chunks...), 50)...)
			}
			text, usage := "", event.Usage{}
			require.Equal(t, event.Start, events[0].Kind)
			for _, e := range events {
				switch e.Kind {
				case event.Text:
					text += e.Raw
				case event.Finish:
					require.Equal(t, c.reason, e.Reason)
				case event.UsageCount:
					usage = e.Usage // the last one holds
				default:
					require.Equal(t, event.Start, e.Kind)
				}
			}
			require.Equal(t, c.text, text)
			require.Equal(t, c.usage, usage)
			if len(c.chunks) > 1 {
				cut := streamBy((&Makers{}).Reader(nil), chunked(c.chunks[:len(c.chunks)/2]...))
				require.Equal(t, truncated, cut[len(cut)-1].ID)
			}
		})
	}
}

func TestSeveralCompletionsAreSeveralChoices(t *testing.T) {
	require.Equal(t, []event.Event{
		{Kind: event.Start},
		{Kind: event.Text, Raw: "a"},
		{Kind: event.Finish, Reason: event.Stop, Raw: "COMPLETE"},
		{Kind: event.Text, Choice: 1, Raw: "b"},
		{Kind: event.Finish, Choice: 1, Reason: event.ContentFilter, Raw: "ERROR_TOXIC"},
	}, (&Makers{}).Reader(nil).Whole(nil, `{"generations":[{"text":"a","finish_reason":"COMPLETE"},{"text":"b","finish_reason":"ERROR_TOXIC"}]}`))
}

func TestWhatIsNoReplyIsAnError(t *testing.T) {
	for _, body := range []string{`{}`, `{"message":"no"}`, `[`, `[{"generated_text":"a"}]`, `7`} {
		events := (&Makers{}).Reader(nil).Whole(nil, body)
		require.Equal(t, event.Error, events[len(events)-1].Kind, body)
	}
	broken := streamBy((&Makers{}).Reader(nil), string(frame.AppendMessage(nil, frame.Frame{Name: "chunk", Data: `{"bytes":"%%"}`})))
	require.Equal(t, event.Error, broken[0].Kind)
	require.Len(t, broken, 1)
}

func TestMessagesAreUnwrapped(t *testing.T) {
	unwrapped := func(f frame.Frame) (string, bool) {
		out, ok := UnwrapMessages(nil, f)
		return string(out), ok
	}
	out, ok := unwrapped(frame.Frame{Name: "chunk", Data: `{"bytes":"` + base64.StdEncoding.EncodeToString([]byte(`{"type":"ping"}`)) + `","p":"a"}`})
	require.True(t, ok)
	require.Equal(t, "event: ping\ndata: {\"type\":\"ping\"}\n\n", out)
	for f, want := range map[frame.Frame]bool{
		{Name: "throttlingException", Exception: true, Data: "{}"}: true, // the reader's affair
		{Name: "messageStart", Data: "{}"}:                         false,
		{Data: `{"type":"message","content":[]}`}:                  true,
		{Data: `{"output":{"message":{"content":[]}}}`}:            false,
	} {
		out, ok := unwrapped(f)
		require.Equal(t, want, ok, f)
		require.Empty(t, out)
	}
}

// Whatever comes in chunks is read without a panic.
func FuzzChunks(f *testing.F) {
	f.Add(`{"generation":"a"}`, `{"generation":"b","stop_reason":"stop"}`)
	f.Add(`{"messageStart":{}}`, `{"metadata":{"usage":{"inputTokens":1}}}`)
	f.Add(`{"results":[{"outputText":"a"}]}`, `[]`)
	f.Fuzz(func(t *testing.T, first, second string) {
		for _, e := range append(streamBy((&invoked{makers: unrelated}), chunked(first, second)), unrelated.Reader(nil).Whole(nil, first)...) {
			if e.Kind != event.Extra {
				require.True(t, json.Valid([]byte(`"`+e.Raw+`"`)), e.Raw)
			}
		}
	})
}

// unrelated are makers whose dialects are Converse: the others' are tested where they are at home, and on the floor above.
var unrelated = &Makers{Anthropic: converse, Cohere: converse, OpenAI: converse}

var converse = &core.Dialect{Reader: func(*core.ReadOptions) core.Reader { return new(reader) }}

func chunked(chunks ...string) string {
	var body []byte
	for _, data := range chunks {
		body = frame.AppendMessage(body, frame.Frame{Name: "chunk", Data: `{"bytes":"` + base64.StdEncoding.EncodeToString([]byte(data)) + `","p":"abc"}`})
	}
	return string(body)
}
