package providers

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
	"causeway/providers/openai"
)

// What vendors of OpenAI's wire do otherwise than OpenAI, as tables that rows share. A vendor that is not known to refuse a
// thing gets it as it came.

// olderLimit is for vendors that document max_tokens alone: they would not heed the newer name, and write without a limit.
var olderLimit = [...]rewrite.Edit{{Op: rewrite.Rename, Key: "max_completion_tokens", Raw: "max_tokens"}}

// cerebrasRefuses answer with 400 (https://inference-docs.cerebras.ai/resources/openai, read 2026-11-25).
var cerebrasRefuses = [...]rewrite.Edit{
	{Op: rewrite.Delete, Key: "frequency_penalty"}, {Op: rewrite.Delete, Key: "logit_bias"}, {Op: rewrite.Delete, Key: "presence_penalty"},
}

// groqRefuses answer with 400 (https://console.groq.com/docs/openai, read 2026-11-25).
var groqRefuses = [...]rewrite.Edit{
	{Op: rewrite.Delete, Key: "logit_bias"}, {Op: rewrite.Delete, Key: "logprobs"}, {Op: rewrite.Delete, Key: "top_logprobs"},
}

// What vendors take of the hub's extensions: see core.Vendor.Takes.
var (
	// samplesTopK: https://github.com/Portkey-AI/gateway lists top_k for most of these (1.15.2, read 2026-11-21); that servers
	// of one's own take it is not read anywhere.
	samplesTopK = [...]core.Field{{Name: "top_k"}}

	marksCaches = [...]core.Field{{Name: "cache_control"}}

	// wantsReasoning: DeepSeek answers 400 to a call of a tool without the reasoning that led to it, Kimi's and Z.ai's models
	// are to have it, too. https://api-docs.deepseek.com/guides/thinking_mode,
	// https://java.agentscope.io/v2/en/integration/model/kimi (read 2026-11-25); recorded traffic has Z.ai's thinking.
	wantsReasoning = [...]core.Field{{Name: "reasoning_content"}, {Name: "thinking"}}

	// readsReasoning: these refuse reasoning_content and take reasoning.
	// https://github.com/QwenLM/qwen-code/issues/11045, https://github.com/janhq/jan/issues/8136 (read 2026-11-25)
	readsReasoning = [...]core.Field{{Name: "reasoning_content", Value: "reasoning"}}

	thinksAsAnthropic = [...]core.Field{{Name: "cache_control"}, {Name: "thinking"}, {Name: "top_k"}}

	// vercelTakes and routerTakes: recorded requests have reasoning and reasoning_details.
	vercelTakes = [...]core.Field{
		{Name: "cache_control"}, {Name: "content_blocks", Value: "reasoning_details"},
		{Name: "reasoning_content", Value: "reasoning"}, {Name: "thinking", Value: "reasoning"},
	}
	routerTakes = [...]core.Field{
		{Name: "cache_control"}, {Name: "content_blocks", Value: "reasoning_details"},
		{Name: "reasoning_content", Value: "reasoning"}, {Name: "thinking", Value: "reasoning"}, {Name: "top_k"},
	}

	// localTakes: recorded traffic of llama.cpp has reasoning_content in messages.
	localTakes = [...]core.Field{{Name: "reasoning_content"}, {Name: "top_k"}}

	// takesAll is for gateways whose hub has the same extensions.
	takesAll = [...]core.Field{
		{Name: "cache_control"}, {Name: "content_blocks"}, {Name: "reasoning_content"}, {Name: "thinking"}, {Name: "top_k"},
	}
)

// amended is services whose chat requests are changed.
func amended(mend func(body string) string, edits []rewrite.Edit, services []core.Service) []core.Service {
	services = joined(services)
	for i := range services {
		if services[i].Endpoint == core.Chat {
			services[i].Mend, services[i].Edits = mend, edits
		}
	}
	return services
}

// listing is services with another list of models.
func listing(list core.Service, services []core.Service) []core.Service {
	list.Endpoint = core.Models
	for i := range services {
		if services[i].Endpoint == core.Models {
			services[i] = list
		}
	}
	return services
}

// eitherBase is services twice: at the URL that an option holds when it does, else at the vendor's.
func eitherBase(option string, services []core.Service) []core.Service {
	return append(atBase(option, services), services...)
}

// atBase is services at the URL that an option holds, for requests that have it.
func atBase(option string, services []core.Service) []core.Service {
	there := joined(services)
	for i := range there {
		there[i].Base = "{+" + option + "}"
		there[i].Fits = func(r *core.Request) bool { return r.Option(option) != "" }
	}
	return there
}

// joined are the services of several lists in one of its own.
func joined(lists ...[]core.Service) (services []core.Service) {
	for _, list := range lists {
		services = append(services, list...)
	}
	return services
}

// passesThrough are the services of a vendor that only passes through.
func passesThrough(path string) []core.Service {
	return []core.Service{{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: path}}
}

// systemForDeveloper is a body with system messages for developer's, which OpenAI reads alike and others refuse.
//
// https://platform.openai.com/docs/api-reference/chat/create (read 2026-11-21);
// https://github.com/earendil-works/pi/issues/1048, https://inference-docs.cerebras.ai/resources/openai (read 2026-11-25)
func systemForDeveloper(body string) string {
	const role = `"developer"`
	messages := rewrite.Member(body, "messages")
	if !strings.Contains(messages, role) || messages[0] != '[' {
		return body
	}
	list := append(make([]byte, 0, len(messages)), '[')
	for m := rewrite.Over(messages); m.Next(); {
		if list = rewrite.Comma(list); rewrite.Member(m.Value, "role") != role {
			list = append(list, m.Value...)
			continue
		}
		list = append(list, rewrite.Members(nil, m.Value, []rewrite.Edit{{Op: rewrite.Set, Key: "role", Raw: `"system"`}})...)
	}
	list = append(list, ']')
	return string(rewrite.Members(nil, body, []rewrite.Edit{{Op: rewrite.Set, Key: "messages", Raw: string(list)}}))
}

// portkeySign implements core.Vendor's Sign. A key of Portkey's goes into the header that it has for it.
func portkeySign(s *core.Signing) *core.Fault {
	if s.Key != "" {
		s.Header = without(s.Header, bearer.Header).Set("x-portkey-api-key", s.Key)
	}
	return nil
}

// makesModelsOfText reports a path that Meshy has in a later version than the others (Portkey-AI/gateway 1.15.2).
func makesModelsOfText(r *core.Request) bool { return strings.HasPrefix(r.CallPath, "/v1/text-to-3d") }
