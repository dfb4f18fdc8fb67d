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
