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
	name := "modelId"
	if serving == "DEDICATED" {
		name = "endpointId"
	}
	dst = rewrite.Text(append(dst, `,"servingMode":{`...), "servingType", serving)
	dst = append(rewrite.Text(dst, name, r.Model), `},"chatRequest":{"apiFormat":"GENERIC"`...)
	for m := rewrite.Over(r.Body); m.Next(); {
		if m.Value != "null" {
			dst = appendMember(dst, r, m.Key, m.Value)
		}
	}
	return append(dst, '}', '}'), nil
}

// names are OCI's for what only has another name there.
var names = [...][2]string{
	{"frequency_penalty", "frequencyPenalty"}, {"logit_bias", "logitBias"}, {"max_completion_tokens", "maxCompletionTokens"},
	{"max_tokens", "maxTokens"}, {"metadata", "metadata"}, {"n", "numGenerations"}, {"parallel_tool_calls", "isParallelToolCalls"},
	{"presence_penalty", "presencePenalty"}, {"seed", "seed"}, {"stream", "isStream"}, {"temperature", "temperature"},
	{"top_k", "topK"}, {"top_logprobs", "logProbs"}, {"top_p", "topP"},
}

func appendMember(dst []byte, r *core.Request, key, raw string) []byte {
	for i := range names {
		if names[i][0] == key {
			return rewrite.Raw(dst, names[i][1], raw)
		}
	}
	switch key {
	case "model": // it is the serving mode's
	case "messages":
		return appendMessages(dst, r, raw)
	case "tools":
		return appendTools(dst, r, raw)
	case "tool_choice":
		return appendChoice(dst, raw)
	case "response_format":
		return appendFormat(dst, raw)
	case "reasoning_effort":
		return rewrite.Text(dst, "reasoningEffort", word(raw))
	case "verbosity":
		return rewrite.Text(dst, key, word(raw))
	case "stop":
		if raw[0] == '"' {
			raw = "[" + raw + "]"
		}
		return rewrite.Raw(dst, key, raw)
	case "stream_options":
		if rewrite.Member(raw, "include_usage") == "true" {
			return rewrite.Raw(dst, "streamOptions", `{"isIncludeUsage":true}`)
		}
	case "logprobs":
		if raw == "true" && rewrite.Member(r.Body, "top_logprobs") == "" {
			return rewrite.Raw(dst, "logProbs", "1")
		}
	default:
		r.Drop(key)
	}
	return dst
}

// appendTools appends the functions.
func appendTools(dst []byte, r *core.Request, raw string) []byte {
	dst = append(rewrite.Key(dst, "tools"), '[')
	for tool := rewrite.Over(raw); tool.Next(); {
		kind := rewrite.Contents(rewrite.Member(tool.Value, "type"))
		if kind != "function" && kind != "custom" {
			r.Drop("tools[]." + kind)
			continue
		}
		dst = typed(rewrite.Comma(dst), "FUNCTION")
		for m := rewrite.Over(rewrite.Member(tool.Value, kind)); m.Next(); {
			if m.Key == "name" || m.Key == "description" || m.Key == "parameters" {
				dst = rewrite.Raw(dst, m.Key, m.Value)
				continue
			}
			r.Drop("tools[]." + kind + "." + m.Key)
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// appendChoice appends which function is to be called: "auto" → {"type":"AUTO"}.
func appendChoice(dst []byte, raw string) []byte {
	dst = rewrite.Key(dst, "toolChoice")
	if choice := word(raw); choice != "" {
		return append(typed(dst, choice), '}')
	}
	kind := rewrite.Contents(rewrite.Member(raw, "type"))
	name := rewrite.Contents(rewrite.Member(rewrite.Member(raw, kind), "name"))
	return append(rewrite.Escaped(typed(dst, "FUNCTION"), "name", name), '}')
}

// appendFormat appends the shape of the answer: json_schema → {"type":"JSON_SCHEMA","jsonSchema":{…}}.
func appendFormat(dst []byte, raw string) []byte {
	dst = typed(rewrite.Key(dst, "responseFormat"), word(rewrite.Member(raw, "type")))
	if schema := rewrite.Member(raw, "json_schema"); schema != "" {
		dst = rewrite.Members(rewrite.Key(dst, "jsonSchema"), schema, []rewrite.Edit{{Op: rewrite.Rename, Key: "strict", Raw: "isStrict"}})
	}
	return append(dst, '}')
}

// word is a word of OpenAI's as OCI writes words: "low" → LOW.
func word(raw string) string { return strings.ToUpper(rewrite.Unescape(rewrite.Contents(raw))) }
