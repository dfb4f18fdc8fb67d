package embed

import (
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
	"causeway/core/vector"
)

// AnswerVoyage reads OpenAI's list, but for a usage that counts a total only: {"data":[{"embedding"}],"usage":{"total_tokens"}}.
func AnswerVoyage(dst []byte, o *core.ReadOptions, body string) ([]byte, bool) {
	data := rewrite.Member(body, "data")
	if _, ok := rewrite.Check(body); !ok || !rewrite.IsArray(data) {
		return dst, false
	}
	list := vector.Begin(dst, rewrite.Member(o.Request.Body, "encoding_format"))
	for v := rewrite.Over(data); v.Next(); {
		if !list.Add(rewrite.Member(v.Value, "embedding")) {
			return dst, false
		}
	}
	return list.End(model(o), tokensIn(body, "total_tokens")), true
}

// AnswerNomic reads {"embeddings":[[…]],"model","usage":{"prompt_tokens","total_tokens"}}.
func AnswerNomic(dst []byte, o *core.ReadOptions, body string) ([]byte, bool) {
	if _, ok := rewrite.Check(body); !ok {
		return dst, false
	}
	return appendList(dst, o, rewrite.Member(body, "embeddings"), tokensIn(body, "prompt_tokens"))
}

// AnswerPerplexity makes of bytes what the hub's client asked for; one who asked for Perplexity's own encoding gets that.
//
//	{"data":[{"embedding":"9sYA…","index":0}],"model","usage":{"prompt_tokens","total_tokens","cost"}}
func AnswerPerplexity(dst []byte, o *core.ReadOptions, body string) ([]byte, bool) {
	data := rewrite.Member(body, "data")
	if _, ok := rewrite.Check(body); !ok || !rewrite.IsArray(data) {
		return dst, false
	}
	format := rewrite.Member(o.Request.Body, "encoding_format")
	if !isOpenAIs(format) {
		return append(dst, body...), true
	}
	list := vector.Begin(dst, format)
	for v := rewrite.Over(data); v.Next(); {
		numbers, ok := vector.AppendInt8(nil, rewrite.Plain(rewrite.Member(v.Value, "embedding")))
		if !ok || !list.Add(string(numbers)) {
			return dst, false
		}
	}
	return list.End(model(o), tokensIn(body, "prompt_tokens")), true
}

// AnswerFeatures reads a list of vectors, or the one of a lone text. A vector for each token of a text is not what a client
// of embeddings can use. Hugging Face counts nothing.
func AnswerFeatures(dst []byte, o *core.ReadOptions, body string) ([]byte, bool) {
	if _, ok := rewrite.Check(body); !ok {
		return dst, false
	}
	body = strings.TrimSpace(body)
	if first := rewrite.Over(body); first.Next() && !rewrite.IsArray(first.Value) {
		body = "[" + body + "]"
	}
	return appendList(dst, o, body, 0)
}

// appendList appends a list of vectors as the hub has it.
func appendList(dst []byte, o *core.ReadOptions, vectors string, tokens int64) ([]byte, bool) {
	if !rewrite.IsArray(vectors) {
		return dst, false
	}
	list := vector.Begin(dst, rewrite.Member(o.Request.Body, "encoding_format"))
	for v := rewrite.Over(vectors); v.Next(); {
		if inner := rewrite.Over(v.Value); inner.Next() && rewrite.IsArray(inner.Value) || !list.Add(v.Value) {
			return dst, false
		}
	}
	return list.End(model(o), tokens), true
}

// model is the model that was asked for, contents.
func model(o *core.ReadOptions) string { return string(rewrite.AppendEscaped(nil, o.Model)) }

// tokensIn is a count of the usage in body.
func tokensIn(body, key string) int64 {
	n, _ := strconv.ParseFloat(rewrite.Member(rewrite.Member(body, "usage"), key), 64)
	return int64(n)
}
