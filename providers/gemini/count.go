package gemini

import (
	"causeway/core"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// The wires of countTokens: what generateContent would be asked, and the answer {"totalTokens":31}.
//
// https://ai.google.dev/api/tokens, https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/count-tokens
// (read 2026-11-25), and recorded traffic
var (
	// Count is AI Studio's: {"generateContentRequest":{"model":"models/m","contents":[…],…}}
	Count = &core.Dialect{
		Name: "gemini-count-tokens", Framing: frame.SSE, Request: appendCount, Fault: readFault, Answer: appendTotal,
	}

	// CountOnVertex is Vertex AI's, which takes no more than contents, systemInstruction, tools and generationConfig.
	CountOnVertex = &core.Dialect{
		Name: "vertex-count-tokens", Framing: frame.SSE, Request: appendVertexCount, Fault: readFault, Answer: appendTotal,
	}
)

func appendCount(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	whole, fault := appendRequest(nil, r)
	if fault != nil {
		return nil, fault
	}
	dst = append(rewrite.Key(append(dst, '{'), "generateContentRequest"), '{')
	dst = rewrite.Text(dst, "model", resource(r.Model))
	for it := rewrite.Over(string(whole)); it.Next(); {
		dst = rewrite.Raw(dst, it.Key, it.Value)
	}
	return append(dst, `}}`...), nil
}

func appendVertexCount(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	whole, fault := appendRequest(nil, r)
	if fault != nil {
		return nil, fault
	}
	dst = append(dst, '{')
	for it := rewrite.Over(string(whole)); it.Next(); {
		switch it.Key {
		case "contents", "systemInstruction", "tools", "generationConfig":
			dst = rewrite.Raw(dst, it.Key, it.Value)
		}
	}
	return append(dst, '}'), nil
}

// appendTotal is the Answer of both.
func appendTotal(dst []byte, _ *core.ReadOptions, body string) ([]byte, bool) {
	if _, ok := rewrite.Check(body); !ok {
		return nil, false
	}
	total := rewrite.Member(body, "totalTokens")
	if total == "" || number(total) == 0 && total != "0" {
		return nil, false
	}
	return append(rewrite.Raw(append(dst, '{'), "input_tokens", total), '}'), true
}
