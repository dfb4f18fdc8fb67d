package core

import (
	"testing"

	"causeway/core/config"
	"causeway/core/event"

	"github.com/stretchr/testify/require"
)

func TestDollars(t *testing.T) {
	const none = config.Unpriced
	claude := config.Price{Input: 3, Output: 15, CacheRead: 0.3, CacheWrite: 3.75, AudioInput: none, AudioOutput: none}
	plain := config.Price{Input: 2.5, Output: 10, CacheRead: none, CacheWrite: none, AudioInput: none, AudioOutput: none}
	spoken := config.Price{Input: 2.5, Output: 10, CacheRead: 1.25, CacheWrite: none, AudioInput: 40, AudioOutput: 80}
	free := config.Price{Input: 2.5, Output: 10, CacheRead: 0, CacheWrite: none, AudioInput: none, AudioOutput: none}
	cases := []struct {
		name  string
		price config.Price
		usage event.Usage
		want  string
	}{
		{"input and output", plain, event.Usage{Input: 1000, Output: 500}, "0.0075"},
		{"one token", plain, event.Usage{Input: 1}, "0.0000025"},
		// OpenAI's prompt_tokens 2006 holds the 1920 that were cached.
		{"cached tokens are a part of the input", spoken, event.Usage{Input: 2006, Output: 300, CacheRead: 1920}, "0.005615"},
		// Anthropic says input_tokens 21, cache_creation_input_tokens 188086, cache_read_input_tokens 0, output_tokens 393.
		{"a cache that is filled", claude, event.FromParts(21, 0, 188086, 393, 0), "0.7112805"},
		{"a cache that is read", claude, event.FromParts(21, 188086, 0, 393, 0), "0.0623838"},
		{"without a price of their own cached tokens are input", plain, event.Usage{Input: 1000, CacheRead: 400, CacheWrite: 100}, "0.0025"},
		{"a price of 0 is a price", free, event.Usage{Input: 1000, CacheRead: 400}, "0.0015"},
		{"reasoning is output", plain, event.Usage{Output: 500, Reasoning: 400}, "0.005"},
		{"sound", spoken, event.Usage{Input: 110, AudioIn: 100, Output: 220, AudioOut: 200}, "0.020225"},
		{"more cached than there is", spoken, event.Usage{Input: 10, CacheRead: 20}, "0.000025"},
	}
	for _, c := range cases {
		require.Equal(t, `"cost":`+c.want, string(appendDollars(nil, "cost", dollars(&c.price, &c.usage))), c.name)
	}
}

func TestDollarsAreWrittenWithoutAnExponent(t *testing.T) {
	for amount, want := range map[float64]string{
		0: "0", 1e-9: "0.000000001", 4e-10: "0", 12: "12", 100: "100", 0.1 + 0.2: "0.3", 123456.5: "123456.5",
	} {
		require.Equal(t, `"cost":`+want, string(appendDollars(nil, "cost", amount)))
	}
}

func TestALongPromptHasItsOwnPrice(t *testing.T) {
	m := Model{Price: config.Price{Input: 1.25}, LongTokens: 200_000, Long: config.Price{Input: 2.5}}
	require.Equal(t, 1.25, m.priceFor(200_000).Input)
	require.Equal(t, 2.5, m.priceFor(200_001).Input)
	m.LongTokens = 0
	require.Equal(t, 1.25, m.priceFor(1e9).Input)
}
