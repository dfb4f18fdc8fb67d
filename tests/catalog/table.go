package main

import (
	"fmt"
	"slices"
	"strings"

	"causeway/providers/catalog"
)

// table is the catalog's text: of both sources' rows those that no other row says already under another name.
func table(litellmText, genaiText []byte, origin string) (string, error) {
	rows, err := litellm(litellmText)
	if err != nil {
		return "", err
	}
	more, err := genai(genaiText)
	if err != nil {
		return "", err
	}
	rows = append(rows, more...)
	slices.SortFunc(rows, byWeight)
	return distil(rows).text(origin)
}

// byWeight puts first what later rows may turn out to repeat: makers before resellers, LiteLLM before genai-prices, short
// names before long ones.
func byWeight(a, b row) int {
	weigh := func(r *row) (w int) {
		if r.isPriceOnly {
			w += 2
		}
		if slices.Contains([]string{"azure-ai", "azure-openai", "bedrock", "openrouter", "vertex-ai"}, r.vendor) {
			w++
		}
		return w
	}
	if d := weigh(&a) - weigh(&b); d != 0 {
		return d
	}
	if d := len(a.model) - len(b.model); d != 0 {
		return d
	}
	return strings.Compare(a.line(), b.line())
}

// lines are the table's rows, sorted as a search needs them.
type lines []row

// distil leaves out what is said already.
func distil(rows []row) (kept lines) {
	for i := range rows {
		at, isThere := slices.BinarySearchFunc(kept, &rows[i], func(a row, b *row) int { return byName(&a, b) })
		if !isThere && !rows[i].isSaidBy(catalog.Table(kept.join())) {
			kept = slices.Insert(kept, at, rows[i])
		}
	}
	for { // a row that was let in later may stand before one that was left out for another's sake
		whole := catalog.Table(kept.join())
		missing := slices.IndexFunc(rows, func(r row) bool {
			_, isThere := slices.BinarySearchFunc(kept, &r, func(a row, b *row) int { return byName(&a, b) })
			return !isThere && !r.isSaidBy(whole)
		})
		if missing < 0 {
			return kept
		}
		at, _ := slices.BinarySearchFunc(kept, &rows[missing], func(a row, b *row) int { return byName(&a, b) })
		kept = slices.Insert(kept, at, rows[missing])
	}
}

func byName(a, b *row) int {
	if d := strings.Compare(a.vendor, b.vendor); d != 0 {
		return d
	}
	return strings.Compare(a.model, b.model)
}

func (l lines) join() string {
	var b strings.Builder
	for i := range l {
		b.WriteString(l[i].line())
	}
	return b.String()
}

func (l lines) text(origin string) (string, error) {
	if len(l) == 0 {
		return "", fmt.Errorf("no model of a known vendor")
	}
	return "# " + origin + "\n" + l.join(), nil
}
