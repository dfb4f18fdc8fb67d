package rewrite

import "strings"

// IsObject reports that raw, a JSON value without whitespace before it, is an object. Like its siblings it looks at the
// first byte only, and "", a value that is absent, is nothing.
func IsObject(raw string) bool { return strings.HasPrefix(raw, "{") }

// IsArray reports that raw is an array.
func IsArray(raw string) bool { return strings.HasPrefix(raw, "[") }

// IsString reports that raw is a string.
func IsString(raw string) bool { return strings.HasPrefix(raw, `"`) }

// IsBare reports that raw is an object without members: `{}`.
func IsBare(raw string) bool {
	it := OverObject(raw)
	return IsObject(raw) && !it.Next()
}

// Present returns raw, or "" for null: OpenAI's clients send null for what they leave out.
func Present(raw string) string {
	if raw == "null" {
		return ""
	}
	return raw
}

// Given returns what Member does, but "" for null too: the raw value of the member that the caller really gave.
//
//	Given(`{"stop":null,"n":2}`, "n")    → `2`
//	Given(`{"stop":null,"n":2}`, "stop") → ``
func Given(object, key string) string { return Present(Member(object, key)) }

// Inside returns the contents of the string that object has as its member key, and "" where that is absent or no string.
//
//	Inside(`{"role":"us\u0065r"}`, "role") → `us\u0065r`
func Inside(object, key string) string { return Contents(Member(object, key)) }

// Plain returns the plain text of raw, a JSON string, and "" for any other value. See Unescape.
func Plain(raw string) string { return Unescape(Contents(raw)) }

// Escape returns text as the contents of a JSON string, in memory of its own. See AppendEscaped.
func Escape(text string) string { return string(AppendEscaped(nil, text)) }
