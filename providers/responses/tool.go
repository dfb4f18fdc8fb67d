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
	list := []byte{'['}
	index := 0
	for tool := rewrite.OverArray(t.asked[tools]); tool.Next(); index++ {
		list = t.tool(rewrite.Comma(list), index, tool.Value)
	}
	if len(list) == 1 {
		return dst
	}
	dst = fill(dst, `,"tools":$]`, string(list))
	if choice := t.asked[toolChoice]; choice != "" {
		dst = flatten(rewrite.Key(dst, "tool_choice"), choice)
	}
	return raw(dst, "parallel_tool_calls", t.asked[parallel])
}

func (t *translation) tool(dst []byte, index int, raw string) []byte {
	kind := rewrite.Inside(raw, "type")
	inner := rewrite.Given(raw, kind)
	switch {
	case kind != "function" && kind != "custom", inner == "" && rewrite.Given(raw, "name") != "": // not chat's, or flat already
		return append(dst, raw...)
	case !rewrite.IsObject(inner):
		t.refuse("tools["+strconv.Itoa(index)+"]."+kind, "an object with a name is required")
	}
	for m := rewrite.OverObject(raw); m.Next(); {
		if m.Key != "type" && m.Key != kind && rewrite.Present(m.Value) != "" {
			t.r.Drop("tools[]." + m.Key)
		}
	}
	dst = appendMembers(fill(dst, `{"type":"$"`, kind), inner, "format")
	if how := rewrite.Given(inner, "format"); how != "" {
		dst = flatten(rewrite.Key(dst, "format"), how)
	}
	if kind == "function" && rewrite.Given(inner, "strict") == "" {
		dst = append(dst, `,"strict":false`...)
	}
	return append(dst, '}')
}

// flatten appends what chat says in an object that is called like its type, and this dialect beside the type: a choice, a
// grammar, a citation. Anything else is appended as it is.
//
//	{"type":"function","function":{"name":"f"}}  →  {"type":"function","name":"f"}
//	{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[…]}}  →  {"type":"allowed_tools","mode":"auto","tools":[…]}
func flatten(dst []byte, raw string) []byte {
	kind := rewrite.Inside(raw, "type")
	inner := rewrite.Given(raw, kind)
	if !rewrite.IsObject(inner) {
		return rewrite.AppendMinified(dst, raw)
	}
	dst = appendMembers(append(dst, '{'), raw, kind)
	dst = appendMembers(dst, inner, "tools")
	if list := rewrite.Given(inner, "tools"); list != "" {
		dst = append(rewrite.Key(dst, "tools"), '[')
		for tool := rewrite.OverArray(list); tool.Next(); {
			dst = flatten(rewrite.Comma(dst), tool.Value)
		}
		dst = append(dst, ']')
	}
	return append(dst, '}')
}
