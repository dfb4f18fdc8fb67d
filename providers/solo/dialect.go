// Package solo is the wires that one company each speaks. They differ in what they call things, and in nothing else: one
// reader knows all their names.
//
//	a reply, or a frame of a streamed one        {ROOT?, "usage":{…}, "request_id"|"id"}
//	ROOT      "output" or "result", else the reply itself: {LIST?}
//	LIST      "choices", "responses" or "results", else ROOT is the only choice: {SAID?, "finish_reason"|"stop_reason", "index"}
//	SAID      "message", "delta" or "chunk", else the choice itself: text, reasoning, tool_calls
//	text      "content", "text", "response", "generated_text" or "text_output": a string, or a list of parts named by what they hold
//	an error  "code", "error", "errors", "detail" or "internalCode" where a reply would be
//
// DashScope (https://www.alibabacloud.com/help/en/model-studio/qwen-api-reference, dashscope-sdk-python; recorded traffic):
//
//	POST …/services/aigc/text-generation/generation         {"model","input":{"messages"},"parameters":{…}}
//	POST …/services/aigc/multimodal-generation/generation   the same, contents being lists of {"text"}, {"image"}, {"audio"}, {"video"}
//	POST …/services/embeddings/text-embedding/text-embedding   {"model","input":{"texts":[…]},"parameters":{…}}
//	POST …/services/aigc/text2image/image-synthesis            a task, to be asked for at …/tasks/{task_id} until it is done
//
// A stream is asked for in a header; its pieces add up where incremental_output is true.
//
// Workers AI (https://developers.cloudflare.com/workers-ai/get-started/rest-api, cloudflare/ai packages/workers-ai-provider,
// cloudflare/workerd src/cloudflare/internal/ai-api.ts; nothing recorded): POST …/ai/run/{model} with {"messages"}, {"prompt"} or
// {"text"}. The REST API wraps the result in {"result","success","errors"}, a binding does not.
//
// Reka (Portkey-AI/gateway 1.15.2, public code of its users; nothing recorded, its own reference unread): POST …/v1/chat. Each piece of a
// stream holds the text so far; clients exist that take it for what is new, so the reader tells the two apart.
//
// watsonx.ai (recorded traffic): POST …/ml/v1/text/generation for a completion. Its
// chat is OpenAI's.
//
// Triton (https://github.com/triton-inference-server/server docs/protocol/extension_generate.md; nothing recorded):
// POST …/generate {"text_input"}. A stream of its ends without a word.
//
// Read 2026-11-25, as stored copies and search excerpts.
package solo

import (
	"causeway/core"
	"causeway/core/frame"
)

var (
	// DashScope is a conversation with a language model, DashScopeMultimodal with one that sees or hears.
	DashScope           = &core.Dialect{Name: "dashscope", Framing: frame.SSE, Request: appendDashScope, Reader: newReader, Fault: readFault}
	DashScopeMultimodal = &core.Dialect{Name: "dashscope-multimodal", Framing: frame.SSE, Request: appendMultimodal, Reader: newReader, Fault: readFault}

	// DashScopeEmbeddings makes vectors of texts.
	DashScopeEmbeddings = &core.Dialect{
		Name: "dashscope-embeddings", Framing: frame.SSE, Request: appendDashScopeTexts, Fault: readFault, Answer: appendEmbeddings,
	}

	// DashScopeImages makes images of a prompt.
	DashScopeImages = &core.Dialect{
		Name: "dashscope-images", Framing: frame.SSE, Request: appendImageRequest, Fault: readFault, Answer: appendImages, Follow: follow,
	}

	// WorkersAI is a conversation, or a completion.
	WorkersAI = &core.Dialect{Name: "workers-ai", Framing: frame.SSE, Request: appendWorkersAI, Reader: newReader, Fault: readFault}

	// WorkersAIEmbeddings makes vectors of texts.
	WorkersAIEmbeddings = &core.Dialect{
		Name: "workers-ai-embeddings", Framing: frame.SSE, Request: appendWorkersAITexts, Fault: readFault, Answer: appendEmbeddings,
	}

	// Reka is a conversation.
	Reka = &core.Dialect{Name: "reka", Framing: frame.SSE, Request: appendReka, Reader: newGrowingReader, Fault: readFault}

	// Watsonx and Triton complete a text.
	Watsonx = &core.Dialect{Name: "watsonx", Framing: frame.SSE, Request: appendWatsonx, Reader: newReader, Fault: readFault}
	Triton  = &core.Dialect{Name: "triton", Framing: frame.SSE, Request: appendTriton, Reader: newEndlessReader, Fault: readFault}
)
