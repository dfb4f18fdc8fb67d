package config

import (
	"slices"
)

// parser reads a valid text. It keeps the path of what it reads, so that a problem can say where it is.
type parser struct {
	cursor
	path     []byte // "config.targets[1].retry"
	problems []Problem
	fatals   int
	warnings int
}

// late holds the offsets of two values that an object's other members give their meaning; 0 is absent.
type late struct{ strategy, targets int }

// node reads the config object at the cursor into n.
func (p *parser) node(n *Node) {
	n.Offset, n.Path, n.Weight, n.DefaultTarget = p.at, string(p.path), 1, -1
	if !p.expect('{', "is not an object") {
		return
	}
	var keys keys
	var l late
	for p.open(); p.more(); {
		m := p.member(&keys, snake)
		switch f := lookup(m.name); {
		case m.null:
			p.skip()
		case f == nil:
			p.unknownField(n, m)
		case f.kind == theStrategy:
			l.strategy = p.at
			p.skip()
		case f.kind == theTargets:
			l.targets = p.at
			p.targets(n)
		default:
			p.value(n, f, m)
		}
		p.pop(m.mark)
	}
	for i := range n.Options { // few, and mostly in order
		for ; i > 0 && n.Options[i].Key < n.Options[i-1].Key; i-- {
			n.Options[i-1], n.Options[i] = n.Options[i], n.Options[i-1]
		}
	}
	p.settle(n, l)
}

// unknownField keeps a member that no row knows as an option: some vendor may, some day.
func (p *parser) unknownField(n *Node, m member) {
	guess := p.guess(m.name)
	for i := range fields {
		guess.offer(fields[i].name)
	}
	p.warn(m.at, "is not a field of a config"+guess.phrase())
	n.Options = append(n.Options, Option{m.name, p.option()})
}

// targets reads the list of targets. An element that is not an object keeps its place, so that indexes stay true.
func (p *parser) targets(n *Node) {
	if !p.expect('[', "is not a list") {
		return
	}
	for p.open(); p.more(); {
		mark := p.index(len(n.Targets))
		n.Targets = append(n.Targets, Node{})
		p.node(&n.Targets[len(n.Targets)-1])
		p.pop(mark)
	}
}

// member is the key of one member, its value being next.
type member struct {
	at   int    // where the key stands
	name string // the key, normalised
	null bool   // the value is null
	mark int    // for pop
}

// member reads a key, adds it to the path as it is spelled, and complains when the object has it already.
func (p *parser) member(keys *keys, normal func(string) string) member {
	at, raw := p.key()
	m := member{at: at, name: normal(plain(raw)), null: p.peek() == 'n', mark: p.push(raw[1 : len(raw)-1])}
	if keys.again(m.name) {
		p.fatal(at, "is given twice")
	}
	return m
}

// verbatim is the normal form of keys that are not ours.
func verbatim(key string) string { return key }

// keys remembers the keys of one object.
type keys struct {
	few  [16]string
	n    int
	many map[string]struct{} // when there are more than a few
}

func (k *keys) has(key string) bool {
	_, found := k.many[key]
	return found || slices.Contains(k.few[:k.n], key)
}

// again adds a key and reports whether it was there.
func (k *keys) again(key string) bool {
	if k.has(key) {
		return true
	}
	if k.n < len(k.few) {
		k.few[k.n] = key
		k.n++
		return false
	}
	if k.many == nil {
		k.many = make(map[string]struct{})
	}
	k.many[key] = struct{}{}
	return false
}

// push adds a member to the path, index an element; pop takes them off again.
func (p *parser) push(key string) (mark int) {
	mark = len(p.path)
	p.path = append(append(p.path, '.'), clip(key)...)
	return mark
}

func (p *parser) index(i int) (mark int) {
	mark = len(p.path)
	p.path = appendIndex(p.path, i)
	return mark
}

func (p *parser) pop(mark int) { p.path = p.path[:mark] }
