package bedrock

import (
	"slices"

	"causeway/core"
	"causeway/core/rewrite"
)

// AppendConverse says the hub's chat request in the dialect. Converse ignores members that it does not know, so that none
// is passed on in the hope that it may: what has no place here is dropped and named. More than one choice is refused, for a
// caller who gets one instead of n would not notice.
//
// Converse's own members are taken in its spelling and in Portkey's snake case: guardrailConfig, performanceConfig,
// requestMetadata, promptVariables, additionalModelResponseFieldPaths, additionalModelRequestFields.
func AppendConverse(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	start := len(dst)
	t := translationOf(r)
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
	own    []rewrite.Items // Converse's own members, under their own names

	fields       []byte // the members of additionalModelRequestFields
	effort       string // outputConfig.effort
	thinks       bool   // thinking is asked for, which leaves little to choose
	schema       string // the JSON schema object to hold the reply to: OpenAI's json_schema
	instructions string // what the system prompt must say in the place of a parameter; plain text

	turns     core.Turns
	documents []string // names that were given
	functions int      // legacy function calls so far
}

func translationOf(r *core.Request) *translation {
	t := &translation{r: r, family: familyOf(r.Model)}
	t.gather(r.Body)
	return t
}

// asked is what the caller asks for.
type asked struct {
	messages, system                             string
	maxTokens, maxCompletionTokens               string
	temperature, topP, topK, stop, stopSequences string
	tools, toolChoice, parallel                  string
	functions, functionCall                      string
	format, effort, thinking                     string
	user, tier, n, usage                         string
	beta, fields                                 string
}

// own lists what Converse has a member for and the hub has not, in both spellings.
var own = [...]struct{ snake, camel string }{
	{"guardrail_config", "guardrailConfig"},
	{"performance_config", "performanceConfig"},
	{"request_metadata", "requestMetadata"},
	{"prompt_variables", "promptVariables"},
	{"additional_model_response_field_paths", "additionalModelResponseFieldPaths"},
}

// gather sorts the top-level members. The first of a name holds, as everywhere where the body is looked at.
func (t *translation) gather(body string) {
	for m := rewrite.Over(body); m.Next(); {
		if m.Key == "stream" || m.Key == "model" || m.Key == "anthropic_version" || rewrite.Present(m.Value) == "" {
			continue
		}
		if place := t.asked.place(m.Key); place != nil {
			if *place == "" {
				*place = m.Value
			}
			continue
		}
		if !t.isOwn(m) && !t.isField(m) {
			t.r.Drop(m.Key)
		}
	}
}

// isOwn keeps a member of Converse's own.
func (t *translation) isOwn(m rewrite.Items) bool {
	for i := range own {
		if m.Key == own[i].snake || m.Key == own[i].camel {
			m.Key = own[i].camel
			t.own = append(t.own, m)
			return true
		}
	}
	return false
}

// place is where the member called key is kept, nil for one that is not translated.
func (a *asked) place(key string) *string {
	switch key {
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
	case "reasoning_effort":
		return &a.effort
	case "thinking":
		return &a.thinking
	case "user":
		return &a.user
	case "service_tier":
		return &a.tier
	case "n":
		return &a.n
	case "stream_options":
		return &a.usage
	case "anthropic_beta":
		return &a.beta
	case "additionalModelRequestFields", "additional_model_request_fields":
		return &a.fields
	}
	return nil
}

// append appends the members of the request.
func (t *translation) append(dst []byte) []byte {
	if t.asked.n != "" && t.asked.n != "1" {
		t.refuse("n", "Bedrock gives one choice for a request: n must be 1")
	}
	t.streamOptions()
	t.chooseThinking()
	t.chooseFormat()
	dst = t.conversation(dst)
	dst = t.inference(dst)
	dst = t.outputs(dst)
	dst = t.tier(dst)
	for i := range t.own {
		dst = rewrite.Raw(dst, t.own[i].Key, t.own[i].Value)
	}
	return dst
}

// conversation appends what CountTokens counts: the prompt, the tools, and what only the model knows.
func (t *translation) conversation(dst []byte) []byte {
	dst = t.system(dst)
	dst = t.messages(dst)
	dst = t.toolConfig(dst)
	return t.additional(dst)
}

// streamOptions drops all but include_usage, which the gateway sees to.
func (t *translation) streamOptions() {
	for m := rewrite.OverObject(t.asked.usage); m.Next(); {
		if m.Key != "include_usage" {
			t.r.Drop("stream_options." + m.Key)
		}
	}
}

// tier appends serviceTier. OpenAI's auto is what comes without one.
func (t *translation) tier(dst []byte) []byte {
	switch t.asked.tier {
	case "", `"auto"`:
	case `"default"`, `"flex"`, `"priority"`, `"reserved"`:
		dst = append(rewrite.Key(dst, "serviceTier"), '{')
		return append(rewrite.Raw(dst, "type", t.asked.tier), '}')
	default:
		t.r.Drop("service_tier")
	}
	return dst
}

// refuse keeps the first fault.
func (t *translation) refuse(param, message string) {
	if t.fault == nil {
		t.fault = core.Refuse(param, message)
	}
}
