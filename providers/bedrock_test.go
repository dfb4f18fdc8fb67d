package providers

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
)

// fixtures are recordings that lie beside the repository, not in it.
const fixtures = "../../shared/fixtures"

// invokedText is where a reply through InvokeModel has its text, told by encoding/json alone: the keys under which texts
// stand, and those of texts that only repeat them.
func invokedText(v any) (text string) {
	switch v := v.(type) {
	case []any:
		for _, element := range v {
			text += invokedText(element)
		}
	case map[string]any:
		for _, key := range []string{"text", "content", "thinking", "generation", "outputText", "delta", "message", "choices", "results",
			"outputs", "completions", "data", "output", "contentBlockDelta"} {
			if s, ok := v[key].(string); ok && key != "data" {
				text += s
			} else if key != "message" || v["type"] != "message_start" {
				text += invokedText(v[key])
			}
		}
	}
	return text
}

func TestRecordedInvocations(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(fixtures, "bedrock-invoke", "*.json"))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Logf("no recordings in %s", fixtures)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { replayInvocation(t, file) })
	}
}

func replayInvocation(t *testing.T, file string) {
	var r struct {
		Endpoint, Model string
		Stream          bool
		Response        struct {
			Status     int
			Body       string
			BodyBase64 string `json:"body_base64"`
		}
	}
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &r))
	options := &core.ReadOptions{Endpoint: core.Chat, Model: r.Model, Request: &core.Request{Body: "{}"}}
	switch body := r.Response.Body; {
	case r.Response.Status >= 400 || r.Endpoint == "rerank":
	case r.Endpoint == "embeddings":
		list, ok := amazonBedrock.Service(core.Embeddings).Dialect.Answer(nil, options, body)
		require.True(t, ok)
		var got struct {
			Data []struct{ Embedding []float64 }
		}
		require.NoError(t, json.Unmarshal(list, &got))
		require.Len(t, got.Data[0].Embedding, 512)
	case !r.Stream:
		var whole any
		require.NoError(t, json.Unmarshal([]byte(body), &whole))
		requireSaid(t, invokedText(whole), bedrockReader(options).Whole(nil, body))
	default:
		stream, err := base64.StdEncoding.DecodeString(r.Response.BodyBase64)
		require.NoError(t, err)
		want := ""
		for _, chunk := range strings.Split(string(stream), `{"bytes":"`)[1:] {
			encoded, _, _ := strings.Cut(chunk, `"`)
			data, err := base64.StdEncoding.DecodeString(encoded)
			require.NoError(t, err)
			var piece map[string]any
			require.NoError(t, json.Unmarshal(data, &piece))
			want += invokedText(piece)
		}
		for _, size := range []int{len(stream), 1, 64, 100} {
			requireSaid(t, want, readCut(options, string(stream), size))
		}
		whole := readCut(options, string(stream[:len(stream)*2/3]), 100)
		require.Equal(t, event.Error, whole[len(whole)-1].Kind, "a cut stream looks whole")
	}
}

// requireSaid: the events say this text, begin once, finish with a known reason, and count.
func requireSaid(t *testing.T, want string, events []event.Event) {
	text, starts, calls := "", 0, 0
	reason := event.NoReason
	for _, e := range events {
		switch e.Kind {
		case event.Text, event.Thinking:
			var piece string
			require.NoError(t, json.Unmarshal([]byte(`"`+e.Raw+`"`), &piece))
			text += piece
		case event.Start:
			starts++
		case event.ToolCall:
			calls++
		case event.Finish:
			reason = e.Reason
		case event.Error:
			t.Fatalf("an error: %s", e.Raw)
		}
	}
	require.Equal(t, want, text)
	require.Equal(t, 1, starts)
	require.NotEqual(t, event.NoReason, reason)
	require.Equal(t, reason == event.ToolCalls, calls > 0)
}

func readCut(o *core.ReadOptions, stream string, size int) (events []event.Event) {
	s, r := frame.New(frame.EventStream, 0), bedrockReader(o)
	for stream != "" {
		n := min(size, len(stream))
		s.Feed(stream[:n])
		stream = stream[n:]
		for f, ok := s.Next(); ok; f, ok = s.Next() {
			for _, e := range r.Frame(nil, f) {
				e.Raw = strings.Clone(e.Raw)
				events = append(events, e)
			}
		}
	}
	return append(events, r.End(nil)...)
}
