package openai

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/rewrite"
)

// returning has reasoning_details of a reply, the model that is asked next, and what that gets of them.
var returning = []struct{ name, details, model, want string }{
	{
		"a signature is returned with its thought",
		`[{"type":"reasoning.text","text":"a","signature":"S=","format":"anthropic-claude-v1","index":0}]`, "anthropic/claude-sonnet-4",
		`[{"type":"reasoning.text","text":"a","signature":"S=","format":"anthropic-claude-v1","index":0}]`,
	},
	{
		"a hidden thought stands beside its summary",
		`[{"type":"reasoning.summary","summary":"a","format":"openai-responses-v1","index":0},
		  {"type":"reasoning.encrypted","data":"D","id":"rs_1","format":"openai-responses-v1","index":0}]`, "openai/gpt-5",
		`[{"type":"reasoning.summary","summary":"a","format":"openai-responses-v1","index":0},` +
			`{"type":"reasoning.encrypted","data":"D","id":"rs_1","format":"openai-responses-v1","index":0}]`,
	},
	{
		"Gemini's thoughts are no summaries, and ids may have colons",
		`[{"type":"reasoning.text","text":"a","format":"google-gemini-v1","index":0},
		  {"type":"reasoning.encrypted","data":"D","id":"x:1","format":"google-gemini-v1","index":0}]`, "google/gemini-3",
		`[{"type":"reasoning.text","text":"a","format":"google-gemini-v1","index":0},` +
			`{"type":"reasoning.encrypted","data":"D","id":"x:1","format":"google-gemini-v1","index":0}]`,
	},
	{
		"hidden thoughts alone are thoughts of their own",
		`[{"type":"reasoning.encrypted","data":"D","format":"x","index":0},{"type":"reasoning.encrypted","data":"E","format":"x","index":1}]`, "m",
		`[{"type":"reasoning.encrypted","data":"D","format":"x","index":0},{"type":"reasoning.encrypted","data":"E","format":"x","index":1}]`,
	},
	{"what proves nothing is said as text", `[{"type":"reasoning.text","text":"a","format":"unknown","index":0}]`, "m", ``},
	{"another model has no use for Claude's signature", `[{"type":"reasoning.text","text":"a","signature":"S=","format":"anthropic-claude-v1","index":0}]`, "openai/gpt-5", ``},
}

func TestDetailsOfReasoningAreReturned(t *testing.T) {
	vendor := &core.Vendor{Takes: []core.Field{{Name: "content_blocks", Value: detailsName}, {Name: "reasoning_content", Value: "reasoning"}}}
	for _, c := range returning {
		t.Run(c.name, func(t *testing.T) {
			r := newReader(&core.ReadOptions{})
			reply := `{"choices":[{"message":{"content":"b","reasoning_details":` + c.details + `},"finish_reason":"stop"}]}`
			w := newWriter(&core.WriteOptions{})
			for _, e := range r.Whole(nil, reply) {
				w.Event(nil, &e)
			}
			message := rewrite.Member(string(w.End(nil)), "choices")
			message = rewrite.Member(strings.Trim(message, "[]"), "message")
			got, fault := Chat.Request(nil, &core.Request{Body: `{"messages":[` + message + `]}`, Model: c.model, Vendor: vendor})
			require.Nil(t, fault)
			returned := rewrite.Member(strings.Trim(rewrite.Member(string(got), "messages"), "[]"), detailsName)
			require.Equal(t, c.want, returned)
			if c.want == "" {
				require.Contains(t, string(got), `"reasoning":"a"`)
			}
		})
	}
}

func TestASealOfAnotherDialectIsNotReturned(t *testing.T) {
	r := &core.Request{Model: "anthropic/claude-sonnet-4", Vendor: &core.Vendor{Takes: []core.Field{{Name: "content_blocks", Value: detailsName}}},
		Body: `{"messages":[{"role":"assistant","content":"b","content_blocks":[{"type":"redacted_thinking","data":"response_item:rs_1:D"}]}]}`}
	got, fault := Chat.Request(nil, r)
	require.Nil(t, fault)
	require.Equal(t, `{"messages":[{"role":"assistant","content":"b"}]}`, string(got))
	require.Equal(t, []string{"messages[].content_blocks"}, r.Dropped())
}

func TestADetailWithoutAFormatKeepsItsProofAsItIs(t *testing.T) {
	r := newReader(&core.ReadOptions{})
	events := r.Whole(nil, `{"choices":[{"message":{"reasoning_details":[{"type":"reasoning.encrypted","data":"D"}]},"finish_reason":"stop"}]}`)
	require.Contains(t, events, event.Event{Kind: event.Redacted, Raw: "D"})
}
