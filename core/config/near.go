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

// distance returns the Levenshtein distance of two short texts, or some number above limit when it exceeds limit.
func distance(a, b string, limit int) int {
	const longest = 64
	if len(a)-len(b) > limit || len(b)-len(a) > limit || len(b) > longest {
		return limit + 1
	}
	var row [longest + 1]int // the distances of a[:i] to each b[:j]
	for j := range len(b) + 1 {
		row[j] = j
	}
	for i := range len(a) {
		diagonal, least := row[0], i+1
		row[0] = i + 1
		for j := range len(b) {
			swap := diagonal
			if a[i] != b[j] {
				swap++
			}
			diagonal = row[j+1]
			row[j+1] = min(swap, row[j]+1, diagonal+1)
			least = min(least, row[j+1])
		}
		if least > limit {
			return least // it can only grow
		}
	}
	return row[len(b)]
}
