package config

import "slices"

// settle reads the strategy of an object whose other members have been read, since it points at targets by name, and
// checks that the two fit.
func (p *parser) settle(n *Node, l late) {
	if l.strategy > 0 {
		end := p.at
		p.at = l.strategy
		mark := p.push("strategy")
		p.strategy(n, l)
		p.pop(mark)
		p.at = end
	}
	switch {
	case l.strategy == 0 && l.targets == 0:
	case l.strategy == 0:
		p.fatalIn("targets", l.targets, "needs a strategy beside it: single, fallback, loadbalance or conditional")
	case l.targets == 0:
		p.fatalIn("strategy", l.strategy, "needs targets beside it, at least one")
	case len(n.Targets) == 0:
		p.fatalIn("targets", l.targets, "needs at least one target")
	case n.Mode == LoadBalance && n.isWeightless():
		p.fatalIn("targets", l.targets, "has none to choose: the weight of every one is 0")
	case n.Mode == Conditional && len(n.Conditions) == 0:
		p.fatalIn("strategy", l.strategy, "needs conditions, at least one")
	case n.Mode == Conditional:
		p.uniqueNames(n)
	}
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

// strategy reads the strategy object.
func (p *parser) strategy(n *Node, l late) {
	if !p.expect('{', "is not an object") {
		return
	}
	moded := false
	var keys keys
	for p.open(); p.more(); {
		m := p.member(&keys, snake)
		switch {
		case m.null:
			p.skip()
		case m.name == "mode":
			n.Mode, moded = Mode(slices.Index(modes[:], p.oneOf(modes[1:]...))), true
		case m.name == "on_status_codes":
			n.OnStatus = p.statuses()
		case m.name == "conditions":
			p.conditions(n)
		case m.name == "default":
			n.Default, n.DefaultTarget = p.targetName(n)
		case m.name == "sticky" || m.name == "sticky_session":
			n.Sticky = p.object()
		default:
			p.unknown(m, "mode", "on_status_codes", "conditions", "default", "sticky")
		}
		p.pop(m.mark)
	}
	if !moded {
		p.fatal(l.strategy, "needs a mode: single, fallback, loadbalance or conditional")
	}
}

// uniqueNames warns of a target that no condition can choose, since an earlier one has its name.
func (p *parser) uniqueNames(n *Node) {
	var names keys
	for i := range n.Targets {
		t := &n.Targets[i]
		if t.Name != "" && names.again(t.Name) {
			mark := p.push("targets")
			p.index(i)
			p.warn(t.Offset, "is never chosen: an earlier target has the same name")
			p.pop(mark)
		}
	}
}

// conditions reads the list of conditions.
func (p *parser) conditions(n *Node) {
	if !p.expect('[', "is not a list") {
		return
	}
	for p.open(); p.more(); {
		mark := p.index(len(n.Conditions))
		n.Conditions = append(n.Conditions, p.condition(n))
		p.pop(mark)
	}
}

// condition reads one row: a query and the name of the target that it chooses.
func (p *parser) condition(n *Node) Condition {
	at := p.at
	c := Condition{Target: -1, Offset: at}
	if !p.expect('{', "is not an object") {
		return c
	}
	var keys keys
	for p.open(); p.more(); {
		m := p.member(&keys, verbatim)
		switch m.name {
		case "query":
			c.Offset = p.at
			p.query()
			c.Query = p.text[c.Offset:p.at]
		case "then":
			c.Then, c.Target = p.targetName(n)
		default:
			p.unknown(m, "query", "then")
		}
		p.pop(m.mark)
	}
	if !keys.has("query") {
		p.fatal(at, "needs a query, an object")
	}
	if !keys.has("then") {
		p.fatal(at, "needs a then, the name of a target")
	}
	return c
}

// targetName reads the name of one of n's targets, and returns its index too, -1 when there is none.
func (p *parser) targetName(n *Node) (name string, index int) {
	at := p.at
	name = p.str()
	for i := range n.Targets {
		if n.Targets[i].Name == name && name != "" {
			return name, i
		}
	}
	guess := p.guess(name)
	for i := range n.Targets {
		guess.offer(n.Targets[i].Name)
	}
	if raw := p.text[at:p.at]; raw[0] == '"' && len(n.Targets) > 0 {
		p.fatal(at, quote(raw)+" is not the name of a target"+guess.phrase())
	}
	return name, -1
}
