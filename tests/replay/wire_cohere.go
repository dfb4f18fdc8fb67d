package replay

// cohereWire is Cohere's chat, version 2 and 1, and its generate: told apart by their members.
//
// https://docs.cohere.com/reference/chat, …/chat-stream, …/chat-v1, …/generate (read 2026-11-25)
func cohereWire(s *Said, frames []object) {
	c := s.choice(0)
	for _, f := range frames {
		switch {
		case f["event_type"] != nil:
			cohereOldEvent(s, c, f)
		case f["type"] != nil && f["delta"] != nil || f.text("type") == "content-end":
			cohereEvent(s, c, f)
		case f["message"] != nil && f["finish_reason"] != nil:
			cohereMessage(s, c, f)
		default:
			cohereOldWhole(s, c, f)
		}
		if message := failureIn(f); message != "" {
			s.Failure = message
		}
	}
}

func cohereEvent(s *Said, c *Choice, f object) {
	delta := f.at("delta")
	m := delta.at("message")
	switch f.text("type") {
	case "content-start", "content-delta":
		c.Text += m.at("content").text("text")
		c.Thinking += m.at("content").text("thinking")
	case "tool-plan-delta":
		c.Thinking += m.text("tool_plan")
	case "tool-call-start":
		call := m.at("tool_calls")
		c.call(call.text("id"), call.at("function").text("name"), call.at("function").text("arguments"))
	case "tool-call-delta":
		c.Calls[len(c.Calls)-1].Args += m.at("tool_calls").at("function").text("arguments")
	case "citation-start":
		c.Cited = true
	case "message-end":
		c.finish(delta.text("finish_reason"), words)
		s.Usage, s.Ended = cohereUsage(delta.at("usage")), true
	}
}

func cohereMessage(s *Said, c *Choice, f object) {
	m := f.at("message")
	c.Thinking += m.text("tool_plan")
	for _, part := range m.each("content") {
		c.Text += part.text("text")
		c.Thinking += part.text("thinking")
	}
	for _, call := range m.each("tool_calls") {
		c.call(call.text("id"), call.at("function").text("name"), call.at("function").text("arguments"))
	}
	c.Cited = len(list(m["citations"])) > 0
	c.finish(f.text("finish_reason"), words)
	s.Usage = cohereUsage(f.at("usage"))
}

func cohereOldEvent(s *Said, c *Choice, f object) {
	switch f.text("event_type") {
	case "text-generation":
		c.Text += f.text("text")
	case "citation-generation":
		c.Cited = true
	case "stream-end":
		whole := f.at("response")
		s.Usage, s.Ended = cohereOldUsage(whole), true
		c.finish(f.text("finish_reason"), words)
		for _, call := range whole.each("tool_calls") {
			c.call("", call.text("name"), encode(call["parameters"]))
		}
	}
}

func cohereOldWhole(s *Said, c *Choice, f object) {
	c.Text += f.text("text")
	for i, generation := range f.each("generations") {
		of := s.choice(i)
		of.Text += generation.text("text")
		of.finish(generation.text("finish_reason"), words)
	}
	for _, call := range f.each("tool_calls") {
		c.call("", call.text("name"), encode(call["parameters"]))
	}
	c.Cited = c.Cited || len(list(f["citations"])) > 0
	c.finish(f.text("finish_reason"), words)
	if f["meta"] != nil {
		s.Usage = cohereOldUsage(f)
	}
	if c.Finish == "" { // the older releases do not say
		c.Finish = Odd
	}
}

// cohereUsage reads the tokens, those of images beside the others, or where they were not told those that are billed.
func cohereUsage(o object) *Usage {
	t := o.at("tokens")
	if t == nil {
		t = o.at("billed_units")
	}
	if t == nil {
		return nil
	}
	return &Usage{
		In: t.count("input_tokens") + t.count("image_tokens"), Out: t.count("output_tokens"), Cached: o.count("cached_tokens"),
		Reasoning: t.count("reasoning_tokens"),
	}
}

// cohereOldUsage reads token_count, which the older releases have, before meta.
func cohereOldUsage(whole object) *Usage {
	if t := whole.at("token_count"); t != nil {
		return &Usage{In: t.count("prompt_tokens"), Out: t.count("response_tokens")}
	}
	return cohereUsage(whole.at("meta"))
}
