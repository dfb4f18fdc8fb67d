package tests

import (
	"flag"
	"testing"

	"causeway/core"
	"causeway/tests/conversation"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite what the conversations promise from what the native core does")

func TestConversationsHoldOnTheNativeCore(t *testing.T) {
	gateway := newGateway()
	open := func(call core.Call, nowMs int64, seed uint64) core.Machine { return gateway.Open(call, nowMs, seed) }
	for _, f := range conversations(t) {
		t.Run(f.Name, func(t *testing.T) {
			whole, err := conversation.Run(f, open, conversation.Cuts()[0])
			require.NoError(t, err)
			if *update {
				require.NoError(t, f.Rewrite(whole))
			}
			requireOutcome(t, f, whole)
			requireCutsChangeNothing(t, f, open)
		})
	}
}

func TestConversationsHoldOnWazero(t *testing.T) {
	engine := newEngine(t)
	for _, f := range conversations(t) {
		open := engine.Open
		if f.GetsToken() { // which the next run would remember, and another conversation
			open = func(call core.Call, nowMs int64, seed uint64) core.Machine {
				engine.Forget()
				return engine.Open(call, nowMs, seed)
			}
		}
		t.Run(f.Name, func(t *testing.T) {
			requireCutsChangeNothing(t, f, open)
		})
	}
}

// requireCutsChangeNothing runs f with its replies cut in every way.
func requireCutsChangeNothing(t *testing.T, f *conversation.File, open conversation.Open) {
	for _, cut := range conversation.Cuts() {
		got, err := conversation.Run(f, open, cut)
		require.NoError(t, err, cut.Name)
		requireOutcome(t, f, got, cut.Name)
	}
}

// requireOutcome compares section by section: a diff then shows the section alone.
func requireOutcome(t *testing.T, f *conversation.File, got conversation.Outcome, context ...any) {
	t.Helper()
	want := f.Expected()
	for i := range min(len(want.Requests), len(got.Requests)) {
		require.Equal(t, want.Requests[i], got.Requests[i], context...)
	}
	require.Equal(t, want.Reply, got.Reply, context...)
	require.Equal(t, want.Report, got.Report, context...)
	require.Len(t, got.Requests, len(want.Requests), context...)
	scripts, err := f.Scripts()
	require.NoError(t, err)
	require.Len(t, got.Requests, len(scripts), "every upstream reply in the file must be asked for")
}

func conversations(t *testing.T) []*conversation.File {
	files, err := conversation.ReadAll("conversations")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}
