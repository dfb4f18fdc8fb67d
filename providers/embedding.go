package providers

import (
	"slices"
	"strings"

	"causeway/core"
	"causeway/core/frame"
	"causeway/providers/embed"
	"causeway/providers/openai"
)

// The wires of embeddings that are not OpenAI's. Their failures are FastAPI's or OpenAI's.
var (
	voyageEmbed = core.Dialect{
		Name: "voyage", Framing: frame.SSE, Request: embed.AppendVoyage, Answer: embed.AnswerVoyage, Fault: openai.Chat.Fault,
	}
	voyageMixed = core.Dialect{
		Name: "voyage-multimodal", Framing: frame.SSE, Request: embed.AppendVoyageMixed, Answer: embed.AnswerVoyage, Fault: openai.Chat.Fault,
	}
	jinaEmbed  = core.Dialect{Name: "jina", Framing: frame.SSE, Request: embed.AppendJina, Fault: openai.Chat.Fault}
	nomicEmbed = core.Dialect{
		Name: "nomic", Framing: frame.SSE, Request: embed.AppendNomic, Answer: embed.AnswerNomic, Fault: openai.Chat.Fault,
	}
	perplexityEmbed = core.Dialect{
		Name: "perplexity-embed", Framing: frame.SSE, Request: embed.AppendPerplexity, Answer: embed.AnswerPerplexity, Fault: openai.Chat.Fault,
	}
	featureEmbed = core.Dialect{
		Name: "feature-extraction", Framing: frame.SSE, Request: embed.AppendFeatures, Answer: embed.AnswerFeatures, Fault: openai.Chat.Fault,
	}
)

var jinaVendor = core.Vendor{
	Name: "jina", Aliases: []string{"jina-ai"}, Base: "https://api.jina.ai/v1", Auth: bearer,
	Services: []core.Service{
		{Endpoint: core.Embeddings, Dialect: &jinaEmbed, Path: "/embeddings"},
		{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "{path}"}, // rerank
	},
	Source: "https://api.jina.ai/redoc, read 2026-11-25; " + portkey + traffic,
}

var nomicVendor = core.Vendor{
	Name: "nomic", Base: "https://api-atlas.nomic.ai/v1", Auth: bearer,
	Services: []core.Service{
		{Endpoint: core.Embeddings, Dialect: &nomicEmbed, Path: "/embedding/text"},
		{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "{path}"},
	},
	Source: "https://docs.nomic.ai/atlas, read 2026-11-25; " + portkey,
}

var voyageVendor = core.Vendor{
	Name: "voyage", Aliases: []string{"voyageai", "voyage-ai"}, Base: "https://api.voyageai.com/v1", Auth: bearer,
	Services: []core.Service{
		{Endpoint: core.Embeddings, Fits: isMultimodal, Dialect: &voyageMixed, Path: "/multimodalembeddings"},
		{Endpoint: core.Embeddings, Dialect: &voyageEmbed, Path: "/embeddings"},
		{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "{path}"}, // rerank
	},
	Source: "https://docs.voyageai.com/reference, read 2026-11-25; " + portkey + traffic,
}

// isMultimodal reports a model that embeds images too: voyage-multimodal-3.
func isMultimodal(r *core.Request) bool { return strings.Contains(r.Model, "multimodal") }

// huggingFaceVendor is the router to many providers, or an endpoint of one's own behind huggingface_base_url, whose server
// (text-generation-inference, text-embeddings-inference) has OpenAI's wire below /v1. The router has completions and
// embeddings only for a provider named in its path: huggingface_provider, by default its own.
var huggingFaceVendor = core.Vendor{
	Name: "huggingface", Aliases: []string{"hugging-face"}, Base: "https://router.huggingface.co", Auth: bearer,
	Options: []core.Option{
		{Key: "huggingface_base_url", Header: "huggingface-base-url"},
		{Key: "huggingface_provider", Header: "huggingface-provider", Default: "hf-inference"},
	},
	Services: slices.Concat(
		atBase("huggingface_base_url", speaksOpenAI("/v1", core.Completions, core.Embeddings, core.Responses)),
		[]core.Service{
			{Endpoint: core.Completions, Dialect: openai.Completions, Path: "/{huggingface_provider}/v1/completions"},
			{Endpoint: core.Embeddings, Dialect: &featureEmbed, Path: "/{huggingface_provider}/models/{+model}/pipeline/feature-extraction"},
		},
		speaksOpenAI("/v1", core.Responses),
	),
	Source: "https://huggingface.co/docs/inference-providers, …/guides/responses-api, …/docs/text-generation-inference/messages_api, " +
		"read 2026-11-25; " + portkey + traffic,
}
