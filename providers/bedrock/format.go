package bedrock

import "causeway/core/rewrite"

// What a system prompt says in the place of a response_format that the model cannot be held to.
const (
	askForObject = "Answer with one valid JSON object and nothing else: no explanation, no Markdown fence."
	askForSchema = "Answer with one JSON value that conforms to the JSON Schema below and nothing else: no explanation, no Markdown fence.\n\n"
)

// chooseFormat says response_format. A json_schema becomes outputConfig.textFormat where the model has structured outputs;
// elsewhere, and for json_object which Bedrock has nowhere, the system prompt asks for it and response_format is named as
// dropped, because a wish is no guarantee. Forcing a tool call instead would turn the answer into arguments.
//
// https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html (read 2026-11-25)
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
		t.dropped("response_format", format)
	}
}

func (t *translation) chooseSchema(format string) {
	inner := rewrite.Given(format, "json_schema")
	if inner == "" {
		inner = format // Anthropic's own shape
	}
	schema := rewrite.Given(inner, "schema")
	switch {
	case !rewrite.IsObject(schema):
		t.refuse("response_format.json_schema.schema", "a JSON schema is required")
	case t.family.structured:
		t.schema = inner
	default:
		t.instructions = askForSchema + string(rewrite.AppendMinified(nil, schema))
		t.r.Drop("response_format")
	}
}

// outputs appends outputConfig. The schema stands in it as text.
func (t *translation) outputs(dst []byte) []byte {
	if t.effort == "" && t.schema == "" {
		return dst
	}
	dst = append(rewrite.Key(dst, "outputConfig"), '{')
	if t.effort != "" {
		dst = rewrite.Escaped(dst, "effort", t.effort)
	}
	if t.schema != "" {
		dst = append(rewrite.Key(dst, "textFormat"), `{"type":"json_schema","structure":{"jsonSchema":{`...)
		for m := rewrite.OverObject(t.schema); m.Next(); {
			switch m.Key {
			case "name", "description":
				if rewrite.Present(m.Value) != "" {
					dst = rewrite.Raw(dst, m.Key, m.Value)
				}
			case "schema":
				dst = append(rewrite.Key(dst, m.Key), '"')
				dst = append(rewrite.AppendEscaped(dst, string(rewrite.AppendMinified(nil, m.Value))), '"')
			case "strict", "type":
			default:
				t.r.Drop("response_format.json_schema." + m.Key)
			}
		}
		dst = append(dst, `}}}`...)
	}
	return append(dst, '}')
}
