package cohere

import (
	"strconv"

	"causeway/core"
	"causeway/core/rewrite"
)

// message is one message of the hub, its members raw; "" for what it lacks or has as null.
type message struct {
	role, content, refusal, reasoning, blocks, plan, citations, calls, functionCall, callID string
}

// roles are the hub's roles and Cohere's, sorted.
var roles = [...]struct{ hub, wire string }{
	{"assistant", "assistant"}, {"developer", "system"}, {"function", "tool"}, {"system", "system"}, {"tool", "tool"}, {"user", "user"},
}

func roleOf(hub string) string {
	for i := range roles {
		if roles[i].hub == hub {
			return roles[i].wire
		}
	}
	return ""
}

// messages appends the conversation.
func (t *translation) messages(dst []byte, raw string) []byte {
	if !rewrite.IsArray(raw) {
		t.refuse("messages", "an array is expected")
	}
	dst = append(rewrite.Key(dst, "messages"), '[')
	for m := rewrite.Over(raw); m.Next(); t.at++ {
		dst = t.message(append(rewrite.Comma(dst), '{'), m.Value)
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// message appends the members of one message.
func (t *translation) message(dst []byte, raw string) []byte {
	m := t.read(raw)
	wire := roleOf(m.role)
	if wire == "" {
		t.refuse(core.Place("messages", t.at, ".role"), "system, developer, user, assistant, tool or function is expected")
		return dst
	}
	dst = rewrite.Text(dst, "role", wire)
	switch wire {
	case "assistant":
		return t.assistant(dst, &m)
	case "tool":
		id := m.callID
		if m.role == "function" {
			id = t.callID
		}
		dst = rewrite.Escaped(dst, "tool_call_id", id)
	}
	return t.content(dst, wire, m.content)
}

// read finds the members of a message and drops those that Cohere has no word for.
func (t *translation) read(raw string) message {
	m := message{role: rewrite.Plain(rewrite.Member(raw, "role"))}
	for it := rewrite.Over(raw); it.Next(); {
		if it.Value == "null" || it.Key == "role" {
			continue
		}
		if field := m.field(it.Key); field != nil {
			*field = it.Value
			continue
		}
		if it.Key != "name" || m.role != "function" {
			t.r.Drop("messages[]." + it.Key)
		}
	}
	m.callID = rewrite.Contents(m.callID)
	return m
}

// field is where the member called key belongs in a message of this role, nil for nowhere.
func (m *message) field(key string) *string {
	switch key {
	case "content":
		return &m.content
	case "tool_call_id":
		return &m.callID
	}
	if m.role != "assistant" {
		return nil
	}
	switch key {
	case "refusal":
		return &m.refusal
	case "reasoning_content":
		return &m.reasoning
	case "content_blocks":
		return &m.blocks
	case "tool_plan":
		return &m.plan
	case "citations":
		return &m.citations
	case "tool_calls":
		return &m.calls
	case "function_call":
		return &m.functionCall
	}
	return nil
}

// assistant appends what the model said: the plan before its calls, or its reasoning before its words.
func (t *translation) assistant(dst []byte, m *message) []byte {
	hasCalls := rewrite.IsArray(m.calls) && m.calls != "[]" || rewrite.IsObject(m.functionCall)
	thought := t.thought(m)
	switch {
	case hasCalls && m.plan != "":
		dst = rewrite.Raw(dst, "tool_plan", m.plan)
	case hasCalls && thought != "":
		dst = rewrite.Escaped(dst, "tool_plan", thought)
	case thought != "":
		dst = append(rewrite.Key(dst, "content"), `[{"type":"thinking","thinking":"`...)
		dst = t.parts(append(append(dst, thought...), `"}`...), "assistant", m.spoken())
		return append(dst, ']')
	}
	if said := m.spoken(); said != "" && !(hasCalls && said == `""`) {
		dst = t.content(dst, "assistant", said)
	}
	if m.citations != "" {
		dst = rewrite.Raw(dst, "citations", m.citations)
	}
	switch {
	case !hasCalls:
	case m.calls != "":
		dst = t.calls(dst, m.calls)
	default: // an older client's one call, which has no id
		t.callID = "call_" + strconv.Itoa(t.at)
		dst = append(rewrite.Key(dst, "tool_calls"), `[{`...)
		dst = append(t.call(dst, t.callID, m.functionCall), ']')
	}
	return dst
}

// spoken is the content of an assistant message, or its refusal.
func (m *message) spoken() string {
	if m.content == "" {
		return m.refusal
	}
	return m.content
}

// thought is the reasoning in an assistant message, contents. Of blocks that only their provider can read nothing is.
func (t *translation) thought(m *message) string {
	var joined []byte
	for b := rewrite.Over(m.blocks); b.Next(); {
		switch rewrite.Plain(rewrite.Member(b.Value, "type")) {
		case "thinking":
			joined = append(joined, rewrite.Contents(rewrite.Member(b.Value, "thinking"))...)
		case "redacted_thinking":
			t.r.Drop("messages[].content_blocks[].redacted_thinking")
		}
	}
	if len(joined) == 0 {
		return rewrite.Contents(m.reasoning)
	}
	return string(joined)
}

// content appends the member content: a string as it is, or parts.
func (t *translation) content(dst []byte, role, raw string) []byte {
	switch {
	case raw == "":
		return rewrite.Text(dst, "content", "")
	case rewrite.IsString(raw):
		return rewrite.Raw(dst, "content", raw)
	case !rewrite.IsArray(raw):
		t.refuse(core.Place("messages", t.at, ".content"), "a string or an array is expected")
		return dst
	}
	dst = append(rewrite.Key(dst, "content"), '[')
	return append(t.parts(dst, role, raw), ']')
}

// parts appends content as elements of a list.
func (t *translation) parts(dst []byte, role, raw string) []byte {
	if rewrite.IsString(raw) {
		return append(append(append(rewrite.Comma(dst), `{"type":"text","text":`...), raw...), '}')
	}
	i := 0
	for p := rewrite.Over(raw); p.Next(); i++ {
		dst = t.part(dst, role, core.Place("messages", t.at, core.Place(".content", i, "")), p.Value)
	}
	return dst
}

// part appends one part.
func (t *translation) part(dst []byte, role, where, raw string) []byte {
	kind := rewrite.Plain(rewrite.Member(raw, "type"))
	value := rewrite.Member(raw, kind)
	dst = rewrite.Comma(dst)
	switch {
	case kind == "text" && rewrite.IsString(value), kind == "refusal" && rewrite.IsString(value):
		dst = append(append(append(dst, `{"type":"text","text":`...), value...), '}')
	case kind == "image_url" && role == "user":
		if rewrite.IsString(value) {
			value = `{"url":` + value + `}`
		}
		dst = append(append(append(dst, `{"type":"image_url","image_url":`...), value...), '}')
	case kind == "thinking" && role == "assistant", kind == "document" && role == "tool":
		return append(dst, raw...)
	default:
		t.refuse(where, "Cohere takes no such part in a message of this role")
	}
	for m := rewrite.Over(raw); m.Next(); {
		if m.Key != "type" && m.Key != kind && m.Value != "null" {
			t.r.Drop("messages[].content[]." + m.Key)
		}
	}
	return dst
}
