package core

import (
	"strconv"

	"causeway/core/config"
	"causeway/core/rewrite"
	"causeway/core/route"
)

// appendSurvey appends the member "asks" where all providers are asked and not the first that the walk leads to: see survey.
func (e *explanation) appendSurvey(dst []byte) []byte {
	leaves := e.x.plan.sources()
	if e.x.endpoint != Models || len(leaves) < 2 {
		return dst
	}
	dst = append(rewrite.Key(dst, "asks"), '[')
	for _, leaf := range leaves {
		dst = rewrite.AppendString(rewrite.Comma(dst), e.x.plan.Targets[leaf].Path)
	}
	return append(dst, ']')
}

// appendWalk appends the member "walk": the nodes from the root to the first candidate, each with what it chose and why.
func (e *explanation) appendWalk(dst []byte) []byte {
	dst = append(rewrite.Key(dst, "walk"), '[')
	for i, at := range e.way {
		next := int32(-1)
		if i+1 < len(e.way) {
			next = e.way[i+1]
		}
		dst = e.appendStep(rewrite.Comma(dst), at, next)
	}
	return append(dst, ']')
}

// appendStep appends one node of the walk. next is the child that it chose, -1 for none.
func (e *explanation) appendStep(dst []byte, at, next int32) []byte {
	n := &e.x.plan.Tree.Nodes[at]
	dst = append(dst, '{')
	dst = rewrite.Text(dst, "path", e.path(at))
	if n.Mode != route.Leaf {
		dst = rewrite.Text(dst, "mode", e.places[at].node.Mode.String())
	}
	if next >= 0 {
		dst = rewrite.Text(dst, "chose", e.path(next))
	}
	switch n.Mode {
	case route.Leaf:
		dst = rewrite.Text(dst, "why", "a target")
	case route.Single:
		dst = rewrite.Text(dst, "why", "the first target is the only one that is used")
	case route.Fallback:
		dst = e.appendOrder(dst, n)
	case route.LoadBalance:
		dst = e.appendWeights(dst, at, n)
	case route.Conditional:
		dst = e.appendConditions(dst, at, n)
	case route.Measured:
		dst = e.appendMeasures(dst, at, n)
	}
	return append(dst, '}')
}

// appendOrder explains a fallback.
func (e *explanation) appendOrder(dst []byte, n *route.Node) []byte {
	dst = rewrite.Text(dst, "why", "its targets are tried in this order, until one ends with a status that is no failure")
	dst = rewrite.Text(dst, "failures", failures(n))
	return e.appendChildren(dst, "order", n, func(dst []byte, _ int32) []byte { return dst })
}

// appendWeights explains a choice by weight.
func (e *explanation) appendWeights(dst []byte, at int32, n *route.Node) []byte {
	dst = rewrite.Text(dst, "why", "the draw falls on its share of the weights, which stand side by side from 0 to 1")
	dst = appendNumber(dst, "draw", e.x.walk.Draw(at))
	if _, isSticky := e.x.Sticky(at); isSticky {
		dst = appendFlag(dst, "sticky", true)
	}
	return e.appendChildren(dst, "weights", n, func(dst []byte, child int32) []byte {
		return appendNumber(dst, "weight", e.x.plan.Tree.Nodes[child].Weight)
	})
}

// appendMeasures explains a choice by speed or price: what is known of each target.
func (e *explanation) appendMeasures(dst []byte, at int32, n *route.Node) []byte {
	x := e.x
	if x.plan.Choices[at].Mode == config.LowestCost {
		dst = rewrite.Text(dst, "why", "the lowest estimate of what the call costs, in US dollars")
		return e.appendChildren(dst, "costs", n, func(dst []byte, child int32) []byte {
			return x.appendEstimate(dst, &x.plan.Targets[x.firstLeaf(child)])
		})
	}
	dst = rewrite.Text(dst, "why", "the quickest of late, but for the share of calls that explore")
	dst = appendNumber(dst, "explore", x.plan.Choices[at].Explore)
	return e.appendChildren(dst, "latencies", n, func(dst []byte, child int32) []byte {
		ms, known := x.latencyMs(x.firstLeaf(child))
		return appendKnown(dst, "ms", ms, known)
	})
}

// appendEstimate appends what the call may cost at a target, and whose price that is.
func (x *Exchange) appendEstimate(dst []byte, t *Target) []byte {
	amount, known, isConfigs := x.estimate(t)
	switch {
	case !known:
		return rewrite.Raw(dst, "dollars", "null")
	case isConfigs:
		return rewrite.Text(appendDollars(dst, "dollars", amount), "price", "the config's")
	}
	return rewrite.Text(appendDollars(dst, "dollars", amount), "price", "the table's")
}

// appendChildren appends a list of n's children, each with what of it counts and whether it may be tried now.
func (e *explanation) appendChildren(dst []byte, key string, n *route.Node, what func(dst []byte, child int32) []byte) []byte {
	dst = append(rewrite.Key(dst, key), '[')
	for child := n.First; child < n.First+n.Count; child++ {
		dst = append(rewrite.Comma(dst), '{')
		dst = what(rewrite.Text(dst, "path", e.path(child)), child)
		dst = append(appendFlag(dst, "ready", e.x.walk.Ready(child)), '}')
	}
	return append(dst, ']')
}

// appendConditions explains a conditional: the verdict on each condition, up to the first that holds.
func (e *explanation) appendConditions(dst []byte, at int32, n *route.Node) []byte {
	node := e.places[at].node
	list := []byte{'['}
	why := "no condition holds, and the default is " + node.Default
	if n.Default < 0 {
		why = "no condition holds, and there is no default"
	}
	settled := false
	for i := range n.Conditions {
		c := &node.Conditions[i]
		list = append(rewrite.Comma(list), '{')
		list = rewrite.Raw(list, "query", c.Query)
		list = rewrite.Text(list, "then", c.Then)
		switch refuted := n.Conditions[i].Query.Refuted(&e.facts); {
		case settled:
			list = rewrite.Text(list, "verdict", "not asked")
		case refuted != "":
			list = rewrite.Text(rewrite.Text(list, "verdict", "does not hold"), "refuted_by", refuted)
		default:
			settled, why = true, "condition "+decimal(int64(i+1))+" is the first that holds"
			list = rewrite.Text(list, "verdict", "holds")
		}
		list = append(list, '}')
	}
	dst = rewrite.Text(dst, "why", why)
	return append(append(rewrite.Key(dst, "conditions"), list...), ']')
}

// appendCandidates appends the members "candidates", the targets in the order in which failures would lead to them, and
// "passed_over", the others.
func (e *explanation) appendCandidates(dst []byte) []byte {
	dst = append(rewrite.Key(dst, "candidates"), '[')
	for i := range e.tried {
		dst = e.appendCandidate(rewrite.Comma(dst), i)
	}
	dst = append(dst, ']')
	if e.stopped != nil {
		dst = rewrite.Text(dst, "stopped", e.stopped.Error())
	}
	dst = append(rewrite.Key(dst, "passed_over"), '[')
	for at := range e.places {
		p := &e.places[at]
		if p.visited || !e.places[p.parent].visited {
			continue
		}
		dst = append(rewrite.Comma(dst), '{')
		dst = rewrite.Text(dst, "path", p.node.Path)
		dst = append(rewrite.Text(dst, "why", e.passed(int32(at))), '}')
	}
	return append(dst, ']')
}

// maxRehearsedBytes bounds the requests that a dry run makes and shows: as many are made as a config has candidates.
const maxRehearsedBytes = 32 << 20

func (e *explanation) appendCandidate(dst []byte, i int) []byte {
	c := &e.tried[i]
	why := "the walk leads here"
	if c.by >= 0 {
		why = "after " + e.tried[i-1].target.Path + " ends with " + failures(&e.x.plan.Tree.Nodes[c.by])
	}
	dst = append(dst, '{')
	dst = rewrite.Text(dst, "path", c.target.Path)
	dst = rewrite.Text(dst, "why", why)
	if e.made > maxRehearsedBytes {
		why = "the requests before this one are larger than " + decimal(maxRehearsedBytes) + " bytes together"
		return append(rewrite.Text(dst, "left_out", why), '}')
	}
	r := e.rehearsed(c.target)
	e.made += max(len(r.fetch.Body), len(e.x.call.Body))
	dst = r.appendTarget(dst)
	dst = r.appendLosses(dst)
	if e.x.dry.all {
		dst = r.appendRequest(dst)
	}
	return append(dst, '}')
}

// passed says why the tree's node at, whose parent is on the way of some candidate, is on none itself.
func (e *explanation) passed(at int32) string {
	parent := e.places[at].parent
	name := e.path(parent)
	switch n := &e.x.plan.Tree.Nodes[parent]; {
	case n.Mode == route.Single:
		return name + " uses its first target only"
	case n.Mode == route.Conditional:
		return "no condition of " + name + " that holds names it first"
	case n.Mode == route.LoadBalance && !(e.x.plan.Tree.Nodes[at].Weight > 0):
		return "its weight is 0"
	case !e.x.walk.Ready(at):
		return "its breaker, its key or its rate limit keeps it out"
	case n.Mode == route.LoadBalance:
		return "the draw of " + name + " falls on another"
	case n.Mode == route.Measured:
		return name + " finds another better"
	case e.stopped != nil:
		return "the walk stops before it"
	}
	return "no status counts as failure in " + name
}

// failures says which statuses a fallback counts as failure.
func failures(n *route.Node) string {
	if n.OnStatus == nil {
		return "any status but 200 to 299"
	}
	text := "no status"
	for i, status := range n.OnStatus {
		switch {
		case i == 0:
			text = "status "
		case i+1 == len(n.OnStatus):
			text += " or "
		default:
			text += ", "
		}
		text += decimal(int64(status))
	}
	return text
}

func appendKnown(dst []byte, key string, n float64, known bool) []byte {
	if !known {
		return rewrite.Raw(dst, key, "null")
	}
	return appendNumber(dst, key, n)
}

func appendNumber(dst []byte, key string, n float64) []byte {
	return strconv.AppendFloat(rewrite.Key(dst, key), n, 'g', -1, 64)
}
