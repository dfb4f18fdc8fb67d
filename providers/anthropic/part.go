package anthropic

import (
	"encoding/base64"
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// parts appends a message's content, a string or a list of parts, as blocks of a role's turn; role "" appends them to
// the list that is open already. Text without a visible character is left out, for the API refuses it.
func (t *translation) parts(dst []byte, role string, index int, content string) []byte {
	switch {
	case rewrite.Present(content) == "":
	case rewrite.IsString(content):
		if inner := rewrite.Contents(content); !isBlank(inner) {
			dst = t.textBlock(t.turnOf(dst, role), inner)
		}
	case rewrite.IsArray(content):
		at := 0
		for p := rewrite.OverArray(content); p.Next(); at++ {
			if kind := rewrite.Inside(p.Value, "type"); kind != "text" && kind != "refusal" || !isBlank(rewrite.Inside(p.Value, kind)) {
				dst = t.part(t.turnOf(dst, role), index, at, p.Value)
			}
		}
	default:
		t.refuse(messagePath(index, "content"), "a string or a list of parts is required")
	}
	return dst
}

// part appends one content part as a block. A type that is not OpenAI's is taken for Anthropic's own and passed on.
func (t *translation) part(dst []byte, index, at int, raw string) []byte {
	path := partPath{index, at}
	t.markable = rewrite.Given(raw, "cache_control") == ""
	dst = rewrite.Comma(dst)
	switch kind := rewrite.Inside(raw, "type"); kind {
	case "text", "refusal":
		dst = append(dst, `{"type":"text"`...)
		dst = rewrite.Escaped(dst, "text", rewrite.Inside(raw, kind))
		dst = t.carry(dst, raw, kind, "citations", "")
	case "image_url":
		dst = t.image(dst, path, rewrite.Given(raw, "image_url"))
		dst = t.carry(dst, raw, "image_url", "", "")
	case "file":
		dst = t.file(dst, path, rewrite.Given(raw, "file"))
		dst = t.carry(dst, raw, "file", "citations", "context")
	case "input_audio":
		t.refuse(path.member("input_audio"), "Anthropic takes no audio")
		return dst
	case "":
		t.refuse(path.member("type"), "the type of a content part is required")
		return dst
	default:
		return append(dst, raw...)
	}
	return append(dst, '}')
}

// textBlock appends a text block with these escaped contents.
func (t *translation) textBlock(dst []byte, contents string) []byte {
	t.markable = true
	dst = append(rewrite.Comma(dst), `{"type":"text"`...)
	return append(rewrite.Escaped(dst, "text", contents), '}')
}

// carry appends the members of a part that a block has under the same name, and drops those that it does not have. said
// has been dealt with; also and and are those that this kind of block has.
func (t *translation) carry(dst []byte, raw, said, also, and string) []byte {
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "type", said:
		case "cache_control", also, and:
			if rewrite.Present(m.Value) != "" {
				dst = rewrite.Raw(dst, m.Key, m.Value)
			}
		default:
			t.dropPartMember("", m)
		}
	}
	return dst
}

func (t *translation) dropPartMember(of string, m rewrite.Items) {
	if rewrite.Present(m.Value) != "" {
		t.r.Drop("messages[].content[]." + of + m.Key)
	}
}

// image appends the beginning of a block for an image_url: {"url":"data:… or https:…","detail":…}, or the URL alone.
func (t *translation) image(dst []byte, path partPath, raw string) []byte {
	url := rewrite.Contents(raw)
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "url":
			url = rewrite.Contents(m.Value)
		case "detail":
			if m.Value != `"auto"` {
				t.dropPartMember("image_url.", m)
			}
		default:
			t.dropPartMember("image_url.", m)
		}
	}
	if media, data, ok := core.DataURI(url); ok {
		return t.media(dst, path, media, data)
	}
	if !isWeb(url) {
		t.refuse(path.member("image_url"), "an https URL or a base64 data URI is required")
	}
	return t.linked(dst, path, "image", url)
}

// linked appends the beginning of a block for what lies at a URL, by its data where the provider takes no URLs.
func (t *translation) linked(dst []byte, path partPath, kind, url string) []byte {
	if t.r.TakesNoURLs {
		if media, data := t.r.Inline(rewrite.Unescape(url)); data != "" {
			return t.media(dst, path, media, data)
		}
	}
	dst = append(dst, `{"type":"`...)
	return urlSource(append(append(dst, kind...), '"'), url)
}

// file appends the beginning of a block for a file: file_data as a data URI or bare base64, file_url, or file_id of
// Anthropic's Files API. Without a type it is a PDF. A document's filename becomes its title.
func (t *translation) file(dst []byte, path partPath, raw string) []byte {
	var data, url, id, name, media string
	for m := rewrite.OverObject(raw); m.Next(); {
		switch contents := rewrite.Contents(m.Value); m.Key {
		case "file_data":
			data = contents
		case "file_url":
			url = contents
		case "file_id":
			id = contents
		case "filename":
			name = contents
		case "mime_type":
			media = rewrite.Unescape(contents)
		default:
			t.dropPartMember("file.", m)
		}
	}
	if kind, inner, ok := core.DataURI(data); ok {
		media, data = kind, inner
	}
	if media == "" {
		media = pdf
	}
	if strings.HasPrefix(media, "image/") {
		name = ""
	}
	switch {
	case data != "":
		dst = t.media(dst, path, media, data)
	case isWeb(url) && strings.HasPrefix(media, "image/"):
		dst = t.linked(dst, path, "image", url)
	case isWeb(url):
		dst = t.linked(dst, path, "document", url)
	case id != "":
		dst = append(dst, `{"type":"document","source":{"type":"file"`...)
		dst = append(rewrite.Escaped(dst, "file_id", id), '}')
	default:
		t.refuse(path.member("file"), "file_data, an https file_url or a file_id is required")
	}
	if name != "" {
		dst = rewrite.Escaped(dst, "title", name)
	}
	return dst
}

const pdf = "application/pdf"

// media appends the beginning of a block for base64 data: images and PDFs as they are, text decoded.
//
// https://platform.claude.com/docs/en/build-with-claude/vision,
// https://platform.claude.com/docs/en/build-with-claude/pdf-support (read 2026-11-21)
func (t *translation) media(dst []byte, path partPath, media, data string) []byte {
	switch {
	case strings.HasPrefix(media, "image/"):
		dst = append(dst, `{"type":"image","source":{"type":"base64"`...)
	case media == pdf:
		dst = append(dst, `{"type":"document","source":{"type":"base64"`...)
	case strings.HasPrefix(media, "text/"):
		decoded, err := base64.StdEncoding.DecodeString(rewrite.Unescape(data))
		if err != nil {
			t.refuse(path.member("file_data"), "the data is not base64")
		}
		dst = append(dst, `{"type":"document","source":{"type":"text","media_type":"text/plain"`...)
		return append(rewrite.Text(dst, "data", string(decoded)), '}')
	default:
		t.refuse(path.member("type"), "Anthropic takes images, PDFs and text, not "+strconv.Quote(core.Cut(media)))
	}
	dst = rewrite.Text(dst, "media_type", media)
	return append(rewrite.Escaped(dst, "data", data), '}')
}

func urlSource(dst []byte, url string) []byte {
	dst = append(rewrite.Key(dst, "source"), `{"type":"url"`...)
	return append(rewrite.Escaped(dst, "url", url), '}')
}

// isWeb reports that contents are a URL that Anthropic can fetch.
func isWeb(contents string) bool {
	return strings.HasPrefix(contents, "https:") || strings.HasPrefix(contents, "http:")
}

// partPath is where a part stands: message and part, counted from 0.
type partPath struct{ message, part int }

func (p partPath) member(name string) string {
	return messagePath(p.message, "content["+strconv.Itoa(p.part)+"]."+name)
}
