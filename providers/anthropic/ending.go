package anthropic

import (
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/rewrite"
)

// ending is what a message says of itself beside its content. Its strings are copies.
type ending struct {
	options   core.WriteOptions
	id, model string
	reason    event.Reason
	native    string
	hasCalls  bool
	usage     event.Usage
	fields    []core.Field // extras that are members of the message
}

// note keeps what e says and reports whether that was all that e is about.
func (n *ending) note(e *event.Event) bool {
	switch e.Kind {
	case event.Start:
		n.id, n.model = strings.Clone(e.ID), strings.Clone(e.Name)
	case event.UsageCount:
		n.usage = e.Usage
	case event.Finish:
		n.reason, n.native = e.Reason, strings.Clone(e.Raw)
	case event.Extra:
		if e.Name == citations || e.Name == serverBlocks {
			return false
		}
		n.field(e)
	default:
		n.hasCalls = n.hasCalls || e.Kind == event.ToolCall
		return false
	}
	return true
}

// field keeps a member; of one that comes twice the last holds. A strict reply has none that Anthropic does not know.
func (n *ending) field(e *event.Event) {
	switch e.Name {
	case "container", "context_management", "stop_details", "stop_sequence":
	default:
		if n.options.Strict {
			return
		}
	}
	value := string(rewrite.AppendMinified(nil, e.Raw))
	for i := range n.fields {
		if n.fields[i].Name == e.Name {
			n.fields[i].Value = value
			return
		}
	}
	n.fields = append(n.fields, core.Field{Name: strings.Clone(e.Name), Value: value})
}

// appendHead appends a message up to the inside of its content.
//
//	{"id":"msg_…","type":"message","role":"assistant","model":"…","content":[
func (n *ending) appendHead(dst []byte) []byte {
	id, model := n.id, n.model
	if id == "" {
		id = "msg_" + n.tail()
	}
	if model == "" {
		model = n.options.Model
	}
	dst = rewrite.Escaped(append(dst, '{'), "id", id)
	dst = rewrite.Escaped(dst, "type", "message")
	dst = rewrite.Escaped(dst, "role", "assistant")
	dst = rewrite.Escaped(dst, "model", model)
	return append(rewrite.Key(dst, "content"), '[')
}

// tail is what is particular about the id that the gateway gave the reply.
func (n *ending) tail() string { return strings.TrimPrefix(n.options.ID, "chatcmpl-") }

// callID is the provider's id of a call, or one made of the reply's: the same for the same input.
func (n *ending) callID(e *event.Event) string {
	if e.ID != "" {
		return strings.Clone(e.ID)
	}
	return "toolu_" + n.tail() + "_" + strconv.Itoa(e.Index)
}

// appendReason appends stop_reason, stop_sequence and the fields but for context_management, which has its own place in a
// stream.
func (n *ending) appendReason(dst []byte) []byte {
	dst = rewrite.Escaped(dst, "stop_reason", wordFor(n.reason, n.native, n.hasCalls))
	sequence := "null"
	for _, f := range n.fields {
		if f.Name == "stop_sequence" {
			sequence = f.Value
		}
	}
	dst = rewrite.Raw(dst, "stop_sequence", sequence)
	for _, f := range n.fields {
		if f.Name != "stop_sequence" && f.Name != "context_management" {
			dst = append(append(append(rewrite.Comma(dst), '"'), f.Name...), `":`...)
			dst = append(dst, f.Value...)
		}
	}
	return dst
}

// appendContext appends context_management when there is one.
func (n *ending) appendContext(dst []byte) []byte {
	for _, f := range n.fields {
		if f.Name == "context_management" {
			dst = rewrite.Raw(dst, f.Name, f.Value)
		}
	}
	return dst
}

// appendMedia appends the block of an image or a sound that the model made. Anthropic's models make none; what Anthropic
// calls an image in a request serves here.
func appendMedia(dst []byte, e *event.Event) []byte {
	kind := "image"
	if strings.HasPrefix(e.Name, "audio/") {
		kind = "audio"
	}
	dst = rewrite.Escaped(append(dst, '{'), "type", kind)
	dst = append(rewrite.Key(dst, "source"), '{')
	if isWeb(e.Raw) {
		dst = rewrite.Escaped(rewrite.Escaped(dst, "type", "url"), "url", e.Raw)
		return append(dst, `}}`...)
	}
	dst = rewrite.Escaped(rewrite.Escaped(dst, "type", "base64"), "media_type", e.Name)
	return append(rewrite.Escaped(dst, "data", e.Raw), `}}`...)
}
