package route

import (
	"errors"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
)

// maxQueryBytes bounds the text of a query, and with it how deep $and and $or nest.
const maxQueryBytes = 64 << 10

// operators are the words of the wire. Config checks their spelling, with line and column; their meaning is here.
// https://portkey.ai/docs/product/ai-gateway/conditional-routing (read 2026-11-21); $length is in the gateway's source only.
var operators = [...]struct {
	name     string
	operator operator
}{
	{"$eq", equal},
	{"$gt", greater},
	{"$gte", greaterOrEqual},
	{"$in", in},
	{"$length", length},
	{"$lt", less},
	{"$lte", lessOrEqual},
	{"$ne", notEqual},
	{"$nin", notIn},
	{"$regex", regex},
}

// Compile makes a query ready to be asked. The text is a JSON object of at most 64 KiB, every member of which must hold:
//
//	{"metadata.plan": "paid",                          a value it must be the same as, type and all
//	 "params.temperature": {"$gt": 0.7, "$lte": 1},    operators
//	 "$or": [{…}, {…}]}                                queries; so $and
//
// A path begins with metadata, params or url, and goes as deep as its dots say; a list's elements are called 0, 1, 2 ….
// Of a member that is missing only $ne and $nin hold. $gt, $gte, $lt and $lte read numbers as JavaScript's parseFloat does.
//
// Compile hands the patterns of $regex to matcher and keeps what it returns. Errors, which name the path: the text is no
// JSON object or too long, an operator is unknown or compares with something of the wrong type, matcher's own.
// The Query may be asked by many at once; it aliases the text.
func Compile(query string, matcher func(pattern string) (Matcher, error)) (Query, error) {
	if len(query) > maxQueryBytes {
		return Query{}, errors.New("longer than 65536 bytes")
	}
	if !gjson.Valid(query) {
		return Query{}, errors.New("is not JSON")
	}
	c := compiler{matcher: matcher}
	q := c.query(gjson.Parse(query))
	return q, c.err
}

// compiler keeps the first error, and where it is.
type compiler struct {
	matcher func(string) (Matcher, error)
	where   []string
	err     error
}

func (c *compiler) query(object gjson.Result) (q Query) {
	if !object.IsObject() {
		c.fail("is not an object")
		return q
	}
	c.members(object, func(key string, value gjson.Result) {
		switch {
		case key == "$and":
			q.tests = append(q.tests, test{join: allOf, queries: c.queries(value)})
		case key == "$or":
			q.tests = append(q.tests, test{join: anyOf, queries: c.queries(value)})
		case strings.HasPrefix(key, "$"):
			c.fail("does not join queries")
		default:
			q.tests = append(q.tests, test{path: newPath(key), wanted: c.wanted(value)})
		}
	})
	return q
}

func (c *compiler) queries(list gjson.Result) (queries []Query) {
	if !list.IsArray() {
		c.fail("is not a list of queries")
		return nil
	}
	for i, item := range list.Array() {
		c.within(strconv.Itoa(i), func() { queries = append(queries, c.query(item)) })
	}
	return queries
}

// wanted compiles what stands under a path: a value, or operators.
func (c *compiler) wanted(value gjson.Result) (wanted []operation) {
	switch {
	case value.IsArray():
		c.fail("a list needs an operator")
	case value.IsObject():
		c.members(value, func(key string, value gjson.Result) {
			wanted = append(wanted, c.operation(key, value))
		})
	default:
		wanted = []operation{{operator: equal, literal: value}}
	}
	return wanted
}

func (c *compiler) operation(name string, value gjson.Result) operation {
	for i := range operators {
		if operators[i].name == name {
			return c.operand(operation{operator: operators[i].operator}, value)
		}
	}
	c.fail("is not an operator")
	return operation{}
}

// operand fills in what an operator compares with.
func (c *compiler) operand(o operation, value gjson.Result) operation {
	ok, expected := true, ""
	switch o.operator {
	case equal, notEqual:
		o.literal = value
	case in, notIn:
		o.literals = value.Array()
		ok, expected = value.IsArray(), "is not a list"
	case greater, greaterOrEqual, less, lessOrEqual:
		o.number = toNumber(value)
		ok, expected = value.Type == gjson.Number || value.Type == gjson.String, "is not a number"
	case regex:
		if ok, expected = value.Type == gjson.String, "is not a string"; ok {
			o.matcher = c.compile(value.Str)
		}
	case length:
		o.wanted = c.wanted(value)
		ok, expected = value.Type == gjson.Number || value.IsObject(), "is not a number"
	}
	if !ok {
		c.fail(expected)
	}
	return o
}

func (c *compiler) compile(pattern string) Matcher {
	m, err := c.matcher(pattern)
	if err != nil {
		c.fail(err.Error())
	}
	return m
}

// members visits the members of an object, each within its key.
func (c *compiler) members(object gjson.Result, visit func(key string, value gjson.Result)) {
	object.ForEach(func(key, value gjson.Result) bool {
		c.within(key.Str, func() { visit(key.Str, value) })
		return c.err == nil
	})
}

func (c *compiler) within(segment string, do func()) {
	c.where = append(c.where, segment)
	do()
	c.where = c.where[:len(c.where)-1]
}

func (c *compiler) fail(why string) {
	if c.err != nil {
		return
	}
	if len(c.where) > 0 {
		why = strings.Join(c.where, ".") + ": " + why
	}
	c.err = errors.New(why)
}

// newPath cuts a path at its dots, but a header's name is whole. One that begins otherwise than metadata, params, url or
// headers leads nowhere.
func newPath(text string) path {
	first, rest, deeper := strings.Cut(text, ".")
	p := path{text: text}
	switch first {
	case "metadata":
		p.root = metadata
	case "params":
		p.root = params
	case "url":
		p.root = url
	case "headers":
		p.root, p.segments = headers, []string{strings.ToLower(rest)}
		return p
	}
	if deeper {
		p.segments = strings.Split(rest, ".")
	}
	return p
}
