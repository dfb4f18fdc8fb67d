package anthropic

import "causeway/core/rewrite"

// What a system prompt says in the place of a response_format that cannot be enforced.
const (
	askForObject = "Answer with one valid JSON object and nothing else: no explanation, no Markdown fence."
	askForSchema = "Answer with one JSON value that conforms to the JSON Schema below and nothing else: no explanation, no Markdown fence.\n\n"
)

// chooseFormat says response_format. A json_schema becomes output_config.format where the model has structured outputs;
// elsewhere, and for json_object which Anthropic has nowhere, the system prompt asks for it and response_format is named
// as dropped, because a wish is no guarantee. Forcing a tool call instead would turn the answer into arguments.
//
// https://platform.claude.com/docs/en/build-with-claude/structured-outputs (read 2026-11-21)
func (t *translation) chooseFormat() {
	format := t.asked.format
	switch rewrite.Inside(format, "type") {
	case "text":
	case "json_object":
		t.instructions = askForObject
		t.r.Drop("response_format")
	case "json_schema":
		t.chooseSchema(format)
	default:
		if format != "" {
			t.r.Drop("response_format")
		}
	}
}

func (t *translation) chooseSchema(format string) {
	inner := rewrite.Given(format, "json_schema")
	if inner == "" {
		inner = format // Anthropic's own shape
	}
	schema := rewrite.Given(inner, "schema")
	if !rewrite.IsObject(schema) {
		t.refuse("response_format.json_schema.schema", "a JSON schema is required")
		return
	}
	if !t.family.structured {
		t.instructions = askForSchema + string(rewrite.AppendMinified(nil, schema))
		t.r.Drop("response_format")
		return
	}
	if rewrite.Given(t.asked.outputConfig, "format") != "" {
		t.r.Drop("response_format")
		return
	}
	t.schema = schema
	for _, key := range [...]string{"name", "description"} {
		if value := rewrite.Given(inner, key); value != "" && rewrite.Contents(value) != madeUpName {
			t.r.Drop("response_format.json_schema." + key)
		}
	}
}

// outputs appends output_config: the caller's own, and what effort and response_format add to it.
func (t *translation) outputs(dst []byte) []byte {
	own := t.asked.outputConfig
	if own == "" && t.effort == "" && t.schema == "" {
		return dst
	}
	if own != "" && !rewrite.IsObject(own) {
		t.refuse("output_config", "an object is required")
	}
	dst = append(rewrite.Key(dst, "output_config"), '{')
	for m := rewrite.OverObject(own); m.Next(); {
		if rewrite.Present(m.Value) != "" {
			dst = rewrite.Raw(dst, m.Key, m.Value)
		}
	}
	if t.effort != "" {
		dst = rewrite.Escaped(dst, "effort", t.effort)
	}
	if t.schema != "" {
		dst = append(rewrite.Key(dst, "format"), `{"type":"json_schema"`...)
		dst = append(rewrite.Raw(dst, "schema", t.schema), '}')
	}
	return append(dst, '}')
}
