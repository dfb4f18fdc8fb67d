package catalog_test

import (
	"slices"
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/config"
	"causeway/providers/catalog"

	"github.com/stretchr/testify/require"
)

const sample = catalog.Table("# a sample\n" +
	"anthropic\tclaude-opus-4-1\tc\ttvfjrc\t200000\t15\t75\t1.5\t18.75\n" +
	"anthropic\tclaude-sonnet-4-5\tc\ttvfjrc\t200000\t3\t15\t0.3\t3.75\n" +
	"bedrock\tanthropic.claude-sonnet-4-5-20250929-v1:0\tc\ttv\t200000\t3\t15\n" +
	"bedrock\teu.anthropic.claude-sonnet-4-5-20250929-v1:0\tc\ttv\t200000\t3.3\t16.5\n" +
	"fireworks-ai\tkimi-k3\tc\t?\t262144\n" +
	"google\tgemini-2.5-pro\tc\ttvr\t1048576\t1.25\t10\t0.125\t\t\t\t200000\t2.5\t15\t0.25\n" +
	"groq\topenai/gpt-oss-20b\tc\tt\t131072\t0.1\t0.5\n" +
	"openai\tft:gpt-4o-2024-08-06\tc\ttvj\t128000\t3.75\t15\n" +
	"openai\tgpt-4.1\tc\ttpvfjc\t1047576\t2\t8\t0.5\n" +
	"openai\tgpt-4o\tc\ttpvfjc\t128000\t2.5\t10\t1.25\n" +
	"openai\tgpt-4o-2024-05-13\tc\ttpv\t128000\t5\t15\n" +
	"openai\tgpt-4o-mini-2024-07-18\tc\ttpv\t128000\t0.15\t0.6\n" +
	"openai\to1-pro\tc\tvn\t200000\t150\t600\n" +
	"openai\ttext-embedding-3-small\te\t\t8191\t0.02\n")

func TestFindTakesTheNamesThatClientsUse(t *testing.T) {
	cases := []struct{ vendor, model, found string }{
		{"openai", "gpt-4.1", "gpt-4.1"},
		{"openai", "gpt-4.1-2025-04-14", "gpt-4.1"},
		{"openai", "gpt-4o-2024-05-13", "gpt-4o-2024-05-13"}, // an issue of its own
		{"openai", "gpt-4o-2024-11-20", "gpt-4o"},
		{"openai", "gpt-4o-mini", "gpt-4o-mini-2024-07-18"}, // the first dated issue
		{"openai", "gpt-4o-min", ""},
		{"openai", "gpt-4", ""},
		{"openai", "", ""},
		{"openai", "ft:gpt-4o-2024-08-06:acme::7q", "ft:gpt-4o-2024-08-06"},
		{"openai", "ft:gpt-4.1-2025-04-14:acme::7q", "gpt-4.1"},
		{"azure-openai", "gpt-4o-2024-11-20", "gpt-4o"},
		{"anthropic", "claude-sonnet-4-5-20250929", "claude-sonnet-4-5"},
		{"anthropic", "claude-sonnet-4-5-latest", "claude-sonnet-4-5"},
		{"bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic.claude-sonnet-4-5-20250929-v1:0"},
		{"bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic.claude-sonnet-4-5-20250929-v1:0"},
		{"bedrock", "eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"},
		{"bedrock", "global.anthropic.claude-opus-4-1-20250805-v1:0", "claude-opus-4-1"},
		{"bedrock", "arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic.claude-sonnet-4-5-20250929-v1:0"},
		{"vertex-ai", "anthropic.claude-opus-4-1@20250805", "claude-opus-4-1"},
		{"vertex-ai", "claude-opus-4-1@20250805", "claude-opus-4-1"},
		{"vertex-ai", "google.gemini-2.5-pro", "gemini-2.5-pro"},
		{"vertex-ai", "publishers/google/models/gemini-2.5-pro", "gemini-2.5-pro"},
		{"google", "models/gemini-2.5-pro", "gemini-2.5-pro"},
		{"google", "gemini-2.5-pro-001", "gemini-2.5-pro"},
		{"openrouter", "openai/gpt-4.1", "gpt-4.1"},
		{"openrouter", "openai/gpt-4.1:batch", ""},
		{"groq", "openai/gpt-oss-20b", "openai/gpt-oss-20b"},
		{"fireworks-ai", "accounts/fireworks/models/kimi-k3", "kimi-k3"},
		{"nobody", "gpt-4.1", ""},
		{"zz", "zz", ""},
	}
	for _, c := range cases {
		m, ok := sample.Find(c.vendor, c.model)
		require.Equal(t, c.found, m.Name, "%s %s", c.vendor, c.model)
		require.Equal(t, c.found != "", ok, "%s %s", c.vendor, c.model)
	}
}

func TestALineIsReadWhole(t *testing.T) {
	m, _ := sample.Find("google", "gemini-2.5-pro")
	require.Equal(t, core.Model{
		Name: "gemini-2.5-pro", Mode: core.ModeChat, ContextTokens: 1048576,
		Can: core.CanTools | core.CanSee | core.CanReason, IsRated: true, IsPriced: true,
		Price:      config.Price{Input: 1.25, Output: 10, CacheRead: 0.125, CacheWrite: config.Unpriced, AudioInput: config.Unpriced, AudioOutput: config.Unpriced},
		LongTokens: 200000,
		Long:       config.Price{Input: 2.5, Output: 15, CacheRead: 0.25, CacheWrite: config.Unpriced, AudioInput: config.Unpriced, AudioOutput: config.Unpriced},
	}, m)
	m, _ = sample.Find("fireworks-ai", "kimi-k3")
	require.False(t, m.IsRated || m.IsPriced)
	m, _ = sample.Find("openai", "o1-pro")
	require.Equal(t, core.CanSee|core.CannotStream, m.Can)
	m, _ = sample.Find("openai", "ft:gpt-4.1-2025-04-14:acme::7q")
	require.False(t, m.IsPriced, "a fine-tuned model costs more than its base, and how much is not known")
	m, _ = sample.Find("openai", "text-embedding-3-small")
	require.Equal(t, core.ModeEmbedding, m.Mode)
	require.Zero(t, m.Price.Output)
}

func TestNames(t *testing.T) {
	require.Equal(t, []string{"claude-opus-4-1", "claude-sonnet-4-5"}, sample.Names("anthropic"))
	require.Len(t, sample.Names("openai"), 7)
	require.Empty(t, sample.Names("nobody"))
	require.Empty(t, catalog.Table("").Names("openai"))
}

// TestTheTableIsSound reads every line of the table that is served.
func TestTheTableIsSound(t *testing.T) {
	require.Regexp(t, `MIT, read \d{4}-\d\d-\d\d$`, catalog.Source())
	total := 0
	for _, vendor := range []string{"openai", "anthropic", "google", "bedrock", "vertex-ai", "groq", "openrouter", "mistral-ai"} {
		names := catalog.Names(vendor)
		require.NotEmpty(t, names, vendor)
		require.True(t, slices.IsSorted(names), vendor)
		for _, name := range names {
			m, ok := catalog.Find(vendor, name)
			require.True(t, ok, name)
			require.Equal(t, name, m.Name, "%s is hidden by another of %s", name, vendor)
			require.True(t, strings.ContainsRune("cpeirmts", rune(m.Mode)), name)
			require.GreaterOrEqual(t, m.Price.Output, 0.0)
			total++
		}
	}
	require.Greater(t, total, 900)
}

func TestFindAllocatesNothing(t *testing.T) {
	for _, name := range []string{"gpt-4.1", "gpt-4.1-2025-04-14", "a-model-of-nobody", "ft:gpt-4o-2024-08-06:acme::7q"} {
		require.Zero(t, testing.AllocsPerRun(50, func() { catalog.Find("azure-openai", name) }), name)
	}
}

func BenchmarkFind(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		catalog.Find("bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0")
	}
}

func FuzzFind(f *testing.F) {
	f.Add("openai", "gpt-4.1-2025-04-14", string(sample))
	f.Add("vertex-ai", "publishers/x/models/@", "\n\n\t\t\nopenai")
	f.Add("openai", "ft::", "# x")
	f.Fuzz(func(t *testing.T, vendor, model, table string) {
		catalog.Table(table).Find(vendor, model)
		catalog.Table(table).Names(vendor)
		catalog.Find(vendor, model)
	})
}
