// Package nomic is Nomic Atlas' embeddings of texts.
//
//	{"model":"nomic-embed-text-v1.5","texts":["a","b"],"task_type":"search_document","dimensionality":256}
//	{"embeddings":[[0.1,…],[…]],"usage":{"prompt_tokens":4,"total_tokens":4},"model":"nomic-embed-text-v1.5"}
//
// https://docs.nomic.ai/atlas/embeddings-and-retrieval/embeddings (read 2026-11-25), which names texts, task_type and
// embeddings; usage and dimensionality are remembered and not verified, and there are no recordings.
package nomic

import (
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/frame"
	"causeway/core/rewrite"
	"causeway/core/vector"
)

// Embeddings is the dialect.
var Embeddings = &core.Dialect{
	Name: "nomic-embeddings", Framing: frame.SSE, Request: appendRequest, Fault: readFault, Answer: appendList,
}

func appendRequest(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	dst = append(dst, '{')
	for m := rewrite.Over(r.Body); m.Next(); {
		switch m.Key {
		case "input":
			if strings.HasPrefix(m.Value, "[") && !areTexts(m.Value) {
				return dst, core.Refuse("input", "nomic takes texts and no tokens")
			}
			dst = append(rewrite.Key(dst, "texts"), '[')
			dst = append(append(dst, strings.Trim(m.Value, "[] \t\r\n")...), ']')
		case "dimensions":
			dst = rewrite.Raw(dst, "dimensionality", m.Value)
		case "encoding_format": // made here: see vector
		case "user":
			r.Drop(m.Key)
		default:
			dst = rewrite.Raw(dst, m.Key, m.Value)
		}
	}
	return append(dst, '}'), nil
}

// areTexts reports that an array holds strings only.
func areTexts(raw string) bool {
	for item := rewrite.Over(raw); item.Next(); {
		if item.Value[0] != '"' {
			return false
		}
	}
	return true
}

// appendList is Embeddings.Answer.
func appendList(dst []byte, o *core.ReadOptions, body string) ([]byte, bool) {
	if _, ok := rewrite.Check(body); !ok {
		return dst, false
	}
	format, model := "", ""
	if o != nil && o.Request != nil {
		format = rewrite.Member(o.Request.Body, "encoding_format")
		model = rewrite.Contents(rewrite.Member(o.Request.Body, "model"))
	}
	vectors := rewrite.Member(body, "embeddings")
	list := vector.Begin(dst, format)
	for item := rewrite.Over(vectors); item.Next(); {
		if !list.Add(item.Value) {
			return dst, false
		}
	}
	if said := rewrite.Contents(rewrite.Member(body, "model")); said != "" {
		model = said
	}
	tokens, _ := strconv.ParseInt(rewrite.Member(rewrite.Member(body, "usage"), "total_tokens"), 10, 64)
	return list.End(model, tokens), vectors != ""
}

// readFault implements core.Dialect's Fault: {"detail":"…"}, or FastAPI's list of what is wrong with the body.
func readFault(f *core.Fault, body string) {
	if _, ok := rewrite.Check(body); !ok {
		if body = strings.TrimSpace(body); body != "" {
			f.Message = body
		}
		return
	}
	switch detail := rewrite.Member(body, "detail"); {
	case strings.HasPrefix(detail, `"`):
		f.Message = rewrite.Unescape(rewrite.Contents(detail))
	case detail != "":
		f.Message = detail
	}
}
