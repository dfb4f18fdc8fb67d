package core

import "causeway/core/event"

// Blame says whose fault a fault is.
type Blame uint8

const (
	// Caller: the request or its config must change; nobody was called for it.
	Caller Blame = iota + 1
	// Upstream: the provider failed, refused or could not be reached.
	Upstream
	// Limit: a limit of this gateway.
	Limit
	// Ours: an invariant of this gateway broke.
	Ours
)

// Fault is a failure in the words that every door can render: see Door.Fault. No key, token or prompt of the caller's
// ever stands in it; the provider's own message does.
type Fault struct {
	Blame    Blame
	Status   int    // the HTTP status the client gets
	Type     string // "invalid_request_error", "timeout_error", or the provider's word
	Code     string // stable, machine readable: "invalid_json"; or the provider's code; "" = null
	Param    string // what to change, "" = null
	Message  string // plain text
	Provider string // the vendor's name, "" before one was chosen
	// Header is the provider's, of the reply that a dialect's Fault reads, or says more of a refusal; nil else.
	Header Header
	// Body is the provider's own error body when the client speaks its dialect, so that nothing of it is lost; "" else.
	Body string
}

// word is the most exact word there is for a fault: some providers give a type and no code.
func (f *Fault) word() string {
	if f.Code != "" {
		return f.Code
	}
	return f.Type
}

func callerFault(status int, code, message string) *Fault {
	return &Fault{Blame: Caller, Status: status, Type: "invalid_request_error", Code: code, Message: message}
}

func upstreamFault(status int, kind, code, message string) *Fault {
	return &Fault{Blame: Upstream, Status: status, Type: kind, Code: code, Message: message}
}

func limitFault(status int, code, message string) *Fault {
	return &Fault{Blame: Limit, Status: status, Type: "limit_error", Code: code, Message: message}
}

// Refuse is the fault of a request that a dialect cannot express: 400, naming the member.
func Refuse(param, message string) *Fault {
	f := callerFault(400, "unsupported_value", message)
	f.Param = param
	return f
}

// statusOr is the status an error event amounts to, or another when the provider did not say.
func statusOr(e *event.Event, other int) int {
	if e.Status >= 400 && e.Status <= 599 {
		return e.Status
	}
	return other
}
