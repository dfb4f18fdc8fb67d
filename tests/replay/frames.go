package replay

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"strings"
)

// frames takes a reply apart into its JSON values, whatever frames them: an AWS event stream, server-sent events, lines
// of JSON, an array, or nothing. Events whose data is no JSON come as {"event": …, "data": …}.
func frames(body, contentType string) []object {
	switch trimmed := strings.TrimSpace(body); {
	case strings.Contains(contentType, "eventstream"):
		return awsFrames(body)
	case strings.HasPrefix(trimmed, "{"), strings.HasPrefix(trimmed, "["):
		return jsonFrames(body)
	}
	return eventFrames(body)
}

func jsonFrames(body string) (all []object) {
	for d := json.NewDecoder(strings.NewReader(body)); ; {
		var v any
		if d.Decode(&v) != nil {
			return all
		}
		if o, ok := v.(map[string]any); ok {
			all = append(all, o)
			continue
		}
		for _, item := range list(v) {
			if o, ok := item.(map[string]any); ok {
				all = append(all, o)
			}
		}
	}
}

// eventFrames follows https://html.spec.whatwg.org/multipage/server-sent-events.html (read 2026-11-21): an event is what
// stands before an empty line; its data are its data lines, joined by newlines. A last event that no empty line ends
// counts as well: providers are cut off there.
func eventFrames(body string) (all []object) {
	body = strings.ReplaceAll(strings.ReplaceAll(body, "\r\n", "\n"), "\r", "\n")
	for event := range strings.SplitSeq(body, "\n\n") {
		name, data, has := "", "", false
		for line := range strings.SplitSeq(event, "\n") {
			key, value, _ := strings.Cut(line, ":")
			value = strings.TrimPrefix(value, " ")
			switch key {
			case "event":
				name = value
			case "data":
				if has {
					data += "\n"
				}
				data, has = data+value, true
			}
		}
		if !has || data == "[DONE]" {
			continue
		}
		for _, piece := range pieces(data) {
			o := parseObject(piece)
			if o == nil {
				o = object{"data": piece}
			}
			if name != "" {
				o["event"] = name
			}
			all = append(all, o)
		}
	}
	return all
}

// pieces are the events in one event's data: several where a recorder left out the empty lines between them.
func pieces(data string) []string {
	lines := strings.Split(data, "\n")
	for _, line := range lines {
		if !json.Valid([]byte(line)) || !strings.HasPrefix(line, "{") {
			return []string{data}
		}
	}
	return lines
}

// awsFrames reads an event stream: per message its length, that of its header, their checksum (4 bytes each), the header,
// the payload and a checksum. A header is a name, a type (7: string) and a value, names and values after their lengths
// (1 and 2 bytes). Each value comes with its ":event-type" as "event"; InvokeModel's payload is in "bytes", in base64.
//
// https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html#streaming-event-stream (read 2026-11-21)
func awsFrames(body string) (all []object) {
	for len(body) >= 16 {
		size := int(binary.BigEndian.Uint32([]byte(body)))
		headers := int(binary.BigEndian.Uint32([]byte(body[4:])))
		if size > len(body) || 12+headers+4 > size {
			return all
		}
		payload := body[12+headers : size-4]
		o := object{}
		_ = json.Unmarshal([]byte(payload), (*map[string]any)(&o))
		if inner, ok := o["bytes"].(string); ok {
			raw, _ := base64.StdEncoding.DecodeString(inner)
			o = object{}
			_ = json.Unmarshal(raw, (*map[string]any)(&o))
		}
		for name, value := range awsHeader(body[12 : 12+headers]) {
			if name == ":event-type" || name == ":exception-type" {
				o["event"] = value
			}
		}
		all, body = append(all, o), body[size:]
	}
	return all
}

func awsHeader(text string) map[string]string {
	fields := map[string]string{}
	for len(text) > 0 {
		n := int(text[0])
		name, rest := text[1:1+n], text[1+n:]
		if rest[0] != 7 {
			return fields
		}
		size := int(binary.BigEndian.Uint16([]byte(rest[1:])))
		fields[name], text = rest[3:3+size], rest[3+size:]
	}
	return fields
}

// object is a JSON object, with readers that give zero for what is absent or of another type.
type object map[string]any

func (o object) at(key string) object {
	inner, _ := o[key].(map[string]any)
	return inner
}

func (o object) text(key string) string {
	s, _ := o[key].(string)
	return s
}

func (o object) count(key string) int64 {
	n, _ := o[key].(float64)
	return int64(n)
}

// each are the objects in a list.
func (o object) each(key string) (all []object) {
	for _, item := range list(o[key]) {
		if inner, ok := item.(map[string]any); ok {
			all = append(all, inner)
		}
	}
	return all
}

// first is the first of the texts that is not empty.
func first(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

func list(v any) []any {
	items, _ := v.([]any)
	return items
}

func parse(text string) (v any) {
	_ = json.Unmarshal([]byte(text), &v)
	return v
}
