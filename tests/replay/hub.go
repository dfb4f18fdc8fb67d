package replay

import (
	"fmt"
	"slices"
	"strings"

	"causeway/core"
)

// Dialects that no door speaks are asked in the hub's words: what a provider accepted is said in those, and must come out
// of the translation with nothing missing.

// retells asks for what r asked for, at the chat door.
func (b *Bench) retells(r *Recording, s Speaker, v *core.Vendor) (problems []string) {
	asked := parseObject(r.Asked())
	hub := hubOf(r, asked)
	if hub == nil {
		return nil
	}
	c := s.call(v, "POST", "/v1/chat/completions", encode(hub))
	t := b.send(c, heard{status: 503, kind: "application/json", body: "{}"}, "", nil, b.Cuts[0])
	if why := t.ill(); why != "" {
		return []string{"retold: " + why}
	}
	if len(t.sent) == 0 {
		return []string{"retold: it was not sent: " + excerpt(t.body)}
	}
	sent := scalars(parse(t.last().Body), nil)
	all := strings.Join(leaves(parse(t.last().Body), nil), "\x00")
	for _, value := range scalars(map[string]any(asked), nil) {
		if !slices.Contains(sent, value) && !strings.Contains(all, value) {
			problems = append(problems, "retold: lost: "+excerpt(value))
		}
	}
	return problems
}

// hubOf is a request in the hub's words, nil where the hub has none for it or it is the hub's already.
func hubOf(r *Recording, asked object) object {
	var hub object
	switch {
	case asked == nil || r.IsFailure():
		return nil
	case r.Endpoint == "converse":
		hub = hubOfConverse(asked)
	case r.Provider == "cohere" && asked["messages"] != nil && strings.Contains(r.Path(), "/v2/"):
		hub = hubOfCohere(asked)
	case r.Provider == "ollama" && r.Endpoint == "chat":
		hub = hubOfOllama(asked)
	}
	if hub != nil {
		hub["model"] = r.Model
	}
	return hub
}

// hubOfCohere takes what Cohere spells otherwise. Its documents and its thinking budget have no words there.
func hubOfCohere(asked object) object {
	if asked["documents"] != nil || asked["thinking"] != nil || asked["raw_prompting"] != nil || strings.Contains(encode(asked), `"document"`) {
		return nil
	}
	hub := renamed(asked, map[string]string{"stop_sequences": "stop", "p": "top_p", "k": "top_k"})
	if choice, ok := hub["tool_choice"].(string); ok {
		hub["tool_choice"] = strings.ToLower(choice)
	}
	if format := object(hub).at("response_format"); format["json_schema"] != nil {
		hub["response_format"] = object{"type": "json_schema", "json_schema": object{"name": "answer", "schema": format["json_schema"]}}
	}
	for _, m := range hub.each("messages") {
		if m["tool_plan"] != nil {
			m["content"] = m["tool_plan"] // which is what it is to others
			delete(m, "tool_plan")
		}
	}
	return hub
}

// hubOfOllama takes the options that are everybody's out of their object.
func hubOfOllama(asked object) object {
	hub := renamed(asked, map[string]string{"think": "", "options": "", "format": "", "keep_alive": ""})
	own := object{}
	for key, value := range renamed(asked.at("options"), map[string]string{"num_predict": "max_tokens"}) {
		if slices.Contains([]string{"max_tokens", "temperature", "top_p", "top_k", "seed", "stop"}, key) {
			hub[key] = value
		} else {
			own[key] = value
		}
	}
	if len(own) > 0 {
		hub["options"] = own
	}
	if format := asked.at("format"); format != nil {
		hub["response_format"] = object{"type": "json_schema", "json_schema": object{"name": "answer", "schema": map[string]any(format)}}
	}
	if asked.text("format") == "json" {
		hub["response_format"] = object{"type": "json_object"}
	}
	calls := 0
	for _, m := range hub.each("messages") {
		if m["thinking"] != nil {
			m["reasoning_content"] = m["thinking"]
			delete(m, "thinking")
		}
		for i, call := range m.each("tool_calls") {
			call["id"], call["type"] = fmt.Sprint("call_", i), "function"
			call.at("function")["arguments"] = encode(call.at("function")["arguments"])
			delete(call.at("function"), "index")
		}
		if m.text("role") == "tool" {
			m["tool_call_id"] = fmt.Sprint("call_", calls)
			calls++
		} else {
			calls = 0
		}
	}
	return hub
}

// hubOfConverse puts Converse's blocks into OpenAI's messages. What has no words there: guards, cache points, documents,
// videos, results of searches, and fields of the model's own.
func hubOfConverse(asked object) object {
	text := encode(asked)
	for _, own := range [...]string{`"guard`, `"cachePoint"`, `"document"`, `"video"`, `"additionalModel`, `"outputConfig"`, `"systemTool"`, `"reasoningContent"`, `"searchResult"`} {
		if strings.Contains(text, own) {
			return nil
		}
	}
	var messages []any
	for _, block := range asked.each("system") {
		messages = append(messages, object{"role": "system", "content": block["text"]})
	}
	for _, m := range asked.each("messages") {
		messages = append(messages, converseMessages(m)...)
	}
	config := asked.at("inferenceConfig")
	hub := renamed(config, map[string]string{"maxTokens": "max_tokens", "topP": "top_p", "stopSequences": "stop"})
	hub["messages"] = messages
	var tools []any
	for _, tool := range asked.at("toolConfig").each("tools") {
		spec := tool.at("toolSpec")
		tools = append(tools, object{"type": "function", "function": object{
			"name": spec["name"], "description": spec["description"], "parameters": spec.at("inputSchema")["json"]}})
	}
	if tools != nil {
		hub["tools"] = tools
	}
	return hub
}

// converseMessages are a message's blocks: its texts and pictures, its calls, and messages of their own for results.
func converseMessages(m object) (all []any) {
	var parts, calls []any
	for _, block := range m.each("content") {
		if block["text"] != nil {
			parts = append(parts, object{"type": "text", "text": block["text"]})
		}
		if image := block.at("image"); image != nil {
			url := "data:image/" + image.text("format") + ";base64," + image.at("source").text("bytes")
			parts = append(parts, object{"type": "image_url", "image_url": object{"url": url}})
		}
		if use := block.at("toolUse"); use != nil {
			calls = append(calls, object{"id": use["toolUseId"], "type": "function",
				"function": object{"name": use["name"], "arguments": encode(use["input"])}})
		}
		if result := block.at("toolResult"); result != nil {
			all = append(all, converseResult(result))
		}
	}
	if parts == nil && calls == nil {
		return all
	}
	said := object{"role": m["role"], "content": parts}
	if calls != nil {
		said["tool_calls"] = calls
	}
	return append(all, said)
}

func converseResult(result object) object {
	content := ""
	for _, c := range result.each("content") {
		content += c.text("text")
		if c["json"] != nil {
			content += encode(c["json"])
		}
	}
	return object{"role": "tool", "tool_call_id": result["toolUseId"], "content": content, "is_error": result.text("status") == "error"}
}

// renamed is a copy of o with other names; those without one are left out.
func renamed(o object, names map[string]string) object {
	copied := object{}
	for key, value := range parseObject(encode(map[string]any(o))) {
		name, is := names[key]
		if !is {
			name = key
		}
		if name != "" {
			copied[name] = value
		}
	}
	return copied
}
