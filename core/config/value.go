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

// number reads a number that is not negative and at most limit.
func (p *parser) number(limit float64) (value float64, ok bool) {
	at, raw := p.read()
	if raw[0] != '-' && !isDigit(raw[0]) {
		p.fatal(at, quote(raw)+" is not a number")
		return 0, false
	}
	value, _ = strconv.ParseFloat(raw, 64) // beyond the range it is infinite
	switch {
	case value < 0:
		p.fatal(at, quote(raw)+" is negative")
	case value > limit:
		p.fatal(at, quote(raw)+" is too large")
	default:
		return value, true
	}
	return 0, false
}

// whole reads a number without a fraction, at most 2^31-1: milliseconds for 24 days, seconds for 68 years.
func (p *parser) whole() (value int64, ok bool) {
	at := p.at
	number, ok := p.number(math.MaxInt32)
	if ok && number != math.Trunc(number) {
		p.fatal(at, quote(p.text[at:p.at])+" is not a whole number")
		return 0, false
	}
	return int64(number), ok
}

// weight reads a weight; without a good one a target weighs 1.
func (p *parser) weight() (value float64, ok bool) {
	const heaviest = 1e12 // so that sums of them stay exact enough
	if value, ok = p.number(heaviest); ok {
		return value, true
	}
	return 1, false
}

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

// retry reads the retry object.
func (p *parser) retry() *Retry {
	if !p.expect('{', "is not an object") {
		return nil
	}
	r := new(Retry)
	var keys keys
	for p.open(); p.more(); {
		m := p.member(&keys, snake)
		switch {
		case m.null:
			p.skip()
		case m.name == "attempts":
			attempts, _ := p.whole()
			r.Attempts = int(attempts)
		case m.name == "on_status_codes":
			r.OnStatus = p.statuses()
		case m.name == "use_retry_after_header" || m.name == "use_retry_after_headers":
			if value := p.boolean(); value != nil {
				r.UseRetryAfter = r.UseRetryAfter || *value
			}
		default:
			p.unknown(m, "attempts", "on_status_codes", "use_retry_after_header")
		}
		p.pop(m.mark)
	}
	return r
}

// cache reads the cache object.
func (p *parser) cache() *Cache {
	at := p.at
	if !p.expect('{', "is not an object") {
		return nil
	}
	c, moded := new(Cache), false
	var keys keys
	for p.open(); p.more(); {
		m := p.member(&keys, snake)
		switch {
		case m.null:
			p.skip()
		case m.name == "mode":
			c.Mode, moded = p.oneOf("simple", "semantic"), true
		case m.name == "max_age":
			c.MaxAgeSeconds, _ = p.whole()
		default:
			p.unknown(m, "mode", "max_age")
		}
		p.pop(m.mark)
	}
	if !moded {
		p.fatal(at, "needs a mode: simple or semantic")
	}
	return c
}

// oneOf reads one of some words, "" when it is none of them.
func (p *parser) oneOf(words ...string) string {
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

// unknown warns of a member that is none of these, and skips it.
func (p *parser) unknown(m member, known ...string) {
	guess := p.guess(m.name)
	for _, name := range known {
		guess.offer(name)
	}
	p.warn(m.at, "is not a field known here"+guess.phrase())
	p.skip()
}

func appendIndex(dst []byte, i int) []byte {
	return append(strconv.AppendInt(append(dst, '['), int64(i), 10), ']')
}
