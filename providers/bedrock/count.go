package bedrock

import (
	"causeway/core"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// Count is CountTokens: what Converse would be asked, as far as it is the prompt.
//
//	{"input":{"converse":{"system":[…],"messages":[…],"toolConfig":{…}}}} → {"inputTokens":7}
//
// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html (read 2026-11-25)
var Count = &core.Dialect{
	Name: "bedrock-count-tokens", Framing: frame.EventStream, Request: appendCount, Answer: appendCounted, Fault: ReadFault,
}

func appendCount(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	start := len(dst)
	t := translationOf(r)
	t.givenThinking()
	dst = t.conversation(append(dst, `{"input":{"converse":{`...))
	if t.fault != nil {
		return dst[:start], t.fault
	}
	return append(dst, `}}}`...), nil
}

func appendCounted(dst []byte, _ *core.ReadOptions, body string) ([]byte, bool) {
	if _, ok := rewrite.Check(body); !ok {
		return dst, false
	}
	tokens := rewrite.Given(body, "inputTokens")
	return append(rewrite.Raw(append(dst, '{'), "input_tokens", tokens), '}'), tokens != ""
}
