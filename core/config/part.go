package config

// part reads a member of n that is an object, by rows. What they assume holds until the text says otherwise.
func (p *parser) part(n *Node, rows []field) {
	at := p.at
	if !p.expect('{', "is not an object") {
		return
	}
	for i := range rows {
		if rows[i].limits.assumed != 0 {
			put(rows[i].into(n), rows[i].limits.assumed)
		}
	}
	var keys keys
	seen := uint32(0) // a bit for each row
	for p.open(); p.more(); {
		m := p.member(&keys, snake)
		i := find(rows, m.name)
		switch {
		case m.null:
			p.skip()
		case i < 0:
			p.unknown(m, rows)
		default:
			seen |= 1 << i
			p.heed(n, &rows[i], m)
			p.value(n, &rows[i], m)
		}
		p.pop(m.mark)
	}
	for i := range rows {
		if rows[i].required && seen&(1<<i) == 0 {
			p.fatal(at, rows[i].need())
		}
	}
}

// unknown warns of a member that no row knows, and skips it.
func (p *parser) unknown(m member, rows []field) {
	guess := p.guess(m.name)
	for i := range rows {
		guess.offer(rows[i].name)
	}
	p.warn(m.at, "is not a field known here"+guess.phrase())
	p.skip()
}

// heed warns of a member to which n's strategy pays no heed.
func (p *parser) heed(n *Node, f *field, m member) {
	if f.modes != 0 && n.Mode != None && !f.modes.has(n.Mode) {
		p.warn(m.at, "has no effect in the mode "+n.Mode.String()+", only in "+either(f.modes.words()))
	}
}

// value reads the value of a known member into its place.
func (p *parser) value(n *Node, f *field, m member) {
	switch f.kind {
	case anOption:
		n.Options = append(n.Options, Option{f.name, p.option()})
	case aString:
		*f.into(n).(*string) = p.str()
	case aHost:
		*f.into(n).(*string) = p.host()
	case aWord:
		p.word(f.into(n), f.words)
	case anObject:
		*f.into(n).(*string) = p.object()
	case aList:
		*f.into(n).(*string) = p.list()
	case aFlag:
		p.flag(f.into(n))
	case aNumber, aWhole:
		if value, ok := p.number(f.limits, f.kind == aWhole); ok {
			put(f.into(n), value)
		}
	case statusCodes:
		*f.into(n).(*[]int) = p.statuses()
	case headerNames:
		*f.into(n).(*[]string) = p.headers()
	case requestFields:
		*f.into(n).(*[]string) = p.requestFields()
	case dropPaths:
		*f.into(n).(*[]Path) = p.paths()
	case aPart:
		p.room(n, f)
	default:
		p.special(n, f, m)
	}
}

// room makes room for a part and reads it; for what is none it makes none.
func (p *parser) room(n *Node, f *field) {
	if p.peek() == '{' {
		f.into(n)
	}
	p.part(n, f.fields)
}

// special reads the values that have readers of their own.
func (p *parser) special(n *Node, f *field, m member) {
	switch f.kind {
	case theWeight:
		if value, ok := p.number(f.limits, false); ok {
			n.Weight, n.HasWeight = value, true
		}
	case theTimeout:
		value, ok := p.number(f.limits, true)
		n.TimeoutMs, n.HasTimeout = int64(value), ok
	case theCooldown:
		p.cooldown(n.Breaker, f)
	case theConditions:
		p.conditions(n)
	case theDefault:
		n.Default, n.DefaultTarget = p.targetName(n)
	case theQuery:
		p.conditionQuery(&n.Conditions[len(n.Conditions)-1])
	case theThen:
		c := &n.Conditions[len(n.Conditions)-1]
		c.Then, c.Target = p.targetName(n)
	case misplaced:
		p.warn(m.at, "has no effect here: it belongs in strategy or in retry")
		p.skip()
	case legacy:
		p.fatal(m.at, "this version of config is not supported: name the targets in targets and the mode in strategy")
		p.skip()
	}
}

// put stores a number.
func put(into any, value float64) {
	switch into := into.(type) {
	case *float64:
		*into = value
	case *int64:
		*into = int64(value)
	case *int:
		*into = int(value)
	}
}

// word reads one of some words.
func (p *parser) word(into any, words []string) {
	word := p.oneOf(words)
	switch into := into.(type) {
	case *string:
		*into = word
	case *Mode:
		*into = modeOf(word)
	}
}

// flag reads true or false.
func (p *parser) flag(into any) {
	value := p.boolean()
	switch into := into.(type) {
	case *bool:
		*into = value != nil && *value
	case **bool:
		*into = value
	}
}
