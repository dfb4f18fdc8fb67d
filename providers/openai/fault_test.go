package openai

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"causeway/core"

	"github.com/stretchr/testify/require"
)

func TestFaultIsReadFromEveryShape(t *testing.T) {
	cases := []struct{ body, message, kind, code, param string }{
		{`{"error":{"message":"m","type":"t","param":"p","code":"c"}}`, "m", "t", "c", "p"},
		{"{\n \"error\": {\"message\":\"a \\\"b\\\"\",\"code\":404,\"type\":null}\n}", `a "b"`, "", "404", ""},
		{`[{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT"}}]`, "m", "INVALID_ARGUMENT", "400", ""},
		{`{"error":"m"}`, "m", "", "", ""},
		{`{"code":"invalid-argument","error":"m"}`, "m", "", "invalid-argument", ""},
		{`{"object":"error","message":"m","type":"t","param":null,"code":"3051","raw_status_code":400}`, "m", "t", "3051", ""},
		{`{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","user"],"msg":"m"}]},"type":"t"}`, "body.user: m", "t", "", "body.user"},
		{`{"detail":"Invalid API Key"}`, "Invalid API Key", "", "", ""},
		{`{"detail":[{"loc":["body","n"],"msg":"too large","type":"x"},{"msg":"b"}]}`, "body.n: too large; b", "", "", ""},
		{`{"detail":[{"loc":["body","messages",0],"msg":"missing"}]}`, "body.messages.0: missing", "", "", "body.messages.0"},
		{`{"errors":[{"message":"m","code":7003},{"message":"n"}],"success":false}`, "m", "", "7003", ""},
		{`{"errors":["m"],"code":"c"}`, "m", "", "c", ""},
		{`{"error":{"errors":[{"message":"m"}],"code":403}}`, "m", "", "", ""},
		{`{"error":{"message":"m","errors":[{"message":"n"}]}}`, "m", "", "", ""},
		{`{"errors":[]}`, `{"errors":[]}`, "", "", ""},
		{`{"code":1211,"msg":"m"}`, "m", "", "1211", ""},
		{`{"error_code":17,"error_msg":"m"}`, "m", "", "17", ""},
		{`Not Found`, "Not Found", "", "", ""},
		{`{"strange":true}`, `{"strange":true}`, "", "", ""},
		{`{"error":{}}`, `{"error":{}}`, "", "", ""},
		{`{"error":`, `{"error":`, "", "", ""},
		{``, "said nothing", "", "", ""},
		{" \n", "said nothing", "", "", ""},
	}
	for _, c := range cases {
		f := core.Fault{Message: "said nothing", Status: 400}
		readFault(&f, c.body)
		require.Equal(t, core.Fault{Message: c.message, Status: 400, Type: c.kind, Code: c.code, Param: c.param}, f, c.body)
	}
}

func TestFaultOfAPageIsBounded(t *testing.T) {
	f := core.Fault{}
	readFault(&f, "<html>"+strings.Repeat("é", 4000))
	require.True(t, utf8.ValidString(f.Message))
	require.LessOrEqual(t, len(f.Message), maxWords+len("…"))
	require.True(t, strings.HasPrefix(f.Message, "<html>é"))
}

func TestFaultIsWrittenForBothKindsOfClients(t *testing.T) {
	cases := []struct {
		whose string
		fault core.Fault
		want  string
	}{
		{"the caller's", core.Fault{Blame: core.Caller, Status: 400, Type: "invalid_request_error", Code: "no_provider", Message: `say "who"`},
			`{"error":{"message":"say \"who\"","type":"invalid_request_error","param":null,"code":"no_provider"},"status":"failure","message":"say \"who\""}`},
		{"the provider's, from another dialect", core.Fault{Blame: core.Upstream, Status: 529, Type: "overloaded_error", Message: "Overloaded", Provider: "anthropic"},
			`{"error":{"message":"anthropic error: Overloaded","type":"overloaded_error","param":null,"code":null},"provider":"anthropic"}`},
		{"the provider's, in its own words", core.Fault{Blame: core.Upstream, Message: "m", Type: "t", Provider: "groq",
			Body: `{"error":{"message":"m","type":"t","failed_generation":"x","n":1e400},"request_id":"r"}`},
			`{"error":{"message":"groq error: m","type":"t","failed_generation":"x","n":1e400,"param":null,"code":null},"request_id":"r","provider":"groq"}`},
		{"the provider's, a text", core.Fault{Blame: core.Upstream, Message: "no", Code: "c", Provider: "x-ai", Body: `{"code":"c","error":"no"}`},
			`{"code":"c","error":{"message":"x-ai error: no","type":null,"param":null,"code":"c"},"provider":"x-ai"}`},
		{"the provider's, flat", core.Fault{Blame: core.Upstream, Message: "no", Type: "t", Provider: "mistral-ai", Body: `{"object":"error","message":"no","type":"t"}`},
			`{"object":"error","message":"no","type":"t","error":{"message":"mistral-ai error: no","type":"t","param":null,"code":null},"provider":"mistral-ai"}`},
		{"the provider's, a page", core.Fault{Blame: core.Upstream, Message: "<html>", Provider: "openai", Body: "<html>"},
			`{"error":{"message":"openai error: <html>","type":null,"param":null,"code":null},"provider":"openai"}`},
		{"nobody's: a time-out", core.Fault{Blame: core.Upstream, Type: "timeout_error", Message: "Request exceeded the timeout sent in the request: 200ms", Provider: "openai"},
			`{"error":{"message":"Request exceeded the timeout sent in the request: 200ms","type":"timeout_error","param":null,"code":null},"provider":"openai"}`},
		{"a limit's", core.Fault{Blame: core.Limit, Type: "limit_error", Code: "body_too_large", Message: "too large"},
			`{"error":{"message":"too large","type":"limit_error","param":null,"code":"body_too_large"}}`},
	}
	for _, c := range cases {
		got := string(appendFault([]byte("x"), &c.fault))
		require.Equal(t, "x"+c.want, got, c.whose)
		require.True(t, json.Valid([]byte(c.want)), c.whose)
	}
}

func TestBrokenStreamEndsWithAnErrorAndWithoutTerminator(t *testing.T) {
	got := string(appendBroken(nil, &core.Fault{Blame: core.Upstream, Message: "reset", Provider: "openai", Body: "{\n\"error\":\"reset\"}"}))
	require.Equal(t, `data: { "error":{"message":"openai error: reset","type":null,"param":null,"code":null},"provider":"openai"}`+"\n\n", got)
}

func FuzzFault(f *testing.F) {
	for _, seed := range []string{`{"error":{"message":"m","code":1}}`, `[{"error":"x"}]`, `{"detail":[{"loc":[1],"msg":2}]}`, "", "\xff", `{"error":{"message":{}}}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		fault := core.Fault{Blame: core.Upstream, Message: "nothing", Provider: "p"}
		readFault(&fault, body)
		require.LessOrEqual(t, len(fault.Message), maxWords+len("…"))
		fault.Body = body
		require.True(t, json.Valid(appendFault(nil, &fault)))
	})
}
