package oracle

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// appendRequest says a hub request in OCI's words. What has no word is named as dropped.
//
// A model on a cluster of one's own is named as an endpoint; Portkey names it as a model there, too, which the SDK's type
// does not have.
func appendRequest(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	compartment := r.Option("oracle_compartment_id")
	if compartment == "" {
		return dst, r.Missing("oracle_compartment_id")
	}
	dst = rewrite.Text(append(dst, '{'), "compartmentId", compartment)
	serving := r.Option("oracle_serving_mode")
	dst = rewrite.Text(append(rewrite.Key(dst, "servingMode"), '{'), "servingType", serving)
	name := "modelId"
	if serving == "DEDICATED" {
		name = "endpointId"
	}
	dst = append(rewrite.Text(dst, name, r.Model), '}')
	dst = append(rewrite.Key(dst, "chatRequest"), `{"apiFormat":"GENERIC"`...)
	for m := rewrite.Over(r.Body); m.Next(); {
		if m.Value != "null" {
			dst = appendMember(dst, r, m.Key, m.Value)
		}
	}
	return append(dst, '}', '}'), nil
}

// numbers are the members that only have another name.
var numbers = [...][2]string{
	{"frequency_penalty", "frequencyPenalty"}, {"logit_bias", "logitBias"}, {"max_completion_tokens", "maxCompletionTokens"},
	{"max_tokens", "maxTokens"}, {"metadata", "metadata"}, {"n", "numGenerations"}, {"parallel_tool_calls", "isParallelToolCalls"},
	{"presence_penalty", "presencePenalty"}, {"seed", "seed"}, {"stream", "isStream"}, {"temperature", "temperature"},
	{"top_k", "topK"}, {"top_logprobs", "logProbs"}, {"top_p", "topP"},
}

func appendMember(dst []byte, r *core.Request, key, raw string) []byte {
	for i := range numbers {
		if numbers[i][0] == key {
			return rewrite.Raw(dst, numbers[i][1], raw)
		}
	}
	switch key {
	case "model":
		return dst // it is the serving mode's
	case "messages":
		return appendMessages(dst, r, raw)
	case "tools":
		return appendTools(dst, r, raw)
	case "tool_choice":
		return appendChoice(dst, raw)
	case "response_format":
		return appendFormat(dst, raw)
	case "reasoning_effort", "verbosity":
		return rewrite.Text(dst, camel(key), word(raw))
	case "stop":
		if raw[0] == '"' {
			raw = "[" + raw + "]"
		}
		return rewrite.Raw(dst, key, raw)
	case "stream_options":
		return append(rewrite.Raw(append(rewrite.Key(dst, "streamOptions"), '{'), "isIncludeUsage", asBool(rewrite.Member(raw, "include_usage"))), '}')
	case "logprobs":
		if raw == "false" || rewrite.Member(r.Body, "top_logprobs") != "" {
			return dst
		}
		return rewrite.Raw(dst, "logProbs", "1")
	}
	r.Drop(key)
	return dst
}

// appendTools appends the functions.
func appendTools(dst []byte, r *core.Request, raw string) []byte {
	dst = append(rewrite.Key(dst, "tools"), '[')
	for tool := rewrite.Over(raw); tool.Next(); {
		kind := rewrite.Contents(rewrite.Member(tool.Value, "type"))
		spec := rewrite.Member(tool.Value, kind)
		if kind != "function" && kind != "custom" {
			r.Drop("tools[]." + kind)
			continue
		}
		dst = append(rewrite.Comma(dst), `{"type":"FUNCTION"`...)
		for m := rewrite.Over(spec); m.Next(); {
			switch m.Key {
			case "name", "description", "parameters":
				dst = rewrite.Raw(dst, m.Key, m.Value)
			default:
				r.Drop("tools[]." + kind + "." + m.Key)
			}
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// appendChoice appends which function is to be called: "auto" → {"type":"AUTO"}.
func appendChoice(dst []byte, raw string) []byte {
	dst = append(rewrite.Key(dst, "toolChoice"), '{')
	if choice := word(raw); choice != "" {
		return append(rewrite.Text(dst, "type", choice), '}')
	}
	dst = rewrite.Escaped(dst, "type", "FUNCTION")
	for _, kind := range [...]string{"function", "custom"} {
		if name := rewrite.Member(rewrite.Member(raw, kind), "name"); name != "" {
			dst = rewrite.Raw(dst, "name", name)
		}
	}
	return append(dst, '}')
}

// appendFormat appends the shape of the answer: json_schema → {"type":"JSON_SCHEMA","jsonSchema":{…}}.
func appendFormat(dst []byte, raw string) []byte {
	dst = append(rewrite.Key(dst, "responseFormat"), '{')
	dst = rewrite.Text(dst, "type", word(rewrite.Member(raw, "type")))
	if schema := rewrite.Member(raw, "json_schema"); schema != "" {
		dst = append(rewrite.Key(dst, "jsonSchema"), '{')
		for m := rewrite.Over(schema); m.Next(); {
			name := m.Key
			if name == "strict" {
				name = "isStrict"
			}
			dst = rewrite.Raw(dst, name, m.Value)
		}
		dst = append(dst, '}')
	}
	return append(dst, '}')
}

// camel is a name of OpenAI's as OCI writes names: reasoning_effort → reasoningEffort.
func camel(name string) string {
	before, after, found := strings.Cut(name, "_")
	if !found {
		return name
	}
	return before + strings.ToUpper(after[:1]) + after[1:]
}

func asBool(raw string) string {
	if raw == "true" {
		return raw
	}
	return "false"
}

// word is a word of OpenAI's as OCI writes words: "low" → LOW.
func word(raw string) string { return strings.ToUpper(rewrite.Unescape(rewrite.Contents(raw))) }
