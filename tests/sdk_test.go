package tests

import (
	"net/http/httptest"
	"os/exec"
	"testing"

	"causeway/core"
	"causeway/tests/conversation"
	"causeway/worker/control"
	"causeway/worker/local"

	"github.com/stretchr/testify/require"
)

// TestOfficialSDKsAreServed has the clients that users have talk to the gateway, natively, under wazero and at the edge.
// Their provider is the mock: no network but loopback.
func TestOfficialSDKsAreServed(t *testing.T) {
	gateway := newGateway()
	hosts := []struct{ name, url string }{
		{"native", serveLocal(t, func(c core.Call, nowMs int64, seed uint64) core.Machine { return gateway.Open(c, nowMs, seed) })},
		{"wazero", serveLocal(t, newEngine(t).Open)},
		{"workerd", newEdge(t, conversation.NewReplayer(t).Address())},
	}
	for _, host := range hosts {
		for _, script := range []string{"openai.mjs", "portkey.mjs"} {
			t.Run(host.name+"/"+script, func(t *testing.T) {
				node := exec.CommandContext(t.Context(), "node", script, host.url)
				node.Dir = "sdk"
				out, err := node.CombinedOutput()
				require.NoError(t, err, string(out))
			})
		}
	}
}

// serveLocal is the native server on a free port of loopback, with machines from open.
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
