package core

import (
	"strings"

	"causeway/core/event"
	"causeway/core/frame"
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

	errand   *errand  // must be done before the request can be made; nil: nothing must
	foreseen []string // of a dry run: what errands the call would have
	grant    *Grant   // how the token is got, nil: none is needed
	token    string
	next     *Next // where the answer will be, nil: in the reply

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

	hearing
	row          int   // of its last request among the report's tries, from 1; 0: none is noted
	isObserved   bool  // its end is remembered
	isExtra      bool  // it was started beside another
	headersMs    int64 // from the request to the reply's header; -1: none has come
	firstTokenMs int64 // from the request to the first token of a stream
}

// hearing is what has been heard of the running request's reply.
type hearing struct {
	phase    State // Peeking or Translating: a stream that races is read so
	splitter *frame.Splitter
	reader   Reader
	writer   Writer // nil: the reply travels unchanged
	held     []byte // a body being collected, or the beginning of one that is peeked at
	peeked   int    // frames of it
	prelude  []byte // what a translated stream said before anything that commits it
	usage    event.Usage
	replied  string // the model that says it has answered, where the table does not know the one that was asked for
}

// renew forgets what was heard, and keeps the room for it.
func (h *hearing) renew() { *h = hearing{held: h.held[:0], prelude: h.prelude[:0]} }

// aim takes a target and sends the first request to it.
func (x *Exchange) aim(leaf int32) {
	x.attempt = attempt{target: &x.plan.Targets[leaf], leaf: leaf}
	x.files.moved, x.files.moves = "", 0 // another target may want another file first
	x.claim(leaf)
	x.send()
}

// send makes one request to the target and hands it to the host. A request that cannot be made fails the attempt like
// an answer of that status would.
func (x *Exchange) send() {
	a := &x.attempt
	if x.endpoint == CountTokens && !x.counts(a.target) && x.dry == nil {
		x.estimateCount()
		return
	}
	if x.isOver() {
		a.bound.limit = "total"
		x.fell(a.timeoutFault(), true)
		return
	}
	a.renew(x.nextID+1, x.now)
	x.prepare()
}

// prepare makes the request, or first runs the errand that it waits for.
func (x *Exchange) prepare() {
	a := &x.attempt
	fetch, fault := x.fetch()
	switch {
	case fault != nil:
		x.unmade(fault, false)
		return
	case a.errand != nil:
		x.run(a.errand)
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

// unmade fails the attempt because its request could not be made.
func (x *Exchange) unmade(fault *Fault, isNetwork bool) {
	fault.Provider = x.attempt.target.Vendor.Name
	x.report.add(&x.attempt, fault.Status, fault.Code, x.now)
	x.fell(fault, isNetwork)
}

// renew forgets what became of the request before.
func (a *attempt) renew(id int32, now int64) {
	a.id, a.began, a.status, a.header, a.isOpen, a.isSent, a.next = id, now, 0, nil, false, false, nil
	a.isObserved, a.headersMs, a.firstTokenMs, a.row = false, -1, -1, 0
	a.hearing.renew()
}

// fetch is the request in the target's dialect; incomplete when the attempt has an errand then.
func (x *Exchange) fetch() (f Action, fault *Fault) {
	a := &x.attempt
	if a.errand, fault = nil, x.request(); fault != nil {
		return f, fault
	}
	if fault = x.grant(); fault != nil || a.errand != nil {
		return f, fault
	}
	f = Action{
		Kind: Fetch, ID: a.id, Method: x.method(), WithinMs: x.untilHeader(), ConnectMs: a.target.Timeouts.ConnectMs,
	}
	if f.Body, fault = a.wire(); fault != nil {
		return f, fault
	}
	if a.errand, fault = x.fileErrand(); fault != nil || a.errand != nil {
		return f, fault
	}
	if f.URL, fault = a.url(x.call); fault != nil {
		return f, fault
	}
	if f.Header, fault = a.headers(x.call.Header, f.Body != ""); fault != nil {
		return f, fault
	}
	if a.isNative && !a.isWrapped() {
		f.Header = x.native(f.Header)
	}
	if x.dry != nil && a.token != "" {
		return f, nil // there is nothing to sign with
	}
	if fault = a.sign(&f, x.now); fault == nil {
		fault = a.keyless(f.Header)
	}
	return f, fault
}

// method is the call's, but for a list, which must be read whatever the client wants of it: a HEAD has nothing to read.
func (x *Exchange) method() string {
	if x.endpoint == Models {
		return "GET"
	}
	return x.call.Method
}

// keyless is the fault of a request that nothing in its header proves, where the vendor wants a proof.
func (a *attempt) keyless(h Header) *Fault {
	t, name := a.target, a.target.Vendor.Auth.Header
	if _, has := h.Lookup(name); has || name == "" || t.Key != "" || t.CustomHost != "" || h.Get("authorization") != "" {
		return nil
	}
	return a.request.Missing("api_key")
}

// native adds the client's fields that a provider of the same dialect gets as they came.
func (x *Exchange) native(h Header) Header {
	for _, name := range x.door.Headers {
		if value, ok := x.call.Header.Lookup(name); ok {
			h = h.Set(name, value)
		}
	}
	if x.endpoint == Passthrough {
		h = passedOn(h, x.call.Header)
	}
	return h
}

// sign has the vendor prove who sends the request, if that takes more than a key.
func (a *attempt) sign(f *Action, now int64) *Fault {
	if a.target.Vendor.Sign == nil {
		return nil
	}
	s := Signing{
		Method: f.Method, URL: f.URL, Body: f.Body, Header: f.Header, Key: a.target.Key, Token: a.token, NowMs: now,
		Request: &a.request,
	}
	fault := a.target.Vendor.Sign(&s)
	f.Header = s.Header
	return fault
}

// request is the call as the target's config would have it: in the hub's shape, or in the client's own where the provider
// speaks it too.
func (x *Exchange) request() (fault *Fault) {
	a, s := &x.attempt, x.sketch
	t := a.target
	a.request = Request{
		Model: t.Params.model(s.Model), Stream: s.Stream, Strict: t.Strict, Vendor: t.Vendor, Seed: x.seed, NowMs: x.now,
		CallPath: x.call.Path, options: t.Options, path: t.Path, files: x.filesOf(t), key: t.Key, header: x.call.Header,
	}
	if a.service = t.Vendor.serving(x.endpoint, &a.request); a.service == nil {
		return x.unsupported(t.Vendor)
	}
	a.isNative = a.service.Dialect.speaks(x.door.Dialect)
	body, fault := x.bodyFor(a)
	if fault != nil {
		return fault
	}
	if !t.Params.areNone() && body != "" && !x.isOpaque {
		body = t.Params.apply(body)
		if s, fault = drawSketch(body); fault != nil {
			fault.Message = t.Path + ": after its parameters are applied, " + fault.Message
			return fault
		}
	}
	a.include, a.creates = s.IncludeUsage, s.Creates
	a.request.Endpoint, a.request.Body, a.request.Model, a.request.Stream = a.service.Endpoint, body, s.Model, s.Stream
	a.request.TakesNoURLs = a.service.TakesNoURLs
	return a.nameModel()
}

// isWrapped reports that the provider's dialect is another in a wrapping of its own.
func (a *attempt) isWrapped() bool { return a.service.Dialect.Inner != nil }

// nameModel adds the model that the service has for a request that names none.
func (a *attempt) nameModel() *Fault {
	r := &a.request
	if a.service.Model == "" || r.Model != "" || !isObject(r.Body) {
		return nil
	}
	model, fault := a.expand(nil, a.service.Model, appendPlain)
	if len(model) > 0 && fault == nil {
		r.Model = string(model)
		r.Body = edited(r.Body, []rewrite.Edit{{Op: rewrite.Set, Key: "model", Raw: string(rewrite.AppendString(nil, r.Model))}})
	}
	return fault
}

// bodyFor is the call's body as the provider of an attempt may read it: in the hub's shape unless the two speak the same.
func (x *Exchange) bodyFor(a *attempt) (string, *Fault) {
	body := x.call.Body
	if x.endpoint == Models {
		return "", nil
	}
	switch {
	case a.isNative && x.door.Native != nil:
		return x.door.Native(body), nil
	case a.isNative || x.door.Hub == nil:
		return body, nil
	}
	a.request.Body = body
	hub, fault := x.door.Hub(make([]byte, 0, len(body)+len(body)/8+256), &a.request)
	return alias(hub), fault // nobody writes to it again
}

// wire is the request's body in the service's dialect.
func (a *attempt) wire() (string, *Fault) {
	body := a.request.Body
	if translate := a.service.Dialect.Request; translate != nil && body != "" && (!a.isNative || a.isWrapped()) {
		out, fault := translate(make([]byte, 0, len(body)+len(body)/8+256), &a.request)
		if fault != nil {
			return "", fault
		}
		body = alias(out) // nobody writes to it again
	}
	if mend := a.service.Mend; mend != nil && body != "" {
		body = mend(body)
	}
	if body == "" {
		return body, nil
	}
	edits, fault := a.edits()
	if len(edits) == 0 || fault != nil {
		return body, fault
	}
	for _, e := range a.service.Edits {
		if e.Op == rewrite.Delete && e.Key != "model" && e.Key != "stream" && rewrite.Member(body, e.Key) != "" { // those stand in the URL
			a.request.Drop(e.Key)
		}
	}
	return edited(body, edits), nil
}

// edits are the service's, and that of the model.
func (a *attempt) edits() ([]rewrite.Edit, *Fault) {
	edits := a.service.Edits
	if a.service.BodyModel == "" {
		return edits, nil
	}
	name, fault := a.expand(nil, a.service.BodyModel, appendPlain)
	edit := rewrite.Edit{Op: rewrite.Set, Key: "model", Raw: string(rewrite.AppendString(nil, string(name)))}
	return append(edits[:len(edits):len(edits)], edit), fault
}

// headers are the fields the provider gets: its own, then those the config forwards from the caller, which win.
func (a *attempt) headers(from Header, hasBody bool) (Header, *Fault) {
	v := a.target.Vendor
	h := make(Header, 0, 4+len(v.Header)+len(a.target.Forward))
	if hasBody {
		h = append(h, Field{"content-type", jsonType})
	}
	h = append(h, Field{"user-agent", "causeway"})
	if v.Auth.Header != "" && a.target.Key != "" {
		h = append(h, Field{v.Auth.Header, v.Auth.Prefix + a.target.Key})
	}
	own := v.Header
	if hasBody { // what follows an answer is no request of the service's
		own = append(own[:len(own):len(own)], a.service.Header...)
		if a.request.Stream {
			own = append(own, a.service.StreamHeader...)
		}
	}
	for _, f := range own {
		value, fault := a.expand(nil, f.Value, appendPlain)
		if fault != nil {
			return nil, fault
		}
		if len(value) > 0 {
			h = h.Set(f.Name, string(value))
		}
	}
	for _, name := range a.target.Forward {
		name = strings.ToLower(name)
		if value, ok := from.Lookup(name); ok && !isHop(name) {
			h = h.Set(name, value)
		}
	}
	return h, nil
}
