package bedrock

import (
	"strings"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/rewrite"
)

// statuses says which HTTP status an exception comes with, for those inside a stream that began with 200. In a stream
// their names begin in lower case.
//
// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html#API_runtime_ConverseStream_Errors
// (read 2026-11-25)
var statuses = [...]struct {
	exception string
	status    int
}{
	{"AccessDeniedException", 403},
	{"InternalServerException", 500},
	{"ModelErrorException", 424},
	{"ModelNotReadyException", 429},
	{"ModelStreamErrorException", 424},
	{"ModelTimeoutException", 408},
	{"ResourceNotFoundException", 404},
	{"ServiceQuotaExceededException", 400},
	{"ServiceUnavailableException", 503},
	{"ThrottlingException", 429},
	{"ValidationException", 400},
}

// statusOf is 0 for an exception that the table does not have.
func statusOf(exception string) int {
	for i := range statuses {
		if strings.EqualFold(statuses[i].exception, exception) {
			return statuses[i].status
		}
	}
	return 0
}

// ReadFault is core.Dialect's Fault for whatever AWS serves. The type of an exception stands in a header, in front of a
// colon, or in the body as __type, behind a number sign:
//
//	x-amzn-errortype: ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/
//	{"message":"Too many requests"}   {"__type":"com.amazon#ThrottlingException","Message":"…"}
func ReadFault(f *core.Fault, body string) {
	kind, message := wordsOf(body)
	if message != "" {
		f.Message = message
	}
	if named, _, _ := strings.Cut(f.Header.Get("x-amzn-errortype"), ":"); named != "" {
		kind = named
	}
	if kind != "" {
		f.Type = kind
	}
}

// wordsOf reads the body of an error, or of an exception in a stream, as plain text: its type and its message.
func wordsOf(body string) (kind, message string) {
	body = strings.TrimSpace(body)
	if _, ok := rewrite.Check(body); !ok || !rewrite.IsObject(body) {
		return "", core.Cut(body)
	}
	if inner := rewrite.Given(body, "error"); rewrite.IsObject(inner) { // the doors for OpenAI's clients have OpenAI's shape
		body = inner
	}
	for m := rewrite.OverObject(body); m.Next(); {
		switch m.Key {
		case "message", "Message", "originalMessage":
			if said := core.Words(m.Value); message == "" || m.Key == "originalMessage" && said != "" {
				message = said // the model's own words say more than that it failed
			}
		case "__type", "type":
			kind = core.Words(m.Value)
			kind = kind[strings.LastIndexByte(kind, '#')+1:]
		}
	}
	if message == "" {
		return kind, core.Cut(body)
	}
	return kind, message
}

// failed is the event of an exception in a stream, or of a reply that is none.
func failed(dst []event.Event, exception, body string) []event.Event {
	kind, message := wordsOf(body)
	if exception == "" {
		exception = kind
	}
	if message == "" {
		message = "the provider said no more than " + exception
	}
	return append(dst, event.Event{
		Kind: event.Error, Status: statusOf(exception), Raw: rewrite.Escape(message), Name: rewrite.Escape(exception),
	})
}

// broken is the event of a reply that breaks the protocol by itself.
func broken(dst []event.Event, code, message string) []event.Event {
	return append(dst, event.Event{Kind: event.Error, Name: malformed, ID: code, Raw: message})
}
