// Package openai is OpenAI's chat-completions wire and its legs for completions, embeddings and model lists: what most
// providers speak, what clients speak to us, and the hub that every other dialect translates from.
//
// # The hub
//
// The hub's request is the body of POST /v1/chat/completions
// (https://platform.openai.com/docs/api-reference/chat/create, read 2026-11-21) with these extensions, which a dialect
// maps where its provider has the thing and lists as dropped where not:
//
//	messages[].content[].cache_control, messages[].cache_control, tools[].cache_control   {"type":"ephemeral"}
//	messages[].content_blocks       on assistant messages, in order: {"type":"thinking","thinking","signature"},
//	                                {"type":"redacted_thinking","data"}, {"type":"text","text"}, other blocks of
//	                                Anthropic's, and {"type":"tool_use","id"} where one of tool_calls stands among them
//	messages[].is_error             on tool messages: true when the tool failed
//	messages[].reasoning_content    on assistant messages: the reasoning as text, without proof
//	messages[].tool_calls[].function.thought_signature, or
//	messages[].tool_calls[].extra_content.google.thought_signature   Gemini's signature of a call
//	messages[].server_parts         on assistant messages: what Gemini's servers ran, parts as its reply had them
//	thinking                        Anthropic's object: {"type":"enabled","budget_tokens":1024}
//	top_k                           a number
//
// Content parts are text, image_url (data: or https:), input_audio, file (file_data, file_id, file_url, filename,
// mime_type) and refusal; roles are system, developer, user, assistant, tool and function. The extensions are Portkey's
// (Portkey-AI/gateway 1.15.2, read 2026-11-21) but for extra_content, which is Google's
// (https://ai.google.dev/gemini-api/docs/openai, read 2026-11-21).
//
// # The reply
//
// A strict reply (the default) has OpenAI's own members and "provider", which Portkey adds in both modes. A reply that is
// not strict has, besides:
//
//	message.reasoning_content, delta.reasoning_content           the reasoning as text
//	message.content_blocks                                       the blocks as above
//	delta.content_blocks   [{"index":0,"delta":{"thinking":"…"}}], {"signature":"…"}, {"data":"…"}, {"text":"…"}
//	tool_calls[].function.thought_signature                      the proof of a call
//	choices[].native_finish_reason                               the provider's own word, as OpenRouter calls it
//	usage.cache_read_input_tokens, usage.cache_creation_input_tokens
//	message.<key>, delta.<key>                                   event.Extra under its own key (a strict reply has
//	                                                             annotations, audio and logprobs only)
//
// finish_reason is one of OpenAI's words in both modes: clients branch on it. A sound that the model made is
// message.audio. For an image the schema has no place, and it must not be lost: it is a part of content_blocks, as
// Portkey has it, or in a strict reply of message.images, as OpenRouter has it
// ({"type":"image_url","image_url":{"url":"data:…"}} in both).
package openai

import (
	"causeway/core"
	"causeway/core/frame"
)

// The wires. A completions reader finds the pieces in choices[].text; an embeddings reader reads usage and leaves the
// vectors alone; a list has nothing to be read.
var (
	Chat = &core.Dialect{Name: "openai", Framing: frame.SSE, Request: appendRequest, Reader: newReader, Fault: readFault}

	Completions = &core.Dialect{Name: "openai-completions", Framing: frame.SSE, Reader: newReader, Fault: readFault}

	Embeddings = &core.Dialect{Name: "openai-embeddings", Framing: frame.SSE, Reader: newReader, Fault: readFault}

	// Images makes images of a prompt; its replies are read whole or not at all.
	Images = &core.Dialect{Name: "openai-images", Framing: frame.SSE, Fault: readFault}

	// Passthrough is whatever a vendor speaks at paths that this gateway knows nothing of.
	Passthrough = &core.Dialect{Name: "pass-through", Framing: frame.SSE, Fault: readFault}

	List = &core.Dialect{Name: "openai-models", Framing: frame.SSE, Fault: readFault}

	// BareList is a list of models that is nothing but a list.
	BareList = &core.Dialect{Name: "bare-list-of-models", Framing: frame.SSE, Fault: readFault, Answer: appendBareList}
)

// The doors. Door and CompletionsDoor have writers: the others are answered by providers that speak the same wire, or by
// core.Dialect.Answer.
var (
	Door = &core.Door{Dialect: Chat, Writer: newWriter, Fault: appendFault, Broken: appendBroken}

	CompletionsDoor = &core.Door{Dialect: Completions, Writer: newCompleter, Fault: appendFault, Broken: appendBroken}

	EmbeddingsDoor = &core.Door{Dialect: Embeddings, Fault: appendFault, Broken: appendBroken}

	ImagesDoor = &core.Door{Dialect: Images, Fault: appendFault, Broken: appendBroken}

	PassthroughDoor = &core.Door{Dialect: Passthrough, Fault: appendPassed, Broken: appendBroken}

	ListDoor = &core.Door{Dialect: List, Fault: appendFault, Broken: appendBroken}
)

// terminator is the data of the frame that ends a whole stream.
const terminator = "[DONE]"

// AppendEnding appends the frame that ends a whole stream.
func AppendEnding(dst []byte) []byte { return frame.AppendData(dst, terminator) }
