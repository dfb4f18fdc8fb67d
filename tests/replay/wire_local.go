package replay

import "strings"

// ollamaWire is Ollama's chat and generate.
//
// https://docs.ollama.com/api/chat, …/api/generate (read 2026-11-25)
func ollamaWire(s *Said, frames []object) {
	c := s.choice(0)
	for _, f := range frames {
		if message := failureIn(f); message != "" {
			s.Failure = message
		}
		m := f.at("message")
		c.Text += m.text("content") + f.text("response")
		c.Thinking += m.text("thinking") + f.text("thinking")
		for _, call := range m.each("tool_calls") {
			c.call(call.text("id"), call.at("function").text("name"), encode(call.at("function")["arguments"]))
		}
		if f["done"] == true {
			c.finish(first(f.text("done_reason"), "stop"), words)
			s.Ended = true
			if in, out := f.count("prompt_eval_count"), f.count("eval_count"); in+out > 0 {
				s.Usage = &Usage{In: in, Out: out}
			}
		}
	}
}

// dashscopeWire is DashScope's own.
//
// https://help.aliyun.com/zh/model-studio/qwen-api-via-dashscope (read 2026-11-25), recorded traffic.
func dashscopeWire(s *Said, frames []object) {
	c := s.choice(0)
	for _, f := range frames {
		if f.text("event") == "error" {
			s.Failure = first(f.text("message"), cut)
			continue
		}
		output := f.at("output")
		c.Text += output.text("text")
		finish := output.text("finish_reason")
		for i, choice := range output.each("choices") {
			of := s.choice(i)
			chatMessage(of, choice.at("message"))
			finish = choice.text("finish_reason")
		}
		if !unfinished[finish] {
			c.finish(finish, words)
			s.Ended = true
		}
		if u := f.at("usage"); u != nil {
			s.Usage = &Usage{
				In: u.count("input_tokens"), Out: u.count("output_tokens"),
				Cached:    max(u.at("prompt_tokens_details").count("cached_tokens"), u.at("input_tokens_details").count("cached_tokens")),
				Reasoning: u.at("output_tokens_details").count("reasoning_tokens"),
			}
		}
	}
}

// generationWire is what the wires of text generation have in common: a text, a word for its end, and counts, under
// everybody's own names. Told here: Writer's and Anthropic's completions, Titan, Llama, Jurassic, watsonx, Aleph Alpha,
// SageMaker's and Replicate's.
func generationWire(s *Said, frames []object) {
	c := s.choice(0)
	for _, f := range frames {
		if message := failureIn(f); message != "" {
			s.Failure = message
		}
		c.Text += first(f.text("completion"), f.text("value"), f.text("generation"), f.text("generated_text"), f.text("outputText"))
		if f.text("event") == "output" {
			c.Text += f.text("data")
		}
		for _, piece := range list(f["output"]) {
			text, _ := piece.(string)
			c.Text += text
		}
		generationEnd(c, f)
		for _, key := range [...]string{"results", "completions", "outputs"} {
			for _, result := range f.each(key) {
				c.Text += first(result.text("generated_text"), result.text("outputText"), result.text("completion"), result.at("data").text("text"))
				generationEnd(c, result)
			}
		}
		s.Ended = s.Ended || c.Finish != "" || f.text("event") == "done"
	}
	if c.Finish == "" {
		c.Finish = Odd
	}
}

func generationEnd(c *Choice, o object) {
	for _, key := range [...]string{"stop_reason", "finish_reason", "completionReason", "finishReason", "status"} {
		if word := strings.ToLower(o.text(key)); !unfinished[word] {
			c.finish(word, words)
		}
	}
}
