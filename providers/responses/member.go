package responses

import (
	"slices"
	"strings"

	"causeway/core/rewrite"
)

// isEmpty reports that raw holds no member and no element, as what is absent or null does not either.
func isEmpty(raw string) bool {
	it := rewrite.Over(raw)
	return !it.Next()
}

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
	for m := rewrite.OverObject(raw); m.Next(); {
		if rewrite.Present(m.Value) != "" && !slices.Contains(but, m.Key) {
			dst = rewrite.AppendMinified(rewrite.Key(dst, m.Key), m.Value)
		}
	}
	return dst
}
