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

func TestNoAddressOfThisNetworkIsDialledForACaller(t *testing.T) {
	for _, address := range []string{
		"10.0.0.1:443", "100.100.100.200:443", "127.0.0.1:443", "169.254.169.254:80", "172.16.0.1:443", "192.168.1.1:443",
		"0.0.0.0:443", "0.1.2.3:443", "192.0.0.192:443", "198.18.0.1:443", "224.0.0.1:443", "240.0.0.1:443", "255.255.255.255:443",
		"[::]:443", "[::1]:443", "[::ffff:127.0.0.1]:443", "[fc00::1]:443", "[fd00:ec2::254]:443", "[fe80::1%eth0]:443", "[ff02::1]:443",
		"[64:ff9b::a9fe:a9fe]:443", "[64:ff9b:1::1]:443", "[2002:7f00:1::]:443", "[::127.0.0.1]:443", "nonsense",
	} {
		require.Equal(t, drive.Failed(core.Refused), refusePrivate("tcp", address, nil), address)
	}
	for _, address := range []string{"1.1.1.1:443", "100.128.0.1:443", "[2606:4700::1111]:443", "[64:ff9b::101:101]:443"} {
		require.NoError(t, refusePrivate("tcp", address, nil), address)
	}
}
