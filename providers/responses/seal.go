package responses

import "strings"

// A seal of this dialect's, on its way through another:
//
//	"response_item:" id ":" encrypted_content
//
// It is how a client of ours that speaks chat or Messages gets and returns it, as the signature of thinking or the data
// of redacted_thinking. What came from somebody else does not begin so and is never sent to a provider of this dialect,
// who would refuse the request for it ("invalid_encrypted_content").
const ourSeal = "response_item:"

// sealOf is the seal of an item, contents; "" when the item has none.
func sealOf(id, encrypted string) string {
	if encrypted == "" {
		return ""
	}
	return ourSeal + id + ":" + encrypted
}

// openSeal takes a seal apart; ok is false for what another dialect's provider gave.
func openSeal(seal string) (id, encrypted string, ok bool) {
	rest, ok := strings.CutPrefix(seal, ourSeal)
	if !ok {
		return "", "", false
	}
	return strings.Cut(rest, ":")
}

// A seal of another dialect's, on its way through this one, stands in encrypted_content:
//
//	"causeway:signature:" signature     of the thinking in the item's summary
//	"causeway:redacted:"  data          of reasoning that only its provider can read
//
// The proof of a call is in its call_id: see core/proof.
const (
	anySeal       = "causeway:"
	signatureSeal = anySeal + "signature:"
	redactedSeal  = anySeal + "redacted:"
)
