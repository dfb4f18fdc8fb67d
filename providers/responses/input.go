package responses

import (
	"slices"
	"strconv"

	"causeway/core/rewrite"
)

// conversation appends instructions and input.
func (t *translation) conversation(dst []byte) []byte {
	if !rewrite.IsArray(t.asked[messages]) {
		t.refuse("messages", "a list of messages is required")
		return dst
	}
	first := rewrite.OverArray(t.asked[messages])
	instructions := ""
	if first.Next() && rewrite.Inside(first.Value, "role") == "system" {
		instructions = soleText(rewrite.Member(first.Value, "content"))
	}
	if instructions != "" {
		dst = fill(dst, `,"instructions":"$"`, instructions)
	}
	dst = append(rewrite.Key(dst, "input"), '[')
	index := 0
	for m := rewrite.OverArray(t.asked[messages]); m.Next(); index++ {
		if index > 0 || instructions == "" {
			dst = t.message(dst, index, m.Value)
		}
	}
	return append(dst, ']')
}

// soleText is the contents of what is one text: a string, or a list of one text part; "" for everything else.
func soleText(content string) string {
	if rewrite.IsString(content) {
		return rewrite.Contents(content)
	}
	list := rewrite.OverArray(content)
	if !list.Next() || rewrite.Inside(list.Value, "type") != "text" {
		return ""
	}
	sole := rewrite.Inside(list.Value, "text")
	if list.Next() {
		return ""
	}
	return sole
}

// message appends the items of a message.
func (t *translation) message(dst []byte, index int, raw string) []byte {
	switch role := rewrite.Inside(raw, "role"); role {
	case "system", "developer", "user":
		t.dropRest(raw, "role", "content")
		return t.said(dst, index, role, rewrite.Member(raw, "content"))
	case "assistant":
		return t.assistant(dst, index, raw)
	case "tool":
		t.dropRest(raw, "role", "content", "tool_call_id", "name")
		id := rewrite.Inside(raw, "tool_call_id")
		if id == "" {
			t.refuse(messagePath(index, "tool_call_id"), "the id of the call that is answered is required")
		}
		kind := functionOutput
		if slices.Contains(t.customs, id) {
			kind = customOutput
		}
		dst = fill(dst, `,{"type":"$","call_id":"$","output":`, kind, id)
		return append(t.content(dst, index, "tool", rewrite.Member(raw, "content")), '}')
	}
	t.refuse(messagePath(index, "role"), "one of system, developer, user, assistant and tool is required")
	return dst
}

// said appends a message that has nothing but content.
func (t *translation) said(dst []byte, index int, role, content string) []byte {
	dst = fill(dst, `,{"role":"$","content":`, role)
	return append(t.content(dst, index, role, content), '}')
}

// assistant appends what the model said: its reasoning where that was sealed by a provider of this dialect, its words,
// its calls; in the order of content_blocks where there are any.
func (t *translation) assistant(dst []byte, index int, raw string) []byte {
	t.dropRest(raw, "role", "content", "content_blocks", "tool_calls", refusal, "reasoning_content", "name")
	calls := rewrite.OverArray(rewrite.Given(raw, "tool_calls"))
	at, hasText := 0, false
	blocks := 0
	for b := rewrite.OverArray(rewrite.Given(raw, "content_blocks")); b.Next(); blocks++ {
		switch kind := rewrite.Inside(b.Value, "type"); kind {
		case "text":
			if rewrite.Inside(b.Value, "text") == "" {
				continue
			}
			hasText = true
			dst = t.said(dst, index, "assistant", "["+b.Value+"]")
		case "thinking":
			dst = t.reasoning(dst, rewrite.Inside(b.Value, "thinking"), rewrite.Inside(b.Value, "signature"))
		case "redacted_thinking":
			dst = t.reasoning(dst, "", rewrite.Inside(b.Value, "data"))
		case "tool_use":
			if calls.Next() {
				dst = t.call(dst, index, at, calls.Value)
				at++
			}
		default:
			t.r.Drop("messages[].content_blocks[]." + kind)
		}
	}
	if content := rewrite.Given(raw, "content"); !hasText && content != "" && content != `""` && content != "[]" {
		dst = t.said(dst, index, "assistant", content)
	}
	if declined := rewrite.Inside(raw, refusal); declined != "" {
		dst = fill(dst, `,{"role":"assistant","content":[{"type":"refusal","refusal":"$"}]}`, declined)
	}
	for ; calls.Next(); at++ {
		dst = t.call(dst, index, at, calls.Value)
	}
	if rewrite.Inside(raw, "reasoning_content") != "" && blocks == 0 {
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
	summary := ""
	if thought != "" {
		summary = string(fill(nil, `{"type":"summary_text","text":"$"}`, thought))
	}
	dst = fill(dst, `,{"type":"reasoning"`)
	if id != "" {
		dst = fill(dst, `,"id":"$"`, id)
	}
	return fill(dst, `,"summary":[$],"encrypted_content":"$"}`, summary, encryptedContent)
}

// call appends a call: {"id","function":{"name","arguments":"{…}"}}, or of a custom tool {"id","custom":{"name","input"}}.
func (t *translation) call(dst []byte, index, at int, raw string) []byte {
	path := "tool_calls[" + strconv.Itoa(at) + "]"
	id, function, custom := rewrite.Inside(raw, "id"), rewrite.Given(raw, "function"), rewrite.Given(raw, "custom")
	switch {
	case id == "":
		t.refuse(messagePath(index, path+".id"), "the id of a tool call is required")
	case rewrite.IsObject(custom):
		t.customs = append(t.customs, id)
		return fill(dst, `,{"type":"custom_tool_call","call_id":"$","name":"$","input":"$"}`,
			id, rewrite.Inside(custom, "name"), rewrite.Inside(custom, "input"))
	case !rewrite.IsObject(function):
		t.refuse(messagePath(index, path+".function"), "a function with its name and arguments is required")
	}
	arguments := rewrite.Given(function, "arguments")
	if rewrite.IsString(arguments) {
		arguments = rewrite.Contents(arguments)
	} else { // the object itself
		arguments = rewrite.Escape(arguments)
	}
	return fill(dst, `,{"type":"function_call","call_id":"$","name":"$","arguments":"$"}`, id, rewrite.Inside(function, "name"), arguments)
}

// dropRest names the members of a message that cannot be said, unless they say nothing. The message's place in the list
// is left out: a long conversation would name the same one hundreds of times.
func (t *translation) dropRest(raw string, but ...string) {
	for m := rewrite.OverObject(raw); m.Next(); {
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
