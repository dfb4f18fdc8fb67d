package openai

import (
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/rewrite"
)

// What the streamed and the buffered reply have in common.

// logprobs are a choice's member, every other event.Extra is its message's.
const logprobs = "logprobs"

// appendHead appends a reply up to the inside of its choices.
func appendHead(dst []byte, o *core.WriteOptions, object, id, model string) []byte {
	if id == "" {
		id = o.ID
	}
	if model == "" {
		model = o.Model
	}
	dst = rewrite.Escaped(append(dst, '{'), "id", id)
	dst = rewrite.Escaped(dst, "object", object)
	dst = rewrite.Int(dst, "created", o.Created)
	dst = rewrite.Escaped(dst, "model", model)
	dst = rewrite.Text(dst, "provider", o.Provider)
	return append(rewrite.Key(dst, "choices"), '[')
}

// appendReason appends a choice's finish_reason behind its message or delta. native is the provider's word, escaped.
func appendReason(dst []byte, reason, native string, strict bool) []byte {
	dst = rewrite.Text(dst, "finish_reason", reason)
	if native != "" && !strict {
		dst = rewrite.Escaped(dst, "native_finish_reason", native)
	}
	return dst
}

// isWritten reports that a reply has a place for e.
func isWritten(e *event.Event, strict bool) bool {
	if !strict {
		return true
	}
	switch e.Kind {
	case event.Thinking, event.Signature, event.Redacted:
		return false
	case event.Extra:
		return e.Name == logprobs || e.Name == "annotations" || e.Name == "audio"
	}
	return true
}

// appendCall appends the members of a call up to the inside of its arguments.
func appendCall(dst []byte, id, name string) []byte {
	dst = rewrite.Escaped(dst, "id", id)
	dst = rewrite.Escaped(dst, "type", "function")
	dst = append(rewrite.Key(dst, "function"), '{')
	dst = rewrite.Escaped(dst, "name", name)
	return append(dst, `,"arguments":"`...)
}

// callID is the provider's id of a call, or one made of the reply's: the same for the same input, and below the 40
// characters that OpenAI takes back.
func callID(o *core.WriteOptions, e *event.Event) string {
	if e.ID != "" {
		return e.ID
	}
	return "call_" + strings.TrimPrefix(o.ID, "chatcmpl-") + "_" + strconv.Itoa(e.Choice) + "_" + strconv.Itoa(e.Index)
}

// appendImage appends the members of a part with an image.
func appendImage(dst []byte, e *event.Event) []byte {
	dst = rewrite.Escaped(dst, "type", "image_url")
	dst = append(rewrite.Key(dst, "image_url"), `{"url":"`...)
	if e.Name != "" && !isURL(e.Raw) {
		dst = append(append(append(dst, "data:"...), e.Name...), ";base64,"...)
	}
	return append(append(dst, e.Raw...), `"}`...)
}

func isURL(raw string) bool {
	return strings.HasPrefix(raw, "https:") || strings.HasPrefix(raw, "http:")
}

func isSound(e *event.Event) bool { return strings.HasPrefix(e.Name, "audio/") }

// appendSound appends the member audio. Its id names it on the next turn; one that nobody keeps expires at once.
func appendSound(dst []byte, o *core.WriteOptions, e *event.Event) []byte {
	dst = append(rewrite.Key(dst, "audio"), '{')
	dst = rewrite.Escaped(dst, "id", "audio_"+strings.TrimPrefix(o.ID, "chatcmpl-"))
	dst = rewrite.Escaped(dst, "data", e.Raw)
	dst = rewrite.Int(dst, "expires_at", o.Created)
	dst = rewrite.Escaped(dst, "transcript", "")
	return append(dst, '}')
}

// numbering gives content blocks their numbers: pieces of one kind and one source that follow each other are one block,
// whatever the provider's own numbers are.
type numbering struct {
	begun  int
	kind   event.Kind
	source int
}

// of is the number of the block that e is a piece of.
func (n *numbering) of(e *event.Event) int {
	kind, source := e.Kind, e.Index
	if kind == event.Signature {
		kind = event.Thinking // a signature without its thinking is a block all the same
	}
	isWhole := kind == event.Redacted || kind == event.Media
	if isWhole || kind != n.kind || source != n.source {
		n.begun++
	}
	n.kind, n.source = kind, source
	return n.begun - 1
}

// close ends the running block: what follows is another.
func (n *numbering) close() { n.kind = 0 }
