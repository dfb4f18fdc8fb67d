package replay

import "strings"

// geminiWire is Gemini's generateContent, at Google's two addresses.
//
// https://ai.google.dev/api/generate-content (read 2026-11-21)
func geminiWire(s *Said, frames []object) {
	for _, f := range frames {
		if message := failureIn(f); message != "" {
			s.Failure = message
		}
		for _, candidate := range f.each("candidates") {
			geminiCandidate(s, candidate)
		}
		if reason := f.at("promptFeedback").text("blockReason"); reason != "" {
			s.choice(0).Finish = Filtered
			s.choice(0).Refusal += f.at("promptFeedback").text("blockReasonMessage")
		}
		if usage := geminiUsage(f.at("usageMetadata")); usage != nil {
			s.Usage = usage
		}
	}
	for _, c := range s.Choices {
		s.Ended = s.Ended || c.Finish != ""
		if c.Finish == "" {
			c.Finish = Odd
		}
	}
}

func geminiCandidate(s *Said, candidate object) {
	c := s.choice(int(candidate.count("index")))
	for _, part := range candidate.at("content").each("parts") {
		text := part.text("text")
		if part["thought"] == true {
			c.Thinking += text
			continue
		}
		c.Text += text
		if call := part.at("functionCall"); call != nil {
			c.call(call.text("id"), call.text("name"), encode(map[string]any(call.at("args"))))
		}
		if part["inlineData"] != nil {
			c.Media++
		}
		c.Text += codeIn(part)
	}
	grounding := candidate.at("groundingMetadata")
	c.Cited = c.Cited || len(list(grounding["groundingChunks"])) > 0 || len(list(candidate.at("citationMetadata")["citationSources"])) > 0
	if word := candidate.text("finishReason"); !unfinished[strings.ToLower(word)] {
		c.finish(word, words)
		if c.Finish == Odd && c.Text == "" && len(c.Calls) == 0 { // no answer, whatever its status
			s.Failure = first(candidate.text("finishMessage"), cut)
		}
	}
}

// codeIn is what code execution shows, which other wires have no place for: nothing is expected of it here.
func codeIn(object) string { return "" }

// geminiUsage: promptTokenCount holds the cached tokens and candidatesTokenCount leaves out the thoughts; what tools put
// in is counted apart.
func geminiUsage(o object) *Usage {
	u := &Usage{
		In:        o.count("promptTokenCount") + o.count("toolUsePromptTokenCount"),
		Out:       o.count("candidatesTokenCount") + o.count("thoughtsTokenCount"),
		Cached:    o.count("cachedContentTokenCount"),
		Reasoning: o.count("thoughtsTokenCount"),
	}
	if *u == (Usage{}) {
		return nil
	}
	return u
}
