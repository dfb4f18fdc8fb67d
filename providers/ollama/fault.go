package ollama

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// readFault implements core.Dialect's Fault: {"error":"…"}, as a whole body or as a line of a stream. What stands in front
// of an Ollama may answer with an object, or with a page.
//
// https://docs.ollama.com/api/errors (read 2026-11-25)
func readFault(f *core.Fault, body string) {
	const most = 1 << 10
	body = strings.TrimSpace(body)
	if body == "" {
		return
	}
	said := body
	if _, ok := rewrite.Check(body); ok {
		failure := rewrite.Member(body, "error")
		for _, raw := range [...]string{failure, rewrite.Member(failure, "message"), rewrite.Member(body, "message")} {
			if words := rewrite.Plain(raw); words != "" {
				said = words
				break
			}
		}
		f.Type = rewrite.Plain(rewrite.Member(failure, "type"))
	}
	if len(said) > most {
		said = strings.ToValidUTF8(said[:most], "") + "…"
	}
	f.Message = said
}
