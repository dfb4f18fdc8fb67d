package openai

import "causeway/core/event"

// word is a finish_reason as providers of this dialect spell it. A word with a status is a failure in disguise: the
// reply was broken off.
type word struct {
	word   string
	reason event.Reason
	status int
}

// words, sorted. OpenAI's own: https://platform.openai.com/docs/api-reference/chat/object. model_length and error are
// Mistral's (docs.mistral.ai/api) and OpenRouter's (openrouter.ai/docs, errors), eos Together's (seen in traffic),
// eos_token and stop_sequence those of Hugging Face's text-generation-inference, insufficient_system_resource
// DeepSeek's (api-docs.deepseek.com); sensitive, network_error and model_context_window_exceeded are Z.ai's (docs.z.ai).
// Read 2026-11-21.
var words = [...]word{
	{"content_filter", event.ContentFilter, 0},
	{"eos", event.Stop, 0},
	{"eos_token", event.Stop, 0},
	{"error", event.NoReason, 502},
	{"function_call", event.ToolCalls, 0},
	{"insufficient_system_resource", event.NoReason, 503},
	{"length", event.Length, 0},
	{"max_tokens", event.Length, 0},
	{"model_context_window_exceeded", event.Length, 0},
	{"model_length", event.Length, 0},
	{"network_error", event.NoReason, 502},
	{"sensitive", event.ContentFilter, 0},
	{"stop", event.Stop, 0},
	{"stop_sequence", event.Stop, 0},
	{"tool_calls", event.ToolCalls, 0},
}

// unfinished are the words of providers that say in every chunk that more will come: DashScope's "null", watsonx's
// "not_finished" (seen in traffic), Snowflake's "".
var unfinished = [...]string{"", "not_finished", "null"}

func lookup(s string) word {
	for i := range words {
		if words[i].word == s {
			return words[i]
		}
	}
	return word{word: s}
}

func isUnfinished(s string) bool {
	for _, u := range unfinished {
		if s == u {
			return true
		}
	}
	return false
}

// finishReasons are OpenAI's words, the only ones that typed clients accept. A reply that a provider's classifier
// stopped (Refused) was withheld, which is what content_filter means; OpenAI's own refusals, in words, end with stop.
// Malformed and Paused have no word: the provider's own is in native_finish_reason.
var finishReasons = [...]string{
	event.NoReason:      "stop",
	event.Stop:          "stop",
	event.Length:        "length",
	event.ToolCalls:     "tool_calls",
	event.ContentFilter: "content_filter",
	event.Refused:       "content_filter",
	event.Paused:        "stop",
	event.Malformed:     "stop",
}

// finishReason is the word for r. A choice that made calls waits for their results, though Gemini and others say "stop".
func finishReason(r event.Reason, hasCalls bool) string {
	if hasCalls && finishReasons[r] == "stop" && r != event.Malformed {
		return finishReasons[event.ToolCalls]
	}
	return finishReasons[r]
}
