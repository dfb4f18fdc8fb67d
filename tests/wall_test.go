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
	all := holdAll(t, false)
	for _, x := range all {
		t.Run(x.Name(), func(t *testing.T) {
			logWhenFailed(t, x)
			requireVerdict(t, x)
			requireNoHaste(t, x)
			requireAccount(t, x)
			requireNextWorks(t, x)
		})
	}
	requireGolden(t, "wall/wall.md", wall.Table(all))
}

// TestWallWithoutFallback is the same with a single target, whose replies travel as cheaply as they can, read or not:
// what is no answer cannot be taken for one, and nothing hangs.
func TestWallWithoutFallback(t *testing.T) {
	for _, x := range holdAll(t, true) {
		t.Run(x.Name(), func(t *testing.T) {
			logWhenFailed(t, x)
			if v := x.Verdict(); v == wall.Answers || v == wall.Filtered {
				requireVerdict(t, x)
			} else {
				requireNoAnswer(t, x)
			}
			requireNoHaste(t, x)
			if x.Fault.Play != nil {
				requireNextWorks(t, x)
			}
		})
	}
}

// holdAll holds every exchange on both hosts.
func holdAll(t *testing.T, isAlone bool) (all []*wall.Exchange) {
	upstream := wall.NewUpstream(t)
	closed := wall.ClosedPort(t)
	for _, gateway := range []*wall.Gateway{nativeGateway(t), edgeGateway(t)} {
		all = append(all, wall.Exchanges(gateway, isAlone)...)
	}
	atOnce(8, len(all), func(i int) { all[i].Run(upstream, closed) })
	return all
}

func logWhenFailed(t *testing.T, x *wall.Exchange) {
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("got %d %s, took %v, error %v\n%s\nreport %s",
				x.Reply.Status, x.Reply.Header, x.Reply.Took, x.Reply.Err, x.Reply.Raw, x.Report)
		}
	})
}

// requireGolden compares text with a file's, and shows it. -update writes the file anew.
func requireGolden(t *testing.T, file, text string) {
	t.Logf("\n%s", text)
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	golden, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(golden), text)
}

// TestWallFlapping has the first target fail at every other of sixty requests: each client is served, and with a breaker
// the target is left alone once it has failed five times.
func TestWallFlapping(t *testing.T) {
	const (
		requests  = 60
		failures  = requests / 2
		threshold = 5
		opened    = 2*threshold - 1 // the request that opens the breaker
	)
	breaker := fmt.Sprintf(`"cb_config":{"failure_threshold":%d,"cooldown_interval":60000},`, threshold)
	cases := []struct {
		fault         string
		isStream      bool
		breaker       string
		first, second int // requests
		broken        int // replies
	}{
		{"503", false, "", requests, failures, 0},
		{"503", true, breaker, opened, requests - opened + threshold, 0},
		{"reset before the header", true, "", requests, failures, 0},
		{"reset before the header", false, breaker, opened, requests - opened + threshold, 0},
		{"empty 200", false, "", requests, failures, 0},
		{"empty 200", false, breaker, opened, requests - opened + threshold, 0},
		{"error as the first frame", true, breaker, opened, requests - opened + threshold, 0},
		{"stream ended without its ending", true, "", requests, 0, failures},
		{"stream ended without its ending", true, breaker, opened, requests - opened, threshold},
	}
	table := "| at every other of 60 requests | breaker | requests to 1st, 2nd | whole answers | replies that break off |\n|---|---|---|---|---|\n"
	for _, c := range cases {
		table += fmt.Sprintf("| %s | %s | %d, %d | %d | %d |\n", c.fault, map[bool]string{true: "after 5 failures"}[c.breaker != ""],
			c.first, c.second, requests-c.broken, c.broken)
	}
	requireGolden(t, "wall/flapping.md", table)
	upstream := wall.NewUpstream(t)
	for _, gateway := range []*wall.Gateway{nativeGateway(t), edgeGateway(t)} {
		for _, c := range cases {
			name := fmt.Sprintf("%s/%s/breaker=%t", gateway.Name, c.fault, c.breaker != "")
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				x := wall.Exchange{Fault: wall.Named(c.fault), Gateway: gateway, IsStream: c.isStream}
				replies, first, second := x.Flap(upstream, requests, c.breaker)
				broken := 0
				for _, r := range replies {
					require.NoError(t, r.Err)
					if !r.IsWhole(c.isStream) {
						require.NotNil(t, r.Failure, r.Raw)
						broken++
					}
				}
				require.Equal(t, []int{c.first, c.second, c.broken}, []int{first, second, broken}, "to the 1st, to the 2nd, broken off")
			})
		}
	}
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

// requireNoAnswer: the client gets an error that says what it is, or something that nobody takes for a whole answer.
func requireNoAnswer(t *testing.T, x *wall.Exchange) {
	r := x.Reply
	require.Less(t, r.Took, wall.Patience)
	if r.Err == nil && r.Status != 200 {
		require.NotNil(t, r.Failure)
		require.NotEmpty(t, r.Failure.Message)
		return
	}
	if x.Fault.IsVisible && !x.IsTranslated {
		return
	}
	require.False(t, r.IsWhole(x.IsStream))
	require.False(t, r.IsDone)
	require.Empty(t, r.Finish)
}

// requireNoHaste: nobody is asked more often than it takes, and whoever is not wanted any more is told.
func requireNoHaste(t *testing.T, x *wall.Exchange) {
	first, second := x.Fault.Calls, 0
	switch x.Verdict() {
	case wall.FallsOver:
		if !x.IsAlone {
			second = 1
		}
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
