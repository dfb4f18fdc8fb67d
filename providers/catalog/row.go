package catalog

import (
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/config"
)

// columns are those that are read, in order.
const columns = 16

// read reads a model's line. What is not given is 0, a price config.Unpriced.
func read(line string) (m core.Model) {
	var cell [columns]string
	for i := range cell {
		cell[i], line, _ = strings.Cut(line, "\t")
	}
	m.Name = cell[1]
	if cell[2] != "" {
		m.Mode = core.Mode(cell[2][0])
	}
	m.Can, m.IsRated = abilities(cell[3])
	m.ContextTokens = count(cell[4])
	m.IsPriced = cell[5] != ""
	m.Price = config.Price{
		Input: dollars(cell[5]), Output: max(dollars(cell[6]), 0), CacheRead: dollars(cell[7]), CacheWrite: dollars(cell[8]),
		AudioInput: dollars(cell[9]), AudioOutput: dollars(cell[10]),
	}
	if m.LongTokens = count(cell[11]); m.LongTokens > 0 {
		m.Long = config.Price{
			Input: dollars(cell[12]), Output: max(dollars(cell[13]), 0), CacheRead: dollars(cell[14]), CacheWrite: dollars(cell[15]),
			AudioInput: m.Price.AudioInput, AudioOutput: m.Price.AudioOutput,
		}
	}
	return m
}

// letters are the abilities' letters, each at the place of its bit.
const letters = "tpvfaojrcn"

func abilities(cell string) (set core.Ability, isRated bool) {
	for i := range len(cell) {
		if at := strings.IndexByte(letters, cell[i]); at >= 0 {
			set |= 1 << at
		}
	}
	return set, cell != "?"
}

func count(cell string) int64 {
	if cell == "" {
		return 0 // an error would be allocated
	}
	n, _ := strconv.ParseInt(cell, 10, 64)
	return n
}

func dollars(cell string) float64 {
	if cell == "" {
		return config.Unpriced
	}
	amount, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		return config.Unpriced
	}
	return amount
}
