package config

import (
	"slices"
	"strings"
)

// operators are what may stand under a path in a query; route gives them their meaning.
// https://portkey.ai/docs/product/ai-gateway/conditional-routing (read 2026-11-21); $length is in the gateway's source only.
var operators = [...]field{
	{name: "$eq", kind: anything, about: "It is this, type and all."},
	{name: "$gt", kind: aBound, about: "It is a number above this one."},
	{name: "$gte", kind: aBound, about: "It is this number or one above."},
	{name: "$in", kind: aList, about: "It is one of these."},
	{name: "$length", kind: aLength, limits: limits{0, mostWhole, 0}, about: "It is a list of so many elements."},
	{name: "$lt", kind: aBound, about: "It is a number below this one."},
	{name: "$lte", kind: aBound, about: "It is this number or one below."},
	{name: "$ne", kind: anything, about: "It is not this, or is not there."},
	{name: "$nin", kind: aList, about: "It is none of these, or is not there."},
	{name: "$regex", kind: aString, about: "It matches this regular expression."},
}

// joiners are the members of a query that are not paths.
var joiners = [...]field{
	{name: "$and", kind: theQueries, about: "All of these hold."},
	{name: "$or", kind: theQueries, about: "At least one of these holds."},
}

// roots are what a path begins with.
var roots = [...]string{"metadata", "params", "headers", "url"}

// query checks a condition's query: an object of paths, each with a value or operators, and of $and and $or with a list
// of queries.
func (p *parser) query() {
	if !p.expect('{', "is not an object") {
		return
	}
	var keys keys
	for p.open(); p.more(); {
		m := p.member(&keys, verbatim)
		switch {
		case find(joiners[:], m.name) >= 0:
			p.queries()
		case strings.HasPrefix(m.name, "$"):
			p.strange(m, "does not join queries: only $and and $or do", joiners[:])
		default:
			p.test(m)
		}
		p.pop(m.mark)
	}
}

func (p *parser) queries() {
	if !p.expect('[', "is not a list of queries") {
		return
	}
	i := 0
	for p.open(); p.more(); i++ {
		mark := p.index(i)
		p.query()
		p.pop(mark)
	}
}

// test checks a path and what stands under it.
func (p *parser) test(m member) {
	first, rest, _ := strings.Cut(m.name, ".")
	if rest == "" || !slices.Contains(roots[:], first) {
		guess := p.guess(first)
		for _, name := range roots {
			guess.offer(name)
		}
		p.warn(m.at, "is never there: a path begins with metadata., params., headers. or url."+guess.phrase())
	}
	switch p.peek() {
	case '{':
		p.operators()
	case '[':
		p.fatal(p.at, "a list needs an operator such as $in")
		p.skip()
	default:
		p.skip()
	}
}

// operators checks an object of operators.
func (p *parser) operators() {
	var keys keys
	for p.open(); p.more(); {
		m := p.member(&keys, verbatim)
		if i := find(operators[:], m.name); i >= 0 {
			p.operand(&operators[i])
		} else {
			p.strange(m, "is not an operator", operators[:])
		}
		p.pop(m.mark)
	}
}

// operand checks what an operator compares with.
func (p *parser) operand(f *field) {
	switch f.kind {
	case aList:
		p.list()
	case aBound:
		p.bound()
	case aString:
		p.str()
	case aLength:
		p.length(f.limits)
	default:
		p.skip()
	}
}

// bound checks what a value may be compared with by size: a number, or a string that JavaScript would read as one.
func (p *parser) bound() {
	at, raw := p.read()
	if raw[0] != '"' && raw[0] != '-' && !isDigit(raw[0]) {
		p.fatal(at, quote(raw)+" is not a number")
	}
}

// length checks what a list's length may be tested with: a number, or operators.
func (p *parser) length(l limits) {
	if p.peek() == '{' {
		p.operators()
		return
	}
	p.number(l, true)
}

// strange refuses a member of a query that no row knows, and skips it.
func (p *parser) strange(m member, why string, rows []field) {
	guess := p.guess(m.name)
	for i := range rows {
		guess.offer(rows[i].name)
	}
	p.fatal(m.at, why+guess.phrase())
	p.skip()
}
