// Package responses is OpenAI's Responses: POST /v1/responses, as OpenAI, Azure, xAI, OpenRouter and others serve it, and
// as OpenAI's SDKs, Vercel's AI SDK, LangChain and Codex speak it to us.
//
// A conversation is a list of items; what the model says is items of the same kinds:
//
//	{"model":"gpt-…","instructions":"…",
//	 "input":[{"role":"user","content":[{"type":"input_text","text":"…"},{"type":"input_image",…},{"type":"input_file",…}]},
//	          {"type":"reasoning","id":"rs_…","summary":[{"type":"summary_text","text":"…"}],"encrypted_content":"…"},
//	          {"type":"message","role":"assistant","content":[{"type":"output_text","text":"…"}]},
//	          {"type":"function_call","call_id":"call_…","name":"…","arguments":"{…}"},
//	          {"type":"function_call_output","call_id":"call_…","output":"…"}],
//	 "tools":[{"type":"function","name":"…","parameters":{…},"strict":true}],"tool_choice":{"type":"function","name":"…"},
//	 "text":{"format":{"type":"json_schema",…}},"reasoning":{"effort":"low"},"max_output_tokens":100}
//
// A streamed reply is named events, numbered from 0; each item is opened, filled and closed, and the last event holds the
// whole response again:
//
//	response.created  response.in_progress
//	(response.output_item.added  (response.content_part.added  ….delta*  ….done  response.content_part.done)*
//	 response.output_item.done)*
//	response.completed | response.incomplete | response.failed
//
// # Proofs
//
// Reasoning goes back to its provider sealed, and only that provider can open it. Two encodings, for the two ways, carry
// seals through dialects that were not made for them (see seal.go):
//
//	events of a provider of this dialect   Signature, or Redacted where there is nothing to read: the item's id and its
//	                                       encrypted_content, for OpenAI checks that they belong together
//	items for a client of this dialect     encrypted_content: what the provider gave, marked as another dialect's
//
// https://platform.openai.com/docs/api-reference/responses, …/responses-streaming (openai-node 6.49.0,
// src/resources/responses/responses.ts, read 2026-11-25); recorded traffic.
package responses

import (
	"causeway/core"
	"causeway/core/frame"
)

// Dialect is the wire. It is a constant in all but name: compared by address, changed by nobody.
var Dialect = &core.Dialect{
	Name: "openai-responses", Framing: frame.SSE, Request: appendRequest, Reader: newReader, Fault: readFault,
}

// What items and their parts are called, in requests and replies alike.
const (
	message        = "message"
	reasoning      = "reasoning"
	functionCall   = "function_call"
	functionOutput = "function_call_output"
	customCall     = "custom_tool_call"
	customOutput   = "custom_tool_call_output"
	imageCall      = "image_generation_call"
	itemReference  = "item_reference"

	inputText     = "input_text"
	inputImage    = "input_image"
	inputFile     = "input_file"
	inputAudio    = "input_audio"
	outputText    = "output_text"
	summaryText   = "summary_text"
	reasoningText = "reasoning_text"
	refusal       = "refusal"

	encrypted = "encrypted_content"
)

// reasoningID is what the id of a reasoning item begins with.
const reasoningID = "rs_"

// The extras of this dialect: annotations and logprobs in the words of OpenAI's chat, and items of types that the hub
// has no word for, such as those of OpenAI's own tools. Each is a list, of one element in a stream.
const (
	annotations = "annotations"
	logprobs    = "logprobs"
	outputItems = "output_items"
)
