package core

import (
	"strings"

	"causeway/core/rewrite"
)

// counts reports that a target's vendor counts the tokens of a prompt for the model that is asked for.
func (x *Exchange) counts(t *Target) bool {
	r := Request{Model: t.Params.model(x.sketch.Model), Vendor: t.Vendor, options: t.Options}
	return t.Vendor.serving(CountTokens, &r) != nil
}

// estimateCount answers how many tokens a prompt has for a provider that cannot say: a quarter of its bytes. The header
// says that it is an estimate.
func (x *Exchange) estimateCount() {
	tokens := (promptBytes(x.call.Body, 0) + bytesPerToken - 1) / bytesPerToken
	header := append(x.ownHeader(jsonType), Field{
		"x-causeway-estimate", "a quarter of the prompt's bytes: " + x.attempt.target.Vendor.Name + " does not count tokens",
	})
	x.report.Status = 200
	x.push(Action{Kind: Write, Status: 200, Header: header, Body: `{"input_tokens":` + decimal(int64(tokens)) + `}`})
	x.finish(outcomeWhole)
}

// deepest is how far promptBytes looks into a body.
const deepest = 64

// promptBytes is the length of the texts in raw, without files: nobody counts their base64 as text.
func promptBytes(raw string, depth int) (n int) {
	if raw[0] == '"' {
		if strings.HasPrefix(raw, `"data:`) {
			return 0
		}
		return len(raw) - 2
	}
	if depth == deepest {
		return len(raw)
	}
	for it := rewrite.Over(raw); it.Next(); {
		if it.Key != "data" && it.Key != "file_data" && it.Key != "model" {
			n += len(it.Key) + promptBytes(it.Value, depth+1)
		}
	}
	return n
}
