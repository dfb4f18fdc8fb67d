package anthropic

import (
	"strconv"
	"strings"

	"causeway/core/rewrite"
)

// anyObject is the schema of a function that names no parameters.
const anyObject = `{"type":"object","properties":{}}`

// toolResult appends the answer to a call, of a tool message or of an older function message.
func (t *translation) toolResult(dst []byte, index int, raw string) []byte {
	id, content, cache, isError := "", "", "", ""
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "role":
		case "tool_call_id":
			id = rewrite.Contents(m.Value)
		case "content":
			content = rewrite.Present(m.Value)
		case "cache_control":
			cache = rewrite.Present(m.Value)
		case "is_error":
			isError = rewrite.Present(m.Value)
		default:
			if m.Key != "name" || rewrite.Inside(raw, "role") != "function" {
				t.dropMember(m)
			}
		}
	}
	if rewrite.Inside(raw, "role") == "function" {
		id = t.functionID()
	}
	if id == "" {
		t.refuse(messagePath(index, "tool_call_id"), "the id of the call that is answered is required")
	}
	dst = rewrite.Comma(t.turnOf(dst, "user"))
	dst = appendID(append(dst, `{"type":"tool_result"`...), "tool_use_id", id)
	dst = t.resultContent(dst, index, content)
	if isError != "" {
		dst = rewrite.Raw(dst, "is_error", isError)
	}
	t.markable = true
	return t.mark(append(dst, '}'), cache)
}

func (t *translation) resultContent(dst []byte, index int, content string) []byte {
	if content == "" {
		return dst
	}
	if rewrite.IsString(content) {
		return rewrite.Raw(dst, "content", content)
	}
	dst = append(rewrite.Key(dst, "content"), '[')
	return append(t.parts(dst, "", index, content), ']')
}

// tools appends the tools, whatever of the two APIs of OpenAI names them.
func (t *translation) tools(dst []byte) []byte {
	start := len(dst)
	dst = append(rewrite.Key(dst, "tools"), '[')
	empty := len(dst)
	index := 0
	for tool := rewrite.OverArray(t.asked.tools); tool.Next(); index++ {
		dst = t.tool(rewrite.Comma(dst), index, tool.Value)
	}
	for f := rewrite.OverArray(t.asked.functions); f.Next(); {
		dst = append(t.function(append(rewrite.Comma(dst), '{'), f.Value), '}')
	}
	if len(dst) == empty {
		return dst[:start]
	}
	return append(dst, ']')
}

// tool appends one tool. Anthropic's own, such as {"type":"web_search_20250305","name":"web_search"}, pass as they are,
// and so do its members on a function, such as cache_control and defer_loading.
func (t *translation) tool(dst []byte, index int, raw string) []byte {
	function := rewrite.Given(raw, "function")
	if rewrite.Given(raw, "custom") != "" {
		t.refuse("tools["+strconv.Itoa(index)+"].custom", "Anthropic's tools take JSON, not free text")
	}
	if !rewrite.IsObject(function) {
		return append(dst, raw...)
	}
	dst = t.function(append(dst, '{'), function)
	for m := rewrite.OverObject(raw); m.Next(); {
		if m.Key != "type" && m.Key != "function" && rewrite.Present(m.Value) != "" {
			dst = rewrite.Raw(dst, m.Key, m.Value)
		}
	}
	return append(dst, '}')
}

// function appends the members of a function: {"name":…,"description":…,"parameters":{…},"strict":true}.
func (t *translation) function(dst []byte, raw string) []byte {
	schema := anyObject
	for m := rewrite.OverObject(raw); m.Next(); {
		if rewrite.Present(m.Value) == "" {
			continue
		}
		switch m.Key {
		case "name", "description":
			dst = rewrite.Raw(dst, m.Key, m.Value)
		case "parameters":
			schema = m.Value
		case "strict":
			dst = t.strict(dst, m.Value)
		default:
			t.r.Drop("tools[].function." + m.Key)
		}
	}
	return appendSchema(rewrite.Key(dst, "input_schema"), schema)
}

func (t *translation) strict(dst []byte, raw string) []byte {
	if t.family.structured {
		return rewrite.Raw(dst, "strict", raw)
	}
	if raw == "true" {
		t.r.Drop("tools[].function.strict")
	}
	return dst
}

// appendSchema appends a schema whole. One without a type, which OpenAI takes and Anthropic does not, gets it.
func appendSchema(dst []byte, schema string) []byte {
	if !rewrite.IsObject(schema) || rewrite.Given(schema, "type") != "" {
		return append(dst, schema...)
	}
	if rewrite.IsBare(schema) {
		return append(dst, anyObject...)
	}
	dst = append(dst, `{"type":"object",`...)
	return append(dst, strings.TrimPrefix(schema, "{")...)
}

// toolChoice appends tool_choice, and in it parallel_tool_calls: false. Without tools the API takes neither.
func (t *translation) toolChoice(dst []byte) []byte {
	a := &t.asked
	choice := a.toolChoice
	if choice == "" {
		choice = a.functionCall
	}
	single := a.parallel == "false"
	if !t.hasTools() {
		if choice != "" && choice != `"none"` && choice != `"auto"` {
			t.r.Drop("tool_choice")
		}
		return dst
	}
	if choice == "" && !single {
		return dst
	}
	dst = t.choice(append(rewrite.Key(dst, "tool_choice"), '{'), choice)
	if single && choice != `"none"` && rewrite.Inside(choice, "type") != "none" && rewrite.Given(choice, "disable_parallel_tool_use") == "" {
		dst = rewrite.Raw(dst, "disable_parallel_tool_use", "true")
	}
	return append(dst, '}')
}

// choice appends the members of the choice: OpenAI's words, a function by name, or Anthropic's own object.
func (t *translation) choice(dst []byte, raw string) []byte {
	switch raw {
	case "", `"auto"`:
		return rewrite.Text(dst, "type", "auto")
	case `"required"`, `"any"`:
		return rewrite.Text(dst, "type", "any")
	case `"none"`:
		return rewrite.Text(dst, "type", "none")
	}
	name := rewrite.Inside(rewrite.Given(raw, "function"), "name")
	if name == "" && rewrite.Given(raw, "type") == "" {
		name = rewrite.Inside(raw, "name") // an older function_call
	}
	switch {
	case name != "":
		return rewrite.Escaped(rewrite.Text(dst, "type", "tool"), "name", name)
	case rewrite.Inside(raw, "type") == "allowed_tools":
		t.r.Drop("tool_choice.allowed_tools.tools")
		return t.choice(dst, rewrite.Given(rewrite.Given(raw, "allowed_tools"), "mode"))
	case !rewrite.IsObject(raw) || rewrite.Inside(raw, "type") == "function":
		t.refuse("tool_choice", "auto, none, required or a function by name is required")
		return dst
	}
	for m := rewrite.OverObject(raw); m.Next(); {
		dst = rewrite.Raw(dst, m.Key, m.Value)
	}
	return dst
}

// isForced reports that the model has to call a tool.
func (t *translation) isForced() bool {
	choice := t.asked.toolChoice
	if choice == "" {
		choice = t.asked.functionCall
	}
	switch choice {
	case "", `"auto"`, `"none"`:
		return false
	}
	kind := rewrite.Inside(choice, "type")
	return kind != "auto" && kind != "none" && kind != "allowed_tools"
}

func (t *translation) hasTools() bool {
	tools, functions := rewrite.OverArray(t.asked.tools), rewrite.OverArray(t.asked.functions)
	return tools.Next() || functions.Next()
}
