package drive

import (
	"context"

	"causeway/core"
)

// A Fetch for Later runs on a goroutine of its own, the only ones that the loop starts; what becomes of it is taken at an
// Await, on the goroutine of the exchange.

// started is a fetch that nobody has heard of yet.
type started struct {
	id     int32
	cancel context.CancelFunc
}

// landing is what became of one.
type landing struct {
	id    int32
	reply Reply
	err   error
}

// mostStarted bounds the fetches of one exchange that are out at once.
const mostStarted = 16

// start sends a's request and does not wait.
func (r *run) start(a *core.Action) {
	if len(r.started) == mostStarted {
		panic("drive: too many fetches at once")
	}
	if r.landings == nil {
		r.landings = make(chan landing, mostStarted)
	}
	ctx, cancel := context.WithCancel(r.ctx)
	r.started = append(r.started, started{a.ID, cancel})
	r.landing++
	own := *a
	go func() {
		reply, err := r.h.Transport.Fetch(ctx, &own)
		r.landings <- landing{own.ID, reply, err}
	}()
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

// take feeds what became of a fetch, unless it was cancelled meanwhile.
func (r *run) take(l landing) bool {
	if _, ok := r.forget(l.id); !ok {
		if l.reply != nil {
			l.reply.Close()
		}
		return false
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

// callOff aborts what was started and not taken; its replies are closed as they land.
func (r *run) callOff() {
	for i := range r.started {
		r.started[i].cancel()
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
