package responses

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

// reader reads one reply, streamed or whole. A stream is whole when its last event came; what stands in that event was
// said before, and is said again only where it was not.
type reader struct {
	items   []item
	calls   int // how many tool calls have begun
	blocks  int // how many reasoning items have begun
	started bool
	isWhole bool   // all of a response is read at once: what a stream gives in pieces is gathered
	notes   []byte // elements of annotations, gathered
	others  []byte // elements of output_items, gathered
	over    bool   // the response's end or an error came
}

func newReader(*core.ReadOptions) core.Reader { return new(reader) }

// packet is one event of a stream: its members as raw JSON, "" when absent or null.
type packet struct {
	kind string // contents of "type"

	output, part          string // output_index; content_index or summary_index
	delta                 string
	item, response, fault string
	annotation, logprobs  string
}

// Frame reads one event. What stands in its data counts, not the SSE name.
func (r *reader) Frame(dst []event.Event, f frame.Frame) []event.Event {
	if r.over || strings.TrimSpace(f.Data) == "" {
		return dst
	}
	if _, ok := rewrite.Check(f.Data); !ok || !rewrite.IsObject(strings.TrimSpace(f.Data)) {
		return r.fault(dst, 502, malformed, "", "the provider sent an event that is not a JSON object")
	}
	p := parse(f.Data)
	switch p.kind {
	case "error", "response.error":
		return r.fail(dst, f.Data)
	case "":
		if p.fault != "" || f.Name == "error" {
			return r.fail(dst, f.Data)
		}
	}
	return r.event(dst, &p)
}

// event reads an event by its type. Events that only say that something began or goes on are left out, and so are types
// that are not known here: what they say stands in the item's end.
func (r *reader) event(dst []event.Event, p *packet) []event.Event {
	switch p.kind {
	case "response.output_text.delta":
		dst = r.delta(dst, event.Text, p, p.delta)
		return appendLogprobs(dst, p.logprobs)
	case "response.reasoning_summary_text.delta", "response.reasoning_text.delta":
		return r.delta(dst, event.Thinking, p, p.delta)
	case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta":
		return r.arguments(dst, r.at(p.output), rewrite.Contents(p.delta))
	case "response.refusal.delta":
		return r.delta(dst, event.Refusal, p, p.delta)
	case "response.output_item.added":
		return r.begin(dst, r.at(p.output), p.item)
	case "response.output_item.done":
		return r.done(dst, r.at(p.output), p.item)
	case "response.output_text.annotation.added":
		it := r.at(p.output)
		it.isAnnotated = true
		return r.annotated(dst, "["+p.annotation+"]")
	case "response.created", "response.in_progress", "response.queued":
		return r.start(dst, p.response)
	case "response.completed", "response.incomplete", "response.failed", "response.cancelled":
		r.over = true
		return r.response(dst, p.response)
	}
	return dst
}

// End accepts the end of the body only behind the response's.
func (r *reader) End(dst []event.Event) []event.Event {
	if r.over {
		return dst
	}
	return r.fault(dst, 502, malformed, truncated, "the provider's stream ended before the response was complete")
}

func parse(data string) (p packet) {
	for m := rewrite.Over(data); m.Next(); {
		switch value := rewrite.Present(m.Value); m.Key {
		case "type":
			p.kind = rewrite.Contents(value)
		case "output_index":
			p.output = value
		case "content_index", "summary_index":
			p.part = value
		case "delta":
			p.delta = value
		case "item":
			p.item = value
		case "response":
			p.response = value
		case "error":
			p.fault = value
		case "annotation":
			p.annotation = value
		case logprobs:
			p.logprobs = value
		}
	}
	return p
}

// start opens the reply, once.
func (r *reader) start(dst []event.Event, response string) []event.Event {
	if r.started {
		return dst
	}
	r.started = true
	return append(dst, event.Event{Kind: event.Start, ID: rewrite.Inside(response, "id"), Name: rewrite.Inside(response, "model")})
}

// piece appends an event of contents.
func piece(dst []event.Event, kind event.Kind, index int, contents string) []event.Event {
	return append(dst, event.Event{Kind: kind, Index: index, Raw: contents})
}

// named appends an event that has a name.
func named(dst []event.Event, kind event.Kind, name, raw string) []event.Event {
	return append(dst, event.Event{Kind: kind, Name: name, Raw: raw})
}

// number is a small index, 0 for everything else.
func number(raw string) int {
	const most = 1 << 16
	if n, err := strconv.Atoi(raw); err == nil && n > 0 && n < most {
		return n
	}
	return 0
}
