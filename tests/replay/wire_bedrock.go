package replay

// converseWire is Bedrock's Converse.
//
// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html, …_ConverseStream.html (read 2026-11-25)
func converseWire(s *Said, frames []object) {
	c := s.choice(0)
	calls := map[int64]*Call{}
	for _, f := range frames {
		for _, block := range f.at("output").at("message").each("content") {
			converseBlock(c, block)
		}
		if call := f.at("start").at("toolUse"); call != nil && call.text("type") != "server_tool_use" {
			calls[f.count("contentBlockIndex")] = c.call(call.text("toolUseId"), call.text("name"), "")
		}
		if delta := f.at("delta"); delta != nil {
			c.Text += delta.text("text")
			c.Thinking += delta.at("reasoningContent").text("text")
			c.Cited = c.Cited || delta["citation"] != nil
			if call := calls[f.count("contentBlockIndex")]; call != nil {
				call.Args += delta.at("toolUse").text("input")
			}
		}
		if word := f.text("stopReason"); word != "" {
			c.finish(word, words)
			s.Ended = true
		}
		if u := f.at("usage"); u != nil {
			s.Usage = converseUsage(u)
		}
	}
}

func converseBlock(c *Choice, block object) {
	c.Text += block.text("text")
	c.Thinking += block.at("reasoningContent").at("reasoningText").text("text")
	if call := block.at("toolUse"); call != nil && call.text("type") != "server_tool_use" {
		c.call(call.text("toolUseId"), call.text("name"), encode(call["input"]))
	}
	if cited := block.at("citationsContent"); cited != nil {
		for _, part := range cited.each("content") {
			c.Text += part.text("text")
		}
		c.Cited = true
	}
	if block["image"] != nil {
		c.Media++
	}
}

// converseUsage: inputTokens leaves out what the cache read and wrote.
func converseUsage(u object) *Usage {
	cached := u.count("cacheReadInputTokens")
	return &Usage{
		In:  u.count("inputTokens") + cached + u.count("cacheWriteInputTokens"),
		Out: u.count("outputTokens"), Cached: cached,
	}
}

// invokeWire is what models say behind Bedrock's InvokeModel: each maker's own wire, told apart by its members.
//
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html (read 2026-11-25), recorded traffic.
func invokeWire(s *Said, frames []object) {
	if len(frames) == 0 {
		return
	}
	switch f := frames[0]; {
	case f.text("type") == "message" || f.text("type") == "message_start":
		messagesWire(s, frames)
	case f["choices"] != nil:
		chatWire(s, frames)
	case f["output"] != nil || f["messageStart"] != nil:
		converseWire(s, unwrapped(frames))
	case f["event_type"] != nil || f["generations"] != nil:
		cohereWire(s, frames)
	default:
		generationWire(s, frames)
	}
	if last := frames[len(frames)-1].at("amazon-bedrock-invocationMetrics"); last != nil && s.Usage == nil {
		s.Usage = &Usage{In: last.count("inputTokenCount"), Out: last.count("outputTokenCount")}
	}
}

// unwrapped are Nova's events without the names that they stand under.
func unwrapped(frames []object) (all []object) {
	for _, f := range frames {
		all = append(all, f)
		for key := range f {
			if inner := f.at(key); inner != nil && key != "output" && key != "usage" {
				all = append(all, inner)
			}
		}
	}
	return all
}
