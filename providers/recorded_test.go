package providers

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"causeway/core"

	"github.com/stretchr/testify/require"
)

const recordings = "../../shared/fixtures"

// places say which vendor was spoken to, by the folder of the recordings and by where it was.
var places = []struct{ folder, at, provider, options string }{
	{"azure", "https://example-resource.openai.azure.com/openai/v1/", "azure-openai", `"resource_name":"example-resource","api_version":"v1"`},
	{"azure", "https://example-resource.services.ai.azure.com/openai/v1/", "azure-ai", `"azure_foundry_url":"https://example-resource.services.ai.azure.com/openai/v1"`},
	{"azure", "https://example-resource.openai.azure.com/openai/deployments/", "azure-openai", `"resource_name":"example-resource"`},
	{"azure", "https://example-resource.cognitiveservices.azure.com/", "azure-openai", `"custom_host":"https://example-resource.cognitiveservices.azure.com/openai"`},
	{"azure-foundry", "", "azure-ai", `"azure_foundry_url":"https://example-resource.services.ai.azure.com/models"`},
	{"azure-anthropic", "", "azure-ai", `"azure_foundry_url":"https://example-resource.services.ai.azure.com/anthropic"`},
	{"avian", "", "avian", ""}, {"baseten", "", "baseten", ""}, {"cerebras", "", "cerebras", ""}, {"copilot", "", "github-copilot", ""},
	{"crusoe", "", "crusoe", ""}, {"doubleword", "", "doubleword", ""}, {"fireworks", "", "fireworks-ai", ""}, {"groq", "", "groq", ""},
	{"databricks", "", "databricks", `"databricks_base_url":"https://adb-0000000000000000.0.azuredatabricks.net/serving-endpoints"`},
	{"gpustack", "", "gpustack", `"custom_host":"http://localhost:80/v1"`}, {"heroku", "", "heroku", ""},
	{"huggingface", "https://router.huggingface.co/v1/", "huggingface", ""}, {"inception", "", "inception", ""}, {"jina", "", "jina", ""},
	{"llamacpp", "", "llamacpp", `"custom_host":"http://localhost:8080/v1"`}, {"lmstudio", "", "lmstudio", `"custom_host":"http://localhost:1234/v1"`},
	{"mistralrs", "", "mistralrs", `"custom_host":"http://localhost:1234/v1"`},
	{"moonshot", "https://api.moonshot.cn/", "moonshot", ""}, {"moonshot", "https://api.moonshot.ai/", "moonshot-ai", ""},
	{"openrouter", "", "openrouter", ""}, {"perplexity", "", "perplexity-ai", ""}, {"portkey", "https://api.portkey.ai/v1/chat/", "portkey", ""}, {"sambanova", "", "sambanova", ""},
	{"snowflake", "", "cortex", `"snowflake_account":"myorg-myaccount"`}, {"together", "https://api.together.xyz/", "together-ai", ""},
	{"venice", "", "venice", ""}, {"vercel-gateway", "", "vercel", ""}, {"vllm", "", "vllm", `"custom_host":"http://localhost:8000/v1"`},
	{"voyage", "", "voyage", ""}, {"writer", "https://api.writer.com/v1/", "writer", ""}, {"xai", "", "x-ai", ""}, {"zai", "https://api.z.ai/api/paas/", "z-ai", ""},
}

// Requests that were recorded are made here, too: they go to the address that the provider answered at.
func TestRowsCallWhatWasCalled(t *testing.T) {
	if _, err := os.Stat(recordings); err != nil {
		t.Log("no recordings at", recordings)
		return
	}
	made := 0
	for _, p := range places {
		files, err := filepath.Glob(filepath.Join(recordings, p.folder, "*.json"))
		require.NoError(t, err)
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			var x exchange
			require.NoError(t, json.Unmarshal(text, &x))
			path := x.path()
			if path == "" || !strings.HasPrefix(x.Request.URL, p.at) || x.Model == "" {
				continue
			}
			made++
			t.Run(p.folder+"/"+filepath.Base(file), func(t *testing.T) { require.Equal(t, x.Request.URL, x.calledBy(t, path, p.provider, p.options)) })
		}
	}
	require.Greater(t, made, 150)
	t.Log(made, "requests")
}

// exchange is a recording, as far as it is needed here.
type exchange struct {
	Endpoint, Model string
	Request         struct{ Method, URL string }
}

// path is where this gateway serves what was asked for, "" where it does not by a row of its own.
func (x *exchange) path() string {
	switch x.Endpoint {
	case "chat":
		return "/v1/chat/completions"
	case "messages":
		return "/v1/messages"
	case "embeddings", "responses", "completions":
		return "/v1/" + x.Endpoint
	}
	return ""
}

// calledBy is the URL that the gateway calls.
func (x *exchange) calledBy(t *testing.T, path, provider, options string) string {
	if _, version, found := strings.Cut(x.Request.URL, "api-version="); found && !strings.Contains(options, "api_version") {
		options += `,"api_version":"` + version + `","azure_api_version":"` + version + `"`
	} else if strings.Contains(x.Request.URL, "/deployments/") {
		options += `,"api_version":"2024-10-21"` // it was left out of the recording
	}
	model := x.Model
	if _, after, found := strings.Cut(x.Request.URL, "/deployments/"); found {
		model, _, _ = strings.Cut(after, "/")
	}
	if options != "" {
		options = "," + strings.TrimPrefix(options, ",")
	}
	body, err := json.Marshal(map[string]any{"model": model, "messages": []any{}, "input": "a", "prompt": "a", "max_tokens": 9})
	require.NoError(t, err)
	m := Gateway().Open(core.Call{Method: "POST", Path: path, Body: string(body), Header: core.Header{
		{Name: "content-type", Value: "application/json"},
		{Name: "x-portkey-config", Value: `{"provider":"` + provider + `","api_key":"k"` + options + `}`},
	}}, 1, 1)
	for range 4 {
		switch a := m.Next(); a.Kind {
		case core.Fetch:
			if strings.Contains(x.Request.URL, "?") {
				return a.URL
			}
			url, _, _ := strings.Cut(a.URL, "?")
			return url
		case core.Write:
			return a.Body
		}
	}
	return ""
}
