package tests

import (
	"os/exec"
	"strings"
	"testing"

	"causeway/core"

	"github.com/stretchr/testify/require"
)

// TestOfficialSDKsAreServed has the clients that users have talk to the gateway, natively, under wazero and at the edge.
// Their provider is the mock, here or behind a second gateway: no network but loopback.
func TestOfficialSDKsAreServed(t *testing.T) {
	gateway := newGateway()
	native := func(call core.Call, nowMs int64, seed uint64) core.Machine { return gateway.Open(call, nowMs, seed) }
	second := serveLocal(t, native)
	for _, host := range []listener{
		{"native", serveLocal(t, native)},
		{"wazero", serveLocal(t, newEngine(t).Open)},
		{"workerd", newEdge(t, strings.TrimPrefix(second, "http://"))},
	} {
		for _, script := range []string{"openai.mjs", "anthropic.mjs", "portkey.mjs", "vercel.mjs", "langchain.mjs"} {
			t.Run(host.name+"/"+script, func(t *testing.T) {
				node := exec.CommandContext(t.Context(), "node", script, host.url, second)
				node.Dir = "sdk"
				out, err := node.CombinedOutput()
				require.NoError(t, err, string(out))
			})
		}
	}
}
