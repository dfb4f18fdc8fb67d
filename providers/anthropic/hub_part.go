package anthropic

import (
	"encoding/base64"

	"causeway/core/rewrite"
)

// hubPart appends a block as a content part: images and documents in OpenAI's words where it has words for their source;
// text, which both have, and Anthropic's own blocks as they are.
func hubPart(dst []byte, raw string) []byte {
	source := rewrite.Given(raw, "source")
	start := len(dst)
	ok := false
	switch rewrite.Inside(raw, "type") {
	case "image":
		dst, ok = hubImage(dst, source)
	case "document":
		dst, ok = hubDocument(dst, raw, source)
	}
	if !ok {
		return append(dst[:start], raw...)
	}
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "type", "source", "title":
		default:
			if rewrite.Present(m.Value) != "" {
				dst = rewrite.Raw(dst, m.Key, m.Value)
			}
		}
	}
	return append(dst, '}')
}

// hubImage appends the beginning of an image_url part; ok is false for a source that is neither data nor a URL.
func hubImage(dst []byte, source string) (_ []byte, ok bool) {
	dst = append(dst, `{"type":"image_url","image_url":{"url":"`...)
	switch rewrite.Inside(source, "type") {
	case "base64":
		dst = appendDataURI(dst, rewrite.Inside(source, "media_type"), rewrite.Inside(source, "data"))
	case "url":
		dst = append(dst, rewrite.Inside(source, "url")...)
	default:
		return dst, false
	}
	return append(dst, `"}`...), true
}

// hubDocument appends the beginning of a file part; ok is false for a source that OpenAI has no word for.
func hubDocument(dst []byte, raw, source string) (_ []byte, ok bool) {
	dst = append(dst, `{"type":"file","file":{`...)
	switch rewrite.Inside(source, "type") {
	case "base64":
		dst = append(rewrite.Key(dst, "file_data"), '"')
		dst = append(appendDataURI(dst, rewrite.Inside(source, "media_type"), rewrite.Inside(source, "data")), '"')
	case "text":
		plain := rewrite.Unescape(rewrite.Inside(source, "data"))
		dst = append(rewrite.Key(dst, "file_data"), `"data:text/plain;base64,`...)
		dst = append(base64.StdEncoding.AppendEncode(dst, []byte(plain)), '"')
	case "url":
		dst = rewrite.Escaped(dst, "file_url", rewrite.Inside(source, "url"))
	case "file":
		dst = rewrite.Escaped(dst, "file_id", rewrite.Inside(source, "file_id"))
	default:
		return dst, false
	}
	if title := rewrite.Inside(raw, "title"); title != "" {
		dst = rewrite.Escaped(dst, "filename", title)
	}
	return append(dst, '}'), true
}

// appendDataURI takes contents, which stay escaped.
func appendDataURI(dst []byte, media, data string) []byte {
	dst = append(append(dst, "data:"...), media...)
	return append(append(dst, ";base64,"...), data...)
}
