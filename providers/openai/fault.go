package openai

import (
	"strings"
	"unicode/utf8"

	"causeway/core"
	"causeway/core/frame"
	"causeway/core/rewrite"

	"github.com/tidwall/gjson"
)

// maxWords bounds what is taken of a body that is not an error object, an HTML page say.
const maxWords = 1 << 10

// readFault implements core.Dialect's Fault. The shapes that providers of this dialect send:
//
//	{"error":{"message","type","param","code"}}            OpenAI and most; a number as code is taken as text
//	[{"error":{"code","message","status"}}]                Gemini's OpenAI door: status is the type
//	{"error":"…"}, {"code","error":"…"}                    Ollama, Venice; xAI
//	{"message","type","param","code"}                      Mistral, Cerebras
//	{"msg"}, {"error_msg","error_code"}                    others, in the place of message and code
//	{"errors":[{"message","code"}]}, {"errors":["…"]}      Cloudflare and others; Google's also within error
//	{"detail":"…"}, {"detail":[{"loc":["body","n"],"msg","type"}]}   FastAPI: Mistral, Voyage; Mistral also within message
//	anything else: the text itself
func readFault(f *core.Fault, body string) {
	body = strings.TrimSpace(body)
	if body == "" {
		return
	}
	if _, ok := rewrite.Check(body); !ok {
		f.Message = bounded(body)
		return
	}
	root := gjson.Parse(body)
	if root.IsArray() {
		root = root.Get("0")
	}
	at := complaint(root)
	if at.Type == gjson.String { // so that the message is beside the code
		f.Message, f.Code = bounded(at.Str), root.Get("code").String()
		return
	}
	detail := at.Get("detail")
	if message := at.Get("message"); message.IsObject() || message.IsArray() {
		detail = message
		if within := message.Get("detail"); within.Exists() {
			detail = within
		}
	}
	isRead := readDetail(f, detail)
	for _, message := range [...]string{"message", "msg", "error_msg"} {
		isRead = isRead || readMessage(f, at.Get(message))
	}
	if !isRead {
		f.Message = bounded(body)
	}
	f.Type = firstText(at.Get("type"), at.Get("status"))
	f.Code = firstText(at.Get("code"), at.Get("error_code"))
	if param := firstText(at.Get("param")); param != "" {
		f.Param = param
	}
}

// complaint is what tells of the failure: the error, the first of errors, or all of it. A text or an object.
func complaint(root gjson.Result) gjson.Result {
	at := root.Get("error")
	if at.Type == gjson.String {
		return at
	}
	if !at.IsObject() {
		at = root
	}
	if first := at.Get("errors.0"); !isSaid(at.Get("message")) && (first.Type == gjson.String || first.IsObject()) {
		return first
	}
	return at
}

// readMessage takes a message; one that is an object is taken as its JSON.
func readMessage(f *core.Fault, message gjson.Result) bool {
	if !isSaid(message) {
		return false
	}
	f.Message = bounded(message.String())
	return true
}

// readDetail takes FastAPI's detail: a text, or a list of what is wrong with the request.
func readDetail(f *core.Fault, detail gjson.Result) bool {
	if !detail.IsArray() {
		return readMessage(f, detail)
	}
	var said []string
	detail.ForEach(func(_, problem gjson.Result) bool {
		var path []string
		problem.Get("loc").ForEach(func(_, step gjson.Result) bool {
			path = append(path, step.String())
			return true
		})
		f.Param = strings.Join(path, ".")
		said = append(said, strings.TrimPrefix(f.Param+": ", ": ")+problem.Get("msg").String())
		return len(said) < 8
	})
	f.Message = bounded(strings.Join(said, "; "))
	return len(said) > 0
}

// firstText is the first member that says something, numbers as they stand.
func firstText(members ...gjson.Result) string {
	for _, m := range members {
		if isSaid(m) && !m.IsObject() && !m.IsArray() {
			return m.String()
		}
	}
	return ""
}

// bounded is the beginning of text, at most maxWords bytes.
func bounded(text string) string {
	text = strings.TrimSpace(text)
	if len(text) <= maxWords {
		return text
	}
	end := maxWords
	for end > maxWords-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}

// errorStatus is the HTTP status that an error inside a 200 amounts to: status_code (Groq), or a code (OpenRouter) or
// status that is one. 0: it does not say.
func errorStatus(body string) int {
	if _, ok := rewrite.Check(body); !ok {
		return 0
	}
	at := gjson.Get(body, "error")
	for _, member := range [...]string{"status_code", "code", "status"} {
		if n := at.Get(member).Int(); n >= 400 && n <= 599 {
			return int(n)
		}
	}
	return 0
}

// appendFault implements core.Door's Fault. One body serves OpenAI's and Portkey's clients: the error object that the
// first read, with the provider's name before its message as Portkey has it, and for failures of our own making
// Portkey's {"status":"failure","message"} too (reference: Portkey-AI/gateway 1.15.2, error shapes, read 2026-11-21).
//
//	{"error":{"message":"groq error: no such model","type":"invalid_request_error","param":null,"code":"model_not_found"},"provider":"groq"}
//
// Of a body in the provider's own words every member is kept.
func appendFault(dst []byte, f *core.Fault) []byte {
	if isObject(f.Body) {
		return rewrite.Members(dst, f.Body, []rewrite.Edit{
			{Op: rewrite.Set, Key: "error", Raw: string(appendTheirError(nil, f))},
			{Op: rewrite.Set, Key: "provider", Raw: string(rewrite.AppendString(nil, f.Provider))},
		})
	}
	dst = rewrite.Raw(append(dst, '{'), "error", string(appendError(nil, f)))
	if f.Provider != "" {
		dst = rewrite.Text(dst, "provider", f.Provider)
	}
	if f.Blame == core.Caller || f.Blame == core.Ours {
		dst = rewrite.Text(dst, "status", "failure")
		dst = rewrite.Text(dst, "message", f.Message)
	}
	return append(dst, '}')
}

// appendPassed implements core.Door's Fault for what passes through: the provider's body as it came, or ours.
func appendPassed(dst []byte, f *core.Fault) []byte {
	if f.Body != "" {
		return append(dst, f.Body...)
	}
	return appendFault(dst, f)
}

// appendTheirError appends the provider's error object with our message, or ours when it has none.
func appendTheirError(dst []byte, f *core.Fault) []byte {
	theirs := gjson.Get(f.Body, "error")
	if !theirs.IsObject() {
		return appendError(dst, f)
	}
	return rewrite.Members(dst, theirs.Raw, []rewrite.Edit{
		{Op: rewrite.Set, Key: "message", Raw: string(rewrite.AppendString(nil, message(f)))},
		{Op: rewrite.Default, Key: "type", Raw: "null"},
		{Op: rewrite.Default, Key: "param", Raw: "null"},
		{Op: rewrite.Default, Key: "code", Raw: "null"},
	})
}

func appendError(dst []byte, f *core.Fault) []byte {
	dst = rewrite.Text(append(dst, '{'), "message", message(f))
	dst = textOrNull(dst, "type", f.Type)
	dst = textOrNull(dst, "param", f.Param)
	dst = textOrNull(dst, "code", f.Code)
	return append(dst, '}')
}

// message is what the error says; whose words they are stands before a provider's. A time-out is ours to tell.
func message(f *core.Fault) string {
	if f.Blame != core.Upstream || f.Provider == "" || f.Type == "timeout_error" {
		return f.Message
	}
	return f.Provider + " error: " + f.Message
}

func textOrNull(dst []byte, key, text string) []byte {
	if text == "" {
		return rewrite.Raw(dst, key, "null")
	}
	return rewrite.Text(dst, key, text)
}

func isObject(body string) bool {
	if _, ok := rewrite.Check(body); !ok {
		return false
	}
	return gjson.Parse(body).IsObject()
}

// appendBroken implements core.Door's Broken: a frame with the error, and no terminator behind it. The OpenAI SDKs raise
// on a chunk with a member called error (openai-python src/openai/_streaming.py, openai-node src/core/streaming.ts, read
// 2026-11-21); a terminator would make a broken reply look whole to every other client.
func appendBroken(dst []byte, f *core.Fault) []byte {
	return frame.AppendData(dst, string(appendFault(nil, f)))
}
