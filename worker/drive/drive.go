// Package drive is the one Go loop that does what a core.Machine says.
//
// It is shared by every host that is written in Go: the native server, the wazero host and the tests. Whoever calls Run
// brings the clock, the network, the store and the client as a Host; the loop brings nothing of its own and decides
// nothing. An exchange lives on the goroutine that runs it; only requests that race have one each.
package drive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"causeway/core"
)

// Host is what a machine's actions are done with.
type Host struct {
	Clock     Clock
	Transport Transport
	Store     Store
	Memory    *Memory
	Client    Client
}

// Clock tells and spends time.
type Clock interface {
	// Now is milliseconds since 1970 and never runs backwards.
	Now() int64
	// Sleep returns after ms, or early with an error when ctx is done.
	Sleep(ctx context.Context, ms int64) error
}

// Transport sends requests to upstreams.
type Transport interface {
	// Fetch sends a Fetch action's request and waits for the header of its reply, at most WithinMs. Everything about
	// the reply ends when ctx does. Its errors are Failed; any other counts as Failed(core.Reset).
	Fetch(ctx context.Context, a *core.Action) (Reply, error)
}

// Reply is an upstream's reply whose header has arrived. One goroutine at a time uses it, but Close may come from another
// and ends a Read.
type Reply interface {
	Status() int
	Header() core.Header
	// Length is the number of bytes of the body, -1 when that is only known at its end.
	Length() int64
	// Read waits for some bytes, at most withinMs (0: as long as it takes). io.EOF is the clean end; other errors are
	// as Fetch's. Bytes may come together with an error.
	Read(p []byte, withinMs int64) (int, error)
	// Close aborts what has not been read.
	Close()
}

// Store holds values by key.
type Store interface {
	// Get is the values of keys, in their order.
	Get(ctx context.Context, keys []string) []core.Value
}

// Client is where the reply goes. An error means that the client is gone.
type Client interface {
	// Head comes first and once, and may be held back until the first bytes.
	Head(status int, header core.Header) error
	// Write may hold p back until Flush or the end.
	Write(p []byte) error
	WriteString(s string) error
	Flush() error
}

// Failed is the error of a fetch that failed, with the reason that the machine is told.
type Failed core.Why

func (f Failed) Error() string {
	if f == 0 || int(f) >= len(whyWords) {
		return fmt.Sprintf("upstream failed (%d)", f)
	}
	return whyWords[f]
}

var whyWords = [...]string{
	core.Refused:   "upstream refused the connection",
	core.Reset:     "upstream broke the connection",
	core.TimedOut:  "upstream was silent for too long",
	core.Malformed: "upstream did not speak HTTP",
}

// Ending says how an exchange ended.
type Ending uint8

const (
	// Served: the client has its whole reply.
	Served Ending = iota + 1
	// Broken: the reply is not whole; the client's connection must be broken.
	Broken
	// Delegated: nothing was written and nobody was called; the control plane answers.
	Delegated
	// Gone: the client left; what was in flight has been aborted.
	Gone
)

// Run drives m to its end and says which end that was. ctx is done when the client leaves. The report is the machine's
// own, empty unless the ending is Served or Broken. A machine with a method Close has it called, however Run ends; a
// panic of the machine's passes through after everything in flight has been aborted.
func Run(ctx context.Context, m core.Machine, h Host) (ending Ending, report string) {
	r := run{ctx: ctx, m: m, h: h}
	defer r.close()
	for {
		a := m.Next()
		if a.Kind.Asks() && ctx.Err() != nil {
			return Gone, ""
		}
		switch a.Kind {
		case core.Done:
			if a.Broken {
				return Broken, a.Report
			}
			return Served, a.Report
		case core.Delegate:
			return Delegated, ""
		}
		if r.do(&a) != nil {
			return Gone, ""
		}
	}
}

// run is one exchange on its way.
type run struct {
	ctx     context.Context
	m       core.Machine
	h       Host
	flights []flight
	pending bool // bytes were written and not flushed

	started  []started
	landings chan landing
	landing  int // how many have not been received
}

// flight is a reply that may still be read.
type flight struct {
	id    int32
	reply Reply
}

// do does a. An error means that the client is gone.
func (r *run) do(a *core.Action) error {
	switch a.Kind {
	case core.Write:
		return r.write(a)
	case core.Cancel:
		if s, ok := r.forget(a.ID); ok {
			s.callOff()
		}
		r.land(a.ID)
		return nil
	case core.Pipe:
		return r.pipe(a)
	case core.Update:
		r.h.Memory.Update(a.Keys[0], func(stored string) string { return r.m.Updated(r.h.Clock.Now(), stored) })
		return nil
	}
	if err := r.flush(); err != nil {
		return err
	}
	switch a.Kind {
	case core.Load:
		values := r.h.Store.Get(r.ctx, a.Keys)
		r.m.Loaded(r.h.Clock.Now(), values)
	case core.Fetch:
		if a.Later {
			r.start(a)
			return nil
		}
		r.fetch(a)
	case core.Await:
		return r.await(a.Ms)
	case core.Read:
		if a.Later {
			r.readLater(a)
			return nil
		}
		r.read(a)
	case core.Wait:
		if err := r.h.Clock.Sleep(r.ctx, a.Ms); err != nil {
			return err
		}
		r.m.Tick(r.h.Clock.Now())
	default:
		panic(fmt.Sprintf("drive: no such action: %d", a.Kind))
	}
	return nil
}

func (r *run) write(a *core.Action) error {
	if a.Status != 0 {
		if err := r.h.Client.Head(a.Status, a.Header); err != nil {
			return err
		}
	}
	if a.Body == "" {
		return nil
	}
	r.pending = true
	return r.h.Client.WriteString(a.Body)
}

// flush shows the client what it has been given, before anything that takes time. A head alone is held back: it
// travels with the first bytes.
func (r *run) flush() error {
	if !r.pending {
		return nil
	}
	r.pending = false
	return r.h.Client.Flush()
}

func (r *run) fetch(a *core.Action) {
	reply, err := r.h.Transport.Fetch(r.ctx, a)
	if err != nil {
		r.m.Fail(r.h.Clock.Now(), a.ID, why(err))
		return
	}
	r.flights = append(r.flights, flight{a.ID, reply})
	r.m.Head(r.h.Clock.Now(), a.ID, reply.Status(), reply.Header())
}

func (r *run) read(a *core.Action) {
	buf := buffers.Get().(*[bufferBytes]byte)
	defer buffers.Put(buf)
	n, err := r.reply(a.ID).Read(buf[:], a.WithinMs)
	for n == 0 && err == nil {
		n, err = r.reply(a.ID).Read(buf[:], a.WithinMs)
	}
	if n > 0 {
		r.m.Body(r.h.Clock.Now(), a.ID, string(buf[:n]))
		return // an error that came with bytes comes again
	}
	r.over(a.ID, err)
}

// pipe joins the rest of a reply to the client. A reply of unknown length is a stream: each read is flushed.
func (r *run) pipe(a *core.Action) error {
	if err := r.flush(); err != nil {
		return err
	}
	buf := buffers.Get().(*[bufferBytes]byte)
	defer buffers.Put(buf)
	reply := r.reply(a.ID)
	stream := reply.Length() < 0
	began := r.h.Clock.Now()
	for {
		n, err := reply.Read(buf[:], r.left(a, began))
		if n > 0 {
			if err := r.h.Client.Write(buf[:n]); err != nil {
				return err
			}
			if r.pending = true; stream {
				if err := r.flush(); err != nil {
					return err
				}
			}
		}
		if err != nil {
			r.over(a.ID, err)
			return nil
		}
	}
}

// left is how long a pipe that began may be silent: WithinMs, or what is left of Ms; 0 for no bound.
func (r *run) left(a *core.Action, began int64) int64 {
	if a.Ms == 0 {
		return a.WithinMs
	}
	left := max(a.Ms-(r.h.Clock.Now()-began), 1)
	if a.WithinMs == 0 {
		return left
	}
	return min(left, a.WithinMs)
}

// over tells the machine how the body of id ended.
func (r *run) over(id int32, err error) {
	r.land(id)
	if err == io.EOF {
		r.m.End(r.h.Clock.Now(), id)
		return
	}
	r.m.Fail(r.h.Clock.Now(), id, why(err))
}

func (r *run) reply(id int32) Reply {
	for i := range r.flights {
		if r.flights[i].id == id {
			return r.flights[i].reply
		}
	}
	panic(fmt.Sprintf("drive: the machine reads fetch %d, which is not in flight", id))
}

// land closes the reply to id, if it is open.
func (r *run) land(id int32) {
	if reply := r.takeOff(id); reply != nil {
		reply.Close()
	}
}

// takeOff takes the reply to id off the list of those that may be read; nil when it is not there.
func (r *run) takeOff(id int32) Reply {
	for i := range r.flights {
		if r.flights[i].id == id {
			reply := r.flights[i].reply
			r.flights = append(r.flights[:i], r.flights[i+1:]...)
			return reply
		}
	}
	return nil
}

func (r *run) close() {
	r.callOff()
	for i := range r.flights {
		r.flights[i].reply.Close()
	}
	if c, ok := r.m.(io.Closer); ok {
		c.Close()
	}
}

func why(err error) core.Why {
	var f Failed
	if errors.As(err, &f) {
		return core.Why(f)
	}
	return core.Reset
}

// bufferBytes is how much is read at once: as much as a TLS record holds, twice.
const bufferBytes = 32 << 10

var buffers = sync.Pool{New: func() any { return new([bufferBytes]byte) }}
