package core

import "causeway/core/config"

// Timeouts bound the waits of a target, in ms; 0 leaves the default. Config: timeouts, and request_timeout for HeadersMs.
type Timeouts struct {
	ConnectMs    int64 // until a connection stands, where the host can tell (workerd cannot)
	HeadersMs    int64 // until the reply's header
	FirstTokenMs int64 // until a stream says something, from the request on; only while nothing has reached the client
	IdleMs       int64 // between two pieces of a reply
	TotalMs      int64 // the whole exchange, every attempt included
}

const (
	// defaultHeadersMs bounds the wait for a reply's header when no config says otherwise: ten minutes, as the OpenAI
	// SDKs wait (openai-node README, "Timeouts", read 2026-11-21), so that nothing hangs for ever.
	defaultHeadersMs = 600_000
	// defaultIdleMs bounds the silence between two pieces of a reply.
	defaultIdleMs = 300_000
	// maxWaitMs bounds every number of milliseconds that a caller gives: a day.
	maxWaitMs = 86_400_000
)

// take puts n's own limits in the place of inherited ones, each by itself.
func (t *Timeouts) take(n *config.Node) {
	if ms, given := n.HeadersMs(); given {
		t.HeadersMs = ms
	}
	if n.Timeouts == nil {
		return
	}
	for _, limit := range [...]struct {
		own *int64
		ms  int64
	}{
		{&t.ConnectMs, n.Timeouts.ConnectMs},
		{&t.FirstTokenMs, n.Timeouts.FirstTokenMs},
		{&t.IdleMs, n.Timeouts.IdleMs},
		{&t.TotalMs, n.Timeouts.TotalMs},
	} {
		if limit.ms > 0 {
			*limit.own = limit.ms
		}
	}
}

// bound is a wait and the name of the limit that sets it.
type bound struct {
	ms    int64
	limit string
}

// tighten takes another limit into account. spent is how much of it is over.
func (b *bound) tighten(limit string, ms, spent int64) {
	if ms == 0 {
		return
	}
	left := max(ms-spent, 1)
	if b.ms == 0 || left < b.ms {
		*b = bound{left, limit}
	}
}

// untilHeader bounds the wait for the reply's header.
func (x *Exchange) untilHeader() int64 {
	a := &x.attempt
	t := &a.target.Timeouts
	a.bound = bound{}
	a.bound.tighten("headers", t.HeadersMs, 0)
	a.bound.tighten("first_token", t.FirstTokenMs, 0)
	a.bound.tighten("total", t.TotalMs, x.now-x.began)
	if t.HeadersMs == 0 {
		a.bound.tighten("headers", defaultHeadersMs, 0)
	}
	return a.bound.ms
}

// untilBytes bounds the wait for the next piece of the reply.
func (x *Exchange) untilBytes() int64 {
	a := &x.attempt
	t := &a.target.Timeouts
	a.bound = bound{}
	a.bound.tighten("idle", t.IdleMs, 0)
	if !x.committed && x.state != Draining && a.request.Stream {
		a.bound.tighten("first_token", t.FirstTokenMs, x.now-a.began)
	}
	a.bound.tighten("total", t.TotalMs, x.now-x.began)
	if t.IdleMs == 0 {
		a.bound.tighten("idle", defaultIdleMs, 0)
	}
	return a.bound.ms
}

// longestPipeMs bounds a reply that the host joins to the client, where it may not see the silence within: an hour, as long
// as it keeps what belongs to a call.
const longestPipeMs = 3_600_000

// untilTotal is what is left of the time for the whole exchange.
func (x *Exchange) untilTotal() int64 {
	b := bound{longestPipeMs, "total"}
	b.tighten("total", x.attempt.target.Timeouts.TotalMs, x.now-x.began)
	return b.ms
}

// isOver reports that the time for the whole exchange is used up: nothing more is tried.
func (x *Exchange) isOver() bool {
	total := x.attempt.target.Timeouts.TotalMs
	return total > 0 && x.now-x.began >= total
}

// timeoutFault is a time-out in words, with the status that Portkey gives it. The first is Portkey's own sentence.
func (a *attempt) timeoutFault() *Fault {
	t := &a.target.Timeouts
	switch a.bound.limit {
	case "first_token":
		return lateFault("first_token_timeout", "the provider gave no first token within "+decimal(t.FirstTokenMs)+"ms")
	case "idle":
		ms := t.IdleMs
		if ms == 0 {
			ms = defaultIdleMs
		}
		return lateFault("idle_timeout", "the provider was silent for "+decimal(ms)+"ms in the middle of its reply")
	case "total":
		return lateFault("total_timeout", "the time for this request is over: "+decimal(t.TotalMs)+"ms")
	}
	ms := t.HeadersMs
	if ms == 0 {
		ms = defaultHeadersMs
	}
	return lateFault("request_timeout", "Request exceeded the timeout sent in the request: "+decimal(ms)+"ms")
}

func lateFault(code, message string) *Fault {
	return upstreamFault(408, "timeout_error", code, message)
}
