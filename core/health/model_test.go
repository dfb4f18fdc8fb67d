package health

import (
	"hash/crc32"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// model is a target as one would write it down at leisure: it remembers every request and counts again each time.
type model struct {
	breaker   *Breaker
	requests  []request // since it last closed
	opened    bool
	openedAt  int64
	condemned bool
	refusedAt int64
	coolUntil int64
	doublings int
	probing   bool
	probedAt  int64
}

type request struct {
	at     int64
	failed bool
}

func (m *model) ask(now int64) Verdict {
	switch {
	case m.condemned && now < m.refusedAt+condemnedMs:
		return Condemned
	case m.opened && now < m.openedAt+m.breaker.CooldownMs:
		return Open
	case now < m.coolUntil:
		return Cooling
	case !m.opened && !m.condemned:
		return Usable
	case m.probing && now < m.probedAt+probeMs:
		return Open
	}
	m.probing, m.probedAt = true, now
	return Probing
}

func (m *model) observe(o Outcome, now int64) {
	m.probing = false
	if o.Status == 0 && !o.Network {
		return
	}
	failed := o.Network || o.Status >= 500 || o.Status == 408
	switch rests := m.opened && now < m.openedAt+m.breaker.CooldownMs; {
	case rests:
	case m.opened && failed:
		m.openedAt = now
	default:
		if m.opened {
			m.opened, m.requests = false, nil
		}
		m.requests = append(m.requests, request{now, failed})
		if failed && m.trips(now) {
			m.opened, m.openedAt, m.requests = true, now, nil
		}
	}
	m.rest(o, now)
	if o.Status == 401 {
		m.condemned, m.refusedAt = true, now
	}
	if o.Status == 200 && !o.Network && now >= m.refusedAt+condemnedMs {
		m.condemned = false
	}
}

func (m *model) trips(now int64) bool {
	bucket, requests, failures := now/m.breaker.CooldownMs, 0, 0
	for _, r := range m.requests {
		if r.at/m.breaker.CooldownMs >= bucket-1 {
			requests++
			if r.failed {
				failures++
			}
		}
	}
	b := m.breaker
	return b.FailureThreshold > 0 && failures >= b.FailureThreshold ||
		b.FailurePercentage > 0 && requests >= b.MinimumRequests && float64(failures)/float64(requests) >= b.FailurePercentage/100-1e-12
}

func (m *model) rest(o Outcome, now int64) {
	cools := now < m.coolUntil
	switch {
	case o.Status == 429 && !cools:
		wait := min(1000<<m.doublings, 60_000)
		m.doublings = min(m.doublings+1, 7)
		m.coolUntil = now + max(int64(wait), o.RetryAfterMs)
	case o.Status == 429 || o.Status >= 500 && o.RetryAfterMs > 0:
		m.coolUntil = max(m.coolUntil, now+o.RetryAfterMs)
	case o.Status == 200 && !o.Network && !cools:
		m.doublings = 0
	}
}

// TestRandomTimelinesAgreeWithTheModel runs the table, through its bytes, beside one model for each target.
func TestRandomTimelinesAgreeWithTheModel(t *testing.T) {
	const targets, timelines, steps = 3, 300, 400
	statuses := []int{200, 200, 200, 200, 200, 200, 400, 404, 408, 429, 500, 503, 401, 0}
	seen := map[Verdict]int{}
	for seed := range uint64(timelines) {
		random := rand.New(rand.NewPCG(seed, 1))
		breaker := &Breaker{
			FailureThreshold: random.IntN(6), FailurePercentage: float64(random.IntN(3) * 30),
			MinimumRequests: 1 + random.IntN(8), CooldownMs: 1_000 + random.Int64N(60_000),
		}
		if !breaker.isOn() {
			breaker.FailureThreshold = 1
		}
		models := slices.Repeat([]model{{breaker: breaker}}, targets)
		now, stored, pace := int64(dawn), "", int64(1)<<random.IntN(17)
		for step := range steps {
			now += random.Int64N(pace)
			i := random.IntN(targets)
			table := Read(stored, targets, nil)
			o := Outcome{Status: statuses[random.IntN(len(statuses))], Network: random.IntN(12) == 0, RetryAfterMs: random.Int64N(3) * random.Int64N(40_000), Sharing: []int32{int32(i)}}
			want := models[i].ask(now)
			require.Equal(t, want, table.Peek(i, breaker, now), "seed %d, step %d", seed, step)
			require.Equal(t, want, table.Ask(i, breaker, now), "seed %d, step %d", seed, step)
			seen[want]++
			if want.Admits() || random.IntN(3) == 0 {
				models[i].observe(o, now)
				table.Observe(i, breaker, o, now)
			}
			if b := table.Bytes(); b != nil {
				stored = string(b)
			}
		}
	}
	for v := Usable; v <= Condemned; v++ {
		require.Greater(t, seen[v], timelines, "%v is met often", v)
	}
	t.Log(seen)
}

// TestBytesAreTheSameOnEveryHost is to pass on each: the sum was computed on amd64 and holds for WebAssembly.
func TestBytesAreTheSameOnEveryHost(t *testing.T) {
	random, now, table := rand.New(rand.NewPCG(5, 6)), int64(dawn), Read("", 8, nil)
	breaker := &Breaker{FailurePercentage: 40, CooldownMs: 30_000}
	for range 5_000 {
		now += random.Int64N(3_000)
		table.Observe(random.IntN(8), breaker, Outcome{Status: 200 + 300*(random.IntN(4)/3), HeadersMs: random.Int64N(2_000), FirstTokenMs: random.Int64N(9_000)}, now)
	}
	require.Equal(t, uint32(0x8121BA25), crc32.ChecksumIEEE(table.Bytes()))
}
