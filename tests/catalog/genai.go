package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// genaiVendors is what we call the providers of genai-prices.
var genaiVendors = map[string]string{
	"anthropic": "anthropic", "aws": "bedrock", "cerebras": "cerebras", "cloudflare": "workers-ai",
	"cohere": "cohere", "databricks": "databricks", "deepseek": "deepseek", "fireworks": "fireworks-ai", "google": "google",
	"groq": "groq", "mistral": "mistral-ai", "moonshotai": "moonshot", "novita": "novita-ai", "openai": "openai",
	"openrouter": "openrouter", "ovhcloud": "ovhcloud", "perplexity": "perplexity-ai", "together": "together-ai",
	"voyageai": "voyage", "x-ai": "x-ai", "zai": "z-ai", "zhipuai": "zhipu",
}

// listing is a provider of genai-prices, prices in US dollars for a million tokens.
type listing struct {
	ID     string `json:"id"`
	Models []struct {
		ID      string   `json:"id"`
		Names   []string `json:"names"` // others of the same
		Context int64    `json:"context_window"`
		Prices  []struct {
			Since string           `json:"since"` // "" or a date
			Of    map[string]price `json:"prices"`
		} `json:"prices"`
	} `json:"models"`
}

// price is a number, or {"base":1.25,"tiers":[{"start":200000,"price":2.5}]}.
type price struct {
	Base  float64
	Tiers []struct {
		Start int64   `json:"start"`
		Price float64 `json:"price"`
	}
}

func (p *price) UnmarshalJSON(text []byte) error {
	if text[0] != '{' {
		return json.Unmarshal(text, &p.Base)
	}
	type tiered price
	return json.Unmarshal(text, (*tiered)(p))
}

// makers are the vendors whose every model is kept, retired ones too: logs are read later. Of the others, which serve what
// others made, a model of which nothing but a price is known is not worth its bytes at the edge.
var makers = [...]string{"anthropic", "cerebras", "cohere", "deepseek", "google", "groq", "mistral-ai", "openai", "x-ai"}

// partial are beginnings of names that are none themselves.
var partial = regexp.MustCompile(`[-@:.]$|-20\d{0,6}$`)

// genaiPlaces are the names of prices, at their places in a row.
var genaiPlaces = [...]string{"input_mtok", "output_mtok", "cache_read_mtok", "cache_write_mtok", "input_audio_mtok", "output_audio_mtok"}

// genai reads the providers of genai-prices.
func genai(text []byte) (rows []row, err error) {
	var listings []listing
	if err := json.Unmarshal(text, &listings); err != nil {
		return nil, fmt.Errorf("genai-prices: %w", err)
	}
	for _, l := range listings {
		vendor, known := genaiVendors[l.ID]
		for _, m := range l.Models {
			if !known || isUnasked(vendor, m.ID) || m.Context == 0 && !slices.Contains(makers[:], vendor) {
				continue
			}
			since, of := "", map[string]price(nil)
			for _, p := range m.Prices {
				if of == nil || p.Since > since {
					since, of = p.Since, p.Of
				}
			}
			r := row{vendor: vendor, model: m.ID, mode: "c", abilities: "?", context: m.Context, isPriceOnly: true}
			if strings.Contains(m.ID, "embed") {
				r.mode, r.abilities = "e", ""
			}
			r.priceOf(of)
			if r.price[input] == "" {
				continue
			}
			rows = append(rows, r)
			for _, name := range m.Names {
				if slices.Contains(makers[:], vendor) && !isUnasked(vendor, name) && !partial.MatchString(name) {
					r.model = name
					rows = append(rows, r)
				}
			}
		}
	}
	return rows, nil
}

// isUnasked reports a name that nobody sends: a class of models, another vendor's, a batch.
func isUnasked(vendor, model string) bool {
	switch {
	case vendor == "google" && strings.HasPrefix(model, "claude"), vendor == "bedrock" && strings.HasPrefix(model, "regional."):
		return true
	case vendor == "openrouter" && (!strings.Contains(model, "/") || strings.HasPrefix(model, "~")):
		return true
	}
	return strings.HasSuffix(model, ":batch") || strings.HasPrefix(model, "ft:")
}

func (r *row) priceOf(of map[string]price) {
	for i, name := range genaiPlaces {
		p, has := of[name]
		if !has || r.mode == "e" && i == output {
			continue
		}
		r.price[i] = perMillion(p.Base / 1e6)
		if len(p.Tiers) > 0 && i < len(r.longPrice) {
			r.long, r.longPrice[i] = p.Tiers[0].Start, perMillion(p.Tiers[0].Price/1e6)
		}
	}
	if r.longPrice[input] == "" {
		r.long, r.longPrice = 0, [4]string{}
	}
}
