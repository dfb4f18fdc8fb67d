package health

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHedgesStayWithinTheirShare(t *testing.T) {
	table, hedges, now := Read("", 1, nil), 0, int64(dawn-dawn%budgetBucketMs)
	for range 1_000 {
		table.Observe(0, nil, took(100, 100), now)
		if table.Hedge(0.05, now) {
			hedges++
			table.Observe(0, nil, Outcome{Status: 200, Hedged: true}, now)
		}
		now += 50
	}
	require.Equal(t, 50, hedges)
	require.False(t, table.MayHedge(0.05, now))
	require.True(t, table.MayHedge(0.06, now))
	require.True(t, table.MayHedge(0.05, now+2*budgetBucketMs), "a new window")
}

// When all is slow the hedges come before the outcomes of the requests: one is made, not as many as there are requests.
func TestAStallOfEverythingIsNotDoubled(t *testing.T) {
	table, hedges := Read("", 1, nil), 0
	for range 1_000 {
		if table.Hedge(0.05, dawn) {
			hedges++
		}
	}
	require.Equal(t, 1, hedges)
}

func TestHedgesAreCountedAcrossBuckets(t *testing.T) {
	start := int64(dawn - dawn%budgetBucketMs)
	table := Read("", 1, nil)
	require.True(t, table.Hedge(0.5, start+59_999))
	require.False(t, table.Hedge(0.5, start+60_000))
	require.False(t, table.Hedge(0.5, start+119_999))
	require.True(t, table.Hedge(0.5, start+120_000))
	require.False(t, table.Hedge(0.5, start+119_000), "a clock a little behind")
	require.True(t, table.Hedge(0.5, start-120_000), "a clock far behind starts anew")
}

func TestSharesThatAreNone(t *testing.T) {
	table := Read("", 1, nil)
	for _, share := range []float64{0, -1, math.NaN(), math.Inf(-1)} {
		require.False(t, table.Hedge(share, dawn))
	}
	require.Nil(t, table.Bytes())
	require.True(t, table.Hedge(math.Inf(1), dawn))
}

func TestAFullCounterStaysFull(t *testing.T) {
	w := window{counts: [4]uint32{math.MaxUint32, math.MaxUint32, math.MaxUint32, math.MaxUint32}}
	w.add(true)
	events, those := w.sums()
	require.Equal(t, int64(2*math.MaxUint32), events)
	require.Equal(t, events, those)
}
