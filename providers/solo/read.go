package solo

import (
	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// reader reads one reply. Every frame is a whole reply with a piece of it; they add up per choice.
type reader struct {
	choices   []choice
	usage     event.Usage
	isGrowing bool // a piece may hold the text so far
	isEndless bool // the end of the body is the only ending there is
	isStarted bool
	isWhole   bool // a buffered reply is being read
	hasEnded  bool // the terminator was read
	hasFailed bool
}

func newReader(*core.ReadOptions) core.Reader        { return &reader{} }
func newGrowingReader(*core.ReadOptions) core.Reader { return &reader{isGrowing: true} }
func newEndlessReader(*core.ReadOptions) core.Reader { return &reader{isEndless: true} }

// Frame implements core.Reader. A frame that only moves text allocates nothing.
func (r *reader) Frame(dst []event.Event, f frame.Frame) []event.Event {
	switch {
	case r.hasFailed || r.hasEnded || f.Data == "":
		return dst
	case f.Data[0] == '[': // OpenAI's terminator
		r.hasEnded = true
		return r.finishAll(dst)
	}
	if _, ok := rewrite.Check(f.Data); !ok {
		return r.fail(dst, "the provider sent a piece of a stream that is not JSON", "", 502)
	}
	return r.reply(dst, f.Data)
}

// End implements core.Reader.
func (r *reader) End(dst []event.Event) []event.Event {
	if r.hasFailed || r.hasEnded {
		return dst
	}
	isWhole := len(r.choices) > 0
	for i := range r.choices {
		isWhole = isWhole && (r.choices[i].isFinished || r.isEndless)
	}
	if !isWhole {
		return r.fail(dst, "the provider's stream ended before the reply did", "cut_stream", 502)
	}
	return r.finishAll(dst)
}

// Whole implements core.Reader.
func (r *reader) Whole(dst []event.Event, body string) []event.Event {
	r.isWhole = true
	if _, ok := rewrite.Check(body); !ok {
		return r.fail(dst, "the provider's reply is not JSON: "+rewrite.Escape(body), "", 502)
	}
	if dst = r.reply(dst, body); r.hasFailed {
		return dst
	}
	if len(r.choices) == 0 {
		return r.fail(dst, "the provider's reply says nothing", "", 502)
	}
	return r.finishAll(dst)
}

// The names of things, the most common first.
var (
	rootNames  = [...]string{"output", "result"}
	listNames  = [...]string{"choices", "responses", "results"}
	saidNames  = [...]string{"message", "delta", "chunk"}
	textNames  = [...]string{"content", "text", "response", "generated_text", "text_output"}
	thinkNames = [...]string{"reasoning_content", "reasoning"}
	endNames   = [...]string{"finish_reason", "stop_reason"}
	idNames    = [...]string{"request_id", "id"}
)

// first is the value of the first of the members that object has, null being none.
func first(object string, names []string) string {
	for _, name := range names {
		if raw := rewrite.Member(object, name); raw != "" && raw != "null" {
			return raw
		}
	}
	return ""
}

// reply reads a reply, or a piece of one.
func (r *reader) reply(dst []event.Event, body string) []event.Event {
	if f := readFailure(body); f.code != "" || f.isError {
		if f.message == "" {
			f.message = "the provider reports an error without a word"
		}
		dst = r.fail(dst, f.message, f.code, f.status())
		dst[len(dst)-1].Name = f.kind
		return dst
	}
	root := first(body, rootNames[:])
	if root == "" || root[0] != '{' {
		root = body
	}
	if !r.isStarted {
		r.isStarted = true
		dst = append(dst, event.Event{Kind: event.Start, ID: rewrite.Contents(first(body, idNames[:])), Name: rewrite.Contents(rewrite.Member(body, "model"))})
		if found := rewrite.Member(root, "search_info"); found != "" && found != "null" { // it comes with every piece
			dst = append(dst, event.Event{Kind: event.Extra, Name: "search_info", Raw: found})
		}
	}
	before := r.usage
	r.count(first(body, usageNames[:]))
	if root != body {
		r.count(first(root, usageNames[:]))
	}
	at := 0
	for it := rewrite.Over(first(root, listNames[:])); it.Next() && !r.hasFailed; at++ {
		r.count(it.Value)
		dst = r.choice(dst, it.Value, at)
	}
	if at == 0 && says(root) {
		dst = r.choice(dst, root, 0)
	}
	if r.usage != before && !r.hasFailed {
		dst = append(dst, event.Event{Kind: event.UsageCount, Usage: r.usage})
	}
	return dst
}

// says reports that an object is a choice itself.
func says(raw string) bool {
	for _, name := range textNames {
		if rewrite.Member(raw, name) != "" {
			return true
		}
	}
	return rewrite.Member(raw, "tool_calls") != ""
}

// fail reports an error, the last event of the reply. why and code are contents.
func (r *reader) fail(dst []event.Event, why, code string, status int) []event.Event {
	r.hasFailed = true
	return append(dst, event.Event{Kind: event.Error, Raw: why, Name: "invalid_reply", ID: code, Status: status})
}
