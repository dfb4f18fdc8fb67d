package config

// StatusList is the key, in strategy and in retry, of a list of statuses.
const StatusList = "on_status_codes"

// Retry is the retry object. The zero value retries nothing.
type Retry struct {
	Attempts      int   // retries after the first attempt
	OnStatus      []int // each 100..599; nil when absent
	UseRetryAfter bool  // use_retry_after_header, or use_retry_after_headers as the documentation has it
}

var retryFields = [...]field{
	{name: "attempts", kind: aWhole, limits: limits{0, mostWhole, 0}, into: func(n *Node) any { return &n.Retry.Attempts }, about: "How often to call again after the first time; Portkey stops at 5."},
	{name: StatusList, kind: statusCodes, into: func(n *Node) any { return &n.Retry.OnStatus }, about: "The statuses that are worth another call; 429, 500, 502, 503 and 504 when absent."},
	{name: "use_retry_after_header", kind: aFlag, into: func(n *Node) any { return &n.Retry.UseRetryAfter }, about: "Whether to wait as long as the provider asks."},
	{name: "use_retry_after_headers", kind: aFlag, into: func(n *Node) any { return &n.Retry.UseRetryAfter }, about: "The same as use_retry_after_header, as Portkey's documentation spells it."},
}

func newRetry(n *Node) any {
	n.Retry = new(Retry)
	return n.Retry
}

const (
	mostAttempts   = 5 // that Portkey documents: portkey.ai/docs/product/ai-gateway/automatic-retries (read 2026-11-21)
	firstBackoffMs = 1000
	mostBackoffMs  = 60_000
	doublings      = 5 // that fit under mostBackoffMs
)

// BackoffMs returns the wait before the retry number tries+1, jitter aside: 1 s, 2 s, 4 s … 32 s, then 60 s each.
// A negative tries counts as 0.
func BackoffMs(tries int) int64 {
	if tries > doublings {
		return mostBackoffMs
	}
	return firstBackoffMs << max(0, tries)
}

// WaitMs returns how long all retries together wait at least before the last of them, jitter and Retry-After aside.
func (r *Retry) WaitMs() int64 {
	doubled := min(r.Attempts, doublings+1)
	return firstBackoffMs<<doubled - firstBackoffMs + int64(r.Attempts-doubled)*mostBackoffMs
}
