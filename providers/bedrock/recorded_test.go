package bedrock

import (
	"encoding/base64"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core"
)

type object = map[string]any

// Each recorded Converse request, told by encoding/json as a client of OpenAI's would ask for the same, comes out as it
// was recorded.
func TestRecordedRequestsAreWhatTheHubBecomes(t *testing.T) {
	for _, file := range recorded(t, "bedrock") {
		r := load(t, file)
		if r.Endpoint != "converse" {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			asked, isObject := r.Request.Body.(object)
			if !isObject {
				require.NoError(t, json.Unmarshal([]byte(r.Request.Body.(string)), &asked))
			}
			hub, err := json.Marshal(hubOf(asked))
			require.NoError(t, err)
			request := &core.Request{Body: string(hub), Model: r.Model, Vendor: &core.Vendor{}}
			body, fault := AppendConverse(nil, request)
			require.Nil(t, fault)
			require.Empty(t, request.Dropped())
			var got object
			require.NoError(t, json.Unmarshal(body, &got))
			require.Equal(t, plainly(asked), plainly(got))
		})
	}
}

// hubOf says a Converse request in the hub's words.
func hubOf(c object) object {
	hub := object{}
	messages := []any{}
	if system := list(c["system"]); len(system) > 0 {
		messages = append(messages, object{"role": "system", "content": parts(system)})
	}
	for _, m := range list(c["messages"]) {
		messages = append(messages, hubMessages(m.(object))...)
	}
	hub["messages"] = messages
	for key, value := range c {
		switch inner, _ := value.(object); key {
		case "inferenceConfig":
			move(hub, inner, "maxTokens", "max_tokens", "temperature", "temperature", "topP", "top_p", "stopSequences", "stop")
		case "toolConfig":
			hub["tools"] = hubTools(list(inner["tools"]))
			if choice, ok := inner["toolChoice"].(object); ok {
				for word, value := range choice {
					hub["tool_choice"] = word
					if word == "tool" {
						hub["tool_choice"] = object{"type": "function", "function": value}
					}
				}
			}
		case "outputConfig":
			schema := inner["textFormat"].(object)["structure"].(object)["jsonSchema"].(object)
			schema["schema"] = json.RawMessage(schema["schema"].(string))
			hub["response_format"] = object{"type": "json_schema", "json_schema": schema}
		case "additionalModelRequestFields":
			if thinking := inner["thinking"]; thinking != nil {
				hub["thinking"] = thinking
				continue
			}
			hub[key] = value
		case "guardrailConfig":
			hub["guardrail_config"] = value
		}
	}
	return hub
}

func move(to, from object, names ...string) {
	for i := 0; i < len(names); i += 2 {
		if value := from[names[i]]; value != nil {
			to[names[i+1]] = value
		}
	}
}

func hubTools(tools []any) (hub []any) {
	for _, tool := range tools {
		spec, ok := tool.(object)["toolSpec"].(object)
		switch {
		case ok:
			function := object{"parameters": spec["inputSchema"].(object)["json"]}
			move(function, spec, "name", "name", "description", "description", "strict", "strict")
			hub = append(hub, object{"type": "function", "function": function})
		case tool.(object)["cachePoint"] != nil:
			hub[len(hub)-1].(object)["cache_control"] = object{"type": "ephemeral"}
		default:
			hub = append(hub, tool)
		}
	}
	return hub
}

func hubMessages(m object) (hub []any) {
	rest, calls := []any{}, []any{}
	for _, b := range list(m["content"]) {
		block := b.(object)
		if result, ok := block["toolResult"].(object); ok {
			hub = append(hub, object{"role": "tool", "tool_call_id": result["toolUseId"], "content": parts(list(result["content"]))})
		} else if use, ok := block["toolUse"].(object); ok {
			arguments, _ := json.Marshal(use["input"])
			calls = append(calls, object{"id": use["toolUseId"], "type": "function",
				"function": object{"name": use["name"], "arguments": string(arguments)}})
		} else {
			rest = append(rest, block)
		}
	}
	if len(rest)+len(calls) == 0 {
		return hub
	}
	said := object{"role": m["role"], "content": parts(rest)}
	if len(calls) > 0 {
		said["tool_calls"] = calls
	}
	return append(hub, said)
}

func parts(blocks []any) (hub []any) {
	for _, b := range blocks {
		for kind, value := range b.(object) {
			inner, _ := value.(object)
			switch kind {
			case "text":
				hub = append(hub, object{"type": "text", "text": value})
			case "cachePoint":
				hub[len(hub)-1].(object)["cache_control"] = object{"type": "ephemeral"}
			case "image":
				hub = append(hub, object{"type": "image_url", "image_url": object{"url": urlOf("image", inner)}})
			case "video":
				hub = append(hub, object{"type": "video_url", "video_url": urlOf("video", inner)})
			case "document":
				file := object{"filename": inner["name"].(string) + "." + inner["format"].(string)}
				if url := urlOf("application", inner); url[:3] == "s3:" {
					file["file_url"] = url
				} else {
					file["file_data"] = url
				}
				part := object{"type": "file", "file": file}
				move(part, inner, "citations", "citations")
				hub = append(hub, part)
			case "searchResult":
				part := object{"type": "search_result", "content": parts(list(inner["content"]))}
				move(part, inner, "source", "source", "title", "title", "citations", "citations")
				hub = append(hub, part)
			default:
				hub = append(hub, b)
			}
		}
	}
	return hub
}

func urlOf(kind string, inner object) string {
	source := inner["source"].(object)
	if s3, ok := source["s3Location"].(object); ok {
		return s3["uri"].(string)
	}
	data, ok := source["bytes"].(string)
	if !ok {
		data = base64.StdEncoding.EncodeToString([]byte(source["text"].(string)))
	}
	format := inner["format"].(string)
	if format == "txt" {
		kind, format = "text", "plain"
	}
	return "data:" + kind + "/" + format + ";base64," + data
}

// plainly is a request without what means the same in several ways: empty members, a success that goes without saying,
// turns of one role that follow one another, a document's text as bytes, a schema's spaces.
func plainly(c object) object {
	for key, value := range c {
		if inner, ok := value.(object); ok && len(inner) == 0 || value == nil {
			delete(c, key)
		} else if l, ok := value.([]any); ok && len(l) == 0 {
			delete(c, key)
		}
	}
	turns := []any{}
	for _, m := range list(c["messages"]) {
		turn := m.(object)
		for _, b := range list(turn["content"]) {
			if result, ok := b.(object)["toolResult"].(object); ok && result["status"] == "success" {
				delete(result, "status")
			}
			if document, ok := b.(object)["document"].(object); ok {
				if text, ok := document["source"].(object)["text"].(string); ok {
					document["source"] = object{"bytes": base64.StdEncoding.EncodeToString([]byte(text))}
				}
			}
		}
		if n := len(turns); n > 0 && turns[n-1].(object)["role"] == turn["role"] {
			last := turns[n-1].(object)
			last["content"] = append(list(last["content"]), list(turn["content"])...)
			continue
		}
		turns = append(turns, turn)
	}
	c["messages"] = turns
	if output, ok := c["outputConfig"].(object); ok {
		schema := output["textFormat"].(object)["structure"].(object)["jsonSchema"].(object)
		text, isText := schema["schema"].(string)
		if !isText {
			text = string(schema["schema"].(json.RawMessage))
		}
		var value any
		_ = json.Unmarshal([]byte(text), &value)
		schema["schema"] = value
	}
	return c
}

func list(v any) []any { l, _ := v.([]any); return l }
