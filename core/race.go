package core

import (
	"causeway/core/health"
	"causeway/core/route"
)

// A hedge starts the next target of a fallback when the first has given no header for a while, and takes whichever
// answers first; the other is cancelled. Its request is extra, and the share of requests that may be sent twice is
// bounded. One call hedges once, and never one that makes something at the provider.

// race is the other of two requests that are out at once.
type race struct {
	other     attempt    // id 0: there is none
	way       route.Walk // where the other stands in the tree
	isStarted bool       // the call has had its hedge
}

// hedgeAfter is how long to wait for the header before another target is started; 0 for not at all.
func (x *Exchange) hedgeAfter() int64 {
	a := &x.attempt
	h := a.target.Hedge
	if h == nil || x.race.isStarted || a.creates || x.script != nil {
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
		x.race.other, x.race.way = second, way
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

// outrun takes the first header of a race: a good one wins, a bad one leaves the other to be waited for.
func (x *Exchange) outrun(status int) (waits bool) {
	if x.race.other.id == 0 {
		return false
	}
	if status < 200 || status > 299 {
		x.push(Action{Kind: Cancel, ID: x.attempt.id})
		return x.fellBehind(status, "")
	}
	lost := &x.race.other
	x.push(Action{Kind: Cancel, ID: lost.id})
	x.report.add(lost, 0, "outrun", x.now)
	x.report.then("next")
	elapsed := x.now - lost.began
	x.remember(note{leaf: lost.leaf, outcome: health.Outcome{HeadersMs: elapsed, FirstTokenMs: -1, Hedged: lost.isExtra}})
	x.race.other = attempt{}
	return false
}

// fellBehind leaves a request that failed to the other one, if that is still out.
func (x *Exchange) fellBehind(status int, code string) (waits bool) {
	if x.race.other.id == 0 {
		return false
	}
	x.report.add(&x.attempt, status, code, x.now)
	x.report.then("next")
	x.observe(health.Outcome{Status: status, Network: code != ""})
	if x.race.other.id > x.attempt.id {
		x.walk = x.race.way // the further of the two goes on
	}
	x.attempt, x.race.other = x.race.other, attempt{}
	x.await(0)
	return true
}
