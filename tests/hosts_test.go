package tests

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"causeway/core"
	"causeway/tests/conversation"
	"causeway/worker/control"
	"causeway/worker/local"

	"github.com/stretchr/testify/require"
)

// TestATrapIsThatCallsFailureAlone breaks the gateway on purpose: that call gets a 500, the next one its answer.
func TestATrapIsThatCallsFailureAlone(t *testing.T) {
	quiet(t)
	for _, host := range newHosts(t) {
		t.Run(host.name, func(t *testing.T) {
			for range 2 {
				status, body := ask(t, host, "POST", "/v1/chat/completions", `{"model":"mock-trap","messages":[]}`)
				require.Equal(t, 500, status)
				require.Contains(t, body, `"internal_error"`)
				status, _ = ask(t, host, "POST", "/v1/chat/completions", `{"model":"mock","messages":[]}`)
				require.Equal(t, 200, status)
			}
		})
	}
}

// TestBodyOverTheLimitIsRefusedAtOnce announces a body and waits: the refusal comes before a byte of it was sent.
func TestBodyOverTheLimitIsRefusedAtOnce(t *testing.T) {
	for _, host := range newHosts(t) {
		t.Run(host.name, func(t *testing.T) {
			conn, err := net.Dial("tcp", strings.TrimPrefix(host.url, "http://"))
			require.NoError(t, err)
			defer conn.Close()
			fmt.Fprintf(conn, "POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n"+
				"X-Portkey-Provider: mock\r\nContent-Length: %d\r\n\r\n", core.DefaultMaxBodyBytes+1)
			response, err := http.ReadResponse(bufio.NewReader(conn), nil)
			require.NoError(t, err)
			defer response.Body.Close()
			body, err := io.ReadAll(response.Body)
			require.NoError(t, err)
			require.Equal(t, 413, response.StatusCode)
			require.Contains(t, string(body), `"body_too_large"`)
		})
	}
}

func TestControlPlaneAnswersOnEveryHost(t *testing.T) {
	var first [2]string
	for _, host := range newHosts(t) {
		t.Run(host.name, func(t *testing.T) {
			status, list := ask(t, host, "GET", "/v1/providers", "")
			require.Equal(t, 200, status)
			require.Contains(t, list, `"name":"anthropic"`)
			status, verdict := ask(t, host, "POST", "/v1/configs/check", `{"strategy":{"mode":"nothing"}}`)
			require.Equal(t, 200, status)
			require.Contains(t, verdict, `{"ok":false,"problems":[{"line":1,`)
			if first[0] == "" {
				first = [2]string{list, verdict}
			}
			require.Equal(t, first, [2]string{list, verdict}, "every host says the same")
		})
	}
}

// listener is a gateway that listens.
type listener struct{ name, url string }

// newHosts are the three hosts, on free ports of loopback until the test ends.
func newHosts(t *testing.T) []listener {
	gateway := newGateway()
	native := func(call core.Call, nowMs int64, seed uint64) core.Machine { return gateway.Open(call, nowMs, seed) }
	return []listener{
		{"native", serveLocal(t, native)},
		{"wazero", serveLocal(t, newEngine(t).Open)},
		{"workerd", newEdge(t, conversation.NewReplayer(t).Address())},
	}
}

// serveLocal is the native server with machines from open.
func serveLocal(t *testing.T, open conversation.Open) string {
	server := httptest.NewServer(&local.Gateway{
		Open:         open,
		Control:      control.Handler(),
		Transport:    local.NewTransport(),
		Store:        local.Files(""),
		MaxBodyBytes: core.DefaultMaxBodyBytes,
	})
	t.Cleanup(server.Close)
	return server.URL
}

func ask(t *testing.T, h listener, method, path, body string) (int, string) {
	request, err := http.NewRequest(method, h.url+path, strings.NewReader(body))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Portkey-Provider", "mock")
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(text)
}

// quiet keeps the log of an expected panic out of the test's output.
func quiet(t *testing.T) {
	before := slog.Default()
	slog.SetDefault(slog.New(slog.DiscardHandler))
	t.Cleanup(func() { slog.SetDefault(before) })
}
