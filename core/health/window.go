package health

import "math"

// window counts events, and the marked ones among them, in two buckets of equal length: the running one and the one
// before. Buckets begin at multiples of their length. The two together see back at least one length and at most two, so
// that whatever happened within one length is always seen whole.
type window struct {
	began  int64
	counts [4]uint32 // all, all before, marked, marked before
}

// The places of counts.
const (
	all = iota
	allBefore
	marked
	markedBefore
)

// at returns the window as it is at a time. A clock that is less than a bucket behind counts into the running bucket; a
// window from further in the future is forgotten.
func (w window) at(nowMs, bucketMs int64) window {
	began := nowMs - nowMs%bucketMs
	switch passed := began - w.began; {
	case passed == 0 || passed < 0 && passed >= -bucketMs:
		return w
	case passed > 0 && passed <= bucketMs:
		return window{began, [4]uint32{allBefore: w.counts[all], markedBefore: w.counts[marked]}}
	}
	return window{began: began}
}

// add counts an event; a full counter stays full.
func (w *window) add(isMarked bool) {
	increment(&w.counts[all])
	if isMarked {
		increment(&w.counts[marked])
	}
}

func increment(count *uint32) {
	if *count < math.MaxUint32 {
		*count++
	}
}

// sums returns the events and the marked ones among them.
func (w *window) sums() (events, those int64) {
	return int64(w.counts[all]) + int64(w.counts[allBefore]), int64(w.counts[marked]) + int64(w.counts[markedBefore])
}
