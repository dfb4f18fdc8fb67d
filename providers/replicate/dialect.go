// Package replicate is Replicate's predictions: a model runs on an input of its own making, and its output is text in
// pieces, or files.
//
//	POST …/models/{owner}/{name}/predictions {"input":{…}}, or …/predictions {"version":"…","input":{…}}
//	→ {"id","model","status":"starting|processing|succeeded|failed|canceled","output":"…"|["…"…],"error","urls":{"get","stream"},
//	   "metrics":{"input_token_count","output_token_count"}}
//
// A prediction that has not ended is asked for again at urls.get. One that was made with "stream":true is told at
// urls.stream, in frames called output (a piece of plain text), logs, error and done ({}, or {"reason":"canceled"|"error"}).
//
// What an input may hold is each model's own affair. The names that the language models share are prompt, system_prompt,
// max_tokens, temperature, top_p, top_k, presence_penalty, frequency_penalty and stop_sequences (a text with commas); OpenAI's
// models take messages and max_completion_tokens instead. Members of the request that OpenAI does not have go into the input
// as they are.
//
// https://replicate.com/docs/reference/http, …/reference/streaming, and the schemas of meta/meta-llama-3.1-405b-instruct and
// openai/gpt-4.1-mini (read 2026-11-25); recorded traffic
package replicate

import (
	"causeway/core"
	"causeway/core/frame"
)

var (
	// Predictions is a conversation with a language model.
	Predictions = &core.Dialect{
		Name: "replicate", Framing: frame.SSE, Request: appendRequest, Reader: newReader, Fault: readFault, Follow: follow,
	}

	// Images makes images of a prompt.
	Images = &core.Dialect{
		Name: "replicate-images", Framing: frame.SSE, Request: appendImageRequest, Fault: readFault, Answer: appendImages,
		Follow: followImages,
	}
)

// IsVersion reports that a model is named by a version of it, alone or behind its name: "owner/name:5c7d…".
func IsVersion(r *core.Request) bool {
	_, version := splitVersion(r.Model)
	return version != ""
}
