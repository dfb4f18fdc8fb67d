package openai

import (
	"slices"

	"causeway/core"
	"causeway/core/rewrite"
)

// appendRequest says a hub request that was made of another dialect's in OpenAI's own words. A client who speaks this
// dialect never comes here: his bytes are his own. Extensions that OpenAI and those who check as it does refuse are left
// out and named; what is not known here passes.
//
//	content_blocks                 left out: the text of it stands in content too; see reasoning
//	is_error, …                    left out
//	cache_control, reasoning_content, thinking, top_k
//	                               left out, unless the vendor takes them
//	images in a tool message       follow in a user message: a tool message takes text alone
//	tools of other types           left out, and tool_choice when no tool is left
//	user                           left out when it is longer than 64 characters
//	max_tokens                     max_completion_tokens for vendors whose models refuse the older name
//
// https://platform.openai.com/docs/api-reference/chat/create (read 2026-11-21)
func appendRequest(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	t := translation{r: r}
	dst = append(dst, '{')
	for m := rewrite.Over(r.Body); m.Next(); {
		dst = t.member(dst, m)
	}
	return append(dst, '}'), nil
}

// translation is one request on its way.
type translation struct {
	r     *core.Request
	moved []byte // parts of tool messages that are to follow in a user message
}

// anthropics lists, sorted, the members of Anthropic's that have no place in OpenAI's request.
//
// https://platform.claude.com/docs/en/api/messages (read 2026-11-21)
var anthropics = [...]string{
	"cache_control", "container", "context_management", "inference_geo", "mcp_servers", "output_config", "speed",
	"thinking", "top_k",
}

// maxUser is how long OpenAI lets user be, in bytes (error message in recorded traffic of others:
// https://github.com/maximhq/bifrost/pull/1000, read 2026-11-21).
const maxUser = 64

// limitName is the option that holds a vendor's name for max_tokens.
const limitName = "max_tokens_name"

func (t *translation) member(dst []byte, m rewrite.Items) []byte {
	switch m.Key {
	case "messages":
		return t.messages(dst, m.Value)
	case "tools":
		return t.tools(dst, m.Value)
	case "tool_choice", "parallel_tool_calls":
		if t.lacksTools() {
			t.r.Drop(m.Key)
			return dst
		}
	case "user":
		if len(rewrite.Contents(m.Value)) > maxUser {
			t.r.Drop(m.Key)
			return dst
		}
	case "max_tokens":
		if name := t.r.Option(limitName); name != "" {
			return rewrite.Raw(dst, name, m.Value)
		}
	case "thinking":
		return t.thinking(dst, m.Value)
	default:
		if _, is := slices.BinarySearch(anthropics[:], m.Key); is && t.own(m.Key) == "" {
			t.r.Drop(m.Key)
			return dst
		}
	}
	return rewrite.Raw(dst, m.Key, m.Value)
}

// tools appends the tools that OpenAI has.
func (t *translation) tools(dst []byte, raw string) []byte {
	start := len(dst)
	dst = append(rewrite.Key(dst, "tools"), '[')
	empty := len(dst)
	for tool := rewrite.Over(raw); tool.Next(); {
		if !isOurs(tool.Value) {
			t.r.Drop("tools[]." + rewrite.Contents(rewrite.Member(tool.Value, "type")))
			continue
		}
		dst = append(rewrite.Comma(dst), '{')
		for m := rewrite.Over(tool.Value); m.Next(); {
			switch {
			case m.Key == "type" || m.Key == "function" || m.Key == "custom" || t.own(m.Key) != "":
				dst = rewrite.Raw(dst, m.Key, m.Value)
			default:
				t.r.Drop("tools[]." + m.Key)
			}
		}
		dst = append(dst, '}')
	}
	if len(dst) == empty {
		return dst[:start]
	}
	return append(dst, ']')
}

// lacksTools reports that tools are given and none of them can be said.
func (t *translation) lacksTools() bool {
	raw := rewrite.Member(t.r.Body, "tools")
	for tool := rewrite.Over(raw); tool.Next(); {
		if isOurs(tool.Value) {
			return false
		}
	}
	return raw != ""
}

func isOurs(tool string) bool {
	kind := rewrite.Member(tool, "type")
	return kind == `"function"` || kind == `"custom"`
}

// messages appends the messages. What tool messages could not hold follows the last of them in a row.
func (t *translation) messages(dst []byte, raw string) []byte {
	dst = append(rewrite.Key(dst, "messages"), '[')
	for m := rewrite.Over(raw); m.Next(); {
		isTool := rewrite.Member(m.Value, "role") == `"tool"`
		if !isTool {
			dst = t.follow(dst)
		}
		dst = append(rewrite.Comma(dst), '{')
		for member := rewrite.Over(m.Value); member.Next(); {
			dst = t.messageMember(dst, member, m.Value)
		}
		dst = append(dst, '}')
	}
	return append(t.follow(dst), ']')
}

// follow appends the user message of what was moved.
func (t *translation) follow(dst []byte) []byte {
	if len(t.moved) == 0 {
		return dst
	}
	dst = append(rewrite.Comma(dst), `{"role":"user","content":[`...)
	dst = append(append(dst, t.moved...), `]}`...)
	t.moved = t.moved[:0]
	return dst
}

func (t *translation) messageMember(dst []byte, m rewrite.Items, message string) []byte {
	key := m.Key
	switch key {
	case "content":
		return t.content(dst, m.Value, rewrite.Member(message, "role") == `"tool"`)
	case "tool_calls":
		return t.calls(dst, m.Value)
	case "content_blocks":
		return t.reasoning(dst, m.Value, message)
	case "cache_control", "reasoning_content":
		key = t.own(key)
	case "is_error":
		key = ""
	}
	if key == "" {
		t.r.Drop("messages[]." + m.Key)
		return dst
	}
	return rewrite.Raw(dst, key, m.Value)
}

// content appends a message's content.
func (t *translation) content(dst []byte, raw string, isTool bool) []byte {
	if raw == "" || raw[0] != '[' {
		return rewrite.Raw(dst, "content", raw)
	}
	dst = append(rewrite.Key(dst, "content"), '[')
	empty := len(dst)
	for p := rewrite.Over(raw); p.Next(); {
		if isTool && rewrite.Member(p.Value, "type") != `"text"` {
			t.moved = t.part(rewrite.Comma(t.moved), p.Value)
			continue
		}
		dst = t.part(rewrite.Comma(dst), p.Value)
	}
	if len(dst) == empty { // a list must hold something
		return append(dst[:empty-1], `""`...)
	}
	return append(dst, ']')
}

// part appends a content part without what is not OpenAI's.
func (t *translation) part(dst []byte, raw string) []byte {
	dst = append(dst, '{')
	for m := rewrite.Over(raw); m.Next(); {
		switch {
		case m.Key != "cache_control" && m.Key != "citations" && m.Key != "context" || t.own(m.Key) != "":
			dst = rewrite.Raw(dst, m.Key, m.Value)
		case m.Value != "null":
			t.r.Drop("messages[].content[]." + m.Key)
		}
	}
	return append(dst, '}')
}

// calls appends an assistant's calls, without the proof that another provider gave them.
func (t *translation) calls(dst []byte, raw string) []byte {
	dst = append(rewrite.Key(dst, "tool_calls"), '[')
	for c := rewrite.Over(raw); c.Next(); {
		dst = append(rewrite.Comma(dst), '{')
		for m := rewrite.Over(c.Value); m.Next(); {
			switch m.Key {
			case "id", "type", "custom":
				dst = rewrite.Raw(dst, m.Key, m.Value)
			case "function":
				dst = t.function(rewrite.Key(dst, m.Key), m.Value)
			default:
				t.r.Drop("messages[].tool_calls[]." + m.Key)
			}
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// function appends a call's function: its name and arguments.
func (t *translation) function(dst []byte, raw string) []byte {
	dst = append(dst, '{')
	for m := rewrite.Over(raw); m.Next(); {
		if m.Key != "name" && m.Key != "arguments" {
			t.r.Drop("messages[].tool_calls[].function." + m.Key)
			continue
		}
		dst = rewrite.Raw(dst, m.Key, m.Value)
	}
	return append(dst, '}')
}
