package tests

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestSilentStreamIsHedgedOnRealSockets: the first target sends its header and then nothing, the second speaks.
func TestSilentStreamIsHedgedOnRealSockets(t *testing.T) {
	for _, gateway := range []struct{ name, url string }{
		{"native", nativeGateway(t).URL},
		{"workerd", edgeGateway(t).URL},
	} {
		t.Run(gateway.name, func(t *testing.T) {
			over := make(chan struct{})
			silent := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/event-stream")
				fmt.Fprint(w, ": wait\n\n")
				http.NewResponseController(w).Flush()
				<-over
			}))
			defer silent.Close()
			defer close(over)
			const words = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
			quick := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/event-stream")
				fmt.Fprint(w, words)
			}))
			defer quick.Close()
			config := fmt.Sprintf(`{"strategy":{"mode":"fallback","hedge":{"delay":200,"share":1}},"targets":[`+
				`{"provider":"openai","api_key":"k","custom_host":"%s"},{"provider":"openai","api_key":"k","custom_host":"%s"}]}`, silent.URL, quick.URL)
			status, header, body := stream(t, gateway.url, config)
			require.Equal(t, 200, status)
			require.Equal(t, words, body)
			require.Regexp(t, `^config.targets\[0\] openai 200 outrun \d+ms next, config.targets\[1\] openai 200 \d+ms$`, header.Get("X-Causeway-Trace"))
		})
	}
}

// stream asks for a streamed chat.
func stream(t *testing.T, gateway, config string) (status int, header http.Header, body string) {
	request, err := http.NewRequestWithContext(t.Context(), "POST", gateway+"/v1/chat/completions", strings.NewReader(`{"model":"m","stream":true,"messages":[]}`))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Portkey-Config", config)
	reply, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	require.NoError(t, err)
	return reply.StatusCode, reply.Header, string(text)
}

// TestSlowTargetIsHedgedOnRealSockets: the first target keeps its header back until the test is over, the second answers.
// The machine's own story of hedges, under a virtual clock, is core's TestHedge.
func TestSlowTargetIsHedgedOnRealSockets(t *testing.T) {
	for _, gateway := range []struct{ name, url string }{
		{"native", nativeGateway(t).URL},
		{"workerd", edgeGateway(t).URL},
	} {
		t.Run(gateway.name, func(t *testing.T) {
			over := make(chan struct{})
			var left atomic.Int32
			slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				io.Copy(io.Discard, r.Body)
				select {
				case <-r.Context().Done():
					left.Add(1)
				case <-over:
				}
			}))
			defer slow.Close()
			defer close(over)
			quick := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				fmt.Fprint(w, `{"id":"quick"}`)
			}))
			defer quick.Close()

			// The first call is hedged; the second finds the share used up and falls over when its time is.
			for _, why := range []string{"outrun", "408 request_timeout"} {
				config := fmt.Sprintf(`{"timeouts":{"headers":400},"strategy":{"mode":"fallback","hedge":{"delay":30,"share":0.1}},"targets":[`+
					`{"provider":"openai","api_key":"k","custom_host":"%s"},{"provider":"openai","api_key":"k","custom_host":"%s"}]}`, slow.URL, quick.URL)
				request, err := http.NewRequestWithContext(t.Context(), "POST", gateway.url+"/v1/embeddings", strings.NewReader(`{"model":"m","input":"x"}`))
				require.NoError(t, err)
				request.Header.Set("Content-Type", "application/json")
				request.Header.Set("X-Portkey-Config", config)
				reply, err := http.DefaultClient.Do(request)
				require.NoError(t, err)
				body, err := io.ReadAll(reply.Body)
				reply.Body.Close()
				require.NoError(t, err)
				require.Equal(t, `{"id":"quick"}`, string(body))
				require.Equal(t, "config.targets[1]", reply.Header.Get("X-Portkey-Last-Used-Option-Index"))
				require.Contains(t, reply.Header.Get("X-Causeway-Trace"), why)
			}
			require.Eventually(t, func() bool { return left.Load() == 2 }, 5*time.Second, 20*time.Millisecond, "both requests to the slow one were cancelled")
		})
	}
}
