package responses

import (
	"strconv"
	"strings"

	"causeway/core/proof"
	"causeway/core/rewrite"
)

// messages appends the messages: the instructions as the first of them; then a message for each item, those that the model
// said one behind another as one, for chat has its words and its calls in one message.
func (h *hubbing) messages(dst []byte, input string) []byte {
	dst = append(rewrite.Key(dst, "messages"), '[')
	if h.instructions != "" && h.instructions != `""` {
		if !isString(h.instructions) {
			h.refuse("instructions", "a string is required")
		}
		dst = append(rewrite.Raw(append(dst, `{"role":"system"`...), "content", h.instructions), '}')
	}
	if isString(input) {
		dst = append(rewrite.Comma(dst), `{"role":"user"`...)
		return append(rewrite.Raw(dst, "content", input), `}]`...)
	}
	at := 0
	for i := elements(input); i.Next(); at++ {
		dst = h.item(dst, inputPath(at), i.Value)
	}
	return append(h.endRun(dst), ']')
}

func (h *hubbing) item(dst []byte, path, raw string) []byte {
	kind, role := text(raw, "type"), text(raw, "role")
	if kind == "" && role != "" {
		kind = message
	}
	switch kind {
	case message:
		if role == "assistant" {
			h.run = append(h.run, raw)
			return dst
		}
		return h.said(h.endRun(dst), path, role, raw)
	case functionCall, customCall:
		h.run = append(h.run, raw)
	case functionOutput, customOutput:
		return h.result(h.endRun(dst), path, raw)
	case reasoning:
		if !isForeign(raw) && isSilent(raw) {
			h.r.Drop("input[]." + kind) // only who sealed it can read it
			return dst
		}
		h.run = append(h.run, raw)
	case "":
		h.refuse(path, "an item with a type or a role is required")
	case itemReference:
		h.reference(path, text(raw, "id"))
	case "compaction":
		h.refuse(path+".type", "a compaction can only be read by OpenAI: send the whole conversation as input")
	default: // what OpenAI's own tools did
		h.r.Drop("input[]." + kind)
	}
	return dst
}

// reference looks at the id in the place of an item. Clients who believe that items are stored, as AI SDK does unless it is
// told "store":false, refer to reasoning so: it is left out and named. What was said cannot be left out.
func (h *hubbing) reference(path, id string) {
	if strings.HasPrefix(id, reasoningID) {
		h.r.Drop("input[]." + itemReference)
		return
	}
	h.refuse(path+".type", "no items are stored here to be referred to: send them whole, which clients do that are told \"store\":false")
}

// said appends a message of somebody else than the model. Developers are the system to other providers.
func (h *hubbing) said(dst []byte, path, role, raw string) []byte {
	switch role {
	case "developer":
		role = "system"
	case "system", "user":
	default:
		h.refuse(path+".role", "one of user, assistant, system and developer is required")
	}
	dst = rewrite.Escaped(append(rewrite.Comma(dst), '{'), "role", role)
	return append(h.content(rewrite.Key(dst, "content"), path+".content", member(raw, "content")), '}')
}

// result appends the answer to a call. The proof in its id was put there for the call.
func (h *hubbing) result(dst []byte, path, raw string) []byte {
	id, _ := proof.Cut(text(raw, "call_id"))
	if id == "" {
		h.refuse(path+".call_id", "the id of the call that is answered is required")
	}
	dst = rewrite.Escaped(append(rewrite.Comma(dst), `{"role":"tool"`...), "tool_call_id", id)
	return append(h.content(rewrite.Key(dst, "content"), path+".output", member(raw, "output")), '}')
}

// endRun appends the assistant's message that is made of the items of a turn: its texts as content, its calls as
// tool_calls. Where that is not all, or not in its order, content_blocks tells it; a call stands among the blocks, by its id
// alone, when something else follows it.
func (h *hubbing) endRun(dst []byte) []byte {
	if len(h.run) == 0 {
		return dst
	}
	calls, thoughts, isMixed := 0, 0, false
	for _, raw := range h.run {
		switch text(raw, "type") {
		case functionCall, customCall:
			calls++
			continue
		case reasoning:
			thoughts++
		}
		isMixed = isMixed || calls > 0
	}
	dst = append(rewrite.Comma(dst), `{"role":"assistant"`...)
	dst = h.words(dst, calls+thoughts > 0)
	if thoughts > 0 || isMixed {
		dst = h.blocks(dst, isMixed)
	}
	if calls > 0 {
		dst = append(rewrite.Key(dst, "tool_calls"), '[')
		for _, raw := range h.run {
			if kind := text(raw, "type"); kind == functionCall || kind == customCall {
				dst = h.call(rewrite.Comma(dst), raw)
			}
		}
		dst = append(dst, ']')
	}
	h.run = h.run[:0]
	return append(dst, '}')
}

// words appends an assistant's content: one text as a string, which every provider takes.
func (h *hubbing) words(dst []byte, hasMore bool) []byte {
	list := append(make([]byte, 0, 64), '[')
	for _, raw := range h.run {
		if kind := text(raw, "type"); kind != "" && kind != message {
			continue
		}
		switch content := member(raw, "content"); {
		case isString(content):
			list = append(rewrite.Raw(append(rewrite.Comma(list), `{"type":"text"`...), "text", content), '}')
		default:
			list = h.parts(list, "input[].content", content)
		}
	}
	if len(list) == 1 {
		if hasMore {
			return rewrite.Raw(dst, "content", "null")
		}
		return rewrite.Raw(dst, "content", `""`)
	}
	list = append(list, ']')
	if sole := soleText(string(list)); sole != "" {
		return rewrite.Escaped(dst, "content", sole)
	}
	return append(rewrite.Key(dst, "content"), list...)
}

func (h *hubbing) blocks(dst []byte, isMixed bool) []byte {
	dst = append(rewrite.Key(dst, "content_blocks"), '[')
	for _, raw := range h.run {
		switch text(raw, "type") {
		case reasoning:
			dst = thinking(rewrite.Comma(dst), raw)
		case functionCall, customCall:
			if isMixed {
				id, _ := proof.Cut(text(raw, "call_id"))
				dst = append(rewrite.Comma(dst), `{"type":"tool_use"`...)
				dst = append(rewrite.Escaped(dst, "id", id), '}')
			}
		default:
			content := member(raw, "content")
			if isString(content) {
				dst = append(rewrite.Raw(append(rewrite.Comma(dst), `{"type":"text"`...), "text", content), '}')
				continue
			}
			dst = h.parts(dst, "input[].content", content)
		}
	}
	return append(dst, ']')
}

// isSilent reports that there is no text in a reasoning item.
func isSilent(raw string) bool {
	return isEmpty(member(raw, "summary")) && isEmpty(member(raw, "content"))
}

// thinking appends the block of a reasoning item: signed when another dialect's provider sealed it. A signature covers the
// text, so that the parts of the summary are put together as they were.
func thinking(dst []byte, raw string) []byte {
	seal := text(raw, encrypted)
	if data, is := strings.CutPrefix(seal, redactedSeal); is {
		return append(rewrite.Escaped(append(dst, `{"type":"redacted_thinking"`...), "data", data), '}')
	}
	parts := member(raw, "summary")
	if isEmpty(parts) {
		parts = member(raw, "content")
	}
	dst = append(dst, `{"type":"thinking","thinking":"`...)
	for p := elements(parts); p.Next(); {
		dst = append(dst, text(p.Value, "text")...)
	}
	dst = append(dst, '"')
	if signature, is := strings.CutPrefix(seal, signatureSeal); is {
		dst = rewrite.Escaped(dst, "signature", signature)
	}
	return append(dst, '}')
}

// call appends a call. One of a custom tool is the call of the function that the tool became.
func (h *hubbing) call(dst []byte, raw string) []byte {
	id, signature := proof.Cut(text(raw, "call_id"))
	dst = rewrite.Escaped(append(dst, '{'), "id", id)
	dst = append(dst, `,"type":"function","function":{`...)
	dst = rewrite.Escaped(dst, "name", text(raw, "name"))
	if text(raw, "type") == customCall {
		dst = append(rewrite.Key(dst, "arguments"), '"')
		dst = append(rewrite.AppendEscaped(dst, `{"`+customInput+`":"`+text(raw, "input")+`"}`), '"')
	} else {
		dst = rewrite.Escaped(dst, "arguments", text(raw, "arguments"))
	}
	if signature != "" {
		dst = rewrite.Text(dst, "thought_signature", signature)
	}
	return append(dst, `}}`...)
}

// inputPath is input[at].
func inputPath(at int) string { return "input[" + strconv.Itoa(at) + "]" }
