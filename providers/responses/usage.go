package responses

import (
	"strconv"

	"causeway/core/event"
	"causeway/core/rewrite"
)

// readUsage reads a usage object, which counts as the hub does; ok is false when it counts nothing.
//
//	{"input_tokens":11,"input_tokens_details":{"cached_tokens":3,"cache_write_tokens":2},
//	 "output_tokens":7,"output_tokens_details":{"reasoning_tokens":5},"total_tokens":18}
func readUsage(raw string) (u event.Usage, ok bool) {
	for m := members(raw); m.Next(); {
		switch m.Key {
		case "input_tokens":
			u.Input = count(m.Value)
		case "output_tokens":
			u.Output = count(m.Value)
		case "total_tokens":
			u.Total = count(m.Value)
		case "input_tokens_details":
			u.CacheRead = count(member(m.Value, "cached_tokens"))
			u.CacheWrite = count(member(m.Value, "cache_write_tokens"))
		case "output_tokens_details":
			u.Reasoning = count(member(m.Value, "reasoning_tokens"))
		}
	}
	return u, !u.IsZero()
}

// count is a number of tokens, 0 for what is none.
func count(raw string) int64 {
	n, err := strconv.ParseInt(raw, 10, 64)
	if err != nil {
		return 0
	}
	return max(n, 0)
}

// appendUsage appends the usage object of a reply to a client.
func appendUsage(dst []byte, u event.Usage) []byte {
	dst = rewrite.Int(append(dst, '{'), "input_tokens", u.Input)
	dst = rewrite.Int(append(rewrite.Key(dst, "input_tokens_details"), '{'), "cached_tokens", u.CacheRead)
	if u.CacheWrite > 0 {
		dst = rewrite.Int(dst, "cache_write_tokens", u.CacheWrite)
	}
	dst = rewrite.Int(append(dst, '}'), "output_tokens", u.Output)
	dst = rewrite.Int(append(rewrite.Key(dst, "output_tokens_details"), '{'), "reasoning_tokens", u.Reasoning)
	return append(rewrite.Int(append(dst, '}'), "total_tokens", u.Sum()), '}')
}
