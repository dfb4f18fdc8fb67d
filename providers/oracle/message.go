package oracle

import (
	"causeway/core"
	"causeway/core/rewrite"
)

// roles are the hub's and OCI's. A developer's word is a system's: not every model knows OCI's DEVELOPER.
var roles = [...][2]string{
	{"assistant", "ASSISTANT"}, {"developer", "SYSTEM"}, {"function", "TOOL"}, {"system", "SYSTEM"}, {"tool", "TOOL"}, {"user", "USER"},
}

func appendMessages(dst []byte, r *core.Request, raw string) []byte {
	dst = append(rewrite.Key(dst, "messages"), '[')
	for m := rewrite.Over(raw); m.Next(); {
		dst = append(rewrite.Comma(dst), '{')
		for member := rewrite.Over(m.Value); member.Next(); {
			if member.Value != "null" {
				dst = appendOfMessage(dst, r, member.Key, member.Value)
			}
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// appendOfMessage appends what a member of a message becomes.
func appendOfMessage(dst []byte, r *core.Request, key, raw string) []byte {
	switch key {
	case "role":
		role := rewrite.Contents(raw)
		for i := range roles {
			if roles[i][0] == role {
				role = roles[i][1]
				break
			}
		}
		return rewrite.Escaped(dst, key, role)
	case "content":
		return appendContent(dst, r, raw)
	case "tool_calls":
		return appendCalls(dst, raw)
	case "tool_call_id":
		return rewrite.Raw(dst, "toolCallId", raw)
	case "name", "refusal":
		return rewrite.Raw(dst, key, raw)
	}
	r.Drop("messages[]." + key)
	return dst
}

// appendContent appends a content as parts: OCI has no other form.
func appendContent(dst []byte, r *core.Request, raw string) []byte {
	dst = append(rewrite.Key(dst, "content"), '[')
	if raw[0] == '"' {
		return append(appendText(dst, raw), ']')
	}
	for p := rewrite.Over(raw); p.Next(); {
		if p.Value[0] == '"' {
			dst = appendText(dst, p.Value)
			continue
		}
		dst = appendPart(dst, r, p.Value)
	}
	return append(dst, ']')
}

func appendText(dst []byte, raw string) []byte {
	return append(rewrite.Escaped(typed(rewrite.Comma(dst), "TEXT"), "text", rewrite.Contents(raw)), '}')
}

func appendPart(dst []byte, r *core.Request, raw string) []byte {
	kind := rewrite.Contents(rewrite.Member(raw, "type"))
	own := rewrite.Member(raw, kind)
	if rewrite.Member(raw, "cache_control") != "" {
		r.Drop("messages[].content[].cache_control")
	}
	switch kind {
	case "text", "refusal":
		return appendText(dst, own)
	case "image_url":
		return appendFile(dst, "IMAGE", "imageUrl", "", rewrite.Member(own, "url"), word(rewrite.Member(own, "detail")))
	case "input_audio":
		head := "data:audio/" + rewrite.Contents(rewrite.Member(own, "format")) + ";base64,"
		return appendFile(dst, "AUDIO", "audioUrl", head, rewrite.Member(own, "data"), "")
	}
	r.Drop("messages[].content[]." + kind)
	return dst
}

// appendFile appends a part that holds a file by its URL, head and raw put together.
func appendFile(dst []byte, kind, key, head, raw, detail string) []byte {
	dst = append(rewrite.Key(typed(rewrite.Comma(dst), kind), key), '{')
	dst = rewrite.Escaped(dst, "url", head+rewrite.Contents(raw))
	if detail != "" {
		dst = rewrite.Text(dst, "detail", detail)
	}
	return append(dst, "}}"...)
}

// appendCalls appends an assistant's calls. A custom tool's input travels as arguments, as in Portkey.
func appendCalls(dst []byte, raw string) []byte {
	dst = append(rewrite.Key(dst, "toolCalls"), '[')
	for c := rewrite.Over(raw); c.Next(); {
		kind, arguments := "function", "arguments"
		if rewrite.Member(c.Value, "custom") != "" {
			kind, arguments = "custom", "input"
		}
		own := rewrite.Member(c.Value, kind)
		dst = typed(rewrite.Comma(dst), "FUNCTION")
		for _, m := range [...][2]string{{"id", rewrite.Member(c.Value, "id")}, {"name", rewrite.Member(own, "name")}, {"arguments", rewrite.Member(own, arguments)}} {
			dst = rewrite.Escaped(dst, m[0], rewrite.Contents(m[1]))
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// typed begins an object of a type.
func typed(dst []byte, kind string) []byte { return rewrite.Text(append(dst, '{'), "type", kind) }
