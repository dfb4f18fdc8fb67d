package route

import (
	"math"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
)

// toNumber is JavaScript's parseFloat: a number itself, the number that a string begins with, and NaN, of which no
// comparison holds, for everything else.
// https://tc39.es/ecma262/#sec-parsefloat-string
func toNumber(value gjson.Result) float64 {
	switch value.Type {
	case gjson.Number:
		return value.Num
	case gjson.String:
		return parseFloat(value.Str)
	}
	return math.NaN()
}

// parseFloat reads the longest number at the beginning of a text, white space before it aside: "7.5 GB" → 7.5, "x" → NaN.
func parseFloat(s string) float64 {
	s = strings.TrimLeft(s, " \t\n\v\f\r\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF")
	sign := 0
	if b := byteAt(s, 0); b == '+' || b == '-' {
		sign = 1
	}
	if strings.HasPrefix(s[sign:], "Infinity") {
		s = s[:sign] + "Inf"
	} else if s = s[:decimal(s, sign)]; len(s) == sign {
		return math.NaN()
	}
	number, _ := strconv.ParseFloat(s, 64) // beyond the range it is infinite, as in JavaScript
	return number
}

// decimal returns where the decimal number that begins at i ends: i itself when none does.
func decimal(s string, i int) int {
	whole := digits(s, i)
	end := whole
	if byteAt(s, whole) == '.' {
		end = digits(s, whole+1)
	}
	if whole == i && end <= whole+1 { // neither digits before the point nor after it
		return i
	}
	if byteAt(s, end)|0x20 != 'e' {
		return end
	}
	exponent := end + 1
	if b := byteAt(s, exponent); b == '+' || b == '-' {
		exponent++
	}
	if last := digits(s, exponent); last > exponent {
		return last
	}
	return end
}

// digits returns the index past the digits at i.
func digits(s string, i int) int {
	for i < len(s) && '0' <= s[i] && s[i] <= '9' {
		i++
	}
	return i
}
