package replay

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf16"

	"causeway/core"
)

// variant is another spelling of the same reply, as another release of its provider, or somebody in between, may send it.
type variant struct {
	name  string
	frame func(stream string) string // of a stream's text; nil: it is left as it is
	json  func(o any) any            // of each JSON value; nil: it is left as it is
	text  func(json string) string   // of its text
}

var variants = [...]variant{
	{name: "CRLF", frame: func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", "\r\n") }},
	{name: "no space after the colon", frame: func(s string) string { return strings.ReplaceAll(s, "data: ", "data:") }},
	{name: "comments", frame: func(s string) string { return ": hello\n\n" + strings.ReplaceAll(s, "\n\n", "\n\n: ping\n\n") }},
	{name: "members nobody knows", json: strange},
	{name: "sorted members, wide", text: func(s string) string { return wide(encode(parse(s))) }},
	{name: "ASCII", text: ascii},
}

// varies serves r in other spellings: its client must not be able to tell.
func (b *Bench) varies(r *Recording, s Speaker, v *core.Vendor, d door) (problems []string) {
	to, model := d.reaches(r, v)
	for _, variant := range variants {
		other := *r
		other.Response.Body = variant.of(r)
		if other.Response.Body == r.Response.Body {
			continue
		}
		t := b.serve(&other, d.call(s, to, model, r.Stream), b.Cuts[0])
		if why := t.ill(); why != "" {
			problems = append(problems, variant.name+": "+why)
			continue
		}
		got := d.client(t.heard, r.Stream)
		for _, p := range append(got.problems, d.compare(s.Wire.Read(&other), got, t)...) {
			problems = append(problems, fmt.Sprintf("%s, %s: %s", d.name, variant.name, p))
		}
	}
	return problems
}

// of is r's reply in another spelling, or as it is where that cannot be: AWS's frames have checksums.
func (v variant) of(r *Recording) string {
	body := r.Response.Body
	isEvents := isEvents(body) || strings.HasPrefix(body, ":")
	switch {
	case strings.Contains(r.kind(), "eventstream"), v.frame != nil && !isEvents, r.Stream && !isEvents:
		return body
	case v.frame != nil:
		return v.frame(body)
	case !isEvents:
		return v.value(body, false)
	}
	var out strings.Builder
	for line := range strings.Lines(body) {
		data, is := strings.CutPrefix(strings.TrimRight(line, "\r\n"), "data:")
		if text := strings.TrimSpace(data); is && strings.HasPrefix(text, "{") {
			line = "data: " + v.value(text, true) + "\n"
		}
		out.WriteString(line)
	}
	return out.String()
}

// value is a JSON text in another spelling, on one line if it must be.
func (v variant) value(text string, isLine bool) string {
	if !json.Valid([]byte(text)) {
		return text
	}
	if v.json != nil {
		text = encode(v.json(parse(text)))
	}
	if v.text != nil {
		text = v.text(text)
	}
	if isLine {
		var line bytes.Buffer
		_ = json.Compact(&line, []byte(text))
		return line.String()
	}
	return text
}

// strange adds a member to every object.
func strange(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = strange(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = strange(v[key])
		}
		if len(v) > 0 {
			v["x_new"] = map[string]any{"list": []any{1.0, nil, "}"}}
		}
	}
	return v
}

func wide(text string) string {
	var out bytes.Buffer
	_ = json.Indent(&out, []byte(text), "", "\t")
	return out.String()
}

// ascii escapes every other character.
func ascii(text string) string {
	var out strings.Builder
	for _, c := range text {
		switch {
		case c < 0x80:
			out.WriteRune(c)
		case c < 0x10000:
			fmt.Fprintf(&out, `\u%04x`, c)
		default:
			high, low := utf16.EncodeRune(c)
			fmt.Fprintf(&out, `\u%04x\u%04x`, high, low)
		}
	}
	return out.String()
}
