package providers

import (
	"testing"

	"causeway/core"

	"github.com/stretchr/testify/require"
)

// A model behind openai's custom_host may be anybody's: only OpenAI's own are asked at /responses.
func TestOnlyOpenAIsModelsAreAskedForResponses(t *testing.T) {
	for model, want := range map[string]bool{
		"gpt-5-codex": true, "codex-mini-latest": true, "o1-pro": true, "o3-pro-2025-06-10": true, "gpt-5-pro": true,
		"o4-mini-deep-research": true, "computer-use-preview": true,
		"gpt-4.1": false, "o3": false, "": false,
		"google/gemini-3-pro-preview": false, "gemini-2.5-pro-preview-05-06": false, "sonar-deep-research": false,
		"deepseek-v4-pro": false, "qwen-codex": false,
	} {
		require.Equal(t, want, answersResponsesOnly(&core.Request{Model: model}), model)
	}
}
