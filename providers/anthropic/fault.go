package anthropic

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// statuses says which HTTP status an error type comes with, for errors inside a stream that began with 200.
//
// https://platform.claude.com/docs/en/api/errors (read 2026-11-21)
var statuses = [...]struct {
	kind   string
	status int
}{
	{"invalid_request_error", 400},
	{"authentication_error", 401},
	{"billing_error", 402},
	{"permission_error", 403},
	{"not_found_error", 404},
	{"request_too_large", 413},
	{"rate_limit_error", 429},
	{"api_error", 500},
	{"timeout_error", 504},
	{"overloaded_error", 529},
}

// statusOf is 0 for a type that the table does not have.
func statusOf(kind string) int {
	for i := range statuses {
		if statuses[i].kind == kind {
			return statuses[i].status
		}
	}
	return 0
}

// readFault reads an error body into f.
//
//	{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_…"}
//
// The clouds that serve the dialect put errors of their own in front of it: see read.
func readFault(f *core.Fault, body string) {
	w := read(body)
	if w.message != "" {
		f.Message = w.message
	}
	if w.kind != "" {
		f.Type = w.kind
	}
	if w.code != "" {
		f.Code = w.code
	}
}

// words are what an error body says, as plain text; each may be empty.
type words struct{ kind, code, message string }

// read reads an error body of any shape:
//
//	{"error":{"type","code","status","message"}}   Anthropic, Azure, Google (Google also as the one element of a list)
//	{"error":"message"}  {"message":…}  {"Message":…}  {"detail":…}   proxies and AWS
//	anything else   is the message, cut to core.MaxWords
func read(body string) words {
	body = strings.TrimSpace(body)
	if _, ok := rewrite.Check(body); !ok {
		return words{message: core.Cut(body)}
	}
	if list := rewrite.OverArray(body); list.Next() {
		body = list.Value
	}
	said := rewrite.Given(body, "error")
	if rewrite.IsString(said) {
		return words{message: core.Words(said)}
	}
	if !rewrite.IsObject(said) {
		said = body
	}
	w := wordsOf(said)
	if w.message == "" {
		return words{message: core.Cut(body)}
	}
	return w
}

// wordsOf reads the object that holds the words.
func wordsOf(raw string) words {
	var w words
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "message", "Message", "detail":
			w.message = core.Words(m.Value)
		case "type", "status", "__type":
			if rewrite.IsString(m.Value) && m.Value != `"error"` {
				w.kind = core.Words(m.Value)
			}
		case "code":
			w.code = core.Words(m.Value)
		}
	}
	return w
}
