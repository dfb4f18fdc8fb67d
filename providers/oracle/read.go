package oracle

import (
	"strings"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"

	"github.com/tidwall/gjson"
)

// reader reads one reply. A stream is whole when it has given a finish reason, whether or not more follows.
type reader struct {
	model      string
	isStarted  bool
	isFinished bool
	hasFailed  bool
	calls      []call // that were begun, of all choices
}

type call struct {
	choice, index int
	id            string
}

func newReader(o *core.ReadOptions) core.Reader { return &reader{model: o.Model} }

// Frame implements core.Reader. An event that only moves text allocates nothing.
func (r *reader) Frame(dst []event.Event, f frame.Frame) []event.Event {
	data := strings.TrimSpace(f.Data)
	if r.hasFailed || data == "" || data[0] == '[' || f.Name == "ping" { // a terminator, if any, is a word in brackets
		return dst
	}
	if _, ok := rewrite.Check(data); !ok || data[0] != '{' || rewrite.Member(data, "code") != "" {
		return r.fail(dst, data)
	}
	if whole := rewrite.Member(data, "chatResponse"); whole != "" {
		return r.body(dst, data, whole)
	}
	return r.choice(dst, data)
}

// End implements core.Reader.
func (r *reader) End(dst []event.Event) []event.Event {
	if r.hasFailed || r.isFinished {
		return dst
	}
	r.hasFailed = true
	return append(dst, event.Event{Kind: event.Error, Name: "invalid_reply", ID: "cut_stream", Status: 502,
		Raw: "the provider's stream ended before the reply was whole"})
}

// Whole implements core.Reader.
func (r *reader) Whole(dst []event.Event, body string) []event.Event {
	if _, ok := rewrite.Check(body); !ok || rewrite.Member(rewrite.Member(body, "chatResponse"), "choices") == "" {
		return r.fail(dst, body)
	}
	return r.End(r.Frame(dst, frame.Frame{Data: body}))
}

// body reads a whole reply.
func (r *reader) body(dst []event.Event, data, whole string) []event.Event {
	if model := rewrite.Contents(rewrite.Member(data, "modelId")); model != "" {
		r.model = model
	}
	for c := rewrite.Over(rewrite.Member(whole, "choices")); c.Next(); {
		dst = r.choice(dst, c.Value)
	}
	return appendUsage(dst, rewrite.Member(whole, "usage"))
}

// choice reads a choice of a whole reply, or an event.
func (r *reader) choice(dst []event.Event, data string) []event.Event {
	var message, word, usage string
	at, isKnown := 0, false
	for m := rewrite.Over(data); m.Next(); {
		switch m.Key {
		case "index":
			at = int(gjson.Parse(m.Value).Int())
		case "message", "delta":
			message, isKnown = m.Value, true
		case "finishReason":
			word, isKnown = rewrite.Contents(m.Value), true
		case "usage":
			usage, isKnown = m.Value, true
		}
	}
	if !isKnown {
		return r.fail(dst, data)
	}
	if !r.isStarted {
		r.isStarted = true
		dst = append(dst, event.Event{Kind: event.Start, Name: r.model})
	}
	dst = r.message(dst, at, message)
	dst = appendUsage(dst, usage)
	if word != "" {
		r.isFinished = true
		dst = append(dst, event.Event{Kind: event.Finish, Choice: at, Reason: reasonOf(word, r.last(at).index >= 0), Raw: word})
	}
	return dst
}

// message reads a message or a piece of one.
func (r *reader) message(dst []event.Event, at int, raw string) []event.Event {
	for m := rewrite.Over(raw); m.Next(); {
		switch m.Key {
		case "content":
			dst = appendParts(dst, at, m.Value)
		case "reasoningContent":
			dst = appendPiece(dst, event.Event{Kind: event.Thinking, Choice: at, Raw: rewrite.Contents(m.Value)})
		case "refusal":
			dst = appendPiece(dst, event.Event{Kind: event.Refusal, Choice: at, Raw: rewrite.Contents(m.Value)})
		case "toolCalls":
			for c := rewrite.Over(m.Value); c.Next(); {
				dst = r.call(dst, at, c.Value)
			}
		}
	}
	return dst
}

// call reads a call or a piece of one: a piece has the id of its call, or none.
func (r *reader) call(dst []event.Event, at int, raw string) []event.Event {
	id, name := rewrite.Contents(rewrite.Member(raw, "id")), rewrite.Contents(rewrite.Member(raw, "name"))
	open := r.last(at)
	if open.index < 0 || id != "" && id != open.id || id == "" && name != "" {
		open = call{at, open.index + 1, strings.Clone(id)}
		r.calls = append(r.calls, open)
		dst = append(dst, event.Event{Kind: event.ToolCall, Choice: at, Index: open.index, ID: id, Name: name})
	}
	arguments := rewrite.Member(raw, "arguments")
	said := rewrite.Contents(arguments)
	if strings.HasPrefix(arguments, "{") { // the type allows anything
		said = string(rewrite.AppendEscaped(nil, arguments))
	}
	return appendPiece(dst, event.Event{Kind: event.ToolArgs, Choice: at, Index: open.index, Raw: said})
}

// last is the call of a choice that was begun last; its index is -1 when there is none.
func (r *reader) last(choice int) call {
	for i := len(r.calls) - 1; i >= 0; i-- {
		if r.calls[i].choice == choice {
			return r.calls[i]
		}
	}
	return call{choice: choice, index: -1}
}

// reasonOf is what a finish reason means; a model that calls may say stop, too.
func reasonOf(word string, calls bool) event.Reason {
	switch strings.ToUpper(word) {
	case "STOP", "COMPLETE", "COMPLETED":
		if calls {
			return event.ToolCalls
		}
		return event.Stop
	case "LENGTH", "MAX_TOKENS":
		return event.Length
	case "TOOL_CALLS", "TOOL_CALL", "FUNCTION_CALL":
		return event.ToolCalls
	case "CONTENT_FILTER":
		return event.ContentFilter
	}
	return event.NoReason
}

// fail ends the reply with the provider's own words.
func (r *reader) fail(dst []event.Event, body string) []event.Event {
	r.hasFailed = true
	f := core.Fault{Message: "the provider's reply is empty"}
	readFault(&f, body)
	return append(dst, event.Event{Kind: event.Error, Name: "invalid_reply", ID: f.Code, Status: 502,
		Raw: string(rewrite.AppendEscaped(nil, f.Message))})
}

func appendParts(dst []event.Event, at int, raw string) []event.Event {
	if said := rewrite.Contents(raw); said != "" {
		return append(dst, event.Event{Kind: event.Text, Choice: at, Raw: said})
	}
	for p := rewrite.Over(raw); p.Next(); {
		if rewrite.Member(p.Value, "type") == `"TEXT"` {
			dst = appendPiece(dst, event.Event{Kind: event.Text, Choice: at, Raw: rewrite.Contents(rewrite.Member(p.Value, "text"))})
		}
	}
	return dst
}

func appendUsage(dst []event.Event, raw string) []event.Event {
	if !strings.HasPrefix(raw, "{") {
		return dst
	}
	var u event.Usage
	for _, count := range [...]struct {
		path string
		into *int64
	}{
		{"promptTokens", &u.Input}, {"completionTokens", &u.Output}, {"totalTokens", &u.Total},
		{"promptTokensDetails.cachedTokens", &u.CacheRead}, {"completionTokensDetails.reasoningTokens", &u.Reasoning},
	} {
		*count.into = gjson.Get(raw, count.path).Int()
	}
	return append(dst, event.Event{Kind: event.UsageCount, Usage: u})
}

// appendPiece appends e unless it is empty.
func appendPiece(dst []event.Event, e event.Event) []event.Event {
	if e.Raw == "" {
		return dst
	}
	return append(dst, e)
}
