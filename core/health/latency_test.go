package health

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func took(headers, firstToken int64) Outcome {
	return Outcome{Status: 200, HeadersMs: headers, FirstTokenMs: firstToken}
}

func TestTimesAreMeansThatFade(t *testing.T) {
	table := Read("", 2, nil)
	table.HalfLifeMs = 60_000
	_, known := table.FirstTokenMs(0, dawn)
	require.False(t, known, "nothing measured")

	table.Observe(0, nil, took(100, 400), dawn)
	mean, known := table.FirstTokenMs(0, dawn)
	require.True(t, known)
	require.Equal(t, 400.0, mean)
	usual, known := table.Usual(0, dawn)
	require.True(t, known)
	require.Equal(t, int64(400+2.5*200), usual, "RFC 6298: the first deviation is half of the first time")

	table.Observe(0, nil, took(100, 1000), dawn+60_000)
	mean, _ = table.FirstTokenMs(0, dawn+60_000)
	require.InDelta(t, (400*0.5+1000)/1.5, mean, 0.001, "a half-life old, half the weight")
	headers, known := table.HeadersMs(0, dawn+60_000)
	require.True(t, known)
	require.Equal(t, 100.0, headers)

	_, known = table.FirstTokenMs(0, dawn+60_000+2*60_000)
	require.True(t, known)
	_, known = table.FirstTokenMs(0, dawn+60_000+3*60_000)
	require.False(t, known, "too long ago")
	_, known = table.Usual(0, dawn+60_000+3*60_000)
	require.False(t, known)
	_, known = table.FirstTokenMs(0, dawn-1)
	require.False(t, known, "measured in the future")
	_, known = table.FirstTokenMs(0, dawn)
	require.True(t, known, "clocks differ a little")
	_, known = table.FirstTokenMs(1, dawn)
	require.False(t, known)
}

func TestOnlyAnswersTeachTimes(t *testing.T) {
	for name, o := range map[string]Outcome{
		"a quick refusal":        {Status: 400, HeadersMs: 5, FirstTokenMs: 5},
		"a quick failure":        {Status: 500, HeadersMs: 5, FirstTokenMs: 5},
		"a reply that broke off": {Status: 200, Network: true, HeadersMs: 5, FirstTokenMs: 5},
		"times unknown":          {Status: 200, HeadersMs: -1, FirstTokenMs: -1},
		"given up early":         {HeadersMs: 5, FirstTokenMs: 5},
		"given up, unknown":      {HeadersMs: -1, FirstTokenMs: -1},
	} {
		table := Read("", 1, nil)
		table.Observe(0, nil, took(100, 400), dawn)
		table.Observe(0, nil, o, dawn)
		headers, _ := table.HeadersMs(0, dawn)
		firstToken, _ := table.FirstTokenMs(0, dawn)
		require.Equal(t, []float64{100, 400}, []float64{headers, firstToken}, name)
	}
	table := Read("", 1, nil)
	table.Observe(0, nil, Outcome{HeadersMs: 500, FirstTokenMs: 500}, dawn)
	_, known := table.HeadersMs(0, dawn)
	require.False(t, known, "given up before anything is known")
	table.Observe(0, nil, took(100, 400), dawn)
	table.Observe(0, nil, Outcome{HeadersMs: -1, FirstTokenMs: 600}, dawn)
	mean, _ := table.FirstTokenMs(0, dawn)
	require.Equal(t, 500.0, mean, "given up after more than the mean: at least that long")
}

func TestABufferedReplyTeachesTheHeadersOnly(t *testing.T) {
	table := Read("", 1, nil)
	table.Observe(0, nil, took(2_000, -1), dawn)
	mean, known := table.HeadersMs(0, dawn)
	require.True(t, known)
	require.Equal(t, 2000.0, mean)
	_, known = table.FirstTokenMs(0, dawn)
	require.False(t, known)
}

func TestASlowerTargetIsNoticedWithinAHalfLife(t *testing.T) {
	table := Read("", 1, nil)
	now := int64(dawn)
	for range 5_000 { // at 50 a second the mean is as steady as it gets
		table.Observe(0, nil, took(-1, 300), now)
		now += 20
	}
	for range 5_000 {
		table.Observe(0, nil, took(-1, 900), now)
		now += 20
	}
	mean, _ := table.FirstTokenMs(0, now)
	require.InDelta(t, 900, mean, 10)
}

// TestUsualIsPassedByAboutOneInTwenty draws times from distributions of quite different shapes.
func TestUsualIsPassedByAboutOneInTwenty(t *testing.T) {
	for name, draw := range map[string]func(*rand.Rand) float64{
		"normal":      func(r *rand.Rand) float64 { return 500 + 80*r.NormFloat64() },
		"exponential": func(r *rand.Rand) float64 { return 400 * r.ExpFloat64() },
		"lognormal":   func(r *rand.Rand) float64 { return 400 * math.Exp(0.5*r.NormFloat64()) },
		"heavy":       func(r *rand.Rand) float64 { return 400 * math.Exp(1.0*r.NormFloat64()) },
	} {
		t.Run(name, func(t *testing.T) {
			random, table, now, passed := rand.New(rand.NewPCG(1, 2)), Read("", 1, nil), int64(dawn), 0
			const samples = 20_000
			for range samples {
				ms := int64(max(draw(random), 0))
				if usual, known := table.Usual(0, now); known && ms > usual {
					passed++
				}
				table.Observe(0, nil, took(-1, ms), now)
				now += random.Int64N(2_000)
			}
			share := float64(passed) / samples
			t.Logf("%.1f %% pass the usual time", share*100)
			require.Greater(t, share, 0.02)
			require.Less(t, share, 0.065)
		})
	}
}

func TestDecay(t *testing.T) {
	for k := range int64(40) {
		require.InDelta(t, math.Exp2(-float64(k)), decay(k*1000, 1000), 1e-9)
	}
	last := 1.0
	for passed := int64(0); passed < 10_000; passed += 7 {
		got := decay(passed, 1000)
		require.InEpsilon(t, math.Exp2(-float64(passed)/1000), got, 0.002)
		require.LessOrEqual(t, got, last+1e-7)
		last = got
	}
	require.Zero(t, decay(math.MaxInt64, 1))
	require.Equal(t, 1.0, decay(-1, 1))
	stepped := 1.0
	for range 1000 {
		stepped *= decay(1, 1000)
	}
	require.InDelta(t, 0.5, stepped, 0.001, "many small steps fade as one large one")
}
