// Package pattern holds regular expressions: the $regex of a routing condition and of a guardrail.
//
// It is a package of its own because of what it imports. The floors below the hosts do without regexp, which allocates
// when it compiles and adds its machine to the binary; whoever matches takes an interface with MatchString, and whoever
// compiles a config imports this package, once per config and not per request.
//
// The syntax is Go's (https://github.com/google/re2/wiki/Syntax), where Portkey's is JavaScript's. They differ in what
// cannot be matched in linear time: a pattern comes from a config and its text from a client, and no client may choose how
// long the gateway thinks. Such patterns are refused by name rather than never matched.
package pattern

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"
)

// MaxBytes bounds the length of a pattern.
const MaxBytes = 1024

// Pattern is a compiled regular expression. It may be used by many at once.
type Pattern struct{ expression *regexp.Regexp }

// Compile compiles a pattern of at most MaxBytes. It matches anywhere in a text unless it is anchored, and minds case
// unless it begins with (?i). Every error names the pattern:
//
//	pattern "a(?=b)": lookaround cannot be matched in linear time: rewrite it without (?=
func Compile(pattern string) (*Pattern, error) {
	if len(pattern) > MaxBytes {
		return nil, fail(strings.ToValidUTF8(pattern[:40], "")+"…", "longer than 1024 bytes")
	}
	if why := foreign(pattern); why != "" {
		return nil, fail(pattern, why)
	}
	expression, err := regexp.Compile(pattern)
	if err != nil {
		return nil, fail(pattern, reason(err))
	}
	return &Pattern{expression}, nil
}

// MatchString reports whether the pattern matches somewhere in s, in time linear in the length of s.
func (p *Pattern) MatchString(s string) bool { return p.expression.MatchString(s) }

// String returns the pattern as it was given.
func (p *Pattern) String() string { return p.expression.String() }

func fail(pattern, why string) error {
	return errors.New("pattern " + strconv.Quote(pattern) + ": " + why)
}

// reason is what regexp says, without its naming the pattern once more.
func reason(err error) string {
	var e *syntax.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	return strings.TrimSuffix(e.Code.String()+": "+e.Expr, ": ")
}

// foreign says which part of a pattern only JavaScript knows, "" when there is none.
func foreign(pattern string) string {
	inClass := false
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '\\':
			i++
			if why := foreignEscape(pattern[i:], inClass); why != "" {
				return why
			}
		case '[':
			inClass = true
		case ']':
			inClass = false
		case '(':
			for _, opening := range [...]string{"(?=", "(?!", "(?<=", "(?<!"} {
				if !inClass && strings.HasPrefix(pattern[i:], opening) {
					return "lookaround cannot be matched in linear time: rewrite it without " + opening
				}
			}
		}
	}
	return ""
}

// foreignEscape judges what follows a backslash.
func foreignEscape(rest string, inClass bool) string {
	if rest == "" {
		return ""
	}
	escape := `\` + rest[:1]
	isReference := '1' <= rest[0] && rest[0] <= '9' || strings.HasPrefix(rest, "k<")
	switch {
	case isReference && !inClass:
		return "a backreference cannot be matched in linear time: rewrite it without " + escape
	case rest[0] == 'u' || rest[0] == 'c':
		return escape + ` is JavaScript's: write a character's number as \x{20AC}`
	}
	return ""
}
