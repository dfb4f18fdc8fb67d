package bedrock

import (
	"strings"

	"causeway/core/event"
)

// reasons says what stop reasons mean: Converse's in the order of its reference, then Claude's that have been seen beside
// them, then what the makers of texts say through InvokeModel. Case does not matter.
//
// aws-sdk-go-v2 service/bedrockruntime v1.63.13, types.StopReason; …/userguide/model-parameters-deepseek.html (read
// 2026-11-25); recorded traffic. Of the makers' words the rest is Portkey-AI/gateway 1.15.2's.
var reasons = [...]struct {
	word   string
	reason event.Reason
}{
	{"end_turn", event.Stop},
	{"tool_use", event.ToolCalls},
	{"max_tokens", event.Length},
	{"stop_sequence", event.Stop},
	{"guardrail_intervened", event.ContentFilter},
	{"content_filtered", event.ContentFilter},
	{"malformed_model_output", event.Malformed},
	{"malformed_tool_use", event.Malformed},
	{"model_context_window_exceeded", event.Length},

	{"refusal", event.Refused},
	{"pause_turn", event.Paused},

	{"stop", event.Stop},
	{"length", event.Length},
	{"finish", event.Stop},
	{"endoftext", event.Stop},
	{"complete", event.Stop},
	{"stop_criteria_met", event.Stop},
	{"error_toxic", event.ContentFilter},
}

// callBlock is what a call is named as a stop reason, and as a block of the hub's content_blocks.
const callBlock = "tool_use"

// reasonOf is NoReason for a word that the table does not have.
func reasonOf(word string) event.Reason {
	for i := range reasons {
		if strings.EqualFold(reasons[i].word, word) {
			return reasons[i].reason
		}
	}
	return event.NoReason
}
