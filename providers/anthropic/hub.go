package anthropic

import (
	"causeway/core"
	"causeway/core/rewrite"
)

// hub implements core.Door's Hub: it says a client's Messages request in the hub's shape.
//
//	system, messages                         messages: see hubMessages
//	tools, tool_choice                       tools of type function, tool_choice, parallel_tool_calls
//	stop_sequences                           stop
//	stream                                   stream, and stream_options to have the usage at its end
//	metadata.user_id                         user
//	output_config.effort, .format            reasoning_effort, response_format
//	service_tier "standard_only"             service_tier "default"
//
// Whatever else stands at the top keeps its name and its bytes, thinking and top_k among it: the hub has them, or the
// provider's dialect names them as dropped. The order of the members is the client's.
func hub(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	body := r.Body
	system := rewrite.Given(body, "system")
	if !rewrite.IsArray(rewrite.Given(body, "messages")) {
		return dst, core.Refuse("messages", "a list of messages is required")
	}
	dst = append(dst, '{')
	for m := rewrite.Over(body); m.Next(); {
		if rewrite.Present(m.Value) != "" {
			dst = hubMember(dst, m, system)
		}
	}
	return append(dst, '}'), nil
}

// hubMember appends what a top-level member becomes.
func hubMember(dst []byte, m rewrite.Items, system string) []byte {
	switch m.Key {
	case "system":
		return dst // it opens the messages
	case "messages":
		return hubMessages(dst, system, m.Value)
	case "stop_sequences":
		return rewrite.Raw(dst, "stop", m.Value)
	case "stream":
		dst = rewrite.Raw(dst, m.Key, m.Value)
		if m.Value == "true" {
			dst = rewrite.Raw(dst, "stream_options", `{"include_usage":true}`)
		}
		return dst
	case "metadata":
		return hubMetadata(dst, m.Value)
	case "service_tier":
		if m.Value == `"standard_only"` {
			return rewrite.Escaped(dst, m.Key, "default")
		}
	case "output_config":
		return hubOutput(dst, m.Value)
	case "output_format": // its name before output_config
		return hubFormat(dst, m.Value)
	case "tools":
		return hubTools(dst, m.Value)
	case "tool_choice":
		return hubToolChoice(dst, m.Value)
	}
	return rewrite.Raw(dst, m.Key, m.Value)
}

// hubMetadata appends user, and what else the metadata holds.
func hubMetadata(dst []byte, raw string) []byte {
	id := rewrite.Given(raw, "user_id")
	if id == "" {
		return rewrite.Raw(dst, "metadata", raw)
	}
	return appendRest(rewrite.Raw(dst, "user", id), "metadata", raw, "user_id", "")
}

// hubOutput appends reasoning_effort and response_format, and what else output_config holds.
func hubOutput(dst []byte, raw string) []byte {
	if effort := rewrite.Given(raw, "effort"); effort != "" {
		dst = rewrite.Raw(dst, "reasoning_effort", effort)
	}
	if format := rewrite.Given(raw, "format"); format != "" {
		dst = hubFormat(dst, format)
	}
	return appendRest(dst, "output_config", raw, "effort", "format")
}

// appendRest appends the object called key without two of its members, unless nothing is left of it.
func appendRest(dst []byte, key, raw, without, and string) []byte {
	start := len(dst)
	dst = append(rewrite.Key(dst, key), '{')
	empty := len(dst)
	for m := rewrite.OverObject(raw); m.Next(); {
		if m.Key != without && m.Key != and && rewrite.Present(m.Value) != "" {
			dst = rewrite.Raw(dst, m.Key, m.Value)
		}
	}
	if len(dst) == empty {
		return dst[:start]
	}
	return append(dst, '}')
}

// madeUpName is what a schema is called that the client gave no name: OpenAI wants one.
const madeUpName = "reply"

// hubFormat appends response_format. Anthropic holds every reply to its schema, which OpenAI calls strict.
//
// https://platform.claude.com/docs/en/build-with-claude/structured-outputs,
// https://platform.openai.com/docs/guides/structured-outputs (read 2026-11-21)
func hubFormat(dst []byte, raw string) []byte {
	schema := rewrite.Given(raw, "schema")
	if rewrite.Inside(raw, "type") != "json_schema" || schema == "" {
		return rewrite.Raw(dst, "response_format", raw)
	}
	dst = append(rewrite.Key(dst, "response_format"), `{"type":"json_schema","json_schema":{"name":"`+madeUpName+`","strict":true`...)
	return append(rewrite.Raw(dst, "schema", schema), `}}`...)
}
