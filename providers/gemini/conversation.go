package gemini

import (
	"causeway/core"
	"causeway/core/rewrite"
)

// The roles of a content.
const (
	user  = "user"
	model = "model"
)

// conversation writes messages as contents. Consecutive messages of one role share a content, as Google wants it: all
// results of a turn's calls stand in one.
type conversation struct {
	*translation
	dst    []byte
	list   string // the request's member that is being written
	role   string // of the content that is open, "" for none
	at     int    // which element of the list
	system []byte // the parts of the system instruction
	called []call // what the model has called so far
}

// call is a tool call that a result may answer.
type call struct{ id, name string }

// message is one message of the hub, its members raw.
type message struct {
	role, name, content, refusal, reasoning, blocks, extra, toolCalls, functionCall, toolCallID, isError, ran string
}

// conversation appends contents and systemInstruction. System messages keep their order and lose their place. When there
// is nothing else, they are the user's turn: OpenAI answers such a conversation, Google needs a content for it.
func (t *translation) conversation(dst []byte) ([]byte, *core.Fault) {
	if !rewrite.IsArray(t.raw[hubMessages]) {
		return nil, core.Refuse("messages", "messages must be an array")
	}
	c := conversation{translation: t, list: "messages", dst: append(rewrite.Key(dst, "contents"), '[')}
	mark := len(c.dst)
	for it := rewrite.Over(t.raw[hubMessages]); it.Next(); c.at++ {
		if fault := c.message(it.Value); fault != nil {
			return nil, fault
		}
	}
	c.turn("")
	isEmpty := len(c.dst) == mark
	switch {
	case len(c.system) == 0:
		return append(c.dst, ']'), nil
	case isEmpty:
		c.dst = append(c.dst, `{"role":"user","parts":[`...)
	default:
		c.dst = append(c.dst, `],"systemInstruction":{"parts":[`...)
	}
	c.dst = append(c.dst, c.system...)
	c.dst = append(c.dst, `]}`...)
	if isEmpty {
		c.dst = append(c.dst, ']')
	}
	return c.dst, nil
}

// message writes one message.
func (c *conversation) message(raw string) *core.Fault {
	m := c.read(raw)
	switch m.role {
	case "system", "developer":
		return c.instruct(m.content)
	case "user":
		return c.parts(user, m.content)
	case "assistant":
		return c.assistant(&m)
	case "tool", "function":
		return c.result(&m)
	}
	return core.Refuse(c.path(".role"), c.path(".role")+" must be system, developer, user, assistant, tool or function")
}

// read finds the members of a message and drops those that have no counterpart.
func (c *conversation) read(raw string) message {
	m := message{role: rewrite.Plain(rewrite.Member(raw, "role"))}
	isResult := m.role == "tool" || m.role == "function"
	for it := rewrite.Over(raw); it.Next(); {
		field := m.field(it.Key, isResult)
		switch {
		case isNull(it.Value) || it.Key == "role":
		case field == nil:
			c.r.Drop(c.path("." + it.Key))
		default:
			*field = it.Value
		}
	}
	return m
}

// field is where the member called key belongs in a message of this role, nil for nowhere.
func (m *message) field(key string, isResult bool) *string {
	if key == "content" {
		return &m.content
	}
	if isResult {
		switch key {
		case "name":
			return &m.name
		case "tool_call_id":
			return &m.toolCallID
		case "is_error":
			return &m.isError
		}
		return nil
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
	case "extra_content":
		return &m.extra
	case "tool_calls":
		return &m.toolCalls
	case "function_call":
		return &m.functionCall
	case serverParts:
		return &m.ran
	}
	return nil
}

// instruct adds a system message, whose content may only be text.
func (c *conversation) instruct(content string) *core.Fault {
	if rewrite.IsString(content) {
		c.system = rewrite.Raw(append(rewrite.Comma(c.system), '{'), "text", content)
		c.system = append(c.system, '}')
		return nil
	}
	i := 0
	for it := rewrite.Over(content); it.Next(); i++ {
		part := rewrite.Member(it.Value, "text")
		if rewrite.Plain(rewrite.Member(it.Value, "type")) != "text" || !rewrite.IsString(part) {
			return c.refuse(core.Place(".content", i, ""), "a system message holds text only")
		}
		c.instruct(part)
		c.dropRest(i, it.Value, "text")
	}
	return nil
}

// turn opens a content of a role unless it is open; "" closes what is open.
func (c *conversation) turn(role string) {
	if c.role == role {
		return
	}
	if c.role != "" {
		c.dst = append(c.dst, `]}`...)
	}
	c.role = role
	if role == "" {
		return
	}
	c.dst = append(rewrite.Comma(c.dst), `{"role":"`...)
	c.dst = append(c.dst, role...)
	c.dst = append(c.dst, `","parts":[`...)
}

// open begins a part of a role; its members and '}' follow.
func (c *conversation) open(role string) {
	c.turn(role)
	c.dst = append(rewrite.Comma(c.dst), '{')
}

// path is where in the request the element's member stands.
func (c *conversation) path(where string) string { return core.Place(c.list, c.at, where) }

func (c *conversation) refuse(where, why string) *core.Fault {
	return core.Refuse(c.path(where), c.path(where)+": "+why)
}
