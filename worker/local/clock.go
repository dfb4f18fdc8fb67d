package local

import (
	"context"
	"time"
)

// started carries the monotonic clock, so that Now never runs backwards.
var started = time.Now()

// clock is the machine's wall clock.
type clock struct{}

func (clock) Now() int64 { return started.UnixMilli() + time.Since(started).Milliseconds() }

func (clock) Sleep(ctx context.Context, ms int64) error {
	timer := time.NewTimer(time.Duration(ms) * time.Millisecond)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
