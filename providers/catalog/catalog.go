// Package catalog knows models: what they can do, how much they take, and what they cost.
//
// The facts are data, published by others, in models.tsv: one line a model, sorted by vendor and model. Its first line
// says where they are from and when; `./build.sh models` reads them anew. The text is searched as it is: nothing is read
// of it before it is asked for, and a search allocates nothing.
//
// A line is these columns with a tab between two, empty ones at its end left out:
//
//	 0 vendor      "openai", as in the vendor table
//	 1 model       "gpt-4.1"
//	 2 mode        a letter: core.Mode
//	 3 abilities   letters: t tools, p parallel tools, v vision, f PDF files, a audio in, o audio out, j JSON schema,
//	               r reasoning, c prompt cache, n no streaming; "?" when the source does not say
//	 4 context     tokens
//	 5 …           US dollars for a million tokens: input, output, cache read, cache write, audio in, audio out
//	11 long        a prompt of more tokens costs, as a whole:
//	12 …           input, output, cache read, cache write
//
// A model has one line for all its names, as far as Find's rules lead from one to the other.
package catalog

import (
	_ "embed"
	"strings"

	"causeway/core"
)

//go:embed models.tsv
var models string

// Find is what is known of a vendor's model. It takes the names that clients use: with a date, a region or a path of
// resources, of a fine-tuned model.
//
//	Find("openai", "gpt-4.1-2025-04-14") → gpt-4.1
//	Find("bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0") → anthropic.claude-sonnet-4-5-20250929-v1:0
//	Find("google", "models/gemini-2.5-pro") → gemini-2.5-pro
func Find(vendor, model string) (core.Model, bool) { return Table(models).Find(vendor, model) }

// Names are the names of a vendor's models, sorted.
func Names(vendor string) []string { return Table(models).Names(vendor) }

// Source says what the table was made of, and when.
func Source() string {
	line, _, _ := strings.Cut(models, "\n")
	return strings.TrimPrefix(line, "# ")
}

// Table is the text of a catalog.
type Table string

// Names are the names of a vendor's models, sorted.
func (t Table) Names(vendor string) (names []string) {
	for rest := t.from(vendor, ""); rest != ""; {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		owner, name := key(line)
		if owner != vendor {
			break
		}
		names = append(names, name)
	}
	return names
}

// from is the text from the first line on that is not before a vendor's model.
func (t Table) from(vendor, model string) string {
	low, high := 0, len(t)
	for low < high {
		middle := low + (high-low)/2
		start := low + strings.LastIndexByte(string(t[low:middle]), '\n') + 1
		end := len(t)
		if n := strings.IndexByte(string(t[middle:]), '\n'); n >= 0 {
			end = middle + n + 1
		}
		if isBefore(string(t[start:end]), vendor, model) {
			low = end
		} else {
			high = start
		}
	}
	return string(t[low:])
}

// isBefore reports that a line comes before that of a vendor's model. What is no model's line comes before all.
func isBefore(line, vendor, model string) bool {
	owner, name := key(line)
	if owner != vendor {
		return owner < vendor || line[0] == '#'
	}
	return name < model
}

func key(line string) (vendor, model string) {
	vendor, rest, _ := strings.Cut(line, "\t")
	model, _, _ = strings.Cut(rest, "\t")
	return vendor, model
}

// row is the line of a vendor's model, "" when there is none.
func (t Table) row(vendor, model string) string {
	line, _, _ := strings.Cut(t.from(vendor, model), "\n")
	if owner, name := key(line); owner != vendor || name != model {
		return ""
	}
	return line
}
