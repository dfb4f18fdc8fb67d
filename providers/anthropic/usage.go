package anthropic

import (
	"strconv"

	"causeway/core/event"
	"causeway/core/rewrite"
)

// tally adds up the usage objects of one reply. A stream's message_start has them all, its message_delta repeats those
// that changed; the counts are cumulative, so that the last one of each name holds.
//
//	{"input_tokens":3,"cache_creation_input_tokens":5,"cache_read_input_tokens":7,"output_tokens":11,
//	 "output_tokens_details":{"thinking_tokens":2}}
//
// Here input_tokens are those that neither came from nor went to the cache; output_tokens include thinking.
//
// https://platform.claude.com/docs/en/build-with-claude/streaming,
// https://platform.claude.com/docs/en/build-with-claude/prompt-caching (read 2026-11-21)
type tally struct {
	input, cacheRead, cacheWrite, output, thinking int64
}

// add reads a usage object and reports whether it counted anything.
func (t *tally) add(raw string) bool {
	counted := false
	for m := rewrite.OverObject(raw); m.Next(); {
		count := t.counter(m.Key)
		if m.Key == "output_tokens_details" {
			count, m.Value = &t.thinking, rewrite.Given(m.Value, "thinking_tokens")
		}
		if count == nil {
			continue
		}
		if n, err := strconv.ParseInt(m.Value, 10, 64); err == nil && n >= 0 {
			*count, counted = n, true
		}
	}
	return counted
}

func (t *tally) counter(key string) *int64 {
	switch key {
	case "input_tokens":
		return &t.input
	case "cache_read_input_tokens":
		return &t.cacheRead
	case "cache_creation_input_tokens":
		return &t.cacheWrite
	case "output_tokens":
		return &t.output
	}
	return nil
}

func (t *tally) usage() event.Usage {
	u := event.FromParts(t.input, t.cacheRead, t.cacheWrite, t.output, 0)
	u.Reasoning = t.thinking
	return u
}

// appendUsage appends the usage object of a reply to a client.
func appendUsage(dst []byte, u event.Usage) []byte {
	dst = rewrite.Int(append(dst, '{'), "input_tokens", max(u.Input-u.CacheRead-u.CacheWrite, 0))
	dst = rewrite.Int(dst, "cache_creation_input_tokens", u.CacheWrite)
	dst = rewrite.Int(dst, "cache_read_input_tokens", u.CacheRead)
	dst = rewrite.Int(dst, "output_tokens", u.Output)
	if u.Reasoning > 0 {
		dst = rewrite.Int(append(rewrite.Key(dst, "output_tokens_details"), '{'), "thinking_tokens", u.Reasoning)
		dst = append(dst, '}')
	}
	return append(dst, '}')
}
