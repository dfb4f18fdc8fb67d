package dashscope

import (
	"slices"
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// dropped are OpenAI's members that DashScope's own wire does not have, sorted.
var dropped = [...]string{
	"audio", "frequency_penalty", "function_call", "functions", "logit_bias", "metadata", "modalities", "prediction",
	"prompt_cache_key", "safety_identifier", "service_tier", "store", "user", "verbosity", "web_search_options",
}

// IsMultimodal reports that a request is for a model that sees or hears, by the model's name or by what the messages hold.
func IsMultimodal(r *core.Request) bool {
	for _, part := range [...]string{"-vl", "-omni", "-audio", "-ocr", "qvq-", "qwen3.5-", "qwen3.6-", "captioner"} {
		if strings.Contains(r.Model, part) {
			return true
		}
	}
	for m := rewrite.Over(rewrite.Member(r.Body, "messages")); m.Next(); {
		for p := rewrite.Over(rewrite.Member(m.Value, "content")); p.Next(); {
			if kind := rewrite.Member(p.Value, "type"); kind != `"text"` && kind != "" {
				return true
			}
		}
	}
	return false
}

// appendTextRequest is Text.Request.
//
//	{"model":"qwen-max","messages":[{"role":"user","content":"Hi"}],"temperature":0.5,"stream":true}
//	→ {"model":"qwen-max","input":{"messages":[{"role":"user","content":"Hi"}]},
//	   "parameters":{"temperature":0.5,"result_format":"message","incremental_output":true}}
//
// Members that OpenAI does not have are parameters as they are.
func appendTextRequest(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	return appendRequest(dst, r, appendPlain)
}

// appendMultimodalRequest is Multimodal.Request: contents are lists.
func appendMultimodalRequest(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	return appendRequest(dst, r, appendParts)
}

// contents appends a message's content, which stands at path.
type contents func(dst []byte, raw, path string) ([]byte, *core.Fault)

func appendRequest(dst []byte, r *core.Request, content contents) ([]byte, *core.Fault) {
	dst = rewrite.Text(append(dst, '{'), "model", r.Model)
	dst = append(append(rewrite.Key(dst, "input"), '{'), `"messages":[`...)
	at := 0
	for m := rewrite.Over(rewrite.Member(r.Body, "messages")); m.Next(); at++ {
		var fault *core.Fault
		if dst, fault = appendMessage(rewrite.Comma(dst), r, m.Value, "messages["+strconv.Itoa(at)+"]", content); fault != nil {
			return nil, fault
		}
	}
	if at == 0 {
		return nil, core.Refuse("messages", "messages must be an array that holds a message")
	}
	dst = append(rewrite.Key(append(dst, `]}`...), "parameters"), '{')
	for m := rewrite.Over(r.Body); m.Next(); {
		dst = appendParameter(dst, r, m)
	}
	dst = rewrite.Text(dst, "result_format", "message")
	if r.Stream {
		dst = rewrite.Raw(dst, "incremental_output", "true")
	}
	return append(dst, `}}`...), nil
}

// appendParameter appends one of the request's members as a parameter, if it is one.
func appendParameter(dst []byte, r *core.Request, m rewrite.Items) []byte {
	if m.Value == "null" {
		return dst
	}
	switch m.Key {
	case "model", "messages", "stream", "stream_options", "incremental_output", "result_format":
		return dst
	case "max_completion_tokens":
		if rewrite.Member(r.Body, "max_tokens") != "" {
			return dst
		}
		return rewrite.Raw(dst, "max_tokens", m.Value)
	case "thinking":
		return appendThinking(dst, m.Value)
	}
	if _, isDropped := slices.BinarySearch(dropped[:], m.Key); isDropped {
		r.Drop(m.Key)
		return dst
	}
	return rewrite.Raw(dst, m.Key, m.Value)
}

// appendThinking says Anthropic's thinking in DashScope's words.
func appendThinking(dst []byte, raw string) []byte {
	if rewrite.Member(raw, "type") != `"enabled"` {
		return rewrite.Raw(dst, "enable_thinking", "false")
	}
	dst = rewrite.Raw(dst, "enable_thinking", "true")
	if budget := rewrite.Member(raw, "budget_tokens"); budget != "" {
		dst = rewrite.Raw(dst, "thinking_budget", budget)
	}
	return dst
}
