package config

import (
	"strings"
	"unicode/utf8"
)

// maxNesting bounds how deep lists and objects may nest: 63 levels of targets, or fewer with deep values inside. It is
// also what bounds the recursion of everything in this package.
const maxNesting = 128

// check reports whether text is one JSON object, as RFC 8259 has it, and otherwise where and why it is not.
// Its reasons quote nothing: what stands in the wrong place may be a key that lost its quotes.
func check(text string) (at int, why string, ok bool) {
	c := checker{text: text}
	if !utf8.ValidString(text) {
		return len(text) - len(invalid(text)), "the text is not valid UTF-8", false
	}
	c.space()
	if c.peek() != '{' {
		return c.at, "a config is a JSON object", false
	}
	if !c.value(1) {
		return c.at, c.why, false
	}
	if c.space(); c.at < len(text) {
		return c.at, "there is more text after the config object", false
	}
	return 0, "", true
}

// invalid returns the rest of text from its first byte that is not UTF-8.
func invalid(text string) string {
	for {
		r, size := utf8.DecodeRuneInString(text)
		if r == utf8.RuneError && size <= 1 {
			return text
		}
		text = text[size:]
	}
}

// checker stands before the next unread byte; after a failure, at the fault.
type checker struct {
	text string
	at   int
	why  string
}

func (c *checker) value(depth int) bool {
	switch b := c.peek(); {
	case b == '{' && depth <= maxNesting:
		return c.object(depth)
	case b == '[' && depth <= maxNesting:
		return c.list(depth)
	case b == '{' || b == '[':
		return c.fail(c.at, "lists and objects nest deeper than 128")
	case b == '"':
		return c.str()
	case b == '-' || isDigit(b):
		return c.number()
	}
	for _, word := range [...]string{"true", "false", "null"} {
		if strings.HasPrefix(c.text[c.at:], word) {
			c.at += len(word)
			return true
		}
	}
	return c.fail(c.at, "expected a value: a string in double quotes, a number, an object, a list, true, false or null")
}

func (c *checker) object(depth int) bool {
	for first := true; ; first = false {
		more, ok := c.element(first, '}', "expected a comma or }")
		if !more || !ok {
			return ok
		}
		if c.peek() != '"' {
			return c.fail(c.at, "expected a key in double quotes")
		}
		if !c.str() {
			return false
		}
		c.space()
		if c.peek() != ':' {
			return c.fail(c.at, "expected a colon after the key")
		}
		c.at++
		c.space()
		if !c.value(depth + 1) {
			return false
		}
	}
}

func (c *checker) list(depth int) bool {
	for first := true; ; first = false {
		more, ok := c.element(first, ']', "expected a comma or ]")
		if !more || !ok {
			return ok
		}
		if !c.value(depth + 1) {
			return false
		}
	}
}

// element goes to the next element of a list or object, past the opening bracket (first) or the comma. It reports
// whether there is one and, when there is none, whether the closing bracket was read.
func (c *checker) element(first bool, closing byte, expected string) (more, ok bool) {
	if first {
		c.at++
	}
	c.space()
	switch b := c.peek(); {
	case b == closing:
		c.at++
		return false, true
	case first:
		return true, true
	case b != ',':
		return false, c.fail(c.at, expected)
	}
	comma := c.at
	c.at++
	if c.space(); c.peek() == closing {
		return false, c.fail(comma, "a comma after the last element is not JSON")
	}
	return true, true
}

func (c *checker) str() bool {
	start := c.at
	for c.at++; c.at < len(c.text); c.at++ {
		switch b := c.text[c.at]; {
		case b == '"':
			c.at++
			return true
		case b < ' ':
			return c.fail(c.at, "a line break or control character within a string must be escaped")
		case b == '\\' && !c.escape():
			return false
		}
	}
	return c.fail(start, "the string is not closed")
}

// escape goes from a backslash to the last byte of its escape.
func (c *checker) escape() bool {
	start := c.at
	c.at++
	switch c.peek() {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return true
	case 'u':
		for range 4 {
			if c.at++; !isHex(c.peek()) {
				return c.fail(start, `\u needs four hexadecimal digits`)
			}
		}
		return true
	}
	return c.fail(start, "JSON knows no such escape")
}

func (c *checker) number() bool {
	start := c.at
	if c.peek() == '-' {
		c.at++
	}
	ok := true
	if c.peek() == '0' {
		c.at++
		ok = !isDigit(c.peek())
	} else {
		ok = c.digits()
	}
	if ok && c.peek() == '.' {
		c.at++
		ok = c.digits()
	}
	if b := c.peek(); ok && (b == 'e' || b == 'E') {
		c.at++
		if b := c.peek(); b == '+' || b == '-' {
			c.at++
		}
		ok = c.digits()
	}
	return ok || c.fail(start, "the number is not written as JSON has it")
}

// digits reads digits and reports whether there was one.
func (c *checker) digits() bool {
	start := c.at
	for isDigit(c.peek()) {
		c.at++
	}
	return c.at > start
}

// peek returns the next byte, 0 at the end. (A real 0 byte is nowhere legal.)
func (c *checker) peek() byte {
	if c.at < len(c.text) {
		return c.text[c.at]
	}
	return 0
}

func (c *checker) space() {
	for c.at < len(c.text) && isSpace(c.text[c.at]) {
		c.at++
	}
}

func (c *checker) fail(at int, why string) bool {
	c.at, c.why = at, why
	return false
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }
func isDigit(b byte) bool { return '0' <= b && b <= '9' }
func isHex(b byte) bool   { return isDigit(b) || 'a' <= b|0x20 && b|0x20 <= 'f' }
