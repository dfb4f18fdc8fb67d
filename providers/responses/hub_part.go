package responses

import "causeway/core/rewrite"

// content appends a content: a string as it is, one text as a string, a list in the hub's parts.
func (h *hubbing) content(dst []byte, path, content string) []byte {
	switch {
	case content == "":
		return append(dst, `""`...)
	case !rewrite.IsArray(content):
		if !rewrite.IsString(content) {
			h.refuse(path, "a string or a list of parts is required")
		}
		return append(dst, content...)
	}
	list := rewrite.OverArray(content)
	if list.Next() && isText(list.Value) {
		sole := rewrite.Member(list.Value, "text")
		if !list.Next() && rewrite.IsString(sole) {
			return append(dst, sole...)
		}
	}
	return append(h.parts(append(dst, '['), path, content), ']')
}

func isText(part string) bool {
	switch rewrite.Inside(part, "type") {
	case inputText, outputText, "text":
		return true
	}
	return false
}

// parts appends the parts of a list.
//
//	input_text, output_text   text
//	input_image               image_url; by file_id it is refused, for other providers have no such files
//	input_file                file
//	input_audio, refusal      as they are
func (h *hubbing) parts(dst []byte, path, content string) []byte {
	for p := rewrite.OverArray(content); p.Next(); {
		raw := p.Value
		if rewrite.Given(raw, "prompt_cache_breakpoint") != "" {
			h.r.Drop("input[].content[].prompt_cache_breakpoint")
		}
		switch kind := rewrite.Inside(raw, "type"); {
		case isText(raw):
			dst = fill(dst, `,{"type":"text","text":"$"}`, rewrite.Inside(raw, "text"))
		case kind == inputImage:
			dst = h.image(dst, path, raw)
		case kind == inputFile:
			dst = append(appendMembers(fill(dst, `,{"type":"file","file":{`), raw, "type"), `}}`...)
		case kind == inputAudio, kind == refusal:
			dst = fill(dst, `,$`, raw)
		default:
			h.refuse(path, "input_text, input_image, input_file, input_audio, output_text and refusal are the parts that are known")
		}
	}
	return dst
}

func (h *hubbing) image(dst []byte, path, raw string) []byte {
	url := rewrite.Inside(raw, "image_url")
	if url == "" {
		h.refuse(path, "an image by file_id is known to OpenAI alone: send its URL or its data")
	}
	dst = fill(dst, `,{"type":"image_url","image_url":{"url":"$"`, url)
	return append(appendMembers(dst, raw, "type", "image_url", "file_id", "prompt_cache_breakpoint"), `}}`...)
}
