package anthropic

import "strings"

// family is what the models of one generation take. The API answers with 400 to what a model does not take, so that a
// conversation that wanders from one provider to another would fail on a temperature or an effort.
type family struct {
	match      string // in the model's name, whatever a cloud puts around it
	maxTokens  int64  // sent when the caller names no limit
	thinking   thinkingMode
	sampling   samplingMode
	structured bool // structured outputs and strict tools
	xhigh      bool // effort "xhigh"
	// off is the thinking object that turns thinking off where it is on by itself; "" elsewhere, and where it always is.
	off string
}

type thinkingMode uint8

const (
	noThinking       thinkingMode = iota // none
	budgetThinking                       // {"type":"enabled","budget_tokens":…}
	askedThinking                        // {"type":"adaptive"} and effort; off unless asked for
	standingThinking                     // adaptive and effort; on unless turned off, where that is possible
)

type samplingMode uint8

const (
	noSampling  samplingMode = iota // temperature, top_p and top_k are refused
	oneSampling                     // temperature or top_p, not both
	anySampling
)

// What the API needs and OpenAI's does not: a limit for the reply. Anthropic's is the most that the model may write,
// 4096 for the oldest models and at least 32000 since 3.7; a caller who names none expects no cut. 16384 is out of the
// way of ordinary replies and thinking, and below the 21333 from where Anthropic's own SDKs insist on streaming because
// a buffered reply could outlast a connection. A name that says nothing gets what every model takes.
const (
	smallestMax = 4096
	smallMax    = 8192
	usualMax    = 16384
)

// families is searched from the top; the first whose match stands in the model's name holds. The last row but one is
// for models that are newer than this table: each generation has refused what the one before refused.
//
// https://platform.claude.com/docs/en/about-claude/models/overview,
// https://platform.claude.com/docs/en/build-with-claude/thinking,
// https://platform.claude.com/docs/en/build-with-claude/effort,
// https://platform.claude.com/docs/en/build-with-claude/structured-outputs,
// https://platform.claude.com/docs/en/models/opus-5-5/migration-guide,
// https://platform.claude.com/docs/en/models/sonnet-5-5/migration-guide (read 2026-11-21)
var families = [...]family{
	{match: "claude-instant", maxTokens: smallestMax, sampling: anySampling},
	{match: "claude-2", maxTokens: smallestMax, sampling: anySampling},
	{match: "claude-3-5", maxTokens: smallMax, sampling: anySampling},
	{match: "claude-3-7", maxTokens: usualMax, sampling: anySampling, thinking: budgetThinking},
	{match: "claude-3", maxTokens: smallestMax, sampling: anySampling},
	{match: "claude-opus-4-1", maxTokens: usualMax, sampling: oneSampling, thinking: budgetThinking, structured: true},
	{match: "claude-opus-4-5", maxTokens: usualMax, sampling: oneSampling, thinking: budgetThinking, structured: true},
	{match: "claude-sonnet-4-5", maxTokens: usualMax, sampling: oneSampling, thinking: budgetThinking, structured: true},
	{match: "claude-haiku-4-5", maxTokens: usualMax, sampling: oneSampling, thinking: budgetThinking, structured: true},
	{match: "claude-opus-4-6", maxTokens: usualMax, sampling: oneSampling, thinking: askedThinking, structured: true},
	{match: "claude-sonnet-4-6", maxTokens: usualMax, sampling: oneSampling, thinking: askedThinking, structured: true},
	{match: "claude-opus-4-7", maxTokens: usualMax, thinking: askedThinking, structured: true, xhigh: true},
	{match: "claude-opus-4-8", maxTokens: usualMax, thinking: askedThinking, structured: true, xhigh: true},
	{match: "claude-opus-4", maxTokens: usualMax, sampling: anySampling, thinking: budgetThinking},
	{match: "claude-sonnet-4", maxTokens: usualMax, sampling: anySampling, thinking: budgetThinking},
	{match: "claude-opus-5-5", maxTokens: usualMax, thinking: standingThinking, structured: true, xhigh: true},
	{match: "claude-opus-5", maxTokens: usualMax, thinking: standingThinking, structured: true, xhigh: true, off: `{"type":"disabled"}`},
	{match: "claude-sonnet-5-5", maxTokens: usualMax, thinking: standingThinking, structured: true, xhigh: true, off: `{"type":"between_tools"}`},
	{match: "claude-sonnet-5", maxTokens: usualMax, thinking: standingThinking, structured: true, xhigh: true, off: `{"type":"disabled"}`},
	{match: "claude-", maxTokens: usualMax, thinking: standingThinking, structured: true, xhigh: true},
	{match: "", maxTokens: smallestMax, sampling: anySampling, thinking: standingThinking, structured: true, xhigh: true},
}

// familyOf is never nil: the last row is for a name of the caller's own, of which nothing is known. What he asks for is
// then sent, and the provider decides.
func familyOf(model string) *family {
	i := 0
	for !strings.Contains(model, families[i].match) {
		i++
	}
	return &families[i]
}
