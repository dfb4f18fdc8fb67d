package responses

import "causeway/core/rewrite"

// Where chat and Responses differ in the same thing:
//
//	chat        {"type":"url_citation","url_citation":{"url","title","start_index","end_index"}}
//	Responses   {"type":"url_citation","url","title","start_index","end_index"}
//	chat        logprobs {"content":[…],"refusal":null}
//	Responses   logprobs […]
//
// https://platform.openai.com/docs/api-reference/chat/object (read 2026-11-21)
const urlCitation = "url_citation"

// nest appends an annotation in chat's words; one of another type as it is.
func nest(dst []byte, raw string) []byte {
	if rewrite.Inside(raw, "type") != urlCitation || rewrite.Given(raw, urlCitation) != "" {
		return append(dst, raw...)
	}
	dst = fill(dst, `{"type":"$","$":{`, urlCitation, urlCitation)
	return append(appendMembers(dst, raw, "type"), `}}`...)
}
