package responses

import (
	"slices"
	"strings"

	"causeway/core/rewrite"
)

// members steps over the members of an object; another value has none.
func members(raw string) rewrite.Items {
	if !isObject(raw) {
		raw = ""
	}
	return rewrite.Over(raw)
}

// elements steps over the elements of a list; another value has none.
func elements(raw string) rewrite.Items {
	if !isArray(raw) {
		raw = ""
	}
	return rewrite.Over(raw)
}

// member is the raw value of raw's first member called key, "" when there is none or it is null.
func member(raw, key string) string { return present(rewrite.Member(raw, key)) }

// text is member for a string: its contents, still escaped, and "" for everything else.
func text(raw, key string) string { return rewrite.Contents(rewrite.Member(raw, key)) }

// present is raw, or "" for null: OpenAI's clients send null for what they leave out.
func present(raw string) string {
	if raw == "null" {
		return ""
	}
	return raw
}

func isObject(raw string) bool { return strings.HasPrefix(raw, "{") }

func isArray(raw string) bool { return strings.HasPrefix(raw, "[") }

func isString(raw string) bool { return strings.HasPrefix(raw, `"`) }

// isEmpty reports that a list or an object holds nothing.
func isEmpty(raw string) bool {
	it := rewrite.Over(raw)
	return !it.Next()
}

// escaped is plain text as the contents of a JSON string.
func escaped(plain string) string { return string(rewrite.AppendEscaped(nil, plain)) }

// fill appends a template with its '$' replaced, one after another, by values: contents between quotes, raw JSON elsewhere.
// A template that begins with a comma begins a member or an element: see rewrite.Comma.
//
//	fill(`[`, `,{"type":"$","n":$}`, "text", "1") → `[{"type":"text","n":1}`
func fill(dst []byte, template string, values ...string) []byte {
	if template[0] == ',' {
		dst, template = rewrite.Comma(dst), template[1:]
	}
	for _, value := range values {
		before, after, _ := strings.Cut(template, "$")
		dst = append(append(dst, before...), value...)
		template = after
	}
	return append(dst, template...)
}

// appendMembers appends the members of an object but for those called so, and those that are null.
func appendMembers(dst []byte, raw string, but ...string) []byte {
	for m := members(raw); m.Next(); {
		if present(m.Value) != "" && !slices.Contains(but, m.Key) {
			dst = rewrite.AppendMinified(rewrite.Key(dst, m.Key), m.Value)
		}
	}
	return dst
}
