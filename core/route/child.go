package route

import (
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
)

// child returns the raw value of a member (the first, if there are more) or element of raw JSON, "" when there is none. It
// compares keys as they are: a dot in one is a dot. Gjson's paths are not used since the segments come from a config.
func child(json, segment string) string {
	i := space(json, 0)
	switch byteAt(json, i) {
	case '{':
		return member(json, i+1, segment)
	case '[':
		if index, ok := ordinal(segment); ok {
			return element(json, i+1, index)
		}
	}
	return ""
}

// member looks for a key from just within an object.
func member(json string, i int, key string) string {
	for i = space(json, i); byteAt(json, i) == '"'; i = next(json, i) {
		end := skip(json, i)
		name := json[i:end]
		i = space(json, end)
		if byteAt(json, i) != ':' {
			return ""
		}
		i = space(json, i+1)
		end = skip(json, i)
		if isKey(name, key) {
			return json[i:end]
		}
		i = end
	}
	return ""
}

// element returns the element of that index from just within a list.
func element(json string, i, index int) string {
	for i = space(json, i); i < len(json) && json[i] != ']'; i = next(json, i) {
		end := skip(json, i)
		if index == 0 {
			return json[i:end]
		}
		if end == i {
			return ""
		}
		index--
		i = end
	}
	return ""
}

// count returns the number of elements of a raw list.
func count(json string) int {
	n := 0
	for i := space(json, 1); i < len(json) && json[i] != ']'; i = next(json, i) {
		end := skip(json, i)
		if end == i {
			break
		}
		i = end
		n++
	}
	return n
}

// next goes from past a value to the value behind its comma, or to whatever stands there.
func next(json string, i int) int {
	i = space(json, i)
	if byteAt(json, i) == ',' {
		return space(json, i+1)
	}
	return i
}

// skip returns the index just past the value at i; on text that is no JSON, some index from i to the text's end.
func skip(json string, i int) int {
	switch byteAt(json, i) {
	case '"':
		return skipString(json, i)
	case '{', '[':
		return skipNested(json, i)
	}
	if length := strings.IndexAny(json[i:], " \t\r\n,:]}"); length >= 0 {
		return i + length
	}
	return len(json)
}

func skipString(json string, i int) int {
	for i++; i < len(json); i++ {
		switch json[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(json)
}

func skipNested(json string, i int) int {
	depth := 0
	for i < len(json) {
		switch json[i] {
		case '"':
			i = skipString(json, i)
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if i++; depth == 0 {
			return i
		}
	}
	return len(json)
}

// isKey reports whether a raw string stands for key.
func isKey(raw, key string) bool {
	if strings.IndexByte(raw, '\\') >= 0 {
		return gjson.Parse(raw).Str == key
	}
	return len(raw) == len(key)+2 && raw[1:len(raw)-1] == key
}

// ordinal reads a segment as an index.
func ordinal(segment string) (index int, ok bool) {
	index, err := strconv.Atoi(segment)
	return index, err == nil && index >= 0
}

func space(json string, i int) int {
	for i < len(json) && strings.IndexByte(" \t\r\n", json[i]) >= 0 {
		i++
	}
	return i
}

// byteAt returns a byte, 0 past the end.
func byteAt(json string, i int) byte {
	if i < len(json) {
		return json[i]
	}
	return 0
}
