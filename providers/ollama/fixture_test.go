package ollama

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"

	"github.com/stretchr/testify/require"
)

// fixtures is where recorded traffic lies on machines that have it; it is no part of the repository.
const fixtures = "../../../shared/fixtures/ollama"

// TestRecordedReplies replays every recorded exchange with Ollama's own API and compares what is read with what
// encoding/json finds in the same bytes.
func TestRecordedReplies(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(fixtures, "*.json"))
	require.NoError(t, err)
	if len(paths) == 0 {
		t.Log("no recorded traffic at", fixtures)
		return
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		var x struct {
			Request  struct{ URL string }
			Response struct {
				Status int
				Body   string
			}
		}
		require.NoError(t, json.Unmarshal(raw, &x))
		t.Run(strings.TrimSuffix(filepath.Base(path), ".json"), func(t *testing.T) {
			require.Equal(t, 200, x.Response.Status)
			if strings.HasSuffix(x.Request.URL, "/api/embed") {
				replayEmbeddings(t, x.Response.Body)
				return
			}
			want := expect(t, x.Response.Body)
			require.Equal(t, want, summarize(t, whole(x.Response.Body)))
			for _, cut := range cuts {
				require.Equal(t, want, summarize(t, stream(x.Response.Body, cut)))
			}
		})
	}
}

// cuts are sizes of pieces that a stream is fed in.
var cuts = []int{1, 7, 64, 1 << 20}

// expect finds with encoding/json what a reply says, of one object or of many.
func expect(t *testing.T, body string) (want summary) {
	for decoder := json.NewDecoder(strings.NewReader(body)); decoder.More(); {
		var line struct {
			Model   string
			Message struct {
				Content, Thinking string
				ToolCalls         []struct {
					ID       string
					Function struct {
						Name      string
						Arguments map[string]any
					}
				} `json:"tool_calls"`
			}
			Response, Thinking string
			DoneReason         string `json:"done_reason"`
			Prompt             int64  `json:"prompt_eval_count"`
			Eval               int64  `json:"eval_count"`
		}
		require.NoError(t, decoder.Decode(&line))
		want.Model = line.Model
		want.Text += line.Message.Content + line.Response
		want.Thinking += line.Message.Thinking + line.Thinking
		want.Finish += line.DoneReason
		want.Usage[0] += line.Prompt
		want.Usage[1] += line.Eval
		for _, c := range line.Message.ToolCalls {
			want.Calls = append(want.Calls, called{c.ID, c.Function.Name, c.Function.Arguments})
		}
	}
	return want
}

func replayEmbeddings(t *testing.T, body string) {
	var want struct {
		Embeddings [][]float32
		Prompt     int64 `json:"prompt_eval_count"`
	}
	require.NoError(t, json.Unmarshal([]byte(body), &want))
	reply, ok := appendEmbeddings(nil, &core.ReadOptions{Model: "m", Request: &core.Request{Body: `{}`}}, body)
	require.True(t, ok)
	var got struct {
		Data  []struct{ Embedding []float32 }
		Usage map[string]int64
	}
	require.NoError(t, json.Unmarshal(reply, &got))
	require.Equal(t, want.Embeddings[0], got.Data[0].Embedding)
	require.Equal(t, want.Prompt, got.Usage["total_tokens"])
}

// summary is what a reply amounts to.
type summary struct {
	Model, Text, Thinking, Finish string
	Calls                         []called
	Usage                         [2]int64
}

type called struct {
	ID, Name  string
	Arguments map[string]any
}

func summarize(t *testing.T, events []event.Event) (s summary) {
	for _, e := range events {
		switch e.Kind {
		case event.Start:
			s.Model = plain(t, e.Name)
		case event.Text:
			s.Text += plain(t, e.Raw)
		case event.Thinking:
			s.Thinking += plain(t, e.Raw)
		case event.ToolCall:
			require.Len(t, s.Calls, e.Index)
			s.Calls = append(s.Calls, called{ID: plain(t, e.ID), Name: plain(t, e.Name)})
		case event.ToolArgs:
			require.NoError(t, json.Unmarshal([]byte(plain(t, e.Raw)), &s.Calls[e.Index].Arguments))
		case event.Finish:
			s.Finish = plain(t, e.Raw)
			require.Equal(t, len(s.Calls) > 0, e.Reason == event.ToolCalls)
		case event.UsageCount:
			s.Usage = [2]int64{e.Usage.Input, e.Usage.Output}
		default:
			t.Fatalf("unexpected %+v", e)
		}
	}
	return s
}

func plain(t *testing.T, contents string) (text string) {
	require.NoError(t, json.Unmarshal([]byte(`"`+contents+`"`), &text))
	return text
}

func whole(body string) []event.Event { return newReader(&core.ReadOptions{}).Whole(nil, body) }

// stream reads a stream fed in pieces of size bytes. The events are copies.
func stream(body string, size int) (all []event.Event) {
	s, r := frame.New(frame.Lines, 0), newReader(&core.ReadOptions{})
	keep := func(events []event.Event) {
		for _, e := range events {
			e.Raw, e.ID, e.Name = strings.Clone(e.Raw), strings.Clone(e.ID), strings.Clone(e.Name)
			all = append(all, e)
		}
	}
	for len(body) > 0 {
		n := min(size, len(body))
		s.Feed(strings.Clone(body[:n]))
		body = body[n:]
		for f, ok := s.Next(); ok; f, ok = s.Next() {
			keep(r.Frame(nil, f))
		}
	}
	if f, ok := s.End(); ok {
		keep(r.Frame(nil, f))
	}
	keep(r.End(nil))
	return all
}
