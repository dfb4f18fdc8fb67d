package wall

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// Upstream is every provider of the wall on one socket of loopback. The first segment of a request's path chooses who
// answers.
type Upstream struct {
	listener net.Listener

	mu    sync.Mutex
	desks map[string]*desk
}

// Play answers request number n, from 1, to one provider.
type Play func(w *Wire, n int)

// desk is one provider.
type desk struct {
	play  Play
	calls int
	busy  int // plays that are running
}

// NewUpstream listens on a free port of loopback until the test ends.
func NewUpstream(t testing.TB) *Upstream {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	u := &Upstream{listener: l, desks: map[string]*desk{}}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go u.serve(conn.(*net.TCPConn))
		}
	}()
	return u
}

// Open sets a provider up and gives its URL, for a config's custom_host.
func (u *Upstream) Open(name string, play Play) string {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.desks[name] = &desk{play: play}
	return "http://" + u.listener.Addr().String() + "/" + name
}

// Calls is how many requests a provider got, and whether it is still answering one.
func (u *Upstream) Calls(name string) (calls int, isBusy bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	d := u.desks[name]
	return d.calls, d.busy > 0
}

// serve answers the requests of one connection, one after the other.
func (u *Upstream) serve(conn *net.TCPConn) {
	w := Wire{conn: conn}
	defer w.close()
	in := bufio.NewReader(conn)
	for !w.over {
		request, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		io.Copy(io.Discard, request.Body)
		name, _, _ := strings.Cut(request.URL.Path[1:], "/")
		u.answer(name, &w)
	}
}

func (u *Upstream) answer(name string, w *Wire) {
	u.mu.Lock()
	d := u.desks[name]
	d.calls++
	d.busy++
	n := d.calls
	u.mu.Unlock()
	w.spoke = false
	d.play(w, n)
	u.mu.Lock()
	d.busy--
	u.mu.Unlock()
}

// ClosedPort is the URL of a port of loopback where nobody listens.
func ClosedPort(t testing.TB) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return "http://" + l.Addr().String()
}
