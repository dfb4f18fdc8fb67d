package bedrock

import (
	"strconv"
	"strings"

	"causeway/core/rewrite"
)

// system appends the system prompt: a member of Anthropic's if the caller names it, then all system and developer messages
// in their order, wherever they stand, then what this dialect itself must ask for.
func (t *translation) system(dst []byte) []byte {
	start := len(dst)
	dst = append(rewrite.Key(dst, "system"), '[')
	empty := len(dst)
	dst = t.parts(dst, inSystem, 0, t.asked.system)
	index := 0
	for m := rewrite.OverArray(t.asked.messages); m.Next(); index++ {
		if isSystem(rewrite.Inside(m.Value, "role")) {
			dst = t.plain(dst, inSystem, index, m.Value)
		}
	}
	if t.instructions != "" {
		dst = append(rewrite.Text(append(rewrite.Comma(dst), '{'), "text", t.instructions), '}')
	}
	if len(dst) == empty {
		return dst[:start]
	}
	return append(dst, ']')
}

func isSystem(role string) bool { return role == "system" || role == "developer" }

// messages appends the turns. Turns of the same role that follow one another become one: Converse wants them to alternate,
// and the results of an assistant's calls, a message each in the hub, must stand together in the one user turn behind it.
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
		return t.plain(dst, inUser, index, raw)
	case "assistant":
		return t.assistant(dst, index, raw)
	case "tool", "function":
		return t.toolResult(dst, index, raw)
	}
	t.refuse(messagePath(index, "role"), "one of system, developer, user, assistant, tool and function is required")
	return dst
}

// plain appends the content of a message that has nothing but content: the system's or the user's.
func (t *translation) plain(dst []byte, in place, index int, raw string) []byte {
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
	dst = t.parts(dst, in, index, content)
	if len(dst) > before {
		dst = t.mark(dst, cache)
	}
	return dst
}

// place is where content stands: in the system prompt, in a user's or an assistant's turn, or in a tool's result.
type place string

const (
	inSystem    place = "system"
	inUser      place = "user"
	inAssistant place = "assistant"
	inResult    place = "result"
)

// block goes on with the turn of a place, if it is one, and appends what stands before its next block.
func (t *translation) block(dst []byte, in place) []byte {
	if in == inUser || in == inAssistant {
		dst = t.turns.In(dst, string(in))
	}
	return rewrite.Comma(dst)
}

// cachePoint is what tells Converse to cache the prompt up to it.
const cachePoint = `{"cachePoint":{"type":"default"`

// mark appends the cache point that a cache_control asks for, unless one stands there already or the model has no cache.
//
// https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html (read 2026-11-25)
func (t *translation) mark(dst []byte, cache string) []byte {
	if cache == "" || strings.HasSuffix(string(dst[max(len(dst)-2*len(cachePoint), 0):]), cachePoint+`}}`) {
		return dst
	}
	if !t.hasCache() {
		t.r.Drop("cache_control")
		return dst
	}
	dst = append(rewrite.Comma(dst), cachePoint...)
	if ttl := rewrite.Inside(cache, "ttl"); ttl != "" {
		dst = rewrite.Escaped(dst, "ttl", ttl)
	}
	return append(dst, `}}`...)
}

func (t *translation) hasCache() bool {
	model := t.r.Model
	return IsClaude(model) || strings.Contains(model, "nova") || t.family.match == ""
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
