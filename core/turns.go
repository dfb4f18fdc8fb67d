package core

import "causeway/core/rewrite"

// Turns writes a conversation whose roles alternate, as Anthropic and Bedrock's Converse want it: what the same role says
// in several messages of the hub becomes one turn, and so do the results of several calls.
//
//	{"role":"user","content":[…]},{"role":"assistant","content":[…]}
//
// The zero value is a conversation without a turn.
type Turns struct{ role string }

// In goes on with the turn of a role, user or assistant, after ending the other's.
func (t *Turns) In(dst []byte, role string) []byte {
	if t.role == role {
		return dst
	}
	dst = rewrite.Comma(t.End(dst))
	t.role = role
	dst = append(dst, `{"role":"`...)
	dst = append(dst, role...)
	return append(dst, `","content":[`...)
}

// End ends the turn that is open, if one is.
func (t *Turns) End(dst []byte) []byte {
	if t.role == "" {
		return dst
	}
	t.role = ""
	return append(dst, `]}`...)
}
