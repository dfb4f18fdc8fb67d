package providers

import (
	"encoding/json"
	"testing"

	"causeway/core"

	"github.com/stretchr/testify/require"
)

func TestWhoMadeAModel(t *testing.T) {
	cases := []struct{ model, publisher, name string }{
		{"gemini-2.5-pro", "google", "gemini-2.5-pro"},
		{"google.gemini-2.5-pro", "google", "gemini-2.5-pro"},
		{"google/gemini-2.5-pro", "google", "gemini-2.5-pro"},
		{"models/gemini-2.5-pro", "google", "gemini-2.5-pro"},
		{"publishers/google/models/gemini-2.5-pro", "google", "gemini-2.5-pro"},
		{"text-embedding-005", "google", "text-embedding-005"},
		{"claude-sonnet-4-5@20250929", "anthropic", "claude-sonnet-4-5@20250929"},
		{"anthropic.claude-opus-4-1@20250805", "anthropic", "claude-opus-4-1@20250805"},
		{"publishers/anthropic/models/claude-opus-4-1", "anthropic", "claude-opus-4-1"},
		{"meta.llama-3.3-70b-instruct-maas", "meta", "llama-3.3-70b-instruct-maas"},
		{"deepseek-ai/deepseek-v3.1-maas", "deepseek-ai", "deepseek-v3.1-maas"},
		{"mistralai.mistral-small-2503", "mistralai", "mistral-small-2503"},
		{"endpoints.123", "endpoints", "123"},
		{"endpoints/123", "endpoints", "123"},
		{"", "google", ""},
	}
	for _, c := range cases {
		publisher, name := vertexModel(c.model)
		require.Equal(t, []string{c.publisher, c.name}, []string{publisher, name}, c.model)
	}
}

func TestHowEmbeddingsAreAskedFor(t *testing.T) {
	for model, want := range map[string]string{
		"text-embedding-005": "vertex-embeddings", "gemini-embedding-001": "vertex-embeddings",
		"google.gemini-embedding-2": "vertex-embed-content", "multimodalembedding@001": "vertex-multimodal-embeddings",
		"intfloat/multilingual-e5-large-instruct-maas": "openai-embeddings",
	} {
		require.Equal(t, want, serviceFor(core.Embeddings, model), model)
	}
}

// serviceFor is the name of the dialect that serves a model at an endpoint.
func serviceFor(e core.Endpoint, model string) string {
	for _, s := range vertexVendor.Services {
		if s.Endpoint == e && (s.Fits == nil || s.Fits(&core.Request{Vendor: &vertexVendor, Model: model})) {
			return s.Dialect.Name
		}
	}
	return ""
}

func TestWhatATokenEndpointAnswers(t *testing.T) {
	token, forMs, ok := bearerToken(`{"access_token":"ya29.x","expires_in":3599,"token_type":"Bearer"}`)
	require.Equal(t, []any{"ya29.x", int64(3599_000), true}, []any{token, forMs, ok})
	for _, body := range []string{"", "x", "{}", `{"access_token":"a"}`, `{"access_token":"","expires_in":1}`, `{"access_token":"a","expires_in":"x"}`, "[]"} {
		_, _, ok := bearerToken(body)
		require.False(t, ok, body)
	}
}

func TestKeyFilesOfAnyShape(t *testing.T) {
	for _, text := range []string{"", "x", "[]", `{"client_email":1}`, `{"client_email":"a"}`, `{"client_email":"a","private_key":"b"}`} {
		a := account(text)
		_, fault := a.assertion(0)
		require.NotNil(t, fault, text)
		require.Equal(t, accountOption, fault.Param)
	}
	quoted, err := json.Marshal("a\nb")
	require.NoError(t, err)
	require.Equal(t, "a\nb", account(`{"private_key":`+string(quoted)+`}`).member("private_key"))
}
