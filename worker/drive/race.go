package drive

import (
	"context"

	"causeway/core"
)

// A Fetch or Read for Later runs on a goroutine of its own, the only ones that the loop starts; what becomes of it is taken
// at an Await, on the goroutine of the exchange.

// started is a fetch or a read that nobody has heard of yet.
type started struct {
	id     int32
	cancel context.CancelFunc
	reply  Reply // of a read
}

// landing is what became of one.
type landing struct {
	id    int32
	reply Reply // of a fetch
	read  Reply // of a read, and what was read
	chunk string
	err   error
}

// mostStarted bounds the requests of one exchange that are out at once.
const mostStarted = 16

// start sends a's request and does not wait.
func (r *run) start(a *core.Action) {
	ctx, cancel := context.WithCancel(r.ctx)
	own := *a
	r.launch(started{id: a.ID, cancel: cancel}, func() landing {
		reply, err := r.h.Transport.Fetch(ctx, &own)
		return landing{id: own.ID, reply: reply, err: err}
	})
}

// readLater reads some bytes of a reply and does not wait. The reply is out of the flights until they are here: whoever
// cancels it meanwhile closes it, and the read ends.
func (r *run) readLater(a *core.Action) {
	id, within, reply := a.ID, a.WithinMs, r.reply(a.ID)
	r.takeOff(id)
	r.launch(started{id: id, cancel: func() {}, reply: reply}, func() landing {
		buf := buffers.Get().(*[bufferBytes]byte)
		defer buffers.Put(buf)
		n, err := reply.Read(buf[:], within)
		for n == 0 && err == nil {
			n, err = reply.Read(buf[:], within)
		}
		return landing{id: id, read: reply, chunk: string(buf[:n]), err: err}
	})
}

// launch runs what will land on a goroutine of its own.
func (r *run) launch(s started, do func() landing) {
	if len(r.started) == mostStarted {
		panic("drive: too many requests at once")
	}
	if r.landings == nil {
		r.landings = make(chan landing, 2*mostStarted)
	}
	r.started = append(r.started, s)
	r.landing++
	go func() { r.landings <- do() }()
}

// await takes what lands first, or feeds a Tick when ms have passed before.
func (r *run) await(ms int64) error {
	ctx, stop := context.WithCancel(r.ctx)
	defer stop()
	passed := make(chan struct{})
	if ms > 0 {
		go func() {
			if r.h.Clock.Sleep(ctx, ms) == nil {
				close(passed)
			}
		}()
	}
	for {
		select {
		case l := <-r.landings:
			r.landing--
			if r.take(l) {
				return nil
			}
		case <-passed:
			r.m.Tick(r.h.Clock.Now())
			return nil
		case <-r.ctx.Done():
			return r.ctx.Err()
		}
	}
}

// take feeds what became of a fetch or a read, unless it was cancelled meanwhile.
func (r *run) take(l landing) bool {
	if _, ok := r.forget(l.id); !ok {
		if l.reply != nil {
			l.reply.Close()
		}
		return false
	}
	if l.read != nil {
		r.flights = append(r.flights, flight{l.id, l.read})
		if l.chunk != "" { // an error that came with bytes comes again
			r.m.Body(r.h.Clock.Now(), l.id, l.chunk)
			return true
		}
		r.over(l.id, l.err)
		return true
	}
	if l.err != nil {
		r.m.Fail(r.h.Clock.Now(), l.id, why(l.err))
		return true
	}
	r.flights = append(r.flights, flight{l.id, l.reply})
	r.m.Head(r.h.Clock.Now(), l.id, l.reply.Status(), l.reply.Header())
	return true
}

// forget takes id off the list of the started.
func (r *run) forget(id int32) (s started, ok bool) {
	for i := range r.started {
		if r.started[i].id == id {
			s = r.started[i]
			r.started = append(r.started[:i], r.started[i+1:]...)
			return s, true
		}
	}
	return s, false
}

// callOff aborts a fetch, or the reply that is being read.
func (s *started) callOff() {
	s.cancel()
	if s.reply != nil {
		s.reply.Close()
	}
}

// callOff aborts what was started and not taken; its replies are closed as they land.
func (r *run) callOff() {
	for i := range r.started {
		r.started[i].callOff()
	}
	if r.landing == 0 {
		return
	}
	go func() {
		for range r.landing {
			if l := <-r.landings; l.reply != nil {
				l.reply.Close()
			}
		}
	}()
}
