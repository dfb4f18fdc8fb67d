package config

import (
	"math"
	"strconv"
	"strings"
)

// expect reports whether the value at the cursor opens with a byte. When not, it says why and skips the value.
func (p *parser) expect(opening byte, why string) bool {
	if p.peek() == opening {
		return true
	}
	p.fatal(p.at, why)
	p.skip()
	return false
}

// str reads a string. The complaint never quotes the value: it may be a key.
func (p *parser) str() string {
	if !p.expect('"', "is not a string") {
		return ""
	}
	return plain(p.skip())
}

// option reads anything: a string as its plain text, everything else raw.
func (p *parser) option() string {
	if p.peek() == '"' {
		return plain(p.skip())
	}
	return p.skip()
}

// object reads a raw object whose keys are not ours.
func (p *parser) object() string {
	if !p.expect('{', "is not an object") {
		return ""
	}
	start := p.at
	var keys keys
	for p.open(); p.more(); {
		m := p.member(&keys, verbatim)
		p.skip()
		p.pop(m.mark)
	}
	return p.text[start:p.at]
}

// list reads a raw list.
func (p *parser) list() string {
	if !p.expect('[', "is not a list") {
		return ""
	}
	return p.skip()
}

func (p *parser) boolean() *bool {
	at, raw := p.read()
	if raw != "true" && raw != "false" {
		p.fatal(at, quote(raw)+" is not true or false")
		return nil
	}
	value := raw == "true"
	return &value
}

// number reads a number within limits.
func (p *parser) number(l limits, isWhole bool) (value float64, ok bool) {
	at, raw := p.read()
	if raw[0] != '-' && !isDigit(raw[0]) {
		p.fatal(at, quote(raw)+" is not a number")
		return 0, false
	}
	value, _ = strconv.ParseFloat(raw, 64) // beyond the range it is infinite
	switch {
	case value < 0:
		p.fatal(at, quote(raw)+" is negative")
	case value < l.low:
		p.fatal(at, quote(raw)+" is less than "+decimal(int64(l.low)))
	case value > l.high && l.high < mostWhole:
		p.fatal(at, quote(raw)+" is more than "+decimal(int64(l.high)))
	case value > l.high:
		p.fatal(at, quote(raw)+" is too large")
	case isWhole && value != math.Trunc(value):
		p.fatal(at, quote(raw)+" is not a whole number")
	default:
		return value, true
	}
	return 0, false
}

func decimal(value int64) string { return strconv.FormatInt(value, 10) }

// statuses reads a list of HTTP status codes; what is not one is left out.
func (p *parser) statuses() []int {
	if !p.expect('[', "is not a list") {
		return nil
	}
	codes := []int{}
	i := 0
	for p.open(); p.more(); i++ {
		at, raw := p.read()
		code, err := strconv.Atoi(raw)
		if err == nil && 100 <= code && code <= 599 {
			codes = append(codes, code)
			continue
		}
		mark := p.index(i)
		p.fatal(at, quote(raw)+" is not a status code, a whole number from 100 to 599")
		p.pop(mark)
	}
	return codes
}

// strings reads a list of strings, and gives each to visit with its place, under its path. Visit may complain of it.
// It returns false when there is no list.
func (p *parser) strings(visit func(at int, text string)) bool {
	if !p.expect('[', "is not a list") {
		return false
	}
	i := 0
	for p.open(); p.more(); i++ {
		mark := p.index(i)
		if at := p.at; p.expect('"', "is not a string") {
			visit(at, plain(p.skip()))
		}
		p.pop(mark)
	}
	return true
}

// oneOf reads one of some words, "" when it is none of them.
func (p *parser) oneOf(words []string) string {
	at, raw := p.read()
	given := ""
	if raw[0] == '"' {
		given = plain(raw)
	}
	guess := p.guess(given)
	for _, word := range words {
		if word == given {
			return word
		}
		guess.offer(word)
	}
	p.fatal(at, quote(raw)+" is not one of "+strings.Join(words, ", ")+guess.phrase())
	return ""
}

func appendIndex(dst []byte, i int) []byte {
	return append(strconv.AppendInt(append(dst, '['), int64(i), 10), ']')
}
