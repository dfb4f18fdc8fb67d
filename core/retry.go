package core

import (
	"slices"
	"strconv"
	"strings"
)

// Retry says when a target is tried again (reference: Portkey-AI/gateway 1.15.2, retry).
type Retry struct {
	Attempts      int   // after the first
	OnStatus      []int // nil: retryStatus
	UseRetryAfter bool
}

// retryStatus are the statuses that are tried again when a config names none.
var retryStatus = [...]int{429, 500, 502, 503, 504}

const (
	// maxBackoffMs bounds one wait of the doubling backoff.
	maxBackoffMs = 60_000
	// maxRetryAfterMs is the longest wait that a provider may ask for; a longer one ends the retries.
	maxRetryAfterMs = 60_000
)

// again reports whether the attempt is to be repeated, and after how many milliseconds. isNetwork: no status came.
func (a *attempt) again(status int, isNetwork bool) (waitMs int64, ok bool) {
	r := &a.target.Retry
	if !isNetwork && !r.covers(status) || r.Attempts == 0 {
		return 0, false
	}
	if a.tries >= r.Attempts {
		a.isSpent = true
		return 0, false
	}
	if r.UseRetryAfter && status == 429 {
		if ms, given := retryAfterMs(a.header); given {
			a.isSpent = ms >= maxRetryAfterMs
			return ms, !a.isSpent
		}
	}
	return backoffMs(a.tries), true
}

func (r *Retry) covers(status int) bool {
	if r.OnStatus != nil {
		return slices.Contains(r.OnStatus, status)
	}
	return slices.Contains(retryStatus[:], status)
}

// backoffMs is the wait before retry number tries+1: 1 s, 2 s, 4 s …
func backoffMs(tries int) int64 {
	if tries > 5 {
		return maxBackoffMs
	}
	return 1000 << tries
}

// retryAfterMs reads the provider's wish: milliseconds in the first two headers, seconds in the third.
func retryAfterMs(h Header) (ms int64, given bool) {
	for _, name := range [...]string{"retry-after-ms", "x-ms-retry-after-ms"} {
		if ms, ok := wholeNumber(h.Get(name)); ok {
			return ms, true
		}
	}
	seconds, err := strconv.ParseFloat(strings.TrimSpace(h.Get("retry-after")), 64)
	if err != nil || !(seconds >= 0) {
		return 0, false
	}
	return int64(min(seconds*1000, maxWaitMs)), true
}

func wholeNumber(text string) (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	return n, err == nil && n >= 0
}
