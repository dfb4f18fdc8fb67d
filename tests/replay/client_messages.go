package replay

import (
	"encoding/json"
	"maps"
	"slices"
)

// messagesClient is Anthropic's SDK at /v1/messages.
func messagesClient(h heard, stream bool) *client {
	c := newClient()
	switch {
	case h.status >= 400:
		c.failed(h.body, true)
	case stream:
		(&messagesStream{client: c, choice: c.said.choice(0), open: map[int]*openBlock{}}).read(h.body)
	default:
		c.messagesWhole(c.object(h.body))
	}
	for _, choice := range c.said.Choices {
		choice.Cited = isCited(h.body)
	}
	return c
}

var stopReasons = []string{"end_turn", "max_tokens", "stop_sequence", "tool_use", "pause_turn", "refusal", "model_context_window_exceeded"}

func (c *client) messagesHead(o object) []object {
	c.word(o, "id")
	c.word(o, "model")
	c.must(o.text("type") == "message", "type is %v", o["type"])
	c.must(o.text("role") == "assistant", "role is %v", o["role"])
	return c.items(o, "content")
}

func (c *client) messagesWhole(o object) {
	choice := c.said.choice(0)
	for _, b := range c.messagesHead(o) {
		switch b.text("type") {
		case "text":
			choice.Text += c.word(b, "text")
		case "thinking":
			choice.Thinking += b.text("thinking")
			_, signed := b["signature"].(string)
			c.must(signed, "thinking without a signature")
		case "tool_use":
			_, isObject := b["input"].(map[string]any)
			_, isText := b["input"].(string) // what no parser takes: see providers/anthropic
			c.must(isObject || isText, "input is %v", b["input"])
			args := b.text("input")
			if isObject {
				args = encode(b["input"])
			}
			choice.call(c.word(b, "id"), c.word(b, "name"), args)
		case "image", "audio":
			choice.Media++
		default:
			c.word(b, "type")
		}
	}
	c.stopReason(o)
	c.said.Usage, c.said.Ended = c.messagesUsage(o.at("usage")), true
}

func (c *client) stopReason(o object) {
	word := c.word(o, "stop_reason")
	c.must(slices.Contains(stopReasons, word), "stop_reason is %q", word)
	_, has := o["stop_sequence"]
	c.must(has, "no stop_sequence")
	c.said.choice(0).finish(word, words)
}

func (c *client) messagesUsage(u object) *Usage {
	cached := u.count("cache_read_input_tokens")
	return &Usage{
		In:  c.count(u, "input_tokens") + cached + u.count("cache_creation_input_tokens"),
		Out: c.count(u, "output_tokens"), Cached: cached, Reasoning: u.at("output_tokens_details").count("thinking_tokens"),
	}
}

// messagesStream is a stream of events on its way.
type messagesStream struct {
	*client
	choice   *Choice
	begun    bool
	blocks   int
	open     map[int]*openBlock
	hasEnded bool
	torn     string // input that is no JSON
	usage    object // that of message_start, and over it that of message_delta
}

type openBlock struct {
	kind string
	call *Call
}

func (s *messagesStream) read(body string) {
	s.serverEvents(body, func(name, data string) {
		o := s.object(data)
		s.must(name == o.text("type"), "event %q has the type %v", name, o["type"])
		s.must(!s.hasEnded, "%s after the end", name)
		s.must(s.begun || name == "message_start" || name == "error" || name == "ping", "%s before message_start", name)
		if o != nil {
			s.event(name, o, data)
		}
	})
	s.must(s.hasEnded, "no message_stop")
	s.must(s.torn == "" || s.choice.Finish == Length, "input is not JSON: %.80q", s.torn) // a limit may cut it
}

func (s *messagesStream) event(name string, o object, data string) {
	switch name {
	case "message_start":
		s.must(!s.begun, "a second message_start")
		s.begun = true
		m := o.at("message")
		s.must(len(s.messagesHead(m)) == 0, "message_start has content")
		s.usage = object(maps.Clone(m.at("usage")))
		s.messagesUsage(s.usage)
	case "content_block_start":
		s.start(int(s.count(o, "index")), o.at("content_block"))
	case "content_block_delta":
		s.delta(int(s.count(o, "index")), o.at("delta"))
	case "content_block_stop":
		s.stop(int(s.count(o, "index")))
	case "message_delta":
		s.must(len(s.open) == 0, "message_delta within a block")
		s.stopReason(o.at("delta"))
		for key, value := range o.at("usage") {
			s.usage[key] = value
		}
		s.said.Usage = s.messagesUsage(s.usage)
	case "message_stop":
		s.must(s.choice.Finish != "", "message_stop before message_delta")
		s.hasEnded, s.said.Ended = true, true
	case "error":
		s.failed(data, true)
		s.hasEnded = true
	default:
		s.must(name == "ping", "an event called %q", name)
	}
}

func (s *messagesStream) start(index int, b object) {
	s.must(index == s.blocks, "block %d comes as number %d", index, s.blocks)
	s.blocks++
	open := &openBlock{kind: s.word(b, "type")}
	s.open[index] = open
	switch open.kind {
	case "text":
		s.choice.Text += b.text("text")
	case "thinking":
		s.choice.Thinking += b.text("thinking")
	case "tool_use":
		s.must(len(b.at("input")) == 0 && b.at("input") != nil, "a block begins with input %v", b["input"])
		open.call = s.choice.call(s.word(b, "id"), s.word(b, "name"), "")
	case "image", "audio":
		s.choice.Media++
	}
}

func (s *messagesStream) delta(index int, d object) {
	b := s.open[index]
	if b == nil {
		s.must(false, "a delta of block %d, which is not open", index)
		return
	}
	switch kind := s.word(d, "type"); {
	case kind == "text_delta" && b.kind == "text":
		s.choice.Text += d.text("text")
	case kind == "thinking_delta" && b.kind == "thinking":
		s.choice.Thinking += d.text("thinking")
	case kind == "input_json_delta" && b.call != nil:
		b.call.Args += d.text("partial_json")
	case kind == "citations_delta" && b.kind == "text", kind == "signature_delta" && b.kind == "thinking":
	case b.kind == "server_tool_use" || b.kind == "mcp_tool_use":
	default:
		s.must(false, "%s in a block of %s", kind, b.kind)
	}
}

func (s *messagesStream) stop(index int) {
	b := s.open[index]
	s.must(b != nil, "block %d is closed and not open", index)
	if b != nil && b.call != nil && b.call.Args != "" && !json.Valid([]byte(b.call.Args)) {
		s.torn = b.call.Args
	}
	delete(s.open, index)
}
