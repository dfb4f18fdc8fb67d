package drive_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"causeway/core"
	"causeway/worker/drive"

	"github.com/stretchr/testify/require"
)

func TestRunDoesWhatTheMachineSays(t *testing.T) {
	fetch := core.Action{Kind: core.Fetch, ID: 1, Method: "POST", URL: "http://a.test/", WithinMs: 7}
	head := core.Action{Kind: core.Write, Status: 200, Header: core.Header{{Name: "a", Value: "b"}}, Body: "["}
	report := `{"outcome":"whole"}`
	cases := []struct {
		name    string
		actions []core.Action
		replies []reply
		heard   []string // inputs, in order
		said    string   // to the client; | is a flush
		ending  drive.Ending
	}{
		{
			name:    "whole reply in one write",
			actions: []core.Action{{Kind: core.Write, Status: 200, Body: "ok"}, {Kind: core.Done, Report: report}},
			said:    "200 ok", ending: drive.Served,
		},
		{
			name: "reads until the end, flushing before it waits",
			actions: []core.Action{fetch, {Kind: core.Read, ID: 1}, head, {Kind: core.Read, ID: 1},
				{Kind: core.Write, Body: "]"}, {Kind: core.Done}},
			replies: []reply{{length: -1, chunks: []string{"x"}, err: io.EOF}},
			heard:   []string{"head 1", "body x", "end"},
			said:    "200 [|]", ending: drive.Served,
		},
		{
			name:    "pipes a stream read by read",
			actions: []core.Action{fetch, head, {Kind: core.Pipe, ID: 1}, {Kind: core.Done}},
			replies: []reply{{length: -1, chunks: []string{"a", "b"}, err: io.EOF}},
			heard:   []string{"head 1", "end"},
			said:    "200 [|a|b|", ending: drive.Served,
		},
		{
			name:    "pipes a body of known length without flushing",
			actions: []core.Action{fetch, {Kind: core.Write, Status: 200}, {Kind: core.Pipe, ID: 1}, {Kind: core.Done}},
			replies: []reply{{length: 2, chunks: []string{"a", "b"}, err: io.EOF}},
			heard:   []string{"head 1", "end"},
			said:    "200 ab", ending: drive.Served,
		},
		{
			name:    "a pipe that breaks",
			actions: []core.Action{fetch, head, {Kind: core.Pipe, ID: 1}, {Kind: core.Done, Broken: true}},
			replies: []reply{{length: -1, chunks: []string{"a"}, err: drive.Failed(core.TimedOut)}},
			heard:   []string{"head 1", "fail 3"},
			said:    "200 [|a|", ending: drive.Broken,
		},
		{
			name: "a refused connection, a wait, and another try",
			actions: []core.Action{fetch, {Kind: core.Wait, Ms: 1000}, {Kind: core.Fetch, ID: 2}, {Kind: core.Cancel, ID: 2},
				{Kind: core.Done}},
			replies: []reply{{refused: drive.Failed(core.Refused)}, {}},
			heard:   []string{"fail 1", "tick +1000", "head 2"},
			said:    "", ending: drive.Served,
		},
		{
			name:    "an unknown error counts as a broken connection",
			actions: []core.Action{fetch, {Kind: core.Done}},
			replies: []reply{{refused: errors.New("what")}},
			heard:   []string{"fail 2"}, ending: drive.Served,
		},
		{
			name:    "stored values",
			actions: []core.Action{{Kind: core.Load, Keys: []string{"config/a"}}, {Kind: core.Done}},
			heard:   []string{"loaded config/a"}, ending: drive.Served,
		},
		{
			name:    "the control plane's",
			actions: []core.Action{{Kind: core.Delegate}}, ending: drive.Delegated,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := &world{replies: c.replies}
			m := &machine{world: w, actions: c.actions}
			ending, _ := drive.Run(t.Context(), m, w.host())
			require.Equal(t, c.ending, ending)
			require.Equal(t, c.heard, m.heard)
			require.Equal(t, c.said, w.said.String())
			require.True(t, m.closed)
			require.Zero(t, w.open, "every reply is closed")
		})
	}
}

func TestClientThatLeavesAbortsWhatIsInFlight(t *testing.T) {
	for name, actions := range map[string][]core.Action{
		"while it is written to":         {{Kind: core.Fetch, ID: 1}, {Kind: core.Write, Body: "x"}, {Kind: core.Read, ID: 1}},
		"while the upstream is piped":    {{Kind: core.Fetch, ID: 1}, {Kind: core.Pipe, ID: 1}},
		"while the upstream is read":     {{Kind: core.Fetch, ID: 1}, {Kind: core.Read, ID: 1}, {Kind: core.Read, ID: 1}},
		"while the machine wants a wait": {{Kind: core.Fetch, ID: 1}, {Kind: core.Wait, Ms: 5}, {Kind: core.Read, ID: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, leave := context.WithCancel(t.Context())
			w := &world{replies: []reply{{chunks: []string{"a", "b"}, err: io.EOF}}, gone: errors.New("gone"), leave: leave}
			m := &machine{world: w, actions: actions}
			ending, report := drive.Run(ctx, m, w.host())
			require.Equal(t, drive.Gone, ending)
			require.Empty(t, report)
			require.True(t, m.closed)
			require.Zero(t, w.open)
		})
	}
}

func TestMachineThatPanicsLeavesNothingInFlight(t *testing.T) {
	w := &world{replies: []reply{{}}}
	m := &machine{world: w, actions: []core.Action{{Kind: core.Fetch, ID: 1}}}
	require.Panics(t, func() { drive.Run(t.Context(), m, w.host()) })
	require.True(t, m.closed)
	require.Zero(t, w.open)
}

func TestFailedSaysWhy(t *testing.T) {
	require.EqualError(t, drive.Failed(core.TimedOut), "upstream was silent for too long")
	require.EqualError(t, drive.Failed(99), "upstream failed (99)")
}

func TestPipeAllocatesNothingPerChunk(t *testing.T) {
	pipe := func(chunks int) float64 {
		actions := []core.Action{{Kind: core.Fetch, ID: 1}, {Kind: core.Pipe, ID: 1}, {Kind: core.Done}}
		texts := strings.Split(strings.Repeat("x ", chunks), " ")[:chunks]
		return testing.AllocsPerRun(100, func() {
			w := &world{replies: []reply{{length: -1, chunks: texts, err: io.EOF}}, quiet: true}
			drive.Run(context.Background(), &machine{world: w, actions: actions}, w.host())
		})
	}
	require.InDelta(t, pipe(10), pipe(1000), 1)
}

func BenchmarkPipe(b *testing.B) {
	actions := []core.Action{{Kind: core.Fetch, ID: 1}, {Kind: core.Pipe, ID: 1}, {Kind: core.Done}}
	chunks := make([]string, 100)
	for i := range chunks {
		chunks[i] = strings.Repeat("x", 200)
	}
	b.ReportAllocs()
	for b.Loop() {
		w := &world{replies: []reply{{length: -1, chunks: chunks, err: io.EOF}}, quiet: true}
		drive.Run(b.Context(), &machine{world: w, actions: actions}, w.host())
	}
}
