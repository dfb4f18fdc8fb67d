package responses

import "causeway/core/rewrite"

// customInput is the one parameter of the function that a custom tool becomes: free text, which other providers' tools do
// not take. The writer makes a custom_tool_call of its calls again.
const customInput = "input"

const customSchema = `{"type":"object","properties":{"` + customInput + `":{"type":"string"}},"required":["` + customInput + `"],"additionalProperties":false}`

// hasTools reports that a list of tools holds one that other providers can be given.
func hasTools(raw string) bool {
	for tool := rewrite.OverArray(raw); tool.Next(); {
		if kind := rewrite.Inside(tool.Value, "type"); kind == "function" || kind == "custom" {
			return true
		}
	}
	return false
}

// tools appends the tools: functions, and custom ones as functions. OpenAI's own, which run there, are dropped and named.
func (h *hubbing) tools(dst []byte, raw string) []byte {
	list := []byte{'['}
	for tool := rewrite.OverArray(raw); tool.Next(); {
		switch kind := rewrite.Inside(tool.Value, "type"); kind {
		case "function":
			list = h.function(list, tool.Value)
		case "custom":
			list = appendCustom(list, tool.Value)
		default:
			h.r.Drop("tools[]." + kind)
		}
	}
	if !h.hasTools {
		return dst
	}
	return fill(dst, `,"tools":$]`, string(list))
}

func (h *hubbing) function(dst []byte, tool string) []byte {
	dst = fill(dst, `,{"type":"function","function":{`)
	for m := rewrite.OverObject(tool); m.Next(); {
		switch m.Key {
		case "name", "description", "parameters", "strict":
			if m.Value != "false" { // which chat is by itself
				dst = raw(dst, m.Key, rewrite.Present(m.Value))
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
	words := rewrite.Inside(raw, "description")
	if how := rewrite.Given(raw, "format"); rewrite.Inside(how, "definition") != "" {
		words += string(fill(nil, `\n\nThe $ must follow this $ grammar:\n$`, customInput, rewrite.Inside(how, "syntax"), rewrite.Inside(how, "definition")))
	}
	return fill(dst, `,{"type":"function","function":{"name":"$","description":"$","parameters":$}}`, rewrite.Inside(raw, "name"), words, customSchema)
}

// choice appends tool_choice. Without a tool that it can choose it is left out.
func (h *hubbing) choice(dst []byte, raw string) []byte {
	kind := rewrite.Inside(raw, "type")
	switch {
	case !h.hasTools:
		return dst
	case rewrite.IsString(raw):
		return fill(dst, `,"tool_choice":$`, raw)
	case kind == "function", kind == "custom":
		return fill(dst, `,"tool_choice":{"type":"function","function":{"name":"$"}}`, rewrite.Inside(raw, "name"))
	case kind == "allowed_tools":
		var list []byte
		for tool := rewrite.OverArray(rewrite.Given(raw, "tools")); tool.Next(); {
			if name := rewrite.Inside(tool.Value, "name"); name != "" {
				list = fill(list, `,{"type":"function","function":{"name":"$"}}`, name)
			}
		}
		return fill(dst, `,"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"$","tools":[$]}}`, rewrite.Inside(raw, "mode"), string(list))
	}
	h.r.Drop("tool_choice." + kind)
	return dst
}
