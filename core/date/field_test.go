package date

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestFieldIsWhatTheStandardLibraryWrites(t *testing.T) {
	const step = 86_399_000 * 41 // no divisor of a day, a month or a year
	for ms := int64(-1_000_000_000_000); ms < 5_000_000_000_000; ms += step {
		require.Equal(t, time.UnixMilli(ms).UTC().Format(http.TimeFormat), string(AppendField(nil, ms)))
	}
	require.Equal(t, "Sun, 06 Nov 1994 08:49:37 GMT", string(AppendField(nil, 784111777000)))
}
