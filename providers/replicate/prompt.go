package replicate

import (
	"strconv"

	"causeway/core"
	"causeway/core/rewrite"
)

// prompt is a conversation as one text. Texts are escaped contents.
type prompt struct {
	system, text []byte
	image        string // raw
	isDialogue   bool   // more is said than by a lone user
}

// appendPrompt appends prompt, system_prompt and image. A lone user's message is the prompt; where there are more turns each
// has its speaker before it, and the model goes on as the assistant:
//
//	User: Hi\n\nAssistant: Hello!\n\nUser: Who are you?\n\nAssistant:
func appendPrompt(dst []byte, messages string) ([]byte, *core.Fault) {
	p := prompt{isDialogue: isDialogue(messages)}
	at := 0
	for it := rewrite.Over(messages); it.Next(); at++ {
		if fault := p.message(it.Value, "messages["+strconv.Itoa(at)+"]"); fault != nil {
			return nil, fault
		}
	}
	if at == 0 {
		return nil, core.Refuse("messages", "messages must be an array that holds a message")
	}
	if p.isDialogue {
		p.text = append(p.text, `\n\nAssistant:`...)
	}
	dst = rewrite.Escaped(dst, "prompt", string(p.text))
	if len(p.system) > 0 {
		dst = rewrite.Escaped(dst, "system_prompt", string(p.system))
	}
	if p.image != "" {
		dst = rewrite.Raw(dst, "image", p.image)
	}
	return dst, nil
}

// isDialogue reports that messages hold more than what one user says.
func isDialogue(messages string) bool {
	turns := 0
	for it := rewrite.Over(messages); it.Next(); {
		switch rewrite.Member(it.Value, "role") {
		case `"assistant"`:
			return true
		case `"user"`:
			turns++
		}
	}
	return turns > 1
}

func (p *prompt) message(raw, path string) (fault *core.Fault) {
	content := rewrite.Member(raw, "content")
	switch rewrite.Member(raw, "role") {
	case `"system"`, `"developer"`:
		p.system, fault = p.content(apart(p.system), content, path)
	case `"user"`:
		p.text, fault = p.content(p.speaker("User: "), content, path)
	case `"assistant"`:
		p.text, fault = p.content(p.speaker("Assistant: "), content, path)
	default:
		fault = core.Refuse(path+".role", path+".role: models of Replicate's take system, user and assistant messages")
	}
	return fault
}

// speaker is the text with who speaks next.
func (p *prompt) speaker(name string) []byte {
	if !p.isDialogue {
		return p.text
	}
	return append(apart(p.text), name...)
}

// apart appends an empty line to a text that has begun.
func apart(text []byte) []byte {
	if len(text) == 0 {
		return text
	}
	return append(text, `\n\n`...)
}

// content appends what a message says. Of images the models take one.
func (p *prompt) content(dst []byte, raw, path string) ([]byte, *core.Fault) {
	if raw == "" || raw[0] != '[' {
		return append(dst, rewrite.Contents(raw)...), nil
	}
	begun := len(dst)
	for it := rewrite.Over(raw); it.Next(); {
		switch rewrite.Member(it.Value, "type") {
		case `"text"`:
			if len(dst) > begun {
				dst = append(dst, `\n`...)
			}
			dst = append(dst, rewrite.Contents(rewrite.Member(it.Value, "text"))...)
		case `"image_url"`:
			if p.image != "" {
				return nil, core.Refuse(path+".content", path+".content: a prediction takes one image")
			}
			p.image = rewrite.Member(rewrite.Member(it.Value, "image_url"), "url")
		default:
			return nil, core.Refuse(path+".content", path+".content: a prediction takes text and an image")
		}
	}
	return dst, nil
}
