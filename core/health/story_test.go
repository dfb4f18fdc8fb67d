package health

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	day = 86_400_000
	// dawn is when the stories begin: some morning that is no multiple of any bucket.
	dawn = 1_795_000_000_123
)

// A story is what happens to target 0 of a table, in order. At is ms since dawn.
type story []event

type event struct {
	at   int64
	what func(*Table, *Breaker, int64) string
	want string
}

func TestStories(t *testing.T) {
	three := Breaker{FailureThreshold: 3, CooldownMs: 30_000}
	fifth := Breaker{FailurePercentage: 20, MinimumRequests: 10, CooldownMs: 60_000}
	for name, c := range map[string]struct {
		breaker *Breaker
		story   story
	}{
		"a new target is usable": {&three, story{{0, ask, "usable"}}},
		"three failures open, one probe, and it heals": {&three, story{
			{0, got(500), "usable"}, {1, got(503), "usable"}, {2, got(500), "open"},
			{30_001, ask, "open"}, {30_002, ask, "probing"}, {30_003, ask, "open"}, {30_004, peek, "open"},
			{31_000, got(200), "usable"}, {31_001, ask, "usable"},
			{31_002, got(500), "usable"}, {31_003, got(500), "usable"}, {31_004, got(500), "open"},
		}},
		"a probe that fails opens it again": {&three, story{
			{0, got(500), "usable"}, {0, got(500), "usable"}, {0, got(500), "open"},
			{30_000, ask, "probing"}, {31_000, got(502), "open"},
			{60_999, ask, "open"}, {61_000, ask, "probing"}, {61_000, ask, "open"}, {62_000, got(204), "usable"},
		}},
		"a probe that never reports is lost after a minute": {&three, story{
			{0, lost, "usable"}, {0, lost, "usable"}, {0, lost, "open"},
			{30_000, ask, "probing"}, {89_999, ask, "open"}, {90_000, ask, "probing"}, {90_001, ask, "open"},
		}},
		"a probe that is given up is free for the next": {&three, story{
			{0, lost, "usable"}, {0, lost, "usable"}, {0, lost, "open"},
			{30_000, ask, "probing"}, {31_000, got(0), "probing"}, {31_001, ask, "probing"}, {31_002, ask, "open"},
		}},
		"peeking claims nothing": {&three, story{
			{0, lost, "usable"}, {0, lost, "usable"}, {0, lost, "open"},
			{30_000, peek, "probing"}, {30_000, peek, "probing"}, {30_000, ask, "probing"}, {30_000, peek, "open"},
		}},
		"what was under way when it opened changes nothing": {&three, story{
			{0, got(500), "usable"}, {0, got(500), "usable"}, {0, got(500), "open"},
			{10_000, got(200), "open"}, {20_000, got(500), "open"}, {30_000, ask, "probing"},
		}},
		"a probe answered with the caller's fault heals": {&three, story{
			{0, got(500), "usable"}, {0, got(500), "usable"}, {0, got(500), "open"},
			{30_000, ask, "probing"}, {30_500, got(400), "usable"},
		}},
		"successes between failures do not hide them": {&three, story{
			{0, got(500), "usable"}, {0, got(200), "usable"}, {0, got(500), "usable"}, {0, got(200), "usable"}, {0, got(500), "open"},
		}},
		"failures a cooldown apart still count together": {&three, story{
			{0, got(500), "usable"}, {15_000, got(500), "usable"}, {30_000, got(500), "open"},
		}},
		"failures two cooldowns apart do not": {&three, story{
			{0, got(500), "usable"}, {0, got(500), "usable"}, {60_000, got(500), "usable"}, {60_000, got(500), "usable"},
		}},
		"a share counts only with enough requests": {&fifth, story{
			{0, got(500), "usable"}, {0, got(500), "usable"},
			{0, got(200), "usable"}, {0, got(200), "usable"}, {0, got(200), "usable"}, {0, got(200), "usable"},
			{0, got(200), "usable"}, {0, got(200), "usable"}, {0, got(200), "usable"}, {0, got(404), "usable"},
			{0, got(500), "open"}, {59_999, ask, "open"}, {60_000, ask, "probing"},
		}},
		"five requests are enough when the config names no number": {&Breaker{FailurePercentage: 50}, story{
			{0, got(500), "usable"}, {0, got(500), "usable"}, {0, got(500), "usable"}, {0, got(500), "usable"}, {0, got(500), "open"},
			{29_999, ask, "open"}, {30_000, ask, "probing"},
		}},
		"the caller's faults never open": {&Breaker{FailureThreshold: 1}, story{
			{0, got(400), "usable"}, {0, got(404), "usable"}, {0, got(413), "usable"}, {0, got(422), "usable"}, {0, got(451), "usable"},
		}},
		"a time-out opens":                       {&Breaker{FailureThreshold: 1}, story{{0, got(408), "open"}}},
		"a reply that breaks off opens":          {&Breaker{FailureThreshold: 1}, story{{0, broken(200), "open"}}},
		"listed statuses are the only failures":  {&Breaker{FailureThreshold: 1, FailureStatus: []int{404}}, story{{0, got(500), "usable"}, {0, got(404), "open"}}},
		"no answer is a failure though unlisted": {&Breaker{FailureThreshold: 1, FailureStatus: []int{}}, story{{0, got(500), "usable"}, {0, lost, "open"}}},
		"without a breaker nothing opens":        {nil, story{{0, lost, "usable"}, {0, got(500), "usable"}, {0, ask, "usable"}}},
		"with both rules off nothing opens":      {&Breaker{CooldownMs: 1}, story{{0, lost, "usable"}, {0, lost, "usable"}, {0, lost, "usable"}}},

		"429 cools until Retry-After": {&three, story{
			{0, limited(20_000), "cooling"}, {19_999, ask, "cooling"}, {20_000, ask, "usable"}, {20_000, ask, "usable"},
		}},
		"429 that does not say cools longer and longer": {nil, story{
			{0, limited(0), "cooling"}, {999, ask, "cooling"}, {1_000, ask, "usable"},
			{1_000, limited(0), "cooling"}, {2_999, ask, "cooling"}, {3_000, ask, "usable"},
			{3_000, limited(0), "cooling"}, {6_999, ask, "cooling"}, {7_000, ask, "usable"},
			{7_000, got(200), "usable"}, {8_000, limited(0), "cooling"}, {9_000, ask, "usable"},
		}},
		"a Retry-After shorter than the growth does not shorten it": {nil, story{
			{0, limited(0), "cooling"}, {1_000, limited(0), "cooling"}, {3_000, limited(10), "cooling"}, {6_999, ask, "cooling"}, {7_000, ask, "usable"},
		}},
		"429s that arrive together cool once": {nil, story{
			{0, limited(0), "cooling"}, {1, limited(0), "cooling"}, {2, limited(500), "cooling"}, {1_000, ask, "usable"},
		}},
		"a later 429 may ask for more": {nil, story{
			{0, limited(5_000), "cooling"}, {1, limited(9_000), "cooling"}, {2, limited(100), "cooling"}, {9_000, ask, "cooling"}, {9_001, ask, "usable"},
		}},
		"a success begun before does not end the cooling": {nil, story{
			{0, limited(5_000), "cooling"}, {1, got(200), "cooling"}, {5_000, ask, "usable"},
		}},
		"the growth ends at a minute": {nil, story{
			{0, limited(0), "cooling"}, {100_000, limited(0), "cooling"}, {200_000, limited(0), "cooling"}, {300_000, limited(0), "cooling"},
			{400_000, limited(0), "cooling"}, {500_000, limited(0), "cooling"}, {600_000, limited(0), "cooling"}, {700_000, limited(0), "cooling"},
			{759_999, ask, "cooling"}, {760_000, ask, "usable"}, {800_000, limited(0), "cooling"}, {860_000, ask, "usable"},
		}},
		"after an hour a provider is asked again": {nil, story{
			{0, limited(day), "cooling"}, {3_599_999, ask, "cooling"}, {3_600_000, ask, "usable"},
		}},
		"503 that says when counts and cools": {&Breaker{FailureThreshold: 2, CooldownMs: 30_000}, story{
			{0, later(503, 40_000), "cooling"}, {1, got(500), "open"}, {30_001, ask, "cooling"}, {40_000, ask, "probing"},
		}},
		"429 opens when it is listed": {&Breaker{FailureThreshold: 1, FailureStatus: []int{429}}, story{
			{0, limited(0), "open"}, {30_000, ask, "probing"},
		}},
		"400 that says when does not cool": {nil, story{{0, later(400, 5_000), "usable"}}},

		"401 condemns the key, then one probe": {&three, story{
			{0, got(401), "condemned"}, {299_999, ask, "condemned"}, {300_000, ask, "probing"}, {300_000, ask, "open"},
			{300_500, got(200), "usable"},
		}},
		"402 condemns the key": {nil, story{{0, got(402), "condemned"}}},
		"a probe that is refused condemns again": {nil, story{
			{0, got(401), "condemned"}, {300_000, ask, "probing"}, {300_100, got(401), "condemned"}, {600_099, ask, "condemned"}, {600_100, ask, "probing"},
		}},
		"a probe that says nothing of the key leaves the next": {nil, story{
			{0, got(401), "condemned"}, {300_000, ask, "probing"}, {300_100, got(400), "probing"}, {300_101, ask, "probing"}, {300_102, ask, "open"},
		}},
		"a caller's own key condemns nothing": {nil, story{{0, foreign(401), "usable"}, {0, foreign(403), "usable"}, {0, foreign(403), "usable"}}},
		"a success begun before does not acquit": {nil, story{
			{0, got(401), "condemned"}, {1, got(200), "condemned"}, {300_000, ask, "probing"},
		}},
		"one 403 may be the request's fault": {nil, story{
			{0, got(403), "usable"}, {0, got(200), "usable"}, {0, got(403), "usable"}, {0, got(500), "usable"}, {0, got(403), "condemned"},
			{300_000, ask, "probing"}, {300_001, got(403), "condemned"}, {600_001, ask, "probing"}, {600_002, got(200), "usable"}, {600_003, got(403), "usable"},
		}},
		"condemned says more than open, open more than cooling": {&Breaker{FailureThreshold: 1, CooldownMs: 30_000}, story{
			{0, limited(200_000), "cooling"}, {1, got(500), "open"}, {2, got(401), "condemned"},
			{100_000, ask, "condemned"}, {300_002, ask, "probing"},
		}},

		"a clock that goes back a little keeps everything": {&three, story{
			{10_000, got(500), "usable"}, {9_000, got(500), "usable"}, {8_000, got(500), "open"}, {7_000, ask, "open"}, {38_000, ask, "probing"},
		}},
		"a clock that goes back a day leaves a probe": {&three, story{
			{day, got(500), "usable"}, {day, got(500), "usable"}, {day, got(500), "open"}, {0, ask, "probing"}, {1, got(200), "usable"},
		}},
		"a cooling from the future is none":   {nil, story{{day, limited(9_000), "cooling"}, {0, ask, "usable"}, {0, limited(0), "cooling"}, {2_000, ask, "usable"}}},
		"failures from the future are none":   {&three, story{{day, got(500), "usable"}, {day, got(500), "usable"}, {0, got(500), "usable"}}},
		"times that are no times are bounded": {&three, story{{-1 << 62, got(500), "usable"}, {1<<62 - dawn, got(500), "usable"}, {-1 << 63, ask, "usable"}}},
	} {
		t.Run(name, func(t *testing.T) {
			stored := ""
			for n, e := range c.story {
				table := Read(stored, 2, nil) // each event an update of its own, as a host makes them
				require.Equal(t, e.want, e.what(&table, c.breaker, dawn+e.at), "event %d at %d", n, e.at)
				if bytes := table.Bytes(); bytes != nil {
					stored = string(bytes)
				}
				require.Equal(t, Usable, table.Peek(1, c.breaker, dawn+e.at), "its neighbour")
			}
		})
	}
}

func TestAKeyIsCondemnedAndAcquittedInAllTargetsThatShareIt(t *testing.T) {
	table := Read("", 4, nil)
	shared := []int32{0, 2, 3, 99, -1}
	verdicts := func(atMs int64) (all []string) {
		for i := range 4 {
			all = append(all, table.Peek(i, nil, dawn+atMs).String())
		}
		return all
	}
	table.Observe(0, nil, Outcome{Status: 401, Sharing: shared}, dawn)
	require.Equal(t, []string{"condemned", "usable", "condemned", "condemned"}, verdicts(1))
	require.Equal(t, Probing, table.Ask(2, nil, dawn+300_000))
	require.Equal(t, []string{"probing", "usable", "open", "probing"}, verdicts(300_000))
	table.Observe(2, nil, Outcome{Status: 200, Sharing: shared}, dawn+300_001)
	require.Equal(t, []string{"usable", "usable", "usable", "usable"}, verdicts(300_001))
	table.Observe(3, nil, Outcome{Status: 403, Sharing: shared}, dawn+300_002)
	table.Observe(3, nil, Outcome{Status: 403, Sharing: shared}, dawn+300_003)
	require.Equal(t, []string{"usable", "usable", "usable", "condemned"}, verdicts(300_003))
}

func TestAllOpen(t *testing.T) {
	once := &Breaker{FailureThreshold: 1}
	breaker := func(int32) *Breaker { return once }
	table := Read("", 3, nil)
	both := []int32{0, 2}
	require.False(t, table.AllOpen(both, breaker, dawn))
	table.Observe(0, once, Outcome{Network: true}, dawn)
	require.False(t, table.AllOpen(both, breaker, dawn))
	table.Observe(2, once, Outcome{Status: 401, Sharing: []int32{2}}, dawn)
	require.True(t, table.AllOpen(both, breaker, dawn))
	require.False(t, table.AllOpen(nil, breaker, dawn))
	require.False(t, table.AllOpen([]int32{0, 1, 2}, breaker, dawn))
	require.False(t, table.AllOpen(both, breaker, dawn+30_000), "a probe may be made")
	require.Equal(t, Probing, table.Ask(0, once, dawn+30_000))
	require.True(t, table.AllOpen(both, breaker, dawn+30_000))
}

func ask(t *Table, b *Breaker, now int64) string  { return t.Ask(0, b, now).String() }
func peek(t *Table, b *Breaker, now int64) string { return t.Peek(0, b, now).String() }
func lost(t *Table, b *Breaker, now int64) string { return see(Outcome{Network: true})(t, b, now) }

func got(status int) func(*Table, *Breaker, int64) string {
	return see(Outcome{Status: status, Sharing: []int32{0}})
}
func foreign(status int) func(*Table, *Breaker, int64) string { return see(Outcome{Status: status}) }
func broken(status int) func(*Table, *Breaker, int64) string {
	return see(Outcome{Status: status, Network: true})
}
func limited(ms int64) func(*Table, *Breaker, int64) string { return later(429, ms) }
func later(status int, ms int64) func(*Table, *Breaker, int64) string {
	return see(Outcome{Status: status, RetryAfterMs: ms})
}

// see observes and says how the target stands after it.
func see(o Outcome) func(*Table, *Breaker, int64) string {
	return func(t *Table, b *Breaker, now int64) string {
		o.HeadersMs, o.FirstTokenMs = -1, -1
		t.Observe(0, b, o, now)
		return t.Peek(0, b, now).String()
	}
}
