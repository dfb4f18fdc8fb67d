package anthropic

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestModels(t *testing.T) {
	got, ok := List.Answer([]byte("x"), nil, ` {"data":[
		{"type":"model","id":"claude-a","display_name":"A","created_at":"2025-11-24T01:02:03Z"},
		{"type":"model","id":"claude-b","created_at":"soon"},{"display_name":"nameless"},7],"has_more":false}`)
	require.True(t, ok)
	require.Equal(t, `x{"object":"list","data":[`+
		`{"id":"claude-a","object":"model","created":1763946123,"owned_by":"anthropic"},`+
		`{"id":"claude-b","object":"model","created":0,"owned_by":"anthropic"}]}`, string(got))

	for _, body := range []string{``, `[]`, `{}`, `{"data":{}}`, `{"data":[`} {
		got, ok := List.Answer([]byte("x"), nil, body)
		require.False(t, ok, body)
		require.Equal(t, "x", string(got))
	}
}

func TestUnixOf(t *testing.T) {
	for day := time.Date(1968, 1, 1, 23, 59, 58, 0, time.UTC); day.Year() < 2105; day = day.AddDate(0, 0, 1) {
		require.Equal(t, day.Unix(), unixOf(day.Format(time.RFC3339)))
	}
	require.Equal(t, int64(1), unixOf("1970-01-01T00:00:01.999Z"))
	for _, stamp := range []string{"", "Z", "2025-11-24", "2025-11-24T00:00:00+01:00", "2025/11/24T00:00:00Z", "2025-1x-24T00:00:00Z"} {
		require.Zero(t, unixOf(stamp), stamp)
	}
}

func FuzzModels(f *testing.F) {
	f.Add(`{"data":[{"id":"a\"","created_at":"2025-11-24T01:02:03Z"}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		if got, ok := List.Answer(nil, nil, body); ok {
			require.True(t, json.Valid(got), "%s", got)
		}
	})
}
