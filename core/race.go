package core

import (
	"causeway/core/health"
	"causeway/core/route"
)

// A hedge starts the next target of a fallback when the first has been silent for a while, and takes whichever answers
// first, a buffered reply with its header, a stream with its first token; the other is cancelled. Its request is extra,
// and the share of requests that may be sent twice is bounded. One call hedges once, and never one that makes something at
// the provider.
//
// While requests race, everything is asked of the host for Later and taken at an Await.

// race is what a call knows of its hedge. Few calls have one.
type race struct {
	*rival         // nil: there is none
	isStarted bool // the call has had its hedge
}

// rival is the other of two requests that are out at once.
type rival struct {
	other attempt
	way   route.Walk // where the other stands in the tree
}

// hedgeAfter is how long a request may be silent before another target is started; 0 for not at all.
func (x *Exchange) hedgeAfter() int64 {
	a := &x.attempt
	h := a.target.Hedge
	if h == nil || x.race.isStarted || a.creates || x.script != nil || x.survey != nil {
		return 0
	}
	if h.DelayMs > 0 {
		return h.DelayMs
	}
	ms, known := x.memory.table.Usual(int(a.leaf), x.now)
	if !known {
		return 0
	}
	return max(ms, 1)
}

// await waits for the header of whatever is out.
func (x *Exchange) await(ms int64) {
	x.push(Action{Kind: Await, Ms: ms})
	x.to(Racing)
}

// hedge starts the next target beside the one that is silent, if there is one and the share allows it.
func (x *Exchange) hedge() {
	x.race.isStarted = true
	way := x.walk
	leaf, more, err := way.Beside()
	if err != nil || !more || x.plan.Targets[leaf].Vendor.Script != nil ||
		!x.memory.table.Hedge(x.attempt.target.Hedge.Share, x.now) {
		x.await(0)
		return
	}
	first := x.attempt
	x.attempt = attempt{target: &x.plan.Targets[leaf], leaf: leaf, isExtra: true}
	x.attempt.renew(x.nextID+1, x.now)
	fetch, fault := x.fetch()
	second := x.attempt
	x.attempt = first
	if fault == nil && second.errand == nil { // a token or a file that must be got first would come too late
		x.nextID = second.id
		x.race.rival = &rival{second, way}
		fetch.Later = true
		x.push(fetch)
		x.remember(note{isHedge: true})
	}
	x.await(0)
}

// swap makes the request that has spoken the running one.
func (x *Exchange) swap() {
	x.attempt, x.race.other = x.race.other, x.attempt
	x.walk, x.race.way = x.race.way, x.walk
}

// contends reports that a stream which is read so goes on racing: there is another, or there may still be one.
func (x *Exchange) contends(s State) bool {
	reads := s == Peeking || s == Translating
	return x.state == Racing && reads && !x.committed && (x.race.rival != nil || x.untilHedge() > 0)
}

// untilHedge is how long the running request may go on being silent before another is started; 0: none will be.
func (x *Exchange) untilHedge() int64 {
	after := x.hedgeAfter()
	if after == 0 {
		return 0
	}
	return max(after-(x.now-x.attempt.began), 1)
}

// outrun takes the header of one of two: a bad one leaves the other to be waited for, and a good one wins unless it is that
// of a stream, which has yet to say something.
func (x *Exchange) outrun(status int) (waits bool) {
	a := &x.attempt
	switch {
	case x.race.rival == nil:
		return false
	case status < 200 || status > 299:
		x.report.add(a, status, "", x.now)
		x.observe(health.Outcome{Status: status})
		return x.fellBehind()
	case !a.request.Stream || a.service.Dialect.Reader == nil:
		x.win()
	}
	return false
}

// win ends the race, if there is one, for the running request.
func (x *Exchange) win() {
	if x.race.rival == nil {
		return
	}
	lost := &x.race.other
	x.push(Action{Kind: Cancel, ID: lost.id})
	if lost.row == 0 {
		x.report.add(lost, 0, "outrun", x.now)
	}
	x.report.spoil(lost, "outrun")
	x.report.then(lost, "next")
	x.report.last(&x.attempt, lost)
	o := health.Outcome{HeadersMs: x.now - lost.began, FirstTokenMs: -1, Hedged: lost.isExtra}
	if lost.headersMs >= 0 {
		o.HeadersMs, o.FirstTokenMs = lost.headersMs, x.now-lost.began
	}
	x.remember(note{leaf: lost.leaf, outcome: o})
	x.race.rival = nil
}

// fellBehind leaves a request that failed to the other one, if that is still out.
func (x *Exchange) fellBehind() (waits bool) {
	if x.race.rival == nil {
		return false
	}
	x.report.then(&x.attempt, "next")
	x.drop()
	if x.race.other.id > x.attempt.id {
		x.walk = x.race.way // the further of the two goes on
	}
	x.attempt, x.race.rival = x.race.other, nil
	x.await(0)
	return true
}
