package tests

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"causeway/core"
	"causeway/providers"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

// doors are what clients can say, with every member that some dialect reads.
var doors = [...]struct{ path, body string }{
	{"/v1/chat/completions", `{"model":"MODEL","messages":[{"role":"system","content":"be brief"},{"role":"user","name":"u","content":[{"type":"text","text":"hi"},
		{"type":"image_url","image_url":{"url":"data:image/png;base64,QQ==","detail":"low"}},{"type":"input_audio","input_audio":{"data":"QQ==","format":"wav"}},
		{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,QQ=="}}]},
		{"role":"assistant","content":null,"refusal":null,"reasoning_content":"so","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},
		{"role":"tool","tool_call_id":"c1","content":"3"}],
		"tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,"parameters":{"type":"object","properties":{"a":{"type":"integer"}}}}}],
		"tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false,"response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object"}}},
		"stream":true,"stream_options":{"include_usage":true},"n":2,"max_tokens":9,"max_completion_tokens":9,"temperature":1,"top_p":0.5,"top_k":3,"stop":["a"],"seed":1,
		"logprobs":true,"top_logprobs":2,"logit_bias":{"1":2},"presence_penalty":1,"frequency_penalty":1,"user":"u","metadata":{"a":"b"},"store":false,
		"modalities":["text"],"audio":{"voice":"v","format":"wav"},"reasoning_effort":"low","thinking":{"type":"enabled","budget_tokens":1024},
		"web_search_options":{"search_context_size":"low"},"prediction":{"type":"content","content":"x"},"service_tier":"auto","verbosity":"low",
		"functions":[{"name":"g"}],"function_call":"auto","safety_settings":[{"category":"c","threshold":"t"}]}`},
	{"/v1/messages", `{"model":"MODEL","max_tokens":9,"system":[{"type":"text","text":"be brief","cache_control":{"type":"ephemeral"}}],"messages":[
		{"role":"user","content":[{"type":"text","text":"hi"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"QQ=="}},
		{"type":"document","title":"t","source":{"type":"text","media_type":"text/plain","data":"x"}}]},
		{"role":"assistant","content":[{"type":"thinking","thinking":"so","signature":"S"},{"type":"tool_use","id":"t1","name":"f","input":{"a":1}}]},
		{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","is_error":false,"content":[{"type":"text","text":"3"}]}]}],
		"tools":[{"name":"f","description":"d","input_schema":{"type":"object","properties":{"a":{"type":"integer"}}}}],"tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true},
		"stream":true,"stop_sequences":["a"],"temperature":1,"top_p":0.5,"top_k":3,"metadata":{"user_id":"u"},"thinking":{"type":"enabled","budget_tokens":1024},
		"service_tier":"auto","output_config":{"effort":"low"},"mcp_servers":[]}`},
	{"/v1/messages/count_tokens", `{"model":"MODEL","system":"s","messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}],"tools":[{"name":"f","input_schema":{"type":"object"}}]}`},
	{"/v1/responses", `{"model":"MODEL","instructions":"be brief","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"},
		{"type":"input_image","image_url":"data:image/png;base64,QQ==","detail":"low"},{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,QQ=="}]},
		{"type":"reasoning","id":"r1","summary":[{"type":"summary_text","text":"so"}],"encrypted_content":"E"},
		{"type":"function_call","id":"f1","call_id":"c1","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c1","output":"3"}],
		"tools":[{"type":"function","name":"f","description":"d","strict":true,"parameters":{"type":"object"}}],"tool_choice":{"type":"function","name":"f"},"parallel_tool_calls":false,
		"text":{"format":{"type":"json_schema","name":"s","schema":{"type":"object"},"strict":true},"verbosity":"low"},"reasoning":{"effort":"low","summary":"auto"},
		"stream":true,"max_output_tokens":9,"temperature":1,"top_p":0.5,"top_logprobs":2,"user":"u","metadata":{"a":"b"},"store":false,"include":["reasoning.encrypted_content"],
		"previous_response_id":null,"truncation":"auto","background":false,"service_tier":"auto","prompt":null,"conversation":null}`},
	{"/v1/completions", `{"model":"MODEL","prompt":"hi","stream":true,"n":2,"best_of":2,"echo":true,"suffix":"x","logprobs":1,"max_tokens":9,"temperature":1,"top_p":1,"stop":["a"],"seed":1,"user":"u","logit_bias":{"1":2}}`},
	{"/v1/embeddings", `{"model":"MODEL","input":["a","b"],"encoding_format":"base64","dimensions":8,"user":"u","input_type":"query","task_type":"t","title":"t"}`},
	{"/v1/images/generations", `{"model":"MODEL","prompt":"a cat","n":2,"size":"1024x1024","quality":"hd","style":"vivid","response_format":"b64_json","user":"u","seed":1,"negative_prompt":"dogs","background":"auto","output_format":"png"}`},
}

// wrong are values that a member may not expect.
var wrong = [...]string{`null`, `true`, `-1`, `1e400`, `""`, `"x"`, `"\n\u00e9"`, `[]`, `[[]]`, `[null]`, `["x",1]`, `{}`, `[{}]`, `[{"type":1,"role":[]}]`, `{"type":null,"url":1}`}

// Whatever type any member has, at any depth, a call is refused in the client's words or goes to the provider as JSON: it is
// never this gateway's own fault.
func TestMembersOfEveryWrongType(t *testing.T) {
	gateway := newGateway()
	for _, vendor := range dialects() {
		t.Run(vendor.Name, func(t *testing.T) {
			for i := range doors {
				for _, body := range spoilt(t, doors[i].body) {
					answer(t, gateway, vendor, doors[i].path, body)
				}
			}
		})
	}
}

// dialects are vendors enough to have every dialect at every endpoint.
func dialects() (chosen []*core.Vendor) {
	seen := map[*core.Dialect]bool{}
	for _, name := range providers.Names() {
		v, isNew := providers.Lookup(name), false
		for i := range v.Services {
			isNew = isNew || !seen[v.Services[i].Dialect]
			seen[v.Services[i].Dialect] = true
		}
		if isNew || v.Derive != nil || v.Script != nil {
			chosen = append(chosen, v)
		}
	}
	return chosen
}

// spoilt are body and what becomes of it when one value in it is of another type.
func spoilt(t *testing.T, body string) (bodies []string) {
	var tree map[string]any
	require.NoError(t, json.Unmarshal([]byte(body), &tree))
	note := func() {
		text, err := json.Marshal(tree)
		require.NoError(t, err)
		bodies = append(bodies, string(text))
	}
	var visit func(v any, set func(v any))
	visit = func(v any, set func(v any)) {
		if set != nil {
			for _, w := range wrong {
				set(json.RawMessage(w))
				note()
			}
			set(v)
		}
		switch v := v.(type) {
		case map[string]any:
			for key, inner := range v {
				visit(inner, func(v2 any) { v[key] = v2 })
			}
		case []any:
			for i, inner := range v {
				visit(inner, func(v2 any) { v[i] = v2 })
			}
		}
	}
	note()
	visit(tree, nil)
	return bodies
}

// answer makes a call and requires a refusal in the client's words, or a request of JSON.
func answer(t *testing.T, gateway *core.Gateway, v *core.Vendor, path, body string) {
	t.Helper()
	defer func() {
		if cause := recover(); cause != nil {
			t.Errorf("%s, %s %s: panic: %v", v.Name, path, body, cause)
		}
	}()
	body = strings.Replace(body, "MODEL", modelOf(v), 1)
	x := gateway.Open(core.Call{Method: "POST", Path: path, Body: body, Header: introduction(v)}, 1764081360000, 1)
	for range 1000 {
		a := x.Next()
		switch a.Kind {
		case core.Update:
			x.Updated(1764081360000, "")
		case core.Wait:
			x.Tick(1764081360000 + a.Ms)
		case core.Fetch:
			if a.Header.Get("content-type") == "application/json" && a.Body != "" && !json.Valid([]byte(a.Body)) {
				t.Errorf("%s, %s %s: asks %s", v.Name, path, body, a.Body)
			}
			return
		case core.Write:
			if a.Status >= 500 || a.Status >= 400 && !isRefusal(path, a.Body) {
				t.Errorf("%s, %s %s: %d %s", v.Name, path, body, a.Status, a.Body)
			}
		case core.Done:
			return
		}
	}
	t.Errorf("%s, %s %s: no end", v.Name, path, body)
}

// isRefusal reports that a body is an error as clients of the door at path know it.
func isRefusal(path, body string) bool {
	e := gjson.Get(body, "error")
	ok := json.Valid([]byte(body)) && e.Get("message").Str != "" && e.Get("type").Str != ""
	if strings.HasPrefix(path, "/v1/messages") {
		return ok && gjson.Get(body, "type").Str == "error"
	}
	return ok
}

// introduction names a vendor and gives what it wants to know.
func introduction(v *core.Vendor) core.Header {
	h := core.Header{{Name: "content-type", Value: "application/json"}, {Name: "x-portkey-provider", Value: v.Name}, {Name: "authorization", Value: "Bearer k"}}
	for _, o := range v.Options {
		value := "us"
		switch {
		case strings.Contains(o.Key, "url"):
			value = "https://v.test/openai/v1"
		case o.Default != "", slices.ContainsFunc([]string{"auth", "account_json", "deployments", "key", "token"}, func(word string) bool { return strings.Contains(o.Key, word) }):
			continue
		}
		h = append(h, core.Field{Name: "x-portkey-" + o.Header, Value: value})
	}
	if v.Base == "" {
		h = append(h, core.Field{Name: "x-portkey-custom-host", Value: "https://v.test"})
	}
	return h
}

// modelOf is a model that the vendor's rows tell apart from others.
func modelOf(v *core.Vendor) string {
	if v.Name == "bedrock" || v.Name == "vertex-ai" {
		return "anthropic.claude-sonnet-4-5"
	}
	return "m"
}
