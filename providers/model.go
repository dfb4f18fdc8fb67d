package providers

import (
	"slices"
	"strings"

	"causeway/providers/catalog"
)

// NearestModel is the model of a vendor that an unknown name is clearly a misspelling of, "" when there is none. Names are
// made of small steps, and new ones come every week: one that differs in a digit is another model and not a mistake.
//
//	NearestModel("anthropic", "claude-sonet-4-5") → "claude-sonnet-4-5"     NearestModel("openai", "gpt-4.9") → ""
func NearestModel(vendor, name string) string {
	const shortest, longest = 6, 64
	if len(name) < shortest || len(name) > longest {
		return ""
	}
	for _, known := range catalog.Names(vendor) {
		if d := len(known) - len(name); d < -1 || d > 1 || digits(known) != digits(name) {
			continue
		}
		if n := distance(name, known); n == 1 || n == 2 && sorted(name) == sorted(known) { // two letters changed places
			return known
		}
	}
	return ""
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

func sorted(s string) string {
	letters := []byte(s)
	slices.Sort(letters)
	return string(letters)
}
