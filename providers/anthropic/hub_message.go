package anthropic

import (
	"causeway/core/proof"
	"causeway/core/rewrite"
)

// hubMessages appends the messages, the system prompt as the first of them. A user turn becomes a tool message for each
// result in it, and a user message of the rest: results stand directly behind the calls that they answer.
func hubMessages(dst []byte, system, raw string) []byte {
	dst = append(rewrite.Key(dst, "messages"), '[')
	if s := rewrite.OverArray(system); s.Next() || rewrite.IsString(system) && system != `""` {
		dst = rewrite.Escaped(append(dst, '{'), "role", "system")
		dst = append(hubContent(dst, system), '}')
	}
	for m := rewrite.OverArray(raw); m.Next(); {
		content := rewrite.Given(m.Value, "content")
		switch role := rewrite.Inside(m.Value, "role"); {
		case role == "user" && rewrite.IsArray(content):
			dst = hubUser(dst, content)
		case role == "assistant" && rewrite.IsArray(content):
			dst = hubAssistant(dst, content)
		default:
			dst = rewrite.Escaped(append(rewrite.Comma(dst), '{'), "role", role)
			dst = append(hubContent(dst, content), '}')
		}
	}
	return append(dst, ']')
}

// hubContent appends the member content: a string as it is, blocks as parts.
func hubContent(dst []byte, content string) []byte {
	switch {
	case content == "":
		return rewrite.Raw(dst, "content", `""`)
	case !rewrite.IsArray(content):
		return rewrite.Raw(dst, "content", content)
	}
	dst = append(rewrite.Key(dst, "content"), '[')
	for b := rewrite.OverArray(content); b.Next(); {
		dst = hubPart(rewrite.Comma(dst), b.Value)
	}
	return append(dst, ']')
}

// hubUser appends the messages of a user turn.
func hubUser(dst []byte, content string) []byte {
	rest := false
	for b := rewrite.OverArray(content); b.Next(); {
		if rewrite.Inside(b.Value, "type") != "tool_result" {
			rest = true
			continue
		}
		dst = hubResult(rewrite.Comma(dst), b.Value)
	}
	if !rest {
		return dst
	}
	dst = append(rewrite.Comma(dst), `{"role":"user","content":[`...)
	for b := rewrite.OverArray(content); b.Next(); {
		if rewrite.Inside(b.Value, "type") != "tool_result" {
			dst = hubPart(rewrite.Comma(dst), b.Value)
		}
	}
	return append(dst, `]}`...)
}

// hubResult appends the tool message of a tool_result. Its other members, such as is_error, keep their names.
func hubResult(dst []byte, raw string) []byte {
	id, _ := proof.Cut(rewrite.Inside(raw, "tool_use_id"))
	dst = rewrite.Escaped(append(dst, `{"role":"tool"`...), "tool_call_id", id)
	dst = hubContent(dst, rewrite.Given(raw, "content"))
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "type", "tool_use_id", "content":
		default:
			if rewrite.Present(m.Value) != "" && m.Value != "false" {
				dst = rewrite.Raw(dst, m.Key, m.Value)
			}
		}
	}
	return append(dst, '}')
}

// hubAssistant appends an assistant's message: its text as content, its tool_use blocks as tool_calls. Where that is not
// all, content_blocks tells it in order, so that thinking goes back as it was signed and what Anthropic's server tools
// found stays where it was. A call in the middle of it is there by its id alone.
func hubAssistant(dst []byte, content string) []byte {
	texts, calls, others, isMixed := 0, 0, 0, false
	for b := rewrite.OverArray(content); b.Next(); {
		switch rewrite.Inside(b.Value, "type") {
		case "tool_use":
			calls++
			continue
		case "text":
			texts++
		default:
			others++
		}
		isMixed = isMixed || calls > 0
	}
	dst = append(rewrite.Comma(dst), `{"role":"assistant"`...)
	dst = hubSaid(dst, content, texts, calls+others > 0)
	if others > 0 || isMixed {
		dst = hubBlocks(dst, content, isMixed)
	}
	if calls > 0 {
		dst = hubCalls(dst, content)
	}
	return append(dst, '}')
}

// hubSaid appends an assistant's content: one text without more to it as a string, which every provider takes.
func hubSaid(dst []byte, content string, texts int, hasMore bool) []byte {
	switch {
	case texts == 0 && hasMore:
		return rewrite.Raw(dst, "content", "null")
	case texts == 0:
		return rewrite.Raw(dst, "content", `""`)
	}
	list := append(rewrite.Key(dst, "content"), '[')
	for b := rewrite.OverArray(content); b.Next(); {
		if rewrite.Inside(b.Value, "type") != "text" {
			continue
		}
		if texts == 1 && rewrite.Given(b.Value, "cache_control") == "" && rewrite.Given(b.Value, "citations") == "" {
			return rewrite.Escaped(dst, "content", rewrite.Inside(b.Value, "text"))
		}
		list = append(rewrite.Comma(list), b.Value...)
	}
	return append(list, ']')
}

func hubBlocks(dst []byte, content string, isMixed bool) []byte {
	dst = append(rewrite.Key(dst, "content_blocks"), '[')
	for b := rewrite.OverArray(content); b.Next(); {
		if rewrite.Inside(b.Value, "type") != "tool_use" {
			dst = append(rewrite.Comma(dst), b.Value...)
			continue
		}
		if !isMixed {
			continue
		}
		id, _ := proof.Cut(rewrite.Inside(b.Value, "id"))
		dst = append(rewrite.Comma(dst), `{"type":"tool_use"`...)
		dst = append(rewrite.Escaped(dst, "id", id), '}')
	}
	return append(dst, ']')
}

func hubCalls(dst []byte, content string) []byte {
	dst = append(rewrite.Key(dst, "tool_calls"), '[')
	for b := rewrite.OverArray(content); b.Next(); {
		if rewrite.Inside(b.Value, "type") == "tool_use" {
			dst = hubCall(rewrite.Comma(dst), b.Value)
		}
	}
	return append(dst, ']')
}

// hubCall appends a tool_use block as a call.
func hubCall(dst []byte, raw string) []byte {
	id, signature := proof.Cut(rewrite.Inside(raw, "id"))
	dst = rewrite.Escaped(append(dst, '{'), "id", id)
	dst = append(dst, `,"type":"function","function":{`...)
	dst = rewrite.Escaped(dst, "name", rewrite.Inside(raw, "name"))
	dst = hubArguments(dst, rewrite.Given(raw, "input"))
	if signature != "" {
		dst = rewrite.Text(dst, "thought_signature", signature)
	}
	dst = append(dst, '}')
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "type", "id", "name", "input":
		default:
			if rewrite.Present(m.Value) != "" {
				dst = rewrite.Raw(dst, m.Key, m.Value)
			}
		}
	}
	return append(dst, '}')
}

// hubArguments appends a call's input as text. An input that is a string is one that was no object: see called.
func hubArguments(dst []byte, input string) []byte {
	switch {
	case input == "":
		return rewrite.Escaped(dst, "arguments", "{}")
	case rewrite.IsString(input):
		return rewrite.Escaped(dst, "arguments", rewrite.Contents(input))
	}
	return rewrite.Text(dst, "arguments", string(rewrite.AppendMinified(nil, input)))
}
