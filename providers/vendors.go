// Package providers knows the companies: one row each, in the dialects of the folders below.
//
// Where a row or a comment says that a page or code was read, here and below, it was read as a stored copy or as the excerpt
// that a search gave, on that day; "recorded traffic" is what others recorded of the provider. No provider was called.
//
// A vendor that speaks OpenAI's wire is a base URL, a way to carry the key, and the endpoints it has. Everything else
// about it is in its dialect's folder.
package providers

import (
	"causeway/core"
	"causeway/providers/anthropic"
	"causeway/providers/cohere"
	"causeway/providers/gemini"
	"causeway/providers/ollama"
	"causeway/providers/openai"
	"causeway/providers/responses"
)

const (
	// portkey is the source of rows that nothing else was read for.
	portkey  = "Portkey-AI/gateway 1.15.2, read 2026-11-21"
	traffic  = "; recorded traffic, read 2026-11-21"
	recorded = "recorded traffic, read 2026-11-25"
	unread   = "; endpoints and extensions beyond that from memory, unverified"
	// keyed is the source of rows for what is recorded without its keys.
	keyed = recorded + "; the header of the key in public code of its users, read 2026-11-25"
	// anthropicVersion is the one version that Anthropic's dialect has.
	anthropicVersion = "2023-06-01"
)

// vendors is sorted by name.
var vendors = [...]core.Vendor{
	{Name: "302ai", Base: "https://api.302.ai", Auth: bearer, Services: speaksOpenAI("/v1"), Source: portkey},
	{Name: "ai21", Base: "https://api.ai21.com/studio/v1", Auth: bearer, Services: amended(nil, olderLimit[:], speaksOpenAI("")),
		Source: "https://docs.ai21.com/reference/jamba-1-6-api-ref (the j2 endpoints are gone), read 2026-11-25; " + portkey},
	{Name: "aibadgr", Base: "https://aibadgr.com/api/v1", Auth: bearer, Services: speaksOpenAI(""), Source: portkey},
	{
		Name: "anthropic", Base: "https://api.anthropic.com/v1", Auth: core.Auth{Header: "x-api-key"},
		Header: []core.Field{
			{Name: "anthropic-version", Value: "{anthropic_version}"},
			{Name: "anthropic-beta", Value: "{anthropic_beta?}"},
		},
		Options: []core.Option{
			{Key: "anthropic_beta", Header: "anthropic-beta"},
			{Key: "anthropic_version", Header: "anthropic-version", Default: anthropicVersion},
		},
		Services: []core.Service{
			{Endpoint: core.Chat, Dialect: anthropic.Messages, Path: "/messages", Mend: anthropic.OwnThoughts},
			{Endpoint: core.CountTokens, Dialect: anthropic.Count, Path: "/messages/count_tokens", Mend: anthropic.OwnThoughts},
			{Endpoint: core.Models, Dialect: anthropic.List, Path: "/models?limit=1000"}, // the most; 20 by default
		},
		Source: "https://platform.claude.com/docs/en/api/messages, …/api/models-list, …/api/versioning, read 2026-11-21",
	},
	{Name: "anyscale", Base: "https://api.endpoints.anyscale.com/v1", Auth: bearer,
		Services: speaksOpenAI("", core.Completions, core.Embeddings), Source: portkey},
	{Name: "avian", Base: "https://api.avian.io/v1", Auth: bearer, Services: speaksOpenAI(""), Source: recorded},
	azureAI,
	azureOpenAI,
	{Name: "baseten", Base: "https://inference.baseten.co/v1", Auth: bearer, Services: speaksOpenAI(""), Source: recorded},
	amazonBedrock,
	bedrockMantle,
	{Name: "bytez", Base: "https://api.bytez.com/models/v2/openai/v1", Auth: bearer, Services: speaksOpenAI("", core.Completions),
		Source: "https://docs.bytez.com/http-reference/overview, read 2026-11-25"},
	{Name: "cartesia", Base: "https://api.cartesia.ai", Auth: core.Auth{Header: "x-api-key"}, Services: passesThrough("{path}"), Source: keyed},
	{Name: "cerebras", Base: "https://api.cerebras.ai/v1", Auth: bearer, Takes: readsReasoning[:],
		Services: amended(systemForDeveloper, cerebrasRefuses[:], speaksOpenAI("", core.Completions)),
		Source:   "https://inference-docs.cerebras.ai/resources/openai, read 2026-11-25; " + portkey + traffic},
	{
		Name: "cohere", Base: "https://api.cohere.com", Auth: bearer,
		Services: []core.Service{
			{Endpoint: core.Chat, Dialect: cohere.Chat, Path: "/v2/chat"},
			{Endpoint: core.Completions, Dialect: cohere.Completions, Path: "/v2/chat"},
			{Endpoint: core.Embeddings, Dialect: cohere.Embed, Path: "/v2/embed"},
			{Endpoint: core.Models, Dialect: cohere.List, Path: "/v1/models?page_size=1000"}, // the most; 20 by default
			{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "/v1{path}"},     // rerank, tokenize, datasets
		},
		Source: "https://docs.cohere.com/reference, read 2026-11-25; " + portkey + traffic,
	},
	{Name: "cometapi", Base: "https://api.cometapi.com/v1", Auth: bearer, Services: speaksOpenAI("", core.Embeddings), Source: portkey},
	{
		// {snowflake_account} is an account's identifier: "myorg-myaccount".
		Name: "cortex", Aliases: []string{"snowflake", "snowflake-cortex"}, Base: "https://{+snowflake_account}.snowflakecomputing.com/api/v2",
		Auth: bearer, Header: []core.Field{{Name: "x-snowflake-authorization-token-type", Value: "{snowflake_token_type?}"}},
		Options: []core.Option{
			{Key: "snowflake_account", Header: "snowflake-account"},
			{Key: "snowflake_token_type", Header: "snowflake-token-type"},
		},
		Services: speaksOpenAI("/cortex/v1"), Takes: marksCaches[:],
		Source: "https://docs.snowflake.com/en/user-guide/snowflake-cortex/cortex-rest-api, read 2026-11-25; " + portkey + traffic,
	},
	{Name: "crusoe", Base: "https://api.inference.crusoecloud.com/v1", Auth: bearer, Services: speaksOpenAI(""), Source: recorded},
	dashscopeVendor,
	dashscopeNative,
	{
		Name: "databricks", Base: "https://{databricks_workspace}.cloud.databricks.com/serving-endpoints", Auth: bearer,
		Options: []core.Option{
			{Key: "databricks_base_url", Header: "databricks-base-url"}, // up to /serving-endpoints
			{Key: "databricks_workspace", Header: "databricks-workspace"},
		},
		Services: eitherBase("databricks_base_url", amended(nil, olderLimit[:], speaksOpenAI("", core.Completions, core.Embeddings))),
		Takes:    thinksAsAnthropic[:],
		Source:   "Portkey-AI/gateway 2, read 2026-11-25" + traffic + unread,
	},
	{Name: "deepbricks", Base: "https://api.deepbricks.ai/v1", Auth: bearer, Services: speaksOpenAI("", core.Images), Source: portkey},
	{Name: "deepgram", Base: "https://api.deepgram.com/v1", Auth: core.Auth{Header: "authorization", Prefix: "Token "}, Services: passesThrough("{path}"), Source: keyed},
	{Name: "deepinfra", Base: "https://api.deepinfra.com/v1/openai", Auth: bearer, Services: speaksOpenAI("", core.Embeddings, core.Images),
		Source: portkey + unread},
	{Name: "deepseek", Base: "https://api.deepseek.com", Auth: bearer, Takes: wantsReasoning[:],
		Services: amended(systemForDeveloper, olderLimit[:], deepseekServices[:]),
		Source:   "https://api-docs.deepseek.com/api/create-chat-completion, …/guides/thinking_mode, read 2026-11-25; " + portkey + traffic},
	{Name: "doubleword", Base: "https://api.doubleword.ai/v1", Auth: bearer, Services: speaksOpenAI("", core.Embeddings), Source: recorded},
	{Name: "elevenlabs", Base: "https://api.elevenlabs.io/v1", Auth: core.Auth{Header: "xi-api-key"}, Services: passesThrough("{path}"), Source: keyed},
	{Name: "fal", Base: "https://queue.fal.run", Auth: core.Auth{Header: "authorization", Prefix: "Key "}, Services: passesThrough("{path}"), Source: keyed},
	{Name: "featherless-ai", Base: "https://api.featherless.ai/v1", Auth: bearer, Services: speaksOpenAI("", core.Completions), Source: portkey},
	{Name: "fireworks-ai", Aliases: []string{"fireworks"}, Base: "https://api.fireworks.ai/inference/v1", Auth: bearer,
		Services: append(speaksOpenAI("", core.Completions, core.Embeddings, core.Responses), fireworksImages[:]...), Takes: samplesTopK[:],
		Source: "https://docs.fireworks.ai/guides/response-api, read 2026-11-25; " + portkey + traffic},
	{
		// https://models.inference.ai.azure.com, which Portkey still calls, answers no more since 2025-10-17.
		Name: "github", Aliases: []string{"github-models"}, Base: "https://models.github.ai/inference", Auth: bearer,
		Services: listing(core.Service{Dialect: openai.BareList, Base: "https://models.github.ai/catalog", Path: "/models"},
			speaksOpenAI("", core.Completions, core.Embeddings)),
		Source: "https://docs.github.com/rest/models, https://github.blog/changelog/2025-07-17-deprecation-of-azure-endpoint-for-github-models, read 2026-11-25",
	},
	{
		Name: "github-copilot", Aliases: []string{"copilot"}, Base: "https://api.githubcopilot.com", Auth: bearer,
		Header:   []core.Field{{Name: "copilot-integration-id", Value: "{copilot_integration_id}"}},
		Options:  []core.Option{{Key: "copilot_integration_id", Header: "copilot-integration-id", Default: "vscode-chat"}},
		Services: speaksOpenAI("", core.Embeddings, core.Responses), Source: recorded,
	},
	{Name: "gladia", Base: "https://api.gladia.io/v2", Auth: core.Auth{Header: "x-gladia-key"}, Services: passesThrough("{path}"), Source: keyed},
	{
		// The key travels in a header, never in a URL.
		Name: "google", Aliases: []string{"gemini"}, Base: "https://generativelanguage.googleapis.com",
		Auth:    core.Auth{Header: "x-goog-api-key"},
		Options: []core.Option{{Key: "api_version", Header: "google-api-version", Default: "v1beta"}},
		Services: []core.Service{
			{
				Endpoint: core.Chat, Dialect: gemini.Generate, ModelTrim: "models/",
				Path:       "/{api_version}/models/{model}:generateContent",
				StreamPath: "/{api_version}/models/{model}:streamGenerateContent?alt=sse",
			},
			{Endpoint: core.CountTokens, Dialect: gemini.Count, ModelTrim: "models/", Path: "/{api_version}/models/{model}:countTokens"},
			{Endpoint: core.Embeddings, Dialect: gemini.Embed, ModelTrim: "models/", Path: "/{api_version}/models/{model}:batchEmbedContents"},
			{Endpoint: core.Images, Fits: gemini.IsImagen, Dialect: gemini.Imagen, ModelTrim: "models/", Path: "/{api_version}/models/{model}:predict"},
			{Endpoint: core.Images, Dialect: gemini.Draw, ModelTrim: "models/", Path: "/{api_version}/models/{model}:generateContent"},
			{Endpoint: core.Models, Dialect: gemini.List, Path: "/{api_version}/models?pageSize=1000"}, // the most; 50 by default
			{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "/{api_version}{path}"},
		},
		Source: "https://ai.google.dev/api, https://ai.google.dev/api/models, read 2026-11-21",
	},
	{Name: "gpustack", Auth: bearer, Services: speaksOpenAI("", core.Completions, core.Embeddings, core.Images), Takes: samplesTopK[:], Source: recorded},
	{Name: "groq", Base: "https://api.groq.com/openai/v1", Auth: bearer, Takes: readsReasoning[:],
		Services: amended(nil, groqRefuses[:], speaksOpenAI("", core.Responses)), Source: "https://console.groq.com/docs/openai, read 2026-11-25; " + portkey + traffic},
	{Name: "heroku", Base: "https://{heroku_region}.inference.heroku.com/v1", Auth: bearer,
		Options:  []core.Option{{Key: "heroku_region", Header: "heroku-region", Default: "us"}},
		Services: speaksOpenAI("", core.Embeddings), Source: recorded},
	huggingFaceVendor,
	{Name: "hyperbolic", Base: "https://api.hyperbolic.xyz", Auth: bearer, Services: speaksOpenAI("/v1"), Source: portkey},
	{Name: "inception", Base: "https://api.inceptionlabs.ai/v1", Auth: bearer, Services: speaksOpenAI(""), Source: recorded},
	{Name: "inference-net", Base: "https://api.inference.net/v1", Auth: bearer, Services: speaksOpenAI(""), Source: portkey},
	{Name: "iointelligence", Base: "https://api.intelligence.io.solutions/api/v1", Auth: bearer,
		Services: speaksOpenAI("", core.Embeddings), Source: portkey},
	jinaVendor,
	{Name: "kluster-ai", Base: "https://api.kluster.ai/v1", Auth: bearer, Services: speaksOpenAI("", core.Embeddings), Source: portkey},
	{Name: "krutrim", Base: "https://cloud.olakrutrim.com/v1", Auth: bearer, Services: speaksOpenAI(""), Source: portkey},
	{Name: "lambda", Base: "https://api.lambdalabs.com/v1", Auth: bearer, Services: speaksOpenAI("", core.Completions), Source: portkey},
	{Name: "lemonfox-ai", Aliases: []string{"lemonfox"}, Base: "https://api.lemonfox.ai/v1", Auth: bearer, Services: speaksOpenAI("", core.Images), Source: portkey},
	{Name: "lepton", Base: "https://api.lepton.ai", Auth: bearer, Services: speaksOpenAI("/api/v1", core.Completions), Source: portkey},
	{Name: "lingyi", Base: "https://api.lingyiwanwu.com", Auth: bearer, Services: speaksOpenAI("/v1"), Source: portkey},
	{Name: "litellm", Auth: bearer, Services: speaksOpenAI("", core.Completions, core.Embeddings, core.Images, core.Responses), Takes: takesAll[:],
		Source: "this gateway's hub has what LiteLLM's has" + unread},
	{Name: "llamacpp", Aliases: []string{"llama-cpp", "llama.cpp"}, Auth: bearer, Services: speaksOpenAI("", core.Completions, core.Embeddings, core.Responses),
		Takes: localTakes[:], Source: recorded + unread},
	{Name: "lmstudio", Aliases: []string{"lm-studio"}, Auth: bearer, Services: speaksOpenAI("", core.Completions, core.Embeddings, core.Responses),
		Takes: samplesTopK[:], Source: recorded + unread},
	{Name: "matterai", Base: "https://api.matterai.so/v1", Auth: bearer, Services: speaksOpenAI(""), Source: portkey},
	{Name: "meshy", Base: "https://api.meshy.ai/openapi/v1", Auth: bearer, Services: []core.Service{
		{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Fits: makesModelsOfText, Base: "https://api.meshy.ai/openapi/v2", Path: "{path}"},
		{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "{path}"},
	}, Source: portkey},
	{Name: "milvus", Auth: bearer, Services: passesThrough("{path}"), Source: portkey},
	mistralVendor,
	{Name: "mistralrs", Aliases: []string{"mistral.rs"}, Auth: bearer, Services: speaksOpenAI("", core.Completions, core.Embeddings, core.Images, core.Responses),
		Takes: samplesTopK[:], Source: recorded + unread},
	{Name: "mock", Base: "https://mock.invalid/v1", Services: speaksOpenAI("", core.Completions, core.Embeddings), Script: script,
		Source: "this program: see mock.go"},
	{Name: "modal", Base: "https://api.modal.com/v1", Auth: bearer, Services: speaksOpenAI(""), Source: portkey},
	{Name: "monsterapi", Base: "https://llm.monsterapi.ai/v1", Auth: bearer, Services: speaksOpenAI(""), Takes: samplesTopK[:], Source: portkey},
	{Name: "moonshot", Base: "https://api.moonshot.cn", Auth: bearer, Services: speaksOpenAI("/v1"), Takes: wantsReasoning[:], Source: portkey + traffic},
	{Name: "moonshot-ai", Aliases: []string{"kimi", "moonshotai"}, Base: "https://api.moonshot.ai", Auth: bearer, Services: speaksOpenAI("/v1"),
		Takes: wantsReasoning[:], Source: recorded},
	{Name: "ncompass", Base: "https://api.ncompass.tech/v1", Auth: bearer, Services: speaksOpenAI(""), Source: portkey},
	{Name: "nebius", Base: "https://api.studio.nebius.ai/v1", Auth: bearer,
		Services: speaksOpenAI("", core.Completions, core.Embeddings, core.Images), Source: portkey + unread},
	{Name: "nextbit", Base: "https://api.nextbit256.com/v1", Auth: bearer, Services: speaksOpenAI("", core.Completions), Source: portkey},
	nomicVendor,
	{Name: "novita-ai", Aliases: []string{"novita"}, Base: "https://api.novita.ai/v3/openai", Auth: bearer,
		Services: speaksOpenAI("/v1", core.Completions), Takes: samplesTopK[:], Source: portkey},
	{Name: "nscale", Base: "https://inference.api.nscale.com/v1", Auth: bearer, Services: speaksOpenAI("", core.Images), Source: portkey},
	{
		// Runs where its user runs it: custom_host is http://localhost:11434, say. A key is for https://ollama.com or a proxy.
		Name: "ollama", Auth: bearer, Services: speaksOpenAI("/v1", core.Completions, core.Embeddings),
		Source: "https://docs.ollama.com/api/openai-compatibility, read 2026-11-21; " + portkey,
	},
	{
		// The same server by its own API, which has what the door at /v1 lacks: options, keep_alive, think.
		Name: "ollama-native", Auth: bearer,
		Services: []core.Service{
			{Endpoint: core.Chat, Dialect: ollama.Chat, Path: "/api/chat"},
			{Endpoint: core.Completions, Dialect: ollama.Generate, Path: "/api/generate"},
			{Endpoint: core.Embeddings, Dialect: ollama.Embed, Path: "/api/embed"},
			{Endpoint: core.Models, Dialect: ollama.List, Path: "/api/tags"},
			{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "{path}"}, // /v1/api/show here is /api/show there
		},
		Source: "https://docs.ollama.com/api, read 2026-11-25" + traffic,
	},
	{
		Name: "openai", Base: "https://api.openai.com/v1", Auth: bearer,
		Header: []core.Field{
			{Name: "openai-organization", Value: "{openai_organization?}"},
			{Name: "openai-project", Value: "{openai_project?}"},
			{Name: "openai-beta", Value: "{openai_beta?}"},
		},
		Options: []core.Option{
			{Key: "max_tokens_name", Header: "max-tokens-name", Default: "max_completion_tokens"}, // reasoning models refuse the older one
			{Key: "openai_beta", Header: "openai-beta"},
			{Key: "openai_organization", Header: "openai-organization"},
			{Key: "openai_project", Header: "openai-project"},
		},
		Services: openaiServices(),
		Source:   "https://platform.openai.com/docs/api-reference, read 2026-11-21",
	},
	{
		// Any server of this wire, behind custom_host, which carries the version: http://localhost:8000/v1.
		Name: "openai-compatible", Aliases: []string{"custom", "localai", "sglang"}, Auth: bearer,
		Services: speaksOpenAI("", core.Completions, core.Embeddings, core.Images),
		Source:   "https://platform.openai.com/docs/api-reference, read 2026-11-21",
	},
	{Name: "openrouter", Aliases: []string{"open-router"}, Base: "https://openrouter.ai/api", Auth: bearer,
		Services: speaksOpenAI("/v1", core.Completions, core.Embeddings, core.Responses), Takes: routerTakes[:],
		Source: portkey + traffic},
	oracleVendor,
	{Name: "ovhcloud", Base: "https://oai.endpoints.kepler.ai.cloud.ovh.net/v1", Auth: bearer, Services: speaksOpenAI(""), Source: portkey},
	palmVendor,
	{Name: "perplexity-ai", Aliases: []string{"perplexity"}, Base: "https://api.perplexity.ai", Auth: bearer, Takes: samplesTopK[:],
		Services: append(amended(systemForDeveloper, olderLimit[:], speaksOpenAI("")),
			core.Service{Endpoint: core.Embeddings, Dialect: &perplexityEmbed, Path: "/v1/embeddings"}),
		Source: "https://docs.perplexity.ai/docs/embeddings, read 2026-11-25; " + portkey + traffic},
	{
		// Another Portkey, or the one at api.portkey.ai, behind this gateway. Its settings have names of their own here: those that
		// it reads itself are read by this gateway before.
		Name: "portkey", Base: "https://api.portkey.ai/v1", Auth: bearer,
		Header: []core.Field{
			{Name: "x-portkey-config", Value: "{portkey_config?}"},
			{Name: "x-portkey-provider", Value: "{portkey_provider?}"},
			{Name: "x-portkey-virtual-key", Value: "{portkey_virtual_key?}"},
		},
		Options: []core.Option{
			{Key: "portkey_config", Header: "portkey-config"},
			{Key: "portkey_provider", Header: "portkey-provider"},
			{Key: "portkey_virtual_key", Header: "portkey-virtual-key"},
		},
		Services: speaksOpenAI("", core.Completions, core.Embeddings, core.Images, core.Responses), Takes: takesAll[:],
		Sign: portkeySign, Source: portkey + traffic,
	},
	{
		// A model is a deployment of the tenant's.
		Name: "predibase", Base: "https://serving.app.predibase.com", Auth: bearer,
		Options: []core.Option{{Key: "predibase_tenant_id", Header: "predibase-tenant-id"}},
		Services: []core.Service{
			{Endpoint: core.Chat, Dialect: openai.Chat, Path: "/{predibase_tenant_id}/deployments/v2/llms/{model}/v1/chat/completions", Edits: olderLimit[:]},
			{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "/{predibase_tenant_id}{path}"},
		},
		Takes: samplesTopK[:], Source: portkey + unread,
	},
	{Name: "qdrant", Auth: core.Auth{Header: "api-key"}, Services: passesThrough("{path}"),
		Source: portkey + unread},
	recraftVendor,
	rekaVendor,
	replicateVendor,
	{Name: "revai", Base: "https://api.rev.ai/speechtotext/v1", Auth: bearer, Services: passesThrough("{path}"), Source: keyed},
	sagemaker,
	{Name: "sambanova", Base: "https://api.sambanova.ai", Auth: bearer, Services: speaksOpenAI("/v1", core.Embeddings), Takes: samplesTopK[:], Source: portkey + traffic},
	segmindVendor,
	{Name: "siliconflow", Base: "https://api.siliconflow.cn/v1", Auth: bearer, Services: speaksOpenAI("", core.Embeddings), Source: portkey},
	stabilityVendor,
	{Name: "together-ai", Aliases: []string{"together", "togetherai"}, Base: "https://api.together.xyz", Auth: bearer, Takes: samplesTopK[:],
		Services: listing(core.Service{Dialect: openai.BareList, Path: "/v1/models"},
			amended(nil, olderLimit[:], speaksOpenAI("/v1", core.Completions, core.Embeddings, core.Images))),
		Source: "https://librechat.ai/docs/configuration/librechat_yaml/ai_endpoints/togetherai (models), read 2026-11-25; " + portkey + traffic},
	{Name: "tripo3d", Base: "https://api.tripo3d.ai/v2/openapi", Auth: bearer, Services: passesThrough("{path}"), Source: portkey},
	tritonVendor,
	{Name: "upstage", Base: "https://api.upstage.ai/v1/solar", Auth: bearer, Services: speaksOpenAI("", core.Embeddings), Source: portkey},
	{Name: "venice", Base: "https://api.venice.ai/api/v1", Auth: bearer, Services: speaksOpenAI("", core.Embeddings, core.Images), Takes: samplesTopK[:],
		Source: recorded + unread},
	{Name: "vercel", Aliases: []string{"vercel-ai-gateway", "ai-gateway"}, Base: "https://ai-gateway.vercel.sh/v1", Auth: bearer,
		Services: speaksOpenAI("", core.Embeddings, core.Responses), Takes: vercelTakes[:],
		Source: "https://vercel.com/docs/ai-gateway/models-and-providers/automatic-caching, read 2026-11-25" + traffic},
	vertexVendor,
	{Name: "vllm", Auth: bearer, Services: speaksOpenAI("", core.Completions, core.Embeddings, core.Responses), Takes: localTakes[:],
		Source: recorded + unread},
	voyageVendor,
	watsonxVendor,
	workersVendor,
	workersBinding,
	{Name: "writer", Base: "https://api.writer.com/v1", Auth: bearer, Services: []core.Service{
		{Endpoint: core.Chat, Dialect: openai.Chat, Path: "/chat", Edits: olderLimit[:]},
		{Endpoint: core.Completions, Dialect: openai.Completions, Path: "/completions"},
		{Endpoint: core.Models, Dialect: openai.List, Path: "/models"},
		{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "{path}"},
	}, Source: recorded},
	{Name: "x-ai", Aliases: []string{"xai", "grok"}, Base: "https://api.x.ai/v1", Auth: bearer,
		Services: speaksOpenAI("", core.Completions, core.Embeddings, core.Images, core.Responses), Source: portkey + traffic},
	{Name: "z-ai", Aliases: []string{"zai"}, Base: "https://api.z.ai/api/paas/v4", Auth: bearer, Takes: wantsReasoning[:],
		Services: amended(systemForDeveloper, olderLimit[:], speaksOpenAI("", core.Images)),
		Source:   portkey + traffic},
	{Name: "zhipu", Aliases: []string{"zhipuai", "bigmodel"}, Base: "https://open.bigmodel.cn/api/paas/v4", Auth: bearer, Takes: wantsReasoning[:],
		Services: amended(systemForDeveloper, olderLimit[:], speaksOpenAI("", core.Embeddings, core.Images)), Source: portkey},
}

var bearer = core.Auth{Header: "authorization", Prefix: "Bearer "}

// speaksOpenAI are the services of a vendor with OpenAI's wire: chat and the model list, and the further endpoints it
// has, each at OpenAI's path behind prefix.
func speaksOpenAI(prefix string, further ...core.Endpoint) []core.Service {
	services := []core.Service{
		{Endpoint: core.Chat, Dialect: openai.Chat, Path: prefix + "/chat/completions"},
		{Endpoint: core.Models, Dialect: openai.List, Path: prefix + "/models"},
		{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: prefix + "{path}"},
	}
	for _, e := range further {
		switch e {
		case core.Completions:
			services = append(services, core.Service{Endpoint: e, Dialect: openai.Completions, Path: prefix + "/completions"})
		case core.Embeddings:
			services = append(services, core.Service{Endpoint: e, Dialect: openai.Embeddings, Path: prefix + "/embeddings"})
		case core.Images:
			services = append(services, core.Service{Endpoint: e, Dialect: openai.Images, Path: prefix + "/images/generations"})
		case core.Responses:
			services = append(services, core.Service{Endpoint: e, Dialect: responses.Dialect, Path: prefix + "/responses"})
		}
	}
	return services
}
