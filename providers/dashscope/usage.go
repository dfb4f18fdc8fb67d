package dashscope

import (
	"strconv"

	"causeway/core/event"
	"causeway/core/rewrite"
)

// readUsage reads a usage object. input_tokens hold those of images and sounds, output_tokens the reasoning.
//
//	{"input_tokens":12,"output_tokens":21,"output_tokens_details":{"reasoning_tokens":20},"prompt_tokens_details":{"cached_tokens":0},"total_tokens":33}
func readUsage(raw string) (u event.Usage) {
	for it := rewrite.Over(raw); it.Next(); {
		switch it.Key {
		case "input_tokens":
			u.Input = number(it.Value)
		case "output_tokens":
			u.Output = number(it.Value)
		case "total_tokens":
			u.Total = number(it.Value)
		case "prompt_tokens_details":
			u.CacheRead = number(rewrite.Member(it.Value, "cached_tokens"))
			u.CacheWrite = number(rewrite.Member(it.Value, "cache_creation_input_tokens"))
		case "output_tokens_details":
			u.Reasoning = number(rewrite.Member(it.Value, "reasoning_tokens"))
			u.AudioOut = number(rewrite.Member(it.Value, "audio_tokens"))
		case "audio_tokens":
			u.AudioIn = number(it.Value)
		case "input_tokens_details":
			u.AudioIn = max(u.AudioIn, number(rewrite.Member(it.Value, "audio_tokens")))
		}
	}
	return u
}

// number is a count or an index: raw as a number, 0 for what is none that a reply can have.
func number(raw string) int64 {
	n, err := strconv.ParseInt(raw, 10, 64)
	if err != nil || n < 0 || n > 1<<40 {
		return 0
	}
	return n
}
