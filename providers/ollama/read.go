package ollama

import (
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// reader reads one reply, of chat or generate: a buffered one is the stream's only line. A stream is whole when a line has
// said that it is done.
type reader struct {
	isStarted bool
	isDone    bool
	hasFailed bool
	calls     int
}

func newReader(*core.ReadOptions) core.Reader { return &reader{} }

// Frame implements core.Reader. A line that only moves text allocates nothing.
func (r *reader) Frame(dst []event.Event, f frame.Frame) []event.Event {
	if r.hasFailed || r.isDone {
		return dst
	}
	if _, ok := rewrite.Check(f.Data); !ok || !rewrite.IsObject(f.Data) {
		return r.fail(dst, f.Data, "invalid_reply")
	}
	return r.line(dst, f.Data)
}

// End implements core.Reader.
func (r *reader) End(dst []event.Event) []event.Event {
	if r.hasFailed || r.isDone {
		return dst
	}
	r.hasFailed = true
	return append(dst, event.Event{Kind: event.Error, Name: "invalid_reply", ID: "cut_stream", Status: 502,
		Raw: "the provider's stream ended before the reply was whole"})
}

// Whole implements core.Reader. Streams come under the name of JSON too.
func (r *reader) Whole(dst []event.Event, body string) []event.Event {
	body = strings.TrimSpace(body)
	if _, ok := rewrite.Check(body); ok || !rewrite.IsObject(body) {
		return r.End(r.Frame(dst, frame.Frame{Data: body}))
	}
	for line := range strings.SplitSeq(body, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			dst = r.Frame(dst, frame.Frame{Data: line})
		}
	}
	return r.End(dst)
}

// line reads one object.
func (r *reader) line(dst []event.Event, data string) []event.Event {
	var model, message, reason, logprobs string
	isKnown, isDone := false, false
	for m := rewrite.Over(data); m.Next(); {
		switch m.Key {
		case "error":
			if m.Value != "null" && m.Value != `""` {
				return r.fail(dst, data, "upstream_error")
			}
		case "model":
			model = rewrite.Contents(m.Value)
		case "message":
			message, isKnown = m.Value, rewrite.IsObject(m.Value)
		case "response":
			message, isKnown = data, true // generate has the members of a message in the line itself
		case "done":
			isDone = m.Value == "true"
		case "done_reason":
			reason = rewrite.Contents(m.Value)
		case "logprobs":
			logprobs = m.Value
		}
	}
	if !isKnown && !isDone {
		return r.fail(dst, data, "invalid_reply")
	}
	if !r.isStarted {
		r.isStarted = true
		dst = append(dst, event.Event{Kind: event.Start, Name: model})
	}
	dst = r.message(dst, message)
	if rewrite.IsArray(logprobs) && logprobs != "[]" { // of the hub's shape already
		dst = appendPiece(dst, event.Extra, "logprobs", `{"content":`+logprobs+`,"refusal":null}`)
	}
	if isDone {
		dst = r.done(dst, data, reason)
	}
	return dst
}

// message reads a message or a piece of one: what it thinks, says, shows and calls.
func (r *reader) message(dst []event.Event, raw string) []event.Event {
	thought, said, images, calls := "", "", "", ""
	for m := rewrite.Over(raw); m.Next(); {
		switch m.Key {
		case "thinking":
			thought = rewrite.Contents(m.Value)
		case "content", "response":
			said = rewrite.Contents(m.Value)
		case "images":
			images = m.Value
		case "tool_calls":
			calls = m.Value
		}
	}
	dst = appendPiece(dst, event.Thinking, "", thought)
	dst = appendPiece(dst, event.Text, "", said)
	for image := rewrite.Over(images); image.Next(); {
		data := rewrite.Contents(image.Value)
		dst = appendPiece(dst, event.Media, kindOf(data), data)
	}
	for c := rewrite.Over(calls); c.Next(); {
		dst = r.call(dst, c.Value)
	}
	return dst
}

// call reads a call, which comes whole.
func (r *reader) call(dst []event.Event, raw string) []event.Event {
	function := rewrite.Member(raw, "function")
	arguments := rewrite.Member(function, "arguments")
	if !rewrite.IsObject(arguments) {
		arguments = "{}"
	}
	at := r.calls
	r.calls++
	dst = append(dst, event.Event{
		Kind: event.ToolCall, Index: at,
		ID: rewrite.Contents(rewrite.Member(raw, "id")), Name: rewrite.Contents(rewrite.Member(function, "name")),
	})
	return append(dst, event.Event{Kind: event.ToolArgs, Index: at, Raw: rewrite.Escape(arguments)})
}

// done ends the reply. Counts are missing where nothing was counted.
func (r *reader) done(dst []event.Event, data, word string) []event.Event {
	r.isDone = true
	u := event.Usage{Input: count(data, "prompt_eval_count"), Output: count(data, "eval_count")}
	if !u.IsZero() {
		dst = append(dst, event.Event{Kind: event.UsageCount, Usage: u})
	}
	reason := event.NoReason
	switch word {
	case "stop", "load", "unload":
		reason = event.Stop
	case "length":
		reason = event.Length
	}
	if r.calls > 0 && reason != event.Length { // it says "stop" of calls too
		reason = event.ToolCalls
	}
	return append(dst, event.Event{Kind: event.Finish, Reason: reason, Raw: word})
}

// fail ends the reply with the provider's own words.
func (r *reader) fail(dst []event.Event, body, kind string) []event.Event {
	r.hasFailed = true
	f := core.Fault{Message: "the provider's reply is empty"}
	readFault(&f, body)
	e := event.Event{Kind: event.Error, Raw: rewrite.Escape(f.Message), Name: kind}
	if kind == "invalid_reply" {
		e.Status = 502
	}
	return append(dst, e)
}

// kindOf is the type of an image, by how its base64 begins.
func kindOf(data string) string {
	switch {
	case strings.HasPrefix(data, "/9j/"):
		return "image/jpeg"
	case strings.HasPrefix(data, "UklGR"):
		return "image/webp"
	}
	return "image/png"
}

// appendPiece appends what is said, unless it is nothing. name is of a kind that has one.
func appendPiece(dst []event.Event, kind event.Kind, name, raw string) []event.Event {
	if raw == "" {
		return dst
	}
	return append(dst, event.Event{Kind: kind, Name: name, Raw: raw})
}

// count is a member that is a number, 0 for any other.
func count(object, key string) int64 {
	n, _ := strconv.ParseFloat(rewrite.Member(object, key), 64)
	return int64(n)
}
