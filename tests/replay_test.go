package tests

import (
	"os"
	"slices"
	"strings"
	"testing"

	"causeway/core"
	"causeway/tests/conversation"
	"causeway/tests/replay"

	"github.com/stretchr/testify/require"
)

// TestReplayOfRecordedTraffic replays every recording, or those whose file begins with $REPLAY, and shows the score (-v).
func TestReplayOfRecordedTraffic(t *testing.T) {
	all := recordings(t)
	if len(all) == 0 {
		return
	}
	bench, score := nativeBench(), replay.NewScore(replay.Exceptions[:])
	for _, r := range all {
		if strings.HasPrefix(r.File, os.Getenv("REPLAY")) {
			score.Note(r, bench.Judge(r))
		}
	}
	t.Log("\n" + score.String())
	require.GreaterOrEqual(t, score.Share(), 98.0)
	require.Empty(t, score.Failures, "exceptions are explained in tests/replay/exception.go")
}

// TestReplayIsTheSameOnWazero replays every tenth recording: both engines must say and send the same bytes.
func TestReplayIsTheSameOnWazero(t *testing.T) {
	all := recordings(t)
	if len(all) == 0 {
		return
	}
	native, wazero := nativeBench(), &replay.Bench{Open: newEngine(t).Open, Cuts: conversation.Cuts()}
	for i := 0; i < len(all); i += 10 {
		require.True(t, slices.Equal(native.Replies(all[i]), wazero.Replies(all[i])), all[i].File)
	}
}

// TestReplayWithstandsHavoc replays every recording spoilt by chance, which is the same in every run.
func TestReplayWithstandsHavoc(t *testing.T) {
	bench, havoc, all := nativeBench(), replay.NewHavoc(7), recordings(t)
	for range 5 {
		for _, r := range all {
			require.Empty(t, bench.Withstands(r, havoc), r.File)
		}
	}
}

func nativeBench() *replay.Bench {
	gateway := newGateway()
	open := func(call core.Call, nowMs int64, seed uint64) core.Machine { return gateway.Open(call, nowMs, seed) }
	return &replay.Bench{Open: open, Cuts: conversation.Cuts()}
}

// recordings are what lies beside the repository, not in it; without them there is nothing to replay.
func recordings(t *testing.T) []*replay.Recording {
	const folder = "../../shared/fixtures"
	all, err := replay.ReadAll(folder)
	require.NoError(t, err)
	if len(all) == 0 {
		t.Log("there are no recordings at", folder, "to replay")
	}
	return all
}
