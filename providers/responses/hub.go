package responses

import (
	"causeway/core"
	"causeway/core/rewrite"
)

// hub implements core.Door's Hub: it says a client's request in the hub's shape.
//
//	instructions, input                      messages: see hub_input.go
//	max_output_tokens                        max_tokens
//	text.format, text.verbosity              response_format, verbosity
//	reasoning.effort                         reasoning_effort
//	tools, tool_choice, parallel_tool_calls  the same, as chat has them: see hub_tool.go
//	include "message.output_text.logprobs"   logprobs
//	stream                                   stream, and stream_options to have the usage at its end
//
// What refers to something that OpenAI keeps is refused, what asks for OpenAI's own services is dropped and named. Whatever
// else stands at the top keeps its name and its bytes: chat has it too (metadata, temperature, top_p, user,
// safety_identifier, prompt_cache_key, service_tier, top_logprobs …), or the provider's dialect names it as dropped. The
// order of the members is the client's.
func hub(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	h := hubbing{r: r}
	h.look(r.Body)
	dst = append(dst, '{')
	for m := rewrite.Over(r.Body); m.Next(); {
		if rewrite.Present(m.Value) != "" {
			dst = h.member(dst, m)
		}
	}
	if h.fault != nil {
		return nil, h.fault
	}
	return append(dst, '}'), nil
}

// hubbing is one request on its way.
type hubbing struct {
	r     *core.Request
	fault *core.Fault // the first thing that cannot be said

	instructions string   // raw
	hasTools     bool     // one of the tools is a function or a custom one
	run          []string // the items of an assistant's turn that have not been appended; raw
}

// look finds what must be known beforehand, and what no provider without Responses can do.
func (h *hubbing) look(body string) {
	const kept = " is kept by OpenAI alone, and this provider has no Responses of its own: send the whole conversation as input"
	hasInput := false
	for m := rewrite.Over(body); m.Next(); {
		switch {
		case rewrite.Present(m.Value) == "":
		case m.Key == "previous_response_id", m.Key == "conversation":
			h.refuse(m.Key, "what was said before"+kept)
		case m.Key == "prompt":
			h.refuse(m.Key, "a prompt by id"+kept)
		case m.Key == "background" && m.Value == "true":
			h.refuse(m.Key, "a response that runs in the background"+kept)
		case m.Key == "instructions":
			h.instructions = m.Value
		case m.Key == "input":
			hasInput = rewrite.IsArray(m.Value) || rewrite.IsString(m.Value)
		case m.Key == "tools":
			h.hasTools = hasTools(m.Value)
		}
	}
	if !hasInput {
		h.refuse("input", "a string or a list of items is required")
	}
}

// member appends what a top-level member becomes.
func (h *hubbing) member(dst []byte, m rewrite.Items) []byte {
	switch m.Key {
	case "instructions", "background", "stream_options", "prompt", "conversation", "previous_response_id":
		return dst // it opens the messages, is what it would be without, or was refused
	case "input":
		return h.messages(dst, m.Value)
	case "max_output_tokens":
		return raw(dst, "max_tokens", m.Value)
	case "stream":
		dst = raw(dst, m.Key, m.Value)
		if m.Value == "true" {
			dst = raw(dst, "stream_options", `{"include_usage":true}`)
		}
		return dst
	case "text":
		return h.text(dst, m.Value)
	case reasoning:
		return h.effort(dst, m.Value)
	case "tools":
		return h.tools(dst, m.Value)
	case "tool_choice":
		return h.choice(dst, m.Value)
	case "parallel_tool_calls":
		if !h.hasTools {
			return dst
		}
	case "include":
		return h.include(dst, m.Value)
	case "top_logprobs":
		if m.Value == "0" {
			return dst
		}
		if !asksFor(rewrite.Given(h.r.Body, "include"), includeLogprobs) {
			dst = raw(dst, logprobs, "true")
		}
	default:
		if h.isOpenAIs(m) {
			return dst
		}
	}
	return raw(dst, m.Key, m.Value)
}

// isOpenAIs reports that a member asks for what only OpenAI does, and names it unless it asks for nothing.
func (h *hubbing) isOpenAIs(m rewrite.Items) bool {
	switch m.Key {
	case "store":
		if m.Value == "false" {
			return true
		}
	case "truncation":
		if m.Value == `"disabled"` {
			return true
		}
	case "context_management", "max_tool_calls", "moderation", "prompt_cache_options":
	default:
		return false
	}
	h.r.Drop(m.Key)
	return true
}

// include appends logprobs when they are asked for. Seals come unasked.
func (h *hubbing) include(dst []byte, list string) []byte {
	for i := rewrite.OverArray(list); i.Next(); {
		switch word := rewrite.Contents(i.Value); word {
		case includeSeals, includeLogprobs:
		default:
			h.r.Drop("include." + word)
		}
	}
	if asksFor(list, includeLogprobs) {
		return raw(dst, logprobs, "true")
	}
	return dst
}

// text appends response_format and verbosity, unless they ask for what is usual.
//
//	{"format":{"type":"json_schema","name","schema","strict"}}  →  {"type":"json_schema","json_schema":{"name",…}}
func (h *hubbing) text(dst []byte, config string) []byte {
	for m := rewrite.OverObject(config); m.Next(); {
		switch kind := rewrite.Inside(m.Value, "type"); {
		case rewrite.Present(m.Value) == "", kind == "text", m.Key == "verbosity" && m.Value == `"medium"`:
		case m.Key == "verbosity":
			dst = raw(dst, m.Key, m.Value)
		case m.Key != "format":
			h.r.Drop("text." + m.Key)
		case kind == "json_schema":
			dst = fill(dst, `,"response_format":{"type":"json_schema","json_schema":{`)
			dst = append(appendMembers(dst, m.Value, "type"), `}}`...)
		default:
			dst = raw(dst, "response_format", m.Value)
		}
	}
	return dst
}

// effort appends reasoning_effort. Whether other providers tell what they thought is not in the request, and it is told
// here whenever they do: a summary need not be asked for.
func (h *hubbing) effort(dst []byte, config string) []byte {
	for m := rewrite.OverObject(config); m.Next(); {
		switch m.Key {
		case "effort":
			dst = raw(dst, "reasoning_effort", rewrite.Present(m.Value))
		case "summary", "generate_summary":
		default:
			h.r.Drop("reasoning." + m.Key)
		}
	}
	return dst
}

// refuse keeps the first fault.
func (h *hubbing) refuse(param, message string) {
	if h.fault == nil {
		h.fault = core.Refuse(param, message)
	}
}
