package dashscope

import (
	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// maxChoices bounds a choice's index.
const maxChoices = 128

// reader reads one reply. Every frame is a whole reply with a piece of it; they add up per choice.
type reader struct {
	choices   []choice
	isStarted bool
	isWhole   bool // a buffered reply is being read
	hasFailed bool
}

func newReader(*core.ReadOptions) core.Reader { return &reader{} }

// Frame implements core.Reader. A frame that only moves text allocates nothing.
func (r *reader) Frame(dst []event.Event, f frame.Frame) []event.Event {
	if r.hasFailed {
		return dst
	}
	if _, ok := rewrite.Check(f.Data); !ok {
		return r.fail(dst, failure{message: "the provider sent a piece of a stream that is not JSON"})
	}
	return r.reply(dst, f.Data, f.Name == "error")
}

// End implements core.Reader. There is no terminator: every choice that began has its finish_reason.
func (r *reader) End(dst []event.Event) []event.Event {
	if r.hasFailed {
		return dst
	}
	whole := len(r.choices) > 0
	for i := range r.choices {
		whole = whole && r.choices[i].isFinished
	}
	if whole {
		return dst
	}
	return r.fail(dst, failure{message: "the provider's stream ended before the reply did", code: "cut_stream"})
}

// Whole implements core.Reader.
func (r *reader) Whole(dst []event.Event, body string) []event.Event {
	r.isWhole = true
	if _, ok := rewrite.Check(body); !ok {
		return r.fail(dst, failure{message: string(rewrite.AppendEscaped([]byte("the provider's reply is not JSON: "), body))})
	}
	return r.reply(dst, body, false)
}

// reply reads a reply, or a piece of one.
func (r *reader) reply(dst []event.Event, body string, isError bool) []event.Event {
	output, usage, id := "", "", ""
	for it := rewrite.Over(body); it.Next(); {
		switch it.Key {
		case "output":
			output = it.Value
		case "usage":
			usage = it.Value
		case "request_id":
			id = rewrite.Contents(it.Value)
		}
	}
	if f := readFailure(body); isError || output == "" || f.code != "" {
		return r.fail(dst, f)
	}
	if !r.isStarted {
		r.isStarted = true
		dst = append(dst, event.Event{Kind: event.Start, ID: id})
	}
	dst = r.output(dst, output)
	if u := readUsage(usage); !u.IsZero() && !r.hasFailed {
		dst = append(dst, event.Event{Kind: event.UsageCount, Usage: u})
	}
	return dst
}

// output reads the choices, or the text where there are none.
func (r *reader) output(dst []event.Event, raw string) []event.Event {
	choices, text, finish, found := "", "", "", ""
	for it := rewrite.Over(raw); it.Next(); {
		switch it.Key {
		case "choices":
			choices = it.Value
		case "text":
			text = it.Value
		case "finish_reason":
			finish = rewrite.Contents(it.Value)
		case "search_info":
			found = it.Value
		}
	}
	if found != "" && found != "null" && len(r.choices) == 0 {
		dst = append(dst, event.Event{Kind: event.Extra, Name: "search_info", Raw: found})
	}
	at := 0
	for it := rewrite.Over(choices); it.Next() && !r.hasFailed; at++ {
		dst = r.choice(dst, it.Value, at)
	}
	switch {
	case at > 0:
		return dst
	case r.isWhole && text == "" && finish == "":
		return r.fail(dst, failure{})
	}
	c := r.at(0)
	dst = appendPiece(dst, event.Event{Kind: event.Text, Raw: rewrite.Contents(text)})
	return r.finish(dst, c, finish)
}

// fail reports an error, the last event of the reply.
func (r *reader) fail(dst []event.Event, f failure) []event.Event {
	r.hasFailed = true
	e := event.Event{Kind: event.Error, Raw: f.message, ID: f.code, Name: f.kind(), Status: f.status()}
	if e.Raw == "" {
		e.Raw = "the provider's reply has no output"
	}
	return append(dst, e)
}

// appendPiece appends e unless it is empty: pieces of nothing are common.
func appendPiece(dst []event.Event, e event.Event) []event.Event {
	if e.Raw == "" {
		return dst
	}
	return append(dst, e)
}
