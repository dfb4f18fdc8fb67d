package providers

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhoseHostAnIdentityMayProveItselfTo(t *testing.T) {
	for url, want := range map[string]bool{
		"https://acme.openai.azure.com/openai/v1/chat/completions":  true,
		"https://ACME.Services.AI.Azure.com/models/chat":            true,
		"https://acme.cognitiveservices.azure.com:443/openai":       true,
		"http://acme.openai.azure.com/openai":                       false,
		"https://acme.eastus.cloudapp.azure.com/openai":             false,
		"https://acme.eastus.inference.ml.azure.com/score":          false,
		"https://evil.example/?.openai.azure.com":                   false,
		"https://evil.example#.openai.azure.com":                    false,
		"https://evil.example:1@acme.openai.azure.com/openai":       false,
		"https://openai.azure.com.evil.example/openai/deployments/": false,
		"": false,
	} {
		require.Equal(t, want, isAzures(url), url)
	}
}

func TestTokenOfAnOAuthAnswer(t *testing.T) {
	for body, want := range map[string]struct {
		token string
		ms    int64
	}{
		`{"token_type":"Bearer","expires_in":3599,"access_token":"eyJ"}`: {"eyJ", 3_599_000},
		`{"access_token":"a\/b","expires_in":"60"}`:                      {"a/b", 60_000},
		`{"access_token":"a"}`:                                           {},
		`{"access_token":7}`:                                             {},
		`{"error":"invalid_client"}`:                                     {},
		`<html>`:                                                         {},
		``:                                                               {},
	} {
		token, ms, ok := bearerToken(body)
		require.Equal(t, want.token != "", ok, body)
		if ok {
			require.Equal(t, want.token, token, body)
			require.Equal(t, want.ms, ms, body)
		}
	}
}

func TestFormEscapesWhatIsNotPlain(t *testing.T) {
	require.Equal(t, "a=1&b%20c=x%2By%26z%3D%C3%A9", form("a", "1", "b c", "x+y&z=é"))
	require.Empty(t, form())
}
