package gemini

import (
	"strings"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/rewrite"
)

// failure is an error as Google's services report it, its members as escaped contents.
//
//	{"error":{"code":429,"message":"…","status":"RESOURCE_EXHAUSTED","details":[
//	  {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"RATE_LIMIT_EXCEEDED",…},
//	  {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.4s"}]}}
//
// https://cloud.google.com/apis/design/errors and https://ai.google.dev/gemini-api/docs/troubleshooting
// (read 2026-11-21)
type failure struct {
	message string
	status  string // a word of google.rpc.Code: "RESOURCE_EXHAUSTED"
	code    string // the reason of an ErrorInfo, "API_KEY_INVALID"; else the HTTP status in digits
	http    int    // the HTTP status, 0 when the error names none
}

// readFailure reads the value of an "error" member, which stands in body. Token services put a word there and the
// message beside it.
func readFailure(raw, body string) failure {
	if rewrite.IsString(raw) {
		f := failure{status: rewrite.Contents(raw), message: rewrite.Contents(rewrite.Member(body, "error_description"))}
		if f.message == "" {
			f.message = f.status
		}
		return f
	}
	code := rewrite.Member(raw, "code")
	f := failure{
		message: rewrite.Contents(rewrite.Member(raw, "message")),
		status:  rewrite.Contents(rewrite.Member(raw, "status")),
		code:    strings.Trim(rewrite.Present(code), `"`),
		http:    int(number(strings.Trim(code, `"`))),
	}
	f.detail(rewrite.Member(raw, "details"))
	return f
}

// detail reads the details. The delay that Google asks for is said in the message, unless it stands there already.
func (f *failure) detail(raw string) {
	for it := rewrite.Over(raw); it.Next(); {
		if reason := rewrite.Contents(rewrite.Member(it.Value, "reason")); reason != "" {
			f.code = reason
		}
		delay := rewrite.Contents(rewrite.Member(it.Value, "retryDelay"))
		if delay != "" && !strings.Contains(f.message, delay) {
			f.message += " (retry in " + delay + ")"
		}
	}
}

// errorEvent is an error inside a reply.
func errorEvent(raw, body string) event.Event {
	f := readFailure(raw, body)
	e := event.Event{Kind: event.Error, Raw: f.message, Name: f.status, ID: f.code}
	if f.http >= 400 && f.http <= 599 {
		e.Status = f.http
	}
	if e.Raw == "" {
		e.Raw = string(rewrite.AppendEscaped(nil, body))
	}
	return e
}

// readFault is Generate.Fault. Vertex AI and streams without SSE wrap the error in an array.
func readFault(f *core.Fault, body string) {
	body = trimmed(body)
	if body == "" {
		return
	}
	f.Message = body
	if _, ok := rewrite.Check(body); !ok {
		return
	}
	if rewrite.IsArray(body) {
		first := rewrite.Over(body)
		first.Next()
		body = first.Value
	}
	raw := rewrite.Given(body, "error")
	if raw == "" {
		return
	}
	g := readFailure(raw, body)
	f.Type, f.Code = rewrite.Unescape(g.status), rewrite.Unescape(g.code)
	if g.message != "" {
		f.Message = rewrite.Unescape(g.message)
	}
}
