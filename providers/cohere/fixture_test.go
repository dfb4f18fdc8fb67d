package cohere

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
const fixtures = "../../../shared/fixtures/cohere"

// exchange is the part of a recording that is replayed.
type exchange struct {
	Request  struct{ URL string }
	Response struct {
		Status  int
		Headers map[string]string
		Body    string
	}
}

// TestRecordedReplies replays every recorded exchange with Cohere, chat and generate of both versions, embeddings and
// failures, and compares what is read with what encoding/json finds in the same bytes.
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
		var x exchange
		require.NoError(t, json.Unmarshal(raw, &x))
		t.Run(strings.TrimSuffix(filepath.Base(path), ".json"), func(t *testing.T) { replay(t, &x) })
	}
}

func replay(t *testing.T, x *exchange) {
	body, kind := x.Response.Body, x.Response.Headers["content-type"]
	switch {
	case x.Response.Status != 200:
		var said struct{ Message string }
		require.NoError(t, json.Unmarshal([]byte(body), &said))
		f := core.Fault{}
		readFault(&f, body)
		require.Equal(t, said.Message, f.Message)
	case strings.HasSuffix(x.Request.URL, "/embed"):
		replayEmbeddings(t, body)
	case strings.HasSuffix(x.Request.URL, "/rerank"): // passes through
	case strings.HasPrefix(kind, "text/event-stream"):
		for _, cut := range cuts {
			require.Equal(t, expectStream(t, body), summarize(t, stream(frame.SSE, body, cut)))
		}
	case strings.HasPrefix(kind, "application/stream+json"):
		for _, cut := range cuts {
			require.Equal(t, expectLines(t, body), summarize(t, stream(frame.Lines, body, cut)))
		}
		require.Equal(t, expectLines(t, body), summarize(t, whole(body)), "labelled as JSON")
	default:
		require.Equal(t, expectWhole(t, body), summarize(t, whole(body)))
	}
}

// cuts are sizes of pieces that a stream is fed in.
var cuts = []int{1, 7, 64, 1 << 20}

type oracleUsage struct {
	Tokens map[string]int64 `json:"tokens"`
	Billed map[string]int64 `json:"billed_units"`
	Cached int64            `json:"cached_tokens"`
}

func (u oracleUsage) want() [4]int64 {
	if u.Tokens == nil {
		u.Tokens = u.Billed
	}
	return [4]int64{u.Tokens["input_tokens"] + u.Tokens["image_tokens"], u.Tokens["output_tokens"], u.Tokens["reasoning_tokens"], u.Cached}
}

type oracleCall struct {
	ID       string
	Function struct{ Name, Arguments string }
}

// expectStream finds with encoding/json what a stream of version 2 says.
func expectStream(t *testing.T, body string) summary {
	var want summary
	for line := range strings.Lines(body) {
		data, ok := strings.CutPrefix(line, "data: ")
		if !ok || strings.TrimSpace(data) == "[DONE]" {
			continue
		}
		var f struct {
			ID, Type string
			Delta    struct {
				Message struct {
					Content   any
					ToolPlan  string `json:"tool_plan"`
					ToolCalls any    `json:"tool_calls"`
					Citations any
				}
				FinishReason string      `json:"finish_reason"`
				Usage        oracleUsage `json:"usage"`
			}
		}
		require.NoError(t, json.Unmarshal([]byte(data), &f))
		content, _ := f.Delta.Message.Content.(map[string]any)
		piece, _ := content["text"].(string)
		want.Text += piece
		piece, _ = content["thinking"].(string)
		want.Thinking += piece + f.Delta.Message.ToolPlan
		switch f.Type {
		case "message-start":
			want.ID = f.ID
		case "tool-call-start", "tool-call-delta":
			var call oracleCall
			again, err := json.Marshal(f.Delta.Message.ToolCalls)
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(again, &call))
			if call.Function.Name != "" {
				want.Calls = append(want.Calls, [3]string{call.ID, call.Function.Name})
			}
			want.Calls[len(want.Calls)-1][2] += call.Function.Arguments
		case "citation-start":
			want.Citations++
		case "message-end":
			want.Finish, want.Usage = f.Delta.FinishReason, f.Delta.Usage.want()
		}
	}
	for i := range want.Calls {
		if want.Calls[i][2] == "" {
			want.Calls[i][2] = "{}"
		}
	}
	return want
}

// older is a buffered reply of version 1, or the one at the end of its streams.
type older struct {
	ID          string
	ResponseID  string `json:"response_id"`
	Text        string
	Generations []struct {
		Text         string
		FinishReason string `json:"finish_reason"`
	}
	Citations    []any
	FinishReason string      `json:"finish_reason"`
	Meta         oracleUsage `json:"meta"`
	TokenCount   *struct {
		Prompt   int64 `json:"prompt_tokens"`
		Response int64 `json:"response_tokens"`
	} `json:"token_count"`
}

func (o *older) want() summary {
	s := summary{ID: o.ResponseID, Text: o.Text, Finish: o.FinishReason, Citations: len(o.Citations), Usage: o.Meta.want()}
	if len(o.Generations) > 0 {
		s.ID, s.Text, s.Finish = o.ID, o.Generations[0].Text, o.Generations[0].FinishReason
	}
	if o.TokenCount != nil && o.Meta.Tokens == nil {
		s.Usage = [4]int64{o.TokenCount.Prompt, o.TokenCount.Response}
	}
	return s
}

// expectLines finds what a stream of version 1 says: its last line repeats it.
func expectLines(t *testing.T, body string) (want summary) {
	for line := range strings.Lines(body) {
		var f struct {
			EventType    string `json:"event_type"`
			GenerationID string `json:"generation_id"`
			FinishReason string `json:"finish_reason"`
			Response     older
		}
		require.NoError(t, json.Unmarshal([]byte(line), &f))
		switch f.EventType {
		case "stream-start":
			want.ID = f.GenerationID
		case "stream-end":
			id := want.ID
			want = f.Response.want()
			want.ID, want.Finish = id, f.FinishReason
		}
	}
	return want
}

func expectWhole(t *testing.T, body string) summary {
	var w struct {
		ID      string
		Message *struct {
			Content []struct{ Text, Thinking string }
			Plan    string       `json:"tool_plan"`
			Calls   []oracleCall `json:"tool_calls"`
			Cited   []any        `json:"citations"`
		}
		FinishReason string `json:"finish_reason"`
		Usage        oracleUsage
	}
	require.NoError(t, json.Unmarshal([]byte(body), &w))
	if w.Message == nil {
		var o older
		require.NoError(t, json.Unmarshal([]byte(body), &o))
		return o.want()
	}
	want := summary{ID: w.ID, Thinking: w.Message.Plan, Finish: w.FinishReason, Citations: len(w.Message.Cited), Usage: w.Usage.want()}
	for _, p := range w.Message.Content {
		want.Text += p.Text
		want.Thinking += p.Thinking
	}
	for _, c := range w.Message.Calls {
		want.Calls = append(want.Calls, [3]string{c.ID, c.Function.Name, c.Function.Arguments})
	}
	return want
}

func replayEmbeddings(t *testing.T, body string) {
	var w struct {
		Embeddings struct{ Float [][]float32 }
		Meta       oracleUsage
	}
	require.NoError(t, json.Unmarshal([]byte(body), &w))
	reply, ok := appendEmbeddings(nil, &core.ReadOptions{Model: "m", Request: &core.Request{Body: `{}`}}, body)
	require.True(t, ok)
	var got struct {
		Data  []struct{ Embedding []float32 }
		Usage map[string]int64
	}
	require.NoError(t, json.Unmarshal(reply, &got))
	require.Len(t, got.Data, len(w.Embeddings.Float))
	require.Equal(t, w.Embeddings.Float[0], got.Data[0].Embedding)
	require.Equal(t, w.Meta.want()[0], got.Usage["prompt_tokens"])
}

// summary is what a reply amounts to.
type summary struct {
	ID, Text, Thinking, Finish string
	Calls                      [][3]string
	Citations                  int
	Usage                      [4]int64
}

func summarize(t *testing.T, events []event.Event) (s summary) {
	for _, e := range events {
		switch e.Kind {
		case event.Start:
			s.ID = plain(t, e.ID)
		case event.Text:
			s.Text += plain(t, e.Raw)
		case event.Thinking:
			s.Thinking += plain(t, e.Raw)
		case event.ToolCall:
			require.Len(t, s.Calls, e.Index)
			s.Calls = append(s.Calls, [3]string{plain(t, e.ID), plain(t, e.Name)})
		case event.ToolArgs:
			s.Calls[e.Index][2] += plain(t, e.Raw)
		case event.Extra:
			var list []any
			require.NoError(t, json.Unmarshal([]byte(e.Raw), &list))
			s.Citations += len(list)
		case event.Finish:
			s.Finish = plain(t, e.Raw)
		case event.UsageCount:
			s.Usage = [4]int64{e.Usage.Input, e.Usage.Output, e.Usage.Reasoning, e.Usage.CacheRead}
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

func whole(body string) []event.Event {
	return newReader(&core.ReadOptions{}).Whole(nil, body)
}

// stream reads a stream fed in pieces of size bytes. The events are copies.
func stream(kind frame.Kind, body string, size int) (all []event.Event) {
	s, r := frame.New(kind, 0), newReader(&core.ReadOptions{})
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
