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
)

// Recorded traffic lies beside the repository, not in it. Where it is missing these tests have nothing to replay.
const fixtures = "../../../shared/fixtures"

// recording is a recorded exchange, as far as it matters here.
type recording struct {
	Endpoint string
	Stream   bool
	Response struct {
		Status int
		Body   string
	}
}

// message is what encoding/json makes of a reply.
type message struct {
	ID         string           `json:"id"`
	Type       string           `json:"type"`
	Model      string           `json:"model"`
	Content    []map[string]any `json:"content"`
	StopReason *string          `json:"stop_reason"`
	Usage      map[string]any   `json:"usage"`
}

// told is what a reply says, decoded.
type told struct {
	ID, Model, Text, Thinking, Signatures, Redacted, Reason string
	Calls                                                   []call
	Usage                                                   event.Usage
}

type call struct {
	ID, Name string
	Input    any
}

func TestRecordedReplies(t *testing.T) {
	for _, dir := range []string{"anthropic", "azure-anthropic", "vertex-anthropic"} {
		files, err := filepath.Glob(filepath.Join(fixtures, dir, "*.json"))
		require.NoError(t, err)
		if len(files) == 0 {
			t.Logf("no recordings in %s", filepath.Join(fixtures, dir))
		}
		for _, file := range files {
			t.Run(filepath.Join(dir, filepath.Base(file)), func(t *testing.T) { replay(t, file) })
		}
	}
}

func replay(t *testing.T, file string) {
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	var r recording
	require.NoError(t, json.Unmarshal(raw, &r))
	body := r.Response.Body
	switch {
	case r.Response.Status >= 400:
		f := core.Fault{Message: "said nothing"}
		Messages.Fault(&f, body)
		require.NotEqual(t, "said nothing", f.Message)
		require.NotZero(t, statusOf(f.Type), f.Type)
	case r.Endpoint == "models":
		list, ok := List.Answer(nil, nil, body)
		require.True(t, ok)
		require.True(t, json.Valid(list))
	case r.Endpoint != "messages": // another dialect: nothing is promised but an answer
		require.NotEmpty(t, stream(body))
		require.NotEmpty(t, whole(body))
	case r.Stream:
		want := assemble(t, body)
		require.Equal(t, expect(t, want), tell(t, stream(body)))
		require.Equal(t, expect(t, want), tell(t, whole(encode(t, want))))
	default:
		var want message
		require.NoError(t, json.Unmarshal([]byte(body), &want))
		require.Equal(t, expect(t, want), tell(t, whole(body)))
		require.Equal(t, expect(t, want), tell(t, stream(streamed(t, want))))
	}
}

// assemble makes a message of a stream, by Anthropic's description and without any of this package's code.
func assemble(t *testing.T, body string) (m message) {
	inputs := map[int]string{}
	for line := range strings.Lines(body) {
		data, ok := strings.CutPrefix(line, "data:")
		if !ok {
			continue
		}
		var p struct {
			Type         string
			Index        int
			Message      message
			ContentBlock map[string]any `json:"content_block"`
			Delta        map[string]any
			Usage        map[string]any
		}
		require.NoError(t, json.Unmarshal([]byte(data), &p))
		switch p.Type {
		case "message_start":
			m = p.Message
		case "content_block_start":
			require.Len(t, m.Content, p.Index)
			m.Content = append(m.Content, p.ContentBlock)
		case "content_block_delta":
			block := m.Content[p.Index]
			for _, key := range []string{"text", "thinking", "signature"} {
				if piece, ok := p.Delta[key].(string); ok {
					before, _ := block[key].(string)
					block[key] = before + piece
				}
			}
			if piece, ok := p.Delta["partial_json"].(string); ok {
				inputs[p.Index] += piece
			}
		case "message_delta":
			reason := p.Delta["stop_reason"].(string)
			m.StopReason = &reason
			for key, count := range p.Usage {
				m.Usage[key] = count
			}
		}
	}
	for index, input := range inputs {
		if input != "" {
			var value any
			require.NoError(t, json.Unmarshal([]byte(input), &value))
			m.Content[index]["input"] = value
		}
	}
	return m
}

// streamed is the stream that a buffered message could have come as.
func streamed(t *testing.T, m message) string {
	var out strings.Builder
	send := func(v map[string]any) {
		out.WriteString("event: " + v["type"].(string) + "\ndata: " + encode(t, v) + "\n\n")
	}
	head := m
	head.Content, head.StopReason = []map[string]any{}, nil
	send(map[string]any{"type": "message_start", "message": head})
	for i, block := range m.Content {
		kind, input := block["type"], block["input"]
		if kind == "tool_use" {
			block["input"] = map[string]any{}
		}
		send(map[string]any{"type": "content_block_start", "index": i, "content_block": block})
		if kind == "tool_use" {
			for piece := range strings.SplitAfterSeq(encode(t, input), ",") {
				send(map[string]any{"type": "content_block_delta", "index": i, "delta": map[string]any{"type": "input_json_delta", "partial_json": piece}})
			}
		}
		block["input"] = input
		send(map[string]any{"type": "content_block_stop", "index": i})
	}
	send(map[string]any{"type": "message_delta", "delta": map[string]any{"stop_reason": m.StopReason}, "usage": m.Usage})
	send(map[string]any{"type": "message_stop"})
	return out.String()
}

func expect(t *testing.T, m message) told {
	w := told{ID: m.ID, Model: m.Model, Reason: *m.StopReason}
	for _, b := range m.Content {
		add := func(to *string, key string) {
			piece, _ := b[key].(string)
			*to += piece
		}
		switch b["type"] {
		case "text":
			add(&w.Text, "text")
		case "thinking":
			add(&w.Thinking, "thinking")
			add(&w.Signatures, "signature")
		case "redacted_thinking":
			add(&w.Redacted, "data")
		case "tool_use":
			w.Calls = append(w.Calls, call{ID: b["id"].(string), Name: b["name"].(string), Input: b["input"]})
		}
	}
	count := func(key string) int64 {
		n, _ := m.Usage[key].(float64)
		return int64(n)
	}
	w.Usage = event.Usage{
		Input:      count("input_tokens") + count("cache_creation_input_tokens") + count("cache_read_input_tokens"),
		CacheRead:  count("cache_read_input_tokens"),
		CacheWrite: count("cache_creation_input_tokens"),
		Output:     count("output_tokens"),
	}
	if details, ok := m.Usage["output_tokens_details"].(map[string]any); ok {
		w.Usage.Reasoning = int64(details["thinking_tokens"].(float64))
	}
	return w
}

// tell decodes events. An error among them fails the test.
func tell(t *testing.T, events []event.Event) (w told) {
	arguments := map[int]string{}
	for _, e := range events {
		raw := decode(t, e)
		switch e.Kind {
		case event.Start:
			w.ID, w.Model = e.ID, e.Name
		case event.Text:
			w.Text += raw
		case event.Thinking:
			w.Thinking += raw
		case event.Signature:
			w.Signatures += raw
		case event.Redacted:
			w.Redacted += raw
		case event.ToolCall:
			require.Equal(t, len(w.Calls), e.Index, "calls are counted from 0")
			w.Calls = append(w.Calls, call{ID: e.ID, Name: e.Name})
		case event.ToolArgs:
			arguments[e.Index] += raw
		case event.Finish:
			w.Reason = raw
			require.NotEqual(t, event.NoReason, e.Reason, raw)
		case event.UsageCount:
			w.Usage = e.Usage
		case event.Error:
			require.Fail(t, "an error", "%+v", e)
		}
	}
	for i := range w.Calls {
		require.NoError(t, json.Unmarshal([]byte(arguments[i]), &w.Calls[i].Input))
	}
	return w
}

func decode(t *testing.T, e event.Event) (text string) {
	if e.Kind == event.Extra {
		require.True(t, json.Valid([]byte(e.Raw)))
		return e.Raw
	}
	require.NoError(t, json.Unmarshal([]byte(`"`+e.Raw+`"`), &text))
	return text
}

func encode(t *testing.T, v any) string {
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	return string(raw)
}
