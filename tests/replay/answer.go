package replay

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"net/url"
	"strings"

	"causeway/core"
	"causeway/providers"
)

// What is no conversation: completions of a prompt, vectors, lists, counts, pictures, and all else, which passes through.

// completions serves r at /v1/completions.
func (b *Bench) completions(r *Recording, s Speaker, v *core.Vendor) []string {
	if !v.Serves(core.Completions) {
		return b.passes(r, s, v)
	}
	body := `{"model":` + encode(first(r.Model, "model")) + `,"prompt":"Hello"`
	if r.Stream {
		body += `,"stream":true,"stream_options":{"include_usage":true}`
	}
	t, problems := b.cut(r, s.call(v, "POST", "/v1/completions", body+"}"))
	switch {
	case len(problems) > 0 || t.body == r.Response.Body:
		return problems
	case r.IsFailure():
		return b.failure(r, doors[0], t)
	}
	got := completionsClient(t.heard, r.Stream)
	return append(got.problems, doors[0].compare(s.Wire.Read(r), got, t)...)
}

// completionsClient is OpenAI's SDK at /v1/completions.
//
// https://platform.openai.com/docs/api-reference/completions (read 2026-11-25)
func completionsClient(h heard, stream bool) *client {
	c := newClient()
	take := func(o object) {
		c.must(o.text("object") == "text_completion", "object is %v", o["object"])
		c.word(o, "id")
		for _, raw := range c.items(o, "choices") {
			choice := c.said.choice(int(c.count(raw, "index")))
			choice.Text += raw.text("text")
			choice.Thinking += raw.text("reasoning_content")
			choice.finish(raw.text("finish_reason"), words)
		}
		if u := o.at("usage"); u != nil {
			c.said.Usage = c.chatUsage(u)
		}
	}
	switch {
	case h.status >= 400:
		c.failed(h.body, false)
	case !stream:
		take(c.object(h.body))
	default:
		c.serverEvents(h.body, func(_, data string) {
			if data != "[DONE]" {
				take(c.object(data))
			}
		})
		c.must(strings.HasSuffix(h.body, "data: [DONE]\n\n"), "no [DONE]")
	}
	return c
}

// asking are the endpoints of the gateway that answer with no conversation, and what they are asked.
var asking = map[string]struct {
	endpoint           core.Endpoint
	method, path, body string
}{
	"embeddings":   {core.Embeddings, "POST", "/v1/embeddings", `,"input":["Hello"]}`},
	"models":       {core.Models, "GET", "/v1/models", ""},
	"count_tokens": {core.CountTokens, "POST", "/v1/messages/count_tokens", `,"messages":[{"role":"user","content":"Hello"}]}`},
	"images":       {core.Images, "POST", "/v1/images/generations", `,"prompt":"a hat"}`},
}

// answers serves r where the gateway has an endpoint for it, and else lets it pass through.
func (b *Bench) answers(r *Recording, s Speaker, v *core.Vendor) []string {
	a := asking[r.Endpoint]
	if isOfPictures(r) {
		a = asking["images"]
	}
	isOne := r.Endpoint == "models" && !strings.HasSuffix(r.Path(), "/models")
	if isOne || !v.Serves(a.endpoint) {
		return b.passes(r, s, v)
	}
	if a.body != "" {
		a.body = `{"model":` + encode(first(r.Model, "model")) + a.body
	}
	c := s.call(v, a.method, a.path, a.body)
	if places := placeOf(r); places != nil {
		return b.seeks(r, c, places)
	}
	t, problems := b.cut(r, c)
	switch {
	case len(problems) > 0 || t.body == r.Response.Body:
		return problems
	case r.IsFailure():
		d := doors[0]
		if a.endpoint == core.CountTokens {
			d = doors[1]
		}
		return b.failure(r, d, t)
	case t.status != 200:
		return []string{fmt.Sprintf("status %d: %s", t.status, excerpt(t.body))}
	}
	return essence(r, t.body)
}

// essence holds what matters of an answer against what the client got.
func essence(r *Recording, body string) (problems []string) {
	c := newClient()
	got := c.object(body)
	theirs := frames(r.Response.Body, "")
	note := func(what string, want, got any) {
		if fmt.Sprint(want) != fmt.Sprint(got) {
			c.must(false, "%s: want %s, got %s", what, excerpt(fmt.Sprint(want)), excerpt(fmt.Sprint(got)))
		}
	}
	switch r.Endpoint {
	case "embeddings":
		c.items(got, "data")
		note("vectors", vectors(r.Response.Body, r.Provider == "perplexity"), vectors(body, false))
	case "models":
		var want, all []string
		for _, f := range theirs {
			for _, key := range [...]string{"data", "models"} {
				for _, m := range f.each(key) {
					want = append(want, strings.TrimPrefix(first(m.text("id"), m.text("name")), "models/"))
				}
			}
		}
		for _, m := range c.items(got, "data") {
			all = append(all, c.word(m, "id"))
		}
		note("models", want, all)
	case "count_tokens":
		want := theirs[0].count("input_tokens") + theirs[0].count("totalTokens")
		note("count", want, c.count(got, "input_tokens"))
	case "images", "predictions":
		for _, item := range c.items(got, "data") {
			c.word(object{"image": first(item.text("b64_json"), item.text("url"))}, "image")
		}
	}
	return c.problems
}

// vectors are the lists of numbers in an answer, wherever they stand, in order; in base64 they are four bytes each, or one.
func vectors(body string, areInt8s bool) (all [][]float32) {
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, key := range [...]string{"data", "embeddings", "embedding", "values", "float", "output"} {
				if inner, has := v[key]; has {
					visit(inner)
				}
			}
		case string:
			raw, _ := base64.StdEncoding.DecodeString(v)
			vector := make([]float32, len(raw)/4)
			if areInt8s {
				vector = make([]float32, len(raw))
			}
			for i := range vector {
				if areInt8s {
					vector[i] = float32(int8(raw[i]))
					continue
				}
				vector[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
			}
			all = append(all, vector)
		case []any:
			var vector []float32
			for _, item := range v {
				if n, isNumber := item.(float64); isNumber {
					vector = append(vector, float32(n))
					continue
				}
				visit(item)
			}
			if vector != nil {
				all = append(all, vector)
			}
		}
	}
	visit(parse(body))
	return all
}

// passes lets r pass through: bytes unchanged, both ways.
func (b *Bench) passes(r *Recording, s Speaker, v *core.Vendor) []string {
	if v.Service(core.Passthrough) == nil {
		v = providers.Lookup("openai") // at a host of the caller's, whatever it speaks
	}
	u, err := url.Parse(r.Request.URL)
	if err != nil {
		return []string{err.Error()}
	}
	at := strings.LastIndexByte(u.Path, '/') // below the gateway's own /v1, at a path that no endpoint has
	c := s.call(v, r.Request.Method, "/v1/passed"+u.EscapedPath()[at:], r.Asked(),
		core.Field{Name: "x-portkey-custom-host", Value: u.Scheme + "://" + strings.Replace(u.Host, "localhost", "replay.example", 1)})
	t, problems := b.cut(r, c)
	if len(problems) > 0 {
		return problems
	}
	if t.body != r.Response.Body || t.status != r.Response.Status {
		problems = append(problems, "the reply did not pass unchanged: "+apart(r.Response.Body, t.body))
	}
	if t.last().Body != r.Asked() {
		problems = append(problems, "the request did not pass unchanged: "+apart(r.Asked(), t.last().Body))
	}
	return problems
}
