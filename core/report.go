package core

import (
	"strconv"

	"causeway/core/event"
	"causeway/core/rewrite"
)

// outcome is how an exchange ended for the client.
type outcome string

const (
	outcomeWhole  outcome = "whole"  // a complete answer
	outcomeFailed outcome = "failed" // an error instead of an answer
	outcomeBroken outcome = "broken" // an answer that ends with an in-band error
	outcomeCut    outcome = "cut"    // an answer that ends with its connection
)

// Report is what is worth keeping of an exchange, and enough of what was decided by to decide it anew: see Replay. It holds
// no key, of the caller's headers the metadata alone, and nothing of a body but the model's name.
type Report struct {
	TraceID  string
	Endpoint string
	Model    string // as asked for
	Metadata string // x-portkey-metadata: a JSON object of at most maxLoggedMetadata bytes, else ""
	Seed     uint64
	Decided  bool // a target was looked for: Model, Metadata and Seed mean something
	Outcome  string
	Status   int // of the answer
	Code     string
	Stream   bool
	Ms       int64
	Tries    []Try // every request that was made, or could not be
	Dropped  []string
	Usage    event.Usage // of a translated reply; zero where the bytes were not read
}

// Try is one request to a target.
type Try struct {
	Target   string // "config.targets[0]"
	Provider string
	Model    string
	Status   int    // 408 and 502 also stand for time-outs and broken connections
	Code     string // why it counted as failed, where the status does not say
	Ms       int64  // until the header
	Then     string // "retry", "next"; "" for the one that answered
	Dollars  float64
	IsPriced bool // Dollars is what its answer cost
}

// add notes a request that has its status.
func (r *Report) add(a *attempt, status int, code string, now int64) {
	a.row = len(r.Tries) + 1
	r.Tries = append(r.Tries, Try{
		Target: a.target.Path, Provider: a.target.Vendor.Name, Model: a.request.Model,
		Status: status, Code: code, Ms: now - a.began,
	})
}

// then notes what a request's end led to.
func (r *Report) then(a *attempt, move string) {
	if a.row > 0 {
		r.Tries[a.row-1].Then = move
	}
}

// last puts a's request behind another that was noted after it: the one that answers stands last.
func (r *Report) last(a, other *attempt) {
	if a.row > 0 && a.row < other.row {
		r.Tries[a.row-1], r.Tries[other.row-1] = r.Tries[other.row-1], r.Tries[a.row-1]
		a.row, other.row = other.row, a.row
	}
}

// maxTraced bounds the requests that x-causeway-trace tells of: the last ones.
const maxTraced = 16

// appendTrace appends the requests as one header value, oldest first:
//
//	config.targets[0] openai 429 12ms next, config.targets[1] anthropic 200 340ms
func (r *Report) appendTrace(dst []byte) []byte {
	tries := r.Tries
	if n := len(tries) - maxTraced; n > 0 {
		dst = append(append(dst, decimal(int64(n))...), " more, "...)
		tries = tries[n:]
	}
	for i := range tries {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = tries[i].appendTrace(dst)
	}
	return dst
}

// spoil notes why a request failed after its header.
func (r *Report) spoil(a *attempt, word string) {
	if a.row > 0 && r.Tries[a.row-1].Code == "" {
		r.Tries[a.row-1].Code = word
	}
}

// seal fills in what is known at the end.
func (r *Report) seal(x *Exchange, o outcome) {
	r.TraceID, r.Endpoint, r.Outcome, r.Ms = x.traceID, x.endpoint.String(), string(o), x.now-x.began
	r.Stream, r.Dropped, r.Usage = x.attempt.request.Stream, x.attempt.request.dropped, x.attempt.usage
	if r.Status == 0 {
		r.Status = x.attempt.status
	}
	if r.Decided = x.plan != nil; r.Decided {
		r.Model, r.Seed, r.Metadata = x.sketch.Model, x.seed, x.facts().Metadata
	}
	if len(r.Metadata) > maxLoggedMetadata {
		r.Metadata = ""
	}
}

// maxLoggedMetadata bounds the metadata in a report.
const maxLoggedMetadata = 4 << 10

// Append appends the report as one JSON object to dst.
func (r *Report) Append(dst []byte) []byte {
	dst = append(dst, '{')
	dst = rewrite.Text(dst, "trace_id", r.TraceID)
	dst = rewrite.Text(dst, "endpoint", r.Endpoint)
	if r.Decided {
		dst = r.appendDecided(dst)
	}
	dst = rewrite.Text(dst, "outcome", r.Outcome)
	dst = rewrite.Int(dst, "status", int64(r.Status))
	if r.Code != "" {
		dst = rewrite.Text(dst, "code", r.Code)
	}
	if r.Stream {
		dst = rewrite.Raw(dst, "stream", "true")
	}
	dst = rewrite.Int(dst, "ms", r.Ms)
	dst = append(rewrite.Key(dst, "tries"), '[')
	for i := range r.Tries {
		dst = r.Tries[i].append(rewrite.Comma(dst))
	}
	dst = append(dst, ']')
	if len(r.Dropped) > 0 {
		dst = append(rewrite.Key(dst, "dropped"), '[')
		for _, name := range r.Dropped {
			dst = rewrite.AppendString(rewrite.Comma(dst), name)
		}
		dst = append(dst, ']')
	}
	if !r.Usage.IsZero() {
		dst = appendUsage(rewrite.Key(dst, "usage"), &r.Usage)
	}
	if sum, known := r.cost(); known {
		dst = appendDollars(dst, "cost", sum)
	}
	return append(dst, '}')
}

// appendDecided appends what was decided by. The seed is a string: it has more digits than many readers of JSON keep.
func (r *Report) appendDecided(dst []byte) []byte {
	if r.Model != "" {
		dst = rewrite.Text(dst, "model", r.Model)
	}
	if r.Metadata != "" {
		dst = rewrite.Raw(dst, "metadata", r.Metadata)
	}
	return rewrite.Text(dst, "seed", strconv.FormatUint(r.Seed, 10))
}

func (t *Try) append(dst []byte) []byte {
	dst = append(dst, '{')
	dst = rewrite.Text(dst, "target", t.Target)
	dst = rewrite.Text(dst, "provider", t.Provider)
	if t.Model != "" {
		dst = rewrite.Text(dst, "model", t.Model)
	}
	dst = rewrite.Int(dst, "status", int64(t.Status))
	if t.Code != "" {
		dst = rewrite.Text(dst, "code", t.Code)
	}
	dst = rewrite.Int(dst, "ms", t.Ms)
	if t.Then != "" {
		dst = rewrite.Text(dst, "then", t.Then)
	}
	if t.IsPriced {
		dst = appendDollars(dst, "cost", t.Dollars)
	}
	return append(dst, '}')
}

func (t *Try) appendTrace(dst []byte) []byte {
	dst = append(append(append(dst, t.Target...), ' '), t.Provider...)
	dst = append(append(dst, ' '), decimal(int64(t.Status))...)
	if t.Code != "" {
		dst = append(append(dst, ' '), headerSafe(t.Code)...)
	}
	dst = append(append(append(dst, ' '), decimal(t.Ms)...), "ms"...)
	if t.Then != "" {
		dst = append(append(dst, ' '), t.Then...)
	}
	return dst
}

func appendUsage(dst []byte, u *event.Usage) []byte {
	dst = append(dst, '{')
	dst = rewrite.Int(dst, "input", u.Input)
	dst = rewrite.Int(dst, "output", u.Output)
	dst = rewrite.Int(dst, "cache_read", u.CacheRead)
	dst = rewrite.Int(dst, "cache_write", u.CacheWrite)
	return append(rewrite.Int(dst, "reasoning", u.Reasoning), '}')
}
