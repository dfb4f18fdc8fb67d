package openai

import (
	"strings"

	"causeway/core/event"
	"causeway/core/rewrite"

	"github.com/tidwall/gjson"
)

// message reads a delta, or the message of a buffered reply.
func (r *reader) message(dst []event.Event, c *choice, m gjson.Result) []event.Event {
	var t thoughts
	var content, refusal, calls, call, images gjson.Result
	m.ForEach(func(key, value gjson.Result) bool {
		switch key.Str {
		case "role":
		case "content":
			content = value
		case "refusal":
			refusal = value
		case "tool_calls":
			calls = value
		case "function_call":
			call = value
		case "images":
			images = value
		default:
			if !t.take(key.Str, value) && isSaid(value) {
				dst = append(dst, event.Event{Kind: event.Extra, Choice: c.index, Name: rewrite.Contents(key.Raw), Raw: value.Raw})
			}
		}
		return true
	})
	dst = t.appendTo(dst, c.index)
	dst = r.content(dst, c, content)
	dst = appendPiece(dst, event.Event{Kind: event.Refusal, Choice: c.index, Raw: rewrite.Contents(refusal.Raw)})
	dst = r.images(dst, c, images)
	if calls.IsArray() {
		calls.ForEach(func(_, value gjson.Result) bool {
			dst = r.call(dst, c, value)
			return true
		})
	}
	if rewrite.Contents(call.Get("name").Raw) != "" || rewrite.Contents(call.Get("arguments").Raw) != "" {
		dst = r.legacyCall(dst, c, call)
	}
	return dst
}

// content reads the answer: text, Mistral's array of parts, or the object that Cloudflare makes of structured output.
func (r *reader) content(dst []event.Event, c *choice, content gjson.Result) []event.Event {
	switch {
	case content.Type == gjson.String:
		return appendPiece(dst, event.Event{Kind: event.Text, Choice: c.index, Raw: rewrite.Contents(content.Raw)})
	case content.IsObject():
		return append(dst, event.Event{Kind: event.Text, Choice: c.index, Raw: rewrite.Escape(content.Raw)})
	case content.IsArray():
		content.ForEach(func(_, part gjson.Result) bool {
			dst = r.part(dst, c, part)
			return true
		})
	}
	return dst
}

// part reads a content part. The thinking of Mistral's is a text or again a list of text parts.
func (r *reader) part(dst []event.Event, c *choice, part gjson.Result) []event.Event {
	switch part.Get("type").Str {
	case "text":
		return appendPiece(dst, event.Event{Kind: event.Text, Choice: c.index, Raw: rewrite.Contents(part.Get("text").Raw)})
	case "refusal":
		return appendPiece(dst, event.Event{Kind: event.Refusal, Choice: c.index, Raw: rewrite.Contents(part.Get("refusal").Raw)})
	case "image_url":
		return r.image(dst, c, part)
	case "thinking":
		thinking := part.Get("thinking")
		if !thinking.IsArray() {
			return appendPiece(dst, event.Event{Kind: event.Thinking, Choice: c.index, Raw: rewrite.Contents(thinking.Raw)})
		}
		thinking.ForEach(func(_, piece gjson.Result) bool {
			text := rewrite.Contents(piece.Get("text").Raw)
			dst = appendPiece(dst, event.Event{Kind: event.Thinking, Choice: c.index, Raw: text})
			return true
		})
	}
	return dst
}

// images reads the images that OpenRouter's providers make.
func (r *reader) images(dst []event.Event, c *choice, images gjson.Result) []event.Event {
	if !images.IsArray() {
		return dst
	}
	images.ForEach(func(_, image gjson.Result) bool {
		dst = r.image(dst, c, image)
		return true
	})
	return dst
}

// image reads {"image_url":{"url"}} or {"image_url":"…"}: a data: URL is taken apart, any other stays whole.
func (r *reader) image(dst []event.Event, c *choice, image gjson.Result) []event.Event {
	url := image.Get("image_url")
	if url.IsObject() {
		url = url.Get("url")
	}
	raw := rewrite.Contents(url.Raw)
	kind, data, isData := cutDataURL(url.Str)
	if !isData {
		return appendPiece(dst, event.Event{Kind: event.Media, Choice: c.index, Raw: raw})
	}
	return appendPiece(dst, event.Event{Kind: event.Media, Choice: c.index, Name: rewrite.Escape(kind), Raw: rewrite.Escape(data)})
}

// cutDataURL takes "data:image/png;base64,AAAA" apart.
func cutDataURL(url string) (kind, data string, ok bool) {
	rest, ok := strings.CutPrefix(url, "data:")
	if !ok {
		return "", "", false
	}
	return strings.Cut(rest, ";base64,")
}
