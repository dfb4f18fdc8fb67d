package providers

import (
	"strings"

	"causeway/core"
	"causeway/providers/openai"
	"causeway/providers/responses"
)

// openaiServices are OpenAI's own. Some of its models answer at /responses alone: chat is asked of them there.
func openaiServices() []core.Service {
	services := []core.Service{{Endpoint: core.Chat, Dialect: responses.Dialect, Fits: answersResponsesOnly, Path: "/responses"}}
	return append(services, speaksOpenAI("", core.Completions, core.Embeddings, core.Images, core.Responses)...)
}

// answersResponsesOnly goes by the model's name: gpt-5-codex, codex-mini-latest; o1-pro, o3-pro-2025-06-10, gpt-5-pro;
// o4-mini-deep-research; computer-use-preview. It must be one of OpenAI's: behind a custom_host there are others, such as
// google/gemini-3-pro-preview and sonar-deep-research.
//
// ResponsesModel in openai-node 6.49.0, src/resources/shared.ts, and what @ai-sdk/openai 3.0.83 lists for Responses and not
// for chat (read 2026-11-25).
func answersResponsesOnly(r *core.Request) bool {
	if !isOpenAIs(r.Model) {
		return false
	}
	for _, part := range [...]string{"codex", "deep-research", "computer-use"} {
		if strings.Contains(r.Model, part) {
			return true
		}
	}
	return strings.HasSuffix(r.Model, "-pro") || strings.Contains(r.Model, "-pro-")
}

// isOpenAIs reports that a model is called as OpenAI calls its own.
func isOpenAIs(model string) bool {
	for _, prefix := range [...]string{"codex-", "computer-use-", "gpt-"} {
		if strings.HasPrefix(model, prefix) {
			return true
		}
	}
	return len(model) > 1 && model[0] == 'o' && model[1] >= '1' && model[1] <= '9'
}

// deepseekServices are DeepSeek's: its Responses has no version in its path (recorded traffic, read 2026-11-25).
var deepseekServices = [...]core.Service{
	{Endpoint: core.Chat, Dialect: openai.Chat, Path: "/v1/chat/completions"},
	{Endpoint: core.Models, Dialect: openai.List, Path: "/v1/models"},
	{Endpoint: core.Responses, Dialect: responses.Dialect, Path: "/responses"},
	{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "/v1{path}"},
}
