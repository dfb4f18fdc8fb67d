package route

import (
	"slices"

	"github.com/tidwall/gjson"
)

// Query is a compiled condition. The zero Query holds always, as the query {} does.
type Query struct{ tests []test } // all of them

// test is one member of a query.
type test struct {
	join    join
	path    path        // byPath
	wanted  []operation // byPath: all of them
	queries []Query     // bothAnd, eitherOr
}

// join says what a member of a query asks for.
type join uint8

const (
	byPath join = iota
	allOf       // $and
	anyOf       // $or
)

// operation is one operator with what it compares to.
type operation struct {
	operator operator
	literal  gjson.Result   // equal, notEqual
	literals []gjson.Result // in, notIn
	number   float64        // greater … lessOrEqual
	matcher  Matcher        // regex
	wanted   []operation    // length
}

type operator uint8

const (
	equal operator = iota
	notEqual
	in
	notIn
	greater
	greaterOrEqual
	less
	lessOrEqual
	regex
	length
)

// Matcher is a compiled regular expression.
type Matcher interface {
	MatchString(s string) bool
}

// Match reports whether the query holds of the facts.
func (q *Query) Match(f *Facts) bool { return q.holds(&asking{facts: *f}) }

func (q *Query) holds(a *asking) bool {
	for i := range q.tests {
		if !q.tests[i].holds(a) {
			return false
		}
	}
	return true
}

func (t *test) holds(a *asking) bool {
	switch t.join {
	case allOf:
		for i := range t.queries {
			if !t.queries[i].holds(a) {
				return false
			}
		}
		return true
	case anyOf:
		for i := range t.queries {
			if t.queries[i].holds(a) {
				return true
			}
		}
		return false
	}
	return hold(t.wanted, a.at(&t.path))
}

func hold(wanted []operation, value gjson.Result) bool {
	for i := range wanted {
		if !wanted[i].holds(value) {
			return false
		}
	}
	return true
}

// holds applies an operator. Of a value that is not there only notEqual and notIn hold.
func (o *operation) holds(value gjson.Result) bool {
	switch o.operator {
	case equal:
		return same(value, o.literal)
	case notEqual:
		return !same(value, o.literal)
	case in:
		return o.lists(value)
	case notIn:
		return !o.lists(value)
	case greater:
		return toNumber(value) > o.number
	case greaterOrEqual:
		return toNumber(value) >= o.number
	case less:
		return toNumber(value) < o.number
	case lessOrEqual:
		return toNumber(value) <= o.number
	case regex:
		text, ok := toText(value)
		return ok && o.matcher.MatchString(text)
	}
	return value.IsArray() && hold(o.wanted, gjson.Result{Type: gjson.Number, Num: float64(count(value.Raw))})
}

func (o *operation) lists(value gjson.Result) bool {
	return slices.ContainsFunc(o.literals, func(literal gjson.Result) bool { return same(value, literal) })
}

// same is JavaScript's ===: type and value must agree, and no object or list is the same as another.
func same(value, literal gjson.Result) bool {
	if value.Type != literal.Type || !value.Exists() {
		return false
	}
	switch value.Type {
	case gjson.String:
		return value.Str == literal.Str
	case gjson.Number:
		return value.Num == literal.Num
	}
	return value.Type != gjson.JSON
}

// toText is what a regular expression sees: a string's text, or a number, true, false or null as it is written.
func toText(value gjson.Result) (text string, ok bool) {
	if value.Type == gjson.String {
		return value.Str, true
	}
	return value.Raw, value.Exists() && value.Type != gjson.JSON
}
