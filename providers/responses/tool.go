package responses

import (
	"strconv"

	"causeway/core/rewrite"
)

// tools appends tools, tool_choice and parallel_tool_calls. Functions and custom tools lie flat here; tools of other types,
// such as {"type":"web_search"}, are the caller's to know and pass as they are.
//
//	{"type":"function","function":{"name","description","parameters","strict"}}  →  {"type":"function","name",…}
//
// A function of chat's is not strict unless it says so; here it would be where its schema allows (FunctionTool in openai-node
// 6.49.0, read 2026-11-25).
func (t *translation) tools(dst []byte) []byte {
	a := &t.asked
	start := len(dst)
	dst = append(rewrite.Key(dst, "tools"), '[')
	empty := len(dst)
	index := 0
	for tool := elements(a.tools); tool.Next(); index++ {
		dst = t.tool(rewrite.Comma(dst), index, tool.Value)
	}
	for f := elements(a.functions); f.Next(); {
		dst = flatTool(rewrite.Comma(dst), "function", f.Value)
	}
	if len(dst) == empty {
		return dst[:start]
	}
	dst = append(dst, ']')
	if a.choice == "" {
		a.choice = a.functionCall
	}
	if a.choice != "" {
		dst = appendChoice(rewrite.Key(dst, "tool_choice"), a.choice)
	}
	if a.parallel != "" {
		dst = rewrite.Raw(dst, "parallel_tool_calls", a.parallel)
	}
	return dst
}

func (t *translation) tool(dst []byte, index int, raw string) []byte {
	kind := text(raw, "type")
	if kind != "function" && kind != "custom" {
		return append(dst, raw...)
	}
	inner := member(raw, kind)
	switch {
	case isObject(inner):
	case member(raw, "name") != "": // flat already
		return append(dst, raw...)
	default:
		path := "tools[" + strconv.Itoa(index) + "]." + kind
		t.refuse(path, "an object with a name is required")
		return append(dst, "{}"...)
	}
	for m := members(raw); m.Next(); {
		if m.Key != "type" && m.Key != kind && present(m.Value) != "" {
			t.r.Drop("tools[]." + m.Key)
		}
	}
	return flatTool(dst, kind, inner)
}

// flatTool appends a function or a custom tool.
func flatTool(dst []byte, kind, raw string) []byte {
	dst = rewrite.Escaped(append(dst, '{'), "type", kind)
	isLax := kind == "function"
	for m := members(raw); m.Next(); {
		switch {
		case present(m.Value) == "":
			continue
		case m.Key == "strict":
			isLax = false
		case m.Key == "format":
			dst = appendGrammar(rewrite.Key(dst, m.Key), m.Value)
			continue
		}
		dst = rewrite.Raw(dst, m.Key, m.Value)
	}
	if isLax {
		dst = rewrite.Raw(dst, "strict", "false")
	}
	return append(dst, '}')
}

// appendGrammar appends a custom tool's format: chat's grammar is an object of its own in it.
func appendGrammar(dst []byte, raw string) []byte {
	grammar := member(raw, "grammar")
	if grammar == "" {
		return append(dst, raw...)
	}
	dst = append(dst, `{"type":"grammar"`...)
	for m := members(grammar); m.Next(); {
		dst = rewrite.Raw(dst, m.Key, m.Value)
	}
	return append(dst, '}')
}

// appendChoice appends a tool_choice: OpenAI's words as they are, a tool by name flat.
//
//	{"type":"function","function":{"name":"f"}}  →  {"type":"function","name":"f"}
//	{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[…]}}  →  {"type":"allowed_tools","mode":"auto","tools":[…]}
func appendChoice(dst []byte, raw string) []byte {
	kind := text(raw, "type")
	inner := member(raw, kind)
	switch {
	case !isObject(raw):
		return append(dst, raw...)
	case kind == "" && text(raw, "name") != "": // of OpenAI's older API
		return append(rewrite.Escaped(append(dst, `{"type":"function"`...), "name", text(raw, "name")), '}')
	case !isObject(inner):
		return append(dst, raw...)
	}
	dst = rewrite.Escaped(append(dst, '{'), "type", kind)
	for m := members(inner); m.Next(); {
		if m.Key != "tools" {
			dst = rewrite.Raw(dst, m.Key, m.Value)
			continue
		}
		dst = append(rewrite.Key(dst, m.Key), '[')
		for tool := elements(m.Value); tool.Next(); {
			dst = appendChoice(rewrite.Comma(dst), tool.Value)
		}
		dst = append(dst, ']')
	}
	return append(dst, '}')
}
