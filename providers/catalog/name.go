package catalog

import (
	"strings"

	"causeway/core"
)

// Find is what is known of a vendor's model: see the function of that name.
//
// The rules, in order: the name as it is; without what says where it is served (a path, a region); without what says which
// issue it is (a date, a version, "latest"), one after the other; its first dated issue; and all that at the vendor whose
// models these are. A fine-tuned model can what its base can, but what it costs is known only from a line of its own.
func (t Table) Find(vendor, model string) (m core.Model, ok bool) {
	line, isTuned := t.line(vendor, model)
	if line == "" {
		if vendor, model = maker(vendor, model); vendor != "" {
			line, isTuned = t.line(vendor, model)
		}
	}
	if line == "" {
		return m, false
	}
	m = read(line)
	if isTuned && !strings.HasPrefix(m.Name, tuned) {
		m.IsPriced = false
	}
	return m, true
}

// tuned is what stands before the name of a fine-tuned model: ft:base:organisation:suffix:id.
const tuned = "ft:"

// line is the line of a name at one vendor, "" when there is none.
func (t Table) line(vendor, model string) (line string, isTuned bool) {
	if model, isTuned = strings.CutPrefix(model, tuned); isTuned {
		base, _, _ := strings.Cut(model, ":")
		return t.tuned(vendor, base), true
	}
	if line = t.issue(vendor, model); line != "" {
		return line, false
	}
	last := lastOf(model)
	if line = t.issue(vendor, last); line == "" {
		line = t.issue(vendor, unregional(last))
	}
	return line, false
}

// tuned is the line of base's fine-tuned models, or else base's own.
func (t Table) tuned(vendor, base string) string {
	for rest := t.from(vendor, tuned); rest != ""; { // few lines
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		owner, name := key(line)
		of, isTuned := strings.CutPrefix(name, tuned)
		if owner != vendor || !isTuned {
			break
		}
		if of == base || unissued(of) == base || of == unissued(base) {
			return line
		}
	}
	return t.issue(vendor, base)
}

// issue is the line of a name, or of the same without its issue, or of its first dated issue.
func (t Table) issue(vendor, name string) string {
	for at := name; at != ""; at = unissued(at) {
		if line := t.row(vendor, at); line != "" {
			return line
		}
	}
	line, _, _ := strings.Cut(t.from(vendor, name), "\n")
	if owner, next := key(line); owner == vendor && len(next) > len(name) && strings.HasPrefix(next, name) && unissued(next) == name {
		return line
	}
	return ""
}

// lastOf is the last part of a resource's path: accounts/fireworks/models/x → x.
func lastOf(model string) string { return model[strings.LastIndexByte(model, '/')+1:] }

// regions are what stands before the id of a model in Bedrock's inference profiles.
var regions = [...]string{"apac.", "au.", "ca.", "eu.", "global.", "jp.", "us-gov.", "us."}

func unregional(model string) string {
	for _, region := range regions {
		if rest, has := strings.CutPrefix(model, region); has {
			return rest
		}
	}
	return model
}

// unissued is a name without the last thing that says which issue of a model it is; "" when there is nothing of the kind.
//
//	gpt-4.1-2025-04-14 → gpt-4.1       claude-opus-4-1@20250805 → claude-opus-4-1      gemini-2.0-flash-001 → gemini-2.0-flash
//	claude-3-5-sonnet-20241022-v2:0 → claude-3-5-sonnet-20241022 → claude-3-5-sonnet   mistral-large-latest → mistral-large
func unissued(name string) string {
	if at := strings.LastIndexByte(name, '@'); at > 0 {
		return name[:at]
	}
	if at := strings.LastIndexByte(name, ':'); at > 0 && isLike(name, ":0") {
		if v := strings.LastIndex(name[:at], "-v"); v > 0 && isDigits(name[v+2:at]) {
			return name[:v]
		}
		return name[:at]
	}
	for _, pattern := range [...]string{"-0000-00-00", "-00000000", "-000", "-latest"} {
		if isLike(name, pattern) {
			return name[:len(name)-len(pattern)]
		}
	}
	return ""
}

// isLike reports that name ends as pattern does, in which a 0 is any digit. Something must stand before it.
func isLike(name, pattern string) bool {
	if len(name) <= len(pattern) {
		return false
	}
	end := name[len(name)-len(pattern):]
	for i := range len(pattern) {
		if pattern[i] == '0' && !isDigits(end[i:i+1]) || pattern[i] != '0' && end[i] != pattern[i] {
			return false
		}
	}
	return true
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// makers are the vendors that serve others' models at their makers' prices: those whose names begin so. The maker calls them
// by the rest, or (isKept) the same.
var makers = [...]struct {
	vendor, prefix, maker string
	isKept                bool
}{
	{"azure-ai", "claude-", "anthropic", true},
	{"azure-ai", "gpt-", "openai", true},
	{"azure-openai", "", "openai", true},
	{"bedrock", "anthropic.", "anthropic", false},
	{"openrouter", "anthropic/", "anthropic", false},
	{"openrouter", "cohere/", "cohere", false},
	{"openrouter", "deepseek/", "deepseek", false},
	{"openrouter", "google/", "google", false},
	{"openrouter", "mistralai/", "mistral-ai", false},
	{"openrouter", "moonshotai/", "moonshot", false},
	{"openrouter", "openai/", "openai", false},
	{"openrouter", "perplexity/", "perplexity-ai", false},
	{"openrouter", "x-ai/", "x-ai", false},
	{"openrouter", "z-ai/", "z-ai", false},
	{"vertex-ai", "anthropic.", "anthropic", false},
	{"vertex-ai", "claude-", "anthropic", true},
	{"vertex-ai", "gemini-", "google", true},
	{"vertex-ai", "google.", "google", false},
}

// maker is who made a model that a vendor serves for another, and its name there; "" when that is not known.
func maker(vendor, model string) (of, name string) {
	if vendor != "openrouter" {
		model = unregional(lastOf(model))
	}
	for i := range makers {
		m := &makers[i]
		if rest, has := strings.CutPrefix(model, m.prefix); m.vendor == vendor && has {
			if m.isKept {
				rest = model
			}
			return m.maker, rest
		}
	}
	return "", ""
}
