package tests

import (
	"fmt"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"causeway/core"
	"causeway/tests/wall"
	"causeway/tests/workerd"
	"causeway/worker/local"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

// TestWall has each host survive each fault of a provider, streamed and buffered, in the client's dialect and translated.
// What happens is the table in wall/wall.md, which -update writes anew.
func TestWall(t *testing.T) {
	upstream := wall.NewUpstream(t)
	closed := wall.ClosedPort(t)
	var all []*wall.Exchange
	for _, gateway := range []*wall.Gateway{nativeGateway(t), edgeGateway(t)} {
		all = append(all, wall.Exchanges(gateway)...)
	}
	atOnce(8, len(all), func(i int) { all[i].Run(upstream, closed) })
	for _, x := range all {
		t.Run(fmt.Sprintf("%s/%s/%s", x.Gateway.Name, x.Fault.Name, x.Way()), func(t *testing.T) {
			defer func() {
				if t.Failed() {
					t.Logf("got %d %s, took %v, error %v\n%s\nreport %s", x.Reply.Status, x.Reply.Header, x.Reply.Took, x.Reply.Err, x.Reply.Raw, x.Report)
				}
			}()
			requireVerdict(t, x)
			requireNoTraceOfHaste(t, x)
			requireAccount(t, x)
			requireNextWorks(t, x)
		})
	}
	table := wall.Table(all)
	t.Logf("\n%s", table)
	if *update {
		require.NoError(t, os.WriteFile("wall/wall.md", []byte(table), 0o644))
	}
	golden, err := os.ReadFile("wall/wall.md")
	require.NoError(t, err)
	require.Equal(t, string(golden), table)
}

// requireVerdict: the client sees what the fault's row promises.
func requireVerdict(t *testing.T, x *wall.Exchange) {
	r := x.Reply
	require.NoError(t, r.Err)
	require.Equal(t, 200, r.Status)
	switch x.Verdict() {
	case wall.FallsOver, wall.Answers:
		require.True(t, r.IsWhole(x.IsStream))
		require.Equal(t, wall.Words(60), r.Text)
		require.Equal(t, "stop", r.Finish)
	case wall.Filtered:
		require.True(t, r.IsWhole(x.IsStream))
		require.Equal(t, wall.Words(6), r.Text)
		require.Equal(t, "content_filter", r.Finish)
	case wall.BreaksOff:
		require.False(t, r.IsDone, "a broken stream has no terminator")
		require.Empty(t, r.Finish, "a broken stream has no finish_reason")
		require.NotNil(t, r.Failure)
		require.True(t, r.IsLast, "nothing follows the error")
		require.NotEmpty(t, r.Failure.Type)
		require.NotEmpty(t, r.Failure.Message)
		require.Equal(t, wall.Words(x.Fault.Words), r.Text)
	}
	require.GreaterOrEqual(t, r.Took.Milliseconds(), x.Fault.AtLeastMs)
	if x.Fault.AtMostMs > 0 {
		require.Less(t, r.Took.Milliseconds(), x.Fault.AtMostMs)
	}
}

// requireNoTraceOfHaste: nobody is asked more often than it takes, and whoever is not wanted any more is told.
func requireNoTraceOfHaste(t *testing.T, x *wall.Exchange) {
	first, second := x.Fault.Calls, 0
	switch x.Verdict() {
	case wall.FallsOver:
		second = 1
	case wall.Answers:
		if strings.Contains(x.Fault.Config, `"retry"`) {
			first++
		}
	}
	require.Equal(t, []int{first, second}, []int{x.First, x.Second}, "requests to the two targets")
	require.False(t, x.IsBusy, "the first target is still writing to somebody")
}

// requireAccount: the header tells of each request, and the report of how it ended.
func requireAccount(t *testing.T, x *wall.Exchange) {
	trace := strings.Split(x.Reply.Header.Get("x-causeway-trace"), ", ")
	tries := x.First + x.Second
	if x.Fault.Play == nil {
		tries++ // it was made, though nobody heard it
	}
	require.Len(t, trace, tries, trace)
	if x.Report == "" {
		require.NotEqual(t, "native", x.Gateway.Name)
		return
	}
	require.Equal(t, int64(tries), gjson.Get(x.Report, "tries.#").Int())
	outcome := map[wall.Verdict]string{wall.BreaksOff: "broken"}[x.Verdict()]
	if outcome == "" {
		outcome = "whole"
	}
	require.Equal(t, outcome, gjson.Get(x.Report, "outcome").Str)
}

// requireNextWorks: the next request, over the same connections, is answered by a target that is well again.
func requireNextWorks(t *testing.T, x *wall.Exchange) {
	require.NoError(t, x.Next.Err)
	require.True(t, x.Next.IsWhole(x.IsStream), x.Next.Raw)
	require.Equal(t, wall.Words(60), x.Next.Text)
}

// nativeGateway is the native server, with a memory of its reports.
func nativeGateway(t *testing.T) *wall.Gateway {
	gateway := newGateway()
	var reports sync.Map
	server := httptest.NewServer(&local.Gateway{
		Open:         func(call core.Call, nowMs int64, seed uint64) core.Machine { return gateway.Open(call, nowMs, seed) },
		Transport:    local.NewTransport(),
		Store:        local.Files(""),
		MaxBodyBytes: core.DefaultMaxBodyBytes,
		Report:       func(report string) { reports.Store(gjson.Get(report, "trace_id").Str, report) },
	})
	t.Cleanup(server.Close)
	return &wall.Gateway{Name: "native", URL: server.URL, Report: func(traceID string) string {
		for range 100 { // a report is made after its client has been served
			if report, ok := reports.Load(traceID); ok {
				return report.(string)
			}
			time.Sleep(10 * time.Millisecond)
		}
		return ""
	}}
}

func edgeGateway(t *testing.T) *wall.Gateway {
	require.NoError(t, builtWorker())
	return &wall.Gateway{Name: "workerd", URL: workerd.StartOnLoopback(t), Report: func(string) string { return "" }}
}

// atOnce calls do for each of n, some at a time.
func atOnce(most, n int, do func(int)) {
	var busy sync.WaitGroup
	slots := make(chan struct{}, most)
	for i := range n {
		slots <- struct{}{}
		busy.Go(func() {
			defer func() { <-slots }()
			do(i)
		})
	}
	busy.Wait()
}
