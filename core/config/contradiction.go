package config

import (
	"math"
	"slices"
	"strconv"
)

// maxTests bounds how many tests of one query are weighed against each other, and how many values of one $in.
const maxTests = 64

// contradiction warns of a query that nothing can satisfy. The query stands at an offset, and is as query wants it.
//
// It finds what contradicts itself by equality and by size, on one path, however $and and $or nest. What a regular
// expression lets through it does not know, nor which numbers a text may begin with; then the query may hold.
func (p *parser) contradiction(at int) {
	l := logic{cursor: cursor{text: p.text, at: at}, fault: -1}
	l.query()
	if l.fault >= 0 {
		p.warn(l.fault, "can never hold: "+l.why)
	}
}

// logic reads a query and keeps what its tests leave of every path's values.
type logic struct {
	cursor
	ranges []span
	tests  int
	fault  int // where the first contradiction stands, -1 when there is none
	why    string
}

// span is what one path's value may still be.
type span struct {
	path             string
	isOfLength       bool      // it is about the length of the list there
	low, high        float64   // infinite: any
	isAbove, isBelow bool      // low and high themselves are excluded
	oneOf            []literal // nil: any
	noneOf           []literal
}

// literal is a JSON value to compare with, as === does.
type literal struct {
	kind   byte // its first byte, '0' for numbers
	text   string
	number float64
}

func (l *logic) refute(at int, why string) {
	if l.fault < 0 {
		l.fault, l.why = at, why
	}
}

// query reads a query, all of which must hold.
func (l *logic) query() {
	for l.open(); l.more(); {
		at, raw := l.key()
		switch name := plain(raw); name {
		case "$and":
			for l.open(); l.more(); {
				l.query()
			}
		case "$or":
			l.any(at)
		default:
			l.under(at, name, false)
		}
	}
}

// any reads a list of queries, one of which must hold beside what was read before.
func (l *logic) any(at int) {
	before := *l
	canHold := false
	for l.open(); l.more(); l.tests++ {
		if l.fault = -1; l.tests <= maxTests {
			l.ranges = slices.Clone(before.ranges)
		}
		l.query()
		canHold = canHold || l.fault < 0
	}
	l.ranges, l.fault, l.why = before.ranges, before.fault, before.why
	if !canHold {
		l.refute(at, "none of $or can")
	}
}

// under reads what stands under a path: a value or operators.
func (l *logic) under(at int, path string, isOfLength bool) {
	if l.peek() != '{' {
		l.weigh(at, path, isOfLength, "$eq", l.skip())
		return
	}
	for l.open(); l.more(); {
		at, raw := l.key()
		if operator := plain(raw); operator == "$length" {
			l.under(at, path, true)
		} else {
			l.weigh(at, path, isOfLength, operator, l.skip())
		}
	}
}

// weigh adds one test and sees whether anything is left.
func (l *logic) weigh(at int, path string, isOfLength bool, operator, raw string) {
	if l.tests++; l.tests > maxTests || l.fault >= 0 {
		return
	}
	s := l.span(path, isOfLength)
	switch operator {
	case "$eq":
		s.keep([]literal{newLiteral(raw)})
	case "$in":
		if values, ok := literals(raw); ok {
			s.keep(values)
		}
	case "$ne":
		s.noneOf = append(s.noneOf[:len(s.noneOf):len(s.noneOf)], newLiteral(raw))
	case "$nin":
		values, _ := literals(raw)
		s.noneOf = append(s.noneOf[:len(s.noneOf):len(s.noneOf)], values...)
	default:
		s.bound(operator, newLiteral(raw))
	}
	if s.isEmpty() {
		l.refute(at, "no value passes all its tests")
	}
}

// span returns the span of a path.
func (l *logic) span(path string, isOfLength bool) *span {
	for i := range l.ranges {
		if s := &l.ranges[i]; s.path == path && s.isOfLength == isOfLength {
			return s
		}
	}
	l.ranges = append(l.ranges, span{path: path, isOfLength: isOfLength, low: math.Inf(-1), high: math.Inf(1)})
	return &l.ranges[len(l.ranges)-1]
}

// keep leaves only values that are among these too. No list and no object is the same as another.
func (s *span) keep(values []literal) {
	kept := []literal{}
	for _, v := range values {
		if v.kind != '{' && v.kind != '[' && (s.oneOf == nil || slices.Contains(s.oneOf, v)) {
			kept = append(kept, v)
		}
	}
	s.oneOf = kept
}

// bound leaves only values on one side of a number.
func (s *span) bound(operator string, v literal) {
	number, ok := v.size()
	if !ok {
		return
	}
	switch operator {
	case "$gt":
		if number >= s.low {
			s.low, s.isAbove = number, true
		}
	case "$gte":
		if number > s.low {
			s.low, s.isAbove = number, false
		}
	case "$lt":
		if number <= s.high {
			s.high, s.isBelow = number, true
		}
	case "$lte":
		if number < s.high {
			s.high, s.isBelow = number, false
		}
	}
}

// isEmpty reports whether no value is left.
func (s *span) isEmpty() bool {
	if s.low > s.high || s.low == s.high && (s.isAbove || s.isBelow) {
		return true
	}
	return s.oneOf != nil && !slices.ContainsFunc(s.oneOf, s.passes)
}

func (s *span) passes(v literal) bool {
	if slices.Contains(s.noneOf, v) {
		return false
	}
	if math.IsInf(s.low, -1) && math.IsInf(s.high, 1) {
		return true
	}
	number, ok := v.size()
	if !ok {
		return v.kind == '"' // which may begin with any number
	}
	return s.low <= number && number <= s.high && !(s.isAbove && number == s.low) && !(s.isBelow && number == s.high)
}

// size returns the number that a value is compared as. ok is false when it is none or, for a text, not known here.
func (v literal) size() (number float64, ok bool) {
	if v.kind == '0' {
		return v.number, true
	}
	if v.kind != '"' {
		return 0, false
	}
	for i := range len(v.text) {
		if b := v.text[i]; !isDigit(b) && b != '.' && (b != '-' || i > 0) {
			return 0, false
		}
	}
	number, err := strconv.ParseFloat(v.text, 64)
	return number, err == nil
}

func newLiteral(raw string) literal {
	switch b := raw[0]; {
	case b == '"':
		return literal{kind: b, text: plain(raw)}
	case b == '-' || isDigit(b):
		number, _ := strconv.ParseFloat(raw, 64)
		return literal{kind: '0', number: number}
	}
	return literal{kind: raw[0]}
}

// literals reads a raw list. ok is false when it is long.
func literals(raw string) (values []literal, ok bool) {
	c := cursor{text: raw}
	for c.open(); c.more(); {
		if len(values) >= maxTests {
			return values, false
		}
		values = append(values, newLiteral(c.skip()))
	}
	return values, true
}
