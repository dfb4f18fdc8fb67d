package providers

import (
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"
	"causeway/providers/openai"

	"github.com/tidwall/gjson"
)

const (
	jsonType   = "application/json"
	streamType = "text/event-stream"
)

// scene is one request to the mock and how its answer is played.
type scene struct {
	request     *core.Request
	body        gjson.Result
	contentType string // of a good answer
	id          string
	firstMs     int64 // before the first piece
	gapMs       int64 // before each piece
	pieces      int   // of a long answer; 0: the answer is an echo
}

func newScene(r *core.Request) *scene {
	s := &scene{request: r, body: gjson.Parse(r.Body), contentType: jsonType}
	if r.Stream && r.Endpoint != core.Embeddings {
		s.contentType = streamType
	}
	s.id = strconv.FormatUint(hash(r.Seed, r.Body), 16)
	return s
}

// long has the answer be n pieces.
func (s *scene) long(n int) { s.pieces = n }

// answer plays the whole answer.
func (s *scene) answer() []core.Step {
	parts, _ := s.parts()
	return append(s.steps(parts), core.Step{Kind: core.StepEnd})
}

// begin plays the answer up to and with its nth piece of text, and never its ending. A buffered body, which has no
// pieces, is cut in the middle.
func (s *scene) begin(n int) []core.Step {
	parts, texts := s.parts()
	if s.contentType != streamType {
		if n == 0 {
			return s.steps(nil)
		}
		return s.steps([]string{parts[0][:len(parts[0])/2]})
	}
	return s.steps(parts[:texts[min(n, len(texts)-1)]])
}

// steps plays parts behind a good header.
func (s *scene) steps(parts []string) []core.Step {
	steps := []core.Step{s.head(200, s.contentType)}
	for i, p := range parts {
		wait := s.gapMs
		if i == 0 {
			wait += s.firstMs
		}
		if wait > 0 {
			steps = append(steps, core.Step{Kind: core.StepWait, Ms: wait})
		}
		steps = append(steps, body(p))
	}
	return steps
}

// breakOff ends steps with an error in the stream, or as what a buffered body holds.
func (s *scene) breakOff(steps []core.Step) []core.Step {
	message := appendMockError(nil, "this is the mock's error inside a reply", "server_error", "")
	if s.contentType == streamType {
		message = frame.AppendData(nil, string(message))
	}
	return append(steps, body(string(message)), core.Step{Kind: core.StepEnd})
}

// reply plays a status and a body.
func (s *scene) reply(status int, contentType, text string) []core.Step {
	return []core.Step{s.head(status, contentType), body(text), {Kind: core.StepEnd}}
}

func (s *scene) head(status int, contentType string) core.Step {
	return core.Step{Kind: core.StepHead, Status: status, Header: core.Header{
		{Name: "content-type", Value: contentType},
		{Name: "x-causeway-mock", Value: "true"},
		{Name: "x-request-id", Value: "req-mock-" + s.id},
	}}
}

func body(text string) core.Step { return core.Step{Kind: core.StepBody, Bytes: text} }

// parts are the bytes of the answer; texts says which of a stream's have text and, last, where its ending begins.
func (s *scene) parts() (parts []string, texts []int) {
	switch s.request.Endpoint {
	case core.Embeddings:
		return []string{string(s.appendEmbeddings(nil))}, nil
	case core.Completions:
		return s.completion()
	}
	return s.chat()
}

// chat says the answer's events through the door's writer.
func (s *scene) chat() (parts []string, texts []int) {
	r := s.request
	w := openai.Door.Writer(&core.WriteOptions{
		Endpoint: r.Endpoint, Stream: r.Stream, Strict: r.Strict, IncludeUsage: s.body.Get("stream_options.include_usage").Bool(),
		Created: r.NowMs / 1000, ID: "chatcmpl-mock-" + s.id, Provider: "mock",
		Model: string(rewrite.AppendEscaped(nil, r.Model)),
	})
	events, ending := s.events(), 0
	for i := range events {
		out := w.Event(nil, &events[i])
		if len(out) == 0 {
			continue
		}
		switch events[i].Kind {
		case event.Text:
			texts = append(texts, len(parts))
		case event.Finish:
			ending = len(parts)
		}
		parts = append(parts, marked(out))
	}
	return append(parts, marked(w.End(nil))), append(texts, ending)
}

// marked puts the fingerprint beside the provider's name. In a message the quotes around that name would be escaped.
func marked(out []byte) string {
	const provider = `"provider":"mock",`
	return strings.ReplaceAll(string(out), provider, provider+`"system_fingerprint":"mock",`)
}

// completion answers POST /v1/completions, which the door has no writer for.
func (s *scene) completion() (parts []string, texts []int) {
	prompt := s.body.Get("prompt")
	if prompt.IsArray() {
		prompt = prompt.Get("0")
	}
	words, reason := s.limit(s.words("You said: " + prompt.String()))
	count := mockUsage(prompt.String(), len(words))
	if !s.request.Stream {
		chunk := s.appendCompletion(nil, strings.Join(words, ""), reason)
		return []string{string(append(appendMockUsage(chunk, count), '}'))}, nil
	}
	for _, word := range words {
		texts = append(texts, len(parts))
		parts = append(parts, string(frame.AppendData(nil, string(append(s.appendCompletion(nil, word, ""), '}')))))
	}
	last := s.appendCompletion(nil, "", reason)
	if s.body.Get("stream_options.include_usage").Bool() {
		last = appendMockUsage(last, count)
	}
	end := frame.AppendData(nil, string(append(last, '}')))
	return append(parts, string(openai.AppendEnding(end))), append(texts, len(parts))
}

// appendCompletion appends a completion or a chunk of one, without its closing brace. No reason is null.
func (s *scene) appendCompletion(dst []byte, text, reason string) []byte {
	dst = rewrite.Text(append(dst, '{'), "id", "cmpl-mock-"+s.id)
	dst = rewrite.Text(dst, "object", "text_completion")
	dst = rewrite.Int(dst, "created", s.request.NowMs/1000)
	dst = rewrite.Text(dst, "model", s.request.Model)
	dst = rewrite.Text(dst, "system_fingerprint", "mock")
	dst = append(rewrite.Key(dst, "choices"), `[{"index":0,"logprobs":null`...)
	dst = rewrite.Text(dst, "text", text)
	if reason == "" {
		dst = rewrite.Raw(dst, "finish_reason", "null")
	} else {
		dst = rewrite.Text(dst, "finish_reason", reason)
	}
	return append(dst, `}]`...)
}

func appendMockUsage(dst []byte, u event.Usage) []byte {
	dst = append(rewrite.Key(dst, "usage"), '{')
	dst = rewrite.Int(dst, "prompt_tokens", u.Input)
	dst = rewrite.Int(dst, "completion_tokens", u.Output)
	dst = rewrite.Int(dst, "total_tokens", u.Sum())
	return append(dst, '}')
}
