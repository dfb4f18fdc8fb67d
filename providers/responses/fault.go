package responses

import (
	"strings"
	"unicode/utf8"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/rewrite"
)

// maxMessage bounds a provider's words in a fault, in bytes: an HTML page in the place of an error says little more.
const maxMessage = 1 << 10

// statuses says, sorted, which HTTP status an error's code or type amounts to, for errors inside a stream that began
// with 200; what begins with "invalid" is the caller's (400).
//
// https://platform.openai.com/docs/guides/error-codes, and the codes of ResponseError in openai-node 6.49.0 (read
// 2026-11-25); server_is_overloaded and slow_down are not in either and from memory.
var statuses = [...]struct {
	word   string
	status int
}{
	{"bio_policy", 400},
	{"context_length_exceeded", 400},
	{"insufficient_quota", 429},
	{"rate_limit_error", 429},
	{"rate_limit_exceeded", 429},
	{"server_error", 500},
	{"server_is_overloaded", 503},
	{"slow_down", 503},
	{"vector_store_timeout", 504},
}

// statusOf is 0 for a word that says nothing of its status.
func statusOf(word string) int {
	for i := range statuses {
		if statuses[i].word == word {
			return statuses[i].status
		}
	}
	if strings.HasPrefix(word, "invalid") {
		return 400
	}
	return 0
}

// words are what an error says, as plain text; each may be empty.
type words struct{ kind, code, param, message string }

// readFault implements core.Dialect's Fault.
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
	if w.param != "" {
		f.Param = w.param
	}
}

// fail ends the reply with the provider's own words.
func (r *reader) fail(dst []event.Event, body string) []event.Event {
	r.over = true
	w := read(body)
	status := statusOf(w.code)
	if status == 0 {
		status = statusOf(w.kind)
	}
	if w.kind == "" {
		w.kind = w.code
	}
	if w.kind == "" {
		w.kind = malformed
	}
	if w.message == "" {
		w.message = "the provider's reply is no response"
	}
	return append(dst, event.Event{
		Kind: event.Error, Status: status, Raw: escaped(w.message), ID: escaped(w.code), Name: escaped(w.kind),
	})
}

// read reads an error of any shape:
//
//	{"error":{"message","type","param","code"}}                     OpenAI, and most
//	{"type":"response.failed","response":{"error":{"code","message"}}}, {"status":"failed","error":{…}}
//	{"type":"error","code","message","param"}                       an event of a stream
//	{"code":"invalid-argument","error":"message"}                   xAI (recorded traffic)
//	{"detail":"message"}                                            ChatGPT's own service (recorded traffic)
//	anything else                                                   is the message, cut to maxMessage
func read(body string) words {
	body = strings.TrimSpace(body)
	if _, ok := rewrite.Check(body); !ok {
		return words{message: cut(body)}
	}
	said := member(body, "error")
	if isString(said) {
		return words{message: plain(said), code: plain(member(body, "code"))}
	}
	if !isObject(said) {
		said = body
	}
	w := wordsOf(said)
	switch {
	case w.message != "" || w.code != "":
	case text(body, "status") == "cancelled":
		w = words{kind: "cancelled", message: "the response was cancelled"}
	case text(body, "object") == "response" && text(body, "status") == failed:
		w = words{kind: "server_error", message: "the provider's response failed without a word"}
	default:
		w.message = cut(body)
	}
	return w
}

// wordsOf reads the object that holds the words.
func wordsOf(raw string) (w words) {
	for m := members(raw); m.Next(); {
		switch m.Key {
		case "message", "detail":
			w.message = plain(m.Value)
		case "type":
			if isString(m.Value) && m.Value != `"error"` {
				w.kind = plain(m.Value)
			}
		case "code":
			w.code = plain(m.Value)
		case "param":
			w.param = plain(m.Value)
		}
	}
	return w
}

// plain is a value as text: a string without its quotes and escapes, another value as it stands, null as "".
func plain(raw string) string {
	if isString(raw) {
		return cut(rewrite.Unescape(rewrite.Contents(raw)))
	}
	return cut(present(raw))
}

// cut shortens s to maxMessage bytes, between characters.
func cut(s string) string {
	if len(s) <= maxMessage {
		return s
	}
	end := maxMessage
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}
