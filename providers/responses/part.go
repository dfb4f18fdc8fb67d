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
	if rewrite.Present(content) == "" {
		return append(dst, `""`...)
	}
	if !rewrite.IsArray(content) {
		return append(dst, content...)
	}
	dst = append(dst, '[')
	at := 0
	for p := rewrite.OverArray(content); p.Next(); at++ {
		dst = t.part(rewrite.Comma(dst), messagePath(index, "content["+strconv.Itoa(at)+"]"), role, p.Value)
	}
	return append(dst, ']')
}

func (t *translation) part(dst []byte, path, role, raw string) []byte {
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "cache_control", "citations", "context":
			if rewrite.Present(m.Value) != "" && m.Value != "[]" {
				t.r.Drop("messages[].content[]." + m.Key)
			}
		}
	}
	switch kind := rewrite.Inside(raw, "type"); kind {
	case "text":
		kind = inputText
		if role == "assistant" {
			kind = outputText
		}
		return fill(dst, `{"type":"$","text":"$"}`, kind, rewrite.Inside(raw, "text"))
	case "image_url":
		image := rewrite.Given(raw, kind)
		if rewrite.IsString(image) {
			return fill(dst, `{"type":"input_image","image_url":$}`, image)
		}
		dst = fill(dst, `{"type":"input_image","image_url":"$"`, rewrite.Inside(image, "url"))
		return append(appendMembers(dst, image, "url"), '}')
	case "file":
		file := rewrite.Given(raw, kind)
		if rewrite.Given(file, "mime_type") != "" {
			t.r.Drop("messages[].content[].file.mime_type")
		}
		dst = append(dst, `{"type":"input_file"`...)
		return append(appendMembers(dst, file, "mime_type"), '}')
	case inputAudio, refusal, inputText, inputImage, inputFile, outputText: // this dialect's own
		return append(appendMembers(append(dst, '{'), raw, "cache_control", "citations", "context"), '}')
	}
	t.refuse(path+".type", "one of text, image_url, file, input_audio and refusal is required")
	return append(dst, "{}"...)
}
