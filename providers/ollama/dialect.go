// Package ollama is Ollama's own wire.
//
//	POST /api/chat      {"model","messages":[MESSAGE…],"tools"?,"format"?,"options"?,"think"?,"keep_alive"?,"stream"}
//	POST /api/generate  {"model","prompt","suffix"?,…}
//	POST /api/embed     {"model","input","dimensions"?,…}   → {"embeddings":[[…]],"prompt_eval_count"}
//	GET  /api/tags      {"models":[{"name",…}…]}
//	MESSAGE             {"role":"system"|"user"|"assistant"|"tool","content":"…","thinking"?,"images":["base64"…]?,
//	                     "tool_calls":[{"id"?,"function":{"name","arguments":{…}}}]?,"tool_name"?,"tool_call_id"?}
//	reply               {"model","created_at","message":MESSAGE | "response":"…","done":true,"done_reason","prompt_eval_count","eval_count",…}
//	stream              lines of such objects, each with a piece; the last one has "done":true. A line may be {"error":"…"}.
//
// Sampling stands in options, and arguments are an object where the hub has their text. Content is text alone; images are
// beside it, as bytes, so that a URL is fetched first.
//
// What its OpenAI door at /v1 cannot say goes this way: options such as num_ctx, keep_alive, and whether to think.
//
// https://docs.ollama.com/openapi.yaml, https://docs.ollama.com/api/errors, ollama/ollama server/routes.go; recorded traffic
// (read 2026-11-25)
package ollama

import (
	"causeway/core"
	"causeway/core/frame"
)

// Chat is the dialect of /api/chat.
var Chat = &core.Dialect{Name: "ollama", Framing: frame.Lines, Request: appendChat, Reader: newReader, Fault: readFault}

// Generate is the dialect of /api/generate.
var Generate = &core.Dialect{Name: "ollama-generate", Framing: frame.Lines, Request: appendGenerate, Reader: newReader, Fault: readFault}

// Embed is the dialect of /api/embed.
var Embed = &core.Dialect{Name: "ollama-embed", Framing: frame.Lines, Request: appendEmbed, Fault: readFault, Answer: appendEmbeddings}

// List is the list of models that are there, /api/tags.
var List = &core.Dialect{Name: "ollama-models", Framing: frame.Lines, Fault: readFault, Answer: appendModels}
