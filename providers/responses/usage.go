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
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "input_tokens":
			u.Input = count(m.Value)
		case "output_tokens":
			u.Output = count(m.Value)
		case "total_tokens":
			u.Total = count(m.Value)
		case "input_tokens_details":
			u.CacheRead = count(rewrite.Given(m.Value, "cached_tokens"))
			u.CacheWrite = count(rewrite.Given(m.Value, "cache_write_tokens"))
		case "output_tokens_details":
			u.Reasoning = count(rewrite.Given(m.Value, "reasoning_tokens"))
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
	return fill(dst, `{"input_tokens":$,"input_tokens_details":{"cached_tokens":$,"cache_write_tokens":$},"output_tokens":$,`+
		`"output_tokens_details":{"reasoning_tokens":$},"total_tokens":$}`,
		decimal(u.Input), decimal(u.CacheRead), decimal(u.CacheWrite), decimal(u.Output), decimal(u.Reasoning), decimal(u.Sum()))
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }
