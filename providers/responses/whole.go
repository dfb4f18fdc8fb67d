package responses

import (
	"strings"

	"causeway/core/event"
	"causeway/core/rewrite"
)

// Whole reads a buffered reply:
//
//	{"id":"resp_…","object":"response","status":"completed","model":"gpt-…","output":[…],"usage":{…},
//	 "error":null,"incomplete_details":null}
//
// One that is still queued or in progress, as one that runs in the background is, has no end.
func (r *reader) Whole(dst []event.Event, body string) []event.Event {
	r.over = true
	if _, ok := rewrite.Check(body); !ok {
		return r.fail(dst, body)
	}
	body = strings.TrimSpace(body)
	if !rewrite.IsArray(rewrite.Given(body, "output")) && rewrite.Given(body, "error") == "" {
		return r.fail(dst, body)
	}
	return r.response(dst, body)
}

// response reads a response that has ended: what of its items was not said before, how it ended, and what it took.
func (r *reader) response(dst []event.Event, raw string) []event.Event {
	var status, details, fault, output, usage string
	for m := rewrite.OverObject(raw); m.Next(); {
		switch value := rewrite.Present(m.Value); m.Key {
		case "status":
			status = rewrite.Contents(value)
		case "incomplete_details":
			details = value
		case "error":
			fault = value
		case "output":
			output = value
		case "usage":
			usage = value
		}
	}
	if fault != "" || status == failed || status == "cancelled" {
		return r.fail(dst, raw)
	}
	r.isWhole = true
	dst = r.rest(r.start(dst, raw), output)
	if len(r.notes) > 0 {
		dst = named(dst, event.Extra, annotations, "["+string(r.notes)+"]")
	}
	if len(r.others) > 0 {
		dst = named(dst, event.Extra, outputItems, "["+string(r.others)+"]")
	}
	dst = r.finish(dst, status, rewrite.Inside(details, "reason"))
	if u, ok := readUsage(usage); ok {
		dst = append(dst, event.Event{Kind: event.UsageCount, Usage: u})
	}
	return dst
}

// rest reads the items of a response that no event has told. A stream's events have told all, where they have told any.
func (r *reader) rest(dst []event.Event, output string) []event.Event {
	if len(r.items) > 0 {
		return dst
	}
	index := 0
	for i := rewrite.OverArray(output); i.Next(); index++ {
		it := item{index: index, call: -1, block: -1}
		dst = r.done(dst, &it, i.Value)
	}
	return dst
}

// finish ends the reply. OpenAI has no word for a reply that waits for the results of its calls: it is complete.
func (r *reader) finish(dst []event.Event, status, cut string) []event.Event {
	e := event.Event{Kind: event.Finish, Raw: status}
	switch status {
	case incomplete:
		e.Reason, e.Raw = reasonOf(cut), cut
	case inProgress, "queued":
		return dst
	default:
		e.Reason = event.Stop
		if r.calls > 0 {
			e.Reason = event.ToolCalls
		}
	}
	return append(dst, e)
}
