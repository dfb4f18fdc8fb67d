package cohere

import (
	"causeway/core"
	"causeway/core/rewrite"
)

// names are the members that Cohere has too, under the hub's name or another. Its own stand among them.
//
// https://docs.cohere.com/reference/chat (read 2026-11-25)
var names = [...]rewrite.Name{
	{Key: "citation_options", As: "citation_options"},
	{Key: "documents", As: "documents"},
	{Key: "frequency_penalty", As: "frequency_penalty"},
	{Key: "k", As: "k"},
	{Key: "logprobs", As: "logprobs"},
	{Key: "max_completion_tokens", As: "max_tokens"},
	{Key: "max_tokens", As: "max_tokens", Unless: "max_completion_tokens"},
	{Key: "model", As: "model"},
	{Key: "p", As: "p"},
	{Key: "presence_penalty", As: "presence_penalty"},
	{Key: "priority", As: "priority"},
	{Key: "safety_mode", As: "safety_mode"},
	{Key: "seed", As: "seed"},
	{Key: "stop_sequences", As: "stop_sequences"},
	{Key: "stream", As: "stream"},
	{Key: "strict_tools", As: "strict_tools"},
	{Key: "temperature", As: "temperature"},
	{Key: "top_k", As: "k", Unless: "k"},
	{Key: "top_p", As: "p", Unless: "p"},
}

// translation is one request on its way from the hub's shape to Cohere's.
type translation struct {
	r        *core.Request
	fault    *core.Fault // the first thing that cannot be said
	at       int         // the message being written
	callID   string      // of the last function_call, contents
	choice   choice
	isStrict bool // a tool asks for arguments that fit its schema exactly
}

// appendRequest is Chat.Request.
//
//	{"model":"command-a-03-2025","messages":[{"role":"developer","content":"Hi"}],"stop":"x","n":2}
//	→ {"model":"command-a-03-2025","messages":[{"role":"system","content":"Hi"}],"stop_sequences":["x"]}, n dropped
//
// It refuses parts that are neither text nor an image, and tools whose input is free text.
func appendRequest(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	t := translation{r: r}
	t.choice = t.choiceOf()
	dst = append(dst, '{')
	for m := rewrite.Over(r.Body); m.Next(); {
		dst = t.member(dst, m)
	}
	return t.end(dst)
}

// appendCompletion is Completions.Request: the prompt is what the user says.
func appendCompletion(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	t := translation{r: r}
	dst = append(dst, '{')
	for m := rewrite.Over(r.Body); m.Next(); {
		switch m.Key {
		case "prompt":
			dst = t.prompt(dst, m.Value)
		case "logprobs", "messages", "tools":
			t.drop(m)
		default:
			dst = t.member(dst, m)
		}
	}
	return t.end(dst)
}

func (t *translation) end(dst []byte) ([]byte, *core.Fault) {
	if t.fault != nil {
		return nil, t.fault
	}
	if t.isStrict && rewrite.Member(t.r.Body, "strict_tools") == "" {
		dst = rewrite.Raw(dst, "strict_tools", "true")
	}
	return append(dst, '}'), nil
}

// member appends what one of the hub's members says.
func (t *translation) member(dst []byte, m rewrite.Items) []byte {
	if as, known := rewrite.NameOf(names[:], t.r.Body, m.Key, m.Value); known {
		if as == "" {
			return dst
		}
		return rewrite.Raw(dst, as, m.Value)
	}
	if m.Value == "null" {
		return dst
	}
	switch m.Key {
	case "messages":
		return t.messages(dst, m.Value)
	case "tools", "functions":
		return t.tools(dst, m)
	case "tool_choice", "function_call":
		return t.choose(dst, m)
	case "stop":
		return rewrite.Raw(dst, "stop_sequences", list(m.Value))
	case "response_format":
		return t.format(dst, m.Value)
	case "thinking":
		return t.thinking(dst, m.Value)
	case "reasoning_effort":
		return t.effort(dst, m)
	case "stream_options": // the machine's affair: the usage comes anyway
	case "n", "parallel_tool_calls": // what is meant anyway is not named
		if m.Value != "1" && m.Value != "true" {
			t.drop(m)
		}
	default:
		t.drop(m)
	}
	return dst
}

// drop notes a member that Cohere has no word for.
func (t *translation) drop(m rewrite.Items) {
	if m.Value != "null" {
		t.r.Drop(m.Key)
	}
}

func (t *translation) refuse(param, why string) {
	if t.fault == nil {
		t.fault = core.Refuse(param, param+": "+why)
	}
}

// prompt appends a completion's prompt as the one message of a conversation.
func (t *translation) prompt(dst []byte, raw string) []byte {
	if one := rewrite.Over(raw); rewrite.IsArray(raw) && one.Next() {
		raw = one.Value
		if one.Next() {
			t.refuse("prompt", "Cohere completes one prompt at a time")
		}
	}
	if !rewrite.IsString(raw) {
		t.refuse("prompt", "Cohere takes text, and no tokens")
	}
	dst = append(rewrite.Key(dst, "messages"), `[{"role":"user","content":`...)
	return append(append(dst, raw...), `}]`...)
}

// format appends response_format: a schema is the member json_schema of a json_object.
//
// https://docs.cohere.com/docs/structured-outputs (read 2026-11-25)
func (t *translation) format(dst []byte, raw string) []byte {
	if rewrite.Plain(rewrite.Member(raw, "type")) != "json_schema" {
		return rewrite.Raw(dst, "response_format", raw)
	}
	schema := rewrite.Member(rewrite.Member(raw, "json_schema"), "schema")
	dst = append(rewrite.Key(dst, "response_format"), `{"type":"json_object"`...)
	if rewrite.IsObject(schema) {
		dst = rewrite.Raw(dst, "json_schema", schema)
	}
	return append(dst, '}')
}

// thinking appends Anthropic's object, or Cohere's own, as Cohere's: {"type":"enabled"|"disabled","token_budget"}. Adaptive
// is what a model that reasons does unasked.
//
// https://docs.cohere.com/docs/reasoning (read 2026-11-25)
func (t *translation) thinking(dst []byte, raw string) []byte {
	kind := rewrite.Plain(rewrite.Member(raw, "type"))
	switch kind {
	case "adaptive":
		return dst
	case "disabled":
	default:
		kind = "enabled"
	}
	dst = rewrite.Text(append(rewrite.Key(dst, "thinking"), '{'), "type", kind)
	for m := rewrite.Over(raw); m.Next(); {
		switch {
		case m.Key == "type" || m.Value == "null":
		case m.Key == "token_budget" || m.Key == "budget_tokens":
			dst = rewrite.Raw(dst, "token_budget", m.Value)
		default:
			t.r.Drop("thinking." + m.Key)
		}
	}
	return append(dst, '}')
}

// effort appends the one thing that Cohere knows of a reasoning effort: none. Reasoning is on by default where a model has
// it, and a model without refuses the member.
func (t *translation) effort(dst []byte, m rewrite.Items) []byte {
	if rewrite.Plain(m.Value) != "none" || rewrite.Given(t.r.Body, "thinking") != "" {
		t.drop(m)
		return dst
	}
	return append(rewrite.Key(dst, "thinking"), `{"type":"disabled"}`...)
}

// list is raw as an array: the hub takes one stop sequence without brackets.
func list(raw string) string {
	if rewrite.IsString(raw) {
		return "[" + raw + "]"
	}
	return raw
}
