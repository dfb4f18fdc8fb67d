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
	return append(rewrite.Escaped(append(rewrite.Comma(dst), `{"type":"TEXT"`...), "text", rewrite.Contents(raw)), '}')
}

func appendPart(dst []byte, r *core.Request, raw string) []byte {
	if rewrite.Member(raw, "cache_control") != "" {
		r.Drop("messages[].content[].cache_control")
	}
	switch kind := rewrite.Contents(rewrite.Member(raw, "type")); kind {
	case "text":
		return appendText(dst, rewrite.Member(raw, "text"))
	case "refusal":
		return appendText(dst, rewrite.Member(raw, "refusal"))
	case "image_url":
		dst = append(rewrite.Comma(dst), `{"type":"IMAGE","imageUrl":{`...)
		image := rewrite.Member(raw, "image_url")
		dst = rewrite.Escaped(dst, "url", rewrite.Contents(rewrite.Member(image, "url")))
		if detail := word(rewrite.Member(image, "detail")); detail != "" {
			dst = rewrite.Text(dst, "detail", detail)
		}
		return append(dst, "}}"...)
	case "input_audio":
		sound := rewrite.Member(raw, "input_audio")
		url := "data:audio/" + rewrite.Contents(rewrite.Member(sound, "format")) + ";base64," + rewrite.Contents(rewrite.Member(sound, "data"))
		dst = append(rewrite.Comma(dst), `{"type":"AUDIO","audioUrl":{`...)
		return append(rewrite.Escaped(dst, "url", url), "}}"...)
	default:
		r.Drop("messages[].content[]." + kind)
		return dst
	}
}

// appendCalls appends an assistant's calls. A custom tool's input travels as arguments, as in Portkey.
func appendCalls(dst []byte, raw string) []byte {
	dst = append(rewrite.Key(dst, "toolCalls"), '[')
	for c := rewrite.Over(raw); c.Next(); {
		name, arguments := rewrite.Member(c.Value, "function"), "arguments"
		if name == "" {
			name, arguments = rewrite.Member(c.Value, "custom"), "input"
		}
		dst = append(rewrite.Comma(dst), `{"type":"FUNCTION"`...)
		dst = rewrite.Escaped(dst, "id", rewrite.Contents(rewrite.Member(c.Value, "id")))
		dst = rewrite.Escaped(dst, "name", rewrite.Contents(rewrite.Member(name, "name")))
		dst = append(rewrite.Escaped(dst, "arguments", rewrite.Contents(rewrite.Member(name, arguments))), '}')
	}
	return append(dst, ']')
}
