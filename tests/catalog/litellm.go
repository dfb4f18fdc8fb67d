package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// fact is a model of LiteLLM's file, prices in US dollars for a token.
type fact struct {
	Provider   string   `json:"litellm_provider"`
	AliasOf    string   `json:"alias_of"`
	Mode       string   `json:"mode"`
	Context    float64  `json:"max_input_tokens"`
	Input      *float64 `json:"input_cost_per_token"`
	Output     *float64 `json:"output_cost_per_token"`
	CacheRead  *float64 `json:"cache_read_input_token_cost"`
	CacheWrite *float64 `json:"cache_creation_input_token_cost"`
	AudioIn    *float64 `json:"input_cost_per_audio_token"`
	AudioOut   *float64 `json:"output_cost_per_audio_token"`
	Tiers      []struct {
		Range  []float64 `json:"range"`
		Input  *float64  `json:"input_cost_per_token"`
		Output *float64  `json:"output_cost_per_token"`
	} `json:"tiered_pricing"`
	above     map[string]*float64 // members like input_cost_per_token_above_200k_tokens
	Tools     bool                `json:"supports_function_calling"`
	Parallel  bool                `json:"supports_parallel_function_calling"`
	Vision    bool                `json:"supports_vision"`
	PDF       bool                `json:"supports_pdf_input"`
	Hears     bool                `json:"supports_audio_input"`
	Speaks    bool                `json:"supports_audio_output"`
	Schema    bool                `json:"supports_response_schema"`
	Reasoning bool                `json:"supports_reasoning"`
	Caching   bool                `json:"supports_prompt_caching"`
	Streaming *bool               `json:"supports_native_streaming"`
}

// litellmVendors is what we call LiteLLM's providers, and what it puts before their models' names.
var litellmVendors = map[string]struct {
	vendor   string
	prefixes []string
}{
	"ai21":                          {"ai21", nil},
	"anthropic":                     {"anthropic", nil},
	"anyscale":                      {"anyscale", []string{"anyscale/"}},
	"azure":                         {"azure-openai", []string{"azure/"}},
	"azure_ai":                      {"azure-ai", []string{"azure_ai/"}},
	"bedrock":                       {"bedrock", []string{"bedrock/"}},
	"bedrock_converse":              {"bedrock", []string{"bedrock/"}},
	"bigmodel":                      {"zhipu", []string{"bigmodel/"}},
	"cerebras":                      {"cerebras", []string{"cerebras/"}},
	"cloudflare":                    {"workers-ai", []string{"cloudflare/"}},
	"codestral":                     {"mistral-ai", []string{"codestral/"}},
	"cohere":                        {"cohere", []string{"cohere/"}},
	"cohere_chat":                   {"cohere", []string{"cohere/"}},
	"dashscope":                     {"dashscope", []string{"dashscope/"}},
	"databricks":                    {"databricks", []string{"databricks/"}},
	"deepinfra":                     {"deepinfra", []string{"deepinfra/"}},
	"deepseek":                      {"deepseek", []string{"deepseek/"}},
	"featherless_ai":                {"featherless-ai", []string{"featherless_ai/"}},
	"fireworks_ai":                  {"fireworks-ai", []string{"fireworks_ai/", "accounts/fireworks/models/"}},
	"fireworks_ai-embedding-models": {"fireworks-ai", []string{"fireworks_ai/", "accounts/fireworks/models/"}},
	"gemini":                        {"google", []string{"gemini/"}},
	"groq":                          {"groq", []string{"groq/"}},
	"hyperbolic":                    {"hyperbolic", []string{"hyperbolic/"}},
	"jina_ai":                       {"jina", nil},
	"lambda_ai":                     {"lambda", []string{"lambda_ai/"}},
	"mistral":                       {"mistral-ai", []string{"mistral/"}},
	"moonshot":                      {"moonshot", []string{"moonshot/"}},
	"nebius":                        {"nebius", []string{"nebius/"}},
	"novita":                        {"novita-ai", []string{"novita/"}},
	"nscale":                        {"nscale", []string{"nscale/"}},
	"openai":                        {"openai", nil},
	"ovhcloud":                      {"ovhcloud", []string{"ovhcloud/"}},
	"perplexity":                    {"perplexity-ai", []string{"perplexity/"}},
	"sambanova":                     {"sambanova", []string{"sambanova/"}},
	"stability":                     {"stability-ai", []string{"stability/"}},
	"text-completion-openai":        {"openai", nil},
	"together_ai":                   {"together-ai", []string{"together_ai/"}},
	"vertex_ai":                     {"vertex-ai", []string{"vertex_ai/"}},
	"vertex_ai-ai21_models":         {"vertex-ai", []string{"vertex_ai/"}},
	"vertex_ai-anthropic_models":    {"vertex-ai", []string{"vertex_ai/"}},
	"vertex_ai-deepseek_models":     {"vertex-ai", []string{"vertex_ai/"}},
	"vertex_ai-embedding-models":    {"vertex-ai", []string{"vertex_ai/"}},
	"vertex_ai-language-models":     {"vertex-ai", []string{"vertex_ai/"}},
	"vertex_ai-llama_models":        {"vertex-ai", []string{"vertex_ai/"}},
	"vertex_ai-mistral_models":      {"vertex-ai", []string{"vertex_ai/"}},
	"vertex_ai-openai_models":       {"vertex-ai", []string{"vertex_ai/"}},
	"vertex_ai-qwen_models":         {"vertex-ai", []string{"vertex_ai/"}},
	"voyage":                        {"voyage", []string{"voyage/"}},
	"xai":                           {"x-ai", []string{"xai/"}},
	"zai":                           {"z-ai", []string{"zai/"}},
}

// paints are the vendors whose images are billed by tokens.
var paints = map[string]bool{"azure-openai": true, "google": true, "openai": true, "vertex-ai": true}

var litellmModes = map[string]string{
	"chat": "c", "responses": "c", "completion": "p", "embedding": "e", "image_generation": "i", "rerank": "r", "moderation": "m",
	"audio_transcription": "t", "audio_speech": "s",
}

// unasked are names that nobody sends: prices of an image's size, of a region, of a commitment, of a class of models.
var unasked = regexp.MustCompile(`(^|/)(\d+-x-\d+|max-x-max|\d+-steps)/|^(low|medium|high|standard|hd|together-ai-|fireworks-ai-)[/\d-]|/container$|\*`)

// litellm reads LiteLLM's file.
func litellm(text []byte) (rows []row, err error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		return nil, fmt.Errorf("litellm: %w", err)
	}
	delete(raw, "sample_spec")
	facts := map[string]fact{}
	for name, text := range raw {
		var f fact
		if err := json.Unmarshal(text, &f); err != nil {
			return nil, fmt.Errorf("litellm: %s: %w", name, err)
		}
		f.above = above(text)
		facts[name] = f
	}
	for name, f := range facts {
		if f.AliasOf != "" {
			f = facts[f.AliasOf]
		}
		if r, ok := f.row(name); ok {
			rows = append(rows, r)
		}
	}
	return rows, nil
}

// row is the fact as a line of the table. ok is false for what is not in it: another vendor, a mode that no endpoint has.
func (f *fact) row(name string) (r row, ok bool) {
	v, known := litellmVendors[f.Provider]
	mode := litellmModes[f.Mode]
	if !known || mode == "" || unasked.MatchString(name) {
		return r, false
	}
	for _, prefix := range v.prefixes {
		name = strings.TrimPrefix(name, prefix)
	}
	if isElsewhere := slices.Contains([]string{"azure-openai", "azure-ai", "bedrock", "perplexity-ai"}, v.vendor); isElsewhere && strings.Contains(name, "/") {
		return r, false // by region, or a reseller's
	}
	r = row{vendor: v.vendor, model: name, mode: mode, context: int64(f.Context)}
	if mode == "c" {
		if r.abilities = f.abilities(); r.abilities == "" {
			r.abilities = "?" // nobody has looked
		}
		if r.abilities == "?" && r.vendor == "fireworks-ai" {
			return r, false // two hundred small ones, priced by their size
		}
	}
	for i, price := range []*float64{f.Input, f.Output, f.CacheRead, f.CacheWrite, f.AudioIn, f.AudioOut} {
		if price != nil && !(i == output && mode == "e") && !(mode == "i" && !paints[v.vendor]) {
			r.price[i] = perMillion(*price)
		}
	}
	f.tier(&r)
	return r, true
}

// long is the name of a price for long prompts.
var long = regexp.MustCompile(`^(input_cost_per_token|output_cost_per_token|cache_read_input_token_cost|cache_creation_input_token_cost)_above_(\d+)k_tokens$`)

func above(text []byte) map[string]*float64 {
	var members map[string]json.RawMessage
	json.Unmarshal(text, &members) // it has been read once
	found := map[string]*float64{}
	for key, value := range members {
		var price *float64
		if long.MatchString(key) && json.Unmarshal(value, &price) == nil {
			found[key] = price
		}
	}
	return found
}

// tier adds the first price for long prompts; the few models with more than one are taken to have no other.
func (f *fact) tier(r *row) {
	for key := range f.above {
		thousands, _ := strconv.ParseInt(long.FindStringSubmatch(key)[2], 10, 64)
		if r.long == 0 || thousands*1000 < r.long {
			r.long = thousands * 1000
		}
	}
	for key, price := range f.above {
		parts := long.FindStringSubmatch(key)
		thousands, _ := strconv.ParseInt(parts[2], 10, 64)
		if price != nil && thousands*1000 == r.long {
			r.longPrice[longPlaces[parts[1]]] = perMillion(*price)
		}
	}
	for i, tier := range f.Tiers {
		if i > 1 || tier.Input == nil || tier.Output == nil {
			break
		}
		if i == 0 {
			r.price[input], r.price[output] = perMillion(*tier.Input), perMillion(*tier.Output)
			continue
		}
		r.long = int64(tier.Range[0])
		r.longPrice[input], r.longPrice[output] = perMillion(*tier.Input), perMillion(*tier.Output)
	}
	if r.longPrice[input] == "" {
		r.long, r.longPrice = 0, [4]string{}
	}
}

var longPlaces = map[string]int{
	"input_cost_per_token": input, "output_cost_per_token": output, "cache_read_input_token_cost": cacheRead,
	"cache_creation_input_token_cost": cacheWrite,
}

func (f *fact) abilities() string {
	has := []struct {
		letter string
		is     bool
	}{
		{"t", f.Tools}, {"p", f.Parallel}, {"v", f.Vision}, {"f", f.PDF}, {"a", f.Hears}, {"o", f.Speaks}, {"j", f.Schema},
		{"r", f.Reasoning}, {"c", f.Caching || f.CacheRead != nil}, {"n", f.Streaming != nil && !*f.Streaming},
	}
	letters := ""
	for _, h := range has {
		if h.is {
			letters += h.letter
		}
	}
	return letters
}
