package cohere

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
	"causeway/core/vector"
)

// embedNames are the members of an embedding request that need no thought.
//
// https://docs.cohere.com/reference/embed (read 2026-11-25)
var embedNames = [...]rewrite.Name{
	{Key: "dimensions", As: "output_dimension", Unless: "output_dimension"},
	{Key: "embedding_types", As: "embedding_types"},
	{Key: "images", As: "images"},
	{Key: "input_type", As: "input_type"},
	{Key: "inputs", As: "inputs"},
	{Key: "max_tokens", As: "max_tokens"},
	{Key: "model", As: "model"},
	{Key: "output_dimension", As: "output_dimension"},
	{Key: "priority", As: "priority"},
	{Key: "texts", As: "texts"},
	{Key: "truncate", As: "truncate"},
}

// appendEmbed is Embed.Request.
//
//	{"model":"embed-v4.0","input":"Hi","dimensions":256}
//	→ {"model":"embed-v4.0","texts":["Hi"],"output_dimension":256,"input_type":"search_document","embedding_types":["float"]}
//
// Cohere needs an input_type and OpenAI has none: without one the texts are taken for documents that will be searched, and
// whoever embeds a query says so with "input_type":"search_query". Inputs may be objects too, as Portkey has them:
// {"text":"…"} and {"image":{"url":"…"}} or {"image":{"base64":"…"}}.
func appendEmbed(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	var fault *core.Fault
	dst = append(dst, '{')
	for m := rewrite.Over(r.Body); m.Next(); {
		as, known := rewrite.NameOf(embedNames[:], r.Body, m.Key, m.Value)
		switch {
		case as != "":
			dst = rewrite.Raw(dst, as, m.Value)
		case known || m.Value == "null" || m.Key == "encoding_format": // Answer sees to that
		case m.Key == "input":
			if dst, fault = appendInput(dst, r, m.Value); fault != nil {
				return nil, fault
			}
		default:
			r.Drop(m.Key)
		}
	}
	for _, d := range [...]struct{ key, value string }{{"input_type", `"search_document"`}, {"embedding_types", `["float"]`}} {
		if rewrite.Given(r.Body, d.key) == "" {
			dst = rewrite.Raw(dst, d.key, d.value)
		}
	}
	return append(dst, '}'), nil
}

// appendInput appends what is to be embedded: texts, images where all are, or else inputs, each of one part.
func appendInput(dst []byte, r *core.Request, raw string) ([]byte, *core.Fault) {
	if !rewrite.IsArray(raw) {
		raw = "[" + raw + "]"
	}
	key := kindOf(raw)
	if key == "" {
		return dst, core.Refuse("input", "input: Cohere embeds texts and images, and no tokens")
	}
	dst = append(rewrite.Key(dst, key), '[')
	for in := rewrite.Over(raw); in.Next(); {
		said := in.Value
		if rewrite.IsObject(said) {
			said = rewrite.Member(in.Value, "text")
		}
		dst = rewrite.Comma(dst)
		switch {
		case key == "texts":
			dst = append(dst, said...)
		case key == "images":
			dst = rewrite.AppendString(dst, imageOf(r, in.Value))
		case rewrite.IsString(said):
			dst = append(rewrite.Raw(append(dst, `{"content":[{"type":"text"`...), "text", said), `}]}`...)
		default:
			dst = append(dst, `{"content":[{"type":"image_url","image_url":{"url":`...)
			dst = append(rewrite.AppendString(dst, imageOf(r, in.Value)), `}}]}`...)
		}
	}
	return append(dst, ']'), nil
}

// kindOf is the member that takes these inputs, "" for what Cohere does not embed.
func kindOf(inputs string) string {
	texts, images := 0, 0
	for in := rewrite.Over(inputs); in.Next(); {
		switch {
		case rewrite.IsString(in.Value), rewrite.IsString(rewrite.Member(in.Value, "text")):
			texts++
		case rewrite.IsObject(rewrite.Member(in.Value, "image")):
			images++
		default:
			return ""
		}
	}
	switch {
	case images == 0:
		return "texts"
	case texts == 0:
		return "images"
	}
	return "inputs"
}

// imageOf is an image as a data URL: Cohere fetches none. "" while it has not been fetched.
func imageOf(r *core.Request, input string) string {
	image := rewrite.Member(input, "image")
	url, data := rewrite.Plain(rewrite.Member(image, "url")), rewrite.Plain(rewrite.Member(image, "base64"))
	kind := "image/png"
	switch {
	case strings.HasPrefix(url, "data:"):
		return url
	case strings.HasPrefix(data, "data:"):
		return data
	case url != "":
		kind, data = r.Inline(url)
	case strings.HasPrefix(data, "/9j/"): // how a JPEG begins
		kind = "image/jpeg"
	}
	return "data:" + kind + ";base64," + data
}

// embeddingTypes are the members of embeddings, the best first.
var embeddingTypes = [...]string{"float", "base64", "int8", "uint8", "binary", "ubinary"}

// appendEmbeddings is Embed.Answer. Of several types the client gets the first of embeddingTypes.
func appendEmbeddings(dst []byte, o *core.ReadOptions, body string) ([]byte, bool) {
	if _, ok := rewrite.Check(body); !ok {
		return dst, false
	}
	vectors := rewrite.Member(body, "embeddings")
	for i := 0; i < len(embeddingTypes) && rewrite.IsObject(vectors); i++ {
		if of := rewrite.Member(vectors, embeddingTypes[i]); rewrite.IsArray(of) {
			vectors = of
		}
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
	return reply.End(rewrite.Escape(o.Model), usageOf(body).Input), true
}
