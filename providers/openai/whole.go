package openai

import (
	"causeway/core"
	"causeway/core/event"
	"causeway/core/rewrite"

	"github.com/tidwall/gjson"
)

// Whole implements core.Reader. A body without choices is not a reply, whatever its status was.
func (r *reader) Whole(dst []event.Event, body string) []event.Event {
	r.isWholeBody = true
	if _, ok := rewrite.Check(body); !ok {
		return r.fail(dst, body, "the provider's reply is empty")
	}
	if !gjson.Parse(body).IsObject() {
		return r.fail(dst, body, "the provider's reply is not a JSON object")
	}
	dst = r.body(dst, body)
	if !r.hasFailed && len(r.choices) == 0 && r.endpoint != core.Embeddings {
		return r.fail(dst, body, "the provider's reply has no choices")
	}
	return dst
}
