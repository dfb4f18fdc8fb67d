package openai

import (
	"strings"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"

	"github.com/tidwall/gjson"
)

// reader reads one reply.
//
// A stream is whole when it ends with the terminator, or when every choice that began has its finish_reason: Cerebras,
// Perplexity and Writer send no terminator, Snowflake no finish_reason.
type reader struct {
	endpoint    core.Endpoint
	isStarted   bool
	hasEnded    bool // the terminator was read
	hasFailed   bool // an event.Error was given; nothing follows it
	isWholeBody bool // a buffered reply is being read
	choices     []choice
	chunk       int // counts the chunks, to tell two calls in one chunk from two pieces of one call
}

// choice is what must be remembered of one.
type choice struct {
	index      int
	isFinished bool
	hasDelta   bool
	calls      []call
}

func newReader(o *core.ReadOptions) core.Reader { return &reader{endpoint: o.Endpoint} }

// Frame implements core.Reader.
func (r *reader) Frame(dst []event.Event, f frame.Frame) []event.Event {
	data := strings.TrimSpace(f.Data)
	if r.hasFailed || r.hasEnded || data == "" {
		return dst
	}
	if data == terminator {
		r.hasEnded = true
		return dst
	}
	r.chunk++
	if _, ok := rewrite.Check(data); f.Name == "error" || !ok || data[0] != '{' {
		return r.fail(dst, data, "the provider sent a chunk that is not a JSON object")
	}
	return r.body(dst, data)
}

// End implements core.Reader.
func (r *reader) End(dst []event.Event) []event.Event {
	if r.hasFailed || r.hasEnded || r.allFinished() {
		return dst
	}
	r.hasFailed = true
	return append(dst, event.Event{Kind: event.Error, Name: "invalid_reply", ID: "cut_stream", Status: 502,
		Raw: "the provider's stream ended before the reply was whole"})
}

func (r *reader) allFinished() bool {
	for i := range r.choices {
		if !r.choices[i].isFinished {
			return false
		}
	}
	return len(r.choices) > 0
}

// body reads a chunk or a whole reply: an object with choices.
func (r *reader) body(dst []event.Event, body string) []event.Event {
	var id, model, choices, usage, groq, failure gjson.Result
	gjson.Parse(body).ForEach(func(key, value gjson.Result) bool {
		switch key.Str {
		case "id":
			id = value
		case "model":
			model = value
		case "choices":
			choices = value
		case "usage":
			usage = value
		case "x_groq":
			groq = value.Get("usage")
		case "error":
			failure = value
		}
		return true
	})
	if isSaid(failure) {
		return r.fail(dst, body, "the provider reports an error without a word")
	}
	hasChoices := choices.IsArray() && len(choices.Raw) > len("[]")
	if !r.isStarted && (hasChoices || rewrite.Contents(id.Raw) != "" || r.endpoint == core.Embeddings) {
		r.isStarted = true
		dst = append(dst, event.Event{Kind: event.Start, ID: rewrite.Contents(id.Raw), Name: rewrite.Contents(model.Raw)})
	}
	if hasChoices {
		choices.ForEach(func(_, value gjson.Result) bool {
			dst = r.choice(dst, value)
			return !r.hasFailed
		})
	}
	if r.hasFailed {
		return dst
	}
	u, ok := readUsage(usage)
	if !ok {
		u, ok = readUsage(groq)
	}
	if ok {
		dst = append(dst, event.Event{Kind: event.UsageCount, Usage: u})
	}
	return dst
}

// choice reads one of choices.
func (r *reader) choice(dst []event.Event, raw gjson.Result) []event.Event {
	var index, delta, message, text, finish, logprobs, failure, usage gjson.Result
	raw.ForEach(func(key, value gjson.Result) bool {
		switch key.Str {
		case "index":
			index = value
		case "delta":
			delta = value
		case "message":
			message = value
		case "text":
			text = value
		case "finish_reason":
			finish = value
		case "logprobs":
			logprobs = value
		case "error":
			failure = value
		case "usage":
			usage = value
		}
		return true
	})
	if isSaid(failure) {
		return r.fail(dst, raw.Raw, "the provider reports an error without a word")
	}
	c := r.at(index)
	// Perplexity and Writer send the message so far beside each delta.
	if delta.IsObject() {
		c.hasDelta = true
		dst = r.message(dst, c, delta)
	} else if message.IsObject() && !c.hasDelta {
		dst = r.message(dst, c, message)
	} else if !c.hasDelta {
		dst = appendPiece(dst, event.Event{Kind: event.Text, Choice: c.index, Raw: rewrite.Contents(text.Raw)})
	}
	if logprobs.IsObject() {
		dst = append(dst, event.Event{Kind: event.Extra, Choice: c.index, Name: "logprobs", Raw: logprobs.Raw})
	}
	if u, ok := readUsage(usage); ok { // Moonshot counts here
		dst = append(dst, event.Event{Kind: event.UsageCount, Usage: u})
	}
	return r.finish(dst, c, rewrite.Contents(finish.Raw))
}

// finish ends a choice, once. A buffered reply has ended whatever its finish_reason says.
func (r *reader) finish(dst []event.Event, c *choice, reason string) []event.Event {
	if c.isFinished || isUnfinished(reason) && !r.isWholeBody {
		return dst
	}
	w := lookup(reason)
	if w.status != 0 {
		r.hasFailed = true
		return append(dst, event.Event{Kind: event.Error, Name: "upstream_error", ID: w.word, Status: w.status,
			Raw: "the provider broke the reply off"})
	}
	c.isFinished = true
	return append(dst, event.Event{Kind: event.Finish, Choice: c.index, Reason: w.reason, Raw: reason})
}

// at is the state of the choice of that index. Without an index it is the first.
func (r *reader) at(index gjson.Result) *choice {
	i := small(index)
	for at := range r.choices {
		if r.choices[at].index == i {
			return &r.choices[at]
		}
	}
	r.choices = append(r.choices, choice{index: i})
	return &r.choices[len(r.choices)-1]
}

// maxIndex bounds the indexes that are believed, for what is counted by them.
const maxIndex = 1 << 16

// small is an index, 0 for what is none.
func small(n gjson.Result) int {
	if i := n.Int(); n.Type == gjson.Number && i > 0 && i < maxIndex {
		return int(i)
	}
	return 0
}

// fail ends the reply with the provider's own words, or with these when it has none.
func (r *reader) fail(dst []event.Event, body, otherwise string) []event.Event {
	r.hasFailed = true
	f := core.Fault{Message: otherwise, Type: "invalid_reply"}
	readFault(&f, body)
	return append(dst, event.Event{Kind: event.Error, Raw: rewrite.Escape(f.Message), Name: rewrite.Escape(f.Type),
		ID: rewrite.Escape(f.Code), Status: errorStatus(body)})
}

// isSaid reports that a member is there and says something.
func isSaid(v gjson.Result) bool {
	return v.Exists() && v.Type != gjson.Null && v.Raw != `""` && v.Raw != "{}" && v.Raw != "[]" && v.Type != gjson.False
}

// appendPiece appends e unless it is empty: providers send pieces of nothing.
func appendPiece(dst []event.Event, e event.Event) []event.Event {
	if e.Raw == "" {
		return dst
	}
	return append(dst, e)
}
