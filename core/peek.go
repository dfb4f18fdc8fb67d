package core

import (
	"causeway/core/event"
	"causeway/core/frame"
)

// A stream in the client's own dialect travels as it came, but a 200 is no promise: some providers open a stream only to
// say in it that they are overloaded. So its first frames are held until the model says something. Then the reply is
// committed and the rest is piped, or, where the config asks for a watch on it, tapped: passed on unchanged while the
// dialect's reader sees how it ends.
//
// A pipe is the cheapest way at the edge and keeps one promise less: bytes that nobody looks at cannot be followed by an
// error in the client's words, so that a piped stream that breaks ends with its connection.

const (
	// maxPeekBytes and maxPeekFrames bound what is held before a stream is committed whatever it has said.
	maxPeekBytes  = 256 << 10
	maxPeekFrames = 64
)

// peek holds the beginning of a stream and looks for the first event that commits it.
func (x *Exchange) peek(chunk string) {
	x.attempt.held = append(x.attempt.held, chunk...)
	speaks, fault := x.hearAll(chunk)
	switch {
	case fault != nil && speaks:
		x.spoiled(fault)
		return
	case fault != nil:
		x.stop(fault)
		return
	}
	if speaks || x.attempt.splitter.Err() != nil || len(x.attempt.held) > maxPeekBytes || x.attempt.peeked > maxPeekFrames {
		x.settle()
		return
	}
	x.listen(Peeking)
}

// hearAll reads the frames of a piece, up to one that is, or holds, a failure.
func (x *Exchange) hearAll(chunk string) (speaks bool, fault *Fault) {
	x.attempt.splitter.Feed(chunk)
	for {
		f, ok := x.attempt.splitter.Next()
		if !ok {
			return speaks, nil
		}
		x.attempt.peeked++
		if fault = x.hear(f, &speaks); fault != nil {
			return speaks, fault
		}
	}
}

// hear reads one frame: whether it says something, and whether it is, or holds, a failure.
func (x *Exchange) hear(f frame.Frame, speaks *bool) *Fault {
	x.events = x.attempt.reader.Frame(x.events[:0], f)
	return x.weigh(speaks)
}

func (x *Exchange) weigh(speaks *bool) *Fault {
	for i := range x.events {
		e := &x.events[i]
		switch {
		case e.Kind == event.Error:
			return eventFault(e)
		case e.Kind == event.Start:
			x.introduced(e.Name)
		case e.Kind == event.UsageCount:
			x.attempt.usage = e.Usage
		case isSemantic(e.Kind):
			*speaks = true
		}
	}
	return nil
}

// settle commits a stream that has been peeked at: what was held goes out, the rest is piped or tapped.
func (x *Exchange) settle() {
	x.releaseHeld()
	if x.attempt.splitter.Err() == nil && x.attempt.target.Watch {
		x.listen(Tapping)
		return
	}
	x.pipe()
}

// pipe joins the rest of the reply to the client. Counts that stood in its beginning are not the reply's.
func (x *Exchange) pipe() {
	x.attempt.usage = event.Usage{}
	x.push(Action{Kind: Pipe, ID: x.attempt.id, WithinMs: x.untilBytes(), Ms: x.untilTotal()})
	x.to(Piping)
}

// releaseHeld sends the header and what was held.
func (x *Exchange) releaseHeld() {
	x.commit()
	x.opened = true
	x.push(Action{Kind: Write, Status: x.attempt.status, Header: x.replyHeader(x.attempt.header), Body: alias(x.attempt.held)})
}

// tap passes on a piece of a stream and reads along.
func (x *Exchange) tap(chunk string) {
	x.out = append(x.out, chunk...)
	if _, fault := x.hearAll(chunk); fault != nil {
		x.spoiled(fault)
		return
	}
	if err := x.attempt.splitter.Err(); err != nil {
		x.spoiled(malformedStream(err))
		return
	}
	x.flush()
	x.listen(Tapping)
}

// spoiled ends a committed stream in whose own bytes a failure was read. The client gets those bytes as well: they are
// in its dialect. It gets nothing of what came behind them, however the network cut it.
func (x *Exchange) spoiled(fault *Fault) {
	unread := x.attempt.splitter.Unread()
	if x.committed {
		x.out = x.out[:len(x.out)-unread]
	} else {
		x.attempt.held = x.attempt.held[:len(x.attempt.held)-unread]
		x.releaseHeld()
	}
	x.drop()
	x.out = frame.CloseData(x.out)
	x.failed(fault, false)
}

// heardOut reads the end of a stream that was peeked at or tapped. One that lacks its ending is not whole.
func (x *Exchange) heardOut() {
	speaks := false
	fault := (*Fault)(nil)
	if f, ok := x.attempt.splitter.End(); ok {
		fault = x.hear(f, &speaks)
	}
	if err := x.attempt.splitter.Err(); err != nil && fault == nil {
		fault = malformedStream(err)
	}
	if fault == nil {
		x.events = x.attempt.reader.End(x.events[:0])
		fault = x.weigh(&speaks)
	}
	switch {
	case fault != nil && x.committed:
		x.spoiled(fault)
		return
	case fault != nil && !speaks:
		x.failed(fault, false)
		return
	case !x.committed:
		x.releaseHeld()
	}
	x.finish(outcomeWhole)
}
