package responses

import (
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/rewrite"

	"github.com/stretchr/testify/require"
)

// What the hub has no place for belongs to the choice, and nothing of a choice comes after its end.
func TestFinishComesAfterWhatWasFound(t *testing.T) {
	body := `{"id":"resp_1","object":"response","status":"completed","output":[{"type":"file_search_call","id":"fs_1","status":"completed"},
		{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi","annotations":[{"type":"url_citation"}]}]}]}`
	var kinds []event.Kind
	for _, e := range newReader(&core.ReadOptions{}).Whole(nil, body) {
		kinds = append(kinds, e.Kind)
	}
	require.Equal(t, []event.Kind{event.Start, event.Text, event.Extra, event.Extra, event.Finish}, kinds)
}

// A call without arguments has an empty object for them, whether a client puts the deltas together or not.
func TestCallWithoutArgumentsHasADelta(t *testing.T) {
	w := newWriter(&core.WriteOptions{Stream: true, Body: `{}`})
	var out []byte
	for _, e := range []event.Event{{Kind: event.Start}, {Kind: event.ToolCall, ID: "call_1", Name: "now"}, {Kind: event.Finish, Reason: event.ToolCalls}} {
		out = w.Event(out, &e)
	}
	out = w.End(out)
	delta, done := `response.function_call_arguments.delta"`, `response.function_call_arguments.done"`
	require.Equal(t, 1, strings.Count(string(out), delta), string(out))
	require.Less(t, strings.Index(string(out), delta), strings.Index(string(out), done))
	require.Contains(t, string(out), `"delta":"{}"`)
}

// A provider of this dialect that answers in one piece where a stream was asked for goes through reader and writer: its
// seal comes back to it as it was.
func TestOwnSealComesBack(t *testing.T) {
	events := newReader(&core.ReadOptions{}).Whole(nil, `{"id":"resp_1","object":"response","status":"completed","output":[
		{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"So."}],"encrypted_content":"gAAA\/=="},
		{"id":"rs_2","type":"reasoning","summary":[],"encrypted_content":"gBBB"}]}`)
	w := newWriter(&core.WriteOptions{Body: `{}`})
	for i := range events {
		w.Event(nil, &events[i])
	}
	returned := native(`{"input":` + rewrite.Given(string(w.End(nil)), "output") + `}`)
	require.Contains(t, returned, `"id":"rs_1"`)
	require.Contains(t, returned, `"encrypted_content":"gAAA\/=="`)
	require.Contains(t, returned, `"id":"rs_2"`)
	require.Contains(t, returned, `"encrypted_content":"gBBB"`)
	require.NotContains(t, returned, anySeal)
}
