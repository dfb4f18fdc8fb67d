package core

import (
	"causeway/core/event"
	"causeway/core/route"
)

// Exchange is one call on its way through the machine. It is not safe for concurrent use; a host calls it from one
// place at a time.
type Exchange struct {
	gateway *Gateway
	call    Call
	now     int64
	began   int64
	seed    uint64

	state State
	from  states // where the running input may lead
	queue []Action
	taken int

	endpoint Endpoint
	door     *Door
	traceID  string
	sketch   sketch
	isOpaque bool // the body is no JSON object

	configHash uint64 // of the config's text
	isStored   bool   // the config is from the store

	plan   *Plan
	memory memory
	walk   route.Walk

	attempt attempt
	race    race
	nextID  int32
	script  *script
	updates []update // that have been asked for and not been made
	files   files
	survey  *survey    // a call for models that goes to several providers
	dry     *rehearsal // what a dry run wants to know; nil: the call is meant

	events    []event.Event
	out       []byte // bytes of the Write that is queued
	committed bool   // the reply is for the client: nothing is tried again
	opened    bool   // its header has been queued
	report    Report
}

// Next is the host's next action.
func (x *Exchange) Next() Action {
	for {
		a := x.take()
		if !x.script.owns(&a) {
			return a
		}
		x.script.answer(x, &a)
	}
}

func (x *Exchange) take() Action {
	if x.taken == len(x.queue) {
		panic("core: next was called in state " + x.state.String() + ", which waits for an input")
	}
	a := x.queue[x.taken]
	x.taken++
	if x.taken == len(x.queue) {
		x.queue, x.taken = x.queue[:0], 0
	}
	return a
}

func (x *Exchange) push(a Action) { x.queue = append(x.queue, a) }

// input opens the gate for one input: the state may then change to those the table allows.
func (x *Exchange) input(on Input) {
	x.out = x.out[:0]
	x.from = allowed(x.state, on)
	if x.from == 0 {
		panic("core: input " + on.String() + " in state " + x.state.String())
	}
}

// to changes the state.
func (x *Exchange) to(s State) {
	if !x.from.has(s) {
		panic("core: no way from state " + x.state.String() + " to " + s.String())
	}
	x.state = s
}

// Loaded feeds the values of the keys that Load asked for, in their order.
func (x *Exchange) Loaded(now int64, values []Value) {
	x.now = now
	x.input(OnLoaded)
	x.loaded(values)
}

// Head feeds the status and header of the reply to request id. Header names are lower case.
func (x *Exchange) Head(now int64, id int32, status int, header Header) {
	x.upstream(now, id, OnHead)
	if x.state == Preparing {
		x.errandHead(status, header)
		return
	}
	x.heard(status, header)
}

// Body feeds some bytes of the reply to request id. chunk may be empty.
func (x *Exchange) Body(now int64, id int32, chunk string) {
	x.upstream(now, id, OnBody)
	switch x.phase() {
	case Preparing:
		x.errandBody(chunk)
	case Draining:
		x.drain(chunk)
	case Collecting:
		x.collect(chunk)
	case Peeking:
		x.peek(chunk)
	case Tapping:
		x.tap(chunk)
	default:
		x.translate(chunk)
	}
}

// End feeds the clean end of the reply to request id.
func (x *Exchange) End(now int64, id int32) {
	x.upstream(now, id, OnEnd)
	switch x.phase() {
	case Preparing:
		x.errandEnd()
	case Draining:
		x.drained()
	case Collecting:
		x.collected()
	case Translating:
		x.translated()
	case Peeking, Tapping:
		x.heardOut()
	default:
		x.finish(outcomeWhole)
	}
}

// phase is how the running request's reply is read: a race knows it of each.
func (x *Exchange) phase() State {
	if x.state == Racing {
		return x.attempt.phase
	}
	return x.state
}

// Fail feeds the failure of request id, before its header or within its body.
func (x *Exchange) Fail(now int64, id int32, why Why) {
	x.upstream(now, id, OnFail)
	switch x.state {
	case Preparing:
		x.errandFail(why)
	case Draining:
		x.drained()
	case Piping:
		x.pipeBroke(why)
	default:
		x.unreached(why)
	}
}

// Tick feeds the end of a Wait.
func (x *Exchange) Tick(now int64) {
	x.now = now
	if x.script.isWaiting() {
		x.script.resume(x)
		return
	}
	x.input(OnTick)
	switch {
	case x.state == Racing:
		x.hedge()
	case x.attempt.next != nil:
		x.pursue()
	default:
		x.send()
	}
}

func (x *Exchange) upstream(now int64, id int32, on Input) {
	if x.state == Racing && x.race.rival != nil && id == x.race.other.id {
		x.swap()
	}
	if id != x.attempt.id {
		panic("core: input " + on.String() + " for a request that is not running")
	}
	x.now = now
	x.input(on)
	if on == OnEnd || on == OnFail {
		x.attempt.isOpen = false
	}
}
