package anthropic

import (
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// What a reply can do wrong by itself: the type of an event.Error, and the code of one that ended too early. They are the
// same words in every dialect, so that a client need not know who broke off.
const (
	malformed = "invalid_reply"
	truncated = "cut_stream"
)

// reader reads one reply, streamed or whole.
type reader struct {
	count tally
	open  []block // begun and not stopped
	tools int     // how many calls have begun
	over  bool    // message_stop or an error came
}

func newReader(*core.ReadOptions) core.Reader { return new(reader) }

// packet is one event of a stream: its top-level members as raw JSON, "" when absent or null.
type packet struct {
	kind string // contents of "type"

	index, block, delta, message, usage, fault, context string
}

// Frame reads one event. What stands in its data counts, not the SSE name.
func (r *reader) Frame(dst []event.Event, f frame.Frame) []event.Event {
	if r.over || strings.TrimSpace(f.Data) == "" {
		return dst
	}
	if f.Exception {
		return r.fail(dst, f.Name, f.Data)
	}
	if _, ok := rewrite.Check(f.Data); !ok {
		r.over = true
		return append(dst, event.Event{Kind: event.Error, Name: malformed, Raw: "the provider sent a frame that is not JSON"})
	}
	p := parse(f.Data)
	switch p.kind {
	case "content_block_delta":
		return r.blockDelta(dst, number(p.index), p.delta)
	case "content_block_start":
		return r.begin(dst, number(p.index), p.block)
	case "content_block_stop":
		return r.stop(dst, number(p.index))
	case "message_start":
		return r.start(dst, p.message)
	case "message_delta":
		return r.messageDelta(dst, &p)
	case "message_stop":
		r.over = true
	case "error":
		return r.fail(dst, "", f.Data)
	case "":
		if p.fault != "" {
			return r.fail(dst, "", f.Data)
		}
	}
	return dst
}

// End accepts the end of the body only behind message_stop.
func (r *reader) End(dst []event.Event) []event.Event {
	if r.over {
		return dst
	}
	r.over = true
	return append(dst, event.Event{Kind: event.Error, Name: malformed, ID: truncated, Raw: "the provider's stream ended before message_stop"})
}

func parse(data string) packet {
	var p packet
	for m := rewrite.Over(data); m.Next(); {
		switch value := rewrite.Present(m.Value); m.Key {
		case "type":
			p.kind = rewrite.Contents(value)
		case "index":
			p.index = value
		case "delta":
			p.delta = value
		case "content_block":
			p.block = value
		case "message":
			p.message = value
		case "usage":
			p.usage = value
		case "error":
			p.fault = value
		case "context_management":
			p.context = value
		}
	}
	return p
}

// start reads message_start.
func (r *reader) start(dst []event.Event, message string) []event.Event {
	dst = append(dst, event.Event{Kind: event.Start, ID: rewrite.Inside(message, "id"), Name: rewrite.Inside(message, "model")})
	return r.counted(dst, rewrite.Given(message, "usage"))
}

// messageDelta reads how the message ended. Its other members, such as the container, are extras.
func (r *reader) messageDelta(dst []event.Event, p *packet) []event.Event {
	reason := ""
	for m := rewrite.OverObject(p.delta); m.Next(); {
		if m.Key == "stop_reason" {
			reason = rewrite.Contents(m.Value)
			continue
		}
		dst = extra(dst, m.Key, m.Value)
	}
	dst = extra(dst, "context_management", p.context)
	dst = finish(dst, reason)
	return r.counted(dst, p.usage)
}

// counted takes note of a usage object.
func (r *reader) counted(dst []event.Event, usage string) []event.Event {
	if !r.count.add(usage) {
		return dst
	}
	return append(dst, event.Event{Kind: event.UsageCount, Usage: r.count.usage()})
}

// fail ends the reply with the provider's own words. kind is for an error that does not give its type itself.
func (r *reader) fail(dst []event.Event, kind, body string) []event.Event {
	r.over = true
	w := read(body)
	if w.kind == "" {
		w.kind = kind
	}
	if body == "" {
		w.message = "the provider's reply is empty"
	}
	return append(dst, event.Event{
		Kind:   event.Error,
		Status: statusOf(w.kind),
		Raw:    rewrite.Escape(w.message),
		ID:     rewrite.Escape(w.code),
		Name:   rewrite.Escape(w.kind),
	})
}

func finish(dst []event.Event, word string) []event.Event {
	if word == "" {
		return dst
	}
	return append(dst, event.Event{Kind: event.Finish, Reason: reasonOf(word), Raw: word})
}

// extra is a member that the hub has no place for, unless it is null.
func extra(dst []event.Event, name, raw string) []event.Event {
	if rewrite.Present(raw) == "" {
		return dst
	}
	return append(dst, event.Event{Kind: event.Extra, Name: name, Raw: raw})
}

// number is a small integer, -1 for everything else.
func number(raw string) int {
	if n, err := strconv.Atoi(raw); err == nil && n >= 0 {
		return n
	}
	return -1
}
