package openai

import (
	"strings"

	"causeway/core/event"
	"causeway/core/proof"
	"causeway/core/rewrite"

	"github.com/tidwall/gjson"
)

// detailsName is the member in which OpenRouter, and those who do as it does, keep reasoning with its proofs, in replies
// and on the next turn:
//
//	{"type":"reasoning.text","text","signature"?,"format":"anthropic-claude-v1","index":0}
//	{"type":"reasoning.summary","summary","format":"openai-responses-v1","index":0}
//	{"type":"reasoning.encrypted","data","id"?,"format":"openai-responses-v1","index":0}
//
// Recorded traffic has all of them in replies of OpenRouter's and Vercel's, and the first and the last in requests.
const detailsName = "reasoning_details"

const (
	textDetail    = "reasoning.text"
	summaryDetail = "reasoning.summary"
	hiddenDetail  = "reasoning.encrypted"
)

// claudeFormat is the format of a detail whose proof is Anthropic's own, who knows it again by whatever way it comes.
const claudeFormat = "anthropic-claude-v1"

// detailSeal begins a proof in any other format on its way through another dialect, as the signature of thinking or the
// data of redacted_thinking:
//
//	"reasoning_detail:" format ":" id ":" proof
const detailSeal = "reasoning_detail:"

// seal is a detail's proof as the hub has it, contents; "" when the detail has none in that member.
func seal(detail gjson.Result, member string) string {
	own := rewrite.Contents(detail.Get(member).Raw)
	format := rewrite.Contents(detail.Get("format").Raw)
	if own == "" || format == "" || format == claudeFormat {
		return own
	}
	return detailSeal + format + ":" + rewrite.Contents(detail.Get("id").Raw) + ":" + own
}

// openSeal takes a proof apart; ok is false for one that is not the model's whom it would go to.
func (t *translation) openSeal(sealed string) (format, id, own string, ok bool) {
	rest, ok := strings.CutPrefix(sealed, detailSeal)
	if !ok {
		return claudeFormat, "", sealed, sealed != "" && !proof.IsSealed(sealed) && strings.Contains(t.r.Model, "claude")
	}
	format, rest, _ = strings.Cut(rest, ":")
	end := max(strings.LastIndexByte(rest, ':'), 0)
	return format, rest[:end], strings.TrimPrefix(rest[end:], ":"), true
}

// appendDetails reads reasoning_details.
func appendDetails(dst []event.Event, choice int, details gjson.Result) []event.Event {
	if !details.IsArray() {
		return dst
	}
	details.ForEach(func(_, detail gjson.Result) bool {
		text := "text"
		if detail.Get("type").Str == summaryDetail {
			text = "summary"
		}
		index := small(detail.Get("index"))
		dst = appendPiece(dst, event.Event{Kind: event.Thinking, Choice: choice, Index: index, Raw: rewrite.Contents(detail.Get(text).Raw)})
		dst = appendPiece(dst, event.Event{Kind: event.Signature, Choice: choice, Index: index, Raw: seal(detail, "signature")})
		dst = appendPiece(dst, event.Event{Kind: event.Redacted, Choice: choice, Index: index, Raw: seal(detail, "data")})
		return true
	})
	return dst
}

// returned appends content_blocks as reasoning_details, for vendors that want their proofs back; false when there is none
// of theirs among them.
//
//	[{"type":"thinking","thinking":"a","signature":"S"}]
//	→ "reasoning_details":[{"type":"reasoning.text","text":"a","signature":"S","format":"anthropic-claude-v1","index":0}]
//
// What is hidden stands beside what may be read of the same thought, under one index, as in replies.
func (t *translation) returned(dst []byte, blocks string) ([]byte, bool) {
	origin, ok := t.originOf(blocks)
	if !ok {
		return dst, false
	}
	dst = append(rewrite.Key(dst, detailsName), '[')
	index, isOpen := int64(-1), false // the last one's, and whether it was read without a proof
	for b := rewrite.Over(blocks); b.Next(); {
		format, id, hidden, ok := t.openSeal(rewrite.Contents(rewrite.Member(b.Value, "data")))
		switch thought := rewrite.Contents(rewrite.Member(b.Value, "thinking")); {
		case ok:
			if !isOpen {
				index++
			}
			isOpen = false
			dst = appendDetail(dst, hiddenDetail, "data", hidden)
			dst = appendOrigin(dst, format, id, index)
		case rewrite.Member(b.Value, "type") == `"thinking"`:
			index++
			dst, isOpen = t.shown(dst, thought, rewrite.Contents(rewrite.Member(b.Value, "signature")), origin, index)
		}
	}
	return append(dst, ']'), true
}

// originOf is the format of the first proof in content_blocks that can be returned.
func (t *translation) originOf(blocks string) (format string, ok bool) {
	for b := rewrite.Over(blocks); b.Next(); {
		for _, member := range [...]string{"signature", "data"} {
			if format, _, _, ok := t.openSeal(rewrite.Contents(rewrite.Member(b.Value, member))); ok {
				return format, true
			}
		}
	}
	return "", false
}

// shown appends the detail of a thought that may be read, and reports whether it goes without a proof. Where the origin is
// OpenAI's Responses, or those who do as it does, such thoughts are summaries.
func (t *translation) shown(dst []byte, thought, signature, origin string, index int64) (_ []byte, isOpen bool) {
	if format, id, own, ok := t.openSeal(signature); ok {
		dst = appendDetail(dst, textDetail, "text", thought)
		dst = rewrite.Escaped(dst, "signature", own)
		return appendOrigin(dst, format, id, index), false
	}
	kind, member := textDetail, "text"
	if strings.Contains(origin, "-responses-") {
		kind, member = summaryDetail, "summary"
	}
	return appendOrigin(appendDetail(dst, kind, member, thought), origin, "", index), true
}

// appendDetail begins a detail.
func appendDetail(dst []byte, kind, member, contents string) []byte {
	dst = rewrite.Escaped(append(rewrite.Comma(dst), '{'), "type", kind)
	return rewrite.Escaped(dst, member, contents)
}

// appendOrigin ends a detail with where it is from.
func appendOrigin(dst []byte, format, id string, index int64) []byte {
	if id != "" {
		dst = rewrite.Escaped(dst, "id", id)
	}
	dst = rewrite.Escaped(dst, "format", format)
	return append(rewrite.Int(dst, "index", index), '}')
}
