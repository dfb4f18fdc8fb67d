package responses

import "causeway/core/event"

// The states of a response and of its items.
const (
	completed  = "completed"
	incomplete = "incomplete"
	inProgress = "in_progress"
	failed     = "failed"
)

// cuts says why a response is incomplete.
var cuts = [...]struct {
	word   string
	reason event.Reason
}{
	{"content_filter", event.ContentFilter},
	{"max_output_tokens", event.Length},
}

// reasonOf is NoReason for a word that the table does not have.
func reasonOf(word string) event.Reason {
	for i := range cuts {
		if cuts[i].word == word {
			return cuts[i].reason
		}
	}
	return event.NoReason
}

// cutFor is why a reply that ended so is incomplete, "" when it is whole. What a classifier stopped (Refused) was
// withheld; a model that declines in words has answered.
func cutFor(r event.Reason) string {
	if r == event.Refused {
		r = event.ContentFilter
	}
	for i := range cuts {
		if cuts[i].reason == r {
			return cuts[i].word
		}
	}
	return ""
}
