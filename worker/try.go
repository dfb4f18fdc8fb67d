//go:build !js

package main

import (
	"strconv"
	"strings"
)

// try is what one target said at last.
type try struct {
	Provider string
	Model    string
	Status   int
	Then     string // "retry": the same target was asked again
	assumed  bool   // the status is not from the log
}

// settled are the tries that were not repeated: how each target ended.
func settled(all []try) (last []try) {
	for _, t := range all {
		if t.Then != "retry" {
			last = append(last, t)
		}
	}
	if len(last) == 0 {
		return all[len(all)-1:] // the log ends within the retries
	}
	return last
}

// memory is how the providers of a call answered it.
type memory struct {
	tries []try
	used  []bool
}

// status is how a provider answers: as it did for the same model, or else for another, each answer once while there are
// several. What the log has nothing of is taken to answer with 200.
func (m *memory) status(provider, model string) (status int, isKnown bool) {
	best, rank := -1, 0
	for i, t := range m.tries {
		if t.Provider != provider {
			continue
		}
		r := 1
		if !m.used[i] {
			r += 1
		}
		if t.Model == model {
			r += 2
		}
		if r > rank || r == rank && m.used[i] { // of used ones the last
			best, rank = i, r
		}
	}
	if best < 0 {
		return 200, false
	}
	m.used[best] = true
	return m.tries[best].Status, true
}

// difference names what of a call's way is another, the weightiest first; "" when it is the same.
func difference(was, is []try) string {
	var what []string
	lastWas, lastIs := was[len(was)-1], is[len(is)-1]
	if was[0].Provider != is[0].Provider {
		what = append(what, "first")
	}
	if lastWas.Provider != lastIs.Provider {
		what = append(what, "answer")
	}
	if lastWas.Status != lastIs.Status {
		what = append(what, "status")
	}
	if len(what) == 0 && told(was) != told(is) {
		what = append(what, "way")
	}
	if len(what) == 0 && lastWas.Model != lastIs.Model {
		what = append(what, "model")
	}
	return strings.Join(what, ", ")
}

// told is a way in words: "openai 429, anthropic 200?".
func told(tries []try) string {
	words := make([]string, len(tries))
	for i, t := range tries {
		words[i] = t.Provider + " " + strconv.Itoa(t.Status)
		if t.assumed {
			words[i] += "?"
		}
	}
	return strings.Join(words, ", ")
}
