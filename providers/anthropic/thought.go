package anthropic

import (
	"strings"

	"causeway/core/proof"
	"causeway/core/rewrite"
)

// OwnThoughts is core.Service's Mend for Claude: a body of this dialect without the thinking that somebody else did in
// earlier turns, whose signature Claude would refuse the request for. A client that speaks this dialect brings it back from
// answers that were translated for it, and knows no difference:
//
//	{"type":"thinking","thinking":"…","signature":""}                nobody signed it: Claude always does
//	{"type":"thinking","thinking":"…","signature":"response_item:…"} and "redacted_thinking": see core/proof
//
// A message that was nothing else is left out. What is not asked of Claude keeps what is unsigned: others who speak this
// dialect need not sign. A body without any is the same bytes. A signature that another company's server of this dialect
// made up is not told from Claude's.
//
// Where the latest answer called tools and its thinking is gone, Claude would refuse to think with a budget until that
// answer is behind, and is not asked to.
//
// https://github.com/anthropics/anthropic-sdk-python/issues/1598 ("Invalid signature in thinking block", read 2026-11-25)
func OwnThoughts(body string) string {
	if !strings.Contains(body, `thinking"`) {
		return body
	}
	model := rewrite.Inside(body, "model")
	isClaude := model == "" || strings.Contains(model, "claude")
	list, isChanged, lacks := []byte{'['}, false, false
	for m := rewrite.OverArray(rewrite.Given(body, "messages")); m.Next(); {
		own, hasForeign := ownBlocks(m.Value, isClaude)
		if own != "" {
			list = append(rewrite.Comma(list), own...)
		}
		isChanged = isChanged || hasForeign
		if rewrite.Inside(m.Value, "role") == "assistant" {
			lacks = hasForeign && callsUnthinking(own)
		}
	}
	if !isChanged {
		return body
	}
	edits := []rewrite.Edit{{Op: rewrite.Set, Key: "messages", Raw: string(append(list, ']'))}}
	if lacks && rewrite.Inside(rewrite.Given(body, "thinking"), "type") == "enabled" {
		edits = append(edits, rewrite.Edit{Op: rewrite.Delete, Key: "thinking"})
	}
	return string(rewrite.Members(nil, body, edits))
}

// callsUnthinking reports that a message calls tools and has no thinking.
func callsUnthinking(message string) bool {
	calls := false
	for b := rewrite.OverArray(rewrite.Given(message, "content")); b.Next(); {
		switch rewrite.Inside(b.Value, "type") {
		case "thinking", "redacted_thinking":
			return false
		case "tool_use":
			calls = true
		}
	}
	return calls
}

// ownBlocks is a message without thinking of others; "" when there was nothing else.
func ownBlocks(message string, isClaude bool) (own string, hasForeign bool) {
	if rewrite.Inside(message, "role") != "assistant" {
		return message, false
	}
	list := []byte{'['}
	for b := rewrite.OverArray(rewrite.Given(message, "content")); b.Next(); {
		if isOthers(b.Value, isClaude) {
			hasForeign = true
			continue
		}
		list = append(rewrite.Comma(list), b.Value...)
	}
	switch {
	case !hasForeign:
		return message, false
	case len(list) == 1:
		return "", true
	}
	return string(rewrite.Members(nil, message, []rewrite.Edit{{Op: rewrite.Set, Key: "content", Raw: string(append(list, ']'))}})), true
}

// isOthers reports that a block is thinking that is not the model's.
func isOthers(block string, isClaude bool) bool {
	switch rewrite.Inside(block, "type") {
	case "thinking":
		signature := rewrite.Inside(block, "signature")
		return proof.IsSealed(signature) || isClaude && signature == ""
	case "redacted_thinking":
		return proof.IsSealed(rewrite.Inside(block, "data"))
	}
	return false
}
