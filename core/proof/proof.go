// Package proof keeps the proof of a tool call in the call's id.
//
// Gemini signs a call and wants the signature back with it. Dialects that clients speak have no place for that beside a
// call, but its id comes back untouched: "toolu_1" with the proof "S/=" goes out as "toolu_1" + mark + "Uy89". Between the
// letters that every dialect allows in an id stands base64url of whatever the provider gave.
package proof

import (
	"encoding/base64"
	"strings"
)

const mark = "__proof__"

// Sign appends the proof, plain text, to an id; "" leaves the id as it is.
func Sign(id, signature string) string {
	if signature == "" {
		return id
	}
	return id + mark + base64.RawURLEncoding.EncodeToString([]byte(signature))
}

// Cut takes an id apart. signature is plain text, "" for an id without one, which stays as it is.
func Cut(id string) (own, signature string) {
	own, coded, ok := strings.Cut(id, mark)
	if !ok {
		return id, ""
	}
	plain, err := base64.RawURLEncoding.DecodeString(coded)
	if err != nil {
		return id, ""
	}
	return own, string(plain)
}

// Stands reports that there is a proof somewhere in text, such as a body whose ids nobody has looked at.
func Stands(text string) bool { return strings.Contains(text, mark) }

// IsSealed reports that a dialect put a word before a proof of reasoning to know its own again: "response_item:…". The
// providers' own are plain base64, without a colon, and one with a colon is refused by every provider but its own.
func IsSealed(signature string) bool { return strings.Contains(signature, ":") }
