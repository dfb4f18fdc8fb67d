package health

// Outcome is how one attempt went. The zero Outcome, but for its times, is an attempt that was given up (it lost a hedge,
// the client left): it says nothing of the target but that it had not answered yet, and sets its probe free.
type Outcome struct {
	Status       int   // the provider's own; 0: none came
	Network      bool  // no answer, or not all of it: refused, reset, timed out, broken off
	RetryAfterMs int64 // what the provider asked for; 0: nothing
	HeadersMs    int64 // from the request to the reply's header; -1: unknown
	FirstTokenMs int64 // from the request to the first token; -1: unknown, as for a reply that is not streamed
	Hedged       bool  // the request was extra, and Hedge has counted it

	// Sharing are the targets, this one among them, whose key was used. Empty: the key is the caller's own, and what
	// becomes of it is nobody else's affair.
	Sharing []int32
}

const (
	// condemnedMs is how long a refused key is not used; then one request finds out.
	condemnedMs = 300_000
	// firstCoolMs is how long a target cools that did not say until when. It doubles with every further 429.
	firstCoolMs = 1_000
	// lastCoolMs is where the doubling ends.
	lastCoolMs = 60_000
	// maxCoolMs bounds what a provider may ask for; then it is asked again.
	maxCoolMs = 3_600_000
	// patience is how many 403s in a row condemn a target.
	patience = 2
)

// Observe folds in how an attempt at target i went. It tells the faults apart:
//
//   - no answer, 408, 500 and above (or what FailureStatus lists) count against the target: Breaker;
//   - 429 cools the target, for as long as the provider asks, or a second, two, four … up to a minute, whichever is longer;
//     so does a 5xx that says when to come back. What arrives while it cools can only make that longer;
//   - 401 and 402 condemn the key, in all targets that share it, for five minutes; then each of them has a probe, and the
//     first 2xx acquits all;
//   - 403 is no verdict on the key: it may be the model or the region, or the one request (OpenRouter's moderation,
//     https://openrouter.ai/docs/errors, read 2026-11-21). The second in a row condemns this target alone;
//   - whatever else is the caller's fault, and a request that did not fail.
//
// Times are learnt from whole answers of 2xx, and from attempts that were given up after more than the mean.
func (t *Table) Observe(i int, b *Breaker, o Outcome, nowMs int64) {
	nowMs = instant(nowMs)
	if !o.Hedged {
		t.countRequest(nowMs)
	}
	if !t.has(i) {
		return
	}
	r := t.load(i)
	r.probeUntil = 0
	r.age(t.halfLifeMs(), nowMs)
	if isGivenUp := o.Status == 0 && !o.Network; isGivenUp {
		r.learnAtLeast(&o)
		t.store(i, &r)
		return
	}
	r.judge(b, o.Network || b.counts(o.Status), nowMs)
	r.cool(&o, nowMs)
	r.refuse(&o, nowMs)
	if o.succeeded() {
		r.learn(&o)
	}
	t.store(i, &r)
	t.judgeKey(&o, nowMs)
}

func (o *Outcome) succeeded() bool { return !o.Network && 200 <= o.Status && o.Status <= 299 }

// cool lets a target rest that said it has too much to do.
func (r *record) cool(o *Outcome, nowMs int64) {
	isCooling := holds(r.coolUntil, maxCoolMs, nowMs)
	if !isCooling {
		r.coolUntil = 0
	}
	asked := min(max(o.RetryAfterMs, 0), maxCoolMs)
	switch {
	case o.Status == 429 && !isCooling:
		grown := min(int64(firstCoolMs)<<min(r.coolings, 6), lastCoolMs)
		r.coolUntil = nowMs + max(asked, grown)
		r.coolings = min(r.coolings, 6) + 1
	case o.Status == 429 || o.Status >= 500 && asked > 0:
		r.coolUntil = max(r.coolUntil, nowMs+asked)
	case o.succeeded() && !isCooling:
		r.coolings = 0
	}
}

// refuse condemns a target that forbids again and again.
func (r *record) refuse(o *Outcome, nowMs int64) {
	switch {
	case o.succeeded():
		r.refusals = 0
	case o.Status == 403 && len(o.Sharing) > 0:
		r.refusals = min(r.refusals, patience) + 1
		if r.refusals >= patience {
			r.condemnedUntil = nowMs + condemnedMs
		}
	}
}

// judgeKey condemns or acquits a key in all targets that use it. A condemnation that is on stays on: a success that comes
// then was begun before.
func (t *Table) judgeKey(o *Outcome, nowMs int64) {
	isRefused := o.Status == 401 || o.Status == 402
	if !isRefused && !o.succeeded() {
		return
	}
	for _, target := range o.Sharing {
		i := int(target)
		if !t.has(i) {
			continue
		}
		r := t.load(i)
		switch {
		case isRefused:
			r.condemnedUntil = nowMs + condemnedMs
		case r.condemnedUntil == 0 || holds(r.condemnedUntil, condemnedMs, nowMs):
			continue
		default:
			r.condemnedUntil = 0
		}
		t.store(i, &r)
	}
}
