package bedrock

import (
	"encoding/base64"
	"encoding/binary"
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
	Endpoint, Model string
	Stream          bool
	Request         struct{ Body any }
	Response        struct {
		Status     int
		Headers    map[string]string
		Body       string
		BodyBase64 string `json:"body_base64"`
	}
}

// body is the reply as it came.
func (r *recording) body(t *testing.T) string {
	if r.Response.BodyBase64 == "" {
		return r.Response.Body
	}
	raw, err := base64.StdEncoding.DecodeString(r.Response.BodyBase64)
	require.NoError(t, err)
	return string(raw)
}

// told is what a reply says, decoded.
type told struct {
	Text, Thinking, Signature, Redacted, Reason string
	Calls                                       []called
	Citations, ServerBlocks                     int
	Input, Output, Total                        float64
}

type called struct {
	ID, Name string
	Input    any
}

func TestRecordedReplies(t *testing.T) {
	for _, file := range recorded(t, "bedrock") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			r := load(t, file)
			body := r.body(t)
			switch {
			case r.Endpoint == "rerank": // which this gateway passes through
			case r.Response.Status >= 400:
				f := core.Fault{Message: "said nothing"}
				for name, value := range r.Response.Headers {
					f.Header = append(f.Header, core.Field{Name: name, Value: value})
				}
				ReadFault(&f, body)
				require.Contains(t, body, f.Message)
				require.NotContains(t, f.Type, ":")
				require.Equal(t, r.Response.Headers["x-amzn-errortype"] != "", f.Type != "")
			case r.Stream:
				want := assembled(t, body)
				require.NotZero(t, want.Output)
				for _, size := range []int{len(body), 1, 7, 64, 100} {
					require.Equal(t, want, tell(t, stream(pieces(body, size)...)), size)
				}
			default:
				require.Equal(t, wholly(t, body), tell(t, whole(body)))
			}
		})
	}
}

// A reply that is cut is never taken for a whole one, wherever the cut.
func TestRecordedStreamsCut(t *testing.T) {
	for _, file := range recorded(t, "bedrock") {
		r := load(t, file)
		if !r.Stream {
			continue
		}
		body := r.body(t)
		ending := strings.Index(body, "messageStop")
		for end := 0; end < ending; end += 97 {
			events := stream(body[:end])
			require.NotEmpty(t, events)
			if end%2 == 0 { // the splitter's own complaint is not among the events
				last := events[len(events)-1]
				require.Equal(t, event.Error, last.Kind, file)
			}
		}
	}
}

// wholly is what a buffered reply says, by Converse's description and without any of this package's code.
func wholly(t *testing.T, body string) (w told) {
	var reply struct {
		Output struct {
			Message struct{ Content []map[string]any }
		}
		StopReason string
		Usage      map[string]any
	}
	require.NoError(t, json.Unmarshal([]byte(body), &reply))
	for _, block := range reply.Output.Message.Content {
		w.block(t, block)
	}
	w.Reason = reply.StopReason
	w.counts(reply.Usage)
	return w
}

func (w *told) block(t *testing.T, block map[string]any) {
	for key, value := range block {
		inner, _ := value.(map[string]any)
		switch key {
		case "text":
			w.Text += value.(string)
		case "reasoningContent":
			if text, ok := inner["reasoningText"].(map[string]any); ok {
				w.Thinking += str(text["text"])
				w.Signature += str(text["signature"])
			}
			w.Redacted += str(inner["redactedContent"])
		case "toolUse":
			if inner["type"] == "server_tool_use" {
				w.ServerBlocks++
				continue
			}
			w.Calls = append(w.Calls, called{str(inner["toolUseId"]), str(inner["name"]), inner["input"]})
		case "citationsContent":
			w.Citations += len(inner["citations"].([]any))
			for _, c := range inner["content"].([]any) {
				w.Text += c.(map[string]any)["text"].(string)
			}
		default:
			t.Fatalf("a block %s", key)
		}
	}
}

func (w *told) counts(usage map[string]any) {
	for key, value := range usage {
		n, _ := value.(float64)
		switch key {
		case "inputTokens", "cacheReadInputTokens", "cacheWriteInputTokens":
			w.Input += n
		case "outputTokens":
			w.Output = n
		case "totalTokens":
			w.Total = n
		}
	}
}

// assembled is what a streamed reply says, read by the lengths alone.
func assembled(t *testing.T, body string) (w told) {
	inputs, calls, server := map[float64]string{}, map[float64]int{}, map[float64]bool{}
	for body != "" {
		name, payload, rest := cutMessage(body)
		body = rest
		var m map[string]any
		require.NoError(t, json.Unmarshal([]byte(payload), &m))
		index, _ := m["contentBlockIndex"].(float64)
		switch name {
		case "contentBlockStart":
			start := m["start"].(map[string]any)
			use, isUse := start["toolUse"].(map[string]any)
			if !isUse || use["type"] == "server_tool_use" {
				w.ServerBlocks++
				server[index] = true
				continue
			}
			calls[index] = len(w.Calls)
			w.Calls = append(w.Calls, called{str(use["toolUseId"]), str(use["name"]), map[string]any{}})
		case "contentBlockDelta":
			delta := m["delta"].(map[string]any)
			w.Text += str(delta["text"])
			if reasoning, ok := delta["reasoningContent"].(map[string]any); ok {
				w.Thinking += str(reasoning["text"])
				w.Signature += str(reasoning["signature"])
				w.Redacted += str(reasoning["redactedContent"])
			}
			if use, ok := delta["toolUse"].(map[string]any); ok && !server[index] {
				inputs[index] += str(use["input"])
			}
			if delta["citation"] != nil {
				w.Citations++
			}
		case "messageStop":
			w.Reason = m["stopReason"].(string)
		case "metadata":
			w.counts(m["usage"].(map[string]any))
		}
	}
	for index, input := range inputs {
		require.NoError(t, json.Unmarshal([]byte(input), &w.Calls[calls[index]].Input))
	}
	return w
}

// cutMessage takes the first message off an event stream: its :event-type and its payload.
func cutMessage(s string) (name, payload, rest string) {
	total := binary.BigEndian.Uint32([]byte(s))
	headers := binary.BigEndian.Uint32([]byte(s[4:]))
	head := s[12 : 12+headers]
	if _, value, ok := strings.Cut(head, ":event-type\x07"); ok {
		name = value[2 : 2+binary.BigEndian.Uint16([]byte(value))]
	}
	return name, s[12+headers : total-4], s[total:]
}

// tell is what events say, put together.
func tell(t *testing.T, events []event.Event) (w told) {
	arguments := []string{}
	for _, e := range events {
		raw := unquoted(t, e.Raw, e.Kind)
		switch e.Kind {
		case event.Text:
			w.Text += raw
		case event.Thinking:
			w.Thinking += raw
		case event.Signature:
			w.Signature += raw
		case event.Redacted:
			w.Redacted += raw
		case event.ToolCall:
			require.Len(t, w.Calls, e.Index)
			w.Calls = append(w.Calls, called{ID: e.ID, Name: e.Name})
			arguments = append(arguments, "")
		case event.ToolArgs:
			arguments[e.Index] += raw
		case event.Finish:
			require.NotEqual(t, event.NoReason, e.Reason)
			w.Reason = e.Raw
		case event.UsageCount:
			w.Input, w.Output, w.Total = float64(e.Usage.Input), float64(e.Usage.Output), float64(e.Usage.Sum())
		case event.Extra:
			var list []any
			if json.Unmarshal([]byte(e.Raw), &list) == nil {
				switch e.Name {
				case citations:
					w.Citations += len(list)
				case serverBlocks:
					w.ServerBlocks += len(list)
				}
			}
			require.True(t, json.Valid([]byte(e.Raw)), e.Raw)
		case event.Error:
			t.Fatalf("an error: %s", e.Raw)
		}
	}
	for i, text := range arguments {
		require.NoError(t, json.Unmarshal([]byte(text), &w.Calls[i].Input), text)
	}
	return w
}

func unquoted(t *testing.T, contents string, kind event.Kind) (text string) {
	if kind == event.Extra {
		return ""
	}
	require.NoError(t, json.Unmarshal([]byte(`"`+contents+`"`), &text))
	return text
}

func str(v any) string { s, _ := v.(string); return s }

func pieces(s string, size int) (list []string) {
	for len(s) > size {
		list = append(list, s[:size])
		s = s[size:]
	}
	return append(list, s)
}

func recorded(t *testing.T, dir string) []string {
	files, err := filepath.Glob(filepath.Join(fixtures, dir, "*.json"))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Logf("no recordings in %s", filepath.Join(fixtures, dir))
	}
	return files
}

func load(t *testing.T, file string) (r recording) {
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &r), file)
	return r
}
