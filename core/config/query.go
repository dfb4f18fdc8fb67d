package config

import "strings"

// operators are what may stand under a path in a query; route gives them their meaning.
// https://portkey.ai/docs/product/ai-gateway/conditional-routing (read 2026-11-21); $length is in the gateway's source only.
var operators = [...]string{"$eq", "$gt", "$gte", "$in", "$length", "$lt", "$lte", "$ne", "$nin", "$regex"}

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
		case m.name == "$and" || m.name == "$or":
			p.queries()
		case strings.HasPrefix(m.name, "$"):
			p.strange(m, "does not join queries: only $and and $or do", "$and", "$or")
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
	known := first == "metadata" || first == "params" || first == "url"
	if !known || rest == "" {
		guess := p.guess(first)
		for _, name := range [...]string{"metadata", "params", "url"} {
			guess.offer(name)
		}
		p.warn(m.at, "is never there: a path begins with metadata., params. or url."+guess.phrase())
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
		switch m.name {
		case "$eq", "$ne":
			p.skip()
		case "$in", "$nin":
			p.list()
		case "$gt", "$gte", "$lt", "$lte":
			p.bound()
		case "$regex":
			p.str()
		case "$length":
			p.length()
		default:
			p.strange(m, "is not an operator", operators[:]...)
		}
		p.pop(m.mark)
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
func (p *parser) length() {
	if p.peek() == '{' {
		p.operators()
		return
	}
	p.whole()
}

// strange refuses a member of a query that is none of these, and skips it.
func (p *parser) strange(m member, why string, known ...string) {
	guess := p.guess(m.name)
	for _, name := range known {
		guess.offer(name)
	}
	p.fatal(m.at, why+guess.phrase())
	p.skip()
}
