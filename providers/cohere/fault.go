package cohere

import (
	"strings"
	"unicode/utf8"

	"causeway/core"
	"causeway/core/rewrite"
)

// readFault implements core.Dialect's Fault: {"message"}, {"id","message"}, and at the end of a stream {"error"}.
//
// https://docs.cohere.com/reference/errors; recorded traffic (read 2026-11-25)
func readFault(f *core.Fault, body string) {
	body = strings.TrimSpace(body)
	if body == "" {
		return
	}
	if _, ok := rewrite.Check(body); !ok {
		f.Message = bounded(body)
		return
	}
	for _, key := range [...]string{"message", "error", "detail"} {
		if said := rewrite.Plain(rewrite.Member(body, key)); said != "" {
			f.Message = bounded(said)
			return
		}
	}
	if rewrite.IsObject(body) && rewrite.Member(body, "finish_reason") != "" { // the end of a stream, and no word of why
		return
	}
	f.Message = bounded(body)
}

// bounded is the beginning of text.
func bounded(text string) string {
	const most = 1 << 10
	if len(text) <= most {
		return text
	}
	end := most
	for end > most-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
