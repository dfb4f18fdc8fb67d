package gemini

import (
	"causeway/core"
	"causeway/core/rewrite"
)

// parts writes a message's content: a string, or an array of parts.
func (c *conversation) parts(role, content string) *core.Fault {
	if rewrite.IsString(content) {
		c.say(role, content)
		return nil
	}
	if content != "" && !rewrite.IsArray(content) {
		return c.refuse(".content", "a string or an array is expected")
	}
	i := 0
	for it := rewrite.Over(content); it.Next(); i++ {
		if fault := c.part(role, i, it.Value); fault != nil {
			return fault
		}
	}
	return nil
}

// part writes content[i].
func (c *conversation) part(role string, i int, raw string) *core.Fault {
	kind := rewrite.Plain(rewrite.Member(raw, "type"))
	value := rewrite.Given(raw, kind)
	var fault *core.Fault
	switch kind {
	case "text", "refusal":
		if !rewrite.IsString(value) {
			return c.refuse(core.Place(".content", i, "."+kind), "a string is expected")
		}
		c.say(role, value)
	case "image_url", "video_url":
		fault = c.image(role, core.Place(".content", i, "."+kind), value)
	case "input_audio":
		fault = c.sound(role, core.Place(".content", i, ".input_audio"), value)
	case "file":
		fault = c.file(role, core.Place(".content", i, ".file"), value)
	default:
		return c.refuse(core.Place(".content", i, ".type"), "Gemini has no part for "+quoted(kind))
	}
	c.dropRest(i, raw, kind)
	return fault
}

// dropRest drops the members of content[i] beside its type and its value.
func (c *conversation) dropRest(i int, raw, kind string) {
	for it := rewrite.Over(raw); it.Next(); {
		if it.Key != "type" && it.Key != kind && !isNull(it.Value) {
			c.r.Drop(c.path(core.Place(".content", i, "."+it.Key)))
		}
	}
}

// say writes a text part from a JSON string.
func (c *conversation) say(role, raw string) {
	c.open(role)
	c.dst = rewrite.Raw(c.dst, "text", raw)
	c.dst = append(c.dst, '}')
}

// image writes an image_url part, or a video_url as others have it: an object with a url, or the url itself. where is its place in the message.
func (c *conversation) image(role, where, value string) *core.Fault {
	url, mime := value, ""
	if rewrite.IsObject(value) {
		url, mime = rewrite.Member(value, "url"), rewrite.Plain(rewrite.Member(value, "mime_type"))
		if detail := rewrite.Plain(rewrite.Member(value, "detail")); detail != "" && detail != "auto" {
			c.r.Drop(c.path(where + ".detail"))
		}
		c.dropIn(c.path(where), value, "url", "mime_type", "detail")
	}
	return c.media(role, where+".url", rewrite.Contents(url), mime, "")
}

// sound writes an input_audio part: base64 and a format such as "wav".
func (c *conversation) sound(role, where, value string) *core.Fault {
	data, format := rewrite.Contents(rewrite.Member(value, "data")), rewrite.Plain(rewrite.Member(value, "format"))
	if data == "" || format == "" {
		return c.refuse(where, "data and format are expected")
	}
	c.dropIn(c.path(where), value, "data", "format")
	c.inline(role, "audio/"+format, data)
	return nil
}

// file writes a file part: its bytes, an address, or the URI of a file uploaded to Google.
func (c *conversation) file(role, where, value string) *core.Fault {
	name, mime := rewrite.Plain(rewrite.Member(value, "filename")), rewrite.Plain(rewrite.Member(value, "mime_type"))
	if mime == "" {
		mime = mimeOf(name)
	}
	c.dropIn(c.path(where), value, "filename", "mime_type", "file_id", "file_url", "file_data")
	if id := rewrite.Contents(rewrite.Member(value, "file_id")); id != "" {
		c.link(role, mime, id) // Google knows the type of what was uploaded to it
		return nil
	}
	if url := rewrite.Contents(rewrite.Member(value, "file_url")); url != "" {
		return c.media(role, where+".file_url", url, mime, pdf)
	}
	data := rewrite.Contents(rewrite.Member(value, "file_data"))
	if data == "" {
		return c.refuse(where, "file_data, file_url or file_id is expected")
	}
	if _, isURL := schemeOf(data); isURL {
		return c.media(role, where+".file_data", data, mime, pdf)
	}
	if mime == "" {
		mime = pdf
	}
	c.inline(role, mime, data)
	return nil
}

// quoted is a word of the caller's in a message.
func quoted(word string) string { return string(rewrite.AppendString(nil, word)) }
