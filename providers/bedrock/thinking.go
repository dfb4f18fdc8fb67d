package bedrock

import (
	"strconv"

	"causeway/core"
	"causeway/core/rewrite"
)

// chooseThinking says reasoning_effort in the words of the model, and thinking as it came where the model knows it.
//
//	older Claude    thinking {"type":"enabled","budget_tokens":…}, at most half of the caller's limit
//	newer Claude    thinking {"type":"adaptive"} and outputConfig.effort
//	Nova 2          reasoningConfig {"type":"enabled","maxReasoningEffort":"low"}
//	gpt-oss         reasoning_effort
//
// Forced tool use excludes Claude's thinking, and being forced is the stronger wish.
//
// https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-adaptive-thinking.html and OutputConfig of
// aws-sdk-go-v2 service/bedrockruntime v1.63.13 (read 2026-11-25). Nova's object is read in public code that sends it, not
// in its page, and how much budget an effort is worth is ours to say.
func (t *translation) chooseThinking() {
	t.givenThinking()
	effort := rewrite.Contents(t.asked.effort)
	switch mode := t.family.thinking; {
	case t.asked.effort == "" || effort == "none" && mode != effortThinking && mode != adaptiveThinking:
	case effort == "", effort == "none" && mode != effortThinking, t.asked.thinking != "" && mode != adaptiveThinking:
		t.r.Drop("reasoning_effort")
	case mode == budgetThinking:
		t.thinkWithin(core.BudgetOf(effort))
	case mode == adaptiveThinking:
		t.thinkFreely(effort)
	case mode == novaThinking:
		t.field("reasoningConfig", `{"type":"enabled","maxReasoningEffort":"`+ofThree(effort)+`"}`)
	case mode == effortThinking:
		t.field("reasoning_effort", t.asked.effort)
	default:
		t.r.Drop("reasoning_effort")
	}
}

// givenThinking sends the caller's thinking object to models that know it.
func (t *translation) givenThinking() {
	given := t.asked.thinking
	switch t.family.thinking {
	case budgetThinking, adaptiveThinking, givenThinking:
	default:
		t.dropped("thinking", given)
		t.asked.thinking = ""
		return
	}
	if given == "" {
		return
	}
	t.field("thinking", given)
	kind := rewrite.Inside(given, "type")
	t.thinks = kind == "enabled" || kind == "adaptive"
}

// thinkWithin asks for thinking with a budget, if there is room for one.
func (t *translation) thinkWithin(budget int64) {
	if limit, err := strconv.ParseInt(t.limit(), 10, 64); err == nil {
		budget = min(budget, limit/2)
	}
	if budget < core.MinBudget || t.isForced() || t.lacksThinking() {
		t.r.Drop("reasoning_effort")
		return
	}
	t.thinks = true
	t.field("thinking", `{"type":"enabled","budget_tokens":`+strconv.FormatInt(budget, 10)+`}`)
}

// thinkFreely asks for thinking at the model's discretion. Words that are not known here are the provider's to judge.
func (t *translation) thinkFreely(effort string) {
	if effort == "minimal" {
		effort = "low"
	}
	t.effort = effort
	if t.asked.thinking == "" && !t.isForced() {
		t.thinks = true
		t.field("thinking", `{"type":"adaptive"}`)
	}
}

// lacksThinking reports that the latest answer called tools and came back without its thinking, as clients of OpenAI's
// dialect send it. The model then refuses to think with a budget until that answer is behind.
func (t *translation) lacksThinking() bool {
	lacks := false
	for m := rewrite.OverArray(t.asked.messages); m.Next(); {
		if rewrite.Inside(m.Value, "role") != "assistant" {
			continue
		}
		calls := rewrite.OverArray(rewrite.Given(m.Value, "tool_calls"))
		lacks = calls.Next() || rewrite.Given(m.Value, "function_call") != ""
		for b := rewrite.OverArray(rewrite.Given(m.Value, "content_blocks")); b.Next(); {
			if rewrite.Inside(b.Value, "signature") != "" || rewrite.Inside(b.Value, "type") == redactedThinking {
				lacks = false
			}
		}
	}
	return lacks
}

// ofThree is an effort in the words of models that know three.
func ofThree(effort string) string {
	switch effort {
	case "minimal":
		return "low"
	case "xhigh", "max":
		return "high"
	}
	return effort
}
