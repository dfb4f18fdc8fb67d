package providers

import (
	"strings"

	"causeway/core"
	"causeway/core/frame"
	"causeway/core/rewrite"
	"causeway/providers/mistral"
	"causeway/providers/openai"
)

// Mistral's wires: requests of its own, replies that are read as OpenAI's. They are written anew for every client, since the
// content of a reply with reasoning is a list, which OpenAI's clients do not take.
var (
	mistralChat = core.Dialect{
		Name: "mistral", Framing: frame.SSE, Request: mistral.AppendChat, Reader: openai.Chat.Reader, Fault: openai.Chat.Fault,
	}
	mistralFill = core.Dialect{
		Name: "mistral-fim", Framing: frame.SSE, Request: mistral.AppendFill, Reader: openai.Chat.Reader, Fault: openai.Chat.Fault,
	}
)

// mistralVendor is also a model of one's own behind custom_host, which then carries the version: http://host/v1. Mistral
// itself completes only what it fills in the middle, with its models for code; a host of one's own may have completions.
// Portkey has prompt and suffix come to its chat with mistral_fim_completion.
var mistralVendor = core.Vendor{
	Name: "mistral-ai", Aliases: []string{"mistral", "mistralai"}, Base: "https://api.mistral.ai/v1", Auth: bearer,
	Options: []core.Option{{Key: "mistral_fim_completion", Header: "mistral-fim-completion"}},
	Services: []core.Service{
		{Endpoint: core.Chat, Fits: asksToFill, Dialect: &mistralFill, Path: "/fim/completions"},
		{Endpoint: core.Chat, Dialect: &mistralChat, Path: "/chat/completions"},
		{Endpoint: core.Completions, Fits: isToFill, Dialect: &mistralFill, Path: "/fim/completions"},
		{Endpoint: core.Completions, Dialect: openai.Completions, Path: "/completions"},
		{
			Endpoint: core.Embeddings, Dialect: openai.Embeddings, Path: "/embeddings",
			Edits: []rewrite.Edit{
				{Op: rewrite.Rename, Key: "dimensions", Raw: "output_dimension"},
				{Op: rewrite.Delete, Key: "user"},
			},
		},
		{Endpoint: core.Models, Dialect: openai.List, Path: "/models"},
		{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "{path}"}, // moderations, ocr, agents, files
	},
	Source: "https://docs.mistral.ai/api, mistralai/client-python, read 2026-11-25; " + portkey + traffic,
}

// asksToFill reports that the caller wants the middle filled in.
func asksToFill(r *core.Request) bool { return r.Option("mistral_fim_completion") == "true" }

// isToFill reports that a completion is one: asked for, or of a model that does nothing else at that endpoint.
func isToFill(r *core.Request) bool { return asksToFill(r) || strings.HasPrefix(r.Model, "codestral") }
