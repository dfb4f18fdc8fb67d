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
//	tools, functions, tool_choice            tools and tool_choice, flat
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
	asked asked
	other []rewrite.Items // members that are passed on

	hasSeals  bool     // a reasoning item goes back
	customs   []string // ids of the calls of custom tools so far; contents
	functions int      // function_call messages so far
}

// asked is what the caller asks for: raw JSON, "" when absent or null.
type asked struct {
	model, messages                         string
	maxTokens, maxCompletionTokens          string
	tools, functions, choice, functionCall  string
	parallel                                string
	format, verbosity, effort, reasoning    string
	include, logprobs, store, n, textConfig string
}

// foreign lists, sorted, what chat's request has and Responses' has nothing like, and what is Anthropic's alone.
//
// https://platform.openai.com/docs/api-reference/chat/create, …/responses/create,
// https://platform.claude.com/docs/en/api/messages (read 2026-11-25)
var foreign = [...]string{
	"audio", "cache_control", "container", "frequency_penalty", "inference_geo", "logit_bias", "mcp_servers", "modalities",
	"output_config", "prediction", "presence_penalty", "seed", "speed", "stop", "stream_options", "thinking", "top_k",
	"web_search_options",
}

// gather sorts the top-level members. The first of a name holds, as everywhere where the body is looked at.
func (t *translation) gather(body string) {
	for m := rewrite.Over(body); m.Next(); {
		if m.Key == "stream" || present(m.Value) == "" {
			continue
		}
		if place := t.asked.place(m.Key); place != nil {
			if *place == "" {
				*place = m.Value
			}
			continue
		}
		if _, is := slices.BinarySearch(foreign[:], m.Key); is {
			if m.Key != "stream_options" { // the usage comes unasked
				t.r.Drop(m.Key)
			}
			continue
		}
		t.other = append(t.other, m)
	}
}

// place is where the member called key is kept, nil for one that is not translated.
func (a *asked) place(key string) *string {
	switch key {
	case "model":
		return &a.model
	case "messages":
		return &a.messages
	case "max_tokens":
		return &a.maxTokens
	case "max_completion_tokens":
		return &a.maxCompletionTokens
	case "tools":
		return &a.tools
	case "functions":
		return &a.functions
	case "tool_choice":
		return &a.choice
	case functionCall:
		return &a.functionCall
	case "parallel_tool_calls":
		return &a.parallel
	case "response_format":
		return &a.format
	case "verbosity":
		return &a.verbosity
	case "reasoning_effort":
		return &a.effort
	case reasoning:
		return &a.reasoning
	case "text":
		return &a.textConfig
	case "include":
		return &a.include
	case logprobs:
		return &a.logprobs
	case "store":
		return &a.store
	case "n":
		return &a.n
	}
	return nil
}

// append appends the members of the request.
func (t *translation) append(dst []byte) []byte {
	a := &t.asked
	if a.n != "" && a.n != "1" {
		t.refuse("n", "a response is one choice: n must be 1")
	}
	if a.model != "" {
		dst = rewrite.Raw(dst, "model", a.model)
	}
	dst = t.conversation(dst)
	dst = t.tools(dst)
	if limit := t.limit(); limit != "" {
		dst = rewrite.Raw(dst, "max_output_tokens", limit)
	}
	dst = t.format(dst)
	dst = t.effort(dst)
	dst = t.include(dst)
	if a.store == "" {
		a.store = "false"
	}
	dst = rewrite.Raw(dst, "store", a.store)
	if t.r.Stream {
		dst = rewrite.Raw(dst, "stream", "true")
	}
	for i := range t.other {
		dst = rewrite.Raw(dst, t.other[i].Key, t.other[i].Value)
	}
	return dst
}

// limit is the caller's limit for the reply; the newer name goes first.
func (t *translation) limit() string {
	if t.asked.maxCompletionTokens == "" {
		return t.asked.maxTokens
	}
	if t.asked.maxTokens != "" && t.asked.maxTokens != t.asked.maxCompletionTokens {
		t.r.Drop("max_tokens")
	}
	return t.asked.maxCompletionTokens
}

// format appends text: how the answer is to be written.
//
//	{"type":"json_schema","json_schema":{"name","schema","strict"}}  →  {"format":{"type":"json_schema","name",…}}
func (t *translation) format(dst []byte) []byte {
	a := &t.asked
	if a.format == "" && a.verbosity == "" && a.textConfig == "" {
		return dst
	}
	dst = append(rewrite.Key(dst, "text"), '{')
	for m := members(a.textConfig); m.Next(); { // the caller's own words go first
		switch m.Key {
		case "format":
			a.format = ""
		case "verbosity":
			a.verbosity = ""
		}
		dst = rewrite.Raw(dst, m.Key, m.Value)
	}
	if a.format != "" {
		dst = append(rewrite.Key(dst, "format"), '{')
		for m := members(a.format); m.Next(); {
			if m.Key != "json_schema" {
				dst = rewrite.Raw(dst, m.Key, m.Value)
				continue
			}
			for s := members(m.Value); s.Next(); {
				dst = rewrite.Raw(dst, s.Key, s.Value)
			}
		}
		dst = append(dst, '}')
	}
	if a.verbosity != "" {
		dst = rewrite.Raw(dst, "verbosity", a.verbosity)
	}
	return append(dst, '}')
}

// effort appends reasoning. A caller who gives OpenAI's own object is heard in it.
func (t *translation) effort(dst []byte) []byte {
	a := &t.asked
	if a.effort == "" && !isObject(a.reasoning) {
		return dst
	}
	dst = append(rewrite.Key(dst, reasoning), '{')
	if a.effort != "" {
		dst = rewrite.Raw(dst, "effort", a.effort)
	}
	for m := members(a.reasoning); m.Next(); {
		if m.Key != "effort" || a.effort == "" {
			dst = rewrite.Raw(dst, m.Key, m.Value)
		}
	}
	return append(dst, '}')
}

// The parts of a reply that must be asked for.
const (
	includeSeals    = "reasoning.encrypted_content"
	includeLogprobs = "message.output_text.logprobs"
)

// include appends what must be asked for, and the caller's own list.
func (t *translation) include(dst []byte) []byte {
	a := &t.asked
	start := len(dst)
	dst = append(rewrite.Key(dst, "include"), '[')
	empty := len(dst)
	own := elements(a.include)
	hasSeals, hasLogprobs := false, false
	for own.Next() {
		hasSeals = hasSeals || rewrite.Contents(own.Value) == includeSeals
		hasLogprobs = hasLogprobs || rewrite.Contents(own.Value) == includeLogprobs
		dst = append(rewrite.Comma(dst), own.Value...)
	}
	reasons := a.effort != "" && a.effort != `"none"` || t.hasSeals
	if reasons && !hasSeals {
		dst = rewrite.AppendString(rewrite.Comma(dst), includeSeals)
	}
	if a.logprobs == "true" && !hasLogprobs {
		dst = rewrite.AppendString(rewrite.Comma(dst), includeLogprobs)
	}
	if len(dst) == empty {
		return dst[:start]
	}
	return append(dst, ']')
}

// refuse keeps the first fault.
func (t *translation) refuse(param, message string) {
	if t.fault == nil {
		t.fault = core.Refuse(param, message)
	}
}
