package responses

import (
	"slices"
	"strconv"

	"causeway/core/rewrite"
)

// conversation appends instructions and input.
func (t *translation) conversation(dst []byte) []byte {
	if !isArray(t.asked.messages) {
		t.refuse("messages", "a list of messages is required")
		return dst
	}
	first := elements(t.asked.messages)
	instructions := ""
	if first.Next() && text(first.Value, "role") == "system" {
		instructions = soleText(rewrite.Member(first.Value, "content"))
	}
	if instructions != "" {
		dst = rewrite.Escaped(dst, "instructions", instructions)
	}
	dst = append(rewrite.Key(dst, "input"), '[')
	index := 0
	for m := elements(t.asked.messages); m.Next(); index++ {
		if index > 0 || instructions == "" {
			dst = t.message(dst, index, m.Value)
		}
	}
	return append(dst, ']')
}

// soleText is the contents of what is one text: a string, or a list of one text part; "" for everything else.
func soleText(content string) string {
	if isString(content) {
		return rewrite.Contents(content)
	}
	list := elements(content)
	if !list.Next() || text(list.Value, "type") != "text" {
		return ""
	}
	sole := text(list.Value, "text")
	if list.Next() {
		return ""
	}
	return sole
}

// message appends the items of a message.
func (t *translation) message(dst []byte, index int, raw string) []byte {
	switch role := text(raw, "role"); role {
	case "system", "developer", "user":
		t.dropRest(raw, "role", "content")
		return t.said(dst, index, role, rewrite.Member(raw, "content"))
	case "assistant":
		return t.assistant(dst, index, raw)
	case "tool":
		t.dropRest(raw, "role", "content", "tool_call_id", "name")
		id := text(raw, "tool_call_id")
		if id == "" {
			t.refuse(messagePath(index, "tool_call_id"), "the id of the call that is answered is required")
		}
		return t.result(dst, index, id, rewrite.Member(raw, "content"))
	case "function":
		return t.result(dst, index, t.functionID(), rewrite.Member(raw, "content"))
	}
	t.refuse(messagePath(index, "role"), "one of system, developer, user, assistant, tool and function is required")
	return dst
}

// said appends a message that has nothing but content.
func (t *translation) said(dst []byte, index int, role, content string) []byte {
	dst = append(rewrite.Comma(dst), '{')
	dst = rewrite.Escaped(dst, "role", role)
	return append(t.content(rewrite.Key(dst, "content"), index, role, content), '}')
}

// result appends the answer to a call.
func (t *translation) result(dst []byte, index int, id, content string) []byte {
	kind := functionOutput
	if slices.Contains(t.customs, id) {
		kind = customOutput
	}
	dst = rewrite.Escaped(append(rewrite.Comma(dst), '{'), "type", kind)
	dst = rewrite.Escaped(dst, "call_id", id)
	return append(t.content(rewrite.Key(dst, "output"), index, "tool", content), '}')
}

// assistant appends what the model said: its reasoning where that was sealed by a provider of this dialect, its words,
// its calls; in the order of content_blocks where there are any.
func (t *translation) assistant(dst []byte, index int, raw string) []byte {
	t.dropRest(raw, "role", "content", "content_blocks", "tool_calls", functionCall, refusal, "reasoning_content", "name")
	calls := elements(member(raw, "tool_calls"))
	at, hasText := 0, false
	blocks := 0
	for b := elements(member(raw, "content_blocks")); b.Next(); blocks++ {
		switch kind := text(b.Value, "type"); kind {
		case "text":
			if text(b.Value, "text") == "" {
				continue
			}
			hasText = true
			dst = t.said(dst, index, "assistant", "["+b.Value+"]")
		case "thinking":
			dst = t.reasoning(dst, text(b.Value, "thinking"), text(b.Value, "signature"))
		case "redacted_thinking":
			dst = t.reasoning(dst, "", text(b.Value, "data"))
		case "tool_use":
			if calls.Next() {
				dst = t.call(dst, index, at, calls.Value)
				at++
			}
		default:
			t.r.Drop("messages[].content_blocks[]." + kind)
		}
	}
	if content := member(raw, "content"); !hasText && content != "" && content != `""` && content != "[]" {
		dst = t.said(dst, index, "assistant", content)
	}
	if declined := text(raw, refusal); declined != "" {
		dst = append(rewrite.Comma(dst), `{"role":"assistant","content":[{"type":"refusal"`...)
		dst = append(rewrite.Escaped(dst, refusal, declined), `}]}`...)
	}
	for ; calls.Next(); at++ {
		dst = t.call(dst, index, at, calls.Value)
	}
	if function := member(raw, functionCall); function != "" { // of OpenAI's older API
		t.functions++
		dst = t.functionCall(dst, index, functionCall, t.functionID(), function)
	}
	if text(raw, "reasoning_content") != "" && blocks == 0 {
		t.r.Drop("messages[].reasoning_content")
	}
	return dst
}

// reasoning appends a reasoning item. What another dialect's provider sealed, or nobody did, is left out.
func (t *translation) reasoning(dst []byte, thought, seal string) []byte {
	id, encryptedContent, ok := openSeal(seal)
	if !ok {
		t.r.Drop("messages[].content_blocks[].thinking")
		return dst
	}
	t.hasSeals = true
	dst = rewrite.Escaped(append(rewrite.Comma(dst), '{'), "type", reasoning)
	if id != "" {
		dst = rewrite.Escaped(dst, "id", id)
	}
	dst = append(rewrite.Key(dst, "summary"), '[')
	if thought != "" {
		dst = append(dst, `{"type":"summary_text"`...)
		dst = append(rewrite.Escaped(dst, "text", thought), '}')
	}
	return append(rewrite.Escaped(append(dst, ']'), encrypted, encryptedContent), '}')
}

// call appends a call of a function or of a custom tool.
func (t *translation) call(dst []byte, index, at int, raw string) []byte {
	path := "tool_calls[" + strconv.Itoa(at) + "]"
	id := text(raw, "id")
	if id == "" {
		t.refuse(messagePath(index, path+".id"), "the id of a tool call is required")
	}
	custom := member(raw, "custom")
	if !isObject(custom) {
		return t.functionCall(dst, index, path+".function", id, member(raw, "function"))
	}
	t.customs = append(t.customs, id)
	dst = rewrite.Escaped(append(rewrite.Comma(dst), '{'), "type", customCall)
	dst = rewrite.Escaped(dst, "call_id", id)
	dst = rewrite.Escaped(dst, "name", text(custom, "name"))
	return append(rewrite.Escaped(dst, "input", text(custom, "input")), '}')
}

// functionCall appends a call of a function: {"name":…,"arguments":"{…}"}.
func (t *translation) functionCall(dst []byte, index int, path, id, function string) []byte {
	if !isObject(function) {
		t.refuse(messagePath(index, path), "a function with its name and arguments is required")
	}
	dst = rewrite.Escaped(append(rewrite.Comma(dst), '{'), "type", functionCall)
	dst = rewrite.Escaped(dst, "call_id", id)
	dst = rewrite.Escaped(dst, "name", text(function, "name"))
	arguments := member(function, "arguments")
	if arguments != "" && !isString(arguments) { // the object itself
		return append(rewrite.Text(dst, "arguments", arguments), '}')
	}
	return append(rewrite.Escaped(dst, "arguments", rewrite.Contents(arguments)), '}')
}

func (t *translation) functionID() string { return "function_" + strconv.Itoa(t.functions) }

// dropRest names the members of a message that cannot be said, unless they say nothing. The message's place in the list
// is left out: a long conversation would name the same one hundreds of times.
func (t *translation) dropRest(raw string, but ...string) {
	for m := members(raw); m.Next(); {
		if slices.Contains(but, m.Key) {
			continue
		}
		switch m.Value {
		case "null", `""`, "[]", "{}", "false":
		default:
			t.r.Drop("messages[]." + m.Key)
		}
	}
}

// messagePath is messages[index].member.
func messagePath(index int, member string) string {
	return "messages[" + strconv.Itoa(index) + "]." + member
}
