package bedrock

import (
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

// isEmpty reports whether raw is an object without members.
func isEmpty(raw string) bool {
	m := members(raw)
	return isObject(raw) && !m.Next()
}
