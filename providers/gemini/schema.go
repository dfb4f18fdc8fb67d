package gemini

import (
	"causeway/core"
	"causeway/core/rewrite"
)

// format sets the reply's MIME type and schema. Schemas go where Google takes JSON Schema as it is ($ref, $defs,
// additionalProperties, anyOf with null): responseJsonSchema here, parametersJsonSchema on functions. The older
// responseSchema and parameters are an OpenAPI subset that refuses these.
//
// https://ai.google.dev/api/generate-content#generationconfig, https://ai.google.dev/api/caching#FunctionDeclaration
// (read 2026-11-21)
func (t *translation) format(o *overlay) *core.Fault {
	format := t.raw[hubResponseFormat]
	switch kind := rewrite.Plain(rewrite.Member(format, "type")); kind {
	case "", "text":
		t.dropIn("response_format", format, "type")
	case "json_object":
		o.set("responseMimeType", `"application/json"`)
		t.dropIn("response_format", format, "type")
	case "json_schema":
		wanted := rewrite.Member(format, "json_schema")
		o.set("responseMimeType", `"application/json"`)
		if !has(o.native, "responseSchema") {
			o.set("responseJsonSchema", rewrite.Given(wanted, "schema"))
		}
		t.dropIn("response_format", format, "type", "json_schema")
		t.dropIn("response_format.json_schema", wanted, "schema", "strict")
	default:
		return core.Refuse("response_format.type", "response_format.type: Gemini has no "+quoted(kind))
	}
	return nil
}
