package health

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// A scored target; its zero value is unknown and not usable.
type scored struct {
	amount        float64
	known, usable bool
}

func of(amount float64) scored { return scored{amount, true, true} }
func shut(amount float64) scored {
	return scored{amount, true, false}
}

var fresh = scored{usable: true}

func among(targets []scored) (int, func(int) (float64, bool, bool)) {
	return len(targets), func(i int) (float64, bool, bool) { return targets[i].amount, targets[i].known, targets[i].usable }
}

func TestCheapest(t *testing.T) {
	for name, c := range map[string]struct {
		targets []scored
		want    int
	}{
		"none":                        {nil, -1},
		"none usable":                 {[]scored{shut(1), {}}, -1},
		"the least":                   {[]scored{of(3), of(1), of(2)}, 1},
		"the first of equals":         {[]scored{of(2), of(1), of(1)}, 1},
		"not one that is shut":        {[]scored{of(3), shut(1), of(2)}, 2},
		"free is cheapest":            {[]scored{of(1), of(0)}, 1},
		"unknown comes last":          {[]scored{fresh, of(9)}, 1},
		"the first of unknowns":       {[]scored{{}, fresh, fresh}, 1},
		"no price is no known price":  {[]scored{of(math.NaN()), of(-1), of(math.Inf(1)), of(math.Inf(-1)), of(5)}, 4},
		"the first when none is real": {[]scored{of(math.NaN()), of(-1)}, 0},
	} {
		n, price := among(c.targets)
		require.Equal(t, c.want, Cheapest(n, price), name)
	}
}

func TestFastest(t *testing.T) {
	for name, c := range map[string]struct {
		targets []scored
		explore float64
		want    []float64 // the share of each
	}{
		"the fastest":                    {[]scored{of(300), of(100), of(200)}, 0, []float64{0, 1, 0}},
		"the first of equals":            {[]scored{of(100), of(100)}, 0, []float64{1, 0}},
		"a share explores":               {[]scored{of(300), of(100), of(200), shut(1)}, 0.3, []float64{0.1, 0.8, 0.1, 0}},
		"exploring always":               {[]scored{of(300), of(100)}, 9, []float64{0.5, 0.5}},
		"exploring never":                {[]scored{of(300), of(100)}, math.NaN(), []float64{0, 1}},
		"unknown gets half":              {[]scored{of(300), of(100), fresh}, 0, []float64{0, 0.5, 0.5}},
		"unknowns share the half":        {[]scored{fresh, of(100), fresh, {}}, 0, []float64{0.25, 0.5, 0.25, 0}},
		"unknown, with some exploration": {[]scored{of(100), fresh}, 0.2, []float64{0.5, 0.5}},
		"only unknowns":                  {[]scored{fresh, {}, fresh}, 0, []float64{0.5, 0, 0.5}},
		"no time is no known time":       {[]scored{of(math.NaN()), of(1)}, 0, []float64{0.5, 0.5}},
	} {
		t.Run(name, func(t *testing.T) {
			n, score := among(c.targets)
			const seeds = 40_000
			counts := make([]float64, n)
			for seed := range uint64(seeds) {
				chosen := Fastest(n, score, c.explore, seed)
				require.Equal(t, chosen, Fastest(n, score, c.explore, seed))
				counts[chosen]++
			}
			for i, want := range c.want {
				require.InDelta(t, want, counts[i]/seeds, 0.0125) // five deviations of the least likely
				require.Equal(t, want == 0, counts[i] == 0)
			}
		})
	}
	for _, explore := range []float64{0, 1} {
		n, score := among([]scored{shut(1), {}})
		require.Equal(t, -1, Fastest(n, score, explore, 1))
		require.Equal(t, -1, Fastest(0, score, explore, 1))
	}
}
