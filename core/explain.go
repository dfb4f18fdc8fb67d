package core

import (
	"strconv"
	"strings"

	"causeway/core/config"
	"causeway/core/rewrite"
	"causeway/core/route"
)

// A dry run is a call that stops where the first request would leave: the answer is how the call would have travelled. It
// is asked for with the header x-causeway-dry-run (true, or all for every candidate's request) at any endpoint that calls a
// provider, or at /v1/explain?endpoint=chat&all=true. Everything in the answer comes from the same plan, walk and request
// as the call itself would have, with the seed in x-causeway-seed, or else the call's own.
//
// The answer holds what the caller sent and what the config says, and no key or other secret of either.

// rehearsal is what a dry run wants to know.
type rehearsal struct {
	node     *config.Node
	problems []config.Problem // of the config; warnings only
	all      bool             // the requests of all candidates, not of the first alone
}

// outcomeDry is how a dry run ends: nobody was called.
const outcomeDry outcome = "dry_run"

// rehearsable are the endpoints that have dry runs, as /v1/explain's query calls them.
var rehearsable = [...]struct {
	word     string
	endpoint Endpoint
}{
	{"chat", Chat}, {"completions", Completions}, {"count_tokens", CountTokens}, {"embeddings", Embeddings}, {"images", Images},
	{"messages", Messages}, {"models", Models}, {"responses", Responses},
}

// rehearse makes the call a dry run if it asks for one, and returns the endpoint that is meant.
func (x *Exchange) rehearse(e Endpoint) (Endpoint, *Fault) {
	asked := x.call.Header.Get("x-causeway-dry-run")
	switch {
	case e == Explain:
		x.dry = &rehearsal{all: asked == "all" || queryValue(x.call.Query, "all") == "true"}
		return x.explained()
	case asked == "" || asked == "false" || !e.isRehearsable():
		return e, nil
	case asked != "true" && asked != "all":
		return e, callerFault(400, "invalid_dry_run", "x-causeway-dry-run: "+asked+" is not true, all or false")
	}
	x.dry = &rehearsal{all: asked == "all"}
	return e, x.reseed()
}

// explained makes a call to /v1/explain the call that it asks about.
func (x *Exchange) explained() (Endpoint, *Fault) {
	word := queryValue(x.call.Query, "endpoint")
	if word == "" {
		word = "chat"
	}
	for i := range rehearsable {
		if rehearsable[i].word == word {
			meant := wayTo(rehearsable[i].endpoint)
			x.call.Method, x.call.Path, x.call.Query = meant.method, meant.path, ""
			return meant.endpoint, x.reseed()
		}
	}
	words := make([]string, len(rehearsable))
	for i := range rehearsable {
		words[i] = rehearsable[i].word
	}
	return Explain, callerFault(400, "unknown_endpoint", "endpoint="+word+" is none of "+strings.Join(words, ", "))
}

// isRehearsable reports that calls to e go to a provider. What passes through has no word in /v1/explain: its path says it.
func (e Endpoint) isRehearsable() bool {
	for i := range rehearsable {
		if rehearsable[i].endpoint == e {
			return true
		}
	}
	return e == Passthrough
}

// wayTo is the row of the routes table that leads to an endpoint.
func wayTo(e Endpoint) *way {
	for i := range routes {
		if routes[i].endpoint == e {
			return &routes[i]
		}
	}
	panic("core: no way to " + e.String())
}

// reseed takes the seed that the caller wants to see played.
func (x *Exchange) reseed() *Fault {
	text := x.call.Header.Get("x-causeway-seed")
	if text == "" {
		return nil
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return callerFault(400, "invalid_seed", "x-causeway-seed: "+text+" is not a whole number below 2^64")
	}
	x.seed = seed
	return nil
}

// queryValue is the value of a query's first member called name, as it is written.
func queryValue(query, name string) string {
	for pair := range strings.SplitSeq(query, "&") {
		if key, value, _ := strings.Cut(pair, "="); key == name {
			return value
		}
	}
	return ""
}

// explain answers with how the call would have travelled.
func (x *Exchange) explain() {
	e := newExplanation(x)
	body := e.append(make([]byte, 0, 4096+2*len(x.call.Body)))
	x.attempt = attempt{}
	x.report.Status = 200
	x.push(Action{Kind: Write, Status: 200, Header: x.ownHeader(jsonType), Body: string(body)})
	x.finish(outcomeDry)
}

// explanation is a call, and the walk that it would take.
type explanation struct {
	x       *Exchange
	facts   route.Facts
	places  []place     // of the tree's nodes, at the same indexes
	way     []int32     // from the root to the first candidate, or to the node that could not choose
	tried   []candidate // in order
	made    int         // bytes of the requests that were made
	stopped error       // why the walk ends early; nil: it does not
}

// place is a node of the tree as the config has it.
type place struct {
	node    *config.Node
	parent  int32 // -1 at the root
	visited bool  // some candidate is at or below it
}

// candidate is a target that would be tried, and the fallback that leads to it; -1: none, it comes first.
type candidate struct {
	target *Target
	by     int32
}

func newExplanation(x *Exchange) *explanation {
	e := &explanation{x: x, facts: x.facts(), places: make([]place, len(x.plan.Tree.Nodes))}
	e.settle(0, -1, x.dry.node)
	w := &x.walk
	e.way, e.stopped = w.Trace(&x.plan.Tree, &e.facts, x.seed)
	e.visit(e.way)
	if e.stopped != nil {
		return e
	}
	leaf, err := w.Start(&x.plan.Tree, &e.facts, x.seed)
	for by, more := int32(-1), true; more && err == nil; {
		e.tried = append(e.tried, candidate{&x.plan.Targets[leaf], by})
		e.visit(w.Way())
		leaf, by, more, err = w.AfterFailure()
	}
	e.stopped = err
	return e
}

// settle finds the place of the tree's node at, and of all below it.
func (e *explanation) settle(at, parent int32, node *config.Node) {
	e.places[at] = place{node: node, parent: parent}
	n := &e.x.plan.Tree.Nodes[at]
	for i := range n.Count {
		e.settle(n.First+i, at, &node.Targets[i])
	}
}

func (e *explanation) visit(way []int32) {
	for _, at := range way {
		e.places[at].visited = true
	}
}

// path is what the config calls the tree's node at.
func (e *explanation) path(at int32) string { return e.places[at].node.Path }

func (e *explanation) append(dst []byte) []byte {
	dst = append(dst, '{')
	dst = rewrite.Text(dst, "endpoint", e.x.endpoint.String())
	dst = rewrite.Text(dst, "seed", strconv.FormatUint(e.x.seed, 10))
	dst = e.appendNode(rewrite.Key(dst, "config"), 0)
	dst = e.appendSurvey(dst)
	dst = e.appendWalk(dst)
	dst = e.appendCandidates(dst)
	if len(e.tried) > 0 {
		first := e.rehearsed(e.first())
		dst = first.appendRequest(dst)
		dst = first.appendLosses(dst)
	}
	dst = append(rewrite.Key(dst, "problems"), '[')
	for i := range e.x.dry.problems {
		dst = appendProblem(rewrite.Comma(dst), &e.x.dry.problems[i])
	}
	return append(dst, "]}"...)
}

// first is the target that is asked first.
func (e *explanation) first() *Target {
	if leaves := e.x.plan.sources(); e.x.endpoint == Models {
		return &e.x.plan.Targets[leaves[0]]
	}
	return e.tried[0].target
}

func appendProblem(dst []byte, p *config.Problem) []byte {
	dst = append(dst, '{')
	dst = rewrite.Int(dst, "line", int64(p.Line))
	dst = rewrite.Int(dst, "column", int64(p.Column))
	dst = rewrite.Text(dst, "path", p.Path)
	return append(rewrite.Text(dst, "message", p.Why), '}')
}
