package responses

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
)

// Recorded traffic lies beside the repository, not in it. Where it is missing these tests have nothing to replay.
const fixtures = "../../../shared/fixtures"

// recording is a recorded exchange, as far as it matters here.
type recording struct {
	File   string
	Stream bool
	Status int

	Request  struct{ Body json.RawMessage } // an object, or its text
	Response struct{ Body string }
}

// asked is the request's body, "" when it was not recorded.
func (r *recording) asked() string {
	var text string
	if json.Unmarshal(r.Request.Body, &text) == nil {
		return text
	}
	return string(r.Request.Body)
}

// notResponses is a chat completion that Azure once gave at this endpoint.
const notResponses = "azure-responses/responses-reasoning_output-a18c72.json"

// eachRecording visits the recorded exchanges of this dialect.
func eachRecording(t *testing.T, visit func(t *testing.T, r recording)) {
	index, err := os.ReadFile(filepath.Join(fixtures, "index.json"))
	if err != nil {
		t.Log("no recordings at", fixtures)
		return
	}
	var list struct {
		Fixtures []struct {
			Endpoint, File string
			Stream         bool
			Status         int
		}
	}
	require.NoError(t, json.Unmarshal(index, &list))
	n := 0
	for _, x := range list.Fixtures {
		if x.Endpoint != "responses" {
			continue
		}
		n++
		raw, err := os.ReadFile(filepath.Join(fixtures, x.File))
		require.NoError(t, err)
		r := recording{File: x.File, Stream: x.Stream, Status: x.Status}
		require.NoError(t, json.Unmarshal(raw, &r))
		r.File, r.Status = x.File, x.Status
		t.Run(x.File, func(t *testing.T) { visit(t, r) })
	}
	t.Log(n, "recordings")
}

// told is what a reply says, decoded. Texts of one kind stand behind one another.
type told struct {
	ID, Model, Text, Refusal, Thinking, Seals, Reason string
	Calls                                             []call
	Images, Annotations, Others                       int
	Usage                                             event.Usage
}

type call struct{ ID, Name, Arguments string }

// response is what encoding/json makes of one.
type response struct {
	ID, Model, Status string
	Output            []struct {
		ID, Type, Name string
		Arguments      any    // of a tool search an object
		CallID         string `json:"call_id"`
		Encrypted      string `json:"encrypted_content"`
		Summary        []struct{ Text string }
		Content        []struct {
			Type, Text, Refusal string
			Annotations         []any
		}
	}
	Details *struct{ Reason string } `json:"incomplete_details"`
	Error   any
	Usage   *struct {
		Input  int64            `json:"input_tokens"`
		Output int64            `json:"output_tokens"`
		Total  int64            `json:"total_tokens"`
		In     map[string]int64 `json:"input_tokens_details"`
		Out    map[string]int64 `json:"output_tokens_details"`
	}
}

func TestRecordedReplies(t *testing.T) {
	eachRecording(t, func(t *testing.T, r recording) {
		body := r.Response.Body
		switch {
		case r.Status >= 300:
			f := core.Fault{}
			readFault(&f, body)
			require.NotEmpty(t, f.Message)
			require.NotContains(t, f.Message, "{", "the message was found")
		case r.File == notResponses:
			events := newReader(nil).Whole(nil, body)
			require.Equal(t, event.Error, events[len(events)-1].Kind)
		case r.Stream:
			want := expect(assemble(t, body))
			require.Equal(t, want, tell(t, stream(body, len(body))))
			for _, size := range []int{1, 7, 1000} {
				require.Equal(t, want, tell(t, stream(body, size)), size)
			}
			requireRoundTrip(t, r.asked(), stream(body, 4096), want)
		default:
			var w response
			require.NoError(t, json.Unmarshal([]byte(body), &w))
			require.Equal(t, expect(w), tell(t, newReader(nil).Whole(nil, body)))
			requireRoundTrip(t, r.asked(), newReader(nil).Whole(nil, body), expect(w))
		}
	})
}

// requireRoundTrip writes events as a client of ours gets them, streamed and buffered, and reads them again.
func requireRoundTrip(t *testing.T, request string, events []event.Event, want told) {
	t.Helper()
	for _, isStream := range []bool{true, false} {
		o := core.WriteOptions{ID: "chatcmpl-7", Stream: isStream, Created: 7, Body: request}
		out := write(&o, events)
		var again []event.Event
		if isStream {
			requireOrder(t, out)
			again = stream(out, 100)
		} else {
			require.True(t, json.Valid([]byte(out)), out)
			again = newReader(nil).Whole(nil, out)
		}
		got := tell(t, again)
		if !strings.HasPrefix(want.ID, "resp_") {
			want.ID = "resp_7"
		}
		got.Seals = unsealed(got.Seals)
		w := want
		w.Seals = unsealed(w.Seals)
		require.Equal(t, w, got)
	}
}

// unsealed leaves of seals what a provider of this dialect gave: the item's id is another behind the writer.
func unsealed(seals string) string {
	var out []string
	for seal := range strings.SplitSeq(seals, "\n") {
		for strings.HasPrefix(seal, ourSeal) {
			_, seal, _ = openSeal(seal)
			seal = strings.TrimPrefix(strings.TrimPrefix(seal, signatureSeal), redactedSeal)
		}
		out = append(out, seal)
	}
	return strings.Join(out, "\n")
}

// assemble makes a response of a stream: the last event has it, with seals that are made anew, so that the output is what the
// items' ends say. (OpenAI's own service for ChatGPT has it there alone.)
func assemble(t *testing.T, body string) (w response) {
	items := []json.RawMessage{}
	for line := range strings.Lines(body) {
		data, ok := strings.CutPrefix(line, "data:")
		if !ok || strings.TrimSpace(data) == "[DONE]" {
			continue
		}
		var p struct {
			Type     string
			Item     json.RawMessage
			Response json.RawMessage
		}
		require.NoError(t, json.Unmarshal([]byte(data), &p))
		switch p.Type {
		case "response.output_item.done":
			items = append(items, p.Item)
		case "response.completed", "response.incomplete", "response.failed":
			require.NoError(t, json.Unmarshal(p.Response, &w))
		}
	}
	if len(items) > 0 {
		w.Output = nil
		list, err := json.Marshal(items)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(list, &w.Output))
	}
	return w
}

func expect(r response) told {
	w := told{ID: r.ID, Model: r.Model}
	for _, o := range r.Output {
		switch o.Type {
		case "message":
			for _, p := range o.Content {
				w.Text += p.Text
				w.Refusal += p.Refusal
				w.Annotations += len(p.Annotations)
			}
		case "reasoning":
			var parts []string
			for _, p := range o.Summary {
				parts = append(parts, p.Text)
			}
			for _, p := range o.Content {
				if len(o.Summary) == 0 {
					parts = append(parts, p.Text)
				}
			}
			w.Thinking += strings.Join(parts, "\n\n")
			if o.Encrypted != "" {
				w.Seals += sealOf(o.ID, o.Encrypted) + "\n"
			}
		case "function_call":
			w.Calls = append(w.Calls, call{o.CallID, o.Name, o.Arguments.(string)})
		case "image_generation_call":
			w.Images++
		default:
			w.Others++
		}
	}
	switch {
	case r.Status == "incomplete":
		w.Reason = r.Details.Reason
	default:
		w.Reason = "completed"
	}
	if u := r.Usage; u != nil {
		w.Usage = event.Usage{Input: u.Input, Output: u.Output, Total: u.Total, CacheRead: u.In["cached_tokens"],
			CacheWrite: u.In["cache_write_tokens"], Reasoning: u.Out["reasoning_tokens"]}
	}
	return w
}

// tell decodes events. An error among them fails the test.
func tell(t *testing.T, events []event.Event) (w told) {
	t.Helper()
	for i, e := range events {
		raw := decode(t, e)
		switch e.Kind {
		case event.Start:
			require.Zero(t, i, "it opens the reply")
			w.ID, w.Model = e.ID, e.Name
		case event.Text:
			w.Text += raw
		case event.Refusal:
			w.Refusal += raw
		case event.Thinking:
			w.Thinking += raw
		case event.Signature, event.Redacted:
			w.Seals += raw + "\n"
		case event.ToolCall:
			require.Equal(t, len(w.Calls), e.Index, "calls are counted from 0")
			w.Calls = append(w.Calls, call{ID: e.ID, Name: e.Name})
		case event.ToolArgs:
			w.Calls[e.Index].Arguments += raw
		case event.Media:
			w.Images++
		case event.Extra:
			var list []any
			if e.Name != logprobs {
				require.NoError(t, json.Unmarshal([]byte(e.Raw), &list))
			}
			switch e.Name {
			case annotations:
				w.Annotations += len(list)
			case outputItems:
				w.Others += len(list)
			}
		case event.Finish:
			w.Reason = raw
			require.NotEqual(t, event.NoReason, e.Reason, raw)
		case event.UsageCount:
			w.Usage = e.Usage
		case event.Error:
			require.Fail(t, "an error", "%+v", e)
		}
	}
	return w
}

func decode(t *testing.T, e event.Event) (text string) {
	t.Helper()
	if e.Kind == event.Extra {
		require.True(t, json.Valid([]byte(e.Raw)))
		return e.Raw
	}
	require.NoError(t, json.Unmarshal([]byte(`"`+e.Raw+`"`), &text))
	return text
}

// stream reads a streamed body in pieces of a size. The events' strings are copies.
func stream(body string, size int) (events []event.Event) {
	r := newReader(&core.ReadOptions{})
	s := frame.New(frame.SSE, 0)
	read := func(f frame.Frame) {
		for _, e := range r.Frame(nil, f) {
			e.Raw, e.ID, e.Name = strings.Clone(e.Raw), strings.Clone(e.ID), strings.Clone(e.Name)
			events = append(events, e)
		}
	}
	for len(body) > 0 {
		n := min(max(size, 1), len(body))
		s.Feed(body[:n])
		for f, ok := s.Next(); ok; f, ok = s.Next() {
			read(f)
		}
		body = body[n:]
	}
	if f, ok := s.End(); ok {
		read(f)
	}
	return r.End(events)
}

// write is the reply that a client gets.
func write(o *core.WriteOptions, events []event.Event) string {
	w := newWriter(o)
	var out []byte
	for i := range events {
		out = w.Event(out, &events[i])
	}
	return string(w.End(out))
}

// requireOrder checks the grammar of a stream: numbers from 0, everything that is added is done, the last response is what
// the items were.
func requireOrder(t *testing.T, out string) {
	t.Helper()
	sequence := 0
	var open, done []string
	var last map[string]any
	for block := range strings.SplitSeq(strings.TrimSuffix(out, "\n\n"), "\n\n") {
		name, data, ok := strings.Cut(block, "\n")
		require.True(t, ok, block)
		var e map[string]any
		require.NoError(t, json.Unmarshal([]byte(strings.TrimPrefix(data, "data: ")), &e), data)
		require.Equal(t, "event: "+e["type"].(string), name)
		require.EqualValues(t, sequence, e["sequence_number"])
		sequence++
		switch e["type"] {
		case "response.output_item.added":
			require.EqualValues(t, len(open), e["output_index"])
			open = append(open, e["item"].(map[string]any)["id"].(string))
		case "response.output_item.done":
			item, err := json.Marshal(e["item"])
			require.NoError(t, err)
			for len(done) <= int(e["output_index"].(float64)) {
				done = append(done, "")
			}
			done[int(e["output_index"].(float64))] = string(item)
		case "response.created", "response.in_progress", "response.completed", "response.incomplete":
			last = e["response"].(map[string]any)
		default:
			if id, has := e["item_id"]; has {
				require.Equal(t, open[int(e["output_index"].(float64))], id)
			}
		}
	}
	var output []string
	for _, item := range last["output"].([]any) {
		raw, err := json.Marshal(item)
		require.NoError(t, err)
		output = append(output, string(raw))
	}
	require.Equal(t, done, output)
}

func TestRecordedRequests(t *testing.T) {
	eachRecording(t, func(t *testing.T, r recording) {
		body := r.asked()
		if body == "" || body == "null" {
			return
		}
		asked := core.Request{Body: body, Strict: true}
		inHub, fault := hub(nil, &asked)
		if isRefused(t, body) {
			require.NotNil(t, fault)
			return
		}
		require.Nil(t, fault)
		require.True(t, json.Valid(inHub), "%s", inHub)
		again := core.Request{Body: string(inHub), Stream: strings.Contains(body, `"stream":true`) || strings.Contains(body, `"stream": true`)}
		out, fault := appendRequest(nil, &again)
		require.Nil(t, fault)
		for _, dropped := range again.Dropped() {
			require.Equal(t, "messages[].content_blocks[].thinking", dropped, "all but reasoning that nobody sealed")
		}
		require.Equal(t, plainRequest(t, body), plainRequest(t, string(out)), "%s", out)
	})
}

// isRefused reports that a request asks for what OpenAI keeps.
func isRefused(t *testing.T, body string) bool {
	var w map[string]any
	require.NoError(t, json.Unmarshal([]byte(body), &w))
	return w["previous_response_id"] != nil || w["prompt"] != nil
}

// plainRequest is a request without what another provider's would not have, in one of the several ways to say it: content
// of one text as a string, developers as the system, the first system message as instructions.
func plainRequest(t *testing.T, body string) map[string]any {
	var w map[string]any
	require.NoError(t, json.Unmarshal([]byte(body), &w))
	for _, key := range []string{"store", "max_tool_calls", "prompt_cache_options", "include"} {
		delete(w, key)
	}
	if w["instructions"] == "" {
		delete(w, "instructions")
	}
	if w["stream"] == false {
		delete(w, "stream")
	}
	if effort, ok := w["reasoning"].(map[string]any); ok {
		delete(effort, "summary")
		delete(effort, "context")
		if len(effort) == 0 {
			delete(w, "reasoning")
		}
	}
	var items []any
	if text, ok := w["input"].(string); ok {
		w["input"] = []any{map[string]any{"role": "user", "content": text}}
	}
	for _, raw := range w["input"].([]any) {
		if item := plainItem(raw.(map[string]any)); item != nil {
			items = append(items, item)
		}
	}
	if first, ok := items[0].(map[string]any); ok && w["instructions"] == nil && first["role"] == "system" {
		w["instructions"] = first["content"]
		items = items[1:]
	}
	w["input"] = items
	var tools []any
	list, _ := w["tools"].([]any)
	for _, raw := range list {
		tool := raw.(map[string]any)
		delete(tool, "defer_loading")
		delete(tool, "function")
		if tool["strict"] == false || tool["strict"] == nil {
			delete(tool, "strict")
		}
		if tool["description"] == nil {
			delete(tool, "description")
		}
		if tool["type"] == "function" {
			tools = append(tools, tool)
		}
	}
	w["tools"] = tools
	if len(tools) == 0 {
		delete(w, "tools")
		delete(w, "tool_choice")
		delete(w, "parallel_tool_calls")
	}
	return w
}

// plainItem is nil for what only OpenAI, or only who sealed it, can read.
func plainItem(item map[string]any) map[string]any {
	delete(item, "id")
	delete(item, "status")
	delete(item, "phase")
	delete(item, "namespace")
	switch item["type"] {
	case "function_call", "function_call_output":
		return item
	case nil, "message":
		delete(item, "type")
	default:
		return nil
	}
	if item["role"] == "developer" {
		item["role"] = "system"
	}
	if parts, ok := item["content"].([]any); ok {
		for _, p := range parts {
			for _, key := range []string{"annotations", "logprobs", "prompt_cache_breakpoint"} {
				delete(p.(map[string]any), key)
			}
		}
		if text, ok := parts[0].(map[string]any)["text"].(string); ok && len(parts) == 1 {
			item["content"] = text
		}
	}
	return item
}
