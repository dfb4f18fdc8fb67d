package gemini

import (
	"testing"

	"causeway/core"
	"causeway/core/rewrite"

	"github.com/stretchr/testify/require"
)

func TestFaults(t *testing.T) {
	for _, c := range []struct{ name, body, kind, code, message string }{
		{"plain", `{"error":{"code":404,"message":"models/x is not found","status":"NOT_FOUND"}}`, "NOT_FOUND", "404", "models/x is not found"},
		{"in an array", "[{\n\"error\":{\"code\":400,\"message\":\"API key \\\"x\\\"\",\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"reason\":\"API_KEY_INVALID\",\"domain\":\"googleapis.com\"}]}}\n]", "INVALID_ARGUMENT", "API_KEY_INVALID", `API key "x"`},
		{"the delay is said", `{"error":{"code":429,"message":"Quota.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.4s"}]}}`, "RESOURCE_EXHAUSTED", "429", "Quota. (retry in 34.4s)"},
		{"the delay is said once", `{"error":{"code":429,"message":"Please retry in 34.4s.","status":"RESOURCE_EXHAUSTED","details":[{"retryDelay":"34.4s"}]}}`, "RESOURCE_EXHAUSTED", "429", "Please retry in 34.4s."},
		{"a token service", `{"error":"invalid_grant","error_description":"Bad token"}`, "invalid_grant", "", "Bad token"},
		{"a code in letters", `{"error":{"code":"quota","message":"m"}}`, "", "quota", "m"},
		{"a page", "<html>502</html>\n", "", "", "<html>502</html>"},
		{"another shape", `{"detail":"x"}`, "", "", `{"detail":"x"}`},
		{"an empty list", `[]`, "", "", `[]`},
		{"nothing", " ", "", "", "status 500 without a word"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := core.Fault{Blame: core.Upstream, Status: 500, Message: "status 500 without a word"}
			readFault(&f, c.body)
			require.Equal(t, core.Fault{Blame: core.Upstream, Status: 500, Type: c.kind, Code: c.code, Message: c.message}, f)
		})
	}
}

func TestModelsBecomeTheHubsList(t *testing.T) {
	for body, want := range map[string]string{
		`{"models":[{"name":"models/gemini-2.5-flash","displayName":"x"},{"name":"gemini-3"}],"nextPageToken":"t"}`: `{"object":"list","data":[{"id":"gemini-2.5-flash","object":"model","created":0,"owned_by":"google"},{"id":"gemini-3","object":"model","created":0,"owned_by":"google"}]}`,
		`{"publisherModels":[{"name":"publishers/google/models/gemini-3"}]}`:                                        `{"object":"list","data":[{"id":"gemini-3","object":"model","created":0,"owned_by":"google"}]}`,
		`{"models":[]}`: `{"object":"list","data":[]}`,
	} {
		list, ok := appendModels([]byte("x"), nil, body)
		require.True(t, ok)
		require.Equal(t, "x"+want, string(list))
	}
	for _, body := range []string{`{"data":[]}`, `[]`, `nope`, ``} {
		_, ok := appendModels(nil, nil, body)
		require.False(t, ok, body)
	}
}

func FuzzFaultAndModels(f *testing.F) {
	f.Add(`{"error":{"code":429,"message":"m","status":"S","details":[{"retryDelay":"1s"}]}}`)
	f.Add(`[{"error":"x"}]`)
	f.Add(`{"models":[{"name":"models/a\nb"}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		fault := core.Fault{Status: 500, Message: "none"}
		readFault(&fault, body)
		require.NotEmpty(t, fault.Message)
		if list, ok := appendModels(nil, nil, body); ok {
			_, isJSON := rewrite.Check(string(list))
			require.True(t, isJSON)
		}
	})
}
