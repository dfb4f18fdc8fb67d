package responses

import (
	"strings"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/rewrite"
)

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

// fail ends the reply with the provider's own words.
func (r *reader) fail(dst []event.Event, body string) []event.Event {
	r.over = true
	f := core.Fault{Message: "the provider's reply is no response"}
	readFault(&f, body)
	status := statusOf(f.Code)
	if status == 0 {
		status = statusOf(f.Type)
	}
	if f.Type == "" {
		f.Type = f.Code
	}
	if f.Type == "" {
		f.Type = malformed
	}
	return r.fault(dst, status, rewrite.Escape(f.Type), rewrite.Escape(f.Code), rewrite.Escape(f.Message))
}

// fault ends the reply. The words are contents.
func (r *reader) fault(dst []event.Event, status int, kind, code, message string) []event.Event {
	r.over = true
	return append(dst, event.Event{Kind: event.Error, Status: status, Name: kind, ID: code, Raw: message})
}

// readFault implements core.Dialect's Fault. The shapes of an error:
//
//	{"error":{"message","type","param","code"}}                     OpenAI, and most
//	{"type":"response.failed","response":{"error":{"code","message"}}}, {"status":"failed","error":{…}}
//	{"type":"error","code","message","param"}                       an event of a stream
//	{"code":"invalid-argument","error":"message"}                   xAI (recorded traffic)
//	{"detail":"message"}                                            ChatGPT's own service (recorded traffic)
//	anything else                                                   is the message, cut to core.MaxWords
func readFault(f *core.Fault, body string) {
	body = strings.TrimSpace(body)
	before, said := f.Message, ""
	if _, ok := rewrite.Check(body); ok {
		said = rewrite.Given(body, "error")
		if !rewrite.IsObject(said) {
			said = body
		}
	}
	for m := rewrite.OverObject(said); m.Next(); {
		take(f, m.Key, m.Value)
	}
	switch {
	case f.Message != before || f.Code != "" || body == "":
	case rewrite.Inside(body, "status") == "cancelled":
		f.Type, f.Message = "cancelled", "the response was cancelled"
	case rewrite.Inside(body, "status") == failed:
		f.Type, f.Message = "server_error", "the provider's response failed without a word"
	default:
		f.Message = core.Cut(body)
	}
}

// take keeps a member of an error.
func take(f *core.Fault, key, raw string) {
	value := core.Words(raw)
	switch {
	case value == "":
	case key == "message", key == "detail", key == "error":
		f.Message = value
	case key == "type" && raw != `"error"`:
		f.Type = value
	case key == "code":
		f.Code = value
	case key == "param":
		f.Param = value
	}
}
