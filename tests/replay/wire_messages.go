package replay

// messagesWire is Anthropic's Messages.
//
// https://platform.claude.com/docs/en/api/messages, …/docs/en/build-with-claude/streaming (read 2026-11-21)
func messagesWire(s *Said, frames []object) {
	c := s.choice(0)
	m := &messagesFold{said: s, choice: c, usage: object{}}
	for _, f := range frames {
		m.take(f)
	}
	if len(m.usage) > 0 {
		s.Usage = m.counted()
	}
}

type messagesFold struct {
	said   *Said
	choice *Choice
	open   map[int]*Call
	usage  object
}

func (m *messagesFold) take(f object) {
	switch f.text("type") {
	case "message":
		m.head(f)
		for i, block := range f.each("content") {
			m.block(i, block)
		}
		m.choice.finish(f.text("stop_reason"), words)
		m.said.Ended = true
	case "message_start":
		m.head(f.at("message"))
	case "content_block_start":
		m.block(int(f.count("index")), f.at("content_block"))
	case "content_block_delta":
		m.delta(int(f.count("index")), f.at("delta"))
	case "message_delta":
		m.choice.finish(f.at("delta").text("stop_reason"), words)
		m.count(f.at("usage"))
	case "message_stop":
		m.said.Ended = true
	case "error":
		m.said.Failure = first(f.at("error").text("message"), cut)
	}
}

func (m *messagesFold) head(message object) { m.count(message.at("usage")) }

func (m *messagesFold) count(usage object) {
	for key, value := range usage {
		if value != nil {
			m.usage[key] = value
		}
	}
}

// block takes a block as it stands; a streamed one is empty then. Blocks of tools that ran at the provider are no calls.
func (m *messagesFold) block(index int, b object) {
	c := m.choice
	switch b.text("type") {
	case "text":
		c.Text += b.text("text")
		c.Cited = c.Cited || len(list(b["citations"])) > 0
	case "thinking":
		c.Thinking += b.text("thinking")
	case "tool_use":
		args := ""
		if input := b.at("input"); len(input) > 0 {
			args = encode(map[string]any(input))
		}
		if m.open == nil {
			m.open = map[int]*Call{}
		}
		m.open[index] = c.call(b.text("id"), b.text("name"), args)
	case "image", "audio":
		c.Media++
	}
}

func (m *messagesFold) delta(index int, d object) {
	c := m.choice
	switch d.text("type") {
	case "text_delta":
		c.Text += d.text("text")
	case "thinking_delta":
		c.Thinking += d.text("thinking")
	case "citations_delta":
		c.Cited = true
	case "input_json_delta":
		if call := m.open[index]; call != nil {
			call.Args += d.text("partial_json")
		}
	}
}

func (m *messagesFold) counted() *Usage {
	u := m.usage
	cached := u.count("cache_read_input_tokens")
	return &Usage{
		In:        u.count("input_tokens") + cached + u.count("cache_creation_input_tokens"),
		Out:       u.count("output_tokens"),
		Cached:    cached,
		Reasoning: u.at("output_tokens_details").count("thinking_tokens"),
	}
}
