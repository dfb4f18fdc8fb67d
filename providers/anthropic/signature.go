package anthropic

import (
	"encoding/base64"
	"strings"

	"causeway/core/rewrite"
)

// A tool_use block has no place for a proof of its own, which Gemini gives a call and wants back with it. Its id has:
// clients return it untouched, and "toolu_1" with the proof "S/=" goes out as "toolu_1" + proofMark + "Uy89". Between the
// letters that Anthropic allows in an id stands base64url of whatever the provider gave.
const proofMark = "__proof__"

// signID appends the proof, escaped contents, to the contents of an id.
func signID(id, signature string) string {
	if signature == "" {
		return id
	}
	return id + proofMark + base64.RawURLEncoding.EncodeToString([]byte(rewrite.Unescape(signature)))
}

// cutSignature takes the id of a call apart. signature is plain text, "" for an id without one.
func cutSignature(id string) (own, signature string) {
	own, coded, ok := strings.Cut(id, proofMark)
	if !ok {
		return id, ""
	}
	plain, err := base64.RawURLEncoding.DecodeString(coded)
	if err != nil {
		return id, ""
	}
	return own, string(plain)
}
