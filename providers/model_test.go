package providers

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNearestModel(t *testing.T) {
	for _, c := range []struct{ vendor, name, want string }{
		{"anthropic", "claude-sonet-4-5", "claude-sonnet-4-5"},
		{"openai", "gtp-4o", "gpt-4o"},
		{"openai", "gpt-4.9", ""}, // a new one
		{"openai", "gpt-4o-max", ""},
		{"openai", "o9", ""},
		{"openai", "", ""},
		{"nobody", "gpt-4o", ""},
	} {
		require.Equal(t, c.want, NearestModel(c.vendor, c.name), c.name)
	}
}
