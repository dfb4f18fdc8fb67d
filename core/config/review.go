package config

import "strconv"

// heritage is what a target takes from the objects above it, as far as warnings depend on it.
type heritage struct {
	totalMs int64  // timeouts.total; 0: none
	retry   *Retry // nil: none
}

// review warns of what is in order by itself but has no effect, or no good one, where it stands in the tree: n is a target
// of parent, which is nil for the root.
func (p *parser) review(n, parent *Node, h heritage) {
	hasTotal := n.Timeouts != nil && n.Timeouts.TotalMs > 0
	if hasTotal {
		h.totalMs = n.Timeouts.TotalMs
	}
	if n.Retry != nil {
		h.retry = n.Retry
		p.reviewRetry(n, h.totalMs)
	} else if hasTotal && h.retry != nil && h.retry.WaitMs() > h.totalMs {
		p.blame(n, decimal(h.totalMs)+" is less than the "+decimal(h.retry.WaitMs())+" ms between the attempts of the parent's retry", "timeouts", "total")
	}
	p.reviewWeight(n, parent)
	p.reviewTimeouts(n, h.totalMs)
	p.reviewBreaker(n, parent)
	p.reviewSticky(n)
	p.reviewTargets(n)
	for i := range n.Targets {
		p.review(&n.Targets[i], n, h)
	}
}

// reviewWeight warns of a weight that nobody reads.
func (p *parser) reviewWeight(n, parent *Node) {
	switch {
	case !n.HasWeight:
	case parent == nil:
		p.blame(n, "has no effect: it is for targets, and this is the root", "weight")
	case parent.Mode == None: // a mistake that was named already
	case parent.Mode != LoadBalance:
		p.blame(n, "has no effect: the parent's mode is "+parent.Mode.String()+", and only "+LoadBalance.String()+" weighs", "weight")
	}
}

// reviewTimeouts warns of a time-out that another one forestalls.
func (p *parser) reviewTimeouts(n *Node, totalMs int64) {
	headersMs := int64(0)
	if n.Timeouts != nil {
		headersMs = n.Timeouts.HeadersMs
		for i := range timeoutFields {
			p.forestalled(n, *timeoutFields[i].into(n).(*int64), totalMs, "timeouts", timeoutFields[i].name)
		}
	}
	switch {
	case !n.HasTimeout:
	case headersMs == 0:
		p.forestalled(n, n.TimeoutMs, totalMs, "request_timeout")
	case headersMs != n.TimeoutMs:
		p.blame(n, "has no effect: timeouts.headers wins, which is "+decimal(headersMs), "request_timeout")
	}
}

func (p *parser) forestalled(n *Node, ms, totalMs int64, keys ...string) {
	if totalMs > 0 && ms > totalMs {
		p.blame(n, decimal(ms)+" is more than timeouts.total, which is "+decimal(totalMs), keys...)
	}
}

// mostWaitMs is how long a client may be expected to wait for retries: ten minutes, as long as OpenAI's SDKs wait for a
// reply. https://github.com/openai/openai-python#timeouts (read 2026-11-21).
const mostWaitMs = 600_000

// reviewRetry warns of retries that come too late or are too many.
func (p *parser) reviewRetry(n *Node, totalMs int64) {
	switch waitMs := n.Retry.WaitMs(); {
	case totalMs > 0 && waitMs > totalMs:
		p.blame(n, "waits "+decimal(waitMs)+" ms between attempts, more than timeouts.total, which is "+decimal(totalMs), "retry", "attempts")
	case waitMs > mostWaitMs:
		p.blame(n, "waits "+decimal(waitMs)+" ms between attempts, more than ten minutes", "retry", "attempts")
	case n.Retry.Attempts > mostAttempts:
		p.blame(n, strconv.Itoa(n.Retry.Attempts)+" is more than "+strconv.Itoa(mostAttempts)+", at which Portkey stops", "retry", "attempts")
	}
}

// reviewBreaker warns of a breaker that cannot open or is not looked at.
func (p *parser) reviewBreaker(n, parent *Node) {
	if n.Breaker == nil {
		return
	}
	_, onNode := p.place(n, "cb_config")
	_, onStrategy := p.place(n, "strategy", "cb_config")
	keys := []string{"cb_config"}
	if onStrategy {
		keys = []string{"strategy", "cb_config"}
	}
	switch {
	case onNode && onStrategy:
		p.blame(n, "has no effect: strategy.cb_config overrules it", "cb_config")
	case n.Breaker.neverOpens() && p.fatals == 0: // else a threshold may have been meant
		p.blame(n, "has no effect without failure_threshold or failure_threshold_percentage", keys...)
	case n.Mode == Conditional && n.hasOnlyLeaves() || n.Mode == None && parent != nil && parent.Mode == Conditional:
		p.blame(n, "has no effect: conditions choose a target whether its circuit is open or not", keys...)
	}
}

func (n *Node) hasOnlyLeaves() bool {
	for i := range n.Targets {
		if n.Targets[i].Mode != None {
			return false
		}
	}
	return true
}

// reviewSticky warns of the sticky object whose author did not know that it must be enabled.
func (p *parser) reviewSticky(n *Node) {
	if n.Sticky == nil || n.Sticky.Enabled {
		return
	}
	if _, said := p.place(n, "strategy", "sticky", "enabled"); !said {
		p.blame(n, "has no effect: enabled is not true", "strategy", "sticky")
	}
}

// reviewTargets warns of targets that n's strategy never chooses.
func (p *parser) reviewTargets(n *Node) {
	switch n.Mode {
	case Single:
		for i := 1; i < len(n.Targets); i++ {
			p.blame(&n.Targets[i], "is never chosen: "+Single.String()+" takes the first target")
		}
	case LoadBalance:
		p.reviewShares(n)
	case Conditional:
		p.reviewNames(n)
	}
}

// reviewShares warns of targets without a share of the load. When none has one, that is a mistake that was named already.
func (p *parser) reviewShares(n *Node) {
	if n.isWeightless() {
		return
	}
	for i := range n.Targets {
		if n.Targets[i].Weight == 0 {
			p.blame(&n.Targets[i], "0 means that the target is never chosen", "weight")
		}
	}
}

// reviewNames warns of targets that no condition names. When a condition names an unknown one, nothing is said of others:
// one of them may be meant.
func (p *parser) reviewNames(n *Node) {
	named := make([]bool, len(n.Targets))
	for i := range n.Conditions {
		if n.Conditions[i].Target < 0 {
			return
		}
		named[n.Conditions[i].Target] = true
	}
	if n.DefaultTarget >= 0 {
		named[n.DefaultTarget] = true
	} else if n.Default != "" || len(n.Conditions) == 0 {
		return
	}
	var names keys
	for i := range n.Targets {
		t := &n.Targets[i]
		switch isNamesake := t.Name != "" && names.again(t.Name); {
		case isNamesake:
			p.blame(t, "is never chosen: an earlier target has the same name")
		case !named[i]:
			p.blame(t, "is never chosen: no condition names it, nor does default")
		}
	}
}

// blame warns of n or, when keys (snake_case) lead to one, of a member of it. Where it stands is looked up again in the
// text: warnings are few, and places of everything would be many.
func (p *parser) blame(n *Node, why string, keys ...string) {
	if p.warnings < maxProblems {
		at, _ := p.place(n, keys...)
		p.warn(at, why)
	}
}

// place returns where the member of n to which keys lead stands, and makes its path the current one. Without such a
// member ok is false, and place and path are those of the last object on the way.
func (p *parser) place(n *Node, keys ...string) (at int, ok bool) {
	p.path = append(p.path[:0], n.Path...)
	c := cursor{text: p.text, at: n.Offset}
	for _, key := range keys {
		at = c.at
		if c.peek() != '{' {
			return at, false
		}
		spelled, found := c.seek(key)
		if !found {
			return at, false
		}
		p.push(spelled)
	}
	return c.at, true
}
