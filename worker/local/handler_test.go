package local_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"unsafe"

	"causeway/core"
	"causeway/worker/local"

	"github.com/stretchr/testify/require"
)

func TestReplyWrittenAtOnceHasALength(t *testing.T) {
	url := serve(t, says(write(200, "hello"), done()))
	r, body := get(t, url)
	require.Equal(t, "hello", body)
	require.Equal(t, "5", r.Header.Get("Content-Length"))
	require.Equal(t, []string{"a", "b"}, r.Header["X-Twice"])
	require.Empty(t, r.Header["Content-Type"], "no content type is guessed")
}

func TestReplyWithoutABody(t *testing.T) {
	for _, status := range []int{204, 304, 404} {
		r, body := get(t, serve(t, says(write(status, ""), done())))
		require.Equal(t, status, r.StatusCode)
		require.Empty(t, body)
	}
}

func TestReplyWrittenInPiecesIsJoined(t *testing.T) {
	_, body := get(t, serve(t, says(write(200, "a"), core.Action{Kind: core.Write, Body: "b"},
		core.Action{Kind: core.Wait, Ms: 1}, core.Action{Kind: core.Write, Body: "c"}, done())))
	require.Equal(t, "abc", body)
}

// TestBytesThatAreHeldBackAreTheClients has a machine that uses its buffer again as soon as it is called.
func TestBytesThatAreHeldBackAreTheClients(t *testing.T) {
	buffer := []byte("a")
	m := &machine{actions: []core.Action{write(200, unsafe.String(&buffer[0], 1)), write(0, "b"), done()}}
	_, body := get(t, serve(t, func(core.Call) core.Machine { return overwriting{m, buffer} }))
	require.Equal(t, "ab", body)
}

type overwriting struct {
	*machine
	buffer []byte
}

func (o overwriting) Next() core.Action {
	if len(o.actions) == 2 {
		o.buffer[0] = '?'
	}
	return o.machine.Next()
}

func TestBrokenReplyBreaksTheConnection(t *testing.T) {
	url := serve(t, says(write(200, "half"), core.Action{Kind: core.Done, Broken: true}))
	r, err := http.Get(url)
	require.NoError(t, err)
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	require.Equal(t, "half", string(body))
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
}

func TestPanicIsThatCallsFailureAlone(t *testing.T) {
	quiet(t)
	t.Run("before the reply", func(t *testing.T) {
		r, body := get(t, serve(t, says(core.Action{Kind: core.Wait})))
		require.Equal(t, 500, r.StatusCode)
		require.Contains(t, body, `"internal_error"`)
	})
	t.Run("within the reply", func(t *testing.T) {
		r, err := http.Get(serve(t, says(write(200, "half"), core.Action{Kind: core.Wait})))
		require.NoError(t, err)
		defer r.Body.Close()
		_, err = io.ReadAll(r.Body)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	})
}

func TestCallArrivesAsItWasSent(t *testing.T) {
	var got core.Call
	url := serve(t, func(call core.Call) core.Machine {
		got = call
		return &machine{actions: []core.Action{write(200, ""), done()}}
	})
	request, err := http.NewRequest("POST", url+"/v1/x%20y?a=1&b", strings.NewReader("body"))
	require.NoError(t, err)
	request.Header = http.Header{"X-B": {"2", "3"}, "X-A": {"1"}, "User-Agent": {""}}
	r, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	r.Body.Close()
	require.Equal(t, core.Call{
		Method: "POST", Path: "/v1/x%20y", Query: "a=1&b", Body: "body",
		Header: core.Header{{Name: "accept-encoding", Value: "gzip"}, {Name: "content-length", Value: "4"},
			{Name: "x-a", Value: "1"}, {Name: "x-b", Value: "2"}, {Name: "x-b", Value: "3"}},
	}, got)
}

func TestBodyOverTheLimitIsNotRead(t *testing.T) {
	var got core.Call
	url := serve(t, func(call core.Call) core.Machine {
		got = call
		return &machine{actions: []core.Action{write(413, "too large"), done()}}
	})
	for name, body := range map[string]io.Reader{
		"announced": strings.NewReader(strings.Repeat("x", limit*2000)),
		"chunked":   io.MultiReader(strings.NewReader(strings.Repeat("x", limit*2000))),
	} {
		t.Run(name, func(t *testing.T) {
			r, err := http.Post(url, "application/json", body)
			require.NoError(t, err)
			r.Body.Close()
			require.Equal(t, 413, r.StatusCode)
			require.True(t, got.Oversize)
			require.Empty(t, got.Body)
		})
	}
	r, err := http.Post(url, "application/json", strings.NewReader(strings.Repeat("x", limit)))
	require.NoError(t, err)
	r.Body.Close()
	require.False(t, got.Oversize)
	require.Len(t, got.Body, limit)
}

func TestControlPlaneGetsTheWholeRequest(t *testing.T) {
	url := serve(t, says(core.Action{Kind: core.Delegate}))
	r, err := http.Post(url+"/v1/configs/check", "application/json", strings.NewReader("{}"))
	require.NoError(t, err)
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	require.Equal(t, "control: /v1/configs/check {}", string(body))
}

func TestServeDrainsBeforeItStops(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	entered := make(chan struct{})
	leave := make(chan struct{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() {
		served <- local.Serve(ctx, l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			close(entered)
			<-leave
			io.WriteString(w, "served")
		}))
	}()
	answer := make(chan string, 1)
	go func() {
		_, body := get(t, "http://"+l.Addr().String())
		answer <- body
	}()
	<-entered
	stop()
	close(leave)
	require.Equal(t, "served", <-answer)
	require.NoError(t, <-served)
}

// limit is MaxBodyBytes of the gateways of these tests.
const limit = 1000

// serve starts a gateway whose machines come from open.
func serve(t *testing.T, open func(core.Call) core.Machine) string {
	server := httptest.NewServer(&local.Gateway{
		Open: func(call core.Call, _ int64, _ uint64) core.Machine { return open(call) },
		Control: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			io.WriteString(w, "control: "+r.URL.Path+" "+string(body))
		}),
		Transport:    local.NewTransport(),
		Store:        local.Files(""),
		MaxBodyBytes: limit,
		Report:       func(string) {},
	})
	t.Cleanup(server.Close)
	return server.URL
}

func get(t *testing.T, url string) (*http.Response, string) {
	r, err := http.Get(url)
	require.NoError(t, err)
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	return r, string(body)
}

func write(status int, body string) core.Action {
	header := core.Header{{Name: "x-twice", Value: "a"}, {Name: "x-twice", Value: "b"}, {Name: "x-status", Value: strconv.Itoa(status)}}
	return core.Action{Kind: core.Write, Status: status, Header: header, Body: body}
}

func done() core.Action { return core.Action{Kind: core.Done, Report: "{}"} }

// says makes machines that say actions whatever they hear, and panic when they have nothing left to say.
func says(actions ...core.Action) func(core.Call) core.Machine {
	return func(core.Call) core.Machine { return &machine{actions: actions} }
}

type machine struct{ actions []core.Action }

func (m *machine) Next() core.Action {
	a := m.actions[0]
	m.actions = m.actions[1:]
	return a
}

func (m *machine) Loaded(int64, []core.Value)          {}
func (m *machine) Head(int64, int32, int, core.Header) {}
func (m *machine) Body(int64, int32, string)           {}
func (m *machine) End(int64, int32)                    {}
func (m *machine) Fail(int64, int32, core.Why)         {}
func (m *machine) Tick(int64)                          {}
func (m *machine) Updated(int64, string) string        { return "" }

// quiet keeps the log of an expected panic out of the test's output.
func quiet(t *testing.T) {
	before := slog.Default()
	slog.SetDefault(slog.New(slog.DiscardHandler))
	t.Cleanup(func() { slog.SetDefault(before) })
}
