package providers

import (
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// The vendor "mock" answers without a network and without a key, so that a gateway can be tried, and its config
// rehearsed against every way in which a provider fails. It speaks OpenAI's wire through the door's own writer: what it
// says is what any provider's reply looks like behind this gateway. The model's name says how it behaves: see
// mockModels, which GET /v1/models lists.
//
// Its replies are marked: header x-causeway-mock, system_fingerprint "mock", ids with "mock" in them, and the answer says
// so. They depend on the request, r.NowMs and r.Seed, and on nothing else.

// mockModel is how a model of the mock behaves.
type mockModel struct {
	// name is what follows "mock-"; a number follows it behind another '-' where number is not noNumber.
	name   string
	number numbered
	n      int // where the number is left out
	about  string
	play   func(s *scene, n int) []core.Step
}

type numbered uint8

const (
	noNumber numbered = iota
	mayNumber
	mustNumber
)

// mockModels is what the mock can do. The model called "mock" itself answers.
var mockModels = [...]mockModel{
	{"", noNumber, 0, "answers: repeats the last message, calls a tool that the message names, fills in a JSON schema",
		func(s *scene, _ int) []core.Step { return s.answer() }},
	{"cut-after", mustNumber, 0, "breaks the connection after N pieces of text",
		func(s *scene, n int) []core.Step {
			return append(s.begin(n), core.Step{Kind: core.StepFail, Why: core.Reset})
		}},
	{"empty", noNumber, 0, "answers 200 with an empty body",
		func(s *scene, _ int) []core.Step { return s.reply(200, s.contentType, "") }},
	{"end-after", mustNumber, 0, "ends the body after N pieces of text as if it were whole",
		func(s *scene, n int) []core.Step { return append(s.begin(n), core.Step{Kind: core.StepEnd}) }},
	{"error-after", mustNumber, 0, "sends an error in the stream after N pieces of text",
		func(s *scene, n int) []core.Step { return s.breakOff(s.begin(n)) }},
	{"error-first", noNumber, 0, "answers 200 with an error as its first event",
		func(s *scene, _ int) []core.Step { return s.breakOff(s.begin(0)) }},
	{"html", noNumber, 0, "answers 502 with a page, as a proxy in front of a provider does",
		func(s *scene, _ int) []core.Step {
			return s.reply(502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>")
		}},
	{"long", mustNumber, 0, "answers in N pieces",
		func(s *scene, n int) []core.Step { s.long(min(n, maxPieces)); return s.answer() }},
	{"malformed-after", mustNumber, 0, "sends a chunk that is no JSON after N pieces of text",
		func(s *scene, n int) []core.Step {
			return append(s.begin(n), body(string(frame.AppendData(nil, `{"id":`))), core.Step{Kind: core.StepEnd})
		}},
	{"refused", noNumber, 0, "refuses the connection",
		func(*scene, int) []core.Step { return []core.Step{{Kind: core.StepFail, Why: core.Refused}} }},
	{"reset", noNumber, 0, "breaks the connection before it answers",
		func(*scene, int) []core.Step { return []core.Step{{Kind: core.StepFail, Why: core.Reset}} }},
	{"slow-chunks", mayNumber, 100, "waits N ms before each piece, 100 by default",
		func(s *scene, n int) []core.Step { s.gapMs = int64(n); return s.answer() }},
	{"slow-first-token", mayNumber, 5000, "waits N ms between its header and its first piece, 5000 by default",
		func(s *scene, n int) []core.Step { s.firstMs = int64(n); return s.answer() }},
	{"slow-headers", mayNumber, 5000, "waits N ms before its header, 5000 by default",
		func(s *scene, n int) []core.Step {
			return append([]core.Step{{Kind: core.StepWait, Ms: int64(n)}}, s.answer()...)
		}},
	{"stall-after", mustNumber, 0, "falls silent for an hour after N pieces of text",
		func(s *scene, n int) []core.Step {
			return append(s.begin(n), core.Step{Kind: core.StepWait, Ms: 3_600_000}, core.Step{Kind: core.StepEnd})
		}},
	{"trap", noNumber, 0, "breaks the gateway itself, on purpose",
		func(*scene, int) []core.Step { return []core.Step{{Kind: core.StepTrap}} }},
}

// maxPieces bounds how much the mock says.
const maxPieces = 10_000

// script implements core.Vendor's Script.
func script(r *core.Request) []core.Step {
	s := newScene(r)
	if r.Endpoint == core.Models {
		return s.reply(200, jsonType, string(appendMockList(nil, r)))
	}
	rest, ok := strings.CutPrefix(r.Model, "mock")
	if !ok || rest != "" && rest[0] != '-' {
		return s.unknown()
	}
	rest = strings.TrimPrefix(rest, "-")
	if status, err := strconv.Atoi(rest); err == nil && status >= 400 && status <= 599 {
		return s.failure(status)
	}
	m, n := findMock(rest)
	if m == nil {
		return s.unknown()
	}
	return m.play(s, n)
}

// findMock is the model called "mock-"+name, and its number; nil for none.
func findMock(name string) (*mockModel, int) {
	word, number := name, -1
	if dash := strings.LastIndexByte(name, '-'); dash >= 0 {
		if n, err := strconv.Atoi(name[dash+1:]); err == nil && n >= 0 {
			word, number = name[:dash], n
		}
	}
	for i := range mockModels {
		m := &mockModels[i]
		switch {
		case m.name != word || number < 0 && m.number == mustNumber || number >= 0 && m.number == noNumber:
		case number < 0:
			return m, m.n
		default:
			return m, number
		}
	}
	return nil, 0
}

// failure answers with a status and the error that OpenAI gives with it.
func (s *scene) failure(status int) []core.Step {
	kind, code, message := "invalid_request_error", "", "this is the mock's answer to a request for status "+strconv.Itoa(status)
	switch {
	case status == 401:
		code = "invalid_api_key"
	case status == 404:
		code = "model_not_found"
	case status == 429:
		kind, code = "requests", "rate_limit_exceeded"
	case status >= 500:
		kind = "server_error"
	}
	steps := s.reply(status, jsonType, string(appendMockError(nil, message, kind, code)))
	if status == 429 {
		steps[0].Header = append(steps[0].Header, core.Field{Name: "retry-after", Value: "1"})
	}
	return steps
}

// unknown answers a model that the mock does not have with those it has.
func (s *scene) unknown() []core.Step {
	var names []byte
	for i := range mockModels {
		names = append(names, ", "...)
		names = append(names, mockModels[i].id()...)
	}
	message := "the mock has no model of that name; it has mock-<status>" + string(names)
	return s.reply(404, jsonType, string(appendMockError(nil, message, "invalid_request_error", "model_not_found")))
}

// id is the model's name with N for a number that it needs.
func (m *mockModel) id() string {
	switch {
	case m.name == "":
		return "mock"
	case m.number == mustNumber:
		return "mock-" + m.name + "-N"
	}
	return "mock-" + m.name
}

func appendMockError(dst []byte, message, kind, code string) []byte {
	dst = append(rewrite.Key(append(dst, '{'), "error"), '{')
	dst = rewrite.Text(dst, "message", message)
	dst = rewrite.Text(dst, "type", kind)
	dst = rewrite.Raw(dst, "param", "null")
	if code == "" {
		dst = rewrite.Raw(dst, "code", "null")
	} else {
		dst = rewrite.Text(dst, "code", code)
	}
	return append(dst, `}}`...)
}

// appendMockList appends the model list: OpenAI's shape, with what each model does as its description.
func appendMockList(dst []byte, r *core.Request) []byte {
	dst = append(dst, `{"object":"list","data":[`...)
	dst = appendMockEntry(dst, r, "mock-<status>", "answers with that status, 400 to 599, and an error")
	for i := range mockModels {
		dst = appendMockEntry(dst, r, mockModels[i].id(), mockModels[i].about)
	}
	return append(dst, `]}`...)
}

func appendMockEntry(dst []byte, r *core.Request, id, about string) []byte {
	dst = rewrite.Text(append(rewrite.Comma(dst), '{'), "id", id)
	dst = rewrite.Text(dst, "object", "model")
	dst = rewrite.Int(dst, "created", r.NowMs/1000)
	dst = rewrite.Text(dst, "owned_by", "causeway-mock")
	dst = rewrite.Text(dst, "description", about)
	return append(dst, '}')
}
