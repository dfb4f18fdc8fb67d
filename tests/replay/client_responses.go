package replay

import "strings"

// responsesClient is OpenAI's SDK at /v1/responses.
func responsesClient(h heard, stream bool) *client {
	c := newClient()
	switch {
	case h.status >= 400:
		c.failed(h.body, false)
	case stream:
		(&responsesStream{client: c, texts: map[string]string{}}).read(h.body)
	default:
		c.response(c.object(h.body))
	}
	for _, choice := range c.said.Choices {
		choice.Cited = isCited(h.body)
	}
	return c
}

// response reads a whole response.
func (c *client) response(o object) {
	c.must(o.text("object") == "response", "object is %v", o["object"])
	c.word(o, "id")
	c.word(o, "model")
	c.count(o, "created_at")
	for _, item := range c.items(o, "output") {
		c.item(item)
		responsesItem(c.said.choice(0), item)
	}
	switch status := o.text("status"); status {
	case "completed", "incomplete", "failed":
	default:
		c.must(false, "status is %q", status)
	}
	if o.text("status") == "incomplete" {
		c.word(o.at("incomplete_details"), "reason")
	}
	responsesEnd(c.said, c.said.choice(0), o)
	if u := o.at("usage"); u != nil {
		in, out := c.count(u, "input_tokens"), c.count(u, "output_tokens")
		c.must(c.count(u, "total_tokens") == in+out, "total_tokens is %v of %d and %d", u["total_tokens"], in, out)
		c.count(u.at("input_tokens_details"), "cached_tokens")
		c.count(u.at("output_tokens_details"), "reasoning_tokens")
	}
	c.said.Ended = true
}

// item is strict about the members that the SDK's types require.
func (c *client) item(item object) {
	switch kind := c.word(item, "type"); kind {
	case "message":
		c.word(item, "id")
		c.word(item, "status")
		c.must(item.text("role") == "assistant", "role is %v", item["role"])
		for _, part := range c.items(item, "content") {
			if c.word(part, "type") == "output_text" {
				c.items(part, "annotations")
				_, has := part["text"].(string)
				c.must(has, "output_text without text")
			}
		}
	case "function_call":
		c.word(item, "call_id")
		c.word(item, "name")
		_, has := item["arguments"].(string)
		c.must(has, "arguments are %v", item["arguments"])
	case "reasoning":
		c.word(item, "id")
		c.items(item, "summary")
	}
}

// responsesStream is a stream of events on its way.
type responsesStream struct {
	*client
	events int64
	begun  bool
	ended  bool
	open   []object          // items that were added
	done   []object          // items that were done
	texts  map[string]string // the pieces put together: by kind, item and index
}

func (s *responsesStream) read(body string) {
	s.serverEvents(body, func(name, data string) {
		if data == "[DONE]" {
			return // some servers end so; SDKs take it
		}
		o := s.object(data)
		if o == nil {
			return
		}
		if o["error"] != nil && o["type"] == nil {
			s.failed(data, false)
			s.ended = true
			return
		}
		s.must(name == o.text("type"), "event %q has the type %v", name, o["type"])
		s.must(!s.ended, "%s after the end", name)
		s.must(s.count(o, "sequence_number") == s.events, "sequence_number is %v and should be %d", o["sequence_number"], s.events)
		s.events++
		s.event(name, o)
	})
	s.must(s.ended, "no response.completed")
}

func (s *responsesStream) event(name string, o object) {
	s.must(s.begun || name == "response.created" || name == "error", "%s before response.created", name)
	switch name {
	case "response.created":
		s.must(!s.begun, "a second response.created")
		s.begun = true
		s.word(o.at("response"), "id")
	case "response.output_item.added":
		s.must(int(s.count(o, "output_index")) == len(s.open), "output_index is %v and should be %d", o["output_index"], len(s.open))
		s.open = append(s.open, o.at("item"))
	case "response.output_item.done":
		s.item(o.at("item"))
		s.belongs(o)
		s.done = append(s.done, o.at("item"))
	case "response.output_text.delta", "response.refusal.delta", "response.function_call_arguments.delta",
		"response.reasoning_summary_text.delta", "response.reasoning_text.delta", "response.custom_tool_call_input.delta":
		s.belongs(o)
		s.texts[place(o, ".delta")] += o.text("delta")
	case "response.output_text.done", "response.refusal.done", "response.function_call_arguments.done",
		"response.reasoning_summary_text.done", "response.reasoning_text.done", "response.custom_tool_call_input.done":
		s.belongs(o)
		whole := first(o.text("text"), o.text("refusal"), o.text("arguments"), o.text("input"))
		s.must(whole == s.texts[place(o, ".done")], "%s differs from its pieces", name)
	case "response.completed", "response.incomplete", "response.failed":
		s.end(name, o.at("response"))
	case "error":
		s.said.Failure, s.ended = first(o.text("message"), o.at("error").text("message"), cut), true
	}
}

// place names the text that an event is of.
func place(o object, suffix string) string {
	return encode([]any{strings.TrimSuffix(o.text("type"), suffix), o["item_id"], o["output_index"], o["content_index"], o["summary_index"]})
}

// belongs checks that an event is of an item that was added.
func (s *responsesStream) belongs(o object) {
	at := int(s.count(o, "output_index"))
	s.must(at < len(s.open), "%s of an item that was not added: %d", o.text("type"), at)
	if id := o.text("item_id"); id != "" && at < len(s.open) {
		s.must(s.open[at].text("id") == id, "item_id is %s and was %s", id, s.open[at].text("id"))
	}
}

func (s *responsesStream) end(name string, whole object) {
	s.ended = true
	s.must(name == "response."+whole.text("status"), "%s has the status %v", name, whole["status"])
	s.response(whole)
	if name == "response.failed" {
		return
	}
	s.must(len(s.done) == len(s.open), "%d items were added and %d done", len(s.open), len(s.done))
	s.must(encode(whole["output"]) == encode(objects(s.done)), "the output differs from the items that were done")
}

func objects(items []object) []any {
	all := make([]any, len(items))
	for i := range items {
		all[i] = map[string]any(items[i])
	}
	return all
}
