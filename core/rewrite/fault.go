package rewrite

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Fault says where a body stops being JSON and what was expected there. It never quotes the body.
type Fault struct {
	Offset int    // bytes before the fault; len(body) when the body ends too early
	Line   int    // from 1; lines end at "\n"
	Column int    // from 1, in UTF-8 characters
	Why    string // a lowercase sentence such as `expected ',' or '}' after a member`
}

// String returns for instance `line 3, column 14: expected ':' after a member name`.
func (f Fault) String() string { return string(f.Append(nil)) }

// Append appends what String returns.
func (f Fault) Append(dst []byte) []byte {
	dst = append(dst, "line "...)
	dst = strconv.AppendInt(dst, int64(f.Line), 10)
	dst = append(dst, ", column "...)
	dst = strconv.AppendInt(dst, int64(f.Column), 10)
	dst = append(dst, ": "...)
	return append(dst, f.Why...)
}

// At returns the line and the column, both from 1, of the byte at offset. Lines end at "\n"; a column is a UTF-8
// character, and a byte that belongs to none counts as one. An offset outside body means its nearest end.
func At(body string, offset int) (line, column int) {
	before := body[:min(max(offset, 0), len(body))]
	start := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[start:]) + 1
}
