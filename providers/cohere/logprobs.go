package cohere

import (
	"strconv"

	"causeway/core/event"
	"causeway/core/rewrite"
)

// appendLogprobs reads a list of log probabilities. Cohere gives them for chunks of text of one or more tokens; a chunk
// becomes one token, as likely as all of its own are together.
//
//	[{"text":"Hi","token_ids":[28339],"logprobs":[-0.5]}]
//	→ {"content":[{"token":"Hi","logprob":-0.5,"bytes":null,"top_logprobs":[]}],"refusal":null}
//
// cohere-ai/cohere-python, types/logprob_item.py (read 2026-11-25)
func appendLogprobs(dst []event.Event, raw string) []event.Event {
	if !rewrite.IsArray(raw) {
		return dst
	}
	out := []byte(`{"content":[`)
	empty := len(out)
	for item := rewrite.Over(raw); item.Next(); {
		sum, ok := sumOf(rewrite.Member(item.Value, "logprobs"))
		if token := rewrite.Member(item.Value, "text"); ok && rewrite.IsString(token) {
			out = rewrite.Raw(append(rewrite.Comma(out), '{'), "token", token)
			out = append(rewrite.Raw(out, "logprob", sum), `,"bytes":null,"top_logprobs":[]}`...)
		}
	}
	if len(out) == empty {
		return dst
	}
	return appendExtra(dst, "logprobs", string(append(out, `],"refusal":null}`...)))
}

// sumOf adds up a list of numbers; a lone one keeps its digits.
func sumOf(raw string) (string, bool) {
	sum, count, last := 0.0, 0, ""
	for n := rewrite.Over(raw); n.Next(); count++ {
		f, err := strconv.ParseFloat(n.Value, 64)
		if err != nil {
			return "", false
		}
		sum, last = sum+f, n.Value
	}
	if count > 1 {
		last = strconv.FormatFloat(sum, 'g', -1, 64)
	}
	return last, count > 0
}
