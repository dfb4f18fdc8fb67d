package route

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// The little language of these tests: a node is a leaf's number, or a mode with children.
type spec struct {
	mode      Mode
	weight    float64
	onStatus  []int
	when      []string // Conditional: the query of each child in turn, "" for none
	otherwise int32
	children  []spec
}

func leaf() spec              { return spec{weight: 1} }
func weighing(w float64) spec { return spec{weight: w} }
func fallback(on []int, c ...spec) spec {
	return spec{mode: Fallback, weight: 1, onStatus: on, children: c}
}
func balance(c ...spec) spec { return spec{mode: LoadBalance, weight: 1, children: c} }
func single(c ...spec) spec  { return spec{mode: Single, weight: 1, children: c} }
func when(otherwise int32, q []string, c ...spec) spec {
	return spec{mode: Conditional, weight: 1, when: q, otherwise: otherwise, children: c}
}

// plant makes a tree of a spec; leaves are numbered in text order.
func plant(t testing.TB, root spec) *Tree {
	tree, leaves := &Tree{Nodes: make([]Node, 1)}, int32(0)
	var grow func(at int, s spec)
	grow = func(at int, s spec) {
		n := Node{Mode: s.mode, Weight: s.weight, OnStatus: s.onStatus, Default: s.otherwise, First: int32(len(tree.Nodes)), Count: int32(len(s.children))}
		if s.mode == Leaf {
			n.Leaf = leaves
			leaves++
		}
		for i, q := range s.when {
			n.Conditions = append(n.Conditions, Condition{Query: mustCompile(t, q), Then: int32(i)})
		}
		tree.Nodes[at] = n
		tree.Nodes = append(tree.Nodes, make([]Node, len(s.children))...)
		for i := range s.children {
			grow(int(n.First)+i, s.children[i])
		}
	}
	grow(0, root)
	return tree
}

func TestFallback(t *testing.T) {
	on429 := []int{429}
	for name, c := range map[string]struct {
		tree     spec
		statuses []int
		leaves   []int32 // all that are tried
	}{
		"a leaf alone":                    {leaf(), []int{500}, []int32{0}},
		"single tries no other":           {single(leaf(), leaf()), []int{500}, []int32{0}},
		"load balancing tries no other":   {balance(leaf(), weighing(0)), []int{500}, []int32{0}},
		"the first succeeds":              {fallback(nil, leaf(), leaf()), []int{200}, []int32{0}},
		"any 2xx succeeds":                {fallback(nil, leaf(), leaf()), []int{299}, []int32{0}},
		"400 fails by default":            {fallback(nil, leaf(), leaf()), []int{400, 200}, []int32{0, 1}},
		"1xx and 3xx fail by default":     {fallback(nil, leaf(), leaf(), leaf()), []int{199, 300, 200}, []int32{0, 1, 2}},
		"no reply fails by default":       {fallback(nil, leaf(), leaf()), []int{0, 200}, []int32{0, 1}},
		"all fail":                        {fallback(nil, leaf(), leaf()), []int{500, 503}, []int32{0, 1}},
		"a listed status falls":           {fallback(on429, leaf(), leaf()), []int{429, 200}, []int32{0, 1}},
		"an unlisted status stays":        {fallback(on429, leaf(), leaf()), []int{500}, []int32{0}},
		"a listed 2xx falls":              {fallback([]int{246}, leaf(), leaf()), []int{246, 200}, []int32{0, 1}},
		"an empty list stays":             {fallback([]int{}, leaf(), leaf()), []int{500}, []int32{0}},
		"inner first, then outer":         {fallback(nil, fallback(nil, leaf(), leaf()), leaf()), []int{500, 500, 500}, []int32{0, 1, 2}},
		"inner stays, outer falls":        {fallback(nil, fallback(on429, leaf(), leaf()), leaf()), []int{500, 200}, []int32{0, 2}},
		"inner spent, outer stays":        {fallback(on429, fallback(nil, leaf(), leaf()), leaf()), []int{429, 500}, []int32{0, 1}},
		"inner succeeds, outer is done":   {fallback(nil, fallback(nil, leaf(), leaf()), leaf()), []int{500, 200}, []int32{0, 1}},
		"the last child is a fallback":    {fallback(nil, leaf(), fallback(nil, leaf(), leaf())), []int{500, 500, 500}, []int32{0, 1, 2}},
		"a balance within a fallback":     {fallback(nil, balance(weighing(0), leaf()), leaf()), []int{500, 500}, []int32{1, 2}},
		"a fallback within a balance":     {balance(weighing(0), fallback(nil, leaf(), leaf())), []int{500, 500}, []int32{1, 2}},
		"a condition within a fallback":   {fallback(nil, leaf(), when(1, []string{`{"params.a":1}`}, leaf(), leaf()), leaf()), []int{500, 500, 500}, []int32{0, 2, 3}},
		"three deep, all the way through": {fallback(nil, fallback(nil, fallback(nil, leaf(), leaf()), leaf()), leaf()), []int{1, 2, 3, 4}, []int32{0, 1, 2, 3}},
	} {
		t.Run(name, func(t *testing.T) {
			var w Walk
			got, more, err := make([]int32, 0, 4), true, error(nil)
			first, err := w.Start(plant(t, c.tree), &Facts{}, 1)
			require.NoError(t, err)
			got = append(got, first)
			for _, status := range c.statuses {
				require.True(t, more)
				var next int32
				if next, more, err = w.After(status); more {
					got = append(got, next)
				}
				require.NoError(t, err)
			}
			require.False(t, more)
			require.Equal(t, c.leaves, got)
			_, more, err = w.After(500)
			require.False(t, more, "a walk that is over stays over")
			require.NoError(t, err)
		})
	}
}

func TestConditions(t *testing.T) {
	tree := plant(t, when(2, []string{`{"params.model":"fast"}`, `{"metadata.plan":{"$in":["paid","team"]}}`}, leaf(), leaf(), leaf()))
	for _, c := range []struct {
		facts Facts
		want  int32
	}{
		{Facts{Params: `{"model":"fast"}`, Metadata: `{"plan":"paid"}`}, 0},
		{Facts{Params: `{"model":"slow"}`, Metadata: `{"plan":"paid"}`}, 1},
		{Facts{Params: `{"model":"slow"}`}, 2},
		{Facts{Params: "--multipart"}, 2},
	} {
		var w Walk
		got, err := w.Start(tree, &c.facts, 0)
		require.NoError(t, err)
		require.Equal(t, c.want, got)
	}
}

func TestWalksThatHaveNoLeaf(t *testing.T) {
	unresolved := when(-1, []string{`{"params.a":1}`}, leaf())
	var w Walk
	_, err := w.Start(plant(t, unresolved), &Facts{}, 0)
	require.ErrorIs(t, err, Unresolved)
	require.EqualError(t, err, "query router did not resolve to any valid target")

	_, err = w.Start(plant(t, balance(weighing(0), weighing(-1))), &Facts{}, 0)
	require.ErrorIs(t, err, Weightless)

	_, err = w.Start(plant(t, fallback(nil, leaf(), unresolved, leaf())), &Facts{}, 0)
	require.NoError(t, err)
	_, more, err := w.After(500)
	require.ErrorIs(t, err, Unresolved)
	require.False(t, more)
	_, more, err = w.After(500)
	require.NoError(t, err)
	require.False(t, more)

	deepest := leaf()
	for range MaxDepth - 1 {
		deepest = single(deepest)
	}
	_, err = w.Start(plant(t, deepest), &Facts{}, 0)
	require.NoError(t, err)
	_, err = w.Start(plant(t, single(deepest)), &Facts{}, 0)
	require.ErrorIs(t, err, TooDeep)
	_, err = w.Start(&Tree{Nodes: []Node{{Mode: Single, First: 0, Count: 1}}}, &Facts{}, 0)
	require.ErrorIs(t, err, TooDeep)
}

func TestACopyIsAPlaceToComeBackTo(t *testing.T) {
	tree := plant(t, fallback(nil, leaf(), leaf(), leaf()))
	var w Walk
	_, err := w.Start(tree, &Facts{}, 0)
	require.NoError(t, err)
	before := w
	next, _, _ := w.After(500)
	require.Equal(t, int32(1), next)
	w = before
	next, _, _ = w.After(500)
	require.Equal(t, int32(1), next)
}

// TestWeights compares 100,000 seeds that count up with the weights: chi-square, five degrees of freedom, p = 0.001.
func TestWeights(t *testing.T) {
	weights := []float64{0.5, 0, 3, 1, 1e-1, 2.4, 1}
	sum, tree := 0.0, balance()
	for _, w := range weights {
		sum += w
		tree.children = append(tree.children, weighing(w))
	}
	planted := plant(t, tree)
	const seeds = 100_000
	counts := make([]float64, len(weights))
	for seed := range uint64(seeds) {
		var w Walk
		chosen, err := w.Start(planted, &Facts{}, seed)
		require.NoError(t, err)
		counts[chosen]++
	}
	chi := 0.0
	for i, w := range weights {
		if w == 0 {
			require.Zero(t, counts[i])
			continue
		}
		expected := w / sum * seeds
		chi += (counts[i] - expected) * (counts[i] - expected) / expected
	}
	require.Less(t, chi, 20.515)
}

// TestChoicesOnOneWalkAreIndependent draws at two nodes from the one seed: all four pairs come up equally often.
func TestChoicesOnOneWalkAreIndependent(t *testing.T) {
	tree := plant(t, balance(balance(leaf(), leaf()), balance(leaf(), leaf())))
	const seeds = 100_000
	var counts [4]float64
	for seed := range uint64(seeds) {
		var w Walk
		chosen, err := w.Start(tree, &Facts{}, seed*0x9E3779B97F4A7C15) // the worst seeds for a SplitMix64
		require.NoError(t, err)
		counts[chosen]++
	}
	chi := 0.0
	for _, n := range counts {
		chi += (n - seeds/4) * (n - seeds/4) / (seeds / 4)
	}
	require.Less(t, chi, 16.266) // three degrees of freedom, p = 0.001
}

func TestPickEdges(t *testing.T) {
	pick := func(random uint64, weights ...float64) int {
		return Pick(len(weights), func(i int) float64 { return weights[i] }, random)
	}
	require.Equal(t, -1, pick(0))
	require.Equal(t, -1, pick(0, 0, -1, math.NaN()))
	require.Equal(t, 1, pick(0, 0, 1, 0))
	require.Equal(t, 1, pick(math.MaxUint64, 0, 1, 0))
	require.Equal(t, 0, pick(0, 0.1, 0.2, 0.3))
	require.Equal(t, 2, pick(math.MaxUint64, 0.1, 0.2, 0.3))
	require.Equal(t, 0, pick(1<<63-1, 1, 1))
	require.Equal(t, 1, pick(1<<63, 1, 1))
}

func FuzzPick(f *testing.F) {
	f.Add(uint64(1), 0.5, 0.0, 2.0)
	f.Add(uint64(math.MaxUint64), 1e-300, 1e300, -1.0)
	f.Fuzz(func(t *testing.T, random uint64, a, b, c float64) {
		weights := [...]float64{a, b, c}
		i := Pick(3, func(i int) float64 { return weights[i] }, random)
		if i < 0 {
			require.False(t, a > 0 || b > 0 || c > 0)
			return
		}
		require.Positive(t, weights[i])
	})
}

// large is 1,000 leaves, ten levels deep, with every mode on the way.
func large(t testing.TB) *Tree {
	chain := leaf()
	for range 4 {
		chain = when(1, []string{`{"params.model":{"$regex":"^o"}}`}, leaf(), fallback(nil, chain, leaf()))
	}
	root := balance()
	for range 1000 / 9 {
		root.children = append(root.children, chain)
	}
	root.children = append(root.children, leaf())
	return plant(t, root)
}

func TestWalksDoNotAllocate(t *testing.T) {
	tree := large(t)
	facts := Facts{Params: `{"messages":[{"role":"user","content":"Say \"hi\""}],"model":"gpt-4.1"}`}
	seed := uint64(0)
	require.Zero(t, testing.AllocsPerRun(1000, func() {
		var w Walk
		seed++
		_, err := w.Start(tree, &facts, seed)
		for more := err == nil; more; {
			_, more, _ = w.After(500)
		}
	}))
}

func BenchmarkThousandTargetsTenDeep(b *testing.B) {
	tree := large(b)
	facts := Facts{Params: `{"messages":[{"role":"user","content":"Say \"hi\""}],"model":"gpt-4.1"}`}
	b.ReportAllocs()
	seed := uint64(0)
	for b.Loop() {
		var w Walk
		seed++
		_, err := w.Start(tree, &facts, seed)
		for more := err == nil; more; {
			_, more, _ = w.After(500)
		}
	}
}
