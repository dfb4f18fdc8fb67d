package event

// Usage counts tokens as OpenAI does: Input holds every prompt token, cached ones included; Output holds every
// generated token, reasoning included. Providers that count otherwise are put right by their reader, here and nowhere
// else: see FromParts.
type Usage struct {
	Input      int64
	Output     int64
	Total      int64 // as the provider says; 0 when it does not, then Sum is meant
	CacheRead  int64 // of Input: read from the prompt cache
	CacheWrite int64 // of Input: written to the prompt cache
	Reasoning  int64 // of Output
	AudioIn    int64 // of Input
	AudioOut   int64 // of Output
}

// FromParts adds up counts that a provider keeps apart: prompt tokens that were neither read from nor written to the
// cache, the two cache counts, and answer and reasoning tokens. A provider that already includes one part passes 0 for
// it and sets the field afterwards.
func FromParts(fresh, cacheRead, cacheWrite, answer, reasoning int64) Usage {
	return Usage{
		Input:      fresh + cacheRead + cacheWrite,
		Output:     answer + reasoning,
		CacheRead:  cacheRead,
		CacheWrite: cacheWrite,
		Reasoning:  reasoning,
	}
}

// Sum is Total, or Input + Output when the provider gave no total.
func (u Usage) Sum() int64 {
	if u.Total != 0 {
		return u.Total
	}
	return u.Input + u.Output
}

// IsZero reports that nothing was counted.
func (u Usage) IsZero() bool { return u == Usage{} }
