package openai

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"

	"github.com/stretchr/testify/require"
)

const fixtures = "../../../shared/fixtures"

// Recorded replies of every provider of this dialect, read here and, independently, by encoding/json. Where the
// recordings are absent there is nothing to compare.
func TestReaderReadsRecordedTraffic(t *testing.T) {
	index, err := os.ReadFile(filepath.Join(fixtures, "index.json"))
	if err != nil {
		t.Log("no recordings at", fixtures)
		return
	}
	var list struct {
		Fixtures []struct {
			Provider, Endpoint, File string
			Stream                   bool
			Status                   int
		}
	}
	require.NoError(t, json.Unmarshal(index, &list))
	replayed := 0
	for _, x := range list.Fixtures {
		isOurs := x.Endpoint == "chat" || x.Endpoint == "multimodal_chat"
		switch x.Provider { // dialects of their own
		case "anthropic", "cohere", "dashscope", "ollama":
			isOurs = false
		}
		if !isOurs {
			continue
		}
		body := recorded(t, x.File)
		if body == "" {
			continue
		}
		replayed++
		t.Run(x.File, func(t *testing.T) {
			if x.Status >= 300 {
				f := core.Fault{}
				readFault(&f, body)
				require.NotEmpty(t, f.Message)
				require.NotContains(t, f.Message, "{", "the message was found")
				return
			}
			replay(t, body, x.Stream)
		})
	}
	t.Log(replayed, "recordings")
}

func replay(t *testing.T, body string, isStream bool) {
	want := independent(t, body, isStream)
	var got []event.Event
	if !isStream {
		got = newReader(&core.ReadOptions{}).Whole(nil, body)
	} else {
		got = readStream(t, body, 1000)
		require.Equal(t, lines(got), lines(readWith(newReader(&core.ReadOptions{}), frame.SSE, body, 13)))
	}
	requireSane(t, got)
	sum := summarize(got)
	if want.failed {
		require.True(t, sum.failed)
		return
	}
	require.Equal(t, want, sum)
	for _, strict := range []bool{true, false} {
		requireValid(t, got, strict)
	}
}

// summary is what a reply says, put together.
type summary struct {
	Text, Thinking, Refusal map[int]string
	Calls                   []string // names and arguments in order
	Input, Output, Cached   int64
	failed                  bool
}

func summarize(events []event.Event) summary {
	s := summary{Text: map[int]string{}, Thinking: map[int]string{}, Refusal: map[int]string{}}
	at := map[[2]int]int{}
	for _, e := range events {
		raw := rewrite.Unescape(e.Raw)
		switch e.Kind {
		case event.Text:
			s.Text[e.Choice] += raw
		case event.Thinking:
			s.Thinking[e.Choice] += raw
		case event.Refusal:
			s.Refusal[e.Choice] += raw
		case event.ToolCall:
			at[[2]int{e.Choice, e.Index}] = len(s.Calls)
			s.Calls = append(s.Calls, rewrite.Unescape(e.Name)+" ")
		case event.ToolArgs:
			s.Calls[at[[2]int{e.Choice, e.Index}]] += raw
		case event.UsageCount:
			s.Input, s.Output, s.Cached = e.Usage.Input, e.Usage.Output, e.Usage.CacheRead
		case event.Error:
			s.failed = true
		}
	}
	return s
}

type wireMessage struct {
	RawContent       json.RawMessage `json:"content"`
	Refusal          string
	ReasoningContent string                           `json:"reasoning_content"`
	Reasoning        string                           `json:"reasoning"`
	Details          []json.RawMessage                `json:"reasoning_details"`
	FunctionCall     struct{ Name, Arguments string } `json:"function_call"`
	ToolCalls        []struct {
		Index    *int
		ID       string
		Function struct{ Name, Arguments string }
	} `json:"tool_calls"`
}

type wireUsage struct {
	Prompt     int64 `json:"prompt_tokens"`
	Completion int64 `json:"completion_tokens"`
	Total      int64 `json:"total_tokens"`
	Details    struct {
		Cached int64 `json:"cached_tokens"`
	} `json:"prompt_tokens_details"`
	Hit    int64 `json:"prompt_cache_hit_tokens"`
	Cached int64 `json:"cached_tokens"`
	Read   int64 `json:"cache_read_input_tokens"`
}

type wireBody struct {
	Choices []struct {
		Index          int
		Delta, Message *wireMessage
		Error          any
	}
	Usage *wireUsage
	XGroq struct{ Usage *wireUsage } `json:"x_groq"`
	Error any
}

// independent reads the same reply by the book: the whole of it, with encoding/json, in no hurry.
func independent(t *testing.T, body string, isStream bool) summary {
	s := summary{Text: map[int]string{}, Thinking: map[int]string{}, Refusal: map[int]string{}}
	bodies := []string{body}
	if isStream {
		bodies = nil
		for line := range strings.Lines(body) {
			if data, ok := strings.CutPrefix(strings.TrimSpace(line), "data:"); ok && strings.TrimSpace(data) != "[DONE]" {
				bodies = append(bodies, data)
			}
		}
	}
	at := map[[2]int]int{}
	for _, b := range bodies {
		var w wireBody
		require.NoError(t, json.Unmarshal([]byte(b), &w), b)
		s.failed = s.failed || w.Error != nil
		for _, c := range w.Choices {
			s.failed = s.failed || c.Error != nil
			m := c.Delta
			if m == nil {
				m = c.Message
			}
			if m != nil {
				s.add(m, c.Index, isStream, at)
			}
		}
		for _, u := range []*wireUsage{w.XGroq.Usage, w.Usage} {
			if u != nil && u.Prompt+u.Completion > 0 {
				s.Input, s.Output = u.Prompt, max(u.Completion, u.Total-u.Prompt)
				s.Cached = max(u.Details.Cached, u.Hit, u.Cached, u.Read)
				if s.Cached > s.Input {
					s.Input += s.Cached
				}
			}
		}
	}
	return s
}

func (s *summary) add(m *wireMessage, choice int, isStream bool, at map[[2]int]int) {
	put := func(to map[int]string, text string) {
		if text != "" {
			to[choice] += text
		}
	}
	put(s.Refusal, m.Refusal)
	var said any
	if m.RawContent != nil {
		_ = json.Unmarshal(m.RawContent, &said)
	}
	switch content := said.(type) {
	case string:
		put(s.Text, content)
	case []any:
		for _, p := range content {
			part := p.(map[string]any)
			if text, ok := part["text"].(string); ok {
				put(s.Text, text)
			}
			if pieces, ok := part["thinking"].([]any); ok {
				for _, piece := range pieces {
					put(s.Thinking, piece.(map[string]any)["text"].(string))
				}
			}
		}
	case map[string]any:
		put(s.Text, string(m.RawContent))
	}
	details := ""
	for _, raw := range m.Details {
		var d struct{ Text, Summary string }
		_ = json.Unmarshal(raw, &d)
		details += d.Text + d.Summary
	}
	for _, reasoning := range []string{details, m.ReasoningContent, m.Reasoning} {
		if reasoning != "" {
			put(s.Thinking, reasoning)
			break
		}
	}
	if f := m.FunctionCall; f.Name != "" {
		s.Calls = append(s.Calls, f.Name+" "+f.Arguments)
	}
	for i, c := range m.ToolCalls {
		key := [2]int{choice, i}
		if c.Index != nil && isStream {
			key[1] = *c.Index
		}
		if _, known := at[key]; !known {
			at[key] = len(s.Calls)
			s.Calls = append(s.Calls, c.Function.Name+" ")
		}
		s.Calls[at[key]] += c.Function.Arguments
	}
}

func recorded(t *testing.T, file string) string {
	raw, err := os.ReadFile(filepath.Join(fixtures, file))
	require.NoError(t, err)
	var x struct{ Response struct{ Body string } }
	require.NoError(t, json.Unmarshal(raw, &x))
	return x.Response.Body
}
