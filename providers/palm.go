package providers

import (
	"causeway/core"
	"causeway/providers/openai"
)

// palmVendor is what configs of before 2024 call Google by. The PaLM API is gone, so that nobody is called: whoever still
// names it is told so, and a fallback goes on to its next target. It is no alias of google, whose models it never had.
var palmVendor = core.Vendor{
	Name: "palm", Base: "https://palm.invalid",
	Services: []core.Service{
		{Endpoint: core.Chat, Dialect: openai.Chat, Path: "/chat/completions"},
		{Endpoint: core.Completions, Dialect: openai.Completions, Path: "/completions"},
		{Endpoint: core.Embeddings, Dialect: openai.Embeddings, Path: "/embeddings"},
	},
	Script: sayPalmEnded,
	Source: "https://ai.google.dev/palm_docs/deprecation (decommissioned on 2024-08-15), read 2026-11-25; " + portkey,
}

func sayPalmEnded(*core.Request) []core.Step {
	return []core.Step{
		{Kind: core.StepHead, Status: 400, Header: core.Header{{Name: "content-type", Value: "application/json"}}},
		{Kind: core.StepBody, Bytes: `{"error":{"message":"Google turned the PaLM API off on 2024-08-15: name the provider google and one of Gemini's models",` +
			`"type":"invalid_request_error","param":"provider","code":"provider_ended"}}`},
		{Kind: core.StepEnd},
	}
}
