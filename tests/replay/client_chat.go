package replay

import "slices"

// chatClient is OpenAI's SDK at /v1/chat/completions.
func chatClient(h heard, stream bool) *client {
	c := newClient()
	switch {
	case h.status >= 400:
		c.failed(h.body, false)
	case stream:
		(&chatStream{client: c, calls: map[[2]int]*Call{}}).read(h.body)
	default:
		c.chatWhole(c.object(h.body))
	}
	for _, choice := range c.said.Choices {
		choice.Cited = isCited(h.body)
	}
	return c
}

var chatFinishes = []string{"stop", "length", "tool_calls", "content_filter"}

func (c *client) chatWhole(o object) {
	c.must(o.text("object") == "chat.completion", "object is %v", o["object"])
	c.word(o, "id")
	c.word(o, "model")
	c.count(o, "created")
	for i, raw := range c.items(o, "choices") {
		c.must(c.count(raw, "index") == int64(i), "choices[%d].index is %v", i, raw["index"])
		m := raw.at("message")
		c.must(m.text("role") == "assistant", "role is %v", m["role"])
		_, has := m["content"]
		c.must(has, "a message without content")
		choice := c.said.choice(i)
		choice.Text, choice.Refusal = m.text("content"), m.text("refusal")
		choice.Thinking, choice.Media = m.text("reasoning_content"), chatMedia(m)
		for _, call := range m.each("tool_calls") {
			f := call.at("function")
			c.must(call.text("type") == "function", "a call's type is %v", call["type"])
			_, isText := f["arguments"].(string)
			c.must(isText, "arguments are no string: %v", f["arguments"])
			choice.call(c.word(call, "id"), c.word(f, "name"), f.text("arguments"))
		}
		c.chatFinish(choice, raw)
	}
	if o["usage"] != nil {
		c.said.Usage = c.chatUsage(o.at("usage"))
	}
	c.said.Ended = true
}

func chatMedia(m object) (count int) {
	for _, block := range m.each("content_blocks") {
		if block["image_url"] != nil || block.at("delta")["image_url"] != nil {
			count++
		}
	}
	if m.at("audio").text("data") != "" {
		count++
	}
	return count
}

func (c *client) chatFinish(choice *Choice, raw object) {
	word := c.word(raw, "finish_reason")
	c.must(slices.Contains(chatFinishes, word), "finish_reason is %q", word)
	choice.finish(word, words)
}

func (c *client) chatUsage(o object) *Usage {
	u := &Usage{In: c.count(o, "prompt_tokens"), Out: c.count(o, "completion_tokens")}
	c.must(c.count(o, "total_tokens") == u.In+u.Out, "total_tokens is %v of %d and %d", o["total_tokens"], u.In, u.Out)
	u.Cached = o.at("prompt_tokens_details").count("cached_tokens")
	u.Reasoning = o.at("completion_tokens_details").count("reasoning_tokens")
	return u
}

// chatStream is a stream of chunks on its way.
type chatStream struct {
	*client
	id       string
	calls    map[[2]int]*Call
	hasEnded bool
}

func (s *chatStream) read(body string) {
	s.serverEvents(body, func(_, data string) {
		s.must(!s.hasEnded, "a chunk after [DONE]")
		if data == "[DONE]" {
			s.hasEnded, s.said.Ended = true, true
			return
		}
		s.chunk(s.object(data), data)
	})
	s.must(s.hasEnded || s.said.Failure != "", "no [DONE]")
	for _, c := range s.said.Choices {
		s.must(c.Finish != "" || s.said.Failure != "", "choices[%d] has no finish_reason", c.Index)
	}
}

func (s *chatStream) chunk(o object, data string) {
	if o["error"] != nil {
		s.failed(data, false)
		s.hasEnded = true
		return
	}
	s.must(o.text("object") == "chat.completion.chunk", "object is %v", o["object"])
	id := s.word(o, "id")
	s.must(s.id == "" || s.id == id, "the id changes from %s to %s", s.id, id)
	s.id = id
	s.word(o, "model")
	s.count(o, "created")
	for _, raw := range s.items(o, "choices") {
		s.piece(raw)
	}
	if u := o.at("usage"); u != nil {
		s.must(len(o.each("choices")) == 0, "usage beside choices")
		s.said.Usage = s.chatUsage(u)
	}
}

func (s *chatStream) piece(raw object) {
	index := int(s.count(raw, "index"))
	known := len(s.said.Choices)
	c := s.said.choice(index)
	d := raw.at("delta")
	s.must(d != nil, "a choice without delta")
	s.must(len(s.said.Choices) == known || d.text("role") == "assistant", "choices[%d] begins without its role", index)
	s.must(c.Finish == "", "choices[%d] goes on after its finish_reason", index)
	c.Text += d.text("content")
	c.Refusal += d.text("refusal")
	c.Thinking += d.text("reasoning_content")
	c.Media += chatMedia(d)
	for _, call := range d.each("tool_calls") {
		s.callPiece(c, call)
	}
	if raw["finish_reason"] != nil {
		s.chatFinish(c, raw)
	}
}

func (s *chatStream) callPiece(c *Choice, raw object) {
	key := [2]int{c.Index, int(s.count(raw, "index"))}
	f := raw.at("function")
	if call := s.calls[key]; call != nil {
		s.must(f["name"] == nil && raw["id"] == nil, "a call is opened twice")
		call.Args += f.text("arguments")
		return
	}
	s.must(key[1] == len(c.Calls), "call %d comes as number %d", key[1], len(c.Calls))
	s.must(raw.text("type") == "function", "a call's type is %v", raw["type"])
	s.calls[key] = c.call(s.word(raw, "id"), s.word(f, "name"), f.text("arguments"))
}
