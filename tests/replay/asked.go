package replay

import (
	"fmt"
	"slices"
	"strings"
)

// kept checks that no setting of a request is left out without a word: its value stands somewhere in what is sent, or
// its name among what the client is told was dropped. Switches and the words of choices are said in every wire's own way
// and are not looked for.
func kept(body object, sent string, t *trip) (problems []string) {
	values := scalars(parse(sent), nil)
	dropped := t.header.Get("x-causeway-dropped-params")
	for key, value := range body {
		if isSaidElsewhere(key) || isNamedIn(dropped, key) || key == "n" && value == 1.0 {
			continue
		}
		for _, wanted := range scalars(value, nil) {
			if !slices.Contains(values, wanted) {
				problems = append(problems, fmt.Sprintf("%s: %s was left out, and not named", key, excerpt(wanted)))
			}
		}
	}
	return problems
}

// isSaidElsewhere reports that a member steers the gateway, is looked at by its texts, or is a word with a meaning.
func isSaidElsewhere(key string) bool {
	switch key {
	case "model", "stream", "stream_options", "messages", "tools", "tool_choice", "functions", "function_call", "response_format",
		"reasoning_effort", "reasoning", "system", "thinking", "output_config", "output_format", "input", "instructions", "text",
		"include", "truncation", "anthropic_version", "service_tier", "verbosity", "modalities":
		return true
	}
	return false
}

// isNamedIn reports that a list of dropped parameters names key or a part of it. Anthropic's metadata is the hub's user.
func isNamedIn(dropped, key string) bool {
	for name := range strings.SplitSeq(dropped, ",") {
		if name == key || name == "user" && key == "metadata" || strings.HasPrefix(name, key+".") || strings.HasPrefix(name, key+"[") || name == "..." {
			return true
		}
	}
	return false
}

// scalars are the numbers and strings in v, as text.
func scalars(v any, all []string) []string {
	switch v := v.(type) {
	case float64, string:
		all = append(all, fmt.Sprint(v))
	case []any:
		for _, item := range v {
			all = scalars(item, all)
		}
	case map[string]any:
		for _, item := range v {
			all = scalars(item, all)
		}
	}
	return all
}
