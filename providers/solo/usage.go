package solo

import (
	"strconv"

	"causeway/core/rewrite"
)

var (
	usageNames  = [...]string{"usage"}
	inputNames  = [...]string{"input_tokens", "prompt_tokens", "input_token_count"}
	outputNames = [...]string{"output_tokens", "completion_tokens", "generated_token_count"}
)

// count takes the counts of an object that may hold some. They only grow: watsonx counts the input in its first piece alone.
// DashScope's input_tokens hold those of images and sounds, its output_tokens the reasoning.
func (r *reader) count(raw string) {
	if raw == "" {
		return
	}
	more := func(to *int64, value string) {
		if value != "" {
			*to = max(*to, number(value))
		}
	}
	u := &r.usage
	more(&u.Input, first(raw, inputNames[:]))
	more(&u.Output, first(raw, outputNames[:]))
	more(&u.Total, rewrite.Member(raw, "total_tokens"))
	in, out := rewrite.Member(raw, "prompt_tokens_details"), rewrite.Member(raw, "output_tokens_details")
	more(&u.CacheRead, rewrite.Member(in, "cached_tokens"))
	more(&u.CacheWrite, rewrite.Member(in, "cache_creation_input_tokens"))
	more(&u.Reasoning, rewrite.Member(out, "reasoning_tokens"))
	more(&u.AudioOut, rewrite.Member(out, "audio_tokens"))
	more(&u.AudioIn, rewrite.Member(raw, "audio_tokens"))
	more(&u.AudioIn, rewrite.Member(rewrite.Member(raw, "input_tokens_details"), "audio_tokens"))
}

// number is a count or an index: raw as a number, 0 for what is none that a reply can have.
func number(raw string) int64 {
	n, err := strconv.ParseInt(raw, 10, 64)
	if err != nil || n < 0 || n > 1<<40 {
		return 0
	}
	return n
}
