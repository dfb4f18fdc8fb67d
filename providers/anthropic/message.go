package anthropic

import (
	"strconv"

	"causeway/core/rewrite"
)

// system appends the system prompt: Anthropic's own member if the caller names it, then all system and developer
// messages in their order, wherever they stand, then what this dialect itself must ask for. Newer models take system
// messages between turns too; older ones refuse them, so that they are all moved, as Anthropic's OpenAI endpoint does.
//
// https://platform.claude.com/docs/en/cli-sdks-libraries/libraries/openai-sdk (read 2026-11-21)
func (t *translation) system(dst []byte) []byte {
	start := len(dst)
	dst = append(rewrite.Key(dst, "system"), '[')
	empty := len(dst)
	dst = t.ownSystem(dst)
	index := 0
	for m := rewrite.OverArray(t.asked.messages); m.Next(); index++ {
		if isSystem(rewrite.Inside(m.Value, "role")) {
			dst = t.plain(dst, "", index, m.Value)
		}
	}
	if t.instructions != "" {
		dst = append(rewrite.Comma(dst), `{"type":"text"`...)
		dst = append(rewrite.Text(dst, "text", t.instructions), '}')
	}
	if len(dst) == empty {
		return dst[:start]
	}
	return append(dst, ']')
}

func isSystem(role string) bool { return role == "system" || role == "developer" }

func (t *translation) ownSystem(dst []byte) []byte {
	own := t.asked.system
	if inner := rewrite.Contents(own); !isBlank(inner) {
		return t.textBlock(dst, inner)
	}
	for b := rewrite.OverArray(own); b.Next(); {
		dst = append(rewrite.Comma(dst), b.Value...)
	}
	return dst
}

// messages appends the turns. Turns of the same role that follow one another become one: the results of an assistant's
// calls, a message each in the hub, must stand together in the one user turn behind it.
func (t *translation) messages(dst []byte) []byte {
	if !rewrite.IsArray(t.asked.messages) {
		t.refuse("messages", "a list of messages is required")
		return dst
	}
	dst = append(rewrite.Key(dst, "messages"), '[')
	index := 0
	for m := rewrite.OverArray(t.asked.messages); m.Next(); index++ {
		dst = t.message(dst, index, m.Value)
	}
	return append(t.turns.End(dst), ']')
}

func (t *translation) message(dst []byte, index int, raw string) []byte {
	switch role := rewrite.Inside(raw, "role"); role {
	case "system", "developer":
		return dst
	case "user":
		return t.plain(dst, "user", index, raw)
	case "assistant":
		return t.assistant(dst, index, raw)
	case "tool", "function":
		return t.toolResult(dst, index, raw)
	}
	t.refuse(messagePath(index, "role"), "one of system, developer, user, assistant, tool and function is required")
	return dst
}

// plain appends the content of a message that has nothing but content: the system's, role "", or the user's.
func (t *translation) plain(dst []byte, role string, index int, raw string) []byte {
	content, cache := "", ""
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "role":
		case "content":
			content = m.Value
		case "cache_control":
			cache = rewrite.Present(m.Value)
		default:
			t.dropMember(m)
		}
	}
	before := len(dst)
	dst = t.parts(dst, role, index, content)
	if len(dst) > before {
		dst = t.mark(dst, cache)
	}
	return dst
}

// turnOf goes on with the turn of a role; the system, role "", has none.
func (t *translation) turnOf(dst []byte, role string) []byte {
	if role == "" {
		return dst
	}
	return t.turns.In(dst, role)
}

// mark gives the last block the cache_control of its message, unless it has one of its own or may have none.
func (t *translation) mark(dst []byte, cache string) []byte {
	if cache == "" || !t.markable {
		return dst
	}
	t.markable = false
	dst = rewrite.Raw(dst[:len(dst)-1], "cache_control", cache)
	return append(dst, '}')
}

// dropMember names a member of a message that cannot be said, unless it is null or empty. Its place in the list is left
// out: a long conversation would name the same one hundreds of times.
func (t *translation) dropMember(m rewrite.Items) {
	switch m.Value {
	case "null", `""`, "[]", "{}":
	default:
		t.r.Drop("messages[]." + m.Key)
	}
}

// messagePath is messages[index].member.
func messagePath(index int, member string) string {
	return "messages[" + strconv.Itoa(index) + "]." + member
}
