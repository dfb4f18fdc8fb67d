package tests

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestClientThatLeavesAbortsTheUpstream leaves while the worker translates a stream, and while the runtime pipes one. Each
// time the upstream is to see it; a second call shows that the instance goes on. The upstream keeps speaking, for workerd
// alone sees that a client has left only when it writes to it.
func TestClientThatLeavesAbortsTheUpstream(t *testing.T) {
	const openai = `data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"a"}}]}` + "\n\n"
	const start = "event: message_start\ndata: " + `{"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}` + "\n\n" +
		"event: content_block_start\ndata: " + `{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}` + "\n\n"
	const anthropic = "event: content_block_delta\ndata: " + `{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}` + "\n\n"
	tests := []struct{ name, provider, start, word string }{
		{"while a stream is translated", "anthropic", start, anthropic},
		{"while a stream is piped", "openai", "", openai},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			aborted := make(chan struct{}, 2)
			upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/event-stream")
				io.WriteString(w, test.start)
				for r.Context().Err() == nil {
					io.WriteString(w, test.word)
					w.(http.Flusher).Flush()
					time.Sleep(10 * time.Millisecond)
				}
				aborted <- struct{}{}
			}))
			defer upstream.Close()
			defer upstream.CloseClientConnections()
			url := newEdge(t, strings.TrimPrefix(upstream.URL, "http://"))
			for range 2 {
				leave := beginStream(t, url, test.provider)
				leave()
				select {
				case <-aborted:
				case <-time.After(5 * time.Second):
					require.Fail(t, "the upstream still speaks to a client that has left")
				}
			}
		})
	}
}

// beginStream begins a streamed call, reads a line of its reply, and gives the way to leave.
func beginStream(t *testing.T, url, provider string) (leave func()) {
	ctx, leave := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, "POST", url+"/v1/chat/completions",
		strings.NewReader(`{"model":"m","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"x"}]}`))
	require.NoError(t, err)
	request.Header.Set("X-Portkey-Provider", provider)
	request.Header.Set("Authorization", "Bearer key")
	reply, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	t.Cleanup(func() { reply.Body.Close() })
	line, err := bufio.NewReader(reply.Body).ReadString('\n')
	require.NoError(t, err)
	require.Contains(t, line, "data: ")
	return leave
}
