package ollama

import (
	"strconv"

	"causeway/core"
	"causeway/core/rewrite"
)

// names are the members that stand where they stood; options those that are one of options.
//
// https://docs.ollama.com/openapi.yaml: ChatRequest, GenerateRequest, ModelOptions (read 2026-11-25); the penalties are in
// ollama/ollama api/types.go
var (
	names = [...]rewrite.Name{
		{Key: "format", As: "format"},
		{Key: "keep_alive", As: "keep_alive"},
		{Key: "logprobs", As: "logprobs"},
		{Key: "model", As: "model"},
		{Key: "shift", As: "shift"},
		{Key: "suffix", As: "suffix"},
		{Key: "think", As: "think"},
		{Key: "top_logprobs", As: "top_logprobs"},
		{Key: "truncate", As: "truncate"},
	}
	options = [...]rewrite.Name{
		{Key: "frequency_penalty", As: "frequency_penalty"},
		{Key: "max_completion_tokens", As: "num_predict"},
		{Key: "max_tokens", As: "num_predict", Unless: "max_completion_tokens"},
		{Key: "presence_penalty", As: "presence_penalty"},
		{Key: "seed", As: "seed"},
		{Key: "stop", As: "stop"},
		{Key: "temperature", As: "temperature"},
		{Key: "top_k", As: "top_k"},
		{Key: "top_p", As: "top_p"},
	}
)

// translation is one request on its way from the hub's shape to Ollama's.
type translation struct {
	r       *core.Request
	fault   *core.Fault // the first thing that cannot be said
	at      int         // the message being written
	called  []call      // what the model has called so far
	options []byte      // members of options
}

// call is a call that a result may answer, contents.
type call struct{ id, name string }

// appendChat is Chat.Request.
//
//	{"model":"llama3","messages":[{"role":"user","content":"Hi"}],"max_tokens":9,"options":{"num_ctx":8192}}
//	→ {"model":"llama3","messages":[{"role":"user","content":"Hi"}],"stream":false,"options":{"num_ctx":8192,"num_predict":9}}
//
// It refuses parts that are neither text nor an image, and arguments that are no object.
func appendChat(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	t := translation{r: r}
	dst = append(dst, '{')
	for m := rewrite.Over(r.Body); m.Next(); {
		dst = t.member(dst, m)
	}
	return t.end(dst)
}

// appendGenerate is Generate.Request. The number in a completion's logprobs has no place of its own.
func appendGenerate(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	t := translation{r: r}
	dst = append(dst, '{')
	for m := rewrite.Over(r.Body); m.Next(); {
		switch m.Key {
		case "prompt":
			dst = t.prompt(dst, m.Value)
		case "system", "template", "raw", "images", "context": // Ollama's own
			dst = rewrite.Raw(dst, m.Key, m.Value)
		case "logprobs", "messages", "tools":
			t.drop(m)
		default:
			dst = t.member(dst, m)
		}
	}
	return t.end(dst)
}

// end appends what is said last: whether to stream, which Ollama does unless told not to, and the options.
func (t *translation) end(dst []byte) ([]byte, *core.Fault) {
	if t.fault != nil {
		return nil, t.fault
	}
	dst = rewrite.Raw(dst, "stream", strconv.FormatBool(t.r.Stream))
	if len(t.options) > 0 {
		dst = append(append(rewrite.Key(dst, "options"), '{'), t.options...)
		dst = append(dst, '}')
	}
	return append(dst, '}'), nil
}

// member appends what one of the hub's members says, or keeps it for the options.
func (t *translation) member(dst []byte, m rewrite.Items) []byte {
	if as, known := rewrite.NameOf(names[:], t.r.Body, m.Key, m.Value); known {
		if as == "" {
			return dst
		}
		return rewrite.Raw(dst, as, m.Value)
	}
	if as, known := rewrite.NameOf(options[:], t.r.Body, m.Key, m.Value); known {
		t.option(as, m.Value)
		return dst
	}
	if m.Value == "null" {
		return dst
	}
	switch m.Key {
	case "messages":
		return t.messages(dst, m.Value)
	case "options":
		for o := rewrite.Over(m.Value); o.Next(); {
			t.options = rewrite.Raw(t.options, o.Key, o.Value)
		}
	case "tools":
		return t.tools(dst, m.Value)
	case "response_format":
		return t.format(dst, m)
	case "thinking", "reasoning_effort":
		return t.think(dst, m)
	case "stream", "stream_options":
	case "tool_choice":
		if choice := rewrite.Plain(m.Value); choice != "auto" && choice != "none" {
			t.drop(m)
		}
	case "n", "parallel_tool_calls": // what is meant anyway is not named
		if m.Value != "1" && m.Value != "true" {
			t.drop(m)
		}
	default:
		t.drop(m)
	}
	return dst
}

// option keeps a member of options, unless the caller gave that one himself.
func (t *translation) option(as, value string) {
	if as == "" || rewrite.Member(rewrite.Member(t.r.Body, "options"), as) != "" {
		return
	}
	if as == "stop" && rewrite.IsString(value) {
		value = "[" + value + "]"
	}
	t.options = rewrite.Raw(t.options, as, value)
}

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

// has reports that the caller gave a member of Ollama's himself, which then holds.
func (t *translation) has(key string) bool {
	value := rewrite.Member(t.r.Body, key)
	return value != "" && value != "null"
}

// prompt appends a completion's prompt.
func (t *translation) prompt(dst []byte, raw string) []byte {
	if one := rewrite.Over(raw); rewrite.IsArray(raw) && one.Next() {
		raw = one.Value
		if one.Next() {
			t.refuse("prompt", "Ollama completes one prompt at a time")
		}
	}
	if !rewrite.IsString(raw) {
		t.refuse("prompt", "Ollama takes text, and no tokens")
	}
	return rewrite.Raw(dst, "prompt", raw)
}

// format appends response_format: "json" or the schema itself.
func (t *translation) format(dst []byte, m rewrite.Items) []byte {
	kind := rewrite.Plain(rewrite.Member(m.Value, "type"))
	schema := rewrite.Member(rewrite.Member(m.Value, "json_schema"), "schema")
	switch {
	case t.has("format") || kind == "text":
		return dst
	case kind == "json_schema" && rewrite.IsObject(schema):
		return rewrite.Raw(dst, "format", schema)
	case kind == "json_object" || kind == "json_schema":
		return rewrite.Raw(dst, "format", `"json"`)
	}
	t.drop(m)
	return dst
}

// think appends whether to think, or how hard. Ollama's own member holds before Anthropic's, and that before OpenAI's.
// Adaptive is what a model that can think does unasked, and a model that cannot refuses to be asked.
func (t *translation) think(dst []byte, m rewrite.Items) []byte {
	switch {
	case t.has("think"):
	case m.Key == "thinking":
		kind := rewrite.Plain(rewrite.Member(m.Value, "type"))
		if rewrite.Member(m.Value, "budget_tokens") != "" {
			t.r.Drop("thinking.budget_tokens")
		}
		if kind == "adaptive" {
			return dst
		}
		return rewrite.Raw(dst, "think", strconv.FormatBool(kind != "disabled"))
	case !t.has("thinking"):
		return rewrite.Raw(dst, "think", thinkOf(rewrite.Plain(m.Value)))
	}
	return dst
}

// thinkOf is a reasoning effort as Ollama has it: false, or one of three words.
func thinkOf(effort string) string {
	switch effort {
	case "none":
		return "false"
	case "minimal", "low":
		return `"low"`
	case "medium":
		return `"medium"`
	}
	return `"high"`
}

// tools appends the functions that may be called. None may be when tool_choice says so, and where it names one the others
// are left out: Ollama itself has no such choice.
func (t *translation) tools(dst []byte, raw string) []byte {
	choice := rewrite.Member(t.r.Body, "tool_choice")
	only := rewrite.Member(rewrite.Member(choice, "function"), "name")
	if rewrite.Plain(choice) == "none" {
		return dst
	}
	start := len(dst)
	dst = append(rewrite.Key(dst, "tools"), '[')
	empty, i := len(dst), 0
	for tool := rewrite.Over(raw); tool.Next(); i++ {
		function := rewrite.Member(tool.Value, "function")
		switch {
		case !rewrite.IsObject(function):
			t.r.Drop(core.Place("tools", i, ""))
		case only == "" || only == rewrite.Member(function, "name"):
			dst = append(rewrite.Comma(dst), `{"type":"function","function":{`...)
			dst = append(t.function(dst, function), `}}`...)
		}
	}
	if len(dst) == empty {
		return dst[:start]
	}
	return append(dst, ']')
}

func (t *translation) function(dst []byte, raw string) []byte {
	for m := rewrite.Over(raw); m.Next(); {
		switch m.Key {
		case "name", "description", "parameters":
			if m.Value != "null" {
				dst = rewrite.Raw(dst, m.Key, m.Value)
			}
		default:
			if m.Value != "null" && m.Value != "false" {
				t.r.Drop("tools[].function." + m.Key)
			}
		}
	}
	return dst
}
