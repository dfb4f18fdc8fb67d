package core

import (
	"strings"

	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/health"
)

// translate reads a piece of a streamed reply and writes what it says.
func (x *Exchange) translate(chunk string) {
	x.attempt.splitter.Feed(chunk)
	for {
		f, ok := x.attempt.splitter.Next()
		if !ok {
			break
		}
		if fault := x.speakFrame(f); fault != nil {
			x.stop(fault)
			return
		}
	}
	if err := x.attempt.splitter.Err(); err != nil {
		x.stop(malformedStream(err))
		return
	}
	x.flush()
	x.listen(Translating)
}

// stop ends a translated stream that went wrong while the provider is still sending.
func (x *Exchange) stop(fault *Fault) {
	if x.committed {
		x.drop()
	}
	x.failed(fault, false)
}

// translated reads the end of a streamed reply.
func (x *Exchange) translated() {
	if f, ok := x.attempt.splitter.End(); ok {
		if fault := x.speakFrame(f); fault != nil {
			x.failed(fault, false)
			return
		}
	}
	if err := x.attempt.splitter.Err(); err != nil {
		x.failed(malformedStream(err), false)
		return
	}
	x.events = x.attempt.reader.End(x.events[:0])
	if fault := x.speak(); fault != nil {
		x.failed(fault, false)
		return
	}
	if x.attempt.writer != nil {
		x.out = x.attempt.writer.End(x.out)
	}
	x.commit()
	x.flush()
	x.finish(outcomeWhole)
}

func malformedStream(err error) *Fault {
	return upstreamFault(502, "invalid_reply", "malformed_stream", "the provider's stream is malformed: "+err.Error())
}

// speak writes the events that were read. The first that says something commits the reply: until then nothing reaches
// the client and another target may still answer.
func (x *Exchange) speak() *Fault {
	for i := range x.events {
		e := &x.events[i]
		switch e.Kind {
		case event.Error:
			return eventFault(e)
		case event.Start:
			x.introduced(e.Name)
		case event.UsageCount:
			x.attempt.usage = e.Usage
		}
		if !x.committed && isSemantic(e.Kind) {
			x.commit()
		}
		if x.attempt.writer != nil {
			x.out = x.attempt.writer.Event(x.out, e)
		}
	}
	return nil
}

// speakFrame writes what a frame says or, as long as nothing need be translated, the frame that it wraps.
func (x *Exchange) speakFrame(f frame.Frame) *Fault {
	a := &x.attempt
	x.events = a.reader.Frame(x.events[:0], f)
	unwrapped := x.unwrap(x.out, f)
	fault := x.speak()
	if fault == nil && a.writer == nil {
		x.out = unwrapped
	}
	return fault
}

// unwrap appends the frame that f wraps. A reply that wraps none, against what its dialect says, is translated from there on.
func (x *Exchange) unwrap(dst []byte, f frame.Frame) []byte {
	a := &x.attempt
	if a.writer != nil || !a.isWrapped() {
		return dst
	}
	dst, ok := a.service.Dialect.Unwrap(dst, f)
	if !ok {
		a.writer = x.door.Writer(x.writeOptions())
	}
	return dst
}

// introduced takes the name of the model that answers. It is kept only where the price hangs on it.
func (x *Exchange) introduced(model string) {
	a := &x.attempt
	if model == "" || a.target.Price != nil {
		return
	}
	if m, ok := x.gateway.model(a.target.Vendor.Name, a.request.Model); !ok || !m.IsPriced {
		a.replied = unescaped(model)
	}
}

// isSemantic reports that an event shows the model at work, rather than a reply that has merely been opened.
func isSemantic(k event.Kind) bool { return k != event.Start && k != event.UsageCount }

// commit settles that the reply is for the client.
func (x *Exchange) commit() {
	if !x.committed {
		x.win()
		x.committed = true
		x.attempt.firstTokenMs = x.now - x.attempt.began
	}
}

// flush hands what was written to the host, the header before the first of it. Before the commitment it is kept back.
func (x *Exchange) flush() {
	if !x.committed {
		x.attempt.prelude = append(x.attempt.prelude, x.out...)
		return
	}
	write := Action{Kind: Write}
	if !x.opened {
		x.opened = true
		x.out = append(x.attempt.prelude, x.out...)
		write.Status, write.Header = x.attempt.status, x.translatedHeader(streamType)
	}
	write.Body = alias(x.out)
	if write.Status != 0 || write.Body != "" {
		x.push(write)
	}
}

// collect holds a piece of a reply that is read as a whole.
func (x *Exchange) collect(chunk string) {
	if len(x.attempt.held)+len(chunk) > MaxReplyBytes {
		if x.isUntouched() {
			x.attempt.held = append(x.attempt.held, chunk...)
			x.releaseHeld()
			x.pipe()
			return
		}
		x.failed(upstreamFault(502, "invalid_reply", "reply_too_large",
			"the provider's reply is larger than "+decimal(MaxReplyBytes)+" bytes"), false)
		return
	}
	x.attempt.held = append(x.attempt.held, chunk...)
	x.listen(Collecting)
}

// isUntouched reports that a reply which is collected is in the client's dialect: it is only looked at.
func (x *Exchange) isUntouched() bool {
	return x.attempt.writer == nil && x.attempt.isNative && x.survey == nil
}

// collected reads the whole reply and translates it, unless the client speaks the provider's dialect.
func (x *Exchange) collected() {
	body := alias(x.attempt.held)
	if x.isElsewhere(body) {
		return
	}
	if x.attempt.reader == nil {
		x.answered(body)
		return
	}
	x.events = x.attempt.reader.Whole(x.events[:0], body)
	speaks := false
	if fault := x.weigh(&speaks); fault != nil {
		x.failed(fault, false)
		return
	}
	x.unwrap(nil, frame.Frame{Data: body})
	if x.isUntouched() {
		x.push(Action{Kind: Write, Status: x.attempt.status, Header: x.replyHeader(x.attempt.header), Body: body})
		x.finish(outcomeWhole)
		return
	}
	for i := range x.events {
		x.out = x.attempt.writer.Event(x.out, &x.events[i])
	}
	x.out = x.attempt.writer.End(x.out)
	kind := jsonType
	if x.attempt.request.Stream {
		kind = streamType
	}
	x.push(Action{Kind: Write, Status: x.attempt.status, Header: x.translatedHeader(kind), Body: alias(x.out)})
	x.finish(outcomeWhole)
}

// isElsewhere goes where the answer is, if the reply says no more than that.
func (x *Exchange) isElsewhere(body string) bool {
	follow := x.attempt.service.Dialect.Follow
	if follow == nil {
		return false
	}
	next, fault := follow(x.attempt.readOptions(), body)
	switch {
	case fault != nil:
		x.failed(fault, false)
	case next != nil:
		x.follow(next)
	}
	return fault != nil || next != nil
}

// answered gives the client a reply that tells no conversation in the hub's shape.
func (x *Exchange) answered(body string) {
	if answer := x.attempt.service.Dialect.Answer; answer != nil {
		reply, ok := answer(x.out, x.attempt.readOptions(), body)
		if !ok {
			x.failed(upstreamFault(502, "invalid_reply", "invalid_reply",
				"the provider's answer for "+x.endpoint.String()+" has an unknown shape"), false)
			return
		}
		x.out, body = reply, alias(reply)
	}
	if x.survey != nil {
		x.listed(body)
		return
	}
	if read := x.door.Dialect.Reader; read != nil { // for its usage
		x.events = read(x.attempt.readOptions()).Whole(x.events[:0], body)
		speaks := false
		if fault := x.weigh(&speaks); fault != nil {
			x.failed(fault, false)
			return
		}
	}
	x.push(Action{Kind: Write, Status: x.attempt.status, Header: x.translatedHeader(jsonType), Body: body})
	x.finish(outcomeWhole)
}

// eventFault is a provider's error event as a fault. A kind that says nothing of its status counts as 502.
func eventFault(e *event.Event) *Fault {
	message := unescaped(e.Raw)
	if len(message) > maxMessageBytes { // a whole reply that could not be read
		message = strings.ToValidUTF8(message[:maxMessageBytes], "") + "..."
	}
	return upstreamFault(statusOr(e, 502), unescaped(e.Name), unescaped(e.ID), message)
}

// maxMessageBytes bounds what is repeated of a provider's words.
const maxMessageBytes = 8 << 10

// pipeBroke ends a reply that broke while the host was joining it to the client: with its connection.
func (x *Exchange) pipeBroke(why Why) {
	fault := x.attempt.faultOf(why)
	x.observe(health.Outcome{Status: x.attempt.status, Network: true})
	x.report.spoil(&x.attempt, fault.word())
	x.report.Code = fault.Code
	x.finish(outcomeCut)
}

// breakOff ends a stream that the client has begun to receive with a typed error in its dialect.
func (x *Exchange) breakOff(fault *Fault) {
	x.out = x.door.Broken(x.out, fault)
	x.flush() // whose header, if it is only now sent, knows no more than it would have known earlier
	x.report.spoil(&x.attempt, fault.word())
	x.report.Code = fault.word()
	x.finish(outcomeBroken)
}
