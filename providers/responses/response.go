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
	id, model, details, usage := w.id, w.model, "null", "null"
	if !strings.HasPrefix(id, "resp_") {
		id = "resp_" + w.tail()
	}
	if model == "" {
		model = w.options.Model
	}
	if status == incomplete {
		details = `{"reason":"` + cutFor(w.reason) + `"}`
	}
	if w.echo == "" {
		w.echo = string(appendEcho(nil, w.options.Body))
	}
	var outputs []byte
	isOver := status != inProgress
	for i := 0; isOver && i < len(w.outputs); i++ {
		outputs = fill(outputs, `,$`, w.outputs[i].json())
	}
	if isOver && w.hasUsage {
		usage = string(appendUsage(nil, w.usage))
	}
	dst = fill(dst, `{"id":"$","object":"response","created_at":$,"status":"$","background":false,"error":null,`+
		`"incomplete_details":$,$,"model":"$","output":[$],"usage":$`,
		id, decimal(w.options.Created), status, details, w.echo, model, string(outputs), usage)
	for i := 0; isOver && i < len(w.fields); i++ {
		dst = fill(dst, `,"$":$`, w.fields[i].Name, w.fields[i].Value)
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
		value := rewrite.Given(body, echoes[i].key)
		if value == "" {
			value = echoes[i].otherwise
		}
		dst = rewrite.AppendMinified(rewrite.Key(dst, echoes[i].key), value)
	}
	dst = rewrite.Raw(dst, "store", "false")
	dst = append(appendMembers(append(dst, `,"reasoning":{`...), rewrite.Given(body, reasoning)), '}')
	format := rewrite.Given(body, "text")
	dst = appendMembers(append(dst, `,"text":{`...), format)
	if rewrite.Given(format, "format") == "" {
		dst = fill(dst, `,"format":{"type":"text"}`)
	}
	return append(dst, '}')
}
