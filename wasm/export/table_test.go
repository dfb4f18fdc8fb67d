package export

import (
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core"
	"causeway/wasm/abi"
)

func TestCallsDoNotSeeEachOther(t *testing.T) {
	table := newTable()
	a, b := table.Begin(core.Call{Path: "/a"}, 1, 0), table.Begin(core.Call{Path: "/b"}, 1, 0)
	require.Equal(t, "/a", nextOf(t, table, a).Body)
	require.Equal(t, "/b", nextOf(t, table, b).Body)
}

func TestStaleHandleIsRefused(t *testing.T) {
	table := newTable()
	first := table.Begin(core.Call{Path: "/a"}, 1, 0)
	table.Close(first, 0)
	second := table.Begin(core.Call{Path: "/b"}, 1, 0)

	require.NotEqual(t, first, second, "the slot is used again under another handle")
	_, ok := table.Next(first)
	require.False(t, ok)
	table.Feed(first, 2, func(core.Machine) { t.Fatal("fed") })
	table.Close(first, 0)
	require.Equal(t, "/b", nextOf(t, table, second).Body)
}

func TestHandlesAreNeverNegativeAndWrapAround(t *testing.T) {
	table := newTable()
	for range generationMask + 2 {
		h := table.Begin(core.Call{}, 1, 0)
		require.GreaterOrEqual(t, int32(h), int32(0))
		table.Close(h, 0)
	}
	require.Len(t, table.slots, 1)
}

func TestLostCallGivesWayToAnother(t *testing.T) {
	table := newTable()
	lost := table.Begin(core.Call{}, 1, 0)
	table.Begin(core.Call{}, 1+abi.MaxIdleMs, 0)
	require.Len(t, table.slots, 2, "idle, but not for long enough")
	table.Begin(core.Call{}, 2+abi.MaxIdleMs, 0)
	require.Len(t, table.slots, 2)
	_, ok := table.Next(lost)
	require.False(t, ok)
}

func TestPanicStaysWithItsCall(t *testing.T) {
	tests := map[string]struct {
		path string
		want []core.Action
	}{
		"when the call is opened":      {"/panic-open", []core.Action{sorryReply, {Kind: core.Done}}},
		"before the reply":             {"/panic-next", []core.Action{sorryReply, {Kind: core.Done}}},
		"after the reply's head":       {"/panic-late", []core.Action{{Kind: core.Write, Body: "/panic-late"}, {Kind: core.Done, Broken: true}}},
		"when the call is fed":         {"/panic-fed", []core.Action{sorryReply, {Kind: core.Done}}},
		"and Done is said again later": {"/panic-next", []core.Action{sorryReply, {Kind: core.Done}, {Kind: core.Done}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			table := newTable()
			other := table.Begin(core.Call{Path: "/other"}, 1, 0)
			h := table.Begin(core.Call{Path: test.path}, 1, 0)
			if test.path == "/panic-fed" {
				table.Feed(h, 2, func(m core.Machine) { m.Tick(2) })
				table.Feed(h, 3, func(m core.Machine) { m.Tick(3) })
			}
			for _, want := range test.want {
				require.Equal(t, want, nextOf(t, table, h))
			}
			require.Equal(t, "/other", nextOf(t, table, other).Body)
			require.True(t, table.Close(h, 0), "the instance is to be retired")
		})
	}
}

func TestInstanceIsRetiredForItsMemory(t *testing.T) {
	table := newTable()
	require.False(t, table.Close(table.Begin(core.Call{}, 1, 0), abi.MaxMemoryBytes))
	require.True(t, table.Close(table.Begin(core.Call{}, 1, 0), abi.MaxMemoryBytes+1))
}

func TestBufferBecomesAStringWithoutACopy(t *testing.T) {
	var b buffers
	first, second := b.alloc(3), b.alloc(2)
	copy(first, "abc")
	copy(second, "de")
	require.Equal(t, "ab", b.take(&first[0], 2))
	require.Equal(t, "de", b.take(&second[0], 2))
	require.Panics(t, func() { b.take(&first[0], 3) }, "given already")
	require.Equal(t, "", b.take(nil, 0))
}

func TestAbandonedBufferIsForgotten(t *testing.T) {
	var b buffers
	abandoned := b.alloc(1)
	b.alloc(1)
	b.alloc(1)
	require.Panics(t, func() { b.take(&abandoned[0], 1) })
}

func TestOpenAndCloseKeepNothing(t *testing.T) {
	table := newTable()
	call := core.Call{Path: "/a"}
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() {
		h := table.Begin(call, 1, 0)
		table.Next(h)
		table.Close(h, 0)
	}), 5.0)
	require.Nil(t, table.slots[0].machine)
}

var sorryReply = core.Action{Kind: core.Write, Status: 500, Body: "sorry"}

func newTable() *Table {
	return &Table{
		Open: func(call core.Call, _ int64, _ uint64) core.Machine {
			if call.Path == "/panic-open" {
				panic("open")
			}
			return &echo{path: call.Path}
		},
		Apology: func(*core.Call) core.Action { return sorryReply },
	}
}

func nextOf(t *testing.T, table *Table, handle uint32) core.Action {
	a, ok := table.Next(handle)
	require.True(t, ok)
	return a
}

// echo writes its path, and breaks where the path says so.
type echo struct {
	sorry
	path string
	said bool
}

func (e *echo) Next() core.Action {
	if e.path == "/panic-next" || e.said && e.path == "/panic-late" {
		panic("next")
	}
	e.said = true
	return core.Action{Kind: core.Write, Body: e.path}
}

func (e *echo) Tick(int64) { panic("fed") }

func (e *echo) Updated(int64, string) string { return "" }
