package config

import "strconv"

// Breaker is the cb_config object: when a target is left out of the choice, and for how long.
// https://portkey.ai/docs/product/ai-gateway/circuit-breaker (read 2026-11-21).
type Breaker struct {
	FailureThreshold           int     // failures that open it, at least 1; 0 when absent
	FailureThresholdPercentage float64 // failures in a hundred requests that open it, 1..100; 0 when absent
	MinimumRequests            int     // before the percentage counts
	CooldownMs                 int64   // how long it stays open, at least 30,000
	FailureStatusCodes         []int   // each 100..599; nil when absent: 500 and above
}

// leastCooldownMs is Portkey's.
const leastCooldownMs = 30_000

var breakerFields = [...]field{
	{name: "cooldown_interval", kind: theCooldown, limits: limits{0, mostWhole, leastCooldownMs}, into: func(n *Node) any { return &n.Breaker.CooldownMs }, about: "Milliseconds for which the target is left out, at least 30000."},
	{name: "failure_status_codes", kind: statusCodes, into: func(n *Node) any { return &n.Breaker.FailureStatusCodes }, about: "The statuses that count as failures; 500 and above when absent."},
	{name: "failure_threshold", kind: aWhole, limits: limits{1, mostWhole, 0}, into: func(n *Node) any { return &n.Breaker.FailureThreshold }, about: "How many failures leave the target out."},
	{name: "failure_threshold_percentage", kind: aNumber, limits: limits{1, 100, 0}, into: func(n *Node) any { return &n.Breaker.FailureThresholdPercentage }, about: "How many failures in a hundred requests leave the target out."},
	{name: "minimum_requests", kind: aWhole, limits: limits{0, mostWhole, 5}, into: func(n *Node) any { return &n.Breaker.MinimumRequests }, about: "Requests to have seen before the percentage counts."},
}

func newBreaker(n *Node) any {
	n.Breaker = new(Breaker)
	return n.Breaker
}

// neverOpens reports whether no failure can open the breaker.
func (b *Breaker) neverOpens() bool {
	return b.FailureThreshold == 0 && b.FailureThresholdPercentage == 0
}

// cooldown reads a cooldown_interval, and raises one that is too short.
func (p *parser) cooldown(b *Breaker, f *field) {
	at := p.at
	ms, ok := p.number(f.limits, true)
	if b.CooldownMs = max(int64(ms), leastCooldownMs); ok && ms < leastCooldownMs {
		p.warn(at, quote(p.text[at:p.at])+" is less than the "+strconv.Itoa(leastCooldownMs)+" that it is taken for")
	}
}
