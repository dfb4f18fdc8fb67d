package gemini

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

const pdf = "application/pdf"

// mimes are the types Google reads, by file name extension, sorted.
//
// https://ai.google.dev/gemini-api/docs/file-input-methods, image-understanding, audio, video-understanding
// (read 2026-11-21)
var mimes = [...]struct{ extension, mime string }{
	{"3gp", "video/3gpp"},
	{"aac", "audio/aac"},
	{"aiff", "audio/aiff"},
	{"avi", "video/avi"},
	{"bmp", "image/bmp"},
	{"css", "text/css"},
	{"csv", "text/csv"},
	{"flac", "audio/flac"},
	{"flv", "video/x-flv"},
	{"gif", "image/gif"},
	{"heic", "image/heic"},
	{"heif", "image/heif"},
	{"html", "text/html"},
	{"jpeg", "image/jpeg"},
	{"jpg", "image/jpeg"},
	{"json", "application/json"},
	{"md", "text/markdown"},
	{"mov", "video/mov"},
	{"mp3", "audio/mp3"},
	{"mp4", "video/mp4"},
	{"mpeg", "video/mpeg"},
	{"mpg", "video/mpg"},
	{"ogg", "audio/ogg"},
	{"pdf", pdf},
	{"png", "image/png"},
	{"txt", "text/plain"},
	{"wav", "audio/wav"},
	{"webm", "video/webm"},
	{"webp", "image/webp"},
	{"wmv", "video/wmv"},
	{"xml", "text/xml"},
}

// mimeOf is the type of a file name or address, "" when its extension says nothing.
func mimeOf(name string) string {
	if end := strings.IndexAny(name, "?#"); end >= 0 {
		name = name[:end]
	}
	extension := strings.ToLower(name[strings.LastIndexByte(name, '.')+1:])
	for i := range mimes {
		if mimes[i].extension == extension {
			return mimes[i].mime
		}
	}
	return ""
}

// schemeOf is the scheme of a URL. Base64 has none: it contains no colon.
func schemeOf(url string) (string, bool) {
	scheme, _, ok := strings.Cut(url[:min(len(url), len("https:"))], ":")
	return scheme, ok
}

// media writes a part for a URL, given as escaped contents: the bytes of a data URL, else the address, which Google
// fetches. mime is what the caller said, fallback the type when nothing says it; both may be "". Without one Google
// looks at what it fetched (AI Studio) or complains (Vertex AI).
//
// https://ai.google.dev/gemini-api/docs/file-input-methods#external-urls (read 2026-11-21): public and signed https
// URLs are accepted as fileUri, but not by Gemini 2.0.
func (c *conversation) media(role, where, url, mime, fallback string) *core.Fault {
	switch scheme, _ := schemeOf(url); scheme {
	case "data":
		return c.dataURL(role, where, url[len(scheme)+1:], mime)
	case "https", "http", "gs":
		if mime == "" {
			mime = mimeOf(url)
		}
		if mime == "" {
			mime = fallback
		}
		c.link(role, mime, url)
		return nil
	}
	return c.refuse(where, "a data, https or gs URL is expected")
}

// dataURL writes what follows the scheme of a data URL: `image/png;base64,iVBORw0…`.
func (c *conversation) dataURL(role, where, url, mime string) *core.Fault {
	head, data, ok := strings.Cut(url, ";base64,")
	own, _, _ := strings.Cut(rewrite.Unescape(head), ";")
	if own == "" {
		own = mime
	}
	if !ok || own == "" {
		return c.refuse(where, "a data URL must name its type and be base64")
	}
	c.inline(role, own, data)
	return nil
}

// inline writes bytes: base64, as escaped contents.
func (c *conversation) inline(role, mime, data string) {
	c.open(role)
	c.dst = append(rewrite.Key(c.dst, "inlineData"), '{')
	c.dst = rewrite.Text(c.dst, "mimeType", mime)
	c.dst = rewrite.Escaped(c.dst, "data", data)
	c.dst = append(c.dst, `}}`...)
}

// link writes an address, as escaped contents. mime may be "".
func (c *conversation) link(role, mime, uri string) {
	c.open(role)
	c.dst = append(rewrite.Key(c.dst, "fileData"), '{')
	if mime != "" {
		c.dst = rewrite.Text(c.dst, "mimeType", mime)
	}
	c.dst = rewrite.Escaped(c.dst, "fileUri", uri)
	c.dst = append(c.dst, `}}`...)
}
