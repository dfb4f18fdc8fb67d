package wall

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"
)

// Reply is what a client of the OpenAI dialect makes of what it got.
type Reply struct {
	Status  int
	Header  http.Header
	Text    string // of the answer
	Calls   string // the arguments of tool calls
	Finish  string // why it ended; "" when it did not say
	IsDone  bool   // the stream's terminator came
	Failure *Failure
	IsLast  bool  // nothing came after the failure
	Err     error // the connection broke, or time was up
	Took    time.Duration
	Raw     string
}

// Failure is an error, as a body or in a stream.
type Failure struct{ Type, Code, Message string }

// Name is the most exact word there is for it.
func (f *Failure) Name() string {
	if f.Code != "" {
		return f.Code
	}
	return f.Type
}

// IsWhole reports that a client would take the reply for a complete answer.
func (r *Reply) IsWhole(isStream bool) bool {
	return r.Err == nil && r.Failure == nil && r.Status == 200 && r.Finish != "" && r.IsDone == isStream
}

// Patience is how long a client waits for a whole reply: what takes longer hangs.
const Patience = 5 * time.Second

// Ask sends one chat request to the gateway at url and reads the reply as it comes.
func Ask(url, config, traceID string, isStream bool) *Reply {
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	body := `{"model":"m","max_tokens":99,"messages":[{"role":"user","content":"Count to sixty"}]}`
	if isStream {
		body = strings.Replace(body, "{", `{"stream":true,`, 1)
	}
	request, err := http.NewRequestWithContext(ctx, "POST", url+"/v1/chat/completions", strings.NewReader(body))
	if err != nil {
		return &Reply{Err: err}
	}
	request.Header = http.Header{
		"Content-Type": {jsonType}, "X-Portkey-Config": {config}, "X-Portkey-Trace-Id": {traceID},
	}
	began := time.Now()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return &Reply{Err: err}
	}
	defer response.Body.Close()
	r := &Reply{Status: response.StatusCode, Header: response.Header}
	r.read(response.Body)
	r.Took = time.Since(began)
	return r
}

func (r *Reply) read(body io.Reader) {
	var raw strings.Builder
	defer func() { r.Raw = raw.String() }()
	in := io.TeeReader(body, &raw)
	if !strings.HasPrefix(r.Header.Get("Content-Type"), streamType) {
		var whole []byte
		whole, r.Err = io.ReadAll(in)
		r.take(whole)
		return
	}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		switch {
		case ok && data == "[DONE]":
			r.IsDone, r.IsLast = true, false
		case ok:
			r.take([]byte(data))
		}
	}
	r.Err = lines.Err()
}

// take reads a chunk, or a whole body. What is no JSON is nothing to a client that skips what it cannot read.
func (r *Reply) take(data []byte) {
	var chunk struct {
		Error   *Failure
		Choices []struct {
			Delta, Message piece
			Finish         string `json:"finish_reason"`
		}
	}
	r.IsLast = false
	if json.Unmarshal(data, &chunk) != nil {
		return
	}
	if chunk.Error != nil {
		r.Failure, r.IsLast = chunk.Error, true
	}
	for _, c := range chunk.Choices {
		r.Text += c.Delta.Content + c.Message.Content
		for _, call := range append(c.Delta.Calls, c.Message.Calls...) {
			r.Calls += call.Function.Arguments
		}
		if c.Finish != "" {
			r.Finish = c.Finish
		}
	}
}

type piece struct {
	Content string
	Calls   []struct {
		Function struct{ Arguments string }
	} `json:"tool_calls"`
}
