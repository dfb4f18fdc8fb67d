package core

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// An errand is a request that must be answered before the attempt's own can be made: for a token, or for a file that the
// provider will not fetch itself. It is read whole, within bounds of its own, and then the attempt's request is made anew.
type errand struct {
	key   string // under which the host remembers what comes of it; "": nowhere
	fetch Action
	late  func() (string, *Fault) // makes the body; nil: fetch has it
	most  int                     // bytes that are read of the reply
	began int64
	// read takes what came into the attempt or the exchange.
	read func(x *Exchange, status int, header Header, body string) *Fault
}

const (
	// errandMs bounds an errand, from its request to the end of its reply.
	errandMs = 30_000
	// maxTokenBytes bounds what a token endpoint may answer.
	maxTokenBytes = 64 << 10
)

// run does an errand, unless the host remembers what would come of it.
func (x *Exchange) run(e *errand) {
	if e.key != "" {
		x.ask(update{kind: recall, key: e.key})
		x.to(Recalling)
		return
	}
	x.goOn(e)
}

// goOn sends an errand's request.
func (x *Exchange) goOn(e *errand) {
	x.attempt.held, x.script, e.began = x.attempt.held[:0], nil, x.now
	if e.late != nil {
		body, fault := e.late()
		if fault != nil {
			x.unmade(fault, false)
			return
		}
		e.fetch.Body = body
	}
	e.fetch.Kind, e.fetch.ID, e.fetch.WithinMs = Fetch, x.attempt.id, x.untilErrand()
	x.nextID = x.attempt.id
	x.push(e.fetch)
	x.to(Preparing)
}

func (x *Exchange) untilErrand() int64 {
	a := &x.attempt
	a.bound = bound{}
	a.bound.tighten("errand", errandMs, x.now-a.errand.began)
	a.bound.tighten("total", a.target.Timeouts.TotalMs, x.now-x.began)
	return a.bound.ms
}

// recalled takes what the host remembers: the token, or nothing.
func (x *Exchange) recalled(stored string) {
	a := &x.attempt
	until, token, _ := strings.Cut(stored, " ")
	if ms, _ := strconv.ParseInt(until, 10, 64); ms > x.now {
		a.token = token
		x.prepare()
		return
	}
	x.goOn(a.errand)
}

// errandHead takes the header of an errand's reply.
func (x *Exchange) errandHead(status int, header Header) {
	a := &x.attempt
	a.status, a.header, a.isOpen = status, header, true
	x.listenTo()
}

func (x *Exchange) listenTo() {
	x.push(Action{Kind: Read, ID: x.attempt.id, WithinMs: x.untilErrand()})
	x.to(Preparing)
}

func (x *Exchange) errandBody(chunk string) {
	e := x.attempt.errand
	if len(x.attempt.held)+len(chunk) > e.most {
		x.drop()
		x.unmade(upstreamFault(502, "invalid_reply", "reply_too_large",
			"what "+hostOf(e.fetch.URL)+" sent is larger than "+decimal(int64(e.most))+" bytes"), false)
		return
	}
	x.attempt.held = append(x.attempt.held, chunk...)
	x.listenTo()
}

func (x *Exchange) errandEnd() {
	a := &x.attempt
	fault := a.errand.read(x, a.status, a.header, string(x.attempt.held))
	if fault != nil {
		x.unmade(fault, false)
		return
	}
	a.renew(x.nextID+1, a.began)
	x.prepare()
}

func (x *Exchange) errandFail(why Why) {
	host := hostOf(x.attempt.errand.fetch.URL)
	if why == TimedOut {
		x.unmade(lateFault("request_timeout", host+" gave no answer in time"), true)
		return
	}
	x.unmade(upstreamFault(502, "connection_error", "connection_failed", host+" could not be reached"), true)
}

// grant settles the token that the attempt's vendor wants for this request.
func (x *Exchange) grant() *Fault {
	a := &x.attempt
	if a.target.Vendor.Grant == nil || a.token != "" {
		return nil
	}
	g, fault := a.target.Vendor.Grant(&a.request)
	if g == nil || fault != nil {
		return fault
	}
	a.grant = g
	if x.dry != nil { // nobody is called
		a.token, a.foreseen = masked, append(a.foreseen, "a token from "+hostOf(g.URL))
		return nil
	}
	a.errand = &errand{
		key: g.memoryKey(), most: maxTokenBytes, late: g.Late, read: readToken,
		fetch: Action{Method: g.Method, URL: g.URL, Header: g.Header, Body: g.Body},
	}
	return nil
}

// memoryKey names a token among what the host remembers.
func (g *Grant) memoryKey() string {
	sum := sha256.Sum256([]byte(g.Key))
	return "token/" + hex.EncodeToString(sum[:])
}

// marginMs is how long before a token expires a new one is got.
const marginMs = 60_000

// readToken takes a token and has it remembered. The endpoint's words may hold what no log may: they are not repeated.
func readToken(x *Exchange, status int, _ Header, body string) *Fault {
	a := &x.attempt
	host := hostOf(a.errand.fetch.URL)
	if status < 200 || status > 299 {
		code := 401
		if status == 429 || status >= 500 {
			code = 502
		}
		return upstreamFault(code, "authentication_error", "no_token",
			host+" gave no token: status "+decimal(int64(status)))
	}
	token, forMs, ok := a.grant.Read(body)
	if !ok || token == "" {
		return upstreamFault(502, "invalid_reply", "no_token", host+" gave no token: its answer has an unknown shape")
	}
	a.token = token
	until := decimal(x.now + max(forMs-marginMs, 0))
	x.ask(update{kind: keep, key: a.errand.key, value: until + " " + token})
	return nil
}

// forgetToken has a token that the provider refused forgotten: the next call gets a new one. AWS says 403 of one that has
// expired (https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/CommonErrors.html, read 2026-11-25);
// where it means that the caller may not do this, a new token more is got than need be.
func (x *Exchange) forgetToken(status int) {
	if a := &x.attempt; (status == 401 || status == 403) && a.grant != nil && x.dry == nil {
		x.ask(update{kind: keep, key: a.grant.memoryKey(), value: "0 "})
		a.token = ""
	}
}

// hostOf is the host in a URL, without its query or path.
func hostOf(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	return rest
}
