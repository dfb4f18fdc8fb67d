package core

import (
	"slices"
	"strings"

	"causeway/core/health"
)

const (
	jsonType   = "application/json"
	streamType = "text/event-stream; charset=utf-8"
)

// version is what the landing page calls this gateway.
const version = "Causeway AI gateway"

// refuse answers with a fault of the gateway's own making.
func (x *Exchange) refuse(fault *Fault) { x.say(fault, nil) }

// say answers with a fault in the client's dialect, keeping what the provider's header told.
func (x *Exchange) say(fault *Fault, from Header) {
	x.report.Status, x.report.Code = fault.Status, fault.Code
	header := append(x.ownHeader(jsonType), passed(from)...)
	x.push(Action{Kind: Write, Status: fault.Status, Header: header, Body: string(x.door.Fault(nil, fault))})
	x.finish(outcomeFailed)
}

// preflight answers a browser that asks before it calls (Fetch Standard, CORS protocol).
func (x *Exchange) preflight() {
	asked := x.call.Header.Get("access-control-request-headers")
	if asked == "" {
		asked = "*"
	}
	x.report.Status = 204
	x.push(Action{Kind: Write, Status: 204, Header: Header{
		{"access-control-allow-origin", "*"},
		{"access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS"},
		{"access-control-allow-headers", asked},
		{"access-control-max-age", "86400"},
	}})
	x.finish(outcomeWhole)
}

// answer serves the endpoints that need no provider.
func (x *Exchange) answer(e Endpoint) {
	kind, body := "text/plain; charset=utf-8", version+"\n"
	if e == Health {
		kind, body = jsonType, `{"status":"ok"}`
	}
	x.report.Status = 200
	x.push(Action{Kind: Write, Status: 200, Header: Header{{"content-type", kind}, {"access-control-allow-origin", "*"}}, Body: body})
	x.finish(outcomeWhole)
}

// delegate leaves the call to the control plane.
func (x *Exchange) delegate() {
	x.push(Action{Kind: Delegate})
	x.to(Finished)
}

// finish ends the exchange.
func (x *Exchange) finish(o outcome) {
	if o == outcomeWhole {
		x.observe(health.Outcome{Status: x.attempt.status})
	}
	x.charge()
	x.report.seal(x, o)
	x.push(Action{Kind: Done, Report: string(x.report.Append(make([]byte, 0, 512))), Broken: o == outcomeCut})
	x.to(Finished)
}

// replyHeader is the header of a reply that travels unchanged.
func (x *Exchange) replyHeader(from Header) Header {
	kind := from.Get("content-type")
	if kind == "" {
		kind = jsonType
	}
	return append(x.ownHeader(kind), passed(from)...)
}

// translatedHeader is the header of a reply that was translated.
func (x *Exchange) translatedHeader(kind string) Header {
	return append(x.ownHeader(kind), passed(x.attempt.header)...)
}

// ownHeader is what the gateway says of its own (reference: Portkey-AI/gateway 1.15.2, response headers).
func (x *Exchange) ownHeader(kind string) Header {
	h := make(Header, 0, 20)
	h = append(h,
		Field{"content-type", kind},
		Field{"access-control-allow-origin", "*"},
		Field{"access-control-expose-headers", "*"},
		Field{"x-portkey-trace-id", x.traceID},
	)
	a := &x.attempt
	if a.target == nil {
		return h
	}
	h = append(h,
		Field{"x-portkey-cache-status", "DISABLED"},
		Field{"x-portkey-last-used-option-index", a.target.Path},
		Field{"x-portkey-provider", a.target.Vendor.Name},
		Field{"x-portkey-retry-attempt-count", a.retries()},
	)
	if len(x.report.Tries) > 0 {
		h = append(h, Field{"x-causeway-trace", string(x.report.appendTrace(nil))})
	}
	if len(a.request.dropped) > 0 {
		h = append(h, Field{"x-causeway-dropped-params", strings.Join(a.request.dropped, ",")})
	}
	if kind == streamType {
		h = append(h, Field{"cache-control", "no-cache"})
	}
	return h
}

// retries is how many retries it took, or -1 when they were used up without success.
func (a *attempt) retries() string {
	if a.isSpent {
		return "-1"
	}
	return decimal(int64(a.tries))
}

// passed are the provider's fields that the client gets as well.
func passed(from Header) Header {
	kept := from[:0:0]
	for _, f := range from {
		if !isHop(f.Name) && !isKeptBack(f.Name) {
			kept = append(kept, f)
		}
	}
	return kept
}

// hop are the fields that belong to one connection (RFC 9110 §7.6.1), sorted. Fields about the body's size and coding are
// among them: hosts decode what they receive and measure what they send.
var hop = [...]string{
	"connection", "content-encoding", "content-length", "expect", "host", "keep-alive", "proxy-authenticate",
	"proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
}

func isHop(name string) bool {
	_, found := slices.BinarySearch(hop[:], name)
	return found
}

// keptBack are fields that speak for the provider's host, or for a gateway like this one behind it, and not for the answer,
// sorted.
var keptBack = [...]string{
	"alt-svc", "cache-control", "cf-cache-status", "content-type", "date", "nel", "report-to", "server", "set-cookie",
	"strict-transport-security", "vary", "via", "x-causeway-dropped-params", "x-causeway-estimate", "x-causeway-trace",
}

func isKeptBack(name string) bool {
	if strings.HasPrefix(name, "access-control-") || strings.HasPrefix(name, "x-portkey-") {
		return true
	}
	_, found := slices.BinarySearch(keptBack[:], name)
	return found
}
