// Package embed says the hub's requests for embeddings in the wires of those who make embeddings and little else, and reads
// their answers. They differ from OpenAI's by a few names; what they report as a failure does not.
//
//	Voyage      POST /v1/embeddings            input_type, output_dimension, output_dtype, truncation; a usage of total_tokens
//	            POST /v1/multimodalembeddings  {"inputs":[{"content":[PART…]}…]}
//	Jina        POST /v1/embeddings            task, embedding_type, late_chunking, normalized; inputs may be {"text"}, {"image"}
//	Nomic       POST /v1/embedding/text        {"texts":[…],"task_type","dimensionality"} → {"embeddings":[[…]],"usage"}
//	Perplexity  POST /v1/embeddings            vectors are base64 of int8s, whatever was asked for
//	Features    POST …/pipeline/feature-extraction   Hugging Face's {"inputs":[…]} → [[…]]
//
// An input may be an object, as Portkey has it: {"text":"…"}, {"image":{"url":"…"}} or {"image":{"base64":"…"}}.
//
// https://docs.voyageai.com/reference/embeddings-api and …/multimodal-embeddings-api, https://api.jina.ai/redoc,
// https://docs.nomic.ai/reference/api/embed-text-v-1-embedding-text-post, https://docs.perplexity.ai/docs/embeddings,
// https://huggingface.co/docs/inference-providers/tasks/feature-extraction; Portkey-AI/gateway 1.15.2; recorded traffic of
// Voyage, Jina, Perplexity and Hugging Face (read 2026-11-25)
package embed

import "causeway/core/rewrite"

// The members that each calls otherwise. What is not here passes as it is: it may be the vendor's newest.
var (
	voyageNames = [...]rewrite.Name{
		{Key: "dimensions", As: "output_dimension", Unless: "output_dimension"},
	}
	jinaNames = [...]rewrite.Name{
		{Key: "encoding_format", As: "embedding_type", Unless: "embedding_type"},
	}
	nomicNames = [...]rewrite.Name{
		{Key: "dimensions", As: "dimensionality", Unless: "dimensionality"},
		{Key: "encoding_format"}, // the answer sees to that
	}
	featureNames = [...]rewrite.Name{
		{Key: "encoding_format"}, // the answer sees to that
		{Key: "model"},           // stands in the URL
	}
)
