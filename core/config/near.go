package config

import "strconv"

// near looks for the word that was probably meant by a misspelt one: at most two letters added, dropped or changed, and
// fewer in short words.
type near struct {
	word string
	best string
	cost int
}

// guess begins the search for what was meant by a word. When no further problem would be kept it finds nothing, so that a
// text full of faults costs no more than its length.
func (p *parser) guess(word string) near {
	if max(p.fatals, p.warnings) >= maxProblems {
		return near{}
	}
	return near{word: word}
}

// offer proposes a candidate. Of equally good ones the first stays.
func (n *near) offer(candidate string) {
	limit := min(2, len(n.word)/2)
	if n.best != "" {
		limit = n.cost - 1
	}
	if cost := distance(n.word, candidate, limit); cost <= limit {
		n.best, n.cost = candidate, cost
	}
}

// phrase returns `; did you mean "weight"?`, or "" when nothing is near.
func (n *near) phrase() string {
	if n.best == "" {
		return ""
	}
	return "; did you mean " + strconv.Quote(clip(n.best)) + "?"
}

// distance returns the Levenshtein distance of two texts when it is at most limit, and some number above limit otherwise.
// What they share at the front costs nothing; where they part, a letter is dropped, added or changed, limit times at most.
func distance(a, b string, limit int) int {
	for a != "" && b != "" && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	if a == b {
		return 0
	}
	if limit < 1 || len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	least := limit
	if a != "" {
		least = min(least, distance(a[1:], b, limit-1))
	}
	if b != "" {
		least = min(least, distance(a, b[1:], limit-1))
	}
	if a != "" && b != "" {
		least = min(least, distance(a[1:], b[1:], limit-1))
	}
	return least + 1
}
