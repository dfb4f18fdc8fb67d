package bedrock

import (
	"strings"

	"causeway/core/rewrite"
)

// anyObject is the schema of a function that names no parameters.
const anyObject = `{"type":"object","properties":{}}`

// toolResult appends the answer to a call, of a tool message or of an older function message.
func (t *translation) toolResult(dst []byte, index int, raw string) []byte {
	id, content, cache, isError := "", "", "", false
	isFunction := rewrite.Inside(raw, "role") == "function"
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "role":
		case "tool_call_id":
			id = rewrite.Contents(m.Value)
		case "content":
			content = m.Value
		case "cache_control":
			cache = rewrite.Present(m.Value)
		case "is_error":
			isError = m.Value == "true"
		default:
			if m.Key != "name" || !isFunction {
				t.dropMember(m)
			}
		}
	}
	if isFunction {
		id = t.functionID()
	}
	if id == "" {
		t.refuse(messagePath(index, "tool_call_id"), "the id of the call that is answered is required")
	}
	dst = append(t.block(dst, inUser), `{"toolResult":{`...)
	dst = t.appendID(dst, id)
	dst = append(rewrite.Key(dst, "content"), '[')
	dst = append(t.parts(dst, inResult, index, content), ']')
	if isError {
		dst = rewrite.Escaped(dst, "status", "error")
	}
	return t.mark(append(dst, `}}`...), cache)
}

// toolConfig appends the tools and the choice among them. Without tools Converse takes no choice, and with calls in the
// conversation it insists on tools: a conversation that brings calls and names no tools gets the names of those called.
//
// Converse has no word for "none". Leaving the tools out says it, unless the conversation has calls; the model may then
// call again, and tool_choice is named as dropped.
func (t *translation) toolConfig(dst []byte) []byte {
	choice := t.asked.toolChoice
	if choice == "" {
		choice = t.asked.functionCall
	}
	if t.asked.parallel == "false" {
		t.r.Drop("parallel_tool_calls")
	}
	isNone := choice == `"none"` || rewrite.Inside(choice, "type") == "none"
	hasCalls := t.hasCalls()
	if isNone && !hasCalls {
		return dst
	}
	start := len(dst)
	dst = append(rewrite.Key(dst, "toolConfig"), `{"tools":[`...)
	empty := len(dst)
	dst = t.tools(dst)
	if len(dst) == empty && hasCalls {
		dst = t.calledTools(dst)
	}
	switch {
	case len(dst) == empty:
		if choice != "" && choice != `"auto"` && !t.hasOwnTools() {
			t.r.Drop("tool_choice")
		}
		return dst[:start]
	case isNone:
		t.r.Drop("tool_choice")
		choice = ""
	}
	dst = append(dst, ']')
	if choice != "" {
		dst = append(t.choice(append(rewrite.Key(dst, "toolChoice"), '{'), choice), '}')
	}
	return append(dst, '}')
}

// tools appends the tools, whichever of OpenAI's two APIs names them.
func (t *translation) tools(dst []byte) []byte {
	for tool := rewrite.OverArray(t.asked.tools); tool.Next(); {
		dst = t.tool(dst, tool.Value)
	}
	for f := rewrite.OverArray(t.asked.functions); f.Next(); {
		dst = t.function(rewrite.Comma(dst), f.Value)
	}
	return t.ownTools(dst)
}

// tool appends one tool and the cache point behind it. Converse's own pass as they are: {"systemTool":{"name":"…"}}.
func (t *translation) tool(dst []byte, raw string) []byte {
	function := rewrite.Given(raw, "function")
	switch {
	case rewrite.IsObject(function):
		dst = t.function(rewrite.Comma(dst), function)
	case rewrite.Inside(raw, "type") == "":
		return append(rewrite.Comma(dst), raw...)
	default:
		return dst // see ownTools
	}
	for m := rewrite.OverObject(raw); m.Next(); {
		if m.Key != "type" && m.Key != "function" && m.Key != "cache_control" && rewrite.Present(m.Value) != "" {
			t.r.Drop("tools[]." + m.Key)
		}
	}
	cache := rewrite.Given(raw, "cache_control")
	if cache != "" && !IsClaude(t.r.Model) { // Nova caches prompts and no tools
		t.r.Drop("tools[].cache_control")
		return dst
	}
	return t.mark(dst, cache)
}

// ownTools makes an additional field of the tools that are Claude's own, such as {"type":"bash_20250124","name":"bash"}.
// No other model knows them.
//
// https://docs.aws.amazon.com/bedrock/latest/userguide/computer-use.html (read 2026-11-25)
func (t *translation) ownTools(dst []byte) []byte {
	list := []byte{'['}
	for tool := rewrite.OverArray(t.asked.tools); tool.Next(); {
		if isOwnTool(tool.Value) {
			list = append(rewrite.Comma(list), tool.Value...)
		}
	}
	switch {
	case len(list) == 1:
	case IsClaude(t.r.Model):
		t.field("tools", string(append(list, ']')))
	default:
		t.r.Drop("tools[].type")
	}
	return dst
}

func isOwnTool(raw string) bool {
	return rewrite.Inside(raw, "type") != "" && !rewrite.IsObject(rewrite.Given(raw, "function"))
}

func (t *translation) hasOwnTools() bool {
	for tool := rewrite.OverArray(t.asked.tools); tool.Next(); {
		if isOwnTool(tool.Value) {
			return true
		}
	}
	return false
}

// function appends a function: {"name":…,"description":…,"parameters":{…},"strict":true}.
func (t *translation) function(dst []byte, raw string) []byte {
	schema := anyObject
	dst = append(dst, `{"toolSpec":{`...)
	for m := rewrite.OverObject(raw); m.Next(); {
		if rewrite.Present(m.Value) == "" {
			continue
		}
		switch m.Key {
		case "name":
			dst = rewrite.Raw(dst, m.Key, m.Value)
		case "description":
			if m.Value != `""` { // which Converse refuses
				dst = rewrite.Raw(dst, m.Key, m.Value)
			}
		case "parameters":
			schema = m.Value
		case "strict":
			dst = t.strict(dst, m.Value)
		default:
			t.r.Drop("tools[].function." + m.Key)
		}
	}
	dst = append(rewrite.Key(dst, "inputSchema"), `{"json":`...)
	return append(appendSchema(dst, schema), `}}}`...)
}

func (t *translation) strict(dst []byte, raw string) []byte {
	switch {
	case t.family.structured:
		return rewrite.Raw(dst, "strict", raw)
	case raw == "true":
		t.r.Drop("tools[].function.strict")
	}
	return dst
}

// appendSchema appends a schema whole. One without a type, which OpenAI takes and Bedrock does not, gets it.
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

// choice appends the member of the choice: OpenAI's words, a function by name, or Anthropic's object.
func (t *translation) choice(dst []byte, raw string) []byte {
	switch raw {
	case `"auto"`:
		return append(dst, `"auto":{}`...)
	case `"required"`, `"any"`:
		return append(dst, `"any":{}`...)
	}
	name := rewrite.Inside(rewrite.Given(raw, "function"), "name")
	if name == "" {
		name = rewrite.Inside(raw, "name")
	}
	switch kind := rewrite.Inside(raw, "type"); {
	case name != "":
		dst = append(rewrite.Key(dst, "tool"), '{')
		return append(rewrite.Escaped(dst, "name", name), '}')
	case kind == "auto" || kind == "any":
		return append(append(append(dst, '"'), kind...), `":{}`...)
	case kind == "allowed_tools":
		t.r.Drop("tool_choice.allowed_tools.tools")
		return t.choice(dst, rewrite.Given(rewrite.Given(raw, "allowed_tools"), "mode"))
	case raw == "":
		return append(dst, `"auto":{}`...)
	}
	t.refuse("tool_choice", "auto, none, required or a function by name is required")
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

// hasCalls reports that the conversation has calls or their results.
func (t *translation) hasCalls() bool {
	for m := rewrite.OverArray(t.asked.messages); m.Next(); {
		calls := rewrite.OverArray(rewrite.Given(m.Value, "tool_calls"))
		if role := rewrite.Inside(m.Value, "role"); calls.Next() || role == "tool" || role == "function" || rewrite.Given(m.Value, "function_call") != "" {
			return true
		}
	}
	return false
}

// calledTools appends the tools that the conversation has called, each by its name alone.
func (t *translation) calledTools(dst []byte) []byte {
	var names []string
	add := func(name string) {
		for _, known := range names {
			if known == name {
				return
			}
		}
		names = append(names, name)
		dst = rewrite.Escaped(append(rewrite.Comma(dst), `{"toolSpec":{`...), "name", name)
		dst = append(dst, `,"inputSchema":{"json":`+anyObject+`}}}`...)
	}
	for m := rewrite.OverArray(t.asked.messages); m.Next(); {
		for call := rewrite.OverArray(rewrite.Given(m.Value, "tool_calls")); call.Next(); {
			add(rewrite.Inside(rewrite.Given(call.Value, "function"), "name"))
		}
		if function := rewrite.Given(m.Value, "function_call"); function != "" {
			add(rewrite.Inside(function, "name"))
		}
	}
	return dst
}
