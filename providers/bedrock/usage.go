package bedrock

import (
	"strconv"
	"strings"

	"causeway/core/event"
	"causeway/core/rewrite"
)

// counted reads Converse's counts:
//
//	{"inputTokens":3,"cacheReadInputTokens":1712,"cacheWriteInputTokens":236,"outputTokens":121,"totalTokens":2072}
//
// Here inputTokens are those that neither came from nor went to the cache; outputTokens include reasoning, which is not
// counted apart. Nova calls the cache's …TokenCount through InvokeModel, and Converse gives both names.
func counted(dst []event.Event, raw string) []event.Event {
	var fresh, read, write, output, total int64
	for m := rewrite.OverObject(raw); m.Next(); {
		switch n := count(m.Value); m.Key {
		case "inputTokens":
			fresh = n
		case "outputTokens":
			output = n
		case "totalTokens":
			total = n
		case "cacheReadInputTokens", "cacheReadInputTokenCount":
			read = n
		case "cacheWriteInputTokens", "cacheWriteInputTokenCount":
			write = n
		}
	}
	u := event.FromParts(fresh, read, write, output, 0)
	if u.IsZero() {
		return dst
	}
	u.Total = total
	return append(dst, event.Event{Kind: event.UsageCount, Usage: u})
}

// count is a number of tokens, 0 for everything else. Titan writes 28.0.
func count(raw string) int64 {
	raw = strings.TrimSuffix(raw, ".0")
	if n, err := strconv.ParseInt(raw, 10, 64); err == nil && n >= 0 {
		return n
	}
	return 0
}
