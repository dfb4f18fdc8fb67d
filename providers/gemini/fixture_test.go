package gemini

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"causeway/core/event"
	"causeway/core/frame"

	"github.com/stretchr/testify/require"
)

// fixtures is where recorded traffic lies on machines that have it; it is no part of the repository.
const fixtures = "../../../shared/fixtures"

// TestRecordedReplies replays every recorded generateContent reply, buffered and streamed, and compares what the reader
// says with what encoding/json finds in the same bytes.
func TestRecordedReplies(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(fixtures, "*", "generate_content-*.json"))
	require.NoError(t, err)
	if len(paths) == 0 {
		t.Log("no recorded traffic at", fixtures)
		return
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		var f struct {
			Response struct {
				Status int
				Body   string
			}
		}
		require.NoError(t, json.Unmarshal(raw, &f))
		t.Run(strings.TrimSuffix(filepath.Base(path), ".json"), func(t *testing.T) {
			replay(t, f.Response.Status, f.Response.Body)
		})
	}
}

func replay(t *testing.T, status int, body string) {
	if status != 200 {
		buffered := whole(body)
		require.Len(t, buffered, 1)
		require.Equal(t, event.Error, buffered[0].Kind)
		require.NotEmpty(t, buffered[0].Raw)
		return
	}
	want := expect(t, body)
	if slices.Equal(want.Finish, []string{"UNEXPECTED_TOOL_CALL"}) && want.Text == "" && len(want.Calls) == 0 {
		events := stream(frame.SSE, body, 7)
		require.Equal(t, event.Error, events[len(events)-1].Kind, "a call that cannot be used is no answer")
		return
	}
	if strings.HasPrefix(body, "data:") {
		for _, cut := range cuts {
			require.Equal(t, want, summarize(t, stream(frame.SSE, body, cut)))
		}
		return
	}
	require.Equal(t, want, summarize(t, whole(body)))
	if strings.HasPrefix(body, "[") {
		require.Equal(t, want, summarize(t, stream(frame.Array, body, 7)))
		return
	}
	var compact json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(body), &compact))
	line, err := json.Marshal(compact)
	require.NoError(t, err)
	require.Equal(t, want, summarize(t, stream(frame.SSE, "data: "+string(line)+"\r\n\r\n", 11)))
}

// expect finds with encoding/json what a reader should say of a reply.
func expect(t *testing.T, body string) summary {
	var want summary
	for _, raw := range responses(t, body) {
		var g struct {
			Candidates []struct {
				Index        int
				FinishReason any // a number where the request asked for numbers
				Content      struct {
					Parts []struct {
						Text         string
						Thought      bool
						FunctionCall *struct {
							Name string
							Args any
						}
					}
				}
			}
			PromptFeedback struct{ BlockReason string }
			UsageMetadata  map[string]any
		}
		require.NoError(t, json.Unmarshal([]byte(raw), &g))
		for _, c := range g.Candidates {
			for _, p := range c.Content.Parts {
				switch {
				case p.FunctionCall != nil:
					args, err := json.Marshal(p.FunctionCall.Args)
					require.NoError(t, err)
					want.Calls = append(want.Calls, p.FunctionCall.Name+string(args))
				case p.Thought:
					want.Thinking += p.Text
				case c.Index == 0:
					want.Text += p.Text
				}
			}
			if c.FinishReason != nil {
				want.Finish = append(want.Finish, fmt.Sprint(c.FinishReason))
			}
		}
		if g.PromptFeedback.BlockReason != "" {
			want.Finish = append(want.Finish, g.PromptFeedback.BlockReason)
		}
		counted := func(key string) int64 { n, _ := g.UsageMetadata[key].(float64); return int64(n) }
		if len(g.UsageMetadata) > 1 {
			want.Usage = [5]int64{
				counted("promptTokenCount") + counted("toolUsePromptTokenCount"),
				counted("candidatesTokenCount") + counted("thoughtsTokenCount"),
				counted("totalTokenCount"), counted("cachedContentTokenCount"), counted("thoughtsTokenCount"),
			}
		}
	}
	return want
}

// responses are the single responses in a reply of any framing.
func responses(t *testing.T, body string) []string {
	if strings.HasPrefix(body, "data:") {
		var all []string
		for line := range strings.Lines(body) {
			if data, ok := strings.CutPrefix(line, "data:"); ok {
				all = append(all, strings.TrimSpace(data))
			}
		}
		return all
	}
	if !strings.HasPrefix(body, "[") {
		return []string{body}
	}
	var all []json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(body), &all))
	var out []string
	for _, raw := range all {
		out = append(out, string(raw))
	}
	return out
}
