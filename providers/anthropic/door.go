package anthropic

import (
	"causeway/core"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// Door is for clients that speak Anthropic's dialect to us, such as Claude Code and Anthropic's SDKs. The headers say
// which members a body may have.
//
// https://platform.claude.com/docs/en/api/beta-headers, …/api/versioning (read 2026-11-21)
var Door = &core.Door{
	Dialect: Messages, Hub: hub, Headers: []string{"anthropic-beta", "anthropic-version"},
	Writer: newWriter, Fault: appendFault, Broken: appendBroken,
}

// appendFault implements core.Door's Fault. A body in Anthropic's own words is passed as it came.
//
//	{"type":"error","error":{"type":"not_found_error","message":"groq error: no such model"},"request_id":null}
//
// https://platform.claude.com/docs/en/api/errors (read 2026-11-21)
func appendFault(dst []byte, f *core.Fault) []byte {
	if _, ok := rewrite.Check(f.Body); ok && rewrite.IsObject(f.Body) {
		return append(dst, f.Body...)
	}
	message := f.Message
	if f.Blame == core.Upstream && f.Provider != "" && f.Type != "timeout_error" {
		message = f.Provider + " error: " + message
	}
	if f.Param != "" {
		message = f.Param + ": " + message // as Anthropic names a member
	}
	dst = append(dst, `{"type":"error","error":{`...)
	dst = rewrite.Text(dst, "type", kindOf(f.Status))
	dst = rewrite.Text(dst, "message", message)
	return append(dst, `},"request_id":null}`...)
}

// appendBroken implements core.Door's Broken. Anthropic's SDKs raise on an event called error (anthropic-sdk-typescript
// src/core/streaming.ts, read 2026-11-21), and nobody takes a stream without message_stop for a whole one.
func appendBroken(dst []byte, f *core.Fault) []byte {
	return frame.AppendEvent(dst, "error", string(appendFault(nil, f)))
}

// kindOf is the error type for a status: clients of this dialect know no others. Anthropic says invalid_request_error for
// every 4xx without a type of its own.
func kindOf(status int) string {
	for i := range statuses {
		if statuses[i].status == status {
			return statuses[i].kind
		}
	}
	switch {
	case status == 408:
		return "timeout_error"
	case status >= 400 && status < 500:
		return "invalid_request_error"
	}
	return "api_error"
}
