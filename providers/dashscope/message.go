package dashscope

import (
	"strconv"

	"causeway/core"
	"causeway/core/rewrite"
)

// appendMessage appends a message. Roles, names and tool calls are OpenAI's; system is the only role of an instruction.
func appendMessage(dst []byte, r *core.Request, raw, path string, content contents) (_ []byte, fault *core.Fault) {
	dst = append(dst, '{')
	said := ""
	for m := rewrite.Over(raw); m.Next(); {
		switch m.Key {
		case "role":
			role := m.Value
			if role == `"developer"` {
				role = `"system"`
			}
			dst = rewrite.Raw(dst, m.Key, role)
		case "content":
			said = m.Value
		case "name", "tool_calls", "tool_call_id", "reasoning_content", "partial":
			dst = rewrite.Raw(dst, m.Key, m.Value)
		default:
			if m.Value != "null" {
				r.Drop(path + "." + m.Key)
			}
		}
	}
	if dst, fault = content(rewrite.Key(dst, "content"), said, path+".content"); fault != nil {
		return nil, fault
	}
	return append(dst, '}'), nil
}

// appendPlain appends a content as a text.
func appendPlain(dst []byte, raw, path string) ([]byte, *core.Fault) {
	dst = append(append(dst, '"'), rewrite.Contents(raw)...)
	at := 0
	for p := rewrite.Over(raw); p.Next(); at++ {
		if rewrite.Member(p.Value, "type") != `"text"` {
			where := path + "[" + strconv.Itoa(at) + "]"
			return nil, core.Refuse(where, where+": this model takes text alone")
		}
		if at > 0 {
			dst = append(dst, `\n`...)
		}
		dst = append(dst, rewrite.Contents(rewrite.Member(p.Value, "text"))...)
	}
	return append(dst, '"'), nil
}

// appendParts appends a content as a list of parts, each named by what it holds.
//
//	[{"type":"image_url","image_url":{"url":"https://…"}},{"type":"text","text":"What?"}] → [{"image":"https://…"},{"text":"What?"}]
func appendParts(dst []byte, raw, path string) ([]byte, *core.Fault) {
	dst = append(dst, '[')
	if text := rewrite.Contents(raw); text != "" {
		dst = append(rewrite.Escaped(append(dst, '{'), "text", text), '}')
	}
	at := 0
	for p := rewrite.Over(raw); p.Next(); at++ {
		dst = append(rewrite.Comma(dst), '{')
		switch rewrite.Member(p.Value, "type") {
		case `"text"`:
			dst = rewrite.Raw(dst, "text", textOf(p.Value, "text"))
		case `"image_url"`:
			dst = rewrite.Raw(dst, "image", textOf(rewrite.Member(p.Value, "image_url"), "url"))
		case `"video_url"`:
			dst = rewrite.Raw(dst, "video", textOf(rewrite.Member(p.Value, "video_url"), "url"))
		case `"video"`:
			dst = rewrite.Raw(dst, "video", orEmpty(rewrite.Member(p.Value, "video")))
		case `"input_audio"`:
			sound := rewrite.Member(p.Value, "input_audio")
			dst = append(rewrite.Key(dst, "audio"), `"data:audio/`...)
			dst = append(append(dst, rewrite.Contents(rewrite.Member(sound, "format"))...), ";base64,"...)
			dst = append(append(dst, rewrite.Contents(rewrite.Member(sound, "data"))...), '"')
		default:
			where := path + "[" + strconv.Itoa(at) + "]"
			return nil, core.Refuse(where, where+": DashScope takes text, image_url, input_audio, video and video_url")
		}
		dst = append(dst, '}')
	}
	return append(dst, ']'), nil
}

// textOf is the string called key in object, raw; of none the empty one.
func textOf(object, key string) string { return orEmpty(rewrite.Member(object, key)) }

func orEmpty(raw string) string {
	if raw == "" {
		return `""`
	}
	return raw
}
