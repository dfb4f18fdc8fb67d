package bedrock

import (
	"encoding/base64"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// version is what Anthropic's models want to be told of the Messages that InvokeModel carries.
const version = `"bedrock-2023-05-31"`

// AppendMessages turns a Messages request into one for InvokeModel: the model and whether to stream stand in the URL, the
// versions in the body. Everything else keeps its bytes. The betas are those of the body, of the client's anthropic-beta
// field, or of the config's option.
//
//	{"model":"us.anthropic.claude-…","max_tokens":1,"messages":[…],"stream":true}
//	→ {"max_tokens":1,"messages":[…],"anthropic_version":"bedrock-2023-05-31"}
//
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html
// (read 2026-11-25)
func AppendMessages(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	edits := []rewrite.Edit{
		{Op: rewrite.Delete, Key: "model"}, {Op: rewrite.Delete, Key: "stream"},
		{Op: rewrite.Default, Key: "anthropic_version", Raw: version},
	}
	words := r.Header("anthropic-beta")
	if words == "" {
		words = r.Option("anthropic_beta")
	}
	if beta := betaList(words); beta != "" {
		edits = append(edits, rewrite.Edit{Op: rewrite.Default, Key: "anthropic_beta", Raw: beta})
	}
	return rewrite.Members(dst, r.Body, edits), nil
}

// UnwrapMessages implements core.Dialect's Unwrap: the event of Anthropic's that a chunk holds, named for its type.
func UnwrapMessages(dst []byte, f frame.Frame) ([]byte, bool) {
	if f.Name == "" {
		return dst, rewrite.IsArray(rewrite.Given(f.Data, "content")) // a whole reply
	}
	data := chunk(f)
	if data == "" {
		return dst, f.Exception
	}
	return frame.AppendEvent(dst, rewrite.Unescape(rewrite.Inside(data, "type")), data), true
}

// chunk is what a message of InvokeModel's stream holds, "" for any other message.
//
//	{"bytes":"eyJ0eXBlIjoi…","p":"abcd"}
func chunk(f frame.Frame) string {
	if f.Name != "chunk" || f.Exception {
		return ""
	}
	data, err := base64.StdEncoding.DecodeString(rewrite.Unescape(rewrite.Inside(f.Data, "bytes")))
	if err != nil {
		return ""
	}
	return string(data)
}

// Makers are the dialects of those who make models and have folders of their own.
type Makers struct{ Anthropic, Cohere, OpenAI *core.Dialect }

// Reader reads whatever Bedrock may answer, by its shape and not by what was asked for: Converse's replies, and through
// InvokeModel those that its makers' models give, in a stream as chunks. An imported model's shape is known only then.
func (m *Makers) Reader(o *core.ReadOptions) core.Reader {
	return &invoked{makers: m, options: o}
}

// invoked reads one reply. inner is nil until its shape is known.
type invoked struct {
	makers   *Makers
	options  *core.ReadOptions
	converse reader
	inner    core.Reader
	counts   bool // inner has counted the tokens itself
}

// Frame implements core.Reader.
func (r *invoked) Frame(dst []event.Event, f frame.Frame) []event.Event {
	if f.Exception || f.Name != "chunk" {
		return r.converse.Frame(dst, f)
	}
	data := chunk(f)
	if _, ok := rewrite.Check(data); !ok || r.converse.over {
		r.converse.over = true
		return broken(dst, "", "the provider sent a chunk that is not JSON")
	}
	if r.inner == nil {
		r.inner = r.shape(data)
	}
	before := len(dst)
	if nova, ok := r.inner.(*reader); ok { // whose messages are members here: {"messageStart":{…}}
		for m := rewrite.OverObject(data); m.Next(); {
			dst = nova.message(dst, m.Key, m.Value)
		}
	} else {
		dst = r.inner.Frame(dst, frame.Frame{Data: data})
	}
	for i := range dst[before:] {
		r.counts = r.counts || dst[before+i].Kind == event.UsageCount
	}
	return r.metrics(dst, data)
}

// metrics reads the counts that Bedrock adds to the last chunk, for models that give none themselves.
func (r *invoked) metrics(dst []event.Event, data string) []event.Event {
	said := rewrite.Given(data, "amazon-bedrock-invocationMetrics")
	if said == "" || r.counts {
		return dst
	}
	u := event.FromParts(count(rewrite.Given(said, "inputTokenCount")), count(rewrite.Given(said, "cacheReadInputTokenCount")),
		count(rewrite.Given(said, "cacheWriteInputTokenCount")), count(rewrite.Given(said, "outputTokenCount")), 0)
	return append(dst, event.Event{Kind: event.UsageCount, Usage: u})
}

// End implements core.Reader. OpenAI's models end with a reason here, and without the terminator of their own wire.
func (r *invoked) End(dst []event.Event) []event.Event {
	if r.inner == nil || r.converse.over {
		return r.converse.End(dst)
	}
	return r.inner.End(dst)
}

// Whole implements core.Reader.
func (r *invoked) Whole(dst []event.Event, body string) []event.Event {
	if _, ok := rewrite.Check(body); !ok {
		return failed(dst, malformed, body)
	}
	return r.shape(body).Whole(dst, body)
}

// shape is the reader of a reply by its first members.
func (r *invoked) shape(data string) core.Reader {
	has := func(key string) bool { return rewrite.Given(data, key) != "" }
	switch {
	case has("output"), has("messageStart"), has("contentBlockStart"), has("contentBlockDelta"):
		return &r.converse
	case has("choices"):
		return r.makers.OpenAI.Reader(r.options)
	case has("type") && (has("content") || has("message") || has("delta") || has("content_block") || has("error")):
		return r.makers.Anthropic.Reader(r.options)
	case has("event_type"), has("generation_id"), has("chat_history"):
		return r.makers.Cohere.Reader(r.options)
	}
	return new(completion)
}
