package config

var strategyFields = [...]field{
	{name: "cb_config", kind: aPart, fields: breakerFields[:], into: newBreaker, about: "Takes a failing target out of the choice for a while."},
	{name: "conditions", kind: theConditions, fields: conditionFields[:], modes: onConditional, about: "What is asked of the request, in order; the first that holds chooses the target."},
	{name: "decay", kind: aWhole, limits: limits{1, mostWhole, 300_000}, modes: onLowest, into: func(n *Node) any { return &n.DecayMs }, about: "Milliseconds after which a measured latency counts half."},
	{name: "default", kind: theDefault, modes: onConditional, about: "The name of the target when no condition holds."},
	{name: "explore", kind: aNumber, limits: limits{0, 1, 0.05}, modes: onLowest, into: func(n *Node) any { return &n.Explore }, about: "The share of requests that go to another target, to learn how it does."},
	{name: "hedge", kind: aPart, fields: hedgeFields[:], modes: onFallback, into: newHedge, about: "Starts the next target when one is slow; the first answer counts."},
	{name: "mode", kind: aWord, words: modes[1:], required: true, into: func(n *Node) any { return &n.Mode }, about: "How to choose among the targets."},
	{name: StatusList, kind: statusCodes, modes: onFallback, into: func(n *Node) any { return &n.OnStatus }, about: "The statuses that count as failure; all but 200 to 299 when absent."},
	{name: "sticky", kind: aPart, fields: stickyFields[:], modes: onLoadBalance | onLowest, into: newSticky, about: "Keeps requests that are alike with one target."},
	{name: "sticky_session", kind: aPart, fields: stickyFields[:], modes: onLoadBalance | onLowest, into: newStickySession, about: "The same as sticky, in an older spelling; enabled unless it says otherwise."},
}

// settle reads the strategy of an object whose other members have been read, since it points at targets by name, and
// checks that the two fit.
func (p *parser) settle(n *Node, l late) {
	if l.strategy > 0 {
		end := p.at
		p.at = l.strategy
		mark := p.push("strategy")
		n.Mode = p.modeAhead()
		p.part(n, strategyFields[:])
		p.pop(mark)
		p.at = end
	}
	switch {
	case l.strategy == 0 && l.targets == 0:
	case l.strategy == 0:
		p.fatalIn("targets", l.targets, "needs a strategy beside it: "+either(modes[1:]))
	case l.targets == 0:
		p.fatalIn("strategy", l.strategy, "needs targets beside it, at least one")
	case len(n.Targets) == 0:
		p.fatalIn("targets", l.targets, "needs at least one target")
	case n.Mode == LoadBalance && n.isWeightless():
		p.fatalIn("targets", l.targets, "has none to choose: the weight of every one is 0")
	case n.Mode == Conditional && len(n.Conditions) == 0:
		p.fatalIn("strategy", l.strategy, "needs conditions, at least one")
	}
}

// modeAhead returns the mode of the strategy at the cursor without moving it: the mode may come last, and says which of
// the other members have an effect.
func (p *parser) modeAhead() Mode {
	c := p.cursor
	if c.peek() != '{' {
		return None
	}
	if _, ok := c.seek("mode"); !ok || c.peek() != '"' {
		return None
	}
	return modeOf(plain(c.skip()))
}

func (n *Node) isWeightless() bool {
	for i := range n.Targets {
		if n.Targets[i].Weight > 0 {
			return false
		}
	}
	return true
}

// fatalIn notes a fatal problem of a member.
func (p *parser) fatalIn(key string, at int, why string) {
	mark := p.push(key)
	p.fatal(at, why)
	p.pop(mark)
}
