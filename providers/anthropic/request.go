package anthropic

import (
	"slices"

	"causeway/core"
	"causeway/core/rewrite"
)

// appendRequest says the hub's chat request in the dialect. Members that neither the hub nor this file knows are passed
// on untouched: whoever names mcp_servers, container, context_management or cache_control means Anthropic's. Members
// that are OpenAI's alone are dropped and named; more than one choice is refused, for a caller who gets one instead of
// n would not notice.
//
// Three results need a header that the vendor's row holds (option anthropic_beta): a file_id needs files-api-2025-04-14,
// mcp_servers and the like what their own documentation says. Structured outputs, strict tools and effort need none.
func appendRequest(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	t := translation{r: r, family: familyOf(r.Model)}
	t.gather(r.Body)
	start := len(dst)
	dst = slices.Grow(dst, len(r.Body)+len(r.Body)/8+minRoom)
	dst = t.append(append(dst, '{'))
	if t.fault != nil {
		return dst[:start], t.fault
	}
	return append(dst, '}'), nil
}

// minRoom is what a request may take beside the body that it is made from, in bytes: an estimate that saves copies.
const minRoom = 512

// translation is one request on its way. The fields of asked are raw JSON, "" when absent or null.
type translation struct {
	r      *core.Request
	family *family
	fault  *core.Fault // the first thing that cannot be said
	asked  asked
	other  []rewrite.Items // members that are passed on

	think        string // the thinking object to send
	budget       int64  // thinking tokens that max_tokens must have room for
	effort       string // the effort to send, a word
	schema       string // the JSON schema to hold the reply to
	instructions string // what the system prompt must say in the place of a parameter; plain text

	turns     core.Turns
	markable  bool // the last block may be given a cache_control
	functions int  // legacy function calls so far
}

// asked is what the caller asks for.
type asked struct {
	model, messages, system                          string
	maxTokens, maxCompletionTokens                   string
	temperature, topP, topK, stop, stopSequences     string
	tools, toolChoice, parallel                      string
	functions, functionCall                          string
	format, outputConfig, effort, thinking           string
	user, safetyIdentifier, metadata, tier, n, usage string
}

// foreign lists, sorted, what OpenAI's request has and Anthropic has nothing like, and what those who speak OpenAI's
// dialect have added to it most often.
//
// https://platform.openai.com/docs/api-reference/chat/create (read 2026-11-21)
var foreign = [...]string{
	"audio", "best_of", "echo", "frequency_penalty", "include_reasoning", "logit_bias", "logprobs", "min_p", "modalities",
	"prediction", "presence_penalty", "prompt_cache_key", "prompt_cache_retention", "random_seed", "reasoning",
	"repetition_penalty", "safe_prompt", "seed", "store", "suffix", "top_logprobs", "verbosity", "web_search_options",
}

// gather sorts the top-level members. The first of a name holds, as everywhere where the body is looked at.
func (t *translation) gather(body string) {
	for m := rewrite.Over(body); m.Next(); {
		if m.Key == "stream" || rewrite.Present(m.Value) == "" {
			continue
		}
		if place := t.asked.place(m.Key); place != nil {
			if *place == "" {
				*place = m.Value
			}
			continue
		}
		if isForeign(m.Key) {
			t.r.Drop(m.Key)
			continue
		}
		t.other = append(t.other, m)
	}
}

func isForeign(key string) bool {
	for _, name := range foreign {
		if name == key {
			return true
		}
	}
	return false
}

// place is where the member called key is kept, nil for one that is not translated.
func (a *asked) place(key string) *string {
	switch key {
	case "model":
		return &a.model
	case "messages":
		return &a.messages
	case "system":
		return &a.system
	case "max_tokens":
		return &a.maxTokens
	case "max_completion_tokens":
		return &a.maxCompletionTokens
	case "temperature":
		return &a.temperature
	case "top_p":
		return &a.topP
	case "top_k":
		return &a.topK
	case "stop":
		return &a.stop
	case "stop_sequences":
		return &a.stopSequences
	case "tools":
		return &a.tools
	case "tool_choice":
		return &a.toolChoice
	case "parallel_tool_calls":
		return &a.parallel
	case "functions":
		return &a.functions
	case "function_call":
		return &a.functionCall
	case "response_format":
		return &a.format
	case "output_config":
		return &a.outputConfig
	case "reasoning_effort":
		return &a.effort
	case "thinking":
		return &a.thinking
	case "user":
		return &a.user
	case "safety_identifier":
		return &a.safetyIdentifier
	case "metadata":
		return &a.metadata
	case "service_tier":
		return &a.tier
	case "n":
		return &a.n
	case "stream_options":
		return &a.usage
	}
	return nil
}

// append appends the members of the request.
func (t *translation) append(dst []byte) []byte {
	if t.asked.n != "" && t.asked.n != "1" {
		t.refuse("n", "Anthropic gives one choice for a request: n must be 1")
	}
	t.streamOptions()
	t.chooseThinking()
	t.chooseFormat()
	if t.asked.model != "" {
		dst = rewrite.Raw(dst, "model", t.asked.model)
	}
	dst = t.maxTokens(dst)
	dst = t.outputs(dst)
	if t.r.Stream {
		dst = rewrite.Raw(dst, "stream", "true")
	}
	dst = t.system(dst)
	dst = t.messages(dst)
	dst = t.tools(dst)
	dst = t.toolChoice(dst)
	dst = t.samplers(dst)
	dst = t.stops(dst)
	dst = t.metadata(dst)
	dst = t.tier(dst)
	for i := range t.other {
		dst = rewrite.Raw(dst, t.other[i].Key, t.other[i].Value)
	}
	return dst
}

// streamOptions drops all but include_usage, which the gateway sees to.
func (t *translation) streamOptions() {
	for m := rewrite.OverObject(t.asked.usage); m.Next(); {
		if m.Key != "include_usage" {
			t.r.Drop("stream_options." + m.Key)
		}
	}
}

// refuse keeps the first fault.
func (t *translation) refuse(param, message string) {
	if t.fault == nil {
		t.fault = core.Refuse(param, message)
	}
}
