package bedrock

import "strings"

// family is what the models of one maker or generation take beyond what Converse has a word for. Converse itself says
// nothing of it: a model answers with 400 to what it does not take.
type family struct {
	match      string // in the model's id, whatever region or ARN stands around it
	thinking   thinkingMode
	sampling   samplingMode
	topK       string // how it calls top_k; "": it takes none
	fields     string // OpenAI's parameters that it takes under their own names, as additional fields
	structured bool   // outputConfig.textFormat and strict tools
}

type thinkingMode uint8

const (
	noThinking       thinkingMode = iota
	budgetThinking                // thinking {"type":"enabled","budget_tokens":…}
	adaptiveThinking              // thinking {"type":"adaptive"} and outputConfig.effort
	novaThinking                  // reasoningConfig {"type":"enabled","maxReasoningEffort":…}
	effortThinking                // reasoning_effort, as OpenAI has it
	givenThinking                 // a thinking object is sent as it came
)

type samplingMode uint8

const (
	anySampling samplingMode = iota
	oneSampling              // temperature or topP, not both
	noSampling
)

// families is searched from the top; the first whose match stands in the model's id holds. The last is for ids that say
// nothing, such as an application inference profile's: what the caller asks for is then sent, and the model decides.
//
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html and its pages,
// …/userguide/structured-output.html, https://docs.aws.amazon.com/nova/latest/nova2-userguide/using-converse-api.html,
// https://platform.claude.com/docs/en/about-claude/models/overview, …/userguide/claude-messages-adaptive-thinking.html
// (search excerpts of 2026-11-25). Which models think how, and what sampling they bear, is from there; the other members of
// a row are unverified where no recorded traffic has them.
var families = [...]family{
	{match: "claude-instant", topK: "top_k"},
	{match: "claude-v2", topK: "top_k"},
	{match: "claude-3-7", topK: "top_k", thinking: budgetThinking},
	{match: "claude-3", topK: "top_k"},
	{match: "claude-opus-4-1", topK: "top_k", thinking: budgetThinking, sampling: oneSampling},
	{match: "claude-opus-4-5", topK: "top_k", thinking: budgetThinking, sampling: oneSampling, structured: true},
	{match: "claude-sonnet-4-5", topK: "top_k", thinking: budgetThinking, sampling: oneSampling, structured: true},
	{match: "claude-haiku-4-5", topK: "top_k", thinking: budgetThinking, sampling: oneSampling, structured: true},
	{match: "claude-opus-4-6", topK: "top_k", thinking: adaptiveThinking, sampling: oneSampling, structured: true},
	{match: "claude-sonnet-4-6", topK: "top_k", thinking: adaptiveThinking, sampling: oneSampling, structured: true},
	{match: "claude-opus-4-2", topK: "top_k", thinking: budgetThinking},
	{match: "claude-sonnet-4-2", topK: "top_k", thinking: budgetThinking},
	{match: "claude", thinking: adaptiveThinking, sampling: noSampling, structured: true},
	{match: "nova-2", topK: novaTopK, thinking: novaThinking},
	{match: "nova-", topK: novaTopK},
	{match: "amazon."},
	{match: "meta."},
	{match: "cohere.", topK: "k", fields: " frequency_penalty presence_penalty seed "},
	{match: "ai21.", fields: " frequency_penalty presence_penalty "},
	{match: "mistral.mistral-7b", topK: "top_k"},
	{match: "mistral.mixtral", topK: "top_k"},
	{match: "mistral.mistral-large-24"},
	{match: "mistral.mistral-small-24"},
	{match: "mistral.pixtral"},
	{match: "deepseek.r1"},
	{match: "writer."},
	{match: "openai.", thinking: effortThinking, structured: true},
	{match: "", topK: "top_k", thinking: givenThinking, structured: true},
}

// novaTopK is Nova's top_k, which stands in an object of its own: {"inferenceConfig":{"topK":20}}.
const novaTopK = "inferenceConfig.topK"

// familyOf is never nil.
func familyOf(model string) *family {
	i := 0
	for !strings.Contains(model, families[i].match) {
		i++
	}
	return &families[i]
}

// IsClaude reports that a model is one of Anthropic's, under whatever profile or ARN: "us.anthropic.claude-…".
func IsClaude(model string) bool {
	return strings.Contains(model, "anthropic.") || strings.Contains(model, "claude")
}
