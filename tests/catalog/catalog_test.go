package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const litellmSample = `{
	"sample_spec": {"litellm_provider": "one of …", "mode": "one of …", "max_input_tokens": "max input tokens"},
	"gpt-4.1": {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1047576, "max_output_tokens": 32768,
		"input_cost_per_token": 2e-06, "output_cost_per_token": 8e-06, "cache_read_input_token_cost": 5e-07,
		"supports_function_calling": true, "supports_vision": true, "supports_native_streaming": true},
	"gpt-4.1-2025-04-14": {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1047576, "max_output_tokens": 32768,
		"input_cost_per_token": 2e-06, "output_cost_per_token": 8e-06, "cache_read_input_token_cost": 5e-07,
		"supports_function_calling": true, "supports_vision": true},
	"gpt-latest": {"alias_of": "gpt-4.1"},
	"azure/gpt-4.1": {"litellm_provider": "azure", "mode": "chat", "max_input_tokens": 1047576, "max_output_tokens": 32768,
		"input_cost_per_token": 2e-06, "output_cost_per_token": 8e-06, "cache_read_input_token_cost": 5e-07,
		"supports_function_calling": true, "supports_vision": true},
	"azure/eu/gpt-4.1": {"litellm_provider": "azure", "mode": "chat", "input_cost_per_token": 2.2e-06},
	"low/1024-x-1024/gpt-image-1": {"litellm_provider": "openai", "mode": "image_generation"},
	"o1-pro": {"litellm_provider": "openai", "mode": "responses", "input_cost_per_token": 0.00015, "supports_native_streaming": false},
	"gemini/gemini-2.5-pro": {"litellm_provider": "gemini", "mode": "chat", "input_cost_per_token": 1.25e-06,
		"output_cost_per_token": 1e-05, "input_cost_per_token_above_200k_tokens": 2.5e-06,
		"output_cost_per_token_above_200k_tokens": 1.5e-05, "input_cost_per_token_above_200k_tokens_batches": 1e-06},
	"dashscope/qwen-flash": {"litellm_provider": "dashscope", "mode": "chat", "tiered_pricing": [
		{"range": [0, 256000.0], "input_cost_per_token": 5e-08, "output_cost_per_token": 4e-07},
		{"range": [256000.0, 1000000.0], "input_cost_per_token": 2.5e-07, "output_cost_per_token": 2e-06}]},
	"text-embedding-3-small": {"litellm_provider": "openai", "mode": "embedding", "max_input_tokens": 8191,
		"max_output_tokens": 1536, "input_cost_per_token": 2e-08, "output_cost_per_token": 0.0},
	"elsewhere/model": {"litellm_provider": "elsewhere", "mode": "chat"},
	"sora": {"litellm_provider": "openai", "mode": "video_generation"}
}`

const genaiSample = `[
	{"id": "openai", "models": [
		{"id": "gpt-4.1", "context_window": 1000, "prices": [{"since": "", "prices": {"input_mtok": 9.0, "output_mtok": 9.0}}]},
		{"id": "gpt-4", "names": ["gpt-4", "gpt-4-", "gpt-4-2023", "gpt-4-vintage"], "context_window": 8192, "prices": [{"since": "", "prices": {"input_mtok": 30.0, "output_mtok": 60.0}}]}]},
	{"id": "google", "models": [{"id": "gemini-1.5-pro", "context_window": 2000000, "prices": [
		{"since": "2024-01-01", "prices": {"input_mtok": 7.0, "output_mtok": 21.0}},
		{"since": "2024-10-01", "prices": {"input_mtok": {"base": 1.25, "tiers": [{"start": 128000, "price": 2.5}]}, "output_mtok": {"base": 5.0, "tiers": [{"start": 128000, "price": 10.0}]}}}]}]},
	{"id": "openrouter", "models": [
		{"id": "openai/gpt-4.1", "context_window": 1047576, "prices": [{"since": "", "prices": {"input_mtok": 2.0, "output_mtok": 8.0}}]},
		{"id": "meta/llama", "context_window": 8000, "prices": [{"since": "", "prices": {"input_mtok": 0.1, "output_mtok": 0.2}}]},
		{"id": "meta/old", "context_window": 0, "prices": [{"since": "", "prices": {"input_mtok": 1.0, "output_mtok": 2.0}}]},
		{"id": "meta/llama:batch", "context_window": 8000, "prices": [{"since": "", "prices": {"input_mtok": 0.05}}]}]},
	{"id": "elsewhere", "models": [{"id": "x", "prices": []}]}
]`

func TestTable(t *testing.T) {
	want := []string{
		"# a source, read 2026-11-25",
		"dashscope|qwen-flash|c|?||0.05|0.4|||||256000|0.25|2",
		"google|gemini-1.5-pro|c|?|2000000|1.25|5|||||128000|2.5|10",
		"google|gemini-2.5-pro|c|?||1.25|10|||||200000|2.5|15",
		"openai|gpt-4|c|?|8192|30|60",
		"openai|gpt-4-vintage|c|?|8192|30|60",
		"openai|gpt-4.1|c|tvc|1047576|2|8|0.5",
		"openai|gpt-latest|c|tvc|1047576|2|8|0.5",
		"openai|o1-pro|c|n||150",
		"openai|text-embedding-3-small|e||8191|0.02",
		"openrouter|meta/llama|c|?|8000|0.1|0.2",
	}
	for range 3 { // whatever order the maps have
		got, err := table([]byte(litellmSample), []byte(genaiSample), "a source, read 2026-11-25")
		require.NoError(t, err)
		require.Equal(t, want, strings.Split(strings.TrimSpace(strings.ReplaceAll(got, "\t", "|")), "\n"))
	}
}

func TestWhatIsNoTable(t *testing.T) {
	_, err := table([]byte(`[]`), []byte(`[]`), "")
	require.ErrorContains(t, err, "litellm")
	_, err = table([]byte(`{}`), []byte(`{}`), "")
	require.ErrorContains(t, err, "genai-prices")
	_, err = table([]byte(`{}`), []byte(`[]`), "")
	require.Error(t, err)
}
