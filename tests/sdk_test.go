package tests

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestOfficialSDKsAreServed has the clients that users have talk to the gateway, natively, under wazero and at the edge.
// Their provider is the mock: no network but loopback.
func TestOfficialSDKsAreServed(t *testing.T) {
	for _, host := range newHosts(t) {
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
