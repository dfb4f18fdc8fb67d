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

// follow goes where the answer will be. The key travels to the host only that it was sent to before, and as safely.
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
	accept := a.next.Accept
	if accept == "" {
		accept = jsonType
	}
	own, fault := a.url(x.call)
	if strings.HasPrefix(a.next.URL, "/") {
		a.next.URL = originOf(own) + a.next.URL
	}
	fetch := Action{Kind: Fetch, Method: "GET", URL: a.next.URL, WithinMs: x.untilHeader(), ConnectMs: a.target.Timeouts.ConnectMs}
	fetch.Header = Header{{"accept", accept}, {"user-agent", "causeway"}}
	if fault == nil && originOf(own) == originOf(a.next.URL) {
		header, fault := a.headers(x.call.Header, false)
		if fault == nil {
			fetch.Header = header.Set("accept", accept)
			fault = a.sign(&fetch, x.now)
		}
		if fault != nil {
			x.failed(fault, false)
			return
		}
	}
	a.hearing.renew()
	x.nextID++
	a.id, fetch.ID = x.nextID, x.nextID
	x.push(fetch)
	x.to(Fetching)
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
