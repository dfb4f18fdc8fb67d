package replay

import (
	"fmt"
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
	Wire    Wire       // nil: one that the gateway does not speak, so that all passes through
	Setting core.Field // one of its own, in the place of settings'
}

var speakers = [...]Speaker{ // by name, the more particular first
	{Of: "aleph-alpha", Vendors: "aleph-alpha openai"},
	{Of: "alibaba", Vendors: "dashscope", Wire: chatWire},
	{Of: "anthropic", Vendors: "anthropic", Wire: messagesWire},
	{Of: "anthropic/chat", Vendors: "openai", Wire: chatWire}, // Anthropic's door for OpenAI's clients
	{Of: "anthropic/completions", Vendors: "anthropic", Wire: generationWire},
	{Of: "azure", Vendors: "azure-openai", Wire: chatWire},
	{Of: "azure-anthropic", Vendors: "azure-ai", Wire: messagesWire, Setting: core.Field{
		Name: "x-portkey-azure-foundry-url", Value: "https://replay.services.ai.azure.com/anthropic"}},
	{Of: "azure-foundry", Vendors: "azure-ai", Wire: chatWire},
	{Of: "azure-responses", Vendors: "azure-openai", Wire: responsesWire},
	{Of: "bedrock", Vendors: "bedrock", Wire: converseWire},
	{Of: "bedrock-invoke", Vendors: "bedrock", Wire: invokeWire},
	{Of: "bedrock-mantle/chat", Vendors: "bedrock-mantle openai", Wire: chatWire},
	{Of: "bedrock-mantle", Vendors: "bedrock-mantle openai", Wire: responsesWire},
	{Of: "chatgpt-codex", Vendors: "chatgpt-codex openai", Wire: responsesWire},
	{Of: "cloudflare", Vendors: "workers-ai", Wire: chatWire},
	{Of: "cohere", Vendors: "cohere", Wire: cohereWire},
	{Of: "copilot/responses", Vendors: "copilot openai", Wire: responsesWire},
	{Of: "dashscope", Vendors: "dashscope-native", Wire: dashscopeWire},
	{Of: "databricks", Vendors: "databricks openai", Wire: chatWire},
	{Of: "deepseek/responses", Vendors: "deepseek", Wire: responsesWire},
	{Of: "fireworks", Vendors: "fireworks-ai", Wire: chatWire},
	{Of: "gemini", Vendors: "google", Wire: geminiWire},
	{Of: "gemini-openai", Vendors: "openai", Wire: chatWire},
	{Of: "groq", Vendors: "groq", Wire: chatWire},
	{Of: "huggingface", Vendors: "huggingface", Wire: chatWire},
	{Of: "huggingface/text_generation", Vendors: "huggingface", Wire: generationWire},
	{Of: "llamacpp/responses", Vendors: "llamacpp openai", Wire: responsesWire},
	{Of: "lmstudio", Vendors: "lmstudio openai", Wire: responsesWire},
	{Of: "mistral", Vendors: "mistral-ai", Wire: chatWire},
	{Of: "mistralrs/responses", Vendors: "mistralrs openai", Wire: responsesWire},
	{Of: "ollama", Vendors: "ollama-native", Wire: ollamaWire},
	{Of: "ollama-openai", Vendors: "ollama", Wire: chatWire},
	{Of: "openai-responses", Vendors: "openai", Wire: responsesWire},
	{Of: "openrouter/responses", Vendors: "openrouter", Wire: responsesWire},
	{Of: "perplexity", Vendors: "perplexity-ai", Wire: chatWire},
	{Of: "replicate", Vendors: "replicate", Wire: generationWire},
	{Of: "sagemaker", Vendors: "sagemaker openai"},
	{Of: "snowflake", Vendors: "cortex openai", Wire: chatWire},
	{Of: "together", Vendors: "together-ai", Wire: chatWire},
	{Of: "vercel-gateway", Vendors: "vercel", Wire: chatWire},
	{Of: "vertex", Vendors: "vertex-ai", Wire: geminiWire},
	{Of: "vertex-anthropic", Vendors: "vertex-ai", Wire: messagesWire},
	{Of: "watsonx", Vendors: "watsonx", Wire: generationWire},
	{Of: "writer/completions", Vendors: "writer openai"},
	{Of: "xai", Vendors: "x-ai", Wire: chatWire},
	{Of: "xai-responses", Vendors: "x-ai", Wire: responsesWire},
	{Of: "zai", Vendors: "z-ai", Wire: chatWire},
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

// speaksChat reports that s is on the wire of OpenAI's chat.
func (s Speaker) speaksChat() bool { return fmt.Sprintf("%p", s.Wire) == fmt.Sprintf("%p", chatWire) }

// vendor is the row that the gateway has for s, nil when it has none.
func (s Speaker) vendor() *core.Vendor {
	for name := range strings.FieldsSeq(s.Vendors) {
		if v := providers.Lookup(name); v != nil {
			return v
		}
	}
	return nil
}

// settings are options of vendors as a client's headers give them. A vendor takes those that it knows; what else its address
// needs is "replay".
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

// call is a client's call that goes to v with the settings of s.
func (s Speaker) call(v *core.Vendor, method, path, body string, further ...core.Field) core.Call {
	c := core.Call{Method: method, Path: path, Body: body}
	set := func(name, value string) {
		if name != "" {
			c.Header = c.Header.Set(name, value)
		}
	}
	set("x-portkey-provider", v.Name)
	set("authorization", "Bearer "+Key)
	set("x-portkey-strict-open-ai-compliance", "false") // the client wants all that there is, the thinking included
	if body != "" {
		set("content-type", "application/json")
	}
	if v.Base == "" {
		set("x-portkey-custom-host", "https://replay.example")
	}
	for _, o := range v.Options {
		if strings.Contains(v.Base, "{"+o.Key+"}") {
			set("x-portkey-"+o.Header, "replay")
		}
	}
	for _, f := range settings {
		set(f.Name, f.Value)
	}
	set(s.Setting.Name, s.Setting.Value)
	for _, f := range further {
		set(f.Name, f.Value)
	}
	return c
}
