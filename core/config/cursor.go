package config

import (
	"strings"

	"github.com/tidwall/gjson"
)

// cursor walks a text that check has approved, so it looks at nothing twice and complains of nothing.
//
//	for c.open(); c.more(); {
//		_, key := c.key()
//		raw := c.skip()
//	}
type cursor struct {
	text string
	at   int // before a value: its first byte; after one: the byte past it
}

func (c *cursor) peek() byte { return c.text[c.at] }

// open enters the list or object at the cursor.
func (c *cursor) open() { c.at++ }

// more goes to the next element of the list or object, or past its end.
func (c *cursor) more() bool {
	for isSpace(c.text[c.at]) || c.text[c.at] == ',' {
		c.at++
	}
	if b := c.text[c.at]; b == '}' || b == ']' {
		c.at++
		return false
	}
	return true
}

// key reads a member's key and the colon, and stops at the value. It returns where the key stands, and its text.
func (c *cursor) key() (at int, raw string) {
	at, raw = c.read()
	for isSpace(c.text[c.at]) || c.text[c.at] == ':' {
		c.at++
	}
	return at, raw
}

// seek goes into the object at the cursor, to the value of the member called name (snake_case) that is not null, and
// returns its key as it is spelled. Without one it goes past the object, and ok is false.
func (c *cursor) seek(name string) (key string, ok bool) {
	for c.open(); c.more(); {
		_, raw := c.key()
		if c.peek() != 'n' && snake(plain(raw)) == name {
			return raw[1 : len(raw)-1], true
		}
		c.skip()
	}
	return "", false
}

// read goes past the value at the cursor and returns where it stands, and its text.
func (c *cursor) read() (at int, raw string) {
	at = c.at
	return at, c.skip()
}

// skip goes past the value at the cursor and returns its text.
func (c *cursor) skip() string {
	start := c.at
	switch c.text[c.at] {
	case '"':
		c.skipString()
	case '{', '[':
		c.skipNested()
	default:
		for strings.IndexByte(" \t\r\n,]}", c.text[c.at]) < 0 {
			c.at++
		}
	}
	return c.text[start:c.at]
}

func (c *cursor) skipString() {
	for c.at++; c.text[c.at] != '"'; c.at++ {
		if c.text[c.at] == '\\' {
			c.at++
		}
	}
	c.at++
}

func (c *cursor) skipNested() {
	for depth := 0; ; {
		switch c.text[c.at] {
		case '"':
			c.skipString()
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if c.at++; depth == 0 {
			return
		}
	}
}

// plain returns the text that a JSON string stands for.
func plain(raw string) string {
	if strings.IndexByte(raw, '\\') < 0 {
		return raw[1 : len(raw)-1]
	}
	return gjson.Parse(raw).Str
}
