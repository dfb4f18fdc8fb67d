package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
)

// load is one kind of request, and how many of it a round sends.
type load struct {
	name     string
	provider string
	config   string // what Causeway is told
	body     string
	n        int
	marker   string // stands in every good reply
}

// inFlight is how many requests are under way at once.
const inFlight = 16

func loads(upstream string, n int) []load {
	chat := `{"model":"gpt-4o","messages":[{"role":"system","content":"You are brief."},{"role":"user","content":"` +
		strings.Repeat("What is this? ", 60) + `"}],"max_tokens":100`
	stream, streams := chat+`,"stream":true}`, max(n/5, 1)
	chat += `}`
	target := func(provider string) string {
		return `{"provider":"` + provider + `","api_key":"key","custom_host":"http://` + upstream + `/v1"}`
	}
	openai, anthropic := target("openai"), target("anthropic")
	watched := `{"strategy":{"mode":"fallback"},"targets":[` + openai + `,` + openai + `]}`
	return []load{
		{"chat, buffered", "openai", openai, chat, n, `"finish_reason":"stop"`},
		{"chat, buffered, with a fallback", "openai", watched, chat, n, `"finish_reason":"stop"`},
		{"chat, 100-chunk stream", "openai", openai, stream, streams, "[DONE]"},
		{"chat, 100-chunk stream, with a fallback", "openai", watched, stream, streams, "[DONE]"},
		{"OpenAI → Anthropic, buffered", "anthropic", anthropic, chat, n, `"stop`},
		{"OpenAI → Anthropic, 100-chunk stream", "anthropic", anthropic, stream, streams, "stop"},
	}
}

// costAt is the CPU time per request of a round, in microseconds.
func (l load) costAt(p *process) (float64, error) {
	settle()
	before, err := p.cpu()
	if err != nil {
		return 0, err
	}
	if err := l.run(p, l.n); err != nil {
		return 0, err
	}
	settle()
	after, err := p.cpu()
	return float64((after - before).Microseconds()) / float64(l.n), err
}

// warm sends a round to each that does not count: V8 compiles the core anew while it runs, for its first thousand calls.
func (l load) warm(processes ...*process) error {
	for _, p := range processes {
		if err := l.run(p, l.n); err != nil {
			return err
		}
	}
	return nil
}

func (l load) run(p *process, n int) error {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: inFlight}}
	defer client.CloseIdleConnections()
	tickets := make(chan struct{}, n)
	for range n {
		tickets <- struct{}{}
	}
	close(tickets)
	var wait sync.WaitGroup
	failures := make(chan error, inFlight)
	for range inFlight {
		wait.Go(func() {
			for range tickets {
				if err := l.send(client, p); err != nil {
					failures <- err
					return
				}
			}
		})
	}
	wait.Wait()
	close(failures)
	return <-failures
}

// send makes one request, reads the reply to its end and looks at it.
func (l load) send(client *http.Client, p *process) error {
	request, err := http.NewRequest("POST", p.url+"/v1/"+l.path(p), strings.NewReader(l.body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer key")
	request.Header.Set("X-Portkey-Config", l.config)
	reply, err := client.Do(request)
	if err != nil {
		return err
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	if err != nil {
		return fmt.Errorf("%s, %s: %w", p.name, l.name, err)
	}
	if reply.StatusCode != 200 || !bytes.Contains(text, []byte(l.marker)) {
		return fmt.Errorf("%s, %s: status %d: %s", p.name, l.name, reply.StatusCode, text)
	}
	return nil
}

// path is where the upstream answers what the load is about: the floor translates nothing, so it is asked directly.
func (l load) path(p *process) string {
	if l.provider == "anthropic" && p.name != gatewayName {
		return "messages"
	}
	return "chat/completions"
}
