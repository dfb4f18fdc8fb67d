// Package cohere is Cohere's own wire, version 2: chat, embeddings, the list of models.
//
//	POST /v2/chat     {"model","messages":[MESSAGE…],"tools"?,"documents"?,"stream"?,…}
//	MESSAGE           {"role":"system"|"user"|"assistant"|"tool","content":"…"|[PART…],
//	                   "tool_calls"?,"tool_plan"? (assistant), "tool_call_id" (tool)}
//	PART              {"type":"text","text"}, {"type":"image_url","image_url":{"url"}} (user),
//	                  {"type":"thinking","thinking"} (assistant), {"type":"document","document":{"data","id"?}} (tool)
//	reply             {"id","message":{"role","content":[PART…],"tool_plan"?,"tool_calls"?,"citations"?},"finish_reason",
//	                   "usage":{"billed_units":{…},"tokens":{"input_tokens","output_tokens",…},"cached_tokens"},"logprobs"?}
//	stream            SSE, each frame named and with its name as type: message-start, then content-start, content-delta,
//	                  content-end, tool-plan-delta, tool-call-start, …-delta, …-end, citation-start, citation-end,
//	                  and message-end with the finish_reason and the usage; behind it OpenAI's terminator
//	POST /v2/embed    {"model","texts"|"images"|"inputs","input_type","embedding_types",…}
//	                  → {"embeddings":{"float":[[…]]},"meta":{"billed_units":{"input_tokens"}}}
//	GET  /v1/models   {"models":[{"name","endpoints"}…]}
//
// The tool plan is, in Cohere's words, a chain of thought before the calls, and read as thinking; so a reply that is not
// strict shows it, and a client that sends its reasoning back with the calls gives the model its plan back.
//
// Replies of version 1 are read too, from deployments that still give them: lines of JSON with an event_type, or an object
// with text or generations.
//
// https://docs.cohere.com/reference/chat, …/chat-stream, …/embed, …/list-models; cohere-ai/cohere-python, src/cohere/types
// and v2/types; recorded traffic (read 2026-11-25)
package cohere

import (
	"causeway/core"
	"causeway/core/frame"
)

// Chat is the dialect of /v2/chat.
var Chat = &core.Dialect{Name: "cohere", Framing: frame.SSE, Request: appendRequest, Reader: newReader, Fault: readFault}

// Completions is /v2/chat for a prompt: /v1/generate was taken down in September 2025 (it said so in its replies).
var Completions = &core.Dialect{Name: "cohere-completions", Framing: frame.SSE, Request: appendCompletion, Reader: newReader, Fault: readFault}

// Embed is the dialect of /v2/embed.
var Embed = &core.Dialect{Name: "cohere-embed", Framing: frame.SSE, Request: appendEmbed, Fault: readFault, Answer: appendEmbeddings}

// List is the list of models.
var List = &core.Dialect{Name: "cohere-models", Framing: frame.SSE, Fault: readFault, Answer: appendModels}
