package local

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"causeway/core"
	"causeway/worker/drive"
)

// Transport is a drive.Transport over net/http. The zero value is not usable; see NewTransport.
type Transport struct {
	pool   *http.Transport
	public *http.Transport // for URLs of callers: no connection of pool's is ever used for those
}

// NewTransport makes a connection pool for upstreams.
//
// It follows no redirects, so that a key never travels to another host than the config's, and asks for no compression: the
// tokens of a stream must not wait in an encoder. What comes in gzip all the same is decoded. It honours HTTPS_PROXY, HTTP_PROXY and NO_PROXY, since a server in a
// company's network often has no other way out; loopback addresses never go through a proxy.
func NewTransport() *Transport {
	anywhere := net.Dialer{Timeout: connectWithin, KeepAlive: 30 * time.Second}
	outside := anywhere
	outside.Control = refusePrivate
	return &Transport{pool: newPool(&anywhere), public: newPool(&outside)}
}

func newPool(dialer *net.Dialer) *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         dialWithin(dialer.DialContext),
		TLSHandshakeTimeout: connectWithin,
		ForceAttemptHTTP2:   true,
		DisableCompression:  true,
		MaxIdleConnsPerHost: 256, // a gateway talks to few hosts, and much to each
		IdleConnTimeout:     90 * time.Second,
	}
}

// connectWithin bounds connecting when the action's own limit is longer or absent.
const connectWithin = 10 * time.Second

// connectMs is the key of a request's own bound on connecting, in ms, among its context's values: net/http dials with
// those, and with a deadline of its own.
type connectMs struct{}

// refusePrivate ends the connecting to an address at home in this network. It sees what a name resolved to, so that no name
// can lead it astray. (Behind a proxy that has such an address itself, nothing is fetched for callers.)
func refusePrivate(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	ip := at.Addr().Unmap().WithZone("")
	if nat64.Contains(ip) {
		bytes := ip.As16()
		ip = netip.AddrFrom4([4]byte(bytes[12:]))
	}
	isWithin := func(p netip.Prefix) bool { return p.Contains(ip) }
	if err != nil || !ip.IsGlobalUnicast() || ip.IsPrivate() || slices.ContainsFunc(special[:], isWithin) {
		return drive.Failed(core.Refused)
	}
	return nil
}

// nat64 is where a network without IPv4 has the whole of it (RFC 6052).
var nat64 = netip.MustParsePrefix("64:ff9b::/96")

// special are address spaces beside the private ones that are at home in some network or lead into one
// (https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry, from memory).
var special = [...]netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // of carriers; some clouds keep their own services there
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("::/96"), // an IPv4 address within an IPv6 one: this, and those below
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("2001::/32"), // Teredo
	netip.MustParsePrefix("2002::/16"), // 6to4
}

type dial func(ctx context.Context, network, address string) (net.Conn, error)

// dialWithin is connect with the request's own bound, where it has one.
func dialWithin(connect dial) dial {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if ms, _ := ctx.Value(connectMs{}).(int64); ms > 0 {
			within, cancel := context.WithTimeout(ctx, time.Duration(ms)*time.Millisecond)
			defer cancel()
			ctx = within
		}
		return connect(ctx, network, address)
	}
}

// errSilent is the cause of a fetch that was given up because nothing came within the limit.
var errSilent = errors.New("nothing came within the limit")

// Fetch sends a's request. See drive.Transport.
func (t *Transport) Fetch(ctx context.Context, a *core.Action) (drive.Reply, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	f := &fetch{ctx: ctx, cancel: cancel}
	f.patience = time.AfterFunc(time.Hour, func() { cancel(errSilent) })
	f.patience.Stop()
	var connected atomic.Bool
	trace := httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected.Store(true) }}
	pool := t.pool
	if a.IsPublic {
		pool = t.public
	}
	request, err := newRequest(httptrace.WithClientTrace(context.WithValue(ctx, connectMs{}, a.ConnectMs), &trace), a)
	if err != nil {
		cancel(err)
		return nil, drive.Failed(core.Refused)
	}
	f.wait(a.WithinMs)
	f.response, err = pool.RoundTrip(request)
	f.patience.Stop()
	if err != nil {
		why := f.why(err)
		if !connected.Load() && why == core.Reset {
			why = core.Refused
		}
		f.Close()
		return nil, drive.Failed(why)
	}
	switch strings.ToLower(f.response.Header.Get("Content-Encoding")) {
	case "", "identity":
	case "gzip", "x-gzip":
		f.response.Body, f.response.ContentLength = &gunzip{body: f.response.Body}, -1
	default:
		f.Close()
		return nil, drive.Failed(core.Malformed)
	}
	return f, nil
}

func newRequest(ctx context.Context, a *core.Action) (*http.Request, error) {
	var body io.Reader
	if a.Body != "" {
		body = strings.NewReader(a.Body)
	}
	request, err := http.NewRequestWithContext(ctx, a.Method, a.URL, body)
	if err != nil {
		return nil, err
	}
	for i := range a.Header {
		name := http.CanonicalHeaderKey(a.Header[i].Name)
		if name == "Accept-Encoding" {
			continue // whoever decodes says what may be encoded, and nobody does here
		}
		request.Header[name] = append(request.Header[name], a.Header[i].Value)
	}
	if _, ok := request.Header["User-Agent"]; !ok {
		request.Header["User-Agent"] = nil // net/http would add its own
	}
	return request, nil
}

// fetch is one request and its reply.
type fetch struct {
	ctx      context.Context
	cancel   context.CancelCauseFunc
	patience *time.Timer // cancels with errSilent
	response *http.Response
}

func (f *fetch) wait(withinMs int64) {
	if withinMs > 0 {
		f.patience.Reset(time.Duration(withinMs) * time.Millisecond)
	}
}

func (f *fetch) Status() int { return f.response.StatusCode }

func (f *fetch) Header() core.Header { return header(f.response.Header) }

func (f *fetch) Length() int64 { return f.response.ContentLength }

func (f *fetch) Read(p []byte, withinMs int64) (int, error) {
	f.wait(withinMs)
	n, err := f.response.Body.Read(p)
	f.patience.Stop()
	if err != nil && err != io.EOF {
		err = drive.Failed(f.why(err))
	}
	return n, err
}

func (f *fetch) Close() {
	f.patience.Stop()
	f.cancel(context.Canceled)
	if f.response != nil {
		f.response.Body.Close()
	}
}

// why says what err means to the machine.
func (f *fetch) why(err error) core.Why {
	var timeout net.Error
	var failed drive.Failed
	switch {
	case errors.As(err, &failed):
		return core.Why(failed)
	case context.Cause(f.ctx) == errSilent:
		return core.TimedOut
	case strings.Contains(err.Error(), "malformed"): // net/http has no type for it
		return core.Malformed
	case errors.As(err, &timeout) && timeout.Timeout() && f.ctx.Err() == nil:
		return core.Refused // connectWithin passed: the only time limit that is not f.patience
	}
	return core.Reset
}
