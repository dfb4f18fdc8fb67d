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
	dst = fill(dst, `,"messages":[`)
	if h.instructions != "" && h.instructions != `""` {
		if !rewrite.IsString(h.instructions) {
			h.refuse("instructions", "a string is required")
		}
		dst = fill(dst, `{"role":"system","content":$}`, h.instructions)
	}
	if rewrite.IsString(input) {
		return fill(dst, `,{"role":"user","content":$}]`, input)
	}
	at := 0
	for i := rewrite.OverArray(input); i.Next(); at++ {
		dst = h.item(dst, inputPath(at), i.Value)
	}
	return append(h.endRun(dst), ']')
}

func (h *hubbing) item(dst []byte, path, raw string) []byte {
	kind, role := rewrite.Inside(raw, "type"), rewrite.Inside(raw, "role")
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
		h.reference(path, rewrite.Inside(raw, "id"))
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
	dst = fill(dst, `,{"role":"$","content":`, role)
	return append(h.content(dst, path+".content", rewrite.Given(raw, "content")), '}')
}

// result appends the answer to a call. The proof in its id was put there for the call.
func (h *hubbing) result(dst []byte, path, raw string) []byte {
	id, _ := proof.Cut(rewrite.Inside(raw, "call_id"))
	if id == "" {
		h.refuse(path+".call_id", "the id of the call that is answered is required")
	}
	dst = fill(dst, `,{"role":"tool","tool_call_id":"$","content":`, id)
	return append(h.content(dst, path+".output", rewrite.Given(raw, "output")), '}')
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
		switch rewrite.Inside(raw, "type") {
		case functionCall, customCall:
			calls++
			continue
		case reasoning:
			thoughts++
		}
		isMixed = isMixed || calls > 0
	}
	dst = fill(dst, `,{"role":"assistant"`)
	dst = h.words(dst, calls+thoughts > 0)
	if thoughts > 0 || isMixed {
		dst = h.blocks(dst, isMixed)
	}
	if calls > 0 {
		dst = fill(dst, `,"tool_calls":[`)
		for _, raw := range h.run {
			if kind := rewrite.Inside(raw, "type"); kind == functionCall || kind == customCall {
				dst = h.call(dst, raw)
			}
		}
		dst = append(dst, ']')
	}
	h.run = h.run[:0]
	return append(dst, '}')
}

// words appends an assistant's content: one text as a string, which every provider takes.
func (h *hubbing) words(dst []byte, hasMore bool) []byte {
	list := []byte{'['}
	for _, raw := range h.run {
		if kind := rewrite.Inside(raw, "type"); kind == "" || kind == message {
			list = h.spoken(list, raw)
		}
	}
	switch {
	case len(list) == 1 && hasMore:
		return fill(dst, `,"content":null`)
	case len(list) == 1:
		return fill(dst, `,"content":""`)
	}
	list = append(list, ']')
	if sole := soleText(string(list)); sole != "" {
		return fill(dst, `,"content":"$"`, sole)
	}
	return fill(dst, `,"content":$`, string(list))
}

// spoken appends the parts of an assistant's message.
func (h *hubbing) spoken(dst []byte, raw string) []byte {
	content := rewrite.Given(raw, "content")
	if rewrite.IsString(content) {
		return fill(dst, `,{"type":"text","text":$}`, content)
	}
	return h.parts(dst, "input[].content", content)
}

func (h *hubbing) blocks(dst []byte, isMixed bool) []byte {
	dst = fill(dst, `,"content_blocks":[`)
	for _, raw := range h.run {
		switch rewrite.Inside(raw, "type") {
		case reasoning:
			dst = thinking(dst, raw)
		case functionCall, customCall:
			if id, _ := proof.Cut(rewrite.Inside(raw, "call_id")); isMixed {
				dst = fill(dst, `,{"type":"tool_use","id":"$"}`, id)
			}
		default:
			dst = h.spoken(dst, raw)
		}
	}
	return append(dst, ']')
}

// isSilent reports that there is no text in a reasoning item.
func isSilent(raw string) bool {
	return isEmpty(rewrite.Given(raw, "summary")) && isEmpty(rewrite.Given(raw, "content"))
}

// thinking appends the block of a reasoning item: signed when another dialect's provider sealed it. A signature covers the
// text, so that the parts of the summary are put together as they were.
func thinking(dst []byte, raw string) []byte {
	seal := rewrite.Inside(raw, encrypted)
	if data, is := strings.CutPrefix(seal, redactedSeal); is {
		return fill(dst, `,{"type":"redacted_thinking","data":"$"}`, data)
	}
	parts := rewrite.Given(raw, "summary")
	if isEmpty(parts) {
		parts = rewrite.Given(raw, "content")
	}
	thought := ""
	for p := rewrite.OverArray(parts); p.Next(); {
		thought += rewrite.Inside(p.Value, "text")
	}
	if signature, is := strings.CutPrefix(seal, signatureSeal); is {
		return fill(dst, `,{"type":"thinking","thinking":"$","signature":"$"}`, thought, signature)
	}
	return fill(dst, `,{"type":"thinking","thinking":"$"}`, thought)
}

// call appends a call. One of a custom tool is the call of the function that the tool became.
func (h *hubbing) call(dst []byte, raw string) []byte {
	id, signature := proof.Cut(rewrite.Inside(raw, "call_id"))
	arguments := rewrite.Inside(raw, "arguments")
	if rewrite.Inside(raw, "type") == customCall {
		arguments = rewrite.Escape(`{"` + customInput + `":"` + rewrite.Inside(raw, "input") + `"}`)
	}
	dst = fill(dst, `,{"id":"$","type":"function","function":{"name":"$","arguments":"$"`, id, rewrite.Inside(raw, "name"), arguments)
	if signature != "" {
		dst = fill(dst, `,"thought_signature":"$"`, rewrite.Escape(signature))
	}
	return append(dst, `}}`...)
}

// inputPath is input[at].
func inputPath(at int) string { return "input[" + strconv.Itoa(at) + "]" }
