package anthropic

import (
	"strconv"

	"causeway/core"
	"causeway/core/rewrite"
)

// chooseThinking says reasoning_effort in the words of the model:
//
//	older models    {"type":"enabled","budget_tokens":…} with the budget of core.BudgetOf, at most half of the caller's limit
//	newer models    output_config.effort, and {"type":"adaptive"} where thinking is off unless asked for
//
// An explicit thinking object is sent as it came and decides about thinking; an effort beside it still counts for models
// that have one. Forced tool use excludes thinking, and being forced is the stronger wish.
//
// https://platform.claude.com/docs/en/build-with-claude/effort,
// https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking (read 2026-11-21)
func (t *translation) chooseThinking() {
	t.think = t.asked.thinking
	if budget, err := strconv.ParseInt(rewrite.Given(t.think, "budget_tokens"), 10, 64); err == nil {
		t.budget = max(budget, 0)
	}
	switch effort := rewrite.Contents(t.asked.effort); {
	case t.asked.effort == "":
	case effort == "none":
		t.thinkNot()
	case t.family.thinking == noThinking, effort == "":
		t.r.Drop("reasoning_effort")
	case t.family.thinking == budgetThinking:
		t.thinkWithin(core.BudgetOf(effort))
	default:
		t.thinkFreely(effort)
	}
}

// thinkNot is effort "none": silence where thinking waits to be asked for. Where it is always on, the least effort
// comes closest.
func (t *translation) thinkNot() {
	if t.family.thinking != standingThinking || t.think != "" {
		return
	}
	t.think = t.family.off
	if t.think == "" {
		t.effort = "low"
		t.r.Drop("reasoning_effort")
	}
}

// thinkWithin asks for thinking with a budget, if there is room for one.
func (t *translation) thinkWithin(budget int64) {
	if limit, err := strconv.ParseInt(t.limit(), 10, 64); err == nil {
		budget = min(budget, limit/2)
	}
	if budget < core.MinBudget || t.think != "" || t.isForced() || t.lacksThinking() {
		t.r.Drop("reasoning_effort")
		return
	}
	t.budget = budget
	t.think = `{"type":"enabled","budget_tokens":` + strconv.FormatInt(budget, 10) + `}`
}

// lacksThinking reports that the latest answer called tools and came back without its thinking. Clients of OpenAI's
// dialect do not know of thinking blocks and lose them; the API then refuses to think with a budget, though not
// adaptively, until that answer is behind.
//
// https://platform.claude.com/docs/en/build-with-claude/extended-thinking (read 2026-11-21)
func (t *translation) lacksThinking() bool {
	lacks := false
	for m := rewrite.OverArray(t.asked.messages); m.Next(); {
		if rewrite.Inside(m.Value, "role") != "assistant" {
			continue
		}
		calls := rewrite.OverArray(rewrite.Given(m.Value, "tool_calls"))
		lacks = calls.Next() || rewrite.Given(m.Value, "function_call") != ""
		for b := rewrite.OverArray(rewrite.Given(m.Value, "content_blocks")); b.Next(); {
			switch rewrite.Inside(b.Value, "type") {
			case "thinking", "redacted_thinking":
				lacks = lacks && isOthers(b.Value, true)
			}
		}
	}
	return lacks
}

// thinkFreely asks for thinking at the model's discretion. Words that are not known here are the provider's to judge.
func (t *translation) thinkFreely(effort string) {
	if rewrite.Given(t.asked.outputConfig, "effort") != "" {
		t.r.Drop("reasoning_effort")
		return
	}
	switch {
	case effort == "minimal":
		effort = "low"
	case effort == "xhigh" && !t.family.xhigh:
		effort = "high"
	}
	t.effort = effort
	if t.family.thinking == askedThinking && t.think == "" && !t.isForced() {
		t.think = `{"type":"adaptive"}`
	}
}

// isThinking reports that the request turns thinking on.
func (t *translation) isThinking() bool {
	kind := rewrite.Inside(t.think, "type")
	return kind == "enabled" || kind == "adaptive"
}

// limit is the caller's limit for the reply; the newer name goes first.
func (t *translation) limit() string {
	if t.asked.maxCompletionTokens != "" {
		return t.asked.maxCompletionTokens
	}
	return t.asked.maxTokens
}

// maxTokens appends the limit for the reply, which Anthropic requires, and thinking. Thinking counts towards the limit:
// a caller who names a budget and no limit gets the usual room on top of it. Of two limits the newer name holds.
func (t *translation) maxTokens(dst []byte) []byte {
	a := &t.asked
	if a.maxCompletionTokens != "" && a.maxTokens != "" && a.maxTokens != a.maxCompletionTokens {
		t.r.Drop("max_tokens")
	}
	if limit := t.limit(); limit != "" {
		dst = rewrite.Raw(dst, "max_tokens", limit)
	} else {
		dst = rewrite.Int(dst, "max_tokens", t.family.maxTokens+min(t.budget, 1<<20))
	}
	if t.think != "" {
		dst = rewrite.Raw(dst, "thinking", t.think)
	}
	return dst
}
