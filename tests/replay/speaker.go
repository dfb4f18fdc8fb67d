package replay

import (
	"strings"

	"causeway/core"
	"causeway/providers"
)

// Speaker is who spoke in recordings, by provider or by "provider/endpoint": as which vendor the gateway knows it, and on
// which wire. Vendors names several where one may be missing: the first there is serves. A provider of OpenAI's wire that
// has no row is spoken to as its user would: as openai, at its own host.
type Speaker struct {
	Of      string
	Vendors string
	Wire    Wire
}

var speakers = [...]Speaker{
	{"aleph-alpha", "aleph-alpha", generationWire},
	{"alibaba", "dashscope", chatWire},
	{"anthropic", "anthropic", messagesWire},
	{"anthropic/chat", "openai", chatWire}, // Anthropic's door for OpenAI's clients
	{"anthropic/completions", "anthropic", generationWire},
	{"azure", "azure-openai", chatWire},
	{"azure-anthropic", "azure-ai", messagesWire},
	{"azure-foundry", "azure-ai", chatWire},
	{"azure-responses", "azure-openai", responsesWire},
	{"bedrock", "bedrock", converseWire},
	{"bedrock-invoke", "bedrock", invokeWire},
	{"bedrock-mantle/chat", "bedrock-mantle openai", chatWire},
	{"bedrock-mantle", "bedrock-mantle openai", responsesWire},
	{"chatgpt-codex", "chatgpt-codex openai", responsesWire},
	{"cloudflare", "workers-ai", chatWire},
	{"cohere", "cohere", cohereWire},
	{"copilot/responses", "copilot openai", responsesWire},
	{"dashscope", "dashscope", dashscopeWire},
	{"databricks", "databricks openai", chatWire},
	{"deepseek/responses", "deepseek", responsesWire},
	{"fireworks", "fireworks-ai", chatWire},
	{"gemini", "google", geminiWire},
	{"gemini-openai", "openai", chatWire},
	{"groq", "groq", chatWire},
	{"huggingface", "huggingface", chatWire},
	{"huggingface/text_generation", "huggingface", generationWire},
	{"llamacpp/responses", "llamacpp openai", responsesWire},
	{"lmstudio", "lmstudio openai", responsesWire},
	{"mistral", "mistral-ai", chatWire},
	{"mistralrs/responses", "mistralrs openai", responsesWire},
	{"ollama", "ollama", ollamaWire},
	{"ollama-openai", "ollama-openai openai", chatWire},
	{"openai-responses", "openai", responsesWire},
	{"openrouter/responses", "openrouter", responsesWire},
	{"perplexity", "perplexity-ai", chatWire},
	{"replicate", "replicate", generationWire},
	{"sagemaker", "sagemaker", generationWire},
	{"snowflake", "cortex openai", chatWire},
	{"together", "together-ai", chatWire},
	{"vertex", "vertex-ai", geminiWire},
	{"vertex-anthropic", "vertex-ai", messagesWire},
	{"watsonx", "watsonx", generationWire},
	{"writer/completions", "writer", generationWire},
	{"xai", "x-ai", chatWire},
	{"xai-responses", "x-ai", responsesWire},
	{"zai", "z-ai", chatWire},
}

// speakerOf is who spoke in r. A provider that no row names speaks OpenAI's chat under its own name or as openai.
func speakerOf(r *Recording) Speaker {
	for _, name := range [...]string{r.Provider + "/" + r.Endpoint, r.Provider} {
		for _, s := range speakers {
			if s.Of == name {
				return s
			}
		}
	}
	s := Speaker{Of: r.Provider, Vendors: r.Provider + " openai", Wire: chatWire}
	if r.Endpoint == "responses" {
		s.Wire = responsesWire
	}
	return s
}

// vendor is the row that the gateway has for s, nil when it has none.
func (s Speaker) vendor() *core.Vendor {
	for name := range strings.FieldsSeq(s.Vendors) {
		if v := providers.Lookup(name); v != nil {
			return v
		}
	}
	return nil
}

// settings are the options of all vendors that need some, as a client's headers give them. A vendor takes those it knows.
var settings = [...]core.Field{
	{Name: "x-portkey-aws-access-key-id", Value: "AKIDREPLAY"},
	{Name: "x-portkey-aws-secret-access-key", Value: "secret"},
	{Name: "x-portkey-aws-region", Value: "us-east-1"},
	{Name: "x-portkey-azure-api-version", Value: "2025-04-01-preview"},
	{Name: "x-portkey-azure-deployment-id", Value: "deployment"},
	{Name: "x-portkey-azure-foundry-url", Value: "https://replay.services.ai.azure.com/models"},
	{Name: "x-portkey-azure-resource-name", Value: "replay"},
	{Name: "x-portkey-snowflake-account", Value: "replay"},
	{Name: "x-portkey-vertex-project-id", Value: "my-project"},
	{Name: "x-portkey-vertex-region", Value: "us-central1"},
	{Name: "x-portkey-workers-ai-account-id", Value: "account"},
}

// call is a client's call that goes to v.
func call(v *core.Vendor, method, path, body string, further ...core.Field) core.Call {
	c := core.Call{Method: method, Path: path, Body: body}
	c.Header = append(c.Header, core.Field{Name: "x-portkey-provider", Value: v.Name}, core.Field{Name: "authorization", Value: "Bearer " + Key})
	if body != "" {
		c.Header = append(c.Header, core.Field{Name: "content-type", Value: "application/json"})
	}
	if v.Base == "" {
		c.Header = append(c.Header, core.Field{Name: "x-portkey-custom-host", Value: "https://replay.example"})
	}
	c.Header = append(c.Header, settings[:]...)
	return core.Call{Method: c.Method, Path: c.Path, Body: c.Body, Header: append(c.Header, further...)}
}
