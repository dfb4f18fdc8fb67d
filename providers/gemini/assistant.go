package gemini

import (
	"strings"

	"causeway/core"
	"causeway/core/proof"
	"causeway/core/rewrite"
)

// anySignature stands in for the signature of a call that came without one: Gemini 3 refuses a turn whose first call
// has none, and clients that know only OpenAI's members lose it. Google documents the word for histories that another
// model wrote; both of its services accept it.
//
// https://ai.google.dev/gemini-api/docs/thought-signatures#faqs (read 2026-11-21)
const anySignature = "skip_thought_signature_validator"

// assistant writes what the model said, in Google's order: what it had run, its reasoning, its words, its calls.
func (c *conversation) assistant(m *message) *core.Fault {
	signature := signatureOf(m.extra)
	for it := rewrite.Over(m.ran); rewrite.IsArray(m.ran) && it.Next(); {
		if rewrite.IsObject(it.Value) {
			c.turn(model)
			c.dst = rewrite.AppendMinified(rewrite.Comma(c.dst), it.Value)
		}
	}
	hasText := false
	if m.blocks != "" {
		var fault *core.Fault
		if signature, hasText, fault = c.blocks(m.blocks); fault != nil {
			return fault
		}
	} else if m.reasoning != `""` && rewrite.IsString(m.reasoning) {
		c.think(m.reasoning)
	}
	if !hasText && m.content != `""` {
		mark := len(c.dst)
		if fault := c.parts(model, m.content); fault != nil {
			return fault
		}
		hasText = len(c.dst) > mark
		signature = c.sign(signature, mark)
	}
	if rewrite.IsString(m.refusal) && !hasText {
		c.say(model, m.refusal)
	}
	c.place(signature)
	return c.calls(m)
}

// blocks writes content_blocks and reports whether there was text among them. A signature goes where Google had it: on
// the text behind the reasoning that it proves, or, when it is a block without reasoning, on the text before it. One
// that found no text is returned.
func (c *conversation) blocks(raw string) (signature string, hasText bool, fault *core.Fault) {
	isBare := false // the part written last is text without a signature
	i := 0
	for it := rewrite.Over(raw); it.Next(); i++ {
		said := rewrite.Member(it.Value, "text")
		switch kind := rewrite.Plain(rewrite.Member(it.Value, "type")); {
		case kind == "thinking":
			signature, isBare = c.reason(it.Value, signature, isBare)
		case kind == "text" && rewrite.IsString(said):
			mark := len(c.dst)
			c.say(model, said)
			isBare, hasText = signature == "", true
			signature = c.sign(signature, mark)
		case kind == "image_url":
			isBare = false
			where := core.Place(".content_blocks", i, ".image_url")
			if fault = c.image(model, where, rewrite.Member(it.Value, kind)); fault != nil {
				return "", false, fault
			}
		default:
			c.r.Drop(c.path(core.Place(".content_blocks", i, "")))
		}
	}
	return signature, hasText, nil
}

// reason writes a thinking block. It takes the signature that waits for text and whether the last part is bare, and
// returns what holds behind the block.
func (c *conversation) reason(raw, waiting string, isBare bool) (string, bool) {
	thought := rewrite.Member(raw, "thinking")
	signature := rewrite.Contents(rewrite.Member(raw, "signature"))
	if proof.IsSealed(signature) {
		signature = ""
	}
	switch {
	case rewrite.IsString(thought) && thought != `""`:
		c.place(waiting)
		c.think(thought)
	case signature == "":
		return waiting, isBare
	case isBare:
		return c.sign(signature, 0), false
	default:
		c.place(waiting)
	}
	return signature, false
}

// think writes a piece of reasoning.
func (c *conversation) think(raw string) {
	c.open(model)
	c.dst = rewrite.Raw(c.dst, "text", raw)
	c.dst = append(c.dst, `,"thought":true}`...)
}

// sign puts a signature, as escaped contents, on the part that was written last, if one was written behind mark. It
// returns the signature when it is still to be placed.
func (c *conversation) sign(signature string, mark int) string {
	if signature == "" || len(c.dst) == mark {
		return signature
	}
	c.dst = rewrite.Escaped(c.dst[:len(c.dst)-1], "thoughtSignature", signature)
	c.dst = append(c.dst, '}')
	return ""
}

// place puts a signature that found no text on an empty one, as Google does at the end of a stream.
func (c *conversation) place(signature string) {
	if signature != "" {
		c.say(model, `""`)
		c.sign(signature, 0)
	}
}

// calls writes tool_calls and the function_call of older clients.
func (c *conversation) calls(m *message) *core.Fault {
	i := 0
	for it := rewrite.Over(m.toolCalls); it.Next(); i++ {
		function := rewrite.Member(it.Value, "function")
		signature := rewrite.Contents(rewrite.Member(function, "thought_signature"))
		if signature == "" {
			signature = signatureOf(rewrite.Member(it.Value, "extra_content"))
		}
		if signature == "" && i == 0 {
			signature = c.standIn()
		}
		where := core.Place(".tool_calls", i, ".function")
		if fault := c.call(where, rewrite.Member(it.Value, "id"), function, signature); fault != nil {
			return fault
		}
	}
	if m.functionCall == "" {
		return nil
	}
	return c.call(".function_call", "", m.functionCall, c.standIn())
}

// standIn is anySignature for the models that insist on a signature.
func (c *conversation) standIn() string {
	if c.version >= firstLevels {
		return anySignature
	}
	return ""
}

// call writes one call. The id that the caller gave goes along, so that Google can match the result to it.
//
// https://ai.google.dev/gemini-api/docs/function-calling (read 2026-11-21): functionResponse.id is functionCall.id
func (c *conversation) call(where, id, function, signature string) *core.Fault {
	name := rewrite.Member(function, "name")
	if rewrite.Plain(name) == "" {
		return c.refuse(where+".name", "a call needs a name")
	}
	args, ok := arguments(rewrite.Member(function, "arguments"))
	if !ok {
		return c.refuse(where+".arguments", "a JSON object is expected")
	}
	c.called = append(c.called, call{rewrite.Plain(id), rewrite.Plain(name)})
	c.open(model)
	c.dst = append(rewrite.Key(c.dst, "functionCall"), '{')
	if rewrite.IsString(id) && id != `""` {
		c.dst = rewrite.Raw(c.dst, "id", id)
	}
	c.dst = rewrite.Raw(c.dst, "name", name)
	c.dst = rewrite.AppendMinified(rewrite.Key(c.dst, "args"), args)
	c.dst = append(c.dst, `}}`...)
	c.sign(signature, 0)
	return nil
}

// arguments is the object that the string raw contains; {} for an empty one.
func arguments(raw string) (string, bool) {
	args := strings.TrimSpace(rewrite.Plain(raw))
	if args == "" && (rewrite.IsString(raw) || rewrite.Present(raw) == "") {
		return "{}", true
	}
	_, isJSON := rewrite.Check(args)
	return args, isJSON && rewrite.IsObject(args)
}

// signatureOf is extra_content.google.thought_signature, where Google's own OpenAI endpoint keeps it, as contents.
//
// https://ai.google.dev/gemini-api/docs/thought-signatures (read 2026-11-21)
func signatureOf(extra string) string {
	return rewrite.Contents(rewrite.Member(rewrite.Member(extra, "google"), "thought_signature"))
}
