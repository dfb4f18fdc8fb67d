package anthropic

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestThoughtsOfOthersDoNotGoToClaude(t *testing.T) {
	const unsigned = `{"type":"thinking","thinking":"a","signature":""}`
	const sealed = `{"type":"thinking","thinking":"a","signature":"response_item:rs_1:D"}`
	const hidden = `{"type":"redacted_thinking","data":"reasoning_detail:x-responses-v1:rs_1:D"}`
	const own = `{"type":"thinking","thinking":"a","signature":"S+/="}`
	said := func(model, blocks string) string {
		return `{"model":"` + model + `", "messages":[{"role":"user","content":"thinking"},{"role":"assistant", "content":[` + blocks + `]},{"role":"user","content":[{"type":"text","text":"b"}]}]}`
	}
	const text = `{"type":"text","text":"c"}`
	for _, c := range []struct{ body, want string }{
		{said("claude-x", own+","+text), said("claude-x", own+","+text)},
		{said("claude-x", unsigned+","+hidden+","+own+","+text), `{"model":"claude-x", "messages":[{"role":"user","content":"thinking"},{"role":"assistant", "content":[` + own + `,` + text + `]},{"role":"user","content":[{"type":"text","text":"b"}]}]}`},
		{said("claude-x", sealed), `{"model":"claude-x", "messages":[{"role":"user","content":"thinking"},{"role":"user","content":[{"type":"text","text":"b"}]}]}`},
		{said("glm-5", unsigned+","+text), said("glm-5", unsigned+","+text)},
		{`{"model":"claude-x","thinking":1,"messages":"thinking\""}`, `{"model":"claude-x","thinking":1,"messages":"thinking\""}`},
	} {
		require.Equal(t, c.want, OwnThoughts(c.body))
	}
}

func TestClaudeIsNotAskedToThinkBehindACallOfAnothersThinking(t *testing.T) {
	const call = `{"type":"tool_use","id":"c","name":"f","input":{}}`
	body := func(thinking, blocks, later string) string {
		return `{"model":"claude-x"` + thinking + `,"messages":[{"role":"assistant","content":[` + blocks + `]}` + later + `]}`
	}
	const unsigned, signed, budget = `{"type":"thinking","thinking":"a","signature":""},`, `{"type":"thinking","thinking":"b","signature":"S"},`,
		`,"thinking":{"type":"enabled","budget_tokens":1024}`
	const later = `,{"role":"user","content":"b"},{"role":"assistant","content":"c"},{"role":"user","content":"d"}`
	require.Equal(t, body("", call, ""), OwnThoughts(body(budget, unsigned+call, "")))
	require.Equal(t, body(budget, signed+call, ""), OwnThoughts(body(budget, unsigned+signed+call, "")))
	require.Equal(t, body(budget, call, later), OwnThoughts(body(budget, unsigned+call, later)))
	require.Equal(t, body(`,"thinking":{"type":"adaptive"}`, call, ""), OwnThoughts(body(`,"thinking":{"type":"adaptive"}`, unsigned+call, "")))
}
