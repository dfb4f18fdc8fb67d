package core

import (
	"strings"

	"causeway/core/config"
	"causeway/core/health"
	"causeway/core/route"
)

// What is remembered of a config's targets between calls is a value that the host keeps under the plan's key: see
// package health. A call reads it before it chooses, and folds into it what it has seen of each request. The host
// applies every Update atomically, and the newest value is what a fold is given, so that calls at the same time lose
// nothing of each other's.

// memory is what a call knows of its targets.
type memory struct {
	table health.Table // as the call knows it: what was stored when it began, and its own requests since
	notes []note       // what the host's value has yet to be told
}

// note is a request that ended, or (IsClaim) that is the one probe of a target that was shut.
type note struct {
	leaf    int32
	isClaim bool
	isHedge bool // a second request was started
	outcome health.Outcome
}

// update is what an Update that was asked for is to do.
type update struct {
	kind  purpose
	key   string
	value string
}

type purpose uint8

const (
	consult purpose = iota // read what is known of the targets, before the first choice
	fold                   // tell the host's value what has been seen since
	recall                 // read a token
	keep                   // remember a token: value
)

// ask has the host make an update. It makes them in the order in which they were asked for.
func (x *Exchange) ask(u update) {
	x.updates = append(x.updates, u)
	x.push(Action{Kind: Update, Keys: []string{u.key}})
}

// consult asks for what is remembered, before the first choice.
func (x *Exchange) consult() {
	x.plan.Key = "health/" + string(appendHex(nil, x.configHash))
	x.ask(update{kind: consult, key: x.plan.Key})
	x.to(Consulting)
}

// Updated is called by the host while it does an Update: stored is what it keeps under the action's key, "" for nothing,
// and it then keeps value there, unless that is "": nothing changes. stored is not used after the call.
func (x *Exchange) Updated(now int64, stored string) (value string) {
	x.now = now
	u := x.updates[0]
	x.updates = x.updates[1:]
	switch u.kind {
	case keep:
		return u.value
	case recall:
		x.input(OnUpdated)
		x.recalled(strings.Clone(stored))
		return ""
	case consult:
		x.input(OnUpdated)
		x.memory.table = x.plan.open(strings.Clone(stored))
		x.depart()
	}
	return x.fold(stored)
}

// fold is what is known of the targets with what has been noted since.
func (x *Exchange) fold(stored string) string {
	table := x.plan.open(stored)
	for i := range x.memory.notes {
		n := &x.memory.notes[i]
		if n.isHedge {
			table.Hedge(1, x.now)
			continue
		}
		if n.isClaim {
			table.Ask(int(n.leaf), x.plan.Targets[n.leaf].Breaker, x.now)
			continue
		}
		table.Observe(int(n.leaf), x.plan.Targets[n.leaf].Breaker, n.outcome, x.now)
	}
	x.memory.notes = x.memory.notes[:0]
	return string(table.Bytes())
}

// open is the table of the plan's targets in stored.
func (p *Plan) open(stored string) health.Table {
	table := health.Read(stored, len(p.Targets), nil)
	table.HalfLifeMs = p.HalfLifeMs
	return table
}

// claim marks a target that is tried again after it was shut as being tried.
func (x *Exchange) claim(leaf int32) {
	if !x.plan.Remembers {
		return
	}
	if x.memory.table.Ask(int(leaf), x.plan.Targets[leaf].Breaker, x.now) == health.Probing {
		x.remember(note{leaf: leaf, isClaim: true})
	}
}

// observe remembers how the running request ended.
func (x *Exchange) observe(o health.Outcome) {
	a := &x.attempt
	if x.plan == nil || !x.plan.Remembers || a.target == nil || a.isObserved {
		return
	}
	a.isObserved = true
	if o.Status == 429 || o.Status == 503 {
		o.RetryAfterMs, _ = retryAfterMs(a.header, x.now)
	}
	o.HeadersMs, o.FirstTokenMs = a.headersMs, a.firstTokenMs
	o.Sharing, o.Hedged = x.plan.sharing(a.target), a.isExtra
	x.memory.table.Observe(int(a.leaf), a.target.Breaker, o, x.now)
	x.remember(note{leaf: a.leaf, outcome: o})
}

func (x *Exchange) remember(n note) {
	x.memory.notes = append(x.memory.notes, n)
	x.ask(update{kind: fold, key: x.plan.Key})
}

// sharing are the targets that use t's key, when it is the config's own.
func (p *Plan) sharing(t *Target) (leaves []int32) {
	if t.IsCallersKey || t.Key == "" {
		return nil
	}
	for i := range p.Targets {
		if p.Targets[i].Vendor == t.Vendor && p.Targets[i].Key == t.Key {
			leaves = append(leaves, int32(i))
		}
	}
	return leaves
}

// Ready, Measure and Sticky make an exchange the route.Chooser of its own walk.
var _ route.Chooser = (*Exchange)(nil)

// Ready reports that a target's breaker, its key and its rate limit let it be tried.
func (x *Exchange) Ready(leaf int32) bool {
	if !x.plan.Remembers {
		return true
	}
	return x.memory.table.Peek(int(leaf), x.plan.Targets[leaf].Breaker, x.now).Admits()
}

// Measure is the child that has been fastest, or costs least. A child with targets of its own counts as its first one.
func (x *Exchange) Measure(node int32, n *route.Node, random uint64) int32 {
	choice := &x.plan.Choices[node]
	chosen := 0
	if choice.Mode == config.LowestCost {
		chosen = health.Cheapest(int(n.Count), func(i int) (float64, bool, bool) {
			amount, known, _ := x.estimate(&x.plan.Targets[x.firstLeaf(n.First+int32(i))])
			return amount, known, x.walk.Ready(n.First + int32(i))
		})
	} else {
		chosen = health.Fastest(int(n.Count), func(i int) (float64, bool, bool) {
			ms, known := x.latencyMs(x.firstLeaf(n.First + int32(i)))
			return ms, known, x.walk.Ready(n.First + int32(i))
		}, choice.Explore, random)
	}
	return int32(max(chosen, 0)) // none is fit: the first
}

func (x *Exchange) firstLeaf(node int32) int32 {
	for x.plan.Tree.Nodes[node].Mode != route.Leaf {
		node = x.plan.Tree.Nodes[node].First
	}
	return x.plan.Tree.Nodes[node].Leaf
}

// latencyMs is how long a target has lately taken: to its first token, or else to its header.
func (x *Exchange) latencyMs(leaf int32) (ms float64, known bool) {
	ms, known = x.memory.table.FirstTokenMs(int(leaf), x.now)
	if !known {
		ms, known = x.memory.table.HeadersMs(int(leaf), x.now)
	}
	return ms, known
}
