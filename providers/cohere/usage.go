package cohere

import (
	"strconv"

	"causeway/core/event"
	"causeway/core/rewrite"
)

// usageOf reads the usage of the object that holds it: what the model read and wrote (tokens), or, where only that is told,
// what is charged for (billed_units). Tokens of images are not among the input tokens (recorded: 34 and 259), tokens of
// reasoning are among the output's, and cached ones among the input's.
//
//	version 2   "usage":{"billed_units":{…},"tokens":{"input_tokens","output_tokens","reasoning_tokens","image_tokens"},"cached_tokens"}
//	version 1   "meta":{"billed_units":{…},"tokens":{…}}, and once "token_count":{"prompt_tokens","response_tokens"}
func usageOf(holder string) event.Usage {
	said := rewrite.Member(holder, "usage")
	if said == "" {
		said = rewrite.Member(holder, "meta")
	}
	tokens := rewrite.Member(said, "tokens")
	if older := rewrite.Member(holder, "token_count"); tokens == "" && older != "" {
		return event.Usage{Input: count(older, "prompt_tokens"), Output: count(older, "response_tokens")}
	}
	if tokens == "" {
		tokens = rewrite.Member(said, "billed_units")
	}
	return event.Usage{
		Input:     count(tokens, "input_tokens") + count(tokens, "image_tokens"),
		Output:    count(tokens, "output_tokens"),
		Reasoning: count(tokens, "reasoning_tokens"),
		CacheRead: count(said, "cached_tokens"),
	}
}

// count is a member that is a number, 0 for any other.
func count(object, key string) int64 {
	n, _ := strconv.ParseFloat(rewrite.Member(object, key), 64)
	return int64(n)
}
