package core

import (
	"strings"

	"causeway/core/frame"
	"causeway/core/health"
)

// heard takes the header of a reply and chooses how the reply travels, or that another attempt is made.
func (x *Exchange) heard(status int, header Header) {
	a := &x.attempt
	a.status, a.header, a.isOpen = status, header, true
	if x.state == Racing && x.outrun(status) {
		return
	}
	a.isSent = status >= 200 && status <= 299
	a.headersMs = x.now - a.began
	isOK := status >= 200 && status <= 299
	if x.askAgain(status) {
		return
	}
	if a.next == nil {
		x.report.add(a, status, "", x.now)
	}
	if !isOK {
		x.observe(health.Outcome{Status: status})
		x.forgetToken(status)
	}
	if a.next == nil && !x.isOver() && (x.retry(status, false) || x.moveOn(status)) {
		return
	}
	if !isOK {
		x.listen(Draining)
		return
	}
	x.relay()
}

// relay sends a good reply on its way: untouched when the client speaks the provider's dialect, else translated. A stream
// that travels untouched is peeked at first, and so is whatever else but JSON stands where a stream was asked for. A
// buffered reply that is watched is read before it is sent on: whoever has a fallback gets no page and no half of an
// answer.
func (x *Exchange) relay() {
	a := &x.attempt
	dialect, kind := a.service.Dialect, a.header.Get("content-type")
	framing := framingOf(dialect, kind)
	asked := a.request.Stream && (!isJSON(kind) || framing == frame.Lines) // some label lines of JSON as JSON
	isPeeked := isEventStream(kind) || asked
	if a.isNative && x.survey == nil && (dialect.Reader == nil || !isPeeked && a.isBelieved()) {
		x.committed, x.opened = true, true
		x.push(Action{Kind: Write, Status: a.status, Header: x.replyHeader(a.header)})
		x.pipe()
		return
	}
	x.attempt.reader, x.attempt.writer = nil, nil
	if dialect.Reader == nil {
		x.listen(Collecting)
		return
	}
	x.attempt.reader = dialect.Reader(a.readOptions())
	if !a.isNative || a.request.Stream && !isPeeked && x.door.Writer != nil {
		x.attempt.writer = x.door.Writer(x.writeOptions())
	}
	switch {
	case dialect.Follow != nil && a.next == nil:
		x.listen(Collecting)
	case a.isNative && isPeeked && !a.isWrapped():
		x.attempt.splitter = frame.New(framing, 0)
		x.listen(Peeking)
	case asked && (!a.isNative || a.isWrapped()):
		x.attempt.splitter = frame.New(framing, 0)
		x.listen(Translating)
	default:
		x.listen(Collecting)
	}
}

// isBelieved reports that a reply is taken for an answer by its header: nobody asked for a stream or for a watch, it needs no
// unwrapping, and it is neither a page nor nothing at all.
func (a *attempt) isBelieved() bool {
	return !a.request.Stream && !a.target.Watch && !a.isWrapped() && isJSON(a.header.Get("content-type")) && a.header.Get("content-length") != "0"
}

// listen asks for the next piece of the reply.
func (x *Exchange) listen(s State) {
	read := Action{Kind: Read, ID: x.attempt.id, WithinMs: x.untilBytes()}
	if x.contends(s) {
		x.attempt.phase, read.Later = s, true
		x.push(read)
		x.await(x.untilHedge())
		return
	}
	x.win()
	x.to(s)
	x.push(read)
}

func (a *attempt) readOptions() *ReadOptions {
	return &ReadOptions{Endpoint: a.request.Endpoint, Model: a.request.Model, Request: &a.request}
}

func (x *Exchange) writeOptions() *WriteOptions {
	a := &x.attempt
	return &WriteOptions{
		Endpoint: a.request.Endpoint, Stream: a.request.Stream, Strict: a.request.Strict, IncludeUsage: a.include,
		Created: x.began / 1000, ID: x.replyID(), Model: escaped(a.request.Model),
		Provider: a.target.Vendor.Name, Body: x.call.Body,
	}
}

// retry repeats the attempt when its target's config says so.
func (x *Exchange) retry(status int, isNetwork bool) bool {
	a := &x.attempt
	wait, ok := x.again(status, isNetwork)
	if !ok {
		return false
	}
	x.drop()
	x.report.then(&x.attempt, "retry")
	a.tries++
	x.push(Action{Kind: Wait, Ms: wait})
	x.to(Waiting)
	return true
}

// moveOn leaves the attempt for the next target when the tree has one for this status.
func (x *Exchange) moveOn(status int) bool {
	if x.survey != nil {
		return x.passOver(status)
	}
	before := x.walk
	leaf, more, err := x.walk.After(status)
	if err != nil {
		x.drop()
		x.refuse(callerFault(400, "no_target", err.Error()))
		return true
	}
	if !more {
		x.walk = before // so that a reply that turns out to be bad can still fall over
		return false
	}
	x.drop()
	x.report.then(&x.attempt, "next")
	x.aim(leaf)
	return true
}

// drop aborts the running request if its reply has begun and is not read to its end.
func (x *Exchange) drop() {
	if !x.attempt.isOpen {
		return
	}
	x.attempt.isOpen = false
	if x.script == nil {
		x.push(Action{Kind: Cancel, ID: x.attempt.id})
	}
}

// unreached takes a failure of the connection before the client has seen anything of the reply, or in the middle of it.
func (x *Exchange) unreached(why Why) {
	fault := x.attempt.faultOf(why)
	if x.attempt.row == 0 {
		x.report.add(&x.attempt, fault.Status, fault.Code, x.now)
	}
	x.attempt.isSent = why != Refused
	x.failed(fault, true)
}

// failed ends the attempt with a fault: in the stream when the client has begun to receive it, else by another attempt
// or as the answer.
func (x *Exchange) failed(fault *Fault, isNetwork bool) {
	fault.Provider = x.attempt.target.Vendor.Name
	x.observe(health.Outcome{Status: x.attempt.status, Network: true})
	if x.committed {
		x.breakOff(fault)
		return
	}
	x.report.spoil(&x.attempt, fault.word())
	x.charge()
	if !x.fellBehind() {
		x.fell(fault, isNetwork)
	}
}

// fell retries, falls over, or answers with the fault.
func (x *Exchange) fell(fault *Fault, isNetwork bool) {
	if x.mayRepeat() {
		if fault.Blame != Caller && x.retry(fault.Status, isNetwork) || x.moveOn(fault.Status) {
			return
		}
	}
	x.drop()
	x.refuse(fault)
}

// mayRepeat reports that the request may be sent again, to whomever: there is time, and it has not made anything at a
// provider that sending it again would make twice.
func (x *Exchange) mayRepeat() bool { return !x.isOver() && !(x.attempt.isSent && x.attempt.creates) }

// faultOf is a failed connection in words, with the status that stands for it: 408 for a time-out as Portkey has it,
// 502 for a provider that could not be reached or broke off.
func (a *attempt) faultOf(why Why) *Fault {
	switch why {
	case TimedOut:
		return a.timeoutFault()
	case Malformed:
		return upstreamFault(502, "connection_error", "malformed_reply", "the provider's reply could not be decoded")
	}
	if a.status != 0 {
		return upstreamFault(502, "connection_error", "connection_reset", "the provider broke the connection in the middle of its reply")
	}
	// Refused and Reset in the same words: workerd does not tell them apart.
	return upstreamFault(502, "connection_error", "connection_failed", "the provider could not be reached")
}

// drain holds a piece of a failure's body; what is past the bound is not read.
func (x *Exchange) drain(chunk string) {
	room := maxFaultBytes - len(x.attempt.held)
	if len(chunk) < room {
		x.attempt.held = append(x.attempt.held, chunk...)
		x.listen(Draining)
		return
	}
	x.attempt.held = append(x.attempt.held, chunk[:room]...)
	x.drop()
	x.drained()
}

// drained answers with the provider's own failure.
func (x *Exchange) drained() {
	a := &x.attempt
	body := string(x.attempt.held)
	fault := upstreamFault(a.status, "", "", "status "+decimal(int64(a.status))+" without a word")
	fault.Header = a.header
	a.service.Dialect.Fault(fault, body)
	fault.Provider = a.target.Vendor.Name
	if a.isNative && !a.isWrapped() {
		fault.Body = body
	}
	x.report.spoil(&x.attempt, fault.word())
	x.say(fault, a.header)
}

// framingOf is how a streamed reply is cut: as its dialect has it, unless it says that it is lines of JSON.
func framingOf(d *Dialect, contentType string) frame.Kind {
	kind, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	switch strings.TrimSpace(kind) {
	case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/stream+json":
		return frame.Lines
	}
	return d.Framing
}

func isEventStream(contentType string) bool {
	return strings.HasPrefix(strings.ToLower(contentType), "text/event-stream")
}

func isJSON(contentType string) bool {
	return strings.HasPrefix(strings.ToLower(contentType), "application/json")
}
