package health

// DefaultHalfLifeMs is how long a measured time takes to lose half its weight when a table does not say.
const DefaultHalfLifeMs = 300_000

const (
	// maxSampleMs bounds one measured time: a day.
	maxSampleMs = 86_400_000
	// maxWeight is as steady as a mean needs to be: a sample moves it by a thousandth of its distance. It also keeps a
	// float32 from standing still.
	maxWeight = 1000
	// leastWeight is below what a mean is no longer known. One sample alone is known for two half-lives.
	leastWeight = 0.25
	// usualDeviations makes a mean and its mean absolute deviation what about 19 in 20 stay below. TCP takes 4 for its
	// RTO, which is to be passed hardly ever (https://www.rfc-editor.org/rfc/rfc6298, section 2, read 2026-11-21). With
	// 2.5, of normally distributed times 2 % come later, of the skewed ones that servers have 5 to 6 % (a test draws them).
	usualDeviations = 2.5
)

// HeadersMs returns the mean time until target i's replies begin. Known is false when it was never measured, or too long
// ago.
func (t *Table) HeadersMs(i int, nowMs int64) (mean float64, known bool) {
	m := t.aged(i, nowMs)
	return m.headers.value()
}

// FirstTokenMs returns the mean time until the first token of target i's streams.
func (t *Table) FirstTokenMs(i int, nowMs int64) (mean float64, known bool) {
	m := t.aged(i, nowMs)
	return m.firstToken.value()
}

// Usual returns the time within which about 19 in 20 of target i's streams have brought their first token: one that takes
// longer is slow, and worth a hedge.
func (t *Table) Usual(i int, nowMs int64) (firstTokenMs int64, known bool) {
	m := t.aged(i, nowMs)
	mean, known := m.firstToken.value()
	if !known {
		return 0, false
	}
	return int64(mean + float64(usualDeviations*float64(m.deviation))), true
}

// aged is the times of a target as of now.
func (t *Table) aged(i int, nowMs int64) (m times) {
	if t.has(i) {
		m = t.loadTimes(i)
		m.age(t.halfLifeMs(), instant(nowMs))
	}
	return m
}

func (t *Table) halfLifeMs() int64 {
	if t.HalfLifeMs <= 0 {
		return DefaultHalfLifeMs
	}
	return min(t.HalfLifeMs, maxTimeMs)
}

// average is a mean of samples that each weighed 1 when they came and lose half of it every half-life.
type average struct{ mean, weight float32 }

func (a *average) value() (mean float64, known bool) {
	if a.weight < leastWeight {
		return 0, false
	}
	return float64(a.mean), true
}

// add folds in a sample and returns the share it has in the new mean.
func (a *average) add(ms float32) (share float32) {
	a.weight = min(a.weight+1, maxWeight)
	share = 1 / a.weight
	a.mean += float32((ms - a.mean) * share)
	return share
}

// learn folds in the times of an attempt. The deviation is RFC 6298's: half of the first sample, then the mean of how far
// each is from the mean before it.
func (m *times) learn(o *Outcome) {
	if o.HeadersMs >= 0 {
		m.headers.add(sample(o.HeadersMs))
	}
	if o.FirstTokenMs < 0 {
		return
	}
	ms, before := sample(o.FirstTokenMs), m.firstToken
	share := m.firstToken.add(ms)
	if before.weight < leastWeight {
		m.deviation = ms / 2
		return
	}
	m.deviation += float32((distance(ms, before.mean) - m.deviation) * share)
}

// learnAtLeast folds in the times after which an attempt was given up. Left out altogether, the slow ones that lose their
// hedges would make a target look fast; below the mean they say nothing.
func (m *times) learnAtLeast(o *Outcome) {
	if headers, known := m.headers.value(); !known || float64(o.HeadersMs) <= headers {
		o.HeadersMs = -1
	}
	if firstToken, known := m.firstToken.value(); !known || float64(o.FirstTokenMs) <= firstToken {
		o.FirstTokenMs = -1
	}
	m.learn(o)
}

// age makes the weights as of now. A clock that went back ages nothing; times measured further ahead than clocks differ
// are forgotten.
func (m *times) age(halfLifeMs, nowMs int64) {
	passed := nowMs - m.asOf
	if -skewMs <= passed && passed <= 0 {
		return
	}
	kept := float32(0)
	if passed > 0 {
		kept = float32(decay(passed, halfLifeMs))
	}
	m.headers.weight *= kept
	m.firstToken.weight *= kept
	m.asOf = nowMs
}

func sample(ms int64) float32 { return float32(min(ms, maxSampleMs)) }

func distance(a, b float32) float32 { return max(a-b, b-a) }

// decay is 2 to the power of -passed/halfLife: exact at whole half-lives, by a cubic within 0.2 % between them. Not
// math.Exp2: it is assembly on some processors, which does not round as the rest do.
func decay(passedMs, halfLifeMs int64) float64 {
	if passedMs <= 0 {
		return 1
	}
	x := float64(passedMs) / float64(halfLifeMs)
	if x > 60 {
		return 0
	}
	halvings := int64(x)
	x -= float64(halvings)
	// The conversions keep a compiler from fusing a product and a sum, which rounds once instead of twice.
	inner := 0.2402265 - float64(0.0470793*x)
	inner = 0.6931472 - float64(inner*x)
	return (1 - float64(inner*x)) / float64(int64(1)<<halvings)
}
