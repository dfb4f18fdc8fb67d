package gemini

import (
	"strconv"

	"causeway/core"
	"causeway/core/rewrite"
	"causeway/core/vector"
)

// appendVectors is the Answer of all wires of embeddings. It reads
//
//	{"embeddings":[{"values":[…]}…],"usageMetadata":{"promptTokenCount":3}}                     batchEmbedContents
//	{"embedding":{"values":[…]},…}                                                              embedContent
//	{"predictions":[{"embeddings":{"values":[…],"statistics":{"token_count":3}}}…]}             predict, of texts
//	{"predictions":[{"textEmbedding":[…],"imageEmbedding":[…],"videoEmbeddings":[…]}…]}         predict, of anything
//
// What is known of the tokens is added up; some models say nothing of them. A prediction of several vectors has that of the
// text, else of the image, else of the first part of the video as its embedding; image_embedding and video_embeddings stand
// beside it, as Portkey has them.
func appendVectors(dst []byte, o *core.ReadOptions, body string) ([]byte, bool) {
	if _, ok := rewrite.Check(body); !ok || !rewrite.IsObject(trimmed(body)) {
		return nil, false
	}
	list := vector.Begin(dst, rewrite.Member(o.Request.Body, "encoding_format"))
	tokens := tokensOf(rewrite.Member(rewrite.Member(body, "usageMetadata"), "promptTokenCount"))
	all := rewrite.Member(body, "embeddings")
	if one := rewrite.Member(body, "embedding"); rewrite.IsObject(one) {
		all = "[" + one + "]"
	}
	ok := rewrite.IsArray(all)
	for it := rewrite.Over(all); ok && it.Next(); {
		ok = list.Add(rewrite.Member(it.Value, "values"))
	}
	predictions := rewrite.Member(body, "predictions")
	ok = ok || rewrite.IsArray(predictions)
	for it := rewrite.Over(predictions); ok && it.Next(); {
		embeddings := rewrite.Member(it.Value, "embeddings")
		tokens += tokensOf(rewrite.Member(rewrite.Member(embeddings, "statistics"), "token_count"))
		if rewrite.IsObject(embeddings) {
			ok = list.Add(rewrite.Member(embeddings, "values"))
			continue
		}
		ok = addMixed(&list, it.Value)
	}
	return list.End(string(rewrite.AppendEscaped(nil, o.Model)), tokens), ok
}

// addMixed adds the vectors of one prediction.
func addMixed(list *vector.List, raw string) bool {
	said, image := rewrite.Member(raw, "textEmbedding"), rewrite.Member(raw, "imageEmbedding")
	videos, first := appendVideos(nil, rewrite.Member(raw, "videoEmbeddings"))
	for _, v := range [...]string{said, image, first} {
		if v == "" {
			continue
		}
		if !list.Add(v) {
			return false
		}
		if image != "" {
			list.Beside("image_embedding", image)
		}
		if first != "" {
			list.Beside("video_embeddings", string(videos))
		}
		return true
	}
	return false
}

// appendVideos appends the vectors of a video's parts, and names the first.
//
//	[{"startOffsetSec":0,"endOffsetSec":7,"embedding":[…]}] → [{"start_offset":0,"end_offset":7,"embedding":[…]}]
func appendVideos(dst []byte, raw string) (list []byte, first string) {
	dst = append(dst, '[')
	for it := rewrite.Over(raw); it.Next(); {
		v := rewrite.Member(it.Value, "embedding")
		if first == "" {
			first = v
		}
		dst = append(rewrite.Comma(dst), '{')
		dst = rawMember(dst, "start_offset", rewrite.Member(it.Value, "startOffsetSec"))
		dst = rawMember(dst, "end_offset", rewrite.Member(it.Value, "endOffsetSec"))
		dst = append(rawMember(dst, "embedding", v), '}')
	}
	return append(dst, ']'), first
}

// tokensOf is a count that a prediction may give as a number with a fraction.
func tokensOf(raw string) int64 {
	f, err := strconv.ParseFloat(raw, 64)
	if err != nil || f < 0 || f > maxNumber {
		return 0
	}
	return int64(f)
}
