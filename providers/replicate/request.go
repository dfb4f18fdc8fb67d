package replicate

import (
	"slices"
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// dropped are OpenAI's members that no model of Replicate's has, sorted.
var dropped = [...]string{
	"audio", "function_call", "functions", "logit_bias", "logprobs", "metadata", "modalities", "n", "parallel_tool_calls",
	"prediction", "response_format", "service_tier", "store", "thinking", "tool_choice", "tools", "top_logprobs", "user",
	"web_search_options",
}

// appendRequest is Predictions.Request.
//
//	{"model":"meta/meta-llama-3-8b-instruct","messages":[{"role":"user","content":"Hi"}],"max_tokens":9,"stream":true}
//	→ {"input":{"prompt":"Hi","max_tokens":9},"stream":true}
func appendRequest(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	limit := "max_tokens"
	takesMessages := strings.HasPrefix(r.Model, "openai/")
	if takesMessages {
		limit = "max_completion_tokens"
	}
	dst = openInput(dst, r)
	for m := rewrite.Over(r.Body); m.Next(); {
		switch _, isDropped := slices.BinarySearch(dropped[:], m.Key); {
		case m.Value == "null" || m.Key == "model" || m.Key == "stream" || m.Key == "stream_options":
		case isDropped:
			r.Drop(m.Key)
		case m.Key == "messages" && !takesMessages:
			var fault *core.Fault
			if dst, fault = appendPrompt(dst, m.Value); fault != nil {
				return nil, fault
			}
		case m.Key == "max_tokens" || m.Key == "max_completion_tokens":
			if m.Key == limit || rewrite.Member(r.Body, limit) == "" {
				dst = rewrite.Raw(dst, limit, m.Value)
			}
		case m.Key == "stop":
			dst = appendStops(dst, m.Value)
		default:
			dst = rewrite.Raw(dst, m.Key, m.Value)
		}
	}
	dst = append(dst, '}')
	if r.Stream {
		dst = rewrite.Raw(dst, "stream", "true")
	}
	return append(dst, '}'), nil
}

// openInput begins the body, up to the inside of its input.
func openInput(dst []byte, r *core.Request) []byte {
	dst = append(dst, '{')
	if _, version := splitVersion(r.Model); version != "" {
		dst = rewrite.Text(dst, "version", version)
	}
	return append(rewrite.Key(dst, "input"), '{')
}

// splitVersion parts a model's name from the version behind it, which may stand alone: 64 hexadecimal digits.
func splitVersion(model string) (name, version string) {
	if name, version, found := strings.Cut(model, ":"); found {
		return name, version
	}
	const digits = 64
	if len(model) == digits && !strings.Contains(model, "/") {
		return "", model
	}
	return model, ""
}

// appendStops appends stop_sequences: one text, with commas between the sequences.
func appendStops(dst []byte, raw string) []byte {
	dst = append(rewrite.Key(dst, "stop_sequences"), '"')
	dst = append(dst, rewrite.Contents(raw)...)
	between := ""
	for it := rewrite.Over(raw); it.Next(); between = "," {
		dst = append(append(dst, between...), rewrite.Contents(it.Value)...)
	}
	return append(dst, '"')
}
