package replay

import "strings"

// Wire reads a reply that was recorded: its JSON values in order, one for a buffered reply.
type Wire func(s *Said, frames []object)

// Read is what the provider said in r.
func (w Wire) Read(r *Recording) *Said {
	said := &Said{Ended: !r.Stream}
	w(said, frames(r.Response.Body, r.Response.Headers["content-type"]))
	said.Ended = said.Ended || strings.Contains(r.Response.Body, "data: [DONE]") || strings.Contains(r.Response.Body, "data:[DONE]")
	if !said.Ended && said.Failure == "" {
		said.Failure = cut
	}
	return said.settle()
}

// cut stands for the failure of a reply that broke off without a word.
const cut = "(cut)"

// The words in which providers of every wire end a choice; no word means two things. Where they were read:
// platform.openai.com/docs/api-reference/chat/object, platform.claude.com/docs/en/api/handling-stop-reasons,
// ai.google.dev/api/generate-content#FinishReason, docs.aws.amazon.com/bedrock/latest/APIReference (Converse),
// docs.cohere.com/reference/chat, and the traffic itself; read 2026-11-25.
var words = map[string]Finish{
	"stop": Stopped, "end_turn": Stopped, "stop_sequence": Stopped, "complete": Stopped, "finish": Stopped, "eos": Stopped,
	"eos_token": Stopped, "endoftext": Stopped, "completed": Stopped, "finished": Stopped, "succeeded": Stopped,
	"length": Length, "max_tokens": Length, "model_length": Length, "max_output_tokens": Length, "maximum_tokens": Length,
	"model_context_window_exceeded": Length,
	"tool_calls":                    Calling, "tool_use": Calling, "tool_call": Calling, "function_call": Calling,
	"content_filter": Filtered, "content_filtered": Filtered, "guardrail_intervened": Filtered, "refusal": Filtered,
	"safety": Filtered, "recitation": Filtered, "prohibited_content": Filtered, "blocklist": Filtered, "sensitive": Filtered,
	"spii": Filtered, "image_safety": Filtered, "error_toxic": Filtered,
}

// unfinished are the words of providers that say in every chunk that more will come.
var unfinished = map[string]bool{"": true, "null": true, "not_finished": true, "finish_reason_unspecified": true}

// chatWire is OpenAI's chat completions and completions, as all that speak them do. Reasoning is where each has it; the
// richest place is read.
//
// https://platform.openai.com/docs/api-reference/chat (read 2026-11-21), recorded traffic.
func chatWire(s *Said, frames []object) {
	for _, f := range frames {
		if message := failureIn(f); message != "" {
			s.Failure = message
		}
		for _, raw := range f.each("choices") {
			chatChoice(s, raw)
		}
		for _, u := range []object{f.at("usage"), f.at("x_groq").at("usage")} {
			if usage := chatUsage(u); usage != nil {
				s.Usage = usage
				break
			}
		}
	}
	finished := len(s.Choices) > 0
	for _, c := range s.Choices {
		finished = finished && c.Finish != ""
		if c.Finish == "" {
			c.Finish = Stopped
		}
	}
	s.Ended = s.Ended || finished
}

func chatChoice(s *Said, raw object) {
	if message := failureIn(raw); message != "" {
		s.Failure = message
	}
	c := s.choice(int(raw.count("index")))
	message := raw.at("delta")
	if message == nil {
		message = raw.at("message")
	}
	c.Text += raw.text("text")
	chatMessage(c, message)
	if usage := chatUsage(raw.at("usage")); usage != nil {
		s.Usage = usage
	}
	if word := raw.text("finish_reason"); !unfinished[word] && c.Finish == "" {
		c.finish(word, words)
		if word == "error" || word == "network_error" {
			s.Failure = cut
		}
	}
}

func chatMessage(c *Choice, m object) {
	switch content := m["content"].(type) {
	case string:
		c.Text += content
	case map[string]any:
		c.Text += encode(content)
	case []any:
		for _, part := range m.each("content") {
			c.Text += part.text("text")
			for _, thought := range part.each("thinking") {
				c.Thinking += thought.text("text")
			}
		}
	}
	c.Refusal += m.text("refusal")
	details := ""
	for _, d := range m.each("reasoning_details") {
		details += d.text("text") + d.text("summary")
	}
	c.Thinking += first(details, m.text("reasoning_content"), m.text("reasoning"))
	c.Media += len(m.each("images"))
	if audio := m.at("audio"); audio.text("data") != "" {
		c.Media++
	}
	c.Cited = c.Cited || len(list(m["annotations"])) > 0
	if f := m.at("function_call"); f.text("name")+f.text("arguments") != "" {
		chatCall(c, object{"index": 0.0, "function": map[string]any(f)}, 0)
	}
	for i, call := range m.each("tool_calls") {
		chatCall(c, call, i)
	}
}

// chatCall takes a piece of a call. A piece with a name of its own begins another, unless its provider repeats itself.
func chatCall(c *Choice, raw object, position int) {
	f := raw.at("function")
	if f == nil { // DeepSeek's and OpenAI's custom tools
		f = raw.at("custom")
	}
	at := position
	if index, ok := raw["index"].(float64); ok {
		at = int(index)
	}
	args := first(f.text("arguments"), f.text("input"))
	if o, ok := f["arguments"].(map[string]any); ok {
		args = encode(o)
	}
	id := raw.text("id")
	if at < len(c.Calls) && (f.text("name") == "" || id == "" || id == c.Calls[at].ID) && raw["index"] != nil {
		c.Calls[at].Args += args
		return
	}
	c.call(id, f.text("name"), args)
}

// chatUsage reads a usage object; nil when it counts nothing. What total_tokens has above the sum was left out of one of
// the two: the cached tokens, or else the reasoning.
func chatUsage(o object) *Usage {
	details := o.at("prompt_tokens_details")
	u := &Usage{In: o.count("prompt_tokens"), Out: o.count("completion_tokens")}
	u.Cached = max(details.count("cached_tokens"), o.count("prompt_cache_hit_tokens"), o.count("cached_tokens"), o.count("cache_read_input_tokens"))
	u.Reasoning = max(o.at("completion_tokens_details").count("reasoning_tokens"), o.count("reasoning_tokens"))
	written := max(details.count("cache_write_tokens"), o.count("cache_creation_input_tokens"))
	switch rest := o.count("total_tokens") - u.In - u.Out; {
	case u.Cached > u.In: // Grok at Azure: the prompt is what was not cached
		u.In += u.Cached + written
	case rest <= 0:
	case rest == u.Cached+written:
		u.In += rest
	default:
		u.Out += rest
		u.Reasoning = max(u.Reasoning, rest)
	}
	if *u == (Usage{}) {
		return nil
	}
	return u
}

// failureIn is the message of an error in a reply of status 200.
func failureIn(o object) string {
	switch e := o["error"].(type) {
	case string:
		return e
	case map[string]any:
		if len(e) > 0 {
			return first(object(e).text("message"), cut)
		}
	}
	if o.text("event") == "error" {
		return first(o.text("message"), cut)
	}
	return ""
}
