package gemini

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// result writes what a tool answered. Google wants the name of the function, which OpenAI's clients do not send: it is
// looked up among the calls. Pictures in a result follow it as parts of the same turn.
func (c *conversation) result(m *message) *core.Fault {
	name := c.nameOf(rewrite.Plain(m.toolCallID))
	if name == "" {
		name = rewrite.Plain(m.name)
	}
	if name == "" {
		return c.refuse(".tool_call_id", "no call in the conversation has this id, and the message has no name")
	}
	c.open(user)
	c.dst = append(rewrite.Key(c.dst, "functionResponse"), '{')
	if rewrite.IsString(m.toolCallID) {
		c.dst = rewrite.Raw(c.dst, "id", m.toolCallID)
	}
	c.dst = rewrite.Text(c.dst, "name", name)
	c.dst = rewrite.Key(c.dst, "response")
	c.dst = appendResponse(c.dst, joined(m.content), m.isError == "true")
	c.dst = append(c.dst, `}}`...)
	return c.pictures(m.content)
}

// nameOf is the function that the latest call with this id named. Ids may come again in a later turn.
func (c *conversation) nameOf(id string) string {
	for i := len(c.called) - 1; i >= 0 && id != ""; i-- {
		if c.called[i].id == id {
			return c.called[i].name
		}
	}
	return ""
}

// appendResponse appends a result as the object that Google asks for: an object as it is, anything else as the output,
// a failure as the error.
//
// https://ai.google.dev/api/caching#FunctionResponse (read 2026-11-21): "output" and "error" are the documented keys.
func appendResponse(dst []byte, contents string, isError bool) []byte {
	key := "output"
	if isError {
		key = "error"
	}
	plain := ""
	if strings.HasPrefix(strings.TrimLeft(contents, escapedSpace), "{") {
		plain = strings.TrimSpace(rewrite.Unescape(contents))
	}
	if _, isJSON := rewrite.Check(plain); !isJSON || !rewrite.IsObject(plain) {
		dst = rewrite.Escaped(append(dst, '{'), key, contents)
		return append(dst, '}')
	}
	if !isError {
		return rewrite.AppendMinified(dst, plain)
	}
	dst = rewrite.AppendMinified(rewrite.Key(append(dst, '{'), key), plain)
	return append(dst, '}')
}

// escapedSpace are the characters of whitespace as it stands in a JSON string.
const escapedSpace = ` \nrt`

// joined is the text of a content, as escaped contents.
func joined(content string) string {
	if !rewrite.IsArray(content) {
		return rewrite.Contents(content)
	}
	all := ""
	for it := rewrite.Over(content); it.Next(); {
		all += rewrite.Contents(rewrite.Member(it.Value, "text"))
	}
	return all
}

// pictures writes the parts of a result that are not text.
func (c *conversation) pictures(content string) *core.Fault {
	i := 0
	for it := rewrite.Over(content); rewrite.IsArray(content) && it.Next(); i++ {
		if rewrite.Plain(rewrite.Member(it.Value, "type")) == "text" {
			c.dropRest(i, it.Value, "text")
			continue
		}
		if fault := c.part(user, i, it.Value); fault != nil {
			return fault
		}
	}
	return nil
}
