package gemini

import (
	"causeway/core"
	"causeway/core/rewrite"
)

// member is a top-level member of the hub's request that this dialect maps.
type member uint8

const (
	hubAudio member = iota
	hubCachedContent
	hubExtraBody
	hubFrequencyPenalty
	hubFunctionCall
	hubFunctions
	hubGenerationConfig
	hubImageConfig
	hubLabels
	hubLogprobs
	hubMaxCompletionTokens
	hubMaxTokens
	hubMessages
	hubModelArmor
	hubModalities
	hubN
	hubPresencePenalty
	hubReasoningEffort
	hubResponseFormat
	hubSafetySettings
	hubSeed
	hubServiceTier
	hubStop
	hubTemperature
	hubThinking
	hubToolChoice
	hubToolConfig
	hubTools
	hubTopK
	hubTopLogprobs
	hubTopP
	hubWebSearch
	hubStreaming // handled by the machine: the URL says it
	hubCount
)

// names are the spellings of the members, sorted: the hub's, and Google's own for what only Google has.
var names = [...]struct {
	name   string
	member member
}{
	{"audio", hubAudio},
	{"cachedContent", hubCachedContent},
	{"cached_content", hubCachedContent},
	{"extra_body", hubExtraBody},
	{"frequency_penalty", hubFrequencyPenalty},
	{"function_call", hubFunctionCall},
	{"functions", hubFunctions},
	{"generationConfig", hubGenerationConfig},
	{"generation_config", hubGenerationConfig},
	{"imageConfig", hubImageConfig},
	{"image_config", hubImageConfig},
	{"labels", hubLabels},
	{"logprobs", hubLogprobs},
	{"max_completion_tokens", hubMaxCompletionTokens},
	{"max_tokens", hubMaxTokens},
	{"messages", hubMessages},
	{"modalities", hubModalities},
	{"model", hubStreaming},
	{"modelArmorConfig", hubModelArmor},
	{"model_armor_config", hubModelArmor},
	{"n", hubN},
	{"presence_penalty", hubPresencePenalty},
	{"reasoning_effort", hubReasoningEffort},
	{"response_format", hubResponseFormat},
	{"safetySettings", hubSafetySettings},
	{"safety_settings", hubSafetySettings},
	{"seed", hubSeed},
	{"service_tier", hubServiceTier},
	{"stop", hubStop},
	{"stream", hubStreaming},
	{"stream_options", hubStreaming},
	{"temperature", hubTemperature},
	{"thinking", hubThinking},
	{"toolConfig", hubToolConfig},
	{"tool_choice", hubToolChoice},
	{"tool_config", hubToolConfig},
	{"tools", hubTools},
	{"top_k", hubTopK},
	{"top_logprobs", hubTopLogprobs},
	{"top_p", hubTopP},
	{"web_search_options", hubWebSearch},
}

// translation is one request on its way from the hub's shape to Google's.
type translation struct {
	r       *core.Request
	version int              // of the model, in tenths: see versionOf
	raw     [hubCount]string // raw values, "" for what the body lacks or has as null
}

// appendRequest is Generate.Request.
//
//	{"model":"gemini-2.5-flash","messages":[{"role":"user","content":"Hi"}],"temperature":0}
//	→ {"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"temperature":0}}
//
// Strings, numbers and schemas keep their bytes. It refuses what Google has no part for, a call whose arguments are not
// a JSON object, and a result whose call cannot be named.
func appendRequest(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	t := translation{r: r, version: versionOf(r.Model)}
	t.sort()
	dst = append(dst, '{')
	dst, fault := t.conversation(dst)
	if fault != nil {
		return nil, fault
	}
	if dst, fault = t.tools(dst); fault != nil {
		return nil, fault
	}
	if dst, fault = t.config(dst); fault != nil {
		return nil, fault
	}
	dst = rawMember(dst, "safetySettings", t.raw[hubSafetySettings])
	dst = rawMember(dst, "cachedContent", t.cachedContent())
	dst = rawMember(dst, "labels", t.raw[hubLabels])
	dst = rawMember(dst, "modelArmorConfig", t.raw[hubModelArmor])
	dst = t.tier(dst)
	return append(dst, '}'), nil
}

// sort finds the members of the body by name and drops those it does not know.
func (t *translation) sort() {
	for it := rewrite.Over(t.r.Body); it.Next(); {
		if isNull(it.Value) {
			continue
		}
		m, ok := find(it.Key)
		if !ok {
			t.r.Drop(it.Key)
			continue
		}
		t.raw[m] = it.Value
	}
	for it := rewrite.Over(t.raw[hubExtraBody]); it.Next(); {
		if it.Key != "google" {
			t.r.Drop("extra_body." + it.Key)
		}
	}
	for it := rewrite.Over(rewrite.Member(t.raw[hubExtraBody], "google")); it.Next(); {
		if it.Key != "thinking_config" && it.Key != "cached_content" {
			t.r.Drop("extra_body.google." + it.Key)
		}
	}
}

func find(name string) (member, bool) {
	for i := range names {
		if names[i].name == name {
			return names[i].member, true
		}
	}
	return 0, false
}

// google is a member of extra_body.google, where Google's own OpenAI endpoint takes what OpenAI has no member for.
//
// https://ai.google.dev/gemini-api/docs/openai (read 2026-11-21)
func (t *translation) google(key string) string {
	return rewrite.Present(rewrite.Member(rewrite.Member(t.raw[hubExtraBody], "google"), key))
}

func (t *translation) cachedContent() string {
	if t.raw[hubCachedContent] != "" {
		return t.raw[hubCachedContent]
	}
	return t.google("cached_content")
}

// tier appends the service tier; OpenAI's "default" is Google's "standard", and "auto" leaves the choice open.
//
// https://ai.google.dev/gemini-api/docs/priority-inference (read 2026-11-21)
func (t *translation) tier(dst []byte) []byte {
	switch tier := rewrite.Plain(t.raw[hubServiceTier]); tier {
	case "", "auto":
		return dst
	case "default":
		return rewrite.Text(dst, "serviceTier", "standard")
	case "standard", "flex", "priority":
		return rewrite.Text(dst, "serviceTier", tier)
	}
	t.r.Drop("service_tier")
	return dst
}

// rawMember appends a member unless raw is empty.
func rawMember(dst []byte, key, raw string) []byte {
	if raw == "" {
		return dst
	}
	return rewrite.Raw(dst, key, raw)
}

func isNull(raw string) bool { return raw == "null" }
