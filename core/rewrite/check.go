package rewrite

import "strings"

// MaxDepth is how many arrays and objects may be open at once; `[[]]` has depth 2.
const MaxDepth = 512

// What Check can complain about. None of these quotes the body: a fault may be logged, a prompt may not.
const (
	wantValue   = "expected a value"
	wantName    = "expected a member name in double quotes"
	wantColon   = "expected ':' after a member name"
	wantMember  = "expected ',' or '}' after a member"
	wantElement = "expected ',' or ']' after an element"
	wantAnother = "expected another member or element after ','"
	wantEnd     = "expected nothing after the value"
	wantQuote   = "expected a closing quote"
	wantControl = "expected control characters in a string to be escaped"
	wantEscape  = `expected one of "\/bfnrtu after a backslash`
	wantHex     = `expected four hexadecimal digits after \u`
	wantDigit   = "expected a digit"
	wantNoZero  = "expected no digit after a leading zero"
	wantTrue    = "expected true"
	wantFalse   = "expected false"
	wantNull    = "expected null"
	wantShallow = "expected at most 512 nested arrays and objects"
	bodyEnds    = ", but the body ends here"
)

// Check reports whether body is one JSON value (RFC 8259) with optional whitespace around it, and the first fault
// when it is not.
//
//	Check(`{"model":"m"}`)    → Fault{}, true
//	Check(`{"model":"m" 1}`)  → line 1, column 14: expected ',' or '}' after a member
//
// It scans once, without recursion and without allocating; only a fault costs more, to count its line and column.
// It accepts what encoding/json.Valid accepts, except for values nested deeper than MaxDepth. Like that function it
// does not look at the bytes ≥ 0x80 of a string: invalid UTF-8 passes and is forwarded as it came. Duplicate member
// names pass too (see Twice). A byte order mark does not.
func Check(body string) (Fault, bool) {
	at, why := scan(body)
	if why == "" {
		return Fault{}, true
	}
	if at == len(body) {
		why += bodyEnds
	}
	line, column := At(body, at)
	return Fault{Offset: at, Line: line, Column: column, Why: why}, false
}

// scan returns the offset of the first fault and what was expected there, or "".
func scan(s string) (at int, why string) {
	var closers [MaxDepth]byte // the bracket that will end each open container, outermost first
	depth := 0
	i := space(s, 0)
	for {
		// A value starts at i.
		if c := peek(s, i); c == '{' || c == '[' {
			if depth == MaxDepth {
				return i, wantShallow
			}
			closer := c + 2 // '{' + 2 is '}', '[' + 2 is ']'
			closers[depth] = closer
			depth++
			i = space(s, i+1)
			if peek(s, i) != closer {
				if c == '{' {
					if i, why = name(s, i); why != "" {
						return i, why
					}
				}
				continue
			}
		} else if i, why = scalar(s, i); why != "" {
			return i, why
		}
		// A value ended at i, or an empty container is about to. Close what closes, then cross one comma.
		for i = space(s, i); depth > 0 && peek(s, i) == closers[depth-1]; i = space(s, i+1) {
			depth--
		}
		if depth == 0 {
			return end(s, i)
		}
		if i, why = comma(s, i, closers[depth-1]); why != "" {
			return i, why
		}
	}
}

// end accepts nothing but the end of the body.
func end(s string, i int) (int, string) {
	if i < len(s) {
		return i, wantEnd
	}
	return i, ""
}

// comma crosses a comma inside the container that closer will end, and in an object the next name and colon too.
func comma(s string, i int, closer byte) (int, string) {
	inObject := closer == '}'
	if peek(s, i) != ',' {
		if inObject {
			return i, wantMember
		}
		return i, wantElement
	}
	i = space(s, i+1)
	if peek(s, i) == closer {
		return i, wantAnother
	}
	if inObject {
		return name(s, i)
	}
	return i, ""
}

// name crosses a member name, its colon and the whitespace behind it.
func name(s string, i int) (int, string) {
	if peek(s, i) != '"' {
		return i, wantName
	}
	i, why := text(s, i+1)
	if why != "" {
		return i, why
	}
	i = space(s, i)
	if peek(s, i) != ':' {
		return i, wantColon
	}
	return space(s, i+1), ""
}

// scalar crosses a string, a number or a literal.
func scalar(s string, i int) (int, string) {
	switch c := peek(s, i); c {
	case '"':
		return text(s, i+1)
	case 't':
		return literal(s, i, "true", wantTrue)
	case 'f':
		return literal(s, i, "false", wantFalse)
	case 'n':
		return literal(s, i, "null", wantNull)
	default:
		if c == '-' || isDigit(c) {
			return number(s, i)
		}
		return i, wantValue
	}
}

func literal(s string, i int, word, why string) (int, string) {
	if !strings.HasPrefix(s[i:], word) {
		return i, why
	}
	return i + len(word), ""
}

// number crosses a number, which may have any size and precision: it is never converted.
func number(s string, i int) (int, string) {
	if s[i] == '-' {
		i++
	}
	whole := digits(s, i)
	if whole == i {
		return i, wantDigit
	}
	if s[i] == '0' && whole > i+1 {
		return i + 1, wantNoZero
	}
	i = whole
	if peek(s, i) == '.' {
		fraction := digits(s, i+1)
		if fraction == i+1 {
			return fraction, wantDigit
		}
		i = fraction
	}
	if peek(s, i)|0x20 != 'e' {
		return i, ""
	}
	i++
	if c := peek(s, i); c == '+' || c == '-' {
		i++
	}
	exponent := digits(s, i)
	if exponent == i {
		return i, wantDigit
	}
	return exponent, ""
}

// text crosses the contents of a string and its closing quote.
func text(s string, i int) (int, string) {
	for {
		i = plain(s, i)
		if i == len(s) {
			return i, wantQuote
		}
		switch s[i] {
		case '"':
			return i + 1, ""
		case '\\':
			var why string
			if i, why = escape(s, i+1); why != "" {
				return i, why
			}
		default:
			return i, wantControl
		}
	}
}

// escape crosses what follows a backslash.
func escape(s string, i int) (int, string) {
	switch peek(s, i) {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 1, ""
	case 'u':
		for n := 1; n <= 4; n++ {
			if hex(peek(s, i+n)) < 0 {
				return i + n, wantHex
			}
		}
		return i + 5, ""
	}
	return i, wantEscape
}
