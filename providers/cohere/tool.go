package cohere

import (
	"slices"

	"causeway/core"
	"causeway/core/rewrite"
)

// choice is what the caller says of the tools: Cohere's word for it, and, when only some may be called, their names as
// raw strings.
type choice struct {
	word string
	only []string
}

// choiceOf reads tool_choice, or function_call, its predecessor. Cohere can force a call, or none, but no certain one: that
// is said by leaving the other tools out.
//
// https://docs.cohere.com/docs/tool-use-parameters (read 2026-11-25)
func (t *translation) choiceOf() choice {
	raw := rewrite.Given(t.r.Body, "tool_choice")
	if raw == "" {
		raw = rewrite.Given(t.r.Body, "function_call")
	}
	switch rewrite.Plain(raw) {
	case "none":
		return choice{word: "NONE"}
	case "required", "any":
		return choice{word: "REQUIRED"}
	}
	if !rewrite.IsObject(raw) {
		return choice{}
	}
	allowed := rewrite.Member(raw, "allowed_tools")
	if !rewrite.IsObject(allowed) {
		return choice{word: "REQUIRED", only: []string{nameIn(raw)}}
	}
	c := choice{}
	if rewrite.Plain(rewrite.Member(allowed, "mode")) == "required" {
		c.word = "REQUIRED"
	}
	for tool := rewrite.Over(rewrite.Member(allowed, "tools")); tool.Next(); {
		c.only = append(c.only, nameIn(tool.Value))
	}
	return c
}

// nameIn is the name, raw, in {"function":{"name"}} or {"name"}.
func nameIn(raw string) string {
	if function := rewrite.Member(raw, "function"); rewrite.IsObject(function) {
		raw = function
	}
	return rewrite.Member(raw, "name")
}

// choose appends tool_choice; Cohere refuses one without tools.
func (t *translation) choose(dst []byte, m rewrite.Items) []byte {
	hasTools := rewrite.IsArray(rewrite.Member(t.r.Body, "tools")) || rewrite.IsArray(rewrite.Member(t.r.Body, "functions"))
	switch {
	case !hasTools:
		t.drop(m)
	case t.choice.word != "":
		return rewrite.Text(dst, "tool_choice", t.choice.word)
	}
	return dst
}

// tools appends the functions that may be called. Tools of other types are left out.
func (t *translation) tools(dst []byte, m rewrite.Items) []byte {
	start := len(dst)
	dst = append(rewrite.Key(dst, "tools"), '[')
	empty := len(dst)
	i := 0
	for tool := rewrite.Over(m.Value); tool.Next(); i++ {
		function := tool.Value
		if m.Key == "tools" {
			function = rewrite.Member(tool.Value, "function")
		}
		if !rewrite.IsObject(function) {
			t.r.Drop(core.Place(m.Key, i, ""))
			continue
		}
		if t.choice.only != nil && !slices.Contains(t.choice.only, rewrite.Member(function, "name")) {
			continue
		}
		dst = append(rewrite.Comma(dst), `{"type":"function","function":{`...)
		dst = append(t.function(dst, core.Place(m.Key, i, ""), function), `}}`...)
		t.rest(tool.Value, m.Key == "tools")
	}
	if len(dst) == empty {
		return dst[:start]
	}
	return append(dst, ']')
}

// rest drops what stands beside the function of a tool.
func (t *translation) rest(tool string, isWrapped bool) {
	for m := rewrite.Over(tool); isWrapped && m.Next(); {
		if m.Key != "type" && m.Key != "function" && m.Value != "null" {
			t.r.Drop("tools[]." + m.Key)
		}
	}
}

// function appends the members of a function. Cohere needs parameters, and has one strictness for all tools.
func (t *translation) function(dst []byte, where, raw string) []byte {
	parameters := `{"type":"object","properties":{}}`
	for m := rewrite.Over(raw); m.Next(); {
		switch {
		case m.Value == "null":
		case m.Key == "name" || m.Key == "description":
			dst = rewrite.Raw(dst, m.Key, m.Value)
		case m.Key == "parameters":
			parameters = m.Value
		case m.Key == "strict":
			t.isStrict = t.isStrict || m.Value == "true"
		default:
			t.r.Drop(where + ".function." + m.Key)
		}
	}
	return rewrite.Raw(dst, "parameters", parameters)
}

// calls appends what an assistant called.
func (t *translation) calls(dst []byte, raw string) []byte {
	dst = append(rewrite.Key(dst, "tool_calls"), '[')
	i := 0
	for call := rewrite.Over(raw); call.Next(); i++ {
		function := rewrite.Member(call.Value, "function")
		if !rewrite.IsObject(function) {
			t.refuse(core.Place("messages", t.at, core.Place(".tool_calls", i, "")), "Cohere's tools take JSON, not free text")
			continue
		}
		dst = t.call(append(rewrite.Comma(dst), '{'), rewrite.Contents(rewrite.Member(call.Value, "id")), function)
	}
	return append(dst, ']')
}

// call appends the members of a call. id is contents.
func (t *translation) call(dst []byte, id, function string) []byte {
	if id != "" {
		dst = rewrite.Escaped(dst, "id", id)
	}
	dst = rewrite.Text(dst, "type", "function")
	dst = append(rewrite.Key(dst, "function"), '{')
	arguments := `"{}"`
	for m := rewrite.Over(function); m.Next(); {
		switch {
		case m.Key == "name":
			dst = rewrite.Raw(dst, "name", m.Value)
		case m.Key != "arguments":
			t.r.Drop("messages[].tool_calls[].function." + m.Key)
		case rewrite.IsString(m.Value) && m.Value != `""`:
			arguments = m.Value
		}
	}
	return append(rewrite.Raw(dst, "arguments", arguments), `}}`...)
}
