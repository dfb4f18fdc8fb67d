package cohere

import "causeway/core/event"

// words are the finish reasons, sorted; one with a status is a failure in disguise. ERROR_LIMIT, ERROR_TOXIC and
// USER_CANCEL are version 1's.
//
// https://docs.cohere.com/reference/chat, https://docs.cohere.com/v1/reference/chat (read 2026-11-25)
var words = [...]struct {
	word   string
	reason event.Reason
	status int
}{
	{"COMPLETE", event.Stop, 0},
	{"ERROR", event.NoReason, 502},
	{"ERROR_LIMIT", event.Length, 0},
	{"ERROR_TOXIC", event.ContentFilter, 0},
	{"MAX_TOKENS", event.Length, 0},
	{"STOP_SEQUENCE", event.Stop, 0},
	{"TIMEOUT", event.NoReason, 504},
	{"TOOL_CALL", event.ToolCalls, 0},
	{"USER_CANCEL", event.Stop, 0},
}

// reasonOf is what a finish reason means, and, of one that is a failure, the status that it amounts to.
func reasonOf(word string) (event.Reason, int) {
	for i := range words {
		if words[i].word == word {
			return words[i].reason, words[i].status
		}
	}
	return event.NoReason, 0
}
