package conversation

import "unicode/utf8"

// Cut says where the network cuts a provider's bytes: it takes the length of the next piece off the front of text,
// which is not empty.
type Cut struct {
	Name string
	Next func(text string) int
}

// Cuts are the ways in which each conversation's replies are cut. The first leaves them whole.
func Cuts() []Cut {
	every := func(n int) func(string) int {
		return func(text string) int { return min(n, len(text)) }
	}
	return []Cut{
		{"whole", func(text string) int { return len(text) }},
		{"every-byte", every(1)},
		{"every-2", every(2)},
		{"every-3", every(3)},
		{"every-7", every(7)},
		{"every-64", every(64)},
		{"awkward", awkward},
	}
}

// awkward cuts inside each character of several bytes, between \r and \n, between two newlines, after a backslash, and
// within the first word of a line.
func awkward(text string) int {
	for i := 1; i < len(text); i++ {
		switch before := text[i-1]; {
		case !utf8.RuneStart(text[i]), before == '\r', before == '\n', before == '\\', before == 'd' && text[i] == 'a':
			return i
		}
	}
	return len(text)
}
