package providers

import (
	"sort"

	"causeway/core"
	"causeway/providers/anthropic"
	"causeway/providers/catalog"
	"causeway/providers/openai"
	"causeway/providers/responses"
)

// Gateway is the tables of this program's vendors and doors, for core.Gateway.Open. The caller may set its limits.
func Gateway() *core.Gateway {
	return &core.Gateway{
		Vendor: Lookup, Nearest: Nearest, Serving: Serving, Door: Door, Model: catalog.Find, Models: catalog.Names,
	}
}

// Lookup is the row called name, or that has name among its aliases; nil for an unknown one. Names are lower case.
// The row is shared: leave it as it is.
func Lookup(name string) *core.Vendor {
	at := sort.Search(len(vendors), func(i int) bool { return vendors[i].Name >= name })
	if at < len(vendors) && vendors[at].Name == name {
		return &vendors[at]
	}
	for i := range vendors {
		for _, alias := range vendors[i].Aliases {
			if alias == name {
				return &vendors[i]
			}
		}
	}
	return nil
}

// Names are the names of all vendors, sorted, without their aliases.
func Names() []string {
	names := make([]string, len(vendors))
	for i := range vendors {
		names[i] = vendors[i].Name
	}
	return names
}

// Serving are the names of the vendors that serve an endpoint, sorted.
func Serving(e core.Endpoint) (names []string) {
	for i := range vendors {
		if vendors[i].Serves(e) && vendors[i].Script == nil {
			names = append(names, vendors[i].Name)
		}
	}
	return names
}

// Nearest is the vendor that name may have meant: the one whose name or alias is reached with the fewest typing errors,
// at most one in three letters. "" when there is none.
//
//	Nearest("antropic") → "anthropic"     Nearest("togetherai") → "together-ai"
func Nearest(name string) string {
	const longest = 32
	best, fewest := "", len(name)/3+1
	if len(name) > longest {
		return ""
	}
	try := func(vendor, spelling string) {
		if n := distance(name, spelling); n < fewest {
			best, fewest = vendor, n
		}
	}
	for i := range vendors {
		try(vendors[i].Name, vendors[i].Name)
		for _, alias := range vendors[i].Aliases {
			try(vendors[i].Name, alias)
		}
	}
	return best
}

// distance is how many letters must be put in, taken out or changed to make b of a (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			changed := diagonal
			if a[i] != b[j] {
				changed++
			}
			diagonal = row[j+1]
			row[j+1] = min(changed, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

// Door is how clients speak to us at an endpoint. Failures at a place that is no endpoint are told as in chat.
func Door(e core.Endpoint) *core.Door {
	switch e {
	case core.Completions:
		return openai.CompletionsDoor
	case core.Embeddings:
		return openai.EmbeddingsDoor
	case core.Models:
		return openai.ListDoor
	case core.Messages:
		return anthropic.Door
	case core.CountTokens:
		return anthropic.CountDoor
	case core.Responses:
		return responses.Door
	case core.Images:
		return openai.ImagesDoor
	case core.Passthrough:
		return openai.PassthroughDoor
	}
	return openai.Door
}
