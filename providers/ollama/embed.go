package ollama

import (
	"causeway/core"
	"causeway/core/rewrite"
	"causeway/core/vector"
)

// embedNames are the members of an embedding request.
//
// https://docs.ollama.com/openapi.yaml: EmbedRequest (read 2026-11-25)
var embedNames = [...]rewrite.Name{
	{Key: "dimensions", As: "dimensions"},
	{Key: "encoding_format"}, // Answer sees to that
	{Key: "input", As: "input"},
	{Key: "keep_alive", As: "keep_alive"},
	{Key: "model", As: "model"},
	{Key: "options", As: "options"},
	{Key: "truncate", As: "truncate"},
}

// appendEmbed is Embed.Request.
func appendEmbed(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	dst = append(dst, '{')
	for m := rewrite.Over(r.Body); m.Next(); {
		as, known := rewrite.NameOf(embedNames[:], r.Body, m.Key, m.Value)
		switch {
		case as != "":
			dst = rewrite.Raw(dst, as, m.Value)
		case !known && m.Value != "null":
			r.Drop(m.Key)
		}
	}
	return append(dst, '}'), nil
}

// appendEmbeddings is Embed.Answer: {"embeddings":[[…]],"prompt_eval_count"}, or {"embedding":[…]}, which /api/embeddings,
// its predecessor, gives.
func appendEmbeddings(dst []byte, o *core.ReadOptions, body string) ([]byte, bool) {
	if _, ok := rewrite.Check(body); !ok {
		return dst, false
	}
	vectors := rewrite.Member(body, "embeddings")
	if one := rewrite.Member(body, "embedding"); rewrite.IsArray(one) {
		vectors = "[" + one + "]"
	}
	if !rewrite.IsArray(vectors) {
		return dst, false
	}
	reply := vector.Begin(dst, rewrite.Member(o.Request.Body, "encoding_format"))
	for v := rewrite.Over(vectors); v.Next(); {
		if !reply.Add(v.Value) {
			return dst, false
		}
	}
	return reply.End(rewrite.Escape(o.Model), count(body, "prompt_eval_count")), true
}

// appendModels is List.Answer: the models by the names that they are asked for by.
//
//	{"models":[{"name":"llama3:latest","modified_at":"…","size":…}]}
//	→ {"object":"list","data":[{"id":"llama3:latest","object":"model","created":0,"owned_by":"ollama"}]}
func appendModels(dst []byte, _ *core.ReadOptions, body string) ([]byte, bool) {
	if _, ok := rewrite.Check(body); !ok {
		return dst, false
	}
	models := rewrite.Member(body, "models")
	if !rewrite.IsArray(models) {
		return dst, false
	}
	dst = append(dst, `{"object":"list","data":[`...)
	for m := rewrite.Over(models); m.Next(); {
		name := rewrite.Contents(rewrite.Member(m.Value, "name"))
		if name == "" {
			continue
		}
		dst = rewrite.Escaped(append(rewrite.Comma(dst), '{'), "id", name)
		dst = append(dst, `,"object":"model","created":0,"owned_by":"ollama"}`...)
	}
	return append(dst, `]}`...), true
}
