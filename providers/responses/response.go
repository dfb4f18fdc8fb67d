package responses

import (
	"strings"

	"causeway/core/rewrite"
)

// appendResponse appends the response as it is now.
//
//	{"id":"resp_…","object":"response","created_at":…,"status":"completed","background":false,"error":null,
//	 "incomplete_details":null,…,"model":"…","output":[…],"usage":{…}}
//
// Between them it repeats the request, as OpenAI's does; what was not asked for and a provider decides is null.
func (w *writer) appendResponse(dst []byte, status string) []byte {
	id, model := w.id, w.model
	if !strings.HasPrefix(id, "resp_") {
		id = "resp_" + w.tail()
	}
	if model == "" {
		model = w.options.Model
	}
	dst = rewrite.Escaped(append(dst, '{'), "id", id)
	dst = rewrite.Escaped(dst, "object", "response")
	dst = rewrite.Int(dst, "created_at", w.options.Created)
	dst = rewrite.Escaped(dst, "status", status)
	dst = append(dst, `,"background":false,"error":null,"incomplete_details":`...)
	if status == incomplete {
		dst = append(rewrite.Escaped(append(dst, '{'), "reason", cutFor(w.reason)), '}')
	} else {
		dst = append(dst, "null"...)
	}
	if w.echo == nil {
		w.echo = appendEcho(nil, w.options.Body)
	}
	dst = append(append(dst, ','), w.echo...)
	dst = rewrite.Escaped(dst, "model", model)
	dst = append(rewrite.Key(dst, "output"), '[')
	if status != inProgress {
		for i := range w.outputs {
			dst = w.outputs[i].appendTo(rewrite.Comma(dst))
		}
	}
	dst = rewrite.Key(append(dst, ']'), "usage")
	if w.hasUsage && status != inProgress {
		dst = appendUsage(dst, w.usage)
	} else {
		dst = append(dst, "null"...)
	}
	if status != inProgress {
		for _, f := range w.fields {
			dst = append(append(append(append(dst, `,"`...), f.Name...), `":`...), f.Value...)
		}
	}
	return append(dst, '}')
}

// echoes are the members that a response repeats of its request, and what stands there when the request has none.
var echoes = [...]struct{ key, otherwise string }{
	{"instructions", "null"},
	{"max_output_tokens", "null"},
	{"max_tool_calls", "null"},
	{"metadata", "{}"},
	{"parallel_tool_calls", "true"},
	{"previous_response_id", "null"},
	{"prompt_cache_key", "null"},
	{"safety_identifier", "null"},
	{"service_tier", "null"},
	{"temperature", "null"},
	{"tool_choice", `"auto"`},
	{"tools", "[]"},
	{"top_logprobs", "0"},
	{"top_p", "null"},
	{"truncation", `"disabled"`},
	{"user", "null"},
}

// appendEcho appends what a response repeats of the request body. Nothing is stored here, whatever was asked for.
func appendEcho(dst []byte, body string) []byte {
	for i := range echoes {
		value := member(body, echoes[i].key)
		if value == "" {
			value = echoes[i].otherwise
		}
		dst = rewrite.AppendMinified(rewrite.Key(dst, echoes[i].key), value)
	}
	dst = rewrite.Raw(dst, "store", "false")
	dst = echoObject(dst, body, reasoning, `"effort":null`, `"summary":null`)
	return echoObject(dst, body, "text", `"format":{"type":"text"}`)
}

// echoObject appends an object of the request, and the members, "key":value, that it lacks.
func echoObject(dst []byte, body, key string, lacking ...string) []byte {
	raw := member(body, key)
	dst = append(rewrite.Key(dst, key), '{')
	for m := members(raw); m.Next(); {
		dst = rewrite.AppendMinified(rewrite.Key(dst, m.Key), m.Value)
	}
	for _, l := range lacking {
		if name, _, _ := strings.Cut(l[1:], `"`); rewrite.Member(raw, name) == "" {
			dst = append(rewrite.Comma(dst), l...)
		}
	}
	return append(dst, '}')
}
