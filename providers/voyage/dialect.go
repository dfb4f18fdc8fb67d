// Package voyage is Voyage AI's embeddings: OpenAI's call with other names for two parameters, and counts without
// prompt_tokens.
//
//	{"model":"voyage-3-lite","input":["a"],"input_type":"document","output_dimension":512,"encoding_format":"base64"}
//	{"object":"list","data":[{"object":"embedding","embedding":[…],"index":0}],"model":"…","usage":{"total_tokens":12}}
//
// Floats are what an absent encoding_format means, and there is no word for them.
//
// Recorded traffic (read 2026-11-25); that "float" is refused is remembered from https://docs.voyageai.com and not verified.
package voyage

import (
	"strconv"

	"causeway/core"
	"causeway/core/frame"
	"causeway/core/rewrite"
	"causeway/core/vector"
)

// Embeddings is the dialect.
var Embeddings = &core.Dialect{
	Name: "voyage-embeddings", Framing: frame.SSE, Request: appendRequest, Fault: readFault, Answer: appendList,
}

func appendRequest(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	dst = append(dst, '{')
	for m := rewrite.Over(r.Body); m.Next(); {
		switch m.Key {
		case "dimensions":
			dst = rewrite.Raw(dst, "output_dimension", m.Value)
		case "encoding_format":
			if m.Value == `"base64"` {
				dst = rewrite.Raw(dst, m.Key, m.Value)
			}
		case "user":
			r.Drop(m.Key)
		default:
			dst = rewrite.Raw(dst, m.Key, m.Value)
		}
	}
	return append(dst, '}'), nil
}

// appendList is Embeddings.Answer.
func appendList(dst []byte, o *core.ReadOptions, body string) ([]byte, bool) {
	if _, ok := rewrite.Check(body); !ok {
		return dst, false
	}
	format := ""
	if o != nil && o.Request != nil {
		format = rewrite.Member(o.Request.Body, "encoding_format")
	}
	list := vector.Begin(dst, format)
	data := rewrite.Member(body, "data")
	for item := rewrite.Over(data); item.Next(); {
		if !list.Add(rewrite.Member(item.Value, "embedding")) {
			return dst, false
		}
	}
	tokens, _ := strconv.ParseInt(rewrite.Member(rewrite.Member(body, "usage"), "total_tokens"), 10, 64)
	return list.End(rewrite.Contents(rewrite.Member(body, "model")), tokens), data != ""
}

// readFault implements core.Dialect's Fault: {"detail":"…"}.
func readFault(f *core.Fault, body string) {
	if _, ok := rewrite.Check(body); !ok {
		return
	}
	if detail := rewrite.Contents(rewrite.Member(body, "detail")); detail != "" {
		f.Message = rewrite.Unescape(detail)
	}
}
