package responses

import "causeway/core/rewrite"

// customInput is the one parameter of the function that a custom tool becomes: free text, which other providers' tools do
// not take. The writer makes a custom_tool_call of its calls again.
const customInput = "input"

const customSchema = `{"type":"object","properties":{"` + customInput + `":{"type":"string"}},"required":["` + customInput + `"],"additionalProperties":false}`

// hasTools reports that a list of tools holds one that other providers can be given.
func hasTools(raw string) bool {
	for tool := elements(raw); tool.Next(); {
		if kind := text(tool.Value, "type"); kind == "function" || kind == "custom" {
			return true
		}
	}
	return false
}

// tools appends the tools: functions, and custom ones as functions. OpenAI's own, which run there, are dropped and named.
func (h *hubbing) tools(dst []byte, raw string) []byte {
	start := len(dst)
	dst = append(rewrite.Key(dst, "tools"), '[')
	for tool := elements(raw); tool.Next(); {
		switch kind := text(tool.Value, "type"); kind {
		case "function":
			dst = h.function(rewrite.Comma(dst), tool.Value)
		case "custom":
			dst = appendCustom(rewrite.Comma(dst), tool.Value)
		default:
			h.r.Drop("tools[]." + kind)
		}
	}
	if !h.hasTools {
		return dst[:start]
	}
	return append(dst, ']')
}

func (h *hubbing) function(dst []byte, raw string) []byte {
	dst = append(dst, `{"type":"function","function":{`...)
	for m := members(raw); m.Next(); {
		switch m.Key {
		case "name", "description", "parameters", "strict":
			if present(m.Value) != "" && m.Value != "false" { // which chat is by itself
				dst = rewrite.Raw(dst, m.Key, m.Value)
			}
		case "type", "function": // the latter is chat's, which some clients send beside it
		default:
			h.r.Drop("tools[]." + m.Key)
		}
	}
	return append(dst, `}}`...)
}

// appendCustom appends a custom tool as a function of one text. A grammar that the text must follow is told in words.
func appendCustom(dst []byte, raw string) []byte {
	dst = append(dst, `{"type":"function","function":{`...)
	dst = rewrite.Escaped(dst, "name", text(raw, "name"))
	words := text(raw, "description")
	if format := member(raw, "format"); text(format, "definition") != "" {
		if words != "" {
			words += `\n\n`
		}
		words += "The " + customInput + " must follow this " + text(format, "syntax") + ` grammar:\n` + text(format, "definition")
	}
	if words != "" {
		dst = rewrite.Escaped(dst, "description", words)
	}
	return append(rewrite.Raw(dst, "parameters", customSchema), `}}`...)
}

// choice appends tool_choice. Without a tool that it can choose it is left out.
func (h *hubbing) choice(dst []byte, raw string) []byte {
	kind := text(raw, "type")
	switch {
	case !h.hasTools:
		return dst
	case isString(raw):
		return rewrite.Raw(dst, "tool_choice", raw)
	case kind == "function", kind == "custom":
		dst = append(rewrite.Key(dst, "tool_choice"), `{"type":"function","function":{`...)
		return append(rewrite.Escaped(dst, "name", text(raw, "name")), `}}`...)
	case kind == "allowed_tools":
		dst = append(rewrite.Key(dst, "tool_choice"), `{"type":"allowed_tools","allowed_tools":{`...)
		dst = append(rewrite.Key(rewrite.Escaped(dst, "mode", text(raw, "mode")), "tools"), '[')
		for tool := elements(member(raw, "tools")); tool.Next(); {
			if name := text(tool.Value, "name"); name != "" {
				dst = append(rewrite.Comma(dst), `{"type":"function","function":{`...)
				dst = append(rewrite.Escaped(dst, "name", name), `}}`...)
			}
		}
		return append(dst, `]}}`...)
	}
	h.r.Drop("tool_choice." + kind)
	return dst
}
