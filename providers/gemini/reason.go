package gemini

import "causeway/core/event"

// reasons says what Google's finish reasons mean, sorted. STOP also ends a turn that made calls; the reader tells the
// two apart. RECITATION withholds what was too close to a source. NO_IMAGE, IMAGE_OTHER, OTHER and ESCALATION say no
// more than that it is over.
//
// https://ai.google.dev/api/generate-content#FinishReason, and Vertex AI's MODEL_ARMOR (read 2026-11-21)
var reasons = [...]struct {
	word   string
	reason event.Reason
}{
	{"1", event.Stop}, // as enums stand in a reply for which they were asked for as numbers
	{"2", event.Length},
	{"3", event.ContentFilter},
	{"4", event.ContentFilter},
	{"BLOCKLIST", event.ContentFilter},
	{"IMAGE_PROHIBITED_CONTENT", event.ContentFilter},
	{"IMAGE_RECITATION", event.ContentFilter},
	{"IMAGE_SAFETY", event.ContentFilter},
	{"LANGUAGE", event.ContentFilter},
	{"MALFORMED_FUNCTION_CALL", event.Malformed},
	{"MALFORMED_RESPONSE", event.Malformed},
	{"MAX_TOKENS", event.Length},
	{"MISSING_THOUGHT_SIGNATURE", event.Malformed},
	{"MODEL_ARMOR", event.ContentFilter},
	{"PROHIBITED_CONTENT", event.ContentFilter},
	{"RECITATION", event.ContentFilter},
	{"SAFETY", event.ContentFilter},
	{"SPII", event.ContentFilter},
	{"STOP", event.Stop},
	{"TOO_MANY_TOOL_CALLS", event.Malformed},
	{"UNEXPECTED_TOOL_CALL", event.Malformed},
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
