package core

import (
	"slices"
	"strconv"
	"strings"

	"causeway/core/config"
	"causeway/core/date"
)

// Retry says when a target is tried again (reference: Portkey-AI/gateway 1.15.2, retry).
type Retry struct {
	Attempts      int   // after the first
	OnStatus      []int // nil: retryStatus
	UseRetryAfter bool
}

// retryStatus are the statuses that are tried again when a config names none.
var retryStatus = [...]int{429, 500, 502, 503, 504}

// maxWaitAskedMs ends the retries when a provider asks for so long a wait.
const maxWaitAskedMs = 60_000

// again reports whether the attempt is to be repeated, and after how many milliseconds. isNetwork: no status came.
func (x *Exchange) again(status int, isNetwork bool) (waitMs int64, ok bool) {
	a := &x.attempt
	r := &a.target.Retry
	if r.Attempts == 0 || !isNetwork && !r.covers(status) {
		return 0, false
	}
	waitMs, isAsked := int64(0), false
	if r.UseRetryAfter && (status == 429 || status == 503) {
		waitMs, isAsked = retryAfterMs(a.header, x.now)
	}
	if !isAsked {
		waitMs = x.backoffMs()
	}
	total := a.target.Timeouts.TotalMs
	a.isSpent = a.tries >= r.Attempts || isAsked && waitMs >= maxWaitAskedMs || total > 0 && x.now-x.began+waitMs >= total
	return waitMs, !a.isSpent
}

// backoffMs is the doubling wait, less up to a quarter of it by the seed: calls that failed together come back apart.
func (x *Exchange) backoffMs() int64 {
	ms := config.BackoffMs(x.attempt.tries)
	return ms - int64(mix(x.seed+uint64(x.nextID)<<32)%uint64(ms/4+1))
}

func (r *Retry) covers(status int) bool {
	if r.OnStatus != nil {
		return slices.Contains(r.OnStatus, status)
	}
	return slices.Contains(retryStatus[:], status)
}

// retryAfterMs reads the provider's wish: milliseconds in the first two headers, seconds or an HTTP-date in the third
// (RFC 9110 §10.2.3).
func retryAfterMs(h Header, nowMs int64) (ms int64, given bool) {
	for _, name := range [...]string{"retry-after-ms", "x-ms-retry-after-ms"} {
		if ms, ok := wholeNumber(h.Get(name)); ok {
			return ms, true
		}
	}
	text := strings.TrimSpace(h.Get("retry-after"))
	if at, ok := date.Parse(text, nowMs); ok {
		return max(at-nowMs, 0), true
	}
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil || !(seconds >= 0) {
		return 0, false
	}
	return int64(min(seconds*1000, maxWaitMs)), true
}

func wholeNumber(text string) (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	return n, err == nil && n >= 0
}
