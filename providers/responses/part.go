package responses

import (
	"strconv"

	"causeway/core/rewrite"
)

// content appends a message's content: a string as it is, a list of parts in this dialect's words.
//
//	text         input_text; output_text of the assistant's
//	image_url    input_image
//	file         input_file
//	input_audio  as it is
//	refusal      as it is
func (t *translation) content(dst []byte, index int, role, content string) []byte {
	if present(content) == "" {
		return append(dst, `""`...)
	}
	if !isArray(content) {
		return append(dst, content...)
	}
	dst = append(dst, '[')
	at := 0
	for p := elements(content); p.Next(); at++ {
		dst = t.part(rewrite.Comma(dst), messagePath(index, "content["+strconv.Itoa(at)+"]"), role, p.Value)
	}
	return append(dst, ']')
}

func (t *translation) part(dst []byte, path, role, raw string) []byte {
	for m := members(raw); m.Next(); {
		switch m.Key {
		case "cache_control", "citations", "context":
			if present(m.Value) != "" && m.Value != "[]" {
				t.r.Drop("messages[].content[]." + m.Key)
			}
		}
	}
	switch kind := text(raw, "type"); kind {
	case "text":
		if role == "assistant" {
			kind = outputText
		} else {
			kind = inputText
		}
		dst = rewrite.Escaped(append(dst, '{'), "type", kind)
		return append(rewrite.Escaped(dst, "text", text(raw, "text")), '}')
	case "image_url":
		return t.image(dst, member(raw, kind))
	case "file":
		return t.file(dst, member(raw, kind))
	case inputAudio, refusal:
		dst = rewrite.Escaped(append(dst, '{'), "type", kind)
		return append(rewrite.Raw(dst, kind, rewrite.Member(raw, kind)), '}')
	case inputText, inputImage, inputFile, outputText: // this dialect's own
		return append(dst, raw...)
	}
	t.refuse(path+".type", "one of text, image_url, file, input_audio and refusal is required")
	return append(dst, "{}"...)
}

// image appends an image: {"url":…,"detail":…}, or the URL alone.
func (t *translation) image(dst []byte, raw string) []byte {
	dst = rewrite.Escaped(append(dst, '{'), "type", inputImage)
	if isString(raw) {
		return append(rewrite.Raw(dst, "image_url", raw), '}')
	}
	for m := members(raw); m.Next(); {
		switch m.Key {
		case "url":
			dst = rewrite.Raw(dst, "image_url", m.Value)
		case "detail":
			dst = rewrite.Raw(dst, m.Key, m.Value)
		default:
			t.r.Drop("messages[].content[].image_url." + m.Key)
		}
	}
	return append(dst, '}')
}

// file appends a file: its data, its id or its URL.
func (t *translation) file(dst []byte, raw string) []byte {
	dst = rewrite.Escaped(append(dst, '{'), "type", inputFile)
	for m := members(raw); m.Next(); {
		switch m.Key {
		case "file_data", "file_id", "file_url", "filename":
			dst = rewrite.Raw(dst, m.Key, m.Value)
		default:
			t.r.Drop("messages[].content[].file." + m.Key)
		}
	}
	return append(dst, '}')
}
