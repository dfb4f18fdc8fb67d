package solo

import (
	"causeway/core"
	"causeway/core/rewrite"
	"causeway/core/vector"
)

var (
	dashscopeTextRules = [...]rule{{"dimensions", "dimension"}, {"input", apart}}
	workersTextRules   = [...]rule{{"dimensions", ""}, {"input", apart}}
)

// appendDashScopeTexts is DashScopeEmbeddings.Request.
//
//	{"model":"text-embedding-v3","input":"Hi","dimensions":512}
//	→ {"model":"text-embedding-v3","input":{"texts":["Hi"]},"parameters":{"dimension":512}}
func appendDashScopeTexts(dst []byte, r *core.Request) (_ []byte, fault *core.Fault) {
	dst = rewrite.Text(append(dst, '{'), "model", r.Model)
	if dst, fault = appendTexts(append(rewrite.Key(dst, "input"), '{'), r, "texts"); fault != nil {
		return nil, fault
	}
	dst = append(rewrite.Key(append(dst, '}'), "parameters"), '{')
	return append(appendRest(dst, r, openAIs[:], dashscopeTextRules[:]), `}}`...), nil
}

// appendWorkersAITexts is WorkersAIEmbeddings.Request: {"model":"@cf/baai/bge-m3","input":"Hi"} → {"text":["Hi"]}.
func appendWorkersAITexts(dst []byte, r *core.Request) (_ []byte, fault *core.Fault) {
	if dst, fault = appendTexts(append(dst, '{'), r, "text"); fault != nil {
		return nil, fault
	}
	return append(appendRest(dst, r, openAIs[:], workersTextRules[:]), '}'), nil
}

// appendTexts appends the input as a list of texts.
func appendTexts(dst []byte, r *core.Request, key string) ([]byte, *core.Fault) {
	input := rewrite.Member(r.Body, "input")
	dst = rewrite.Key(dst, key)
	if rewrite.Contents(input) != "" {
		return append(append(append(dst, '['), input...), ']'), nil
	}
	texts := 0
	for it := rewrite.Over(input); it.Next(); texts++ {
		if it.Value[0] != '"' {
			texts = -1
			break
		}
	}
	if texts < 1 || input[0] != '[' {
		return nil, core.Refuse("input", "input must be a text or a list of texts; no tokens are taken")
	}
	return append(dst, input...), nil
}

var vectorNames = [...]string{"embeddings", "data"}

// appendEmbeddings is the Answer of both.
//
//	{"output":{"embeddings":[{"embedding":[…],"text_index":0}]},"usage":{"total_tokens":7}}   DashScope
//	{"result":{"shape":[1,768],"data":[[0.1,…]]}}, or the result alone                         Workers AI, which counts no tokens
func appendEmbeddings(dst []byte, o *core.ReadOptions, body string) ([]byte, bool) {
	if _, ok := rewrite.Check(body); !ok {
		return dst, false
	}
	root := first(body, rootNames[:])
	if root == "" {
		root = body
	}
	list := vector.Begin(dst, rewrite.Member(o.Request.Body, "encoding_format"))
	ok := false
	for it := rewrite.Over(first(root, vectorNames[:])); it.Next(); {
		numbers := it.Value
		if numbers[0] == '{' {
			numbers = rewrite.Member(numbers, "embedding")
		}
		if ok = numbers != "" && numbers[0] == '[' && list.Add(numbers); !ok {
			break
		}
	}
	return list.End(rewrite.Escape(o.Model), number(rewrite.Member(rewrite.Member(body, "usage"), "total_tokens"))), ok
}
