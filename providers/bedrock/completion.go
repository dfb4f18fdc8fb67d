package bedrock

import (
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// completion reads replies of the models that go on with a text: Llama, Mistral, Titan, Command, Jurassic. Whole and in a
// stream they have the same members; of a stream each chunk has a piece of the text, and the last one the reason and the
// counts.
//
//	{"generation":"…","prompt_token_count":5,"generation_token_count":10,"stop_reason":"length"}       Llama
//	{"outputs":[{"text":"…","stop_reason":"stop"}]}                                                   Mistral
//	{"inputTextTokenCount":5,"results":[{"tokenCount":10,"outputText":"…","completionReason":"FINISH"}]}   Titan
//	{"outputText":"…","index":0,"totalOutputTextTokenCount":10,"completionReason":null}               Titan, streamed
//	{"generations":[{"text":"…","finish_reason":"COMPLETE"}]}   {"text":"…","is_finished":false}      Command
//	{"completions":[{"data":{"text":"…"},"finishReason":{"reason":"endoftext"}}]}                     Jurassic
//	{"completion":"…","stop_reason":"stop_sequence"}                                                  Claude 2
//
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html and its pages; recorded traffic (read 2026-11-25)
type completion struct {
	begun, finished bool
	usage           event.Usage
}

// Frame reads a chunk that was unwrapped.
func (r *completion) Frame(dst []event.Event, f frame.Frame) []event.Event {
	return r.read(dst, f.Data)
}

// End accepts the end of the body only behind a reason.
func (r *completion) End(dst []event.Event) []event.Event {
	if r.finished {
		return dst
	}
	return broken(dst, truncated, "the provider's stream ended before it gave a reason")
}

// Whole reads a buffered reply.
func (r *completion) Whole(dst []event.Event, body string) []event.Event {
	before := len(dst)
	if dst = r.read(dst, body); len(dst) == before {
		return failed(dst, malformed, body)
	}
	return dst
}

func (r *completion) read(dst []event.Event, data string) []event.Event {
	found := false
	for m := rewrite.OverObject(data); m.Next(); {
		switch m.Key {
		case "generation", "outputText", "completion", "text":
			if rewrite.IsString(m.Value) {
				dst, found = r.choice(dst, 0, rewrite.Contents(m.Value), data), true
			}
		case "outputs", "results", "generations", "completions":
			index := 0
			for c := rewrite.OverArray(m.Value); c.Next(); index++ {
				dst, found = r.choice(dst, index, saidIn(c.Value), c.Value), true
			}
		}
	}
	if !found && reasonIn(data) != "" { // a last chunk without text
		dst = r.choice(dst, 0, "", data)
	}
	return r.counted(dst, data)
}

// choice says what an object with a text and perhaps a reason says.
func (r *completion) choice(dst []event.Event, index int, contents, raw string) []event.Event {
	if !r.begun {
		r.begun = true
		dst = append(dst, event.Event{Kind: event.Start})
	}
	if contents != "" {
		dst = append(dst, event.Event{Kind: event.Text, Choice: index, Raw: contents})
	}
	if word := reasonIn(raw); word != "" {
		r.finished = true
		dst = append(dst, event.Event{Kind: event.Finish, Choice: index, Reason: reasonOf(word), Raw: word})
	}
	return dst
}

// saidIn is the text of one completion among several.
func saidIn(raw string) string {
	for _, key := range [...]string{"text", "outputText"} {
		if contents := rewrite.Inside(raw, key); contents != "" {
			return contents
		}
	}
	return rewrite.Inside(rewrite.Given(raw, "data"), "text")
}

// reasonIn is the provider's word for why a completion ended, "" when it has not.
func reasonIn(raw string) string {
	for _, key := range [...]string{"stop_reason", "completionReason", "finish_reason"} {
		if word := rewrite.Inside(raw, key); word != "" {
			return word
		}
	}
	return rewrite.Inside(rewrite.Given(raw, "finishReason"), "reason")
}

// counted reads what the model counts itself.
func (r *completion) counted(dst []event.Event, data string) []event.Event {
	before := r.usage
	for m := rewrite.OverObject(data); m.Next(); {
		switch m.Key {
		case "prompt_token_count", "inputTextTokenCount":
			r.usage.Input = max(r.usage.Input, count(m.Value))
		case "generation_token_count", "totalOutputTextTokenCount":
			r.usage.Output = max(r.usage.Output, count(m.Value))
		case "results":
			for c := rewrite.OverArray(m.Value); c.Next(); {
				r.usage.Output += count(rewrite.Given(c.Value, "tokenCount"))
			}
		}
	}
	if r.usage == before {
		return dst
	}
	return append(dst, event.Event{Kind: event.UsageCount, Usage: r.usage})
}
