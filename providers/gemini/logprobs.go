package gemini

import "causeway/core/rewrite"

// appendLogprobs appends a logprobsResult in the shape of the hub's choices[].logprobs. Google names a token's id where
// OpenAI has its bytes, which may be null.
//
//	{"chosenCandidates":[{"token":"4","logProbability":-0.1}],"topCandidates":[{"candidates":[{…},{…}]}]}
//	→ {"content":[{"token":"4","logprob":-0.1,"bytes":null,"top_logprobs":[…]}],"refusal":null}
//
// https://ai.google.dev/api/generate-content#LogprobsResult (read 2026-11-21)
func appendLogprobs(dst []byte, raw string) []byte {
	dst = append(dst, `{"content":[`...)
	top := rewrite.Over(rewrite.Member(raw, "topCandidates"))
	for chosen := rewrite.Over(rewrite.Member(raw, "chosenCandidates")); chosen.Next(); {
		dst = appendToken(dst, chosen.Value)
		dst = append(dst, `,"top_logprobs":[`...)
		if top.Next() {
			for other := rewrite.Over(rewrite.Member(top.Value, "candidates")); other.Next(); {
				dst = append(appendToken(dst, other.Value), '}')
			}
		}
		dst = append(dst, `]}`...)
	}
	return append(dst, `],"refusal":null}`...)
}

// appendToken begins the object of a token, which is still open.
func appendToken(dst []byte, raw string) []byte {
	dst = append(rewrite.Comma(dst), '{')
	dst = rewrite.Escaped(dst, "token", rewrite.Contents(rewrite.Member(raw, "token")))
	probability := rewrite.Member(raw, "logProbability")
	if probability == "" {
		probability = "0" // protobuf leaves out what is zero: a certain token
	}
	dst = rewrite.Raw(dst, "logprob", probability)
	return append(dst, `,"bytes":null`...)
}
