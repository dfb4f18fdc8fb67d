package core

import "strings"

// Some providers answer with where the answer will be. Their dialect's Follow reads that, and the machine goes there, as
// often as it is told to, within the time that the target has for a reply.

// Next is where an answer will be.
type Next struct {
	URL     string // whole, or from "/" on where the host is the one that was asked first
	AfterMs int64  // to wait before it is asked for
	Accept  string // the media type to ask for; "" = JSON
	failed  int    // askings in a row
}

const (
	// maxAskings is how often in a row the question where an answer is may fail and is asked again.
	maxAskings = 3
	// askingMs is how long after it failed first; it doubles.
	askingMs = 1000
)

// follow goes where the answer will be. The key travels to the host only that it was sent to before, and as safely; no
// reply leads into a private network.
func (x *Exchange) follow(next *Next) {
	a := &x.attempt
	if limit := x.untilHeader(); x.now-a.began+next.AfterMs > limit {
		x.failed(a.timeoutFault(), false)
		return
	}
	a.next = next
	x.push(Action{Kind: Wait, Ms: max(next.AfterMs, 0)})
	x.to(Waiting)
}

// pursue asks for the answer after the wait.
func (x *Exchange) pursue() {
	a := &x.attempt
	own, fault := a.url(x.call)
	if strings.HasPrefix(a.next.URL, "/") {
		a.next.URL = originOf(own) + a.next.URL
	}
	accept := a.next.Accept
	if accept == "" {
		accept = jsonType
	}
	fetch := Action{Kind: Fetch, Method: "GET", URL: a.next.URL, WithinMs: x.untilHeader(), ConnectMs: a.target.Timeouts.ConnectMs}
	fetch.Header = Header{{"accept", accept}, {"user-agent", "causeway"}}
	switch {
	case fault != nil:
	case originOf(own) == originOf(a.next.URL):
		fault = x.prove(&fetch)
	case !isPublicURL(a.next.URL):
		fault = upstreamFault(502, "invalid_reply", "invalid_reply", "the provider's reply leads to a URL that is not https or not public")
	}
	if fault != nil {
		x.failed(fault, false)
		return
	}
	a.hearing.renew()
	x.nextID++
	a.id, fetch.ID = x.nextID, x.nextID
	x.push(fetch)
	x.to(Fetching)
}

// prove adds who asks, as the attempt's first request said it.
func (x *Exchange) prove(fetch *Action) *Fault {
	header, fault := x.attempt.headers(x.call.Header, false)
	if fault != nil {
		return fault
	}
	fetch.Header = header.Set("accept", fetch.Header.Get("accept"))
	return x.attempt.sign(fetch, x.now)
}

// askAgain asks once more for an answer that is elsewhere where the asking failed, as long as there is time: what was
// ordered stands, and is not ordered again.
func (x *Exchange) askAgain(status int) bool {
	a := &x.attempt
	if a.next == nil || status != 429 && status < 500 || a.next.failed == maxAskings {
		return false
	}
	wait := max(a.next.AfterMs, askingMs<<a.next.failed)
	if x.now-a.began+wait > x.untilHeader() {
		return false
	}
	a.next.failed++
	x.drop()
	x.push(Action{Kind: Wait, Ms: wait})
	x.to(Waiting)
	return true
}

// originOf is a URL's scheme and host, as they stand before its path.
func originOf(url string) string {
	scheme, _, _ := strings.Cut(url, "://")
	return scheme + "://" + hostOf(url)
}
