package mistral

import (
	"causeway/core"
	"causeway/core/rewrite"
)

// messages appends the conversation.
func (t *translation) messages(dst []byte, raw string) []byte {
	if !rewrite.IsArray(raw) {
		t.refuse("messages", "an array is expected")
	}
	dst = append(rewrite.Key(dst, "messages"), '[')
	for m := rewrite.Over(raw); m.Next(); t.at++ {
		dst = append(rewrite.Comma(dst), '{')
		switch role := rewrite.Plain(rewrite.Member(m.Value, "role")); role {
		case "developer", "system":
			dst = t.message(rewrite.Text(dst, "role", "system"), role, m.Value)
		case "user", "assistant", "tool":
			dst = t.message(rewrite.Text(dst, "role", role), role, m.Value)
		default:
			t.refuse(core.Place("messages", t.at, ".role"), "system, developer, user, assistant or tool is expected")
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// message appends the members of one message but for its role.
func (t *translation) message(dst []byte, role, raw string) []byte {
	thought := ""
	if role == "assistant" {
		thought = t.thought(raw)
	}
	dst = t.content(dst, thought, raw)
	for m := rewrite.Over(raw); m.Next(); {
		switch {
		case m.Value == "null" || m.Key == "role" || m.Key == "content":
		case role == "assistant" && (m.Key == "refusal" || m.Key == "reasoning_content" || m.Key == "content_blocks"):
		case role == "assistant" && m.Key == "tool_calls":
			dst = t.calls(dst, m.Value)
		case role == "assistant" && m.Key == "prefix", role == "tool" && m.Key == "name":
			dst = rewrite.Raw(dst, m.Key, m.Value)
		case role == "tool" && m.Key == "tool_call_id":
			dst = rewrite.Text(dst, m.Key, idOf(rewrite.Plain(m.Value)))
		default:
			t.r.Drop("messages[]." + m.Key)
		}
	}
	return dst
}

// thought is the reasoning in an assistant message, contents. What only its provider can read is left out.
func (t *translation) thought(raw string) string {
	var joined []byte
	for b := rewrite.Over(rewrite.Member(raw, "content_blocks")); b.Next(); {
		joined = append(joined, rewrite.Contents(rewrite.Member(b.Value, "thinking"))...)
		if rewrite.Member(b.Value, "type") == `"redacted_thinking"` {
			t.r.Drop("messages[].content_blocks[].redacted_thinking")
		}
	}
	if len(joined) == 0 {
		return rewrite.Contents(rewrite.Member(raw, "reasoning_content"))
	}
	return string(joined)
}

// content appends what a message says, behind what was thought before it.
func (t *translation) content(dst []byte, thought, message string) []byte {
	said := rewrite.Member(message, "content")
	if said == "" || said == "null" {
		said = rewrite.Member(message, "refusal")
	}
	if thought == "" && !rewrite.IsArray(said) {
		if said == "" || said == "null" {
			said = `""`
		}
		return rewrite.Raw(dst, "content", said)
	}
	dst = append(rewrite.Key(dst, "content"), '[')
	if thought != "" {
		dst = append(dst, `{"type":"thinking","thinking":[{"type":"text","text":"`...)
		dst = append(append(dst, thought...), `"}]}`...)
	}
	if rewrite.IsString(said) && said != `""` {
		dst = append(append(append(rewrite.Comma(dst), `{"type":"text","text":`...), said...), '}')
	}
	i := 0
	for p := rewrite.Over(said); rewrite.IsArray(said) && p.Next(); i++ {
		dst = t.part(rewrite.Comma(dst), core.Place("messages", t.at, core.Place(".content", i, "")), p.Value)
	}
	return append(dst, ']')
}

// part appends one content part. Parts that OpenAI has not are Mistral's own.
func (t *translation) part(dst []byte, where, raw string) []byte {
	kind := rewrite.Plain(rewrite.Member(raw, "type"))
	value := rewrite.Member(raw, kind)
	data := rewrite.Member(value, "data")
	switch {
	case value == "" && (kind == "text" || kind == "image_url" || kind == "refusal"):
		t.refuse(where, kind+" is missing")
	case kind == "refusal":
		dst = append(append(append(dst, `{"type":"text","text":`...), value...), '}')
	case kind == "input_audio" && rewrite.IsString(data):
		dst = append(append(append(dst, `{"type":"input_audio","input_audio":`...), data...), '}')
	case kind == "file" && rewrite.IsObject(value):
		dst = t.file(dst, where, value)
	case kind == "text" || kind == "image_url":
		dst = rewrite.Text(append(dst, '{'), "type", kind)
		dst = append(rewrite.Raw(dst, kind, value), '}')
	default:
		return append(dst, raw...)
	}
	for m := rewrite.Over(raw); m.Next(); {
		if m.Key != "type" && m.Key != kind && m.Value != "null" {
			t.r.Drop("messages[].content[]." + m.Key)
		}
	}
	return dst
}

// file appends a file: one that Mistral has, by its id, or its bytes or its address as a document.
//
// https://docs.mistral.ai/capabilities/document_ai/document_qna (read 2026-11-25)
func (t *translation) file(dst []byte, where, file string) []byte {
	if id := rewrite.Member(file, "file_id"); rewrite.IsString(id) {
		return append(append(append(dst, `{"type":"file","file_id":`...), id...), '}')
	}
	url := rewrite.Member(file, "file_data")
	if !rewrite.IsString(url) {
		url = rewrite.Member(file, "file_url")
	}
	if !rewrite.IsString(url) {
		t.refuse(where+".file", "file_data, file_url or file_id is expected")
		return dst
	}
	dst = append(append(dst, `{"type":"document_url","document_url":`...), url...)
	if name := rewrite.Member(file, "filename"); rewrite.IsString(name) {
		dst = rewrite.Raw(dst, "document_name", name)
	}
	return append(dst, '}')
}

// calls appends what an assistant called.
func (t *translation) calls(dst []byte, raw string) []byte {
	dst = append(rewrite.Key(dst, "tool_calls"), '[')
	i := 0
	for c := rewrite.Over(raw); c.Next(); i++ {
		function := rewrite.Member(c.Value, "function")
		if !rewrite.IsObject(function) {
			t.refuse(core.Place("messages", t.at, core.Place(".tool_calls", i, "")), "Mistral's tools take JSON, not free text")
		}
		dst = rewrite.Text(append(rewrite.Comma(dst), '{'), "id", idOf(rewrite.Plain(rewrite.Member(c.Value, "id"))))
		dst = append(dst, `,"type":"function","function":{`...)
		for m := rewrite.Over(function); m.Next(); {
			if m.Key == "name" || m.Key == "arguments" {
				dst = rewrite.Raw(dst, m.Key, m.Value)
			} else if m.Value != "null" {
				t.r.Drop("messages[].tool_calls[].function." + m.Key)
			}
		}
		dst = append(dst, `}}`...)
	}
	return append(dst, ']')
}

// idOf is the id of a call as Mistral takes it: nine letters and digits. Its own are that; one of another provider's, in a
// conversation that has moved here, becomes nine that are always the same for it.
//
// "Tool call id was … but must be a-z, A-Z, 0-9, with a length of 9": mistralai/mistral-common, validator.py
// (read 2026-11-25)
func idOf(id string) string {
	const length, letters = 9, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	isTheirs := len(id) == length
	hash := uint64(14695981039346656037) // FNV-1a
	for _, c := range []byte(id) {
		isTheirs = isTheirs && (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z')
		hash = (hash ^ uint64(c)) * 1099511628211
	}
	if isTheirs {
		return id
	}
	var made [length]byte
	for i := range made {
		made[i] = letters[hash%uint64(len(letters))]
		hash /= uint64(len(letters))
	}
	return string(made[:])
}
