package gemini

import (
	"causeway/core"
	"causeway/core/rewrite"
)

// choose appends toolConfig: the caller's own, and what tool_choice says of the functions. Without functions Google
// refuses a choice among them, so it is dropped.
//
// https://ai.google.dev/api/caching#FunctionCallingConfig (read 2026-11-21)
func (t *translation) choose(dst []byte, hasFunctions bool) ([]byte, *core.Fault) {
	path, choice := "tool_choice", t.raw[hubToolChoice]
	if choice == "" {
		path, choice = "function_call", t.raw[hubFunctionCall]
	}
	o := openOverlay(dst, "toolConfig", t.raw[hubToolConfig])
	switch {
	case choice == "":
	case !hasFunctions:
		t.r.Drop(path)
	default:
		calling := callingConfig(choice)
		if calling == "" {
			return nil, core.Refuse(path, path+`: "auto", "none", "required" or a function is expected`)
		}
		o.set("functionCallingConfig", calling)
	}
	return o.close(), nil
}

// callingConfig is tool_choice in Google's words, "" for one that says nothing: a word, a function, the functions of
// allowed_tools, or the function that an older client wants called.
func callingConfig(choice string) string {
	switch rewrite.Plain(choice) {
	case "auto":
		return `{"mode":"AUTO"}`
	case "none":
		return `{"mode":"NONE"}`
	case "required", "any":
		return `{"mode":"ANY"}`
	}
	if allowed := rewrite.Member(choice, "allowed_tools"); rewrite.IsObject(allowed) {
		mode := "VALIDATED" // AUTO takes no names
		if rewrite.Plain(rewrite.Member(allowed, "mode")) == "required" {
			mode = "ANY"
		}
		names := []byte{}
		for it := rewrite.Over(rewrite.Member(allowed, "tools")); it.Next(); {
			names = append(rewrite.Comma(names), nameIn(it.Value)...)
		}
		return calling(mode, string(names))
	}
	return calling("ANY", nameIn(choice))
}

// nameIn is the name, as a JSON string, in {"function":{"name"}} or {"name"}.
func nameIn(raw string) string {
	if function := rewrite.Member(raw, "function"); rewrite.IsObject(function) {
		raw = function
	}
	return rewrite.Member(raw, "name")
}

func calling(mode, names string) string {
	if names == "" {
		return ""
	}
	return `{"mode":"` + mode + `","allowedFunctionNames":[` + names + `]}`
}
