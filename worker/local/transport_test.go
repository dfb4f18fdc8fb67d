package local_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"causeway/core"
	"causeway/worker/drive"
	"causeway/worker/local"

	"github.com/stretchr/testify/require"
)

func TestFetchSendsWhatTheMachineSaid(t *testing.T) {
	var got *http.Request
	var body []byte
	url := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
		w.Header()["X-B"] = []string{"1", "2"}
		w.Header()["Date"] = nil
		w.Header().Set("Content-Type", "a/b")
		io.WriteString(w, "hello")
	})
	reply, err := local.NewTransport().Fetch(t.Context(), &core.Action{Method: "POST", URL: url + "/p?q=1", Body: "body",
		Header: core.Header{{Name: "x-a", Value: "1"}, {Name: "x-a", Value: "2"}, {Name: "accept-encoding", Value: "gzip"}}})
	require.NoError(t, err)
	defer reply.Close()
	require.Equal(t, "POST /p?q=1", got.Method+" "+got.URL.String())
	require.Equal(t, http.Header{"X-A": {"1", "2"}, "Content-Length": {"4"}}, got.Header, "nothing of net/http's own")
	require.Equal(t, "body", string(body))
	require.Equal(t, 200, reply.Status())
	require.Equal(t, int64(5), reply.Length())
	require.Equal(t, core.Header{{Name: "content-length", Value: "5"}, {Name: "content-type", Value: "a/b"},
		{Name: "x-b", Value: "1"}, {Name: "x-b", Value: "2"}}, reply.Header())
	read, err := readAll(reply, 0)
	require.NoError(t, err)
	require.Equal(t, "hello", read)
}

func TestURLsOfCallersDoNotReachThisNetwork(t *testing.T) {
	url := upstream(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "secret") })
	transport := local.NewTransport()
	reply, err := transport.Fetch(t.Context(), &core.Action{Method: "GET", URL: url})
	require.NoError(t, err)
	_, err = readAll(reply, 0)
	require.NoError(t, err)
	reply.Close() // and leaves a connection behind that may be used again
	for _, at := range []string{url, "http://localhost:1/", "http://10.1.2.3/", "http://169.254.169.254/", "http://100.64.0.1/", "http://[::1]:1/", "http://[::ffff:127.0.0.1]:1/"} {
		_, err = transport.Fetch(t.Context(), &core.Action{Method: "GET", URL: at, IsPublic: true, WithinMs: 2000})
		require.Equal(t, drive.Failed(core.Refused), err, at)
	}
}

func TestGzipIsDecodedAsItArrives(t *testing.T) {
	for _, coding := range []string{"gzip", "X-GZIP"} {
		t.Run(coding, func(t *testing.T) {
			next := make(chan struct{})
			url := upstream(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", coding)
				packed := gzip.NewWriter(w)
				for range 3 {
					io.WriteString(packed, "token")
					packed.Flush()
					http.NewResponseController(w).Flush()
					<-next
				}
				packed.Close()
			})
			reply, err := local.NewTransport().Fetch(t.Context(), &core.Action{Method: "GET", URL: url, WithinMs: 60_000})
			require.NoError(t, err)
			defer reply.Close()
			require.Equal(t, int64(-1), reply.Length())
			for range 3 {
				p := make([]byte, 64)
				n, err := reply.Read(p, 60_000)
				require.NoError(t, err)
				require.Equal(t, "token", string(p[:n]), "each piece is there before the next is sent")
				next <- struct{}{}
			}
			rest, err := readAll(reply, 60_000)
			require.NoError(t, err)
			require.Empty(t, rest)
		})
	}
}

func TestGzipSaysHowItFailed(t *testing.T) {
	whole := pack(strings.Repeat("a reply of some length ", 1000))
	wrongSum := bytes.Clone(whole)
	wrongSum[len(wrongSum)-8] ^= 1
	cases := []struct {
		name string
		body []byte
		want error
	}{
		{"whole", whole, nil},
		{"nothing", nil, nil},
		{"no gzip", []byte("<html>not packed</html>"), drive.Failed(core.Malformed)},
		{"wrong checksum", wrongSum, drive.Failed(core.Malformed)},
		{"no such block", append(bytes.Clone(whole[:10]), 0xff, 0xff), drive.Failed(core.Malformed)},
		{"short of its end", whole[:len(whole)-4], drive.Failed(core.Reset)},
		{"short in its header", whole[:4], drive.Failed(core.Reset)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			url := upstream(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "gzip")
				w.Write(c.body)
			})
			reply, err := local.NewTransport().Fetch(t.Context(), &core.Action{Method: "GET", URL: url})
			require.NoError(t, err)
			defer reply.Close()
			_, err = readAll(reply, 60_000)
			require.Equal(t, c.want, err)
		})
	}
}

func TestFetchFollowsNoRedirect(t *testing.T) {
	url := upstream(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) })
	reply, err := local.NewTransport().Fetch(t.Context(), &core.Action{Method: "GET", URL: url})
	require.NoError(t, err)
	defer reply.Close()
	require.Equal(t, 302, reply.Status())
}

func TestFetchSaysHowItFailed(t *testing.T) {
	raw := func(text string) string {
		return upstream(t, func(w http.ResponseWriter, _ *http.Request) {
			c, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				io.WriteString(c, text)
				c.Close()
			}
		})
	}
	cases := []struct {
		name, url string
		withinMs  int64
		why       core.Why
	}{
		{"nobody listens", "http://" + closedPort(t), 0, core.Refused},
		{"no such name", "http://name.invalid./", 0, core.Refused},
		{"not a URL", "http://[::1", 0, core.Refused},
		{"closed before the header", raw(""), 0, core.Reset},
		{"closed within the header", raw("HTTP/1.1 200 OK\r\nA: b"), 0, core.Reset},
		{"not HTTP", raw("SSH-2.0-OpenSSH_9\r\n\r\n"), 0, core.Malformed},
		{"encoded though nobody asked", raw("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 0\r\n\r\n"), 0, core.Malformed},
		{"no header in time", upstream(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }), 20, core.TimedOut},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := local.NewTransport().Fetch(t.Context(), &core.Action{Method: "GET", URL: c.url, WithinMs: c.withinMs})
			require.Equal(t, drive.Failed(c.why), err)
		})
	}
}

func TestReadSaysHowItFailed(t *testing.T) {
	cases := []struct {
		name string
		then func(net.Conn)
		why  core.Why
	}{
		{"cut", func(net.Conn) {}, core.Reset},
		{"silent", func(c net.Conn) { io.Copy(io.Discard, c) }, core.TimedOut},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			url := upstream(t, func(w http.ResponseWriter, _ *http.Request) {
				conn, _, err := http.NewResponseController(w).Hijack()
				if err != nil {
					return
				}
				defer conn.Close()
				io.WriteString(conn, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")
				c.then(conn)
			})
			reply, err := local.NewTransport().Fetch(t.Context(), &core.Action{Method: "GET", URL: url})
			require.NoError(t, err)
			defer reply.Close()
			read, err := readAll(reply, 50)
			require.Equal(t, "half", read)
			require.Equal(t, drive.Failed(c.why), err)
		})
	}
}

func TestLimitIsBetweenBytesAndNotForAll(t *testing.T) {
	next := make(chan struct{})
	url := upstream(t, func(w http.ResponseWriter, _ *http.Request) {
		for range 3 {
			io.WriteString(w, "x")
			http.NewResponseController(w).Flush()
			<-next
		}
	})
	reply, err := local.NewTransport().Fetch(t.Context(), &core.Action{Method: "GET", URL: url, WithinMs: 60_000})
	require.NoError(t, err)
	defer reply.Close()
	for range 3 {
		n, err := reply.Read(make([]byte, 8), 60_000)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		next <- struct{}{}
	}
	_, err = reply.Read(make([]byte, 8), 60_000)
	require.Equal(t, io.EOF, err)
}

func TestCloseAndALeavingClientAbortTheUpstream(t *testing.T) {
	for name, abort := range map[string]func(drive.Reply, func()){
		"close":  func(r drive.Reply, _ func()) { r.Close() },
		"client": func(_ drive.Reply, leave func()) { leave() },
	} {
		t.Run(name, func(t *testing.T) {
			aborted := make(chan struct{})
			url := upstream(t, func(w http.ResponseWriter, r *http.Request) {
				http.NewResponseController(w).Flush()
				<-r.Context().Done()
				close(aborted)
			})
			ctx, leave := context.WithCancel(t.Context())
			reply, err := local.NewTransport().Fetch(ctx, &core.Action{Method: "GET", URL: url})
			require.NoError(t, err)
			defer reply.Close()
			abort(reply, leave)
			<-aborted
			leave()
		})
	}
}

func upstream(t *testing.T, h http.HandlerFunc) string {
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

func pack(text string) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	io.WriteString(w, text)
	w.Close()
	return out.Bytes()
}

// closedPort is an address of loopback where nobody listens.
func closedPort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().String()
}

func readAll(r drive.Reply, withinMs int64) (string, error) {
	var all []byte
	buf := make([]byte, 64)
	for {
		n, err := r.Read(buf, withinMs)
		all = append(all, buf[:n]...)
		if err == io.EOF {
			return string(all), nil
		}
		if err != nil {
			return string(all), err
		}
	}
}
