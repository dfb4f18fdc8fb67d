package tests

import (
	"os"
	"strings"
	"testing"

	"causeway/core"
	"causeway/tests/conversation"
	"causeway/tests/replay"

	"github.com/stretchr/testify/require"
)

// recordings lie beside the repository, not in it.
const recordings = "../../shared/fixtures"

func TestReplayOfRecordedTraffic(t *testing.T) {
	all, err := replay.ReadAll(recordings)
	require.NoError(t, err)
	if len(all) == 0 {
		t.Log("there are no recordings at", recordings, "to replay")
		return
	}
	gateway := newGateway()
	bench := &replay.Bench{
		Open: func(call core.Call, nowMs int64, seed uint64) core.Machine { return gateway.Open(call, nowMs, seed) },
		Cuts: conversation.Cuts(),
	}
	score := replay.NewScore(replay.Exceptions[:])
	only := os.Getenv("REPLAY")
	for _, r := range all {
		if strings.HasPrefix(r.File, only) {
			score.Note(r, bench.Judge(r))
		}
	}
	t.Log("\n" + score.String())
	require.GreaterOrEqual(t, score.Share(), 98.0)
	require.Empty(t, score.Failures)
}
