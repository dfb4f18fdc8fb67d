package ollama

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// roles are the hub's roles and Ollama's, sorted.
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
		role := rewrite.Plain(rewrite.Member(m.Value, "role"))
		if roleOf(role) == "" {
			t.refuse(core.Place("messages", t.at, ".role"), "system, developer, user, assistant, tool or function is expected")
		}
		dst = rewrite.Text(append(rewrite.Comma(dst), '{'), "role", roleOf(role))
		dst = t.content(dst, m.Value)
		for member := rewrite.Over(m.Value); member.Next(); {
			dst = t.messageMember(dst, member, role, m.Value)
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// messageMember appends one member of a message but for its role and content.
func (t *translation) messageMember(dst []byte, m rewrite.Items, role, message string) []byte {
	isAssistant, isResult := role == "assistant", roleOf(role) == "tool"
	switch {
	case m.Value == "null" || m.Key == "role" || m.Key == "content":
	case m.Key == "refusal" && isAssistant: // content says it
	case m.Key == "thinking" && isAssistant, m.Key == "images", m.Key == "tool_name" && isResult:
		return rewrite.Raw(dst, m.Key, m.Value)
	case m.Key == "reasoning_content" && isAssistant:
		if thoughtIn(rewrite.Member(message, "content_blocks")) == "" {
			return rewrite.Raw(dst, "thinking", m.Value)
		}
	case m.Key == "content_blocks" && isAssistant:
		if thought := thoughtIn(m.Value); thought != "" {
			return rewrite.Escaped(dst, "thinking", thought)
		}
	case m.Key == "tool_calls" && isAssistant:
		return t.calls(dst, m.Value)
	case m.Key == "function_call" && isAssistant:
		return append(t.call(append(rewrite.Key(dst, "tool_calls"), '['), "", m.Value, core.Place("messages", t.at, ".function_call")), ']')
	case m.Key == "tool_call_id" && isResult:
		return t.answered(dst, m.Value)
	case m.Key == "name" && role == "function":
		return rewrite.Raw(dst, "tool_name", m.Value)
	default:
		t.r.Drop("messages[]." + m.Key)
	}
	return dst
}

// answered appends which call a result answers, by its id and by the name that older versions and templates look at.
func (t *translation) answered(dst []byte, id string) []byte {
	for i := range t.called {
		if t.called[i].id == rewrite.Contents(id) {
			dst = rewrite.Escaped(dst, "tool_name", t.called[i].name)
			break
		}
	}
	return rewrite.Raw(dst, "tool_call_id", id)
}

// thoughtIn is the reasoning in content_blocks, contents.
func thoughtIn(blocks string) string {
	var joined []byte
	for b := rewrite.Over(blocks); b.Next(); {
		joined = append(joined, rewrite.Contents(rewrite.Member(b.Value, "thinking"))...)
	}
	return string(joined)
}

// calls appends what an assistant called.
func (t *translation) calls(dst []byte, raw string) []byte {
	dst = append(rewrite.Key(dst, "tool_calls"), '[')
	i := 0
	for c := rewrite.Over(raw); c.Next(); i++ {
		where := core.Place("messages", t.at, core.Place(".tool_calls", i, ""))
		dst = t.call(rewrite.Comma(dst), rewrite.Contents(rewrite.Member(c.Value, "id")), rewrite.Member(c.Value, "function"), where)
	}
	return append(dst, ']')
}

// call appends one call. id is contents.
func (t *translation) call(dst []byte, id, function, where string) []byte {
	name := rewrite.Contents(rewrite.Member(function, "name"))
	arguments := rewrite.Plain(rewrite.Member(function, "arguments"))
	if arguments == "" {
		arguments = "{}"
	}
	if _, ok := rewrite.Check(arguments); !ok || !rewrite.IsObject(strings.TrimSpace(arguments)) || name == "" {
		t.refuse(where, "Ollama's calls have a name, and a JSON object for arguments")
		return dst
	}
	t.called = append(t.called, call{id, name})
	dst = append(dst, '{')
	if id != "" {
		dst = rewrite.Escaped(dst, "id", id)
	}
	dst = rewrite.Escaped(append(rewrite.Key(dst, "function"), '{'), "name", name)
	return append(rewrite.Raw(dst, "arguments", arguments), `}}`...)
}

// content appends a message's text, and its images beside it. Texts of several parts are paragraphs, as Ollama itself
// joins messages of one role.
func (t *translation) content(dst []byte, message string) []byte {
	raw := rewrite.Member(message, "content")
	if raw == "" || raw == "null" {
		raw = rewrite.Member(message, "refusal")
	}
	if !rewrite.IsArray(raw) {
		if raw != "" && raw != "null" && !rewrite.IsString(raw) {
			t.refuse(core.Place("messages", t.at, ".content"), "a string or an array is expected")
		}
		return rewrite.Escaped(dst, "content", rewrite.Contents(raw))
	}
	var said, images []byte
	i := 0
	for p := rewrite.Over(raw); p.Next(); i++ {
		kind := rewrite.Plain(rewrite.Member(p.Value, "type"))
		value := rewrite.Member(p.Value, kind)
		switch {
		case kind == "image_url":
			images = t.image(rewrite.Comma(images), core.Place("messages", t.at, core.Place(".content", i, ".image_url")), value)
		case (kind == "text" || kind == "refusal") && rewrite.IsString(value):
			if len(said) > 0 {
				said = append(said, `\n\n`...)
			}
			said = append(said, rewrite.Contents(value)...)
		default:
			t.refuse(core.Place("messages", t.at, core.Place(".content", i, "")), "Ollama takes text and images")
		}
	}
	dst = rewrite.Escaped(dst, "content", string(said))
	if len(images) == 0 {
		return dst
	}
	return append(append(append(rewrite.Key(dst, "images"), '['), images...), ']')
}

// image appends an image's bytes: those of a data URL, or of what an https URL names.
func (t *translation) image(dst []byte, where, raw string) []byte {
	if rewrite.IsObject(raw) {
		raw = rewrite.Member(raw, "url")
	}
	url := rewrite.Plain(raw)
	head, data, isData := strings.Cut(url, ";base64,")
	switch {
	case strings.HasPrefix(head, "data:") && isData:
	case strings.HasPrefix(url, "https://"):
		_, data = t.r.Inline(url)
	default:
		t.refuse(where, "a data URL in base64, or an https URL is expected")
	}
	return rewrite.AppendString(dst, data)
}
