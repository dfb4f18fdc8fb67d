package date

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestStampIsWhatTheStandardLibraryWrites(t *testing.T) {
	const step = 86_399_000 * 41 // no divisor of a day, a month or a year
	for ms := int64(-1_000_000_000_000); ms < 5_000_000_000_000; ms += step {
		want := time.UnixMilli(ms).UTC().Format("20060102T150405Z")
		require.Equal(t, want, string(AppendStamp(nil, ms)))
	}
	require.Equal(t, "20150830T123600Z", string(AppendStamp(nil, 1440938160999)))
	require.Equal(t, "20240229T235959Z", string(AppendStamp(nil, 1709251199000)))
}
