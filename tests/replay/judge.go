package replay

import (
	"fmt"
	"slices"
	"strings"

	"causeway/core"
	"causeway/tests/conversation"
)

// Judge says what is wrong with how the gateway deals with a recording, nothing when all is well.
func (b *Bench) Judge(r *Recording) (problems []string) {
	s := speakerOf(r)
	v := s.vendor()
	if v == nil {
		return []string{"no vendor is called " + s.Vendors}
	}
	return slices.Concat(b.replies(r, s, v), b.asks(r, v), b.retells(r, s, v))
}

// replies serves r at the endpoint that it belongs to.
func (b *Bench) replies(r *Recording, s Speaker, v *core.Vendor) []string {
	if s.Wire == nil {
		return b.passes(r, s, v)
	}
	switch r.Endpoint {
	case "chat", "messages", "responses", "generate_content", "converse", "invoke", "multimodal_chat", "predictions",
		"invocations", "text_generation":
		if isOfPictures(r) {
			return b.answers(r, s, v)
		}
		return b.conversations(r, s, v)
	case "completions":
		return b.completions(r, s, v)
	case "embeddings", "models", "count_tokens", "images":
		return b.answers(r, s, v)
	}
	return b.passes(r, s, v)
}

// conversations serves r to a client of each door.
func (b *Bench) conversations(r *Recording, s Speaker, v *core.Vendor) (problems []string) {
	for _, d := range doors {
		if !v.Serves(d.endpoint) {
			problems = append(problems, d.name+": "+v.Name+" does not serve it")
			continue
		}
		for _, stream := range [...]bool{r.Stream, true} {
			for _, p := range b.talk(r, s, v, d, stream) {
				problems = append(problems, fmt.Sprintf("%s, stream %t: %s", d.name, stream, p))
			}
			if r.Stream {
				break
			}
		}
		if r.Stream && !r.IsFailure() {
			problems = append(problems, b.breaks(r, s, v, d)...)
		}
	}
	return problems
}

// talk serves r once in every cut, and reads what the client got.
func (b *Bench) talk(r *Recording, s Speaker, v *core.Vendor, d door, stream bool) (problems []string) {
	v, model := d.reaches(r, v)
	c := d.call(s, v, model, stream)
	if places := placeOf(r); places != nil {
		return b.seeks(r, c, places)
	}
	t, problems := b.cut(r, c)
	if len(problems) > 0 {
		return problems
	}
	if r.IsFailure() {
		return b.failure(r, d, t)
	}
	if t.body == r.Response.Body && d.isOf(r) { // it travelled untouched, and its provider may be as lax as it likes
		return nil
	}
	got := d.client(t.heard, stream)
	problems = append(got.problems, d.compare(s.Wire.Read(r), got, t)...)
	if len(problems) > 0 || got.said.Failure != "" {
		return problems
	}
	problems = b.returns(r, v, d, t, stream)
	if d.endpoint == core.Chat {
		problems = append(problems, b.strictly(r, s, v, d, stream)...)
	}
	if stream == r.Stream {
		problems = append(problems, b.varies(r, s, v, d)...)
	}
	return problems
}

// cut serves r whole and in pieces of every kind. The pieces must not be seen.
func (b *Bench) cut(r *Recording, c core.Call) (t *trip, problems []string) {
	t = b.serve(r, c, b.Cuts[0])
	if why := t.ill(); why != "" {
		return t, []string{why}
	}
	for _, cut := range b.Cuts[1:] {
		if other := b.serve(r, c, cut); other.body != t.body || other.status != t.status || other.panic != nil {
			return t, []string{cut.Name + ": the reply is another one: " + apart(t.body, other.body)}
		}
	}
	return t, nil
}

func (b *Bench) serve(r *Recording, c core.Call, cut conversation.Cut) *trip {
	return b.send(c, heard{status: r.Response.Status, kind: r.kind(), body: r.Response.Body}, prelude(r), r.Response.Headers, cut)
}

// kind is the reply's content type, or what it must have been where it was not recorded.
func (r *Recording) kind() string {
	kind := r.Response.Headers["content-type"]
	if strings.Contains(kind, "/") {
		return kind
	}
	if !r.Stream {
		return "application/json"
	}
	if strings.HasPrefix(strings.TrimSpace(r.Response.Body), "{") {
		return "application/x-ndjson"
	}
	return "text/event-stream"
}

// compare holds what the client read against what the provider said.
func (d door) compare(want *Said, got *client, t *trip) (problems []string) {
	switch {
	case want.Failure != "" && got.said.Failure == "":
		return []string{"the provider failed with " + excerpt(want.Failure) + " and the client does not know"}
	case want.Failure != "" && want.Failure != cut && !strings.Contains(got.said.Failure, want.Failure):
		return []string{"the provider failed with " + excerpt(want.Failure) + ", and the client reads " + excerpt(got.said.Failure)}
	case want.Failure != "":
		return nil
	case got.said.Failure != "":
		return []string{fmt.Sprintf("the client reads a failure (%d): %s", t.status, excerpt(got.said.Failure))}
	}
	return Differences(want, got.said.settle(), d.can)
}

// failure reads a failure: the provider's status and words, in the shape of the door.
func (b *Bench) failure(r *Recording, d door, t *trip) (problems []string) {
	if t.status != r.Response.Status {
		problems = append(problems, fmt.Sprintf("status: want %d, got %d", r.Response.Status, t.status))
	}
	if t.body == r.Response.Body {
		return problems
	}
	got := d.client(t.heard, r.Stream)
	problems = append(problems, got.problems...)
	if want := complaint(r.Response.Body); !strings.Contains(got.said.Failure, want) {
		problems = append(problems, "message: want "+excerpt(want)+", got "+excerpt(got.said.Failure))
	}
	return problems
}

// complaint is the message in a failure's body.
func complaint(body string) string {
	all := frames(body, "")
	if len(all) == 0 {
		return strings.TrimSpace(body)
	}
	return messageIn(all[0])
}

func messageIn(o object) string {
	for _, key := range [...]string{"error", "message", "detail", "msg", "error_message", "details"} {
		switch v := o[key].(type) {
		case string:
			if v != "" {
				return v
			}
		case map[string]any:
			if message := messageIn(v); message != "" {
				return message
			}
		}
	}
	return ""
}

// apart shows where two texts part.
func apart(a, b string) string {
	at := 0
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	from := max(at-30, 0)
	return fmt.Sprintf("at %d %q or %q", at, a[from:min(at+60, len(a))], b[from:min(at+60, len(b))])
}

// Replies is what clients of all doors get when r is served, and what the provider is sent for it.
func (b *Bench) Replies(r *Recording) (all []string) {
	s := speakerOf(r)
	v := s.vendor()
	if v == nil {
		return nil
	}
	for _, d := range doors {
		to, model := d.reaches(r, v)
		t := b.serve(r, d.call(s, to, model, r.Stream), b.Cuts[0])
		all = append(all, fmt.Sprint(t.status, t.header, t.body, t.sent))
	}
	return all
}
