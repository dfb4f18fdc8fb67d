package gemini

import (
	"strings"

	"causeway/core/rewrite"
)

// Model versions, in tenths: the first with a thinking budget, and the first with a thinking level instead, which also
// insists on thought signatures.
const (
	firstBudgets = 25
	firstLevels  = 30
	newest       = 1000 // an alias such as gemini-flash-latest
)

// versionOf reads a version out of a model's name: 25 for "models/gemini-2.5-flash", 30 for "gemini-3-pro-preview", 0
// when it has none.
func versionOf(name string) int {
	at := strings.LastIndex(name, "gemini-")
	if at < 0 {
		return 0
	}
	name = name[at+len("gemini-"):]
	if strings.HasSuffix(name, "-latest") && !isDigit(name) {
		return newest
	}
	version := 0
	for isDigit(name) && version < newest {
		version, name = version*10+int(name[0]-'0'), name[1:]
	}
	version *= 10
	if strings.HasPrefix(name, ".") && isDigit(name[1:]) {
		version += int(name[1] - '0')
	}
	return version
}

func isDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// efforts says what OpenAI's reasoning_effort means to each family, as Google's own OpenAI endpoint maps it. xhigh,
// which it does not list, is the most there is; none is the least where thinking cannot be turned off.
//
// https://ai.google.dev/gemini-api/docs/openai#thinking (read 2026-11-21)
var efforts = [...]struct{ word, level, proLevel, budget, proBudget string }{
	{"none", "minimal", "low", "0", "128"},
	{"minimal", "minimal", "low", "1024", "1024"},
	{"low", "low", "low", "1024", "1024"},
	{"medium", "medium", "medium", "8192", "8192"},
	{"high", "high", "high", "24576", "24576"},
	{"xhigh", "high", "high", "24576", "24576"},
}

// thinkingConfig is what the caller wants of the reasoning, said in one of four ways; the first of them counts, since
// Google refuses a budget beside a level: extra_body.google.thinking_config, a budget in thinking, thinking that is
// disabled, reasoning_effort.
//
// https://ai.google.dev/gemini-api/docs/thinking (read 2026-11-21)
func (t *translation) thinkingConfig() string {
	effort := rewrite.Plain(t.raw[hubReasoningEffort])
	if raw := t.google("thinking_config"); raw != "" {
		t.dropGiven("thinking", t.raw[hubThinking])
		t.dropGiven("reasoning_effort", effort)
		return raw
	}
	dst := []byte{'{'}
	source, budget := "reasoning_effort", ""
	switch t.readThinking() {
	case "enabled":
		budget = rewrite.Member(t.raw[hubThinking], "budget_tokens")
		dst = append(dst, `"includeThoughts":true`...)
	case "adaptive":
		dst = append(dst, `"includeThoughts":true`...)
	case "disabled":
		t.dropGiven("reasoning_effort", effort)
		source, effort = "thinking", "none"
	}
	if budget != "" {
		t.dropGiven("reasoning_effort", effort)
		dst = rewrite.Raw(dst, "thinkingBudget", budget)
	} else if effort != "" {
		dst = t.effort(dst, source, effort)
	}
	if len(dst) == 1 {
		return ""
	}
	return string(append(dst, '}'))
}

// readThinking is the type of Anthropic's thinking object; its members without a counterpart are dropped.
func (t *translation) readThinking() string {
	kind := rewrite.Plain(rewrite.Member(t.raw[hubThinking], "type"))
	for it := rewrite.Over(t.raw[hubThinking]); it.Next(); {
		if it.Key != "type" && it.Key != "budget_tokens" {
			t.r.Drop("thinking." + it.Key)
		}
	}
	if kind != "enabled" && kind != "adaptive" && kind != "disabled" {
		t.dropGiven("thinking", t.raw[hubThinking])
	}
	return kind
}

// effort appends an effort in the words of the model's family. What asked for it is dropped when the family has none,
// and listed as dropped when thinking was to be off and cannot be.
func (t *translation) effort(dst []byte, source, word string) []byte {
	isPro := strings.Contains(t.r.Model, "-pro")
	for i := range efforts {
		e := &efforts[i]
		if e.word != word || t.version < firstBudgets {
			continue
		}
		level, budget := e.level, e.budget
		if isPro {
			level, budget = e.proLevel, e.proBudget
		}
		if word == "none" && (isPro || t.version >= firstLevels) {
			t.r.Drop(source)
		}
		if t.version >= firstLevels {
			return rewrite.Text(dst, "thinkingLevel", level)
		}
		return rewrite.Raw(dst, "thinkingBudget", budget)
	}
	t.r.Drop(source)
	return dst
}

// dropGiven drops a member if the caller gave it.
func (t *translation) dropGiven(name, value string) {
	if value != "" {
		t.r.Drop(name)
	}
}
