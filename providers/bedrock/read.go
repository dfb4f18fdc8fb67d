package bedrock

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
	open    []block // begun and not stopped
	tools   int     // how many calls have begun
	ended   bool    // messageStop came
	reason  string  // messageStop's
	stopped bool    // the choice is finished
	over    bool    // an error came
}

// Frame reads one message, which its name describes.
func (r *reader) Frame(dst []event.Event, f frame.Frame) []event.Event {
	if r.over {
		return dst
	}
	if f.Exception {
		r.over = true
		return failed(dst, f.Name, f.Data)
	}
	if _, ok := rewrite.Check(f.Data); !ok {
		r.over = true
		return broken(dst, "", "the provider sent a message that is not JSON")
	}
	return r.message(dst, f.Name, f.Data)
}

func (r *reader) message(dst []event.Event, name, data string) []event.Event {
	switch name {
	case "contentBlockDelta":
		return r.blockDelta(dst, number(data), rewrite.Given(data, "delta"))
	case "contentBlockStart":
		return r.begin(dst, number(data), rewrite.Given(data, "start"))
	case "contentBlockStop":
		return r.stop(dst, number(data))
	case "messageStart":
		return append(dst, event.Event{Kind: event.Start})
	case "messageStop":
		r.ended, r.reason = true, strings.Clone(rewrite.Inside(data, "stopReason"))
		return extra(dst, responseFields, rewrite.Given(data, responseFields))
	case "metadata": // which may hold what belongs to the choice, so that it is finished only here
		return counted(r.finish(extras(dst, data)), rewrite.Given(data, "usage"))
	}
	if strings.HasSuffix(name, "Exception") {
		r.over = true
		return failed(dst, name, data)
	}
	return dst
}

// responseFields are what the caller asked for by additionalModelResponseFieldPaths.
const responseFields = "additionalModelResponseFields"

// extras are what is known only at the end, such as what a guardrail did.
func extras(dst []event.Event, data string) []event.Event {
	for _, key := range [...]string{"trace", "performanceConfig", "serviceTier"} {
		if value := rewrite.Given(data, key); !rewrite.IsBare(value) {
			dst = extra(dst, key, value)
		}
	}
	return dst
}

// finish ends the choice, once its reason is known.
func (r *reader) finish(dst []event.Event) []event.Event {
	if r.reason == "" || r.stopped {
		return dst
	}
	r.stopped = true
	return append(dst, event.Event{Kind: event.Finish, Reason: reasonOf(r.reason), Raw: r.reason})
}

// End accepts the end of the body only behind messageStop. The counts may be lacking.
func (r *reader) End(dst []event.Event) []event.Event {
	if r.over || r.ended {
		return r.finish(dst)
	}
	r.over = true
	return broken(dst, truncated, "the provider's stream ended before messageStop")
}

// Whole reads a buffered reply:
//
//	{"output":{"message":{"role":"assistant","content":[…]}},"stopReason":"end_turn","usage":{…},"metrics":{…}}
func (r *reader) Whole(dst []event.Event, body string) []event.Event {
	r.over = true
	if _, ok := rewrite.Check(body); !ok {
		return failed(dst, malformed, body)
	}
	message := rewrite.Given(rewrite.Given(body, "output"), "message")
	if !rewrite.IsObject(message) {
		return failed(dst, malformed, body)
	}
	dst = append(dst, event.Event{Kind: event.Start})
	from, index := len(dst), 0
	for b := rewrite.OverArray(rewrite.Given(message, "content")); b.Next(); index++ {
		dst = r.whole(dst, index, b.Value)
	}
	dst = core.JoinExtras(core.JoinExtras(dst, from, citations), from, serverBlocks)
	dst = extra(dst, responseFields, rewrite.Given(body, responseFields))
	r.reason = rewrite.Inside(body, "stopReason")
	return counted(r.finish(extras(dst, body)), rewrite.Given(body, "usage"))
}

// extra is a member that the hub has no place for, unless it is absent.
func extra(dst []event.Event, name, raw string) []event.Event {
	if raw == "" {
		return dst
	}
	return append(dst, event.Event{Kind: event.Extra, Name: name, Raw: raw})
}

// number is a message's contentBlockIndex, -1 without one.
func number(data string) int {
	if n, err := strconv.Atoi(rewrite.Given(data, "contentBlockIndex")); err == nil && n >= 0 {
		return n
	}
	return -1
}
