package bedrock

import (
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// parts appends a message's content, a string or a list of parts, as blocks. Text without a visible character is left out,
// for Converse refuses it.
func (t *translation) parts(dst []byte, in place, index int, content string) []byte {
	switch {
	case rewrite.Present(content) == "":
	case rewrite.IsString(content):
		if inner := rewrite.Contents(content); !isBlank(inner) {
			dst = textBlock(t.block(dst, in), inner)
		}
	case rewrite.IsArray(content):
		at := 0
		for p := rewrite.OverArray(content); p.Next(); at++ {
			dst = t.part(dst, in, partPath{index, at}, p.Value)
		}
	default:
		t.refuse(messagePath(index, "content"), "a string or a list of parts is required")
	}
	return dst
}

// part appends one content part as a block, and the cache point behind it. A part without a type is taken for one of
// Converse's own blocks, such as guardContent, and passed on.
func (t *translation) part(dst []byte, in place, path partPath, raw string) []byte {
	kind := rewrite.Inside(raw, "type")
	if (kind == "text" || kind == "refusal") && isBlank(rewrite.Inside(raw, kind)) {
		return dst
	}
	dst = t.block(dst, in)
	switch kind {
	case "text", "refusal":
		dst = textBlock(dst, rewrite.Inside(raw, kind))
	case "":
		return append(dst, raw...)
	default:
		if in == inSystem {
			t.refuse(path.member("type"), "a system prompt is text")
		}
		dst = t.attachment(dst, path, kind, raw)
	}
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "type", kind, "cache_control":
		case "citations", "context", "source", "title", "content":
			if kind == "text" {
				t.dropPartMember("", m)
			}
		default:
			t.dropPartMember("", m)
		}
	}
	return t.mark(dst, rewrite.Given(raw, "cache_control"))
}

// attachment appends a part that is no text.
func (t *translation) attachment(dst []byte, path partPath, kind, raw string) []byte {
	switch kind {
	case "image_url", "video_url", "audio_url":
		return t.linked(dst, path, kind, rewrite.Given(raw, kind))
	case "file":
		return t.file(dst, path, raw)
	case "input_audio":
		return t.audio(dst, path, rewrite.Given(raw, kind))
	case "search_result":
		return t.searchResult(dst, raw)
	}
	t.refuse(path.member("type"), "Bedrock has no place for a part of type "+strconv.Quote(core.Cut(rewrite.Unescape(kind))))
	return dst
}

func textBlock(dst []byte, contents string) []byte {
	return append(rewrite.Escaped(append(dst, '{'), "text", contents), '}')
}

// linked appends an image_url, and what others call alike: {"url":"data:…, https:… or s3:…","detail":…}, or the URL alone.
func (t *translation) linked(dst []byte, path partPath, kind, raw string) []byte {
	url := rewrite.Contents(raw)
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "url":
			url = rewrite.Contents(m.Value)
		case "detail":
			if m.Value != `"auto"` {
				t.dropPartMember(kind+".", m)
			}
		default:
			t.dropPartMember(kind+".", m)
		}
	}
	f := attached{path: path, param: kind}
	if !t.locate(&f, url) {
		t.refuse(path.member(kind), "a base64 data URI, an https or an s3 URL is required")
		return dst
	}
	return t.appendFile(dst, &f)
}

// file appends a file: file_data as a data URI or bare base64, or file_url. Without a type or a telling name it is a PDF.
func (t *translation) file(dst []byte, path partPath, raw string) []byte {
	f := attached{path: path, param: "file", citations: rewrite.Given(raw, "citations"), context: rewrite.Given(raw, "context")}
	data, url := "", ""
	for m := rewrite.OverObject(rewrite.Given(raw, "file")); m.Next(); {
		switch contents := rewrite.Contents(m.Value); m.Key {
		case "file_data":
			data = contents
		case "file_url":
			url = contents
		case "filename":
			f.name = rewrite.Unescape(contents)
		case "mime_type":
			f.media = rewrite.Unescape(contents)
		default:
			t.dropPartMember("file.", m)
		}
	}
	switch {
	case data != "" && !strings.HasPrefix(data, "data:"):
		f.data = data
	case data == "" && url == "", !t.locate(&f, data+url):
		t.refuse(path.member("file"), "file_data, or an https or s3 file_url is required: Bedrock keeps no files")
		return dst
	}
	if f.media == "" && f.name == "" {
		f.media = pdf
	}
	return t.appendFile(dst, &f)
}

// audio appends an input_audio: {"data":"…","format":"wav"}.
func (t *translation) audio(dst []byte, path partPath, raw string) []byte {
	f := attached{path: path, param: "input_audio", media: "audio/" + rewrite.Inside(raw, "format"), data: rewrite.Inside(raw, "data")}
	return t.appendFile(dst, &f)
}

// searchResult appends Anthropic's block of that name: source, title, content and citations are Converse's too.
func (t *translation) searchResult(dst []byte, raw string) []byte {
	dst = append(dst, `{"searchResult":{`...)
	for _, key := range [...]string{"source", "title", "citations"} {
		if value := rewrite.Given(raw, key); value != "" {
			dst = rewrite.Raw(dst, key, value)
		}
	}
	dst = append(rewrite.Key(dst, "content"), '[')
	for b := rewrite.OverArray(rewrite.Given(raw, "content")); b.Next(); {
		dst = textBlock(rewrite.Comma(dst), rewrite.Inside(b.Value, "text"))
	}
	return append(dst, `]}}`...)
}

func (t *translation) dropPartMember(of string, m rewrite.Items) {
	if rewrite.Present(m.Value) != "" {
		t.r.Drop("messages[].content[]." + of + m.Key)
	}
}

// partPath is where a part stands: message and part, counted from 0.
type partPath struct{ message, part int }

func (p partPath) member(name string) string {
	return messagePath(p.message, "content["+strconv.Itoa(p.part)+"]."+name)
}

// isBlank reports that escaped contents are empty or whitespace alone.
func isBlank(contents string) bool { return strings.TrimSpace(rewrite.Unescape(contents)) == "" }
