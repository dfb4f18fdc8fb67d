package responses

import (
	"slices"

	"causeway/core"
	"causeway/core/rewrite"
)

// appendRequest says the hub's chat request in the dialect. Members that neither the hub nor this file knows are passed on
// untouched: whoever names include, truncation, max_tool_calls or previous_response_id means OpenAI's.
//
//	the first system message                 instructions
//	messages                                 input: see input.go
//	max_completion_tokens, max_tokens        max_output_tokens
//	response_format, verbosity               text.format, text.verbosity
//	reasoning_effort                         reasoning.effort
//	tools, tool_choice                       the same, flat
//	logprobs                                 include "message.output_text.logprobs"
//
// Chat keeps nothing and a response is kept by default, so that store is false unless the caller says otherwise. Where the
// model is asked to reason, or has done so in the conversation, the seal of its reasoning is asked for with include: without
// being kept, reasoning goes on only so. Models that do not reason refuse to be asked for it ("Encrypted content is not
// supported with this model", https://github.com/pydantic/pydantic-ai/issues/2865, read 2026-11-25).
func appendRequest(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	t := translation{r: r}
	t.gather(r.Body)
	start := len(dst)
	dst = t.append(append(dst, '{'))
	if t.fault != nil {
		return dst[:start], t.fault
	}
	return append(dst, '}'), nil
}

// translation is one request on its way.
type translation struct {
	r     *core.Request
	fault *core.Fault // the first thing that cannot be said
	asked [len(askedNames)]string
	other []rewrite.Items // members that are passed on

	hasSeals bool     // a reasoning item goes back
	customs  []string // ids of the calls of custom tools so far; contents
}

// What the caller asks for: indexes of asked, whose values are raw JSON, "" when absent or null.
const (
	model = iota
	messages
	maxTokens
	maxCompletionTokens
	tools
	toolChoice
	parallel
	format
	verbosity
	effort
	include
	logprobsFlag
	store
	choices
	textConfig
	reasoningConfig
)

var askedNames = [...]string{
	"model", "messages", "max_tokens", "max_completion_tokens", "tools", "tool_choice", "parallel_tool_calls",
	"response_format", "verbosity", "reasoning_effort", "include", logprobs, "store", "n", "text", reasoning,
}

// foreign lists, sorted, what chat's request has and Responses' has nothing like, and what is Anthropic's alone. The
// functions of OpenAI's older API are refused: no model that answers here was ever called so.
//
// https://platform.openai.com/docs/api-reference/chat/create, …/responses/create,
// https://platform.claude.com/docs/en/api/messages (read 2026-11-25)
var foreign = [...]string{
	"audio", "cache_control", "container", "frequency_penalty", "inference_geo", "logit_bias", "mcp_servers", "modalities",
	"output_config", "prediction", "presence_penalty", "seed", "speed", "stop", "thinking", "top_k", "web_search_options",
}

// gather sorts the top-level members. The first of a name holds, as everywhere where the body is looked at.
func (t *translation) gather(body string) {
	for m := rewrite.Over(body); m.Next(); {
		if rewrite.Present(m.Value) == "" || m.Key == "stream" || m.Key == "stream_options" { // the usage comes unasked
			continue
		}
		if at := slices.Index(askedNames[:], m.Key); at >= 0 {
			if t.asked[at] == "" {
				t.asked[at] = m.Value
			}
			continue
		}
		if m.Key == "functions" || m.Key == functionCall {
			t.refuse(m.Key, "tools are required in its place")
		}
		if slices.Contains(foreign[:], m.Key) {
			t.r.Drop(m.Key)
			continue
		}
		t.other = append(t.other, m)
	}
}

// append appends the members of the request.
func (t *translation) append(dst []byte) []byte {
	a := &t.asked
	if a[choices] != "" && a[choices] != "1" {
		t.refuse("n", "a response is one choice: n must be 1")
	}
	dst = raw(dst, "model", a[model])
	dst = t.conversation(dst)
	dst = t.tools(dst)
	limit := a[maxCompletionTokens] // the newer name goes first
	if limit == "" {
		limit = a[maxTokens]
	} else if a[maxTokens] != "" && a[maxTokens] != limit {
		t.r.Drop("max_tokens")
	}
	dst = raw(dst, "max_output_tokens", limit)
	dst = t.text(dst)
	dst = t.reasons(dst)
	dst = t.include(dst)
	if a[store] == "" {
		a[store] = "false"
	}
	dst = raw(dst, "store", a[store])
	if t.r.Stream {
		dst = raw(dst, "stream", "true")
	}
	for i := range t.other {
		dst = raw(dst, t.other[i].Key, t.other[i].Value)
	}
	return dst
}

// raw appends a member, unless it has no value.
func raw(dst []byte, key, value string) []byte {
	if value == "" {
		return dst
	}
	return rewrite.Raw(dst, key, value)
}

// text appends how the answer is to be written. A caller who gives OpenAI's own object means that.
//
//	{"type":"json_schema","json_schema":{"name","schema","strict"}}  →  {"format":{"type":"json_schema","name",…}}
func (t *translation) text(dst []byte) []byte {
	a := &t.asked
	if a[textConfig] != "" {
		return t.own(dst, "text", textConfig, format, verbosity)
	}
	if a[format] == "" && a[verbosity] == "" {
		return dst
	}
	dst = append(rewrite.Key(dst, "text"), '{')
	if a[format] != "" {
		dst = append(rewrite.Key(dst, "format"), '{')
		dst = appendMembers(dst, a[format], "json_schema")
		dst = append(appendMembers(dst, rewrite.Given(a[format], "json_schema")), '}')
	}
	return append(raw(dst, "verbosity", a[verbosity]), '}')
}

// reasons appends reasoning, likewise.
func (t *translation) reasons(dst []byte) []byte {
	a := &t.asked
	switch {
	case a[reasoningConfig] != "":
		return t.own(dst, reasoning, reasoningConfig, effort)
	case a[effort] != "":
		return fill(dst, `,"reasoning":{"effort":$}`, a[effort])
	}
	return dst
}

// own appends a member of this dialect's own and drops those of chat that say the same.
func (t *translation) own(dst []byte, key string, at int, others ...int) []byte {
	for _, other := range others {
		if t.asked[other] != "" {
			t.r.Drop(askedNames[other])
		}
	}
	return raw(dst, key, t.asked[at])
}

// The parts of a reply that must be asked for.
const (
	includeSeals    = "reasoning.encrypted_content"
	includeLogprobs = "message.output_text.logprobs"
)

// include appends what must be asked for, and the caller's own list.
func (t *translation) include(dst []byte) []byte {
	a := &t.asked
	wanted := []byte{'['}
	for own := rewrite.OverArray(a[include]); own.Next(); {
		wanted = fill(wanted, `,$`, own.Value)
	}
	isAsked := a[effort] != "" && a[effort] != `"none"` || a[reasoningConfig] != ""
	if (isAsked || t.hasSeals) && !asksFor(a[include], includeSeals) {
		wanted = fill(wanted, `,"$"`, includeSeals)
	}
	if a[logprobsFlag] == "true" && !asksFor(a[include], includeLogprobs) {
		wanted = fill(wanted, `,"$"`, includeLogprobs)
	}
	if len(wanted) == 1 {
		return dst
	}
	return fill(dst, `,"include":$]`, string(wanted))
}

// asksFor reports that word is in an include list.
func asksFor(list, word string) bool {
	for i := rewrite.OverArray(list); i.Next(); {
		if rewrite.Contents(i.Value) == word {
			return true
		}
	}
	return false
}

// refuse keeps the first fault.
func (t *translation) refuse(param, message string) {
	if t.fault == nil {
		t.fault = core.Refuse(param, message)
	}
}
