package control_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"causeway/providers"
	"causeway/worker/control"

	"github.com/stretchr/testify/require"
)

func TestConfigCheckSaysWhereAndWhat(t *testing.T) {
	cases := []struct{ name, config, answer string }{
		{"good", `{"provider":"openai","api_key":"k"}`, `{"ok":true,"problems":[]}`},
		{
			"not JSON", "{\n  \"provider\": \"openai\",\n}",
			`{"ok":false,"problems":[{"line":2,"column":23,"path":"","message":"a comma after the last element is not JSON","fatal":true}]}`,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			status, body := call("POST", "/v1/configs/check", strings.NewReader(c.config))
			require.Equal(t, 200, status)
			require.JSONEq(t, c.answer, body)
		})
	}
	_, body := call("POST", "/v1/configs/check", strings.NewReader(`{"strategy":{"mode":"nothing"},"targets":[{"weight":-1}]}`))
	var verdict struct {
		OK       bool
		Problems []struct {
			Line, Column  int
			Path, Message string
			Fatal         bool
		}
	}
	require.NoError(t, json.Unmarshal([]byte(body), &verdict))
	require.False(t, verdict.OK)
	var paths []string
	for _, p := range verdict.Problems {
		require.Equal(t, 1, p.Line)
		require.Positive(t, p.Column)
		require.NotEmpty(t, p.Message)
		paths = append(paths, p.Path)
	}
	require.Subset(t, paths, []string{"strategy.mode", "targets[0].weight"}, "everything is said at once")
}

func TestProvidersAreListedWholly(t *testing.T) {
	status, body := call("GET", "/v1/providers", nil)
	require.Equal(t, 200, status)
	var list struct {
		Data []struct {
			Name      string
			Base      string
			Source    string
			Models    int
			Endpoints []struct{ Name, Dialect, Path string }
			Options   []struct{ Config, Header, Default string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(body), &list))
	require.Len(t, list.Data, len(providers.Names()))
	for _, row := range list.Data {
		require.NotEmpty(t, row.Endpoints, row.Name)
		if row.Name == "openai" {
			require.Greater(t, row.Models, 50)
		}
	}
	require.Contains(t, body, `{"config":"resource_name","header":"x-portkey-azure-resource-name","default":""}`)
	require.NotContains(t, body, "null", "a list that is empty is a list")
}

func TestOtherCallsFailAsCallersExpect(t *testing.T) {
	status, body := call("POST", "/v1/configs/check", strings.NewReader(strings.Repeat(" ", 1<<20+1)))
	require.Equal(t, 413, status)
	require.Contains(t, body, `"code":"body_too_large"`)
	status, body = call("POST", "/v1/configs/check", io.MultiReader(strings.NewReader("{"), broken{}))
	require.Equal(t, 400, status)
	require.Contains(t, body, `"code":"body_incomplete"`)
	status, body = call("GET", "/v1/elsewhere", nil)
	require.Equal(t, 404, status)
	require.Contains(t, body, `"code":"unknown_endpoint"`)
}

func FuzzConfigCheckAlwaysAnswers(f *testing.F) {
	f.Add(`{"provider":"openai"}`)
	f.Add(`{"targets":[{"weight":-1}]`)
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		status, body := call("POST", "/v1/configs/check", strings.NewReader(text))
		require.Equal(t, 200, status)
		require.True(t, json.Valid([]byte(body)))
	})
}

func call(method, path string, body io.Reader) (int, string) {
	w := httptest.NewRecorder()
	control.Handler().ServeHTTP(w, httptest.NewRequest(method, path, body))
	return w.Code, w.Body.String()
}

// broken is a body that stops coming.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, http.ErrHandlerTimeout }

func TestSchemaIsServedForEditors(t *testing.T) {
	reply := httptest.NewRecorder()
	control.Handler().ServeHTTP(reply, httptest.NewRequest("GET", "/schema/config.json", nil))
	require.Equal(t, 200, reply.Code)
	require.Equal(t, "application/schema+json", reply.Header().Get("Content-Type"))
	require.Equal(t, "*", reply.Header().Get("Access-Control-Allow-Origin"))
	require.True(t, json.Valid(reply.Body.Bytes()))
	require.Contains(t, reply.Body.String(), `"on_status_codes"`)
}
