package replay

import "strings"

// responsesWire is OpenAI's Responses. The last event of a stream holds the whole response; where it has output, that is
// what was said, and where it has none (ChatGPT's backend keeps nothing), the items that were done are.
//
// https://platform.openai.com/docs/api-reference/responses, …/responses-streaming (read 2026-11-25)
func responsesWire(s *Said, frames []object) {
	var done []object
	var whole object
	for _, f := range frames {
		switch kind := f.text("type"); {
		case kind == "response.output_item.done":
			done = append(done, f.at("item"))
		case kind == "error":
			s.Failure = first(f.text("message"), f.at("error").text("message"), cut)
		case kind == "response.completed", kind == "response.incomplete", kind == "response.failed":
			whole = f.at("response")
		case f.text("object") == "response":
			whole = f
		}
	}
	if whole == nil {
		return
	}
	s.Ended = true
	items := whole.each("output")
	if len(items) == 0 {
		items = done
	}
	c := s.choice(0)
	for _, item := range items {
		responsesItem(c, item)
	}
	responsesEnd(s, c, whole)
}

func responsesItem(c *Choice, item object) {
	switch item.text("type") {
	case "message":
		for _, part := range item.each("content") {
			c.Text += part.text("text")
			c.Refusal += part.text("refusal")
			c.Cited = c.Cited || len(list(part["annotations"])) > 0
		}
	case "reasoning":
		summary, content := "", ""
		for _, part := range item.each("summary") {
			summary += part.text("text")
		}
		for _, part := range item.each("content") {
			content += part.text("text")
		}
		c.Thinking += first(content, summary)
	case "function_call":
		c.call(item.text("call_id"), item.text("name"), item.text("arguments"))
	case "custom_tool_call":
		c.call(item.text("call_id"), item.text("name"), item.text("input"))
	case "image_generation_call":
		c.Media++
	}
}

func responsesEnd(s *Said, c *Choice, whole object) {
	c.Finish = Stopped
	if whole.text("status") == "incomplete" {
		c.finish(first(whole.at("incomplete_details").text("reason"), "length"), words)
	}
	if e := whole.at("error"); e != nil {
		s.Failure = first(e.text("message"), cut)
	} else if whole.text("status") == "failed" {
		s.Failure = cut
	}
	if u := whole.at("usage"); u != nil {
		s.Usage = &Usage{
			In: u.count("input_tokens"), Out: u.count("output_tokens"),
			Cached:    u.at("input_tokens_details").count("cached_tokens"),
			Reasoning: u.at("output_tokens_details").count("reasoning_tokens"),
		}
		if s.Usage.In+s.Usage.Out == 0 {
			s.Usage = nil
		}
	}
	if strings.Contains(whole.text("status"), "progress") {
		s.Ended = false
	}
}
