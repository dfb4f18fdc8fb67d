package health

// budgetBucketMs is the length of a bucket in which requests and hedges are counted.
const budgetBucketMs = 60_000

// MayHedge reports whether one more hedged request stays within a share (0.05: one in twenty) of the requests that the
// table's targets were sent in the last one to two minutes. One hedge is within any share above 0, so that those who send
// little get one a minute or two.
func (t *Table) MayHedge(share float64, nowMs int64) bool {
	if !(share > 0) {
		return false
	}
	w := t.budget().at(instant(nowMs), budgetBucketMs)
	requests, hedges := w.sums()
	return hedges == 0 || float64(hedges+1) <= share*float64(requests)
}

// Hedge is MayHedge, and counts the hedge when it may be made. It is counted before its outcome is known: when everything
// is slow at once, the requests that wait would otherwise all be sent twice.
func (t *Table) Hedge(share float64, nowMs int64) bool {
	if !t.MayHedge(share, nowMs) {
		return false
	}
	w := t.budget().at(instant(nowMs), budgetBucketMs)
	increment(&w.counts[marked])
	t.setBudget(w)
	return true
}

func (t *Table) countRequest(nowMs int64) {
	w := t.budget().at(nowMs, budgetBucketMs)
	w.add(false)
	t.setBudget(w)
}
