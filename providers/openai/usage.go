package openai

import (
	"causeway/core/event"
	"causeway/core/rewrite"

	"github.com/tidwall/gjson"
)

// readUsage reads a usage object; ok is false when it counts nothing.
//
// Where providers differ: the cached tokens are in prompt_tokens_details.cached_tokens (OpenAI), prompt_cache_hit_tokens
// (DeepSeek), cached_tokens (Moonshot, Together) or cache_read_input_tokens (Portkey and those in front of Anthropic).
// A total above the sum tells that one of the two leaves tokens out: the cached ones of the prompt where they are as
// many, and else the reasoning, which xAI, Inception and Gemini's OpenAI door do not count as completion tokens. More
// cached tokens than prompt tokens tell that Grok at Azure left them out of the total as well.
func readUsage(raw gjson.Result) (u event.Usage, ok bool) {
	if !raw.IsObject() {
		return u, false
	}
	u.Input = firstCount(raw, "prompt_tokens")
	u.Output = firstCount(raw, "completion_tokens")
	u.Total = firstCount(raw, "total_tokens")
	u.CacheRead = firstCount(raw, "prompt_tokens_details.cached_tokens", "prompt_cache_hit_tokens", "cached_tokens", "cache_read_input_tokens")
	u.CacheWrite = firstCount(raw, "prompt_tokens_details.cache_write_tokens", "cache_creation_input_tokens")
	u.Reasoning = firstCount(raw, "completion_tokens_details.reasoning_tokens", "reasoning_tokens")
	u.AudioIn = firstCount(raw, "prompt_tokens_details.audio_tokens")
	u.AudioOut = firstCount(raw, "completion_tokens_details.audio_tokens")
	rest := u.Total - u.Input - u.Output
	switch {
	case u.CacheRead > u.Input:
		u.Input += u.CacheRead + u.CacheWrite
		u.Total = 0
	case u.Total == 0 || rest <= 0:
	case rest == u.CacheRead+u.CacheWrite:
		u.Input += rest
	default:
		u.Output += rest
		u.Reasoning = max(u.Reasoning, rest)
	}
	return u, !u.IsZero()
}

// maxCount is more than anybody counts: sums stay far from where numbers turn negative.
const maxCount = 1 << 40

// firstCount is the first of the members that counts something.
func firstCount(raw gjson.Result, paths ...string) int64 {
	for _, path := range paths {
		if n := raw.Get(path).Int(); n > 0 {
			return min(n, maxCount)
		}
	}
	return 0
}

// appendUsage appends the usage object of a reply.
func appendUsage(dst []byte, u event.Usage, strict bool) []byte {
	dst = append(dst, '{')
	dst = rewrite.Int(dst, "prompt_tokens", u.Input)
	dst = rewrite.Int(dst, "completion_tokens", u.Output)
	dst = rewrite.Int(dst, "total_tokens", u.Sum())
	dst = append(rewrite.Key(dst, "prompt_tokens_details"), '{')
	dst = rewrite.Int(dst, "cached_tokens", u.CacheRead)
	dst = rewrite.Int(dst, "audio_tokens", u.AudioIn)
	dst = append(dst, '}')
	dst = append(rewrite.Key(dst, "completion_tokens_details"), '{')
	dst = rewrite.Int(dst, "reasoning_tokens", u.Reasoning)
	dst = rewrite.Int(dst, "audio_tokens", u.AudioOut)
	dst = append(dst, '}')
	if !strict {
		dst = rewrite.Int(dst, "cache_read_input_tokens", u.CacheRead)
		dst = rewrite.Int(dst, "cache_creation_input_tokens", u.CacheWrite)
	}
	return append(dst, '}')
}
