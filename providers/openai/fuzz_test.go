package openai

import (
	"encoding/json"
	"testing"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"

	"github.com/stretchr/testify/require"
)

// Whatever a provider sends, the reader does not panic, says at most one error and nothing after it, finishes a choice
// once, opens a call before its arguments; and what the writers make of it is valid.
func FuzzReader(f *testing.F) {
	f.Add(sse(`{"id":"c","choices":[{"index":0,"delta":{"content":"a","reasoning_details":[{"text":"t","signature":"s","data":"d"}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":1}}`) + "data: [DONE]\n\n")
	f.Add(sse(`{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":"f","arguments":{}}},{"index":0}],"function_call":{"name":"x"}}}]}`))
	f.Add(sse(`{"choices":[{"message":{"content":[{"type":"image_url","image_url":"data:x;base64,y"},{"type":"thinking","thinking":"x"}]},"index":-9}]}`))
	f.Add("event: error\ndata: {\"error\":\"x\"}\n\n")
	f.Add(`{"choices":[{"message":{"content":{"a":1},"content_blocks":[{"data":"x"}],"images":[{}]},"logprobs":{},"error":{}}]}`)
	f.Fuzz(func(t *testing.T, input string) {
		streamed := readStream(t, input, 7)
		requireSane(t, streamed)
		requireSane(t, newReader(&core.ReadOptions{}).Whole(nil, input))
		for _, strict := range []bool{true, false} {
			requireValid(t, streamed, strict)
		}
	})
}

func requireSane(t *testing.T, events []event.Event) {
	finished, opened := map[int]bool{}, map[[2]int]bool{}
	for i, e := range events {
		switch e.Kind {
		case event.Error:
			require.Equal(t, len(events)-1, i, "nothing follows an error")
		case event.Finish:
			require.False(t, finished[e.Choice], "a choice ends once")
			finished[e.Choice] = true
		case event.ToolCall:
			require.False(t, opened[[2]int{e.Choice, e.Index}])
			opened[[2]int{e.Choice, e.Index}] = true
		case event.ToolArgs:
			require.True(t, opened[[2]int{e.Choice, e.Index}])
		}
	}
}

func requireValid(t *testing.T, events []event.Event, strict bool) {
	if len(events) > 0 && events[len(events)-1].Kind == event.Error {
		events = events[:len(events)-1]
	}
	require.True(t, json.Valid([]byte(written(events, false, strict, true))))
	s := frame.New(frame.SSE, 0)
	s.Feed(written(events, true, strict, true))
	last := ""
	for f, ok := s.Next(); ok; f, ok = s.Next() {
		require.True(t, f.Data == terminator || json.Valid([]byte(f.Data)), f.Data)
		last = f.Data
	}
	require.Equal(t, terminator, last)
}
