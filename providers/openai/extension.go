package openai

import "causeway/core/rewrite"

// own is what the vendor calls an extension of the hub's, "" when it knows none of that name.
func (t *translation) own(extension string) string {
	for _, known := range t.r.Vendor.Takes {
		if known.Name != extension {
			continue
		}
		if known.Value != "" {
			return known.Value
		}
		return extension
	}
	return ""
}

// reasoning appends the text of an assistant's thinking, for vendors whose models want to read it again: some refuse calls
// without the reasoning behind them. The signatures are another provider's; a vendor that has reasoning_details gets its own
// back.
//
//	content_blocks:[{"type":"thinking","thinking":"a","signature":"…"},{"type":"thinking","thinking":"b"}]
//	→ "reasoning_content":"ab"
//
// https://api-docs.deepseek.com/guides/thinking_mode (read 2026-11-25)
func (t *translation) reasoning(dst []byte, blocks, message string) []byte {
	switch name := t.own("content_blocks"); name {
	case "":
	case detailsName:
		if details, ok := t.returned(dst, blocks); ok {
			return details
		}
	default:
		return rewrite.Raw(dst, name, blocks)
	}
	name := t.own("reasoning_content")
	if name == "" {
		t.r.Drop("messages[].content_blocks")
		return dst
	}
	if rewrite.Member(message, "reasoning_content") != "" {
		return dst
	}
	start := len(dst)
	dst = append(rewrite.Key(dst, name), '"')
	empty := len(dst)
	for b := rewrite.Over(blocks); b.Next(); {
		dst = append(dst, rewrite.Contents(rewrite.Member(b.Value, "thinking"))...)
	}
	if len(dst) == empty {
		return dst[:start]
	}
	return append(dst, '"')
}

// thinking appends Anthropic's object as it is to vendors that know it, and to those that know reasoning as OpenRouter has
// it in its words.
//
//	{"type":"enabled","budget_tokens":1024}   →   "reasoning":{"max_tokens":1024}
//	{"type":"adaptive"}, {"type":"disabled"}  →   "reasoning":{"enabled":true}, {"enabled":false}
//
// https://openrouter.ai/docs/use-cases/reasoning-tokens (read 2026-11-25); of Vercel's, "enabled" is recorded and the rest is
// taken to be OpenRouter's
func (t *translation) thinking(dst []byte, raw string) []byte {
	name := t.own("thinking")
	switch {
	case name == "":
		t.r.Drop("thinking")
		return dst
	case name == "thinking":
		return rewrite.Raw(dst, name, raw)
	}
	if rewrite.Member(t.r.Body, name) != "" {
		return dst
	}
	dst = append(rewrite.Key(dst, name), '{')
	if budget := rewrite.Member(raw, "budget_tokens"); budget != "" {
		return append(rewrite.Raw(dst, "max_tokens", budget), '}')
	}
	if rewrite.Member(raw, "type") == `"disabled"` {
		return append(rewrite.Raw(dst, "enabled", "false"), '}')
	}
	return append(rewrite.Raw(dst, "enabled", "true"), '}')
}
