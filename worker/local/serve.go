package local

import (
	"context"
	"net"
	"net/http"
	"time"
)

// Serve answers calls on l until ctx is done, then lets the running ones finish for at most drainWithin and breaks the
// rest. It returns nil after such an end.
func Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	server := http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 1 << 20}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.Background(), drainWithin)
	defer cancel()
	if server.Shutdown(drain) != nil {
		server.Close()
	}
	return nil
}

// drainWithin is how long running calls may go on after the server was told to stop.
const drainWithin = 30 * time.Second
