package main

import (
	"math"
	"strconv"
	"strings"

	"causeway/providers/catalog"
)

// row is a line of the table.
type row struct {
	vendor, model string
	mode          string
	abilities     string
	context       int64
	price         [6]string // decimal; "" = not given
	long          int64
	longPrice     [4]string
	isPriceOnly   bool // its source says nothing of abilities
}

// places of the prices.
const (
	input = iota
	output
	cacheRead
	cacheWrite
	audioInput
	audioOutput
)

// line is r as the table has it. See package catalog.
func (r *row) line() string {
	cells := []string{r.vendor, r.model, r.mode, r.abilities, number(r.context)}
	cells = append(cells, r.price[:]...)
	cells = append(cells, number(r.long))
	cells = append(cells, r.longPrice[:]...)
	return strings.TrimRight(strings.Join(cells, "\t"), "\t") + "\n"
}

func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// perMillion is a price per unit as one for a million, with six decimals at most.
func perMillion(price float64) string {
	return strconv.FormatFloat(math.Round(price*1e12)/1e6, 'f', -1, 64)
}

// isSaidBy reports that the table says all that r would, if under another name.
func (r *row) isSaidBy(t catalog.Table) bool {
	found, ok := t.Find(r.vendor, r.model)
	if !ok {
		return false
	}
	own, _ := catalog.Table(r.line()).Find(r.vendor, r.model)
	if r.isPriceOnly {
		return found.IsPriced && found.Price.Input == own.Price.Input && found.Price.Output == own.Price.Output
	}
	found.Name = own.Name
	return found == own
}
