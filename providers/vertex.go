package providers

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
	"causeway/providers/anthropic"
	"causeway/providers/gemini"
	"causeway/providers/openai"
)

// vertexVendor is Google Cloud's Vertex AI: Google's own models in their own wire, Claude in Anthropic's, those of other
// publishers, and endpoints that a project has deployed itself, in OpenAI's. Which one a request is for is said by its
// model, in any of these ways:
//
//	gemini-2.5-pro  google.gemini-2.5-pro  google/gemini-2.5-pro  publishers/google/models/gemini-2.5-pro   Google
//	claude-sonnet-4-5@20250929  anthropic.claude-…  anthropic/claude-…                                      Anthropic
//	meta.llama-3.3-70b-instruct-maas  meta/llama-…  deepseek-ai/deepseek-v3.1-maas                          others
//	endpoints.1234567890                                                                                    an endpoint
//
// A name with a dot is Portkey's spelling, one with a slash Google's own. The region may be a region, global, or the
// multi-regions us and eu. Who calls is proved by a service account's key file or by an access token as the key.
//
// No recorded traffic of openapi endpoints was at hand: what they speak is said by Google's documentation alone.
var vertexVendor = core.Vendor{
	Name: "vertex-ai", Aliases: []string{"google-vertex-ai", "vertex"},
	Base:   "https://{region_prefix?}aiplatform.{+region_infix?}googleapis.com",
	Header: []core.Field{{Name: "anthropic-beta", Value: "{anthropic_beta?}"}},
	Options: []core.Option{
		{Key: "anthropic_beta", Header: "anthropic-beta"},
		{Key: "api_version", Header: "vertex-api-version", Default: "v1"},
		{Key: "vertex_project_id", Header: "vertex-project-id"},
		{Key: "vertex_region", Header: "vertex-region"},
		{Key: "vertex_service_account_json", Header: "vertex-service-account-json"},
	},
	Services: []core.Service{
		{
			Endpoint: core.Chat, Fits: isBy("google"), Dialect: gemini.Generate,
			Path: vertexModels + ":generateContent", StreamPath: vertexModels + ":streamGenerateContent?alt=sse",
		},
		{
			Endpoint: core.Chat, Fits: isBy("anthropic"), Dialect: anthropic.Messages,
			Mend:        anthropic.OwnThoughts,
			TakesNoURLs: true, // https://github.com/anthropics/anthropic-sdk-typescript/issues/1038 (read 2026-11-25)
			Path:        vertexModels + ":rawPredict", StreamPath: vertexModels + ":streamRawPredict",
			Edits: []rewrite.Edit{
				{Op: rewrite.Delete, Key: "model"},
				{Op: rewrite.Set, Key: "anthropic_version", Raw: `"vertex-2023-10-16"`},
			},
		},
		{
			Endpoint: core.Chat, Fits: isBy("mistralai"), Dialect: &mistralChat, BodyModel: "{model_name}",
			Path: vertexModels + ":rawPredict", StreamPath: vertexModels + ":streamRawPredict",
		},
		{
			Endpoint: core.Chat, Fits: isBy("endpoints"), Dialect: openai.Chat, Path: vertexEndpoints + "/{model}/chat/completions",
			Edits: []rewrite.Edit{{Op: rewrite.Delete, Key: "model"}},
		},
		{Endpoint: core.Chat, Dialect: openai.Chat, Path: vertexEndpoints + "/openapi/chat/completions", BodyModel: "{publisher}/{model}"},
		{Endpoint: core.CountTokens, Fits: isBy("google"), Dialect: gemini.CountOnVertex, Path: vertexModels + ":countTokens"},
		{
			Endpoint: core.CountTokens, Fits: isBy("anthropic"), Dialect: anthropic.Count, BodyModel: "{model}",
			Path: vertexLocation + "/publishers/anthropic/models/count-tokens:rawPredict",
		},
		{Endpoint: core.Embeddings, Fits: isMixed, Dialect: gemini.PredictMixed, Path: vertexModels + ":predict"},
		{Endpoint: core.Embeddings, Fits: isOfContent, Dialect: gemini.EmbedOne, Path: vertexModels + ":embedContent"},
		{Endpoint: core.Embeddings, Fits: isBy("google"), Dialect: gemini.Predict, Path: vertexModels + ":predict"},
		{Endpoint: core.Embeddings, Dialect: openai.Embeddings, Path: vertexEndpoints + "/openapi/embeddings", BodyModel: "{publisher}/{model}"},
		{Endpoint: core.Images, Fits: gemini.IsImagen, Dialect: gemini.Imagen, Path: vertexModels + ":predict"},
		{Endpoint: core.Images, Fits: isBy("google"), Dialect: gemini.Draw, Path: vertexModels + ":generateContent"},
		{Endpoint: core.Models, Dialect: gemini.List, Path: "/v1beta1/publishers/google/models?pageSize=300"},
		{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "/{api_version}{path}"},
	},
	Derive: deriveVertex, Grant: grantVertex, Sign: signVertex,
	Source: "https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference, " +
		"https://platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai (also the three kinds of hosts), " +
		"https://cloud.google.com/vertex-ai/generative-ai/docs/partner-models/claude/count-tokens, …/partner-models/mistral, " +
		"https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/call-vertex-using-openai-library, " +
		"https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/publishers.models/list, read 2026-11-25" + traffic,
}

const (
	vertexLocation = "/{api_version}/projects/{vertex_project_id}/locations/{vertex_region}"
	vertexModels   = vertexLocation + "/publishers/{publisher}/models/{model}"
	// Google documents OpenAI's wire at the beta version of its API only.
	vertexEndpoints = "/v1beta1/projects/{vertex_project_id}/locations/{vertex_region}/endpoints"
)

// deriveVertex is Derive: what a model and a region mean in a URL, and the project that a key file belongs to.
func deriveVertex(r *core.Request, name string) (string, bool) {
	publisher, model := vertexModel(r.Model)
	region := r.Option("vertex_region")
	switch name {
	case "publisher":
		return publisher, true
	case "model":
		return model, true
	case "model_name": // without its version: mistral-medium-3@001
		model, _, _ = strings.Cut(model, "@")
		return model, true
	case "vertex_project_id":
		project := r.Option(name)
		if project == "" {
			project = serviceAccount(r).member("project_id")
		}
		return project, true
	case "region_prefix":
		if region == "" || region == "global" || region == "us" || region == "eu" {
			return "", true
		}
		return region + "-", true
	case "region_infix":
		if region == "us" || region == "eu" {
			return region + ".rep.", true
		}
		return "", true
	}
	return "", false
}

// publishers are the names that may stand before a dot, sorted. Before a slash any may.
var publishers = [...]string{
	"ai21", "anthropic", "deepseek-ai", "endpoints", "google", "intfloat", "meta", "minimaxai", "mistralai", "moonshotai", "openai",
	"qwen", "xai", "zai-org",
}

// vertexModel is who made a model and what it is called there.
//
//	"meta.llama-4-scout" → "meta", "llama-4-scout"     "gemini-2.5-pro" → "google", "gemini-2.5-pro"
func vertexModel(model string) (publisher, name string) {
	model = strings.TrimPrefix(model, "publishers/")
	if before, after, isOne := strings.Cut(model, "/"); isOne {
		if before == "models" { // AI Studio's spelling
			return "google", after
		}
		return before, strings.TrimPrefix(after, "models/")
	}
	for _, p := range publishers {
		if rest, is := strings.CutPrefix(model, p+"."); is {
			return p, rest
		}
	}
	if strings.HasPrefix(model, "claude-") {
		return "anthropic", model
	}
	return "google", model
}

// isBy is a service's Fits: the model is the publisher's.
func isBy(publisher string) func(r *core.Request) bool {
	return func(r *core.Request) bool {
		by, _ := vertexModel(r.Model)
		return by == publisher
	}
}

// isMixed is the Fits of embeddings of texts, images and videos.
func isMixed(r *core.Request) bool {
	_, model := vertexModel(r.Model)
	return strings.HasPrefix(model, "multimodalembedding")
}

// isOfContent is the Fits of the models whose embeddings are got with embedContent: Gemini's, but for the first of them
// (googleapis/go-genai transformer.go, read 2026-11-25).
func isOfContent(r *core.Request) bool {
	publisher, model := vertexModel(r.Model)
	return publisher == "google" && strings.Contains(model, "gemini") && model != "gemini-embedding-001"
}
