package health

import "slices"

// Breaker says when a target that fails is given a rest. It is Portkey's cb_config:
// https://portkey.ai/docs/product/ai-gateway/circuit-breaker (read 2026-11-21). A nil *Breaker, and one whose rules are
// both off, never opens.
//
// Failures and requests are counted in a window of two buckets of one cooldown each: failures that fall within one
// cooldown always count together, and none counts for longer than two. (Portkey counts from the first failure until a
// cooldown has passed and then anew: a run of failures across that border does not open its breaker.)
type Breaker struct {
	FailureThreshold  int     // this many failures open it; 0 or less: off
	FailurePercentage float64 // 0..100: this share of the requests, once there are MinimumRequests; 0, less, NaN: off
	MinimumRequests   int     // 0 or less: 5
	CooldownMs        int64   // how long it stays open, from the failure that opened it; 0 or less: 30 s; at most a day
	FailureStatus     []int   // the statuses that are failures; nil: 408 and 500 and above. No answer always is one
}

const (
	defaultCooldownMs      = 30_000
	maxCooldownMs          = 86_400_000
	defaultMinimumRequests = 5

	// probeMs is how long a probe may take to report before it is taken for lost.
	probeMs = 60_000
	// skewMs is how far clocks of hosts that share a table may differ. What is kept from use for longer than its rule
	// allows, and that, was written by nobody here, and is as if its time had passed.
	skewMs = 60_000
)

// Verdict says whether a target may be used.
type Verdict uint8

const (
	Usable    Verdict = iota
	Probing           // half open: whoever got this answer from Ask makes the one request that decides
	Open              // failed too often, or half open with the probe on its way
	Cooling           // its provider said to come later
	Condemned         // its provider refused the key
)

var verdictNames = [...]string{"usable", "probing", "open", "cooling", "condemned"}

func (v Verdict) String() string { return verdictNames[v] }

// Admits reports that the target may be tried.
func (v Verdict) Admits() bool { return v <= Probing }

// Ask says whether target i may be used now. Of those who ask while it is half open one is told Probing and all others
// Open, until Observe has been told how it went, or for a minute.
func (t *Table) Ask(i int, b *Breaker, nowMs int64) Verdict {
	v := t.Peek(i, b, nowMs)
	if v == Probing {
		r := t.load(i)
		r.probeUntil = instant(nowMs) + probeMs
		t.store(i, &r)
	}
	return v
}

// Peek is what Ask would say, and changes nothing.
func (t *Table) Peek(i int, b *Breaker, nowMs int64) Verdict {
	if !t.has(i) {
		return Usable
	}
	r, nowMs := t.loadRest(i), instant(nowMs)
	if !b.isOn() {
		r.openUntil = 0
	}
	switch {
	case holds(r.condemnedUntil, condemnedMs, nowMs):
		return Condemned
	case holds(r.openUntil, b.cooldownMs(), nowMs):
		return Open
	case holds(r.coolUntil, maxCoolMs, nowMs):
		return Cooling
	case r.openUntil == 0 && r.condemnedUntil == 0:
		return Usable
	case holds(r.probeUntil, probeMs, nowMs):
		return Open
	}
	return Probing
}

// AllOpen reports that none of some targets may be tried, which is when a caller does best to try them all the same. For
// no targets it is false.
func (t *Table) AllOpen(targets []int32, breaker func(target int32) *Breaker, nowMs int64) bool {
	return len(targets) > 0 && !slices.ContainsFunc(targets, func(i int32) bool {
		return t.Peek(int(i), breaker(i), nowMs).Admits()
	})
}

// holds reports that something that lasts mostMs is still on.
func holds(untilMs, mostMs, nowMs int64) bool {
	left := untilMs - nowMs
	return left > 0 && left <= mostMs+skewMs
}

// judge folds one more request into the state of the breaker.
func (r *record) judge(b *Breaker, failed bool, nowMs int64) {
	if !b.isOn() {
		r.openUntil, r.window = 0, window{}
		return
	}
	cooldown := b.cooldownMs()
	if holds(r.openUntil, cooldown, nowMs) {
		return // begun before it opened, or against its advice: the cooldown stands
	}
	isHalfOpen := r.openUntil != 0
	if isHalfOpen {
		r.openUntil, r.window = 0, window{}
	}
	r.window = r.window.at(nowMs, cooldown)
	r.window.add(failed)
	if failed && (isHalfOpen || b.trips(&r.window)) {
		r.openUntil, r.window = nowMs+cooldown, window{}
	}
}

func (b *Breaker) isOn() bool {
	return b != nil && (b.FailureThreshold > 0 || b.FailurePercentage > 0)
}

func (b *Breaker) cooldownMs() int64 {
	if b == nil || b.CooldownMs <= 0 {
		return defaultCooldownMs
	}
	return min(b.CooldownMs, maxCooldownMs)
}

func (b *Breaker) trips(w *window) bool {
	requests, failures := w.sums()
	if b.FailureThreshold > 0 && failures >= int64(b.FailureThreshold) {
		return true
	}
	least := b.MinimumRequests
	if least <= 0 {
		least = defaultMinimumRequests
	}
	return b.FailurePercentage > 0 && requests >= int64(least) && float64(failures)*100 >= b.FailurePercentage*float64(requests)
}

// counts reports whether a status is a failure of the target.
func (b *Breaker) counts(status int) bool {
	if b == nil || b.FailureStatus == nil {
		return status == 408 || status >= 500
	}
	return slices.Contains(b.FailureStatus, status)
}
