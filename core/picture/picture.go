// Package picture is what dialects of image models have in common: the sizes that OpenAI's clients ask for, and the reply
// they read.
//
//	{"created":1767225600,"data":[{"b64_json":"iVBOR…"},{"url":"https://…"}]}
//
// https://platform.openai.com/docs/api-reference/images/object (read 2026-11-25)
package picture

import (
	"encoding/base64"
	"strconv"
	"strings"
)

// Sides are the two numbers of a size; ok is false for "auto" and whatever else is none.
//
//	Sides("1024x768") → "1024", "768", true
func Sides(size string) (width, height string, ok bool) {
	width, height, _ = strings.Cut(size, "x")
	return width, height, isSide(width) && isSide(height)
}

func isSide(s string) bool {
	const longest = 5
	return s != "" && len(s) <= longest && s[0] != '0' && strings.Trim(s, "0123456789") == ""
}

// Is reports that body begins as a PNG, JPEG, GIF, WebP or AVIF file does.
func Is(body string) bool {
	for _, mark := range [...]string{"\x89PNG", "\xff\xd8\xff", "GIF8", "RIFF"} {
		if strings.HasPrefix(body, mark) {
			return true
		}
	}
	return len(body) > 12 && body[4:12] == "ftypavif"
}

// Open begins a reply; pictures and Close follow.
func Open(dst []byte, nowMs int64) []byte {
	dst = strconv.AppendInt(append(dst, `{"created":`...), nowMs/1000, 10)
	return append(dst, `,"data":[`...)
}

// Base64 appends a picture as base64.
func Base64(dst []byte, data string) []byte { return text(dst, "b64_json", data) }

// URL appends a picture by its URL, the escaped contents of a JSON string. One that holds the picture itself,
// data:image/png;base64,…, gives it as base64.
func URL(dst []byte, url string) []byte {
	if _, data, isData := strings.Cut(url, ";base64,"); isData && strings.HasPrefix(url, "data:") {
		return Base64(dst, data)
	}
	return text(dst, "url", url)
}

// Bytes appends a picture that is a file.
func Bytes(dst []byte, file string) []byte {
	dst = base64.StdEncoding.AppendEncode(open(dst, "b64_json"), []byte(file))
	return append(dst, `"}`...)
}

// Close ends a reply; ok is false when it has no picture.
func Close(dst []byte) (reply []byte, ok bool) {
	ok = len(dst) > 0 && dst[len(dst)-1] != '['
	return append(dst, `]}`...), ok
}

func text(dst []byte, key, contents string) []byte {
	return append(append(open(dst, key), contents...), `"}`...)
}

func open(dst []byte, key string) []byte {
	if len(dst) > 0 && dst[len(dst)-1] != '[' {
		dst = append(dst, ',')
	}
	return append(append(append(dst, `{"`...), key...), `":"`...)
}
