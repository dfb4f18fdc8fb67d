package openai

import (
	"testing"

	"causeway/core/event"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

func TestCountsAreWithinReason(t *testing.T) {
	for raw, want := range map[string]event.Usage{
		`{"prompt_tokens":3,"completion_tokens":-1e999,"total_tokens":-5}`: {Input: 3},
		`{"prompt_tokens":1e300,"completion_tokens":2}`:                    {Input: maxCount, Output: 2},
		`{"prompt_tokens":"3","completion_tokens":2.0}`:                    {Input: 3, Output: 2},
	} {
		u, ok := readUsage(gjson.Parse(raw))
		require.True(t, ok, raw)
		require.Equal(t, want, u, raw)
	}
}
