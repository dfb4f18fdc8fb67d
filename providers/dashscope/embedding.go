package dashscope

import (
	"causeway/core"
	"causeway/core/rewrite"
	"causeway/core/vector"
)

// appendEmbeddingRequest is Embeddings.Request.
//
//	{"model":"text-embedding-v3","input":"Hi","dimensions":512}
//	→ {"model":"text-embedding-v3","input":{"texts":["Hi"]},"parameters":{"dimension":512}}
func appendEmbeddingRequest(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	input := rewrite.Member(r.Body, "input")
	dst = rewrite.Text(append(dst, '{'), "model", r.Model)
	dst = append(rewrite.Key(dst, "input"), `{"texts":`...)
	switch {
	case rewrite.Contents(input) != "":
		dst = append(append(append(dst, '['), input...), ']')
	case input != "" && input[0] == '[':
		for it := rewrite.Over(input); it.Next(); {
			if it.Value[0] != '"' {
				return nil, core.Refuse("input", "input: DashScope takes texts and no tokens")
			}
		}
		dst = append(dst, input...)
	default:
		return nil, core.Refuse("input", "input must be a text or a list of texts")
	}
	dst = append(rewrite.Key(append(dst, '}'), "parameters"), '{')
	for m := rewrite.Over(r.Body); m.Next(); {
		switch m.Key {
		case "model", "input", "encoding_format":
		case "dimensions":
			dst = rewrite.Raw(dst, "dimension", m.Value)
		case "user":
			r.Drop(m.Key)
		default:
			dst = rewrite.Raw(dst, m.Key, m.Value)
		}
	}
	return append(dst, `}}`...), nil
}

// appendEmbeddings is Embeddings.Answer: {"output":{"embeddings":[{"embedding":[…],"text_index":0}]},"usage":{"total_tokens":7}}.
func appendEmbeddings(dst []byte, o *core.ReadOptions, body string) ([]byte, bool) {
	if _, ok := rewrite.Check(body); !ok {
		return dst, false
	}
	list := vector.Begin(dst, rewrite.Member(o.Request.Body, "encoding_format"))
	ok := false
	for it := rewrite.Over(rewrite.Member(rewrite.Member(body, "output"), "embeddings")); it.Next(); {
		if ok = list.Add(rewrite.Member(it.Value, "embedding")); !ok {
			break
		}
	}
	model := string(rewrite.AppendEscaped(nil, o.Model))
	return list.End(model, number(rewrite.Member(rewrite.Member(body, "usage"), "total_tokens"))), ok
}
