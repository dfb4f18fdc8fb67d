package config

import (
	"strconv"
	"strings"
)

// Path leads to members of a request's body: "tools[*].function.strict" is tools, every element, function, strict. It has
// at least one Segment, and the first has a Key.
type Path []Segment

// Segment is one step of a Path: into a member of an object or, when Key is empty, an element of a list.
type Segment struct {
	Key   string
	Index int // from 0, or Every
}

// Every is the Index of a Segment that means all elements.
const Every = -1

// mostSegments bounds how deep a path goes.
const mostSegments = 64

// pathPattern is what paths reads, as the schema says it.
const pathPattern = `^[^.\[\]]+(\[(\*|[0-9]+)\])*(\.[^.\[\]]+(\[(\*|[0-9]+)\])*)*$`

// paths reads drop_params.
// https://portkey.ai/docs/product/ai-gateway/configs#default-and-drop-params (read 2026-11-21).
func (p *parser) paths() []Path {
	list := []Path{}
	isList := p.strings(func(at int, text string) {
		path, fault, why := parsePath(text)
		if why == "" {
			list = append(list, path)
			return
		}
		if strings.IndexByte(p.text[at:p.at], '\\') < 0 {
			at += len(`"`) + fault // with escapes in it the column would be another
		}
		p.fatal(at, why)
	})
	if !isList {
		return nil
	}
	return list
}

// parsePath takes a path apart. When it is none, why says so and at where.
func parsePath(text string) (path Path, at int, why string) {
	for at < len(text) || at == 0 {
		if len(path) >= mostSegments {
			return nil, at, "goes deeper than " + strconv.Itoa(mostSegments) + " steps"
		}
		segment, length, why := parseSegment(text[at:], at == 0)
		if why != "" {
			return nil, at, why
		}
		path = append(path, segment)
		at += length
	}
	return path, 0, ""
}

// parseSegment reads "[0]", "[*]", ".name" or, where the path begins, "name".
func parseSegment(text string, isFirst bool) (s Segment, length int, why string) {
	if !isFirst && text[0] == '[' {
		return parseIndex(text)
	}
	rest := text
	if !isFirst {
		if text[0] != '.' {
			return s, 0, "is not a path: a dot is missing"
		}
		rest = text[1:]
	}
	end := strings.IndexAny(rest, ".[]")
	if end < 0 {
		end = len(rest)
	}
	if end == 0 {
		return s, 0, "is not a path: a name is missing"
	}
	return Segment{Key: rest[:end]}, len(text) - len(rest) + end, ""
}

func parseIndex(text string) (s Segment, length int, why string) {
	end := strings.IndexByte(text, ']')
	if end < 0 {
		return s, 0, "is not a path: the bracket is not closed"
	}
	inside := text[1:end]
	if inside == "*" {
		return Segment{Index: Every}, end + 1, ""
	}
	for i := range len(inside) {
		if !isDigit(inside[i]) {
			return s, 0, "is not a path: within brackets stands * or an index"
		}
	}
	index, err := strconv.ParseInt(inside, 10, 32)
	if err != nil {
		return s, 0, "is not a path: within brackets stands * or an index"
	}
	return Segment{Index: int(index)}, end + 1, ""
}
