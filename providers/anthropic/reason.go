package anthropic

import "causeway/core/event"

// reasons says what Anthropic's stop reasons mean, in the order of its documentation. "compaction" comes with the
// compaction beta: like pause_turn, it waits for the turn to be sent back.
//
// https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons (read 2026-11-21)
var reasons = [...]struct {
	word   string
	reason event.Reason
}{
	{"end_turn", event.Stop},
	{"max_tokens", event.Length},
	{"stop_sequence", event.Stop},
	{"tool_use", event.ToolCalls},
	{"pause_turn", event.Paused},
	{"compaction", event.Paused},
	{"refusal", event.Refused},
	{"model_context_window_exceeded", event.Length},
}

// reasonOf is NoReason for a word that the table does not have.
func reasonOf(word string) event.Reason {
	for i := range reasons {
		if reasons[i].word == word {
			return reasons[i].reason
		}
	}
	return event.NoReason
}

// wordFor is the stop_reason for a reply that ended as r. native is the provider's own word, which stays when it is one
// of Anthropic's with that meaning. A reply that made calls waits for their results, though Gemini and others say "stop";
// what a filter withheld is what Anthropic calls a refusal.
func wordFor(r event.Reason, native string, hasCalls bool) string {
	for i := range reasons {
		if reasons[i].word == native && reasons[i].reason == r {
			return native
		}
	}
	switch {
	case r == event.ContentFilter:
		r = event.Refused
	case r == event.NoReason, r == event.Malformed:
		r = event.Stop
	}
	if r == event.Stop && hasCalls {
		r = event.ToolCalls
	}
	for i := range reasons {
		if reasons[i].reason == r {
			return reasons[i].word
		}
	}
	return reasons[0].word
}
