package cohere

import (
	"causeway/core/event"

	"github.com/tidwall/gjson"
)

// usageOf reads the usage of the object that holds it: what the model read and wrote (tokens), or, where only that is told,
// what is charged for (billed_units). Tokens of images are not among the input tokens (recorded: 34 and 259), tokens of
// reasoning are among the output's, and cached ones among the input's.
//
//	version 2   "usage":{"billed_units":{…},"tokens":{"input_tokens","output_tokens","reasoning_tokens","image_tokens"},"cached_tokens"}
//	version 1   "meta":{"billed_units":{…},"tokens":{…}}, and once "token_count":{"prompt_tokens","response_tokens"}
func usageOf(holder string) event.Usage {
	said := gjson.Get(holder, "usage")
	if !said.IsObject() {
		said = gjson.Get(holder, "meta")
	}
	tokens := said.Get("tokens")
	if older := gjson.Get(holder, "token_count"); !tokens.IsObject() && older.IsObject() {
		return event.Usage{Input: older.Get("prompt_tokens").Int(), Output: older.Get("response_tokens").Int()}
	}
	if !tokens.IsObject() {
		tokens = said.Get("billed_units")
	}
	return event.Usage{
		Input:     tokens.Get("input_tokens").Int() + tokens.Get("image_tokens").Int(),
		Output:    tokens.Get("output_tokens").Int(),
		Reasoning: tokens.Get("reasoning_tokens").Int(),
		CacheRead: said.Get("cached_tokens").Int(),
	}
}
