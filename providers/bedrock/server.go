package bedrock

import "causeway/core/rewrite"

// serverUse is the type of a call that the provider answers itself, for Converse and for Anthropic.
const serverUse = "server_tool_use"

// serverBlock is a block of the provider's own tools in Anthropic's words, in which the hub has them.
//
//	toolUse     {"toolUseId":"t","name":"nova_grounding","type":"server_tool_use","input":{…}}
//	            → {"type":"server_tool_use","id":"t","name":"nova_grounding","input":{…}}
//	toolResult  {"toolUseId":"t","type":"nova_grounding_result","status":"success","content":[{"text":"…"},{"json":{…}}]}
//	            → {"type":"nova_grounding_result","tool_use_id":"t","content":[{"type":"text","text":"…"},{"type":"json","json":{…}}]}
//
// A block of another kind keeps its members under a type that is its kind.
func serverBlock(kind, raw string) string {
	word := string(rewrite.AppendEscaped(nil, kind))
	switch {
	case kind == "toolUse":
		word = serverUse
	case rewrite.Inside(raw, "type") != "":
		word = rewrite.Inside(raw, "type")
	}
	dst := rewrite.Escaped([]byte{'{'}, "type", word)
	for m := rewrite.OverObject(raw); m.Next(); {
		switch {
		case m.Key == "type":
		case m.Key == "toolUseId" && kind == "toolUse":
			dst = rewrite.Raw(dst, "id", m.Value)
		case m.Key == "toolUseId":
			dst = rewrite.Raw(dst, "tool_use_id", m.Value)
		case m.Key == "content":
			dst = appendServerContent(rewrite.Key(dst, m.Key), m.Value)
		default:
			dst = rewrite.Raw(dst, m.Key, m.Value)
		}
	}
	return string(append(dst, '}'))
}

// appendServerContent appends a list of blocks with their kinds as their types.
func appendServerContent(dst []byte, list string) []byte {
	dst = append(dst, '[')
	for b := rewrite.OverArray(list); b.Next(); {
		dst = append(rewrite.Comma(dst), '{')
		for m := rewrite.OverObject(b.Value); m.Next(); {
			dst = rewrite.Raw(rewrite.Text(dst, "type", m.Key), m.Key, m.Value)
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}
