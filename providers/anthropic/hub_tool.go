package anthropic

import "causeway/core/rewrite"

// hubTools appends the tools: the client's own as functions, Anthropic's own ({"type":"web_search_20250305",…}) as they
// are.
func hubTools(dst []byte, raw string) []byte {
	dst = append(rewrite.Key(dst, "tools"), '[')
	for tool := rewrite.OverArray(raw); tool.Next(); {
		dst = hubTool(rewrite.Comma(dst), tool.Value)
	}
	return append(dst, ']')
}

// hubTool appends one tool. cache_control and the members that OpenAI does not know stand beside the function.
func hubTool(dst []byte, raw string) []byte {
	if kind := rewrite.Inside(raw, "type"); kind != "" && kind != "custom" {
		return append(dst, raw...)
	}
	dst = append(dst, `{"type":"function","function":{`...)
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "input_schema":
			dst = rewrite.Raw(dst, "parameters", m.Value)
		case "name", "description", "strict":
			if rewrite.Present(m.Value) != "" {
				dst = rewrite.Raw(dst, m.Key, m.Value)
			}
		}
	}
	dst = append(dst, '}')
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "type", "name", "description", "strict", "input_schema":
		default:
			if rewrite.Present(m.Value) != "" {
				dst = rewrite.Raw(dst, m.Key, m.Value)
			}
		}
	}
	return append(dst, '}')
}

// hubToolChoice appends tool_choice and, for disable_parallel_tool_use, parallel_tool_calls.
func hubToolChoice(dst []byte, raw string) []byte {
	switch rewrite.Inside(raw, "type") {
	case "auto", "none":
		dst = rewrite.Escaped(dst, "tool_choice", rewrite.Inside(raw, "type"))
	case "any":
		dst = rewrite.Escaped(dst, "tool_choice", "required")
	case "tool":
		dst = append(rewrite.Key(dst, "tool_choice"), `{"type":"function","function":{`...)
		dst = append(rewrite.Escaped(dst, "name", rewrite.Inside(raw, "name")), `}}`...)
	default:
		return rewrite.Raw(dst, "tool_choice", raw)
	}
	if rewrite.Given(raw, "disable_parallel_tool_use") == "true" {
		dst = rewrite.Raw(dst, "parallel_tool_calls", "false")
	}
	return dst
}
