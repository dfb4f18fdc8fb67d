package date

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// pivotMs is a now from which two-digit years mean what package time takes them for, 1969 to 2068.
var pivotMs = time.Date(2018, 12, 31, 23, 59, 59, 0, time.UTC).UnixMilli()

func TestParse(t *testing.T) {
	for text, want := range map[string]int64{
		"Sun, 06 Nov 1994 08:49:37 GMT":     784111777000,
		"Sunday, 06-Nov-94 08:49:37 GMT":    784111777000,
		"Sun Nov  6 08:49:37 1994":          784111777000,
		"Sun Nov 16 08:49:37 1994":          784975777000,
		"Thu, 01 Jan 1970 00:00:00 GMT":     0,
		"Sat, 21 Nov 2026 03:52:42 GMT":     1795233162000,
		"Thu, 29 Feb 2024 23:59:59 GMT":     1709251199000,
		"Sat, 01 Jan 0000 00:00:00 GMT":     -62167219200000,
		"Wednesday, 01-Jan-70 00:00:00 GMT": 0,
	} {
		ms, ok := Parse(text, pivotMs)
		require.True(t, ok, text)
		require.Equal(t, want, ms, text)
	}
}

func TestWhatIsNoDate(t *testing.T) {
	for _, text := range []string{
		"", ",", "120", "Sun", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 GMT ",
		" Sun, 06 Nov 1994 08:49:37 GMT", "sun, 06 Nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 anF 1994 08:49:37 GMT",
		"Sun, 06 Nov 94 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT", "Sundae, 06-Nov-94 08:49:37 GMT", "Sun Nov 6 08:49:37 1994",
		"Thu, 30 Feb 2024 00:00:00 GMT", "Wed, 29 Feb 2023 00:00:00 GMT", "Mon, 29 Feb 2100 00:00:00 GMT", "Sun, 31 Apr 2024 00:00:00 GMT",
		"Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 08:49:60 GMT",
		"Sun, 06 Nov 1994 08:49:3/ GMT", "Sun, 06 Nov 1994 0x:49:37 GMT", "Sun, 06 Nov +994 08:49:37 GMT",
	} {
		_, ok := Parse(text, pivotMs)
		require.False(t, ok, text)
	}
}

// TestTwoDigitYears holds RFC 9110's rule against every year of a century and several times to read from: the date is at
// most 50 years ahead, and would not be if it were a century later.
func TestTwoDigitYears(t *testing.T) {
	for _, now := range []time.Time{
		time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(1999, 12, 31, 23, 59, 59, 0, time.UTC),
		time.Date(2026, 11, 21, 8, 49, 37, 0, time.UTC), time.Date(2026, 11, 21, 8, 49, 36, 0, time.UTC), time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC),
	} {
		limit := now.AddDate(50, 0, 0)
		for lastTwo := range 100 {
			text := time.Date(2000+lastTwo, 11, 21, 8, 49, 37, 0, time.UTC).Format(rfc850)
			ms, ok := Parse(text, now.UnixMilli())
			require.True(t, ok, text)
			got := time.UnixMilli(ms).UTC()
			require.Equal(t, lastTwo, got.Year()%100)
			require.False(t, got.After(limit), "%s read at %s is %s", text, now, got)
			require.True(t, got.AddDate(100, 0, 0).After(limit), "%s read at %s is %s", text, now, got)
		}
	}
}

func TestEveryDayOfFourCenturies(t *testing.T) {
	for day := time.Date(1900, 1, 1, 12, 34, 56, 0, time.UTC); day.Year() < 2300; day = day.AddDate(0, 0, 1) {
		ms, ok := Parse(day.Format(http.TimeFormat), 0)
		if !ok || ms != day.UnixMilli() || yearOf(ms) != day.Year() {
			t.Fatal(day, ms, ok, yearOf(ms))
		}
	}
}

func TestParseAllocatesNothing(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(100, func() { Parse("Sun, 06 Nov 1994 08:49:37 GMT", 0) }))
}

// FuzzParse holds Parse against net/http, which takes more: names in any case, any zone, fractions of a second.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Thu, 29 Feb 2024 23:59:59 GMT", "Sat, 01 Jan 0000 00:00:00 GMT", ", "} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ms, ok := Parse(text, pivotMs)
		want, err := http.ParseTime(text)
		if ok {
			require.NoError(t, err)
			require.Equal(t, want.UnixMilli(), ms)
		}
		if err == nil && isToTheLetter(want, text) {
			require.True(t, ok, text)
		}
	})
}

// isToTheLetter reports whether a time would be written as text, the day of the week aside.
func isToTheLetter(at time.Time, text string) bool {
	for _, layout := range []string{http.TimeFormat, rfc850, time.ANSIC} {
		written := at.UTC().Format(layout)
		_, date, _ := strings.Cut(written, " ")
		day, given, _ := strings.Cut(text, " ")
		wantDay, _, _ := strings.Cut(written, " ")
		if date == given && day == wantDay {
			return true
		}
	}
	return false
}

const rfc850 = "Monday, 02-Jan-06 15:04:05 GMT"

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Parse("Sun, 06 Nov 1994 08:49:37 GMT", 0)
	}
}
