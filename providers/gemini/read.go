package gemini

import (
	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// maxCandidates bounds a candidate's index. Google makes eight at most.
const maxCandidates = 128

// reader reads one reply. Every frame is a whole response with a part of the reply in it; they add up per candidate.
type reader struct {
	candidates []candidate
	room       [1]candidate
	started    bool
	isBlocked  bool // the prompt was refused: no candidate will come
	isFailed   bool // an error was reported; nothing may follow it
}

func newReader(*core.ReadOptions) core.Reader {
	r := &reader{}
	r.candidates = r.room[:0]
	return r
}

// Frame reads one response of a stream. A response that only moves text allocates nothing.
func (r *reader) Frame(dst []event.Event, f frame.Frame) []event.Event {
	if r.isFailed {
		return dst
	}
	if _, ok := rewrite.Check(f.Data); !ok || !rewrite.IsObject(trimmed(f.Data)) {
		return r.fail(dst, broken("the provider sent a piece of a stream that is not a JSON object"))
	}
	return r.response(dst, f.Data)
}

// End judges whether the stream is whole. Google sends no terminator: each candidate that began must have its finish
// reason, unless the prompt was refused.
func (r *reader) End(dst []event.Event) []event.Event {
	if r.isFailed || r.isBlocked {
		return dst
	}
	for i := range r.candidates {
		if !r.candidates[i].isFinished {
			return r.fail(dst, cut("the provider's stream ended before the reply did"))
		}
	}
	if len(r.candidates) == 0 {
		return r.fail(dst, broken("the provider's reply has no candidates"))
	}
	return dst
}

// response reads one GenerateContentResponse, whatever the order of its members.
func (r *reader) response(dst []event.Event, raw string) []event.Event {
	var id, version, candidates, feedback, usage string
	for it := rewrite.Over(raw); it.Next(); {
		switch it.Key {
		case "error":
			return r.fail(dst, errorEvent(it.Value, raw))
		case "responseId":
			id = rewrite.Contents(it.Value)
		case "modelVersion":
			version = rewrite.Contents(it.Value)
		case "candidates":
			candidates = it.Value
		case "promptFeedback":
			feedback = it.Value
		case "usageMetadata":
			usage = it.Value
		}
	}
	if !r.started {
		r.started = true
		dst = append(dst, event.Event{Kind: event.Start, ID: id, Name: version})
	}
	for it := rewrite.Over(candidates); it.Next(); {
		dst = r.candidate(dst, it.Value)
		if r.isFailed {
			return dst
		}
	}
	dst = r.block(dst, feedback)
	if u := usageOf(usage); !u.IsZero() {
		dst = append(dst, event.Event{Kind: event.UsageCount, Usage: u})
	}
	return dst
}

// block reads promptFeedback. A refused prompt is an answer, not a failure of the provider's.
func (r *reader) block(dst []event.Event, raw string) []event.Event {
	word := rewrite.Contents(rewrite.Member(raw, "blockReason"))
	if word == "" || len(r.candidates) > 0 || r.isBlocked {
		return dst
	}
	r.isBlocked = true
	if why := rewrite.Contents(rewrite.Member(raw, "blockReasonMessage")); why != "" {
		dst = append(dst, event.Event{Kind: event.Refusal, Raw: why})
	}
	dst = append(dst, event.Event{Kind: event.Extra, Name: "promptFeedback", Raw: raw})
	return append(dst, event.Event{Kind: event.Finish, Reason: event.ContentFilter, Raw: word})
}

// fail reports an error, the last event of the reply.
func (r *reader) fail(dst []event.Event, e event.Event) []event.Event {
	r.isFailed = true
	return append(dst, e)
}

// broken is the error of a reply that breaks the protocol, in plain ASCII words.
func broken(why string) event.Event {
	return event.Event{Kind: event.Error, Raw: why, Name: "invalid_reply", Status: 502}
}

// cut is the error of a reply that lacks its end.
func cut(why string) event.Event {
	e := broken(why)
	e.ID = "cut_stream"
	return e
}
