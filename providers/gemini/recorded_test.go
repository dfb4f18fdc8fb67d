package gemini

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"causeway/core"

	"github.com/stretchr/testify/require"
)

// TestRecordedRequestsComeOutOfTheHub says what recorded requests to generateContent ask for in the hub's words, and
// expects the translation to ask Google for the same thing.
func TestRecordedRequestsComeOutOfTheHub(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(fixtures, "*", "generate_content-*.json"))
	require.NoError(t, err)
	if len(paths) == 0 {
		t.Log("no recorded traffic at", fixtures)
		return
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		var f struct {
			Model   string
			Request struct{ Body json.RawMessage }
		}
		require.NoError(t, json.Unmarshal(raw, &f))
		asked := parsed(t, f.Request.Body)
		if asked == nil {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(path), ".json"), func(t *testing.T) {
			asked := canonical(asked, "").(map[string]any)
			hub, err := json.Marshal(hubOf(asked))
			require.NoError(t, err)
			r := &core.Request{Endpoint: core.Chat, Model: f.Model, Body: string(hub), Vendor: &core.Vendor{Name: "google"}}
			out, fault := appendRequest(nil, r)
			require.Nil(t, fault, "%s", hub)
			require.Subset(t, []string{"response_format.json_schema.name"}, r.Dropped())
			require.Equal(t, bare(asked), bare(canonical(parsed(t, out), "").(map[string]any)))
		})
	}
}

// parsed is a body, which the recording may hold as text or as JSON.
func parsed(t *testing.T, raw []byte) any {
	var value any
	require.NoError(t, json.Unmarshal(raw, &value))
	if text, is := value.(string); is {
		require.NoError(t, json.Unmarshal([]byte(text), &value))
	}
	return value
}

// opaque are the members whose contents are the caller's own.
var opaque = map[string]bool{"args": true, "response": true, "parameters": true, "parametersJsonSchema": true, "responseSchema": true,
	"responseJsonSchema": true, "labels": true}

// canonical is a value with Google's names in camelCase, and without null and false.
func canonical(value any, key string) any {
	switch v := value.(type) {
	case map[string]any:
		if opaque[key] {
			return v
		}
		out := map[string]any{}
		for k, x := range v {
			if x == nil || x == false && k == "thought" {
				continue
			}
			out[camel(k)] = canonical(x, camel(k))
		}
		return out
	case []any:
		out := []any{}
		for _, x := range v {
			out = append(out, canonical(x, key))
		}
		return out
	}
	return value
}

func camel(key string) string {
	words := strings.Split(key, "_")
	for i := range words[1:] {
		words[i+1] = strings.ToUpper(words[i+1][:1]) + words[i+1][1:]
	}
	return strings.Join(words, "")
}

// bare is a canonical request without what may differ: where a content ends and the next of its role begins, ids
// (only some models give them), the two spellings of a schema, the role of an instruction, parts and members of nothing. A
// signature on a thought is moved to the text behind it, where every recorded reply has it and one client does not.
func bare(q map[string]any) map[string]any {
	delete(q, "model")
	var contents []any
	for _, c := range objects(q["contents"]) {
		role, parts := c["role"], kept(c["parts"])
		if role == nil {
			role = "user"
		}
		if n := len(contents); n > 0 && contents[n-1].(map[string]any)["role"] == role {
			last := contents[n-1].(map[string]any)
			last["parts"] = append(last["parts"].([]any), parts...)
			continue
		}
		contents = append(contents, map[string]any{"role": role, "parts": parts})
	}
	q["contents"] = contents
	if s, is := q["systemInstruction"].(map[string]any); is {
		delete(s, "role")
		if s["parts"] = kept(s["parts"]); len(s["parts"].([]any)) == 0 {
			delete(q, "systemInstruction")
		}
	}
	var functions, tools []any
	for _, tool := range objects(q["tools"]) {
		for _, f := range objects(tool["functionDeclarations"]) {
			rename(f, "parametersJsonSchema", "parameters")
			functions = append(functions, f)
		}
		if delete(tool, "functionDeclarations"); len(tool) > 0 {
			tools = append(tools, tool)
		}
	}
	q["tools"], q["functions"] = tools, functions
	if g, is := q["generationConfig"].(map[string]any); is {
		rename(g, "responseJsonSchema", "responseSchema")
	} else {
		q["generationConfig"] = map[string]any{}
	}
	for key, value := range q {
		if m, is := value.(map[string]any); is && len(m) == 0 {
			delete(q, key)
		}
	}
	return q
}

// kept are the parts that say something.
func kept(parts any) []any {
	if one, is := parts.(map[string]any); is {
		parts = []any{one}
	}
	out := []any{}
	var waiting any
	for _, p := range objects(parts) {
		if p["text"] == "" && len(p) == 1 {
			continue
		}
		if s := p["thoughtSignature"]; p["thought"] == true && s != nil {
			waiting = s
			delete(p, "thoughtSignature")
		} else if waiting != nil {
			p["thoughtSignature"], waiting = waiting, nil
		}
		for _, key := range []string{"functionCall", "functionResponse"} {
			if f, is := p[key].(map[string]any); is {
				delete(f, "id")
			}
		}
		out = append(out, p)
	}
	return out
}

func rename(m map[string]any, from, to string) {
	if v, has := m[from]; has {
		m[to] = v
		delete(m, from)
	}
}

func objects(value any) (out []map[string]any) {
	all, _ := value.([]any)
	for _, v := range all {
		if m, is := v.(map[string]any); is {
			out = append(out, m)
		}
	}
	return out
}

// hubOf says a canonical request in the hub's words.
func hubOf(q map[string]any) map[string]any {
	hub := map[string]any{}
	var messages []any
	if s, is := q["systemInstruction"].(map[string]any); is {
		for _, p := range kept(s["parts"]) {
			messages = append(messages, map[string]any{"role": "system", "content": p.(map[string]any)["text"]})
		}
	}
	calls := 0
	var open []string // ids of calls without a result, as "name id"
	for _, c := range objects(q["contents"]) {
		if c["role"] == "model" {
			messages = append(messages, assistantOf(c, &calls, &open))
			continue
		}
		messages = append(messages, usersOf(c, &open)...)
	}
	hub["messages"] = messages
	hub["tools"] = toolsOf(q["tools"])
	for _, key := range []string{"safetySettings", "cachedContent", "labels", "modelArmorConfig"} {
		if v, has := q[key]; has {
			hub[key] = v
		}
	}
	settingsOf(hub, q)
	return hub
}

func assistantOf(c map[string]any, calls *int, open *[]string) map[string]any {
	m := map[string]any{"role": "assistant"}
	var blocks, called, ran []any
	for _, p := range objects(c["parts"]) {
		call, isCall := p["functionCall"].(map[string]any)
		text, isText := p["text"].(string)
		switch {
		case isCall:
			*calls++
			id := fmt.Sprint("call_", *calls)
			*open = append(*open, fmt.Sprint(call["name"], " ", id))
			args, _ := json.Marshal(call["args"])
			function := map[string]any{"name": call["name"], "arguments": string(args)}
			if p["thoughtSignature"] != nil {
				function["thought_signature"] = p["thoughtSignature"]
			}
			called = append(called, map[string]any{"id": id, "type": "function", "function": function})
		case isText && p["thought"] == true:
			blocks = append(blocks, map[string]any{"type": "thinking", "thinking": text, "signature": p["thoughtSignature"]})
		case isText:
			blocks = append(blocks, map[string]any{"type": "text", "text": text})
			if p["thoughtSignature"] != nil {
				blocks = append(blocks, map[string]any{"type": "thinking", "thinking": "", "signature": p["thoughtSignature"]})
			}
		default:
			ran = append(ran, p)
		}
	}
	m["content_blocks"], m["tool_calls"], m["server_parts"] = blocks, called, ran
	return m
}

// usersOf are the messages in a user's content: results, and what else there is.
func usersOf(c map[string]any, open *[]string) (messages []any) {
	for _, p := range objects(c["parts"]) {
		if f, is := p["functionResponse"].(map[string]any); is {
			response, _ := json.Marshal(f["response"])
			messages = append(messages, map[string]any{"role": "tool", "tool_call_id": take(open, fmt.Sprint(f["name"])), "content": string(response)})
			continue
		}
		messages = append(messages, map[string]any{"role": "user", "content": []any{partOf(p)}})
	}
	return messages
}

func take(open *[]string, name string) string {
	for i, o := range *open {
		if of, id, _ := strings.Cut(o, " "); of == name {
			*open = append((*open)[:i:i], (*open)[i+1:]...)
			return id
		}
	}
	return ""
}

func partOf(p map[string]any) map[string]any {
	if data, is := p["inlineData"].(map[string]any); is {
		url := fmt.Sprint("data:", data["mimeType"], ";base64,", data["data"])
		return map[string]any{"type": "file", "file": map[string]any{"file_data": url}}
	}
	if file, is := p["fileData"].(map[string]any); is {
		return map[string]any{"type": "file", "file": map[string]any{"file_url": file["fileUri"], "mime_type": file["mimeType"]}}
	}
	return map[string]any{"type": "text", "text": p["text"]}
}

func toolsOf(value any) (tools []any) {
	for _, tool := range objects(value) {
		for _, f := range objects(tool["functionDeclarations"]) {
			function := map[string]any{"name": f["name"], "description": f["description"], "parameters": f["parameters"]}
			if schema, has := f["parametersJsonSchema"]; has {
				function["parameters"] = schema
			}
			if schema, has := f["responseJsonSchema"]; has {
				function["responseJsonSchema"] = schema
			}
			tools = append(tools, map[string]any{"type": "function", "function": function})
		}
		for key, options := range tool {
			if key != "functionDeclarations" {
				tools = append(tools, map[string]any{key: options})
			}
		}
	}
	return tools
}

// settingsOf sets what OpenAI has a name for, and leaves the rest in Google's.
func settingsOf(hub, q map[string]any) {
	rest := map[string]any{}
	config, _ := q["generationConfig"].(map[string]any)
	for key, value := range config {
		switch key {
		case "temperature", "seed":
			hub[key] = value
		case "topP":
			hub["top_p"] = value
		case "topK":
			hub["top_k"] = value
		case "maxOutputTokens":
			hub["max_tokens"] = value
		case "stopSequences":
			hub["stop"] = value
		case "candidateCount":
			hub["n"] = value
		case "responseLogprobs":
			hub["logprobs"] = value
		case "logprobs":
			hub["top_logprobs"] = value
		case "thinkingConfig":
			hub["extra_body"] = map[string]any{"google": map[string]any{"thinking_config": value}}
		case "responseMimeType":
			if value == "application/json" {
				hub["response_format"] = map[string]any{"type": "json_object"}
			}
		case "responseSchema", "responseJsonSchema":
		case "responseModalities":
			hub["modalities"] = value
		default:
			rest[key] = value
		}
	}
	for _, key := range []string{"responseSchema", "responseJsonSchema"} {
		if schema, has := config[key]; has {
			hub["response_format"] = map[string]any{"type": "json_schema", "json_schema": map[string]any{"name": "reply", "schema": schema}}
		}
	}
	if len(rest) > 0 {
		hub["generation_config"] = rest
	}
	if tools, is := q["toolConfig"].(map[string]any); is {
		hub["tool_config"] = tools
	}
}
