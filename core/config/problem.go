package config

import "strconv"

// Problem is one thing that is wrong, or merely odd, in a config.
type Problem struct {
	Offset       int    // byte offset in the text
	Line, Column int    // from 1; a column counts characters, not bytes
	Path         string // "targets[2].weight", keys as they were spelled; "" for the text as a whole
	Why          string // "-1 is negative"
	Fatal        bool   // false: a warning, the config works
}

// Append appends the problem as a person reads it: "line 4, column 17: targets[2].weight: -1 is negative".
func (p Problem) Append(dst []byte) []byte {
	dst = append(dst, "line "...)
	dst = strconv.AppendInt(dst, int64(p.Line), 10)
	dst = append(dst, ", column "...)
	dst = strconv.AppendInt(dst, int64(p.Column), 10)
	dst = append(dst, ": "...)
	if p.Path != "" {
		dst = append(append(dst, p.Path...), ": "...)
	}
	return append(dst, p.Why...)
}

// maxProblems bounds the fatal problems, and apart from them the warnings, of one text.
const maxProblems = 100

// fatal notes a problem at an offset, under the current path, that must stop the config from being used.
func (p *parser) fatal(at int, why string) {
	if p.fatals++; p.fatals <= maxProblems {
		p.note(Problem{Offset: at, Why: why, Fatal: true})
	}
}

// warn notes a problem that does not.
func (p *parser) warn(at int, why string) {
	if p.warnings++; p.warnings <= maxProblems {
		p.note(Problem{Offset: at, Why: why})
	}
}

func (p *parser) note(problem Problem) {
	if len(p.path) > len(root) {
		problem.Path = string(p.path[len(root)+1:])
	}
	p.problems = append(p.problems, problem)
}

// quote returns a value's raw text fit for a message. Of lists and objects it says only what they are.
func quote(raw string) string {
	switch raw[0] {
	case '{':
		return "an object"
	case '[':
		return "a list"
	}
	return clip(raw)
}

// clip returns a text as it is, or its beginning when it is long.
func clip(s string) string {
	const limit = 48
	if len(s) <= limit {
		return s
	}
	end := limit
	for s[end]&0xC0 == 0x80 { // not within a character
		end--
	}
	return s[:end] + "…"
}

// Sort puts problems, of which there are few, into text order; of those at one place the earlier stays first.
func Sort(problems []Problem) {
	for i := range problems {
		for ; i > 0 && problems[i].Offset < problems[i-1].Offset; i-- {
			problems[i-1], problems[i] = problems[i], problems[i-1]
		}
	}
}
