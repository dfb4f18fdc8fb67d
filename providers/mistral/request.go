// Package mistral says the hub's request in Mistral's wire. That is OpenAI's but for what this package knows: Mistral refuses
// every member that it does not have (422, extra_forbidden), has names of its own, puts reasoning into content, and takes
// ids of nine letters and digits alone. Its replies are read as OpenAI's.
//
//	assistant  {"content":[{"type":"thinking","thinking":[{"type":"text","text":"…"}]},{"type":"text","text":"…"}],"tool_calls"?,"prefix"?}
//	parts      text, image_url, document_url, input_audio (a string), reference, file (an id)
//
// https://docs.mistral.ai/api; mistralai/client-python, docs/models; recorded traffic (read 2026-11-25)
package mistral

import (
	"slices"

	"causeway/core"
	"causeway/core/rewrite"
)

// lacking are the members of OpenAI's and Anthropic's requests that Mistral refuses, sorted. What nobody here knows passes:
// it may be Mistral's newest.
var lacking = [...]string{
	"audio", "cache_control", "container", "context_management", "function_call", "functions", "inference_geo", "logit_bias",
	"mcp_servers", "modalities", "output_config", "prompt_cache_retention", "safety_identifier", "service_tier", "speed",
	"store", "thinking", "top_k", "user", "verbosity", "web_search_options",
}

// renamed are the members that have another name.
var renamed = [...]rewrite.Name{
	{Key: "max_completion_tokens", As: "max_tokens"},
	{Key: "max_tokens", As: "max_tokens", Unless: "max_completion_tokens"},
	{Key: "seed", As: "random_seed", Unless: "random_seed"},
}

// translation is one request on its way.
type translation struct {
	r     *core.Request
	fault *core.Fault
	at    int // the message being written
}

// AppendChat appends what POST /v1/chat/completions gets for r.
//
//	{"model":"mistral-small-latest","messages":[{"role":"developer","content":"Hi"}],"max_completion_tokens":5,"seed":7,"user":"u"}
//	→ {"model":"mistral-small-latest","messages":[{"role":"system","content":"Hi"}],"max_tokens":5,"random_seed":7}, user dropped
func AppendChat(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	t := translation{r: r}
	dst = append(dst, '{')
	for m := rewrite.Over(r.Body); m.Next(); {
		dst = t.member(dst, m)
	}
	if t.fault != nil {
		return nil, t.fault
	}
	return append(dst, '}'), nil
}

// fill are the members of a request to fill in the middle.
//
// mistralai/client-python, docs/models/fimcompletionrequest.md (read 2026-11-25)
var fill = [...]rewrite.Name{
	{Key: "max_completion_tokens", As: "max_tokens"},
	{Key: "max_tokens", As: "max_tokens", Unless: "max_completion_tokens"},
	{Key: "metadata", As: "metadata"},
	{Key: "min_tokens", As: "min_tokens"},
	{Key: "model", As: "model"},
	{Key: "random_seed", As: "random_seed"},
	{Key: "seed", As: "random_seed", Unless: "random_seed"},
	{Key: "stop", As: "stop"},
	{Key: "stream", As: "stream"},
	{Key: "stream_options"}, // the usage comes anyway
	{Key: "suffix", As: "suffix"},
	{Key: "temperature", As: "temperature"},
	{Key: "top_p", As: "top_p"},
}

// AppendFill appends what POST /v1/fim/completions gets for r, a request for a completion.
func AppendFill(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	dst = append(dst, '{')
	for m := rewrite.Over(r.Body); m.Next(); {
		as, known := rewrite.NameOf(fill[:], r.Body, m.Key, m.Value)
		switch {
		case as != "":
			dst = rewrite.Raw(dst, as, m.Value)
		case m.Key == "prompt":
			prompt := promptIn(m.Value)
			if prompt == "" {
				return nil, core.Refuse("prompt", "prompt: Mistral completes one text at a time, and no tokens")
			}
			dst = rewrite.Raw(dst, "prompt", prompt)
		case !known && m.Value != "null":
			r.Drop(m.Key)
		}
	}
	return append(dst, '}'), nil
}

// promptIn is the prompt, alone or alone in a list; "" when there are several or none.
func promptIn(raw string) string {
	if one := rewrite.Over(raw); rewrite.IsArray(raw) && one.Next() {
		if raw = one.Value; one.Next() {
			return ""
		}
	}
	if !rewrite.IsString(raw) {
		return ""
	}
	return raw
}

// member appends what one of the hub's members says.
func (t *translation) member(dst []byte, m rewrite.Items) []byte {
	if as, known := rewrite.NameOf(renamed[:], t.r.Body, m.Key, m.Value); known {
		if as == "" {
			return dst
		}
		return rewrite.Raw(dst, as, m.Value)
	}
	if _, is := slices.BinarySearch(lacking[:], m.Key); is || m.Value == "null" {
		if is && m.Value != "null" {
			t.r.Drop(m.Key)
		}
		return dst
	}
	switch m.Key {
	case "messages":
		return t.messages(dst, m.Value)
	case "stream_options": // the usage comes anyway
		return dst
	case "tool_choice":
		return t.choose(dst, m)
	case "tools":
		return t.tools(dst, m.Value)
	case "reasoning_effort":
		return rewrite.Text(dst, m.Key, effortOf(rewrite.Plain(m.Value)))
	}
	return rewrite.Raw(dst, m.Key, m.Value)
}

// effortOf is a reasoning effort: Mistral has none and high.
//
// mistralai/client-python, docs/models/reasoningeffort.md (read 2026-11-25)
func effortOf(effort string) string {
	if effort == "none" || effort == "minimal" {
		return "none"
	}
	return "high"
}

// choose appends tool_choice; "any" is Mistral's older word for "required".
func (t *translation) choose(dst []byte, m rewrite.Items) []byte {
	switch {
	case rewrite.Plain(m.Value) == "required":
		return rewrite.Text(dst, m.Key, "any")
	case rewrite.IsObject(m.Value) && rewrite.Member(m.Value, "function") == "", rewrite.Member(t.r.Body, "tools") == "":
		t.r.Drop(m.Key)
		return dst
	}
	return rewrite.Raw(dst, m.Key, m.Value)
}

// tools appends the tools, functions without what others have beside them. A tool whose input is free text is left out.
func (t *translation) tools(dst []byte, raw string) []byte {
	start := len(dst)
	dst = append(rewrite.Key(dst, "tools"), '[')
	empty, i := len(dst), 0
	for tool := rewrite.Over(raw); tool.Next(); i++ {
		kind := rewrite.Plain(rewrite.Member(tool.Value, "type"))
		if kind == "custom" {
			t.r.Drop(core.Place("tools", i, ""))
			continue
		}
		dst = rewrite.Comma(dst)
		if kind != "function" {
			dst = append(dst, tool.Value...)
			continue
		}
		dst = append(dst, '{')
		for m := rewrite.Over(tool.Value); m.Next(); {
			if m.Key == "type" || m.Key == "function" {
				dst = rewrite.Raw(dst, m.Key, m.Value)
			} else if m.Value != "null" {
				t.r.Drop("tools[]." + m.Key)
			}
		}
		dst = append(dst, '}')
	}
	if len(dst) == empty {
		return dst[:start]
	}
	return append(dst, ']')
}

func (t *translation) refuse(param, why string) {
	if t.fault == nil {
		t.fault = core.Refuse(param, param+": "+why)
	}
}
