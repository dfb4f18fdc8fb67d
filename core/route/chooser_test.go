package route

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// ward is a Chooser for tests: the leaves that are out, who is asking, and which child is best.
type ward struct {
	out      map[int32]bool
	identity uint64
	best     int32
}

func (w ward) Ready(leaf int32) bool { return !w.out[leaf] }

func (w ward) Measure(int32, *Node, uint64) int32 { return w.best }

func (w ward) Sticky(int32) (uint64, bool) { return w.identity, w.identity != 0 }

func TestWalkAvoidsTargetsThatAreNotReady(t *testing.T) {
	two := func(mode Mode) *Tree {
		return &Tree{Nodes: []Node{{Mode: mode, First: 1, Count: 3}, {Leaf: 0, Weight: 1}, {Leaf: 1, Weight: 1}, {Leaf: 2, Weight: 1}}}
	}
	cases := []struct {
		name string
		mode Mode
		out  map[int32]bool
		want []int32
	}{
		{"fallback skips the first", Fallback, map[int32]bool{0: true}, []int32{1, 2}},
		{"fallback skips one between", Fallback, map[int32]bool{1: true}, []int32{0, 2}},
		{"fallback does not end with one that is out", Fallback, map[int32]bool{1: true, 2: true}, []int32{0}},
		{"all out is as none out, for the first", Fallback, map[int32]bool{0: true, 1: true, 2: true}, []int32{0}},
		{"balance among the ready", LoadBalance, map[int32]bool{0: true, 2: true}, []int32{1}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := Walk{Chooser: ward{out: c.out}}
			leaf, err := w.Start(two(c.mode), &Facts{}, 5)
			require.NoError(t, err)
			got := []int32{leaf}
			for more := true; more; {
				if leaf, more, err = w.After(500); more {
					got = append(got, leaf)
				}
				require.NoError(t, err)
			}
			require.Equal(t, c.want, got)
		})
	}
	w := Walk{Chooser: ward{out: map[int32]bool{0: true, 1: true, 2: true}}}
	seen := map[int32]bool{}
	for seed := range uint64(100) {
		leaf, err := w.Start(two(LoadBalance), &Facts{}, seed)
		require.NoError(t, err)
		seen[leaf] = true
	}
	require.Len(t, seen, 3, "a balance of which all are out chooses among all")
}

func TestNestedNodeIsReadyWhenOneOfItsLeavesIs(t *testing.T) {
	tree := &Tree{Nodes: []Node{
		{Mode: Fallback, First: 1, Count: 2},
		{Mode: LoadBalance, First: 3, Count: 2}, {Leaf: 2},
		{Leaf: 0, Weight: 1}, {Leaf: 1, Weight: 1},
	}}
	w := Walk{Chooser: ward{out: map[int32]bool{0: true}}}
	leaf, err := w.Start(tree, &Facts{}, 1)
	require.NoError(t, err)
	require.Equal(t, int32(1), leaf)
	w = Walk{Chooser: ward{out: map[int32]bool{0: true, 1: true}}}
	leaf, err = w.Start(tree, &Facts{}, 1)
	require.NoError(t, err)
	require.Equal(t, int32(2), leaf)
}

func TestMeasuredAndStickyNodesAskTheChooser(t *testing.T) {
	nodes := []Node{{Mode: Measured, First: 1, Count: 2}, {Leaf: 0, Weight: 1}, {Leaf: 1, Weight: 1}}
	w := Walk{Chooser: ward{best: 1}}
	leaf, err := w.Start(&Tree{Nodes: nodes}, &Facts{}, 1)
	require.NoError(t, err)
	require.Equal(t, int32(1), leaf)
	w = Walk{}
	leaf, err = w.Start(&Tree{Nodes: nodes}, &Facts{}, 1)
	require.NoError(t, err)
	require.Equal(t, int32(0), leaf, "nothing is known")

	nodes[0].Mode = LoadBalance
	chosen := map[int32]bool{}
	for identity := uint64(1); identity < 50; identity++ {
		w := Walk{Chooser: ward{identity: identity}}
		first, err := w.Start(&Tree{Nodes: nodes}, &Facts{}, 1)
		require.NoError(t, err)
		again, err := w.Start(&Tree{Nodes: nodes}, &Facts{}, 2)
		require.NoError(t, err)
		require.Equal(t, first, again, "who asks again gets the same target")
		chosen[first] = true
	}
	require.Len(t, chosen, 2)
}

// lines is a Header for tests.
type lines map[string]string

func (l lines) Lookup(name string) (string, bool) {
	value, ok := l[name]
	return value, ok
}

func TestConditionsAskForHeaders(t *testing.T) {
	cases := []struct {
		query string
		want  bool
	}{
		{`{"headers.X-Team":"blue"}`, true},
		{`{"headers.x-team":{"$ne":"blue"}}`, false},
		{`{"headers.x.dotted":{"$in":["1"]}}`, true},
		{`{"headers.none":{"$eq":"blue"}}`, false},
		{`{"headers.none":{"$ne":"blue"}}`, true},
		{`{"headers":"blue"}`, false},
	}
	for _, c := range cases {
		q, err := Compile(c.query, nil)
		require.NoError(t, err)
		require.Equal(t, c.want, q.Match(&Facts{Header: lines{"x-team": "blue", "x.dotted": "1"}}), c.query)
		require.Equal(t, strings.Contains(c.query, "$ne"), q.Match(&Facts{}), "no header: %s", c.query)
	}
}
