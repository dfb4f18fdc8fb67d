package tests

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWorkersAIByItsBinding runs a model through workerd's own code for the binding, up to the request that Cloudflare's
// network would get: who answers it there is all that is played.
func TestWorkersAIByItsBinding(t *testing.T) {
	asked := make(chan string, 1)
	cloudflare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked <- r.Host + " " + r.Header.Get("cf-consn-model-id") + " " + string(body)
		if strings.Contains(string(body), "unknown") {
			w.WriteHeader(http.StatusBadRequest)
			io.WriteString(w, `{"internalCode":5007,"name":"InferenceUpstreamError","description":"No such model"}`)
			return
		}
		w.Header().Set("content-type", "text/event-stream")
		io.WriteString(w, "data: {\"response\":\"Hello €🙂\"}\n\ndata: [DONE]\n\n")
	}))
	defer cloudflare.Close()
	url := newEdge(t, strings.TrimPrefix(cloudflare.URL, "http://"))

	status, reply := askBinding(t, url, `{"model":"@cf/meta/llama-3.1-8b-instruct","stream":true,"messages":[{"role":"user","content":"Hi"}]}`)
	require.Equal(t, 200, status, reply)
	require.Contains(t, reply, `"content":"Hello €🙂"`)
	require.Contains(t, reply, "[DONE]")
	got := <-asked
	require.Contains(t, got, "workers-binding.ai @cf/meta/llama-3.1-8b-instruct ")
	require.Contains(t, got, `"inputs":{"messages":[{"role":"user","content":"Hi"}],"stream":true}`)

	status, reply = askBinding(t, url, `{"model":"@cf/x","messages":[{"role":"user","content":"unknown"}]}`)
	require.Equal(t, 400, status, reply)
	require.Contains(t, reply, "No such model")
	<-asked

	request, err := http.NewRequest("POST", url+"/v1/files?as=binding://AI/@cf/x", strings.NewReader(`{"x":1}`))
	require.NoError(t, err)
	request.Header = http.Header{"Content-Type": {"application/json"}, "X-Portkey-Provider": {"openai"}, "Authorization": {"Bearer k"}}
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	response.Body.Close()
	require.Contains(t, <-asked, "api.openai.com  ", "no caller's URL leads to the binding")
}

func askBinding(t *testing.T, url, body string) (int, string) {
	request, err := http.NewRequest("POST", url+"/v1/chat/completions", strings.NewReader(body))
	require.NoError(t, err)
	request.Header.Set("content-type", "application/json")
	request.Header.Set("x-portkey-provider", "workers-ai-binding")
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(text)
}
