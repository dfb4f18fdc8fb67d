package replicate

import (
	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// reader reads one reply.
type reader struct {
	buffer    []byte
	isStarted bool
	isOver    bool // the stream has said how it ended, or an error was given
}

func newReader(*core.ReadOptions) core.Reader { return &reader{} }

// Frame implements core.Reader. A frame of output that needs no escapes allocates nothing.
func (r *reader) Frame(dst []event.Event, f frame.Frame) []event.Event {
	if r.isOver {
		return dst
	}
	if !r.isStarted {
		r.isStarted = true
		dst = append(dst, event.Event{Kind: event.Start})
	}
	switch f.Name {
	case "output":
		return appendText(dst, r.escaped(f.Data))
	case "error":
		return r.fail(dst, r.escaped(f.Data), "prediction_failed")
	case "done":
		return r.done(dst, rewrite.Contents(rewrite.Member(f.Data, "reason")))
	}
	return dst
}

// escaped is text as the contents of a JSON string.
func (r *reader) escaped(text string) string {
	r.buffer = rewrite.AppendEscaped(r.buffer[:0], text)
	if string(r.buffer) == text {
		return text
	}
	return string(r.buffer)
}

// done reads the last frame.
func (r *reader) done(dst []event.Event, reason string) []event.Event {
	if reason != "" {
		return r.fail(dst, ended(reason), "prediction_"+reason)
	}
	r.isOver = true
	return append(dst, event.Event{Kind: event.Finish, Reason: event.Stop, Raw: "succeeded"})
}

// End implements core.Reader.
func (r *reader) End(dst []event.Event) []event.Event {
	if r.isOver {
		return dst
	}
	dst = r.fail(dst, "the provider's stream ended before the prediction did", "invalid_reply")
	dst[len(dst)-1].ID = "cut_stream"
	return dst
}

// Whole implements core.Reader.
func (r *reader) Whole(dst []event.Event, body string) []event.Event {
	p, ok := readPrediction(body)
	switch {
	case !ok && body == "":
		return r.fail(dst, "the provider's reply is empty", "invalid_reply")
	case !ok:
		return r.fail(dst, r.escaped(body), "invalid_reply")
	case p.hasFailed():
		return r.fail(dst, p.why(), "prediction_"+p.status)
	case p.status != "succeeded":
		return r.fail(dst, "the prediction has not ended: "+p.status, "invalid_reply")
	}
	dst = append(dst, event.Event{Kind: event.Start, ID: rewrite.Contents(p.id), Name: rewrite.Contents(p.model)})
	dst = appendOutput(dst, p.output)
	if u := p.usage(); !u.IsZero() {
		dst = append(dst, event.Event{Kind: event.UsageCount, Usage: u})
	}
	return append(dst, event.Event{Kind: event.Finish, Reason: event.Stop, Raw: p.status})
}

// appendOutput appends what a model said: a text, a list of its pieces, or, from models that answer with something else, that
// as JSON.
func appendOutput(dst []event.Event, raw string) []event.Event {
	switch {
	case raw == "" || raw == "null":
		return dst
	case raw[0] == '"':
		return appendText(dst, rewrite.Contents(raw))
	case raw[0] != '[':
		return appendText(dst, string(rewrite.AppendEscaped(nil, raw)))
	}
	for it := rewrite.Over(raw); it.Next(); {
		if it.Value[0] != '[' {
			dst = appendOutput(dst, it.Value)
		}
	}
	return dst
}

func appendText(dst []event.Event, raw string) []event.Event {
	if raw == "" {
		return dst
	}
	return append(dst, event.Event{Kind: event.Text, Raw: raw})
}

// fail reports an error, the last event of the reply. why and kind are contents.
func (r *reader) fail(dst []event.Event, why, kind string) []event.Event {
	r.isOver = true
	return append(dst, event.Event{Kind: event.Error, Raw: why, Name: kind, Status: 502})
}
