package bedrock

import (
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// attached is a file on its way. Converse takes bytes, and from a bucket what it can read itself.
//
//	{"document":{"format":"pdf","name":"report","source":{"bytes":"…"},"citations":{"enabled":true},"context":"…"}}
//	{"video":{"format":"mp4","source":{"s3Location":{"uri":"s3://bucket/key"}}}}
type attached struct {
	path               partPath
	param              string
	media, name        string // plain text; either may be ""
	data, s3           string // escaped contents: base64, or a URL of S3
	citations, context string // raw
}

// pdf is what a file is that says nothing of itself, as with OpenAI.
const pdf = "application/pdf"

// formats says what Converse calls a media type, and which block takes it. Of one format the first row is its type.
//
// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_DocumentBlock.html, …_ImageBlock.html,
// …_VideoBlock.html, …_AudioBlock.html (read 2026-11-25)
var formats = [...]struct{ media, block, format string }{
	{"image/png", "image", "png"},
	{"image/jpeg", "image", "jpeg"},
	{"image/jpg", "image", "jpeg"},
	{"image/gif", "image", "gif"},
	{"image/webp", "image", "webp"},
	{pdf, "document", "pdf"},
	{"text/csv", "document", "csv"},
	{"application/msword", "document", "doc"},
	{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document", "docx"},
	{"application/vnd.ms-excel", "document", "xls"},
	{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "document", "xlsx"},
	{"text/html", "document", "html"},
	{"text/plain", "document", "txt"},
	{"text/markdown", "document", "md"},
	{"video/mp4", "video", "mp4"},
	{"video/quicktime", "video", "mov"},
	{"video/x-matroska", "video", "mkv"},
	{"video/webm", "video", "webm"},
	{"video/x-flv", "video", "flv"},
	{"video/mpeg", "video", "mpeg"},
	{"video/x-ms-wmv", "video", "wmv"},
	{"video/3gpp", "video", "three_gp"},
	{"audio/mpeg", "audio", "mp3"},
	{"audio/mp3", "audio", "mp3"},
	{"audio/wav", "audio", "wav"},
	{"audio/x-wav", "audio", "wav"},
	{"audio/aac", "audio", "aac"},
	{"audio/flac", "audio", "flac"},
	{"audio/ogg", "audio", "ogg"},
	{"audio/opus", "audio", "opus"},
	{"audio/m4a", "audio", "m4a"},
	{"audio/mp4", "audio", "mp4"},
	{"audio/webm", "audio", "webm"},
}

// formatOf is the block and the format for a media type, or for a file's name where the type says nothing; "" for neither.
func formatOf(media, name string) (block, format string) {
	for i := range formats {
		if formats[i].media == media {
			return formats[i].block, formats[i].format
		}
	}
	name, _, _ = strings.Cut(name, "?")
	extension := strings.ToLower(name[strings.LastIndexByte(name, '.')+1:])
	switch extension {
	case "jpg":
		extension = "jpeg"
	case "3gp":
		extension = "three_gp"
	}
	for i := range formats {
		if formats[i].format == extension {
			return formats[i].block, extension
		}
	}
	if strings.HasPrefix(media, "text/") {
		return "document", "txt"
	}
	return "", ""
}

// mediaOf is the type of a format that a model made.
func mediaOf(block, format string) string {
	for i := range formats {
		if formats[i].block == block && formats[i].format == format {
			return formats[i].media
		}
	}
	return block + "/" + format
}

// locate fills in where the bytes of a URL, escaped contents, are: in itself, in a bucket, or where the gateway fetches
// them. False: no such URL.
func (t *translation) locate(f *attached, url string) bool {
	if media, data, ok := core.DataURI(url); ok {
		f.media, f.data = media, data
		return true
	}
	plain := rewrite.Unescape(url)
	if f.name == "" {
		f.name = plain[strings.LastIndexByte(plain, '/')+1:]
	}
	if strings.HasPrefix(url, "s3:") {
		f.s3 = url
		return true
	}
	if !strings.HasPrefix(plain, "https:") {
		return false
	}
	media, data := t.r.Inline(plain)
	if media != "" {
		f.media = media
	}
	if media == "" && data == "" { // it is still to be fetched, and this body is not sent
		f.media = pdf
	}
	f.data = data
	return true
}

// appendFile appends the block of a file.
func (t *translation) appendFile(dst []byte, f *attached) []byte {
	block, format := formatOf(f.media, f.name)
	if block == "" {
		t.refuse(f.path.member(f.param), "Bedrock takes images, documents, video and audio of certain types, and this one says it is "+
			strconv.Quote(core.Cut(f.media)))
		return dst
	}
	dst = append(rewrite.Key(append(dst, '{'), block), '{')
	dst = rewrite.Text(dst, "format", format)
	if block == "document" {
		dst = rewrite.Text(dst, "name", t.documentName(f.name))
	}
	dst = append(rewrite.Key(dst, "source"), '{')
	if f.s3 != "" {
		dst = append(rewrite.Key(dst, "s3Location"), '{')
		dst = append(rewrite.Escaped(dst, "uri", f.s3), `}}`...)
	} else {
		dst = append(rewrite.Escaped(dst, "bytes", f.data), '}')
	}
	if block == "document" && f.citations != "" {
		dst = rewrite.Raw(dst, "citations", f.citations)
	}
	if block == "document" && f.context != "" {
		dst = rewrite.Raw(dst, "context", f.context)
	}
	return append(dst, `}}`...)
}

// documentName makes of a file's name what Converse takes for one: letters, digits, single spaces, hyphens, parentheses
// and brackets, no name twice. "Q3_report.pdf" → "Q3 report", then "Q3 report 2".
func (t *translation) documentName(file string) string {
	if dot := strings.LastIndexByte(file, '.'); dot > 0 {
		file = file[:dot]
	}
	name := strings.Join(strings.Fields(strings.Map(nameRune, file)), " ")
	if name == "" {
		name = "Document"
	}
	count := 1
	for _, other := range t.documents {
		if other == name {
			count++
		}
	}
	t.documents = append(t.documents, name)
	if count > 1 {
		name += " " + strconv.Itoa(count)
	}
	return name
}

func nameRune(c rune) rune {
	if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("-()[]", c) {
		return c
	}
	return ' '
}
