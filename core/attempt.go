package core

import (
	"strings"

	"causeway/core/rewrite"
)

// attempt is one target being tried.
type attempt struct {
	target  *Target
	leaf    int32
	service *Service
	request Request
	include bool // the client wants usage in the stream

	isNative bool // the provider speaks the client's dialect

	creates bool // see sketch
	isSent  bool // the provider may have done what was asked
	tries   int  // requests sent to this target before the running one
	id      int32
	began   int64
	status  int
	header  Header // of the reply
	isOpen  bool   // the reply has begun and has not ended
	isSpent bool   // the retries were used up without success
	bound   bound  // of the wait that is running

	isObserved   bool  // its end is remembered
	isExtra      bool  // it was started beside another
	headersMs    int64 // from the request to the reply's header; -1: none has come
	firstTokenMs int64 // from the request to the first token of a stream
}

// aim takes a target and sends the first request to it.
func (x *Exchange) aim(leaf int32) {
	x.attempt = attempt{target: &x.plan.Targets[leaf], leaf: leaf}
	x.claim(leaf)
	x.send()
}

// send makes one request to the target and hands it to the host. A request that cannot be made fails the attempt like
// an answer of that status would.
func (x *Exchange) send() {
	a := &x.attempt
	if x.isOver() {
		a.bound.limit = "total"
		x.fell(a.timeoutFault(), true)
		return
	}
	a.renew(x.nextID+1, x.now)
	fetch, fault := x.fetch()
	if fault != nil {
		fault.Provider = a.target.Vendor.Name
		x.report.add(a, fault.Status, fault.Code, x.now)
		x.fell(fault, false)
		return
	}
	x.nextID, x.script = a.id, nil
	if a.target.Vendor.Script != nil {
		x.script = newScript(a.id, a.target.Vendor.Script(&a.request))
	}
	if wait := x.hedgeAfter(); wait > 0 {
		fetch.Later = true
		x.push(fetch)
		x.await(wait)
		return
	}
	x.push(fetch)
	x.to(Fetching)
}

// renew forgets what became of the request before.
func (a *attempt) renew(id int32, now int64) {
	a.id, a.began, a.status, a.header, a.isOpen, a.isSent = id, now, 0, nil, false, false
	a.isObserved, a.headersMs, a.firstTokenMs = false, -1, -1
}

// fetch is the request in the target's dialect.
func (x *Exchange) fetch() (Action, *Fault) {
	a := &x.attempt
	t := a.target
	a.service = t.Vendor.Service(x.endpoint.service())
	if a.service == nil {
		return Action{}, callerFault(400, "unsupported_endpoint", x.endpoint.String()+" is not supported by "+t.Vendor.Name)
	}
	if fault := x.request(); fault != nil {
		return Action{}, fault
	}
	body, fault := a.wire()
	if fault != nil {
		return Action{}, fault
	}
	query := ""
	if x.endpoint == Models {
		query = x.call.Query
	}
	url, fault := a.url(query)
	if fault != nil {
		return Action{}, fault
	}
	header, fault := a.headers(x.call.Header, body != "")
	if fault != nil {
		return Action{}, fault
	}
	if a.isNative {
		for _, name := range x.door.Headers {
			if value, ok := x.call.Header.Lookup(name); ok {
				header = header.Set(name, value)
			}
		}
	}
	return Action{
		Kind: Fetch, ID: a.id, Method: x.call.Method, URL: url, Header: header, Body: body,
		WithinMs: x.untilHeader(), ConnectMs: t.Timeouts.ConnectMs,
	}, nil
}

// request is the call as the target's config would have it: in the hub's shape, or in the client's own where the provider
// speaks it too.
func (x *Exchange) request() *Fault {
	a := &x.attempt
	s, body := x.sketch, x.call.Body
	if x.endpoint == Models {
		body = ""
	}
	a.isNative = a.service.Dialect == x.door.Dialect
	if x.door.Hub != nil && !a.isNative {
		hub, fault := x.door.Hub(make([]byte, 0, len(body)+len(body)/8+256), body)
		if fault != nil {
			return fault
		}
		body = alias(hub) // nobody writes to it again
	}
	if !a.target.Params.areNone() && body != "" {
		var fault *Fault
		body = a.target.Params.apply(body)
		if s, fault = drawSketch(body); fault != nil {
			fault.Message = a.target.Path + ": after its parameters are applied, " + fault.Message
			return fault
		}
	}
	a.include, a.creates = s.IncludeUsage, s.Creates
	a.request = Request{
		Endpoint: x.endpoint.service(), Body: body, Model: s.Model, Stream: s.Stream, Strict: a.target.Strict,
		Vendor: a.target.Vendor, Seed: x.seed, NowMs: x.now, options: a.target.Options,
	}
	return nil
}

// wire is the request's body in the service's dialect.
func (a *attempt) wire() (string, *Fault) {
	body := a.request.Body
	if translate := a.service.Dialect.Request; translate != nil && body != "" && !a.isNative {
		out, fault := translate(make([]byte, 0, len(body)+len(body)/8+256), &a.request)
		if fault != nil {
			return "", fault
		}
		body = alias(out) // nobody writes to it again
	}
	if len(a.service.Edits) == 0 || body == "" {
		return body, nil
	}
	for _, e := range a.service.Edits {
		if e.Op == rewrite.Delete && rewrite.Member(body, e.Key) != "" {
			a.request.Drop(e.Key)
		}
	}
	return edited(body, a.service.Edits), nil
}

// url is where the request goes: custom_host or the vendor's base, the service's path, and the query of a list.
func (a *attempt) url(query string) (string, *Fault) {
	base, path := a.target.CustomHost, a.service.Path
	if base == "" {
		base = a.target.Vendor.Base
	}
	if base == "" {
		return "", a.missing("custom_host", "custom-host")
	}
	if a.request.Stream && a.service.StreamPath != "" {
		path = a.service.StreamPath
	}
	out, fault := a.expand(nil, strings.TrimRight(base, "/"), appendSegment)
	if fault != nil {
		return "", fault
	}
	out, fault = a.expand(out, path, appendSegment)
	if query != "" {
		out = append(append(out, '?'), query...)
	}
	return string(out), fault
}

// headers are the fields the provider gets: its own, then those the config forwards from the caller, which win.
func (a *attempt) headers(from Header, hasBody bool) (Header, *Fault) {
	v := a.target.Vendor
	h := make(Header, 0, 4+len(v.Header)+len(a.target.Forward))
	if hasBody {
		h = append(h, Field{"content-type", "application/json"})
	}
	h = append(h, Field{"user-agent", "causeway"})
	if v.Auth.Header != "" && a.target.Key != "" {
		h = append(h, Field{v.Auth.Header, v.Auth.Prefix + a.target.Key})
	}
	for _, f := range v.Header {
		value, fault := a.expand(nil, f.Value, appendPlain)
		if fault != nil {
			return nil, fault
		}
		if len(value) > 0 {
			h = append(h, Field{f.Name, string(value)})
		}
	}
	for _, name := range a.target.Forward {
		name = strings.ToLower(name)
		if value, ok := from.Lookup(name); ok && !isHop(name) {
			h = h.Set(name, value)
		}
	}
	if _, has := h.Lookup(v.Auth.Header); v.Auth.Header != "" && !has && a.target.CustomHost == "" {
		return nil, a.missing("api_key", "")
	}
	return h, nil
}
