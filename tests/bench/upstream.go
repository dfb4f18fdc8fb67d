package main

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

// chunks is how many pieces of text a streamed reply has.
const chunks = 100

// pace is the time between two pieces: each is a read of its own for whoever relays it.
const pace = time.Millisecond

// serveUpstream answers as OpenAI and Anthropic do, on a free port, until the program ends.
func serveUpstream() (address string, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/v1/chat/completions", func(w http.ResponseWriter, r *http.Request) {
		reply(w, r, openaiReply, openaiChunk, "", "data: [DONE]\n\n")
	})
	mux.HandleFunc("/v1/messages", func(w http.ResponseWriter, r *http.Request) {
		reply(w, r, anthropicReply, anthropicChunk, anthropicStart, anthropicEnd)
	})
	go http.Serve(listener, mux)
	return listener.Addr().String(), nil
}

func reply(w http.ResponseWriter, r *http.Request, whole, chunk, start, end string) {
	body := make([]byte, r.ContentLength)
	for n := 0; n < len(body); {
		m, err := r.Body.Read(body[n:])
		if n += m; err != nil {
			break
		}
	}
	if !strings.Contains(string(body), `"stream":true`) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, whole)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	flush := w.(http.Flusher).Flush
	fmt.Fprint(w, start)
	flush()
	for range chunks {
		fmt.Fprint(w, chunk)
		flush()
		time.Sleep(pace)
	}
	fmt.Fprint(w, end)
}

const (
	openaiReply = `{"id":"chatcmpl-1","object":"chat.completion","created":1767225600,"model":"gpt-4o","choices":[{"index":0,` +
		`"message":{"role":"assistant","content":"It is a benchmark, and this is about as long as a short answer gets."},"finish_reason":"stop"}],` +
		`"usage":{"prompt_tokens":20,"completion_tokens":15,"total_tokens":35}}`
	openaiChunk = `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"gpt-4o",` +
		`"choices":[{"index":0,"delta":{"content":" word"},"finish_reason":null}]}` + "\n\n"
	anthropicReply = `{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[{"type":"text",` +
		`"text":"It is a benchmark, and this is about as long as a short answer gets."}],"stop_reason":"end_turn","stop_sequence":null,` +
		`"usage":{"input_tokens":20,"output_tokens":15}}`
	anthropicStart = "event: message_start\ndata: " + `{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant",` +
		`"model":"claude-sonnet-4-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":20,"output_tokens":1}}}` + "\n\n" +
		"event: content_block_start\ndata: " + `{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}` + "\n\n"
	anthropicChunk = "event: content_block_delta\ndata: " +
		`{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" word"}}` + "\n\n"
	anthropicEnd = "event: content_block_stop\ndata: " + `{"type":"content_block_stop","index":0}` + "\n\n" +
		"event: message_delta\ndata: " + `{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":15}}` + "\n\n" +
		"event: message_stop\ndata: " + `{"type":"message_stop"}` + "\n\n"
)
