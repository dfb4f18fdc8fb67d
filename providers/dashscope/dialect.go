// Package dashscope is the wire of Alibaba's DashScope that is its own. The one that is OpenAI's is at another address.
//
//	POST …/services/aigc/text-generation/generation         {"model","input":{"messages":[MESSAGE…]},"parameters":{…}}
//	POST …/services/aigc/multimodal-generation/generation   the same, contents being lists of {"text"}, {"image"}, {"audio"}, {"video"}
//	→ {"output":{"choices":[{"finish_reason":"stop","message":{"role","content","reasoning_content","tool_calls"}}]},
//	   "usage":{"input_tokens","output_tokens","total_tokens",…},"request_id"}
//	   or "output":{"text","finish_reason"}, where result_format is not "message"
//
// A streamed reply is asked for in a header, and its pieces add up where incremental_output is true. Their finish_reason is the
// string "null" until the last. A frame is called result or error; the status stands in a comment:
//
//	id:1
//	event:result
//	:HTTP_STATUS/200
//	data:{"output":{"choices":[{"message":{"content":"Hi","role":"assistant"},"finish_reason":"null"}]},"usage":{…},"request_id"}
//
//	POST …/services/embeddings/text-embedding/text-embedding   {"model","input":{"texts":[…]},"parameters":{…}}
//	POST …/services/aigc/text2image/image-synthesis            a task, to be asked for at …/tasks/{task_id} until it is done
//
// Errors are {"code","message","request_id"}.
//
// https://www.alibabacloud.com/help/en/model-studio/qwen-api-reference, dashscope-sdk-python (read 2026-11-25); recorded traffic
package dashscope

import (
	"causeway/core"
	"causeway/core/frame"
)

var (
	// Text is a conversation with a language model.
	Text = &core.Dialect{Name: "dashscope", Framing: frame.SSE, Request: appendTextRequest, Reader: newReader, Fault: readFault}

	// Multimodal is a conversation with a model that sees or hears.
	Multimodal = &core.Dialect{
		Name: "dashscope-multimodal", Framing: frame.SSE, Request: appendMultimodalRequest, Reader: newReader, Fault: readFault,
	}

	// Embeddings makes vectors of texts.
	Embeddings = &core.Dialect{
		Name: "dashscope-embeddings", Framing: frame.SSE, Request: appendEmbeddingRequest, Fault: readFault, Answer: appendEmbeddings,
	}

	// Images makes images of a prompt.
	Images = &core.Dialect{
		Name: "dashscope-images", Framing: frame.SSE, Request: appendImageRequest, Fault: readFault, Answer: appendImages, Follow: follow,
	}
)
