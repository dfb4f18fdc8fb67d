package config

import "slices"

// settle reads the strategy of an object whose other members have been read: it points at targets by name and weight.
func (p *parser) settle(n *Node, l late) {
	switch {
	case l.strategy > 0:
		end := p.at
		p.at = l.strategy
		mark := p.push("strategy")
		p.strategy(n, l)
		p.pop(mark)
		p.at = end
	case l.targets > 0:
		mark := p.push("targets")
		p.fatal(l.targets, "needs a strategy beside it: single, fallback, loadbalance or conditional")
		p.pop(mark)
	}
}

// strategy reads the strategy object and checks that the targets fit it.
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
	p.fit(n, l)
}

// fit checks a strategy against its targets.
func (p *parser) fit(n *Node, l late) {
	if len(n.Targets) == 0 {
		p.fatal(max(l.strategy, l.targets), "needs targets beside it, at least one")
		return
	}
	switch n.Mode {
	case LoadBalance:
		if !slices.ContainsFunc(n.Targets, func(t Node) bool { return t.Weight > 0 }) {
			p.fatal(l.targets, "has no target to choose: the weight of every one is 0")
		}
	case Conditional:
		if len(n.Conditions) == 0 {
			p.fatal(l.strategy, "needs conditions, at least one")
		}
		p.uniqueNames(n)
	}
}

// uniqueNames warns of a target that no condition can choose, since an earlier one has its name.
func (p *parser) uniqueNames(n *Node) {
	var names keys
	for i := range n.Targets {
		if t := &n.Targets[i]; t.Name != "" && names.again(t.Name) {
			p.warn(t.Offset, "no condition chooses "+t.Path[len(root)+1:]+": an earlier target has the same name")
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
	guess := near{word: name}
	for i := range n.Targets {
		if n.Targets[i].Name == name && name != "" {
			return name, i
		}
		guess.offer(n.Targets[i].Name)
	}
	if raw := p.text[at:p.at]; raw[0] == '"' && len(n.Targets) > 0 {
		p.fatal(at, quote(raw)+" is not the name of a target"+guess.phrase())
	}
	return name, -1
}
