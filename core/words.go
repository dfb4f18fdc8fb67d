package core

import (
	"unicode/utf8"

	"causeway/core/rewrite"
)

// MaxWords bounds a provider's words in a fault, in bytes: an HTML page in the place of an error says little more.
const MaxWords = 1 << 10

// Words returns raw, a member of an error, as plain text of at most MaxWords: a string without its quotes and escapes,
// another value as it stands, null as "".
//
//	Words(`"a \"b\""`) → `a "b"`
//	Words(`429`)       → `429`
func Words(raw string) string {
	if rewrite.IsString(raw) {
		return Cut(rewrite.Plain(raw))
	}
	return Cut(rewrite.Present(raw))
}

// Cut shortens s to MaxWords bytes and an ellipsis, between characters.
func Cut(s string) string {
	if len(s) <= MaxWords {
		return s
	}
	end := MaxWords
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}
