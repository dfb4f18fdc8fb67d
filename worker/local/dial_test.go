package local

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"causeway/core"
	"causeway/worker/drive"
)

// TestConnectingHasTheRequestsOwnBound dials with a connect that never ends by itself.
func TestConnectingHasTheRequestsOwnBound(t *testing.T) {
	transport := NewTransport()
	transport.pool.Proxy = nil
	transport.pool.DialContext = dialWithin(func(ctx context.Context, _, _ string) (net.Conn, error) {
		deadline, ok := ctx.Deadline()
		require.True(t, ok)
		require.Less(t, time.Until(deadline), time.Second)
		<-ctx.Done()
		return nil, &net.OpError{Op: "dial", Err: ctx.Err()}
	})
	_, err := transport.Fetch(t.Context(), &core.Action{Kind: core.Fetch, Method: "GET", URL: "http://127.0.0.1:9/", ConnectMs: 20})
	require.Equal(t, drive.Failed(core.Refused), err, "it falls over like a connection that is refused")
}
