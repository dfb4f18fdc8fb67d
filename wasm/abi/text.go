package abi

import (
	"errors"
	"strings"

	"github.com/tidwall/gjson"

	"causeway/core"
	"causeway/core/rewrite"
)

// ErrCall: the text of a call lacks its first three lines.
var ErrCall = errors.New("abi: a call's text is cut")

// AppendHeader appends one "name: value\n" line per field. A control byte other than a tab, which no field can carry
// on the wire, becomes a space.
func AppendHeader(dst []byte, h core.Header) []byte {
	for i := range h {
		dst = appendClean(dst, h[i].Name)
		dst = append(dst, ": "...)
		dst = appendClean(dst, h[i].Value)
		dst = append(dst, '\n')
	}
	return dst
}

func appendClean(dst []byte, text string) []byte {
	from := len(dst)
	dst = append(dst, text...)
	for i := from; i < len(dst); i++ {
		if c := dst[i]; c < ' ' && c != '\t' || c == 0x7f {
			dst[i] = ' '
		}
	}
	return dst
}

// ParseHeader reads what AppendHeader wrote. A line without ": " is left out. The fields alias text.
func ParseHeader(text string) core.Header {
	if text == "" {
		return nil
	}
	h := make(core.Header, 0, strings.Count(text, "\n"))
	for line, rest, _ := strings.Cut(text, "\n"); line != "" || rest != ""; line, rest, _ = strings.Cut(rest, "\n") {
		if name, value, ok := strings.Cut(line, ": "); ok {
			h = append(h, core.Field{Name: name, Value: value})
		}
	}
	return h
}

// AppendCall appends a call's text: method, path and query on lines of their own, then its header. The body travels
// beside it.
func AppendCall(dst []byte, c *core.Call) []byte {
	for _, line := range [...]string{c.Method, c.Path, c.Query} {
		dst = append(appendClean(dst, line), '\n')
	}
	return AppendHeader(dst, c.Header)
}

// ParseCall reads what AppendCall wrote. The call aliases text.
func ParseCall(text string) (c core.Call, err error) {
	for _, line := range [...]*string{&c.Method, &c.Path, &c.Query} {
		at := strings.IndexByte(text, '\n')
		if at < 0 {
			return core.Call{}, ErrCall
		}
		*line, text = text[:at], text[at+1:]
	}
	c.Header = ParseHeader(text)
	return c, nil
}

// AppendKeys appends one line per key.
func AppendKeys(dst []byte, keys []string) []byte {
	for _, key := range keys {
		dst = append(appendClean(dst, key), '\n')
	}
	return dst
}

// ParseKeys reads what AppendKeys wrote. The keys alias text.
func ParseKeys(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// AppendValues appends the values as a JSON array of strings, null for a key that the store does not hold.
func AppendValues(dst []byte, values []core.Value) []byte {
	dst = append(dst, '[')
	for i := range values {
		if i > 0 {
			dst = append(dst, ',')
		}
		if !values[i].Found {
			dst = append(dst, "null"...)
			continue
		}
		dst = rewrite.AppendString(dst, values[i].Text)
	}
	return append(dst, ']')
}

// ParseValues reads what AppendValues wrote. What is not a string counts as not found.
func ParseValues(text string) (values []core.Value) {
	for _, v := range gjson.Parse(text).Array() {
		values = append(values, core.Value{Found: v.Type == gjson.String, Text: v.Str})
	}
	return values
}
