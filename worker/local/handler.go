// Package local is the native host: net/http in front of the machine and behind it, files as its store.
//
// It moves bytes. Each call runs on the goroutine that net/http gave it, through drive.Run; the calls share one
// connection pool and nothing else.
package local

import (
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"

	"causeway/core"
	"causeway/worker/drive"
)

// Gateway answers HTTP calls by driving machines.
type Gateway struct {
	// Open begins the exchange of one call.
	Open func(call core.Call, nowMs int64, seed uint64) core.Machine
	// Control answers what a machine delegates.
	Control http.Handler
	// Transport sends to upstreams.
	Transport drive.Transport
	// Store holds what machines load.
	Store drive.Store
	// MaxBodyBytes bounds a request's body; no more of it is read.
	MaxBodyBytes int64
	// Report is given the report of each exchange, a JSON object, after its client has been served. nil: nobody asks.
	Report func(report string)

	memory drive.Memory
}

// ServeHTTP answers one call. A reply that is not whole breaks the connection. A panic of the machine's is logged and
// answered with a 500, or breaks the connection when the reply had begun; other calls do not notice.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call, err := g.read(w, r)
	if err != nil {
		panic(http.ErrAbortHandler) // the client left while it was still sending
	}
	client := client{w: w}
	defer client.recover()
	now := clock{}.Now()
	host := drive.Host{Clock: clock{}, Transport: g.Transport, Store: g.Store, Memory: &g.memory, Client: &client}
	ending, report := drive.Run(r.Context(), g.Open(call, now, rand.Uint64()), host)
	switch ending {
	case drive.Delegated:
		if !call.Oversize {
			r.Body = io.NopCloser(strings.NewReader(call.Body))
		}
		g.Control.ServeHTTP(w, r)
	case drive.Served:
		client.finish()
		if call.Oversize {
			turnAway(w, r)
		}
	case drive.Broken:
		client.Flush()
	}
	if report != "" && g.Report != nil {
		g.Report(report)
	}
	if ending == drive.Broken || ending == drive.Gone {
		panic(http.ErrAbortHandler)
	}
}

// read takes the call from r, its body included unless that is too large.
func (g *Gateway) read(w http.ResponseWriter, r *http.Request) (core.Call, error) {
	call := core.Call{
		Method: r.Method,
		Path:   r.URL.EscapedPath(), // as workerd has it
		Query:  r.URL.RawQuery,
		Header: header(r.Header),
	}
	r.Body = http.MaxBytesReader(w, r.Body, g.MaxBodyBytes)
	if call.Oversize = r.ContentLength > g.MaxBodyBytes; call.Oversize {
		w.Header().Set("Connection", "close")
		return call, nil
	}
	var body strings.Builder
	body.Grow(int(max(0, r.ContentLength)))
	_, err := io.Copy(&body, r.Body)
	var tooLarge *http.MaxBytesError
	if call.Oversize = errors.As(err, &tooLarge); call.Oversize {
		return call, nil
	}
	call.Body = body.String()
	return call, err
}

// turnAway lets net/http know that the rest of the body is unwanted, by reading a byte of it over a limit of none: it then
// gives the answer, which has been sent, time to arrive before it hangs up on a client that is still sending.
func turnAway(w http.ResponseWriter, r *http.Request) {
	http.NewResponseController(w).SetReadDeadline(time.Now().Add(time.Second))
	http.MaxBytesReader(w, r.Body, 0).Read(make([]byte, 1))
}

// header is h with names in lower case, sorted by name: net/http does not keep the order they came in.
func header(h http.Header) core.Header {
	fields := make(core.Header, 0, len(h))
	for name, values := range h {
		for _, value := range values {
			fields = append(fields, core.Field{Name: strings.ToLower(name), Value: value})
		}
	}
	slices.SortStableFunc(fields, func(a, b core.Field) int { return strings.Compare(a.Name, b.Name) })
	return fields
}
