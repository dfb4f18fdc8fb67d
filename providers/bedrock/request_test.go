package bedrock

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core"
)

const (
	sonnet = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
	newest = "global.anthropic.claude-opus-5-v1"
	nova   = "us.amazon.nova-2-lite-v1:0"
	llama  = "us.meta.llama4-scout-17b-instruct-v1:0"
)

func TestRequests(t *testing.T) {
	for _, c := range []struct {
		name, model, hub, want string
		dropped                []string
	}{
		{"system messages stand apart, turns are joined", nova,
			`{"messages":[{"role":"user","content":"a"},{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"b"}]},{"role":"developer","content":"d"},{"role":"assistant","content":"c"}]}`,
			`{"system":[{"text":"s"},{"text":"d"}],"messages":[{"role":"user","content":[{"text":"a"},{"text":"b"}]},{"role":"assistant","content":[{"text":"c"}]}]}`, nil},
		{"Anthropic's own system, text escaped as it came", sonnet,
			`{"system":"s\u00e9","messages":[{"role":"user","content":"\"a\"\n"}]}`,
			`{"system":[{"text":"s\u00e9"}],"messages":[{"role":"user","content":[{"text":"\"a\"\n"}]}]}`, nil},
		{"Converse's own members, in Portkey's spelling too", nova,
			`{"messages":[],"guardrail_config":{"guardrailIdentifier":"g"},"performance_config":{"latency":"optimized"},"requestMetadata":{"team":"a"},"additional_model_response_field_paths":["/x"],"service_tier":"priority"}`,
			`{"messages":[],"serviceTier":{"type":"priority"},"guardrailConfig":{"guardrailIdentifier":"g"},"performanceConfig":{"latency":"optimized"},"requestMetadata":{"team":"a"},"additionalModelResponseFieldPaths":["/x"]}`, nil},
		{"additional fields: the caller's own go first", sonnet,
			`{"messages":[],"top_k":5,"user":"u","anthropic_beta":"a, b","additionalModelRequestFields":{"top_k":7,"x":1}}`,
			`{"messages":[],"additionalModelRequestFields":{"top_k":7,"x":1,"anthropic_beta":["a","b"],"metadata":{"user_id":"u"}}}`, nil},
		{"what a maker takes under OpenAI's name", "cohere.command-r-v1:0",
			`{"messages":[],"seed":7,"frequency_penalty":0.5,"top_k":3,"logit_bias":{}}`,
			`{"messages":[],"additionalModelRequestFields":{"seed":7,"frequency_penalty":0.5,"k":3}}`, []string{"logit_bias"}},
		{"an effort is a budget, half of the limit at most", sonnet,
			`{"messages":[],"max_completion_tokens":4000,"reasoning_effort":"high","temperature":1}`,
			`{"messages":[],"additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":2000}},"inferenceConfig":{"maxTokens":4000,"temperature":1}}`, nil},
		{"no room for a budget", sonnet, `{"messages":[],"max_tokens":1000,"reasoning_effort":"low"}`,
			`{"messages":[],"inferenceConfig":{"maxTokens":1000}}`, []string{"reasoning_effort"}},
		{"forced tools exclude thinking", sonnet,
			`{"messages":[],"reasoning_effort":"low","tool_choice":"required","tools":[{"type":"function","function":{"name":"f"}}]}`,
			`{"messages":[],"toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object","properties":{}}}}}],"toolChoice":{"any":{}}}}`, []string{"reasoning_effort"}},
		{"an effort where thinking is adaptive, and nothing to sample", newest,
			`{"messages":[],"reasoning_effort":"minimal","temperature":0.2,"top_p":0.9}`,
			`{"messages":[],"additionalModelRequestFields":{"thinking":{"type":"adaptive"}},"outputConfig":{"effort":"low"}}`, []string{"temperature", "top_p"}},
		{"an effort where it has three words", nova, `{"messages":[],"reasoning_effort":"xhigh"}`,
			`{"messages":[],"additionalModelRequestFields":{"reasoningConfig":{"type":"enabled","maxReasoningEffort":"high"}}}`, nil},
		{"an effort as OpenAI has it", "openai.gpt-oss-20b-1:0", `{"messages":[],"reasoning_effort":"low"}`,
			`{"messages":[],"additionalModelRequestFields":{"reasoning_effort":"low"}}`, nil},
		{"thinking that the model knows nothing of", llama, `{"messages":[],"thinking":{"type":"enabled","budget_tokens":1024},"reasoning_effort":"low","top_k":1}`,
			`{"messages":[]}`, []string{"thinking", "reasoning_effort", "top_k"}},
		{"temperature or top_p", sonnet, `{"messages":[],"temperature":1.5,"top_p":0.5,"stop":["a","","b"]}`,
			`{"messages":[],"inferenceConfig":{"temperature":1,"stopSequences":["a","b"]}}`, []string{"top_p", "temperature", "stop"}},
		{"a schema for a model that cannot be held to it", llama,
			`{"messages":[],"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type": "object"}}}}`,
			`{"system":[{"text":"Answer with one JSON value that conforms to the JSON Schema below and nothing else: no explanation, no Markdown fence.\n\n{\"type\":\"object\"}"}],"messages":[]}`, []string{"response_format"}},
		{"Claude's own tools", sonnet, `{"messages":[],"tools":[{"type":"bash_20250124","name":"bash"}],"tool_choice":"required"}`,
			`{"messages":[],"additionalModelRequestFields":{"tools":[{"type":"bash_20250124","name":"bash"}]}}`, nil},
		{"they are nobody else's", nova, `{"messages":[],"tools":[{"type":"bash_20250124","name":"bash"},{"systemTool":{"name":"nova_grounding"}}]}`,
			`{"messages":[],"toolConfig":{"tools":[{"systemTool":{"name":"nova_grounding"}}]}}`, []string{"tools[].type"}},
		{"strict tools, where there are", sonnet,
			`{"messages":[],"tools":[{"type":"function","function":{"name":"f","description":"","strict":true,"parameters":{"properties":{}}},"cache_control":{"type":"ephemeral"}}],"parallel_tool_calls":false}`,
			`{"messages":[],"toolConfig":{"tools":[{"toolSpec":{"name":"f","strict":true,"inputSchema":{"json":{"type":"object","properties":{}}}}},{"cachePoint":{"type":"default"}}]}}`, []string{"parallel_tool_calls"}},
		{"a conversation with calls keeps its tools, whatever is chosen", nova,
			`{"messages":[{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":""}}]},{"role":"tool","tool_call_id":"a","content":""}],"tool_choice":"none"}`,
			`{"messages":[{"role":"assistant","content":[{"toolUse":{"toolUseId":"a","name":"f","input":{}}}]},{"role":"user","content":[{"toolResult":{"toolUseId":"a","content":[]}}]}],"toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object","properties":{}}}}}]}}`, []string{"tool_choice"}},
		{"OpenAI's older calls", nova,
			`{"functions":[{"name":"f","parameters":{"type":"object"}}],"function_call":{"name":"f"},"messages":[{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{\"a\":1}"}},{"role":"function","name":"f","content":"r"}]}`,
			`{"messages":[{"role":"assistant","content":[{"toolUse":{"toolUseId":"function_1","name":"f","input":{"a":1}}}]},{"role":"user","content":[{"toolResult":{"toolUseId":"function_1","content":[{"text":"r"}]}}]}],"toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object"}}}}],"toolChoice":{"tool":{"name":"f"}}}}`, nil},
		{"blocks in their order, a call among them", sonnet,
			`{"messages":[{"role":"assistant","content":"ab","content_blocks":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"text","text":"a"},{"type":"tool_use","id":"x"},{"type":"text","text":"b"},{"type":"server_tool_use","id":"q"},{"type":"thinking","thinking":"unsigned"}],"tool_calls":[{"id":"x","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"y","type":"function","function":{"name":"g","arguments":"{}"}}]}]}`,
			`{"messages":[{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"t","signature":"s"}}},{"text":"a"},{"toolUse":{"toolUseId":"x","name":"f","input":{}}},{"text":"b"},{"toolUse":{"toolUseId":"y","name":"g","input":{}}}]}],"toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object","properties":{}}}}},{"toolSpec":{"name":"g","inputSchema":{"json":{"type":"object","properties":{}}}}}]}}`,
			[]string{"messages[].content_blocks[].server_tool_use", "messages[].content_blocks[].thinking"}},
		{"cache points, once where they are asked for twice", sonnet,
			`{"messages":[{"role":"user","cache_control":{"type":"ephemeral"},"content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}]}]}`,
			`{"messages":[{"role":"user","content":[{"text":"a"},{"cachePoint":{"type":"default"}}]}]}`, nil},
		{"no cache", llama, `{"messages":[{"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}]}]}`,
			`{"messages":[{"role":"user","content":[{"text":"a"}]}]}`, []string{"cache_control"}},
		{"files", nova,
			`{"messages":[{"role":"user","content":[{"type":"file","file":{"file_data":"JVBE"}},{"type":"file","file":{"file_data":"eA==","filename":"a.b.csv"}},{"type":"file","file":{"file_data":"eA==","filename":"a.b.csv"}},{"type":"file","file":{"file_data":"data:image/jpg;base64,eA=="}},{"type":"input_audio","input_audio":{"data":"eA==","format":"wav"}},{"type":"image_url","image_url":"s3://b/k.WEBP"}]}]}`,
			`{"messages":[{"role":"user","content":[{"document":{"format":"pdf","name":"Document","source":{"bytes":"JVBE"}}},{"document":{"format":"csv","name":"a b","source":{"bytes":"eA=="}}},{"document":{"format":"csv","name":"a b 2","source":{"bytes":"eA=="}}},{"image":{"format":"jpeg","source":{"bytes":"eA=="}}},{"audio":{"format":"wav","source":{"bytes":"eA=="}}},{"image":{"format":"webp","source":{"s3Location":{"uri":"s3://b/k.WEBP"}}}}]}]}`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.True(t, json.Valid([]byte(c.hub)), "the test itself")
			r := &core.Request{Body: c.hub, Model: c.model, Vendor: &core.Vendor{}}
			got, fault := AppendConverse(nil, r)
			require.Nil(t, fault)
			require.JSONEq(t, c.want, string(got))
			require.Equal(t, c.dropped, r.Dropped())
		})
	}
}

func TestRefusals(t *testing.T) {
	for hub, param := range map[string]string{
		`{}`:                    "messages",
		`{"messages":[],"n":2}`: "n",
		`{"messages":[{"role":"bot","content":"a"}]}`:                                                                               "messages[0].role",
		`{"messages":[{"role":"user","content":7}]}`:                                                                                "messages[0].content",
		`{"messages":[{"role":"user","content":[{"type":"moon"}]}]}`:                                                                "messages[0].content[0].type",
		`{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"ftp://x"}}]}]}`:                             "messages[0].content[0].image_url",
		`{"messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"f"}}]}]}`:                                         "messages[0].content[0].file",
		`{"messages":[{"role":"user","content":[{"type":"file","file":{"file_data":"data:application/zip;base64,UEs="}}]}]}`:        "messages[0].content[0].file",
		`{"messages":[{"role":"system","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,eA=="}}]}]}`:        "messages[0].content[0].type",
		`{"messages":[{"role":"tool","content":"a"}]}`:                                                                              "messages[0].tool_call_id",
		`{"messages":[{"role":"assistant","tool_calls":[{"id":"a","type":"custom"}]}]}`:                                             "messages[0].tool_calls[0].function",
		`{"messages":[{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"[1]"}}]}]}`: "messages[0].tool_calls[0].function.arguments",
		`{"messages":[],"response_format":{"type":"json_schema"}}`:                                                                  "response_format.json_schema.schema",
		`{"messages":[],"tool_choice":{"type":"moon"},"tools":[{"type":"function","function":{"name":"f"}}]}`:                       "tool_choice",
		`{"messages":[],"additionalModelRequestFields":[]}`:                                                                         "additionalModelRequestFields",
	} {
		r := &core.Request{Body: hub, Model: sonnet, Vendor: &core.Vendor{}}
		_, fault := AppendConverse(nil, r)
		require.NotNil(t, fault, hub)
		require.Equal(t, param, fault.Param)
		require.Equal(t, 400, fault.Status)
	}
}

func TestMessagesKeepTheirBytes(t *testing.T) {
	r := &core.Request{Body: `{ "model":"m", "max_tokens" : 1e2,"stream":true,"messages":[ {"role":"user","content":"\u00e9"} ],"unheard_of":{"a": 1} }`, Vendor: &core.Vendor{}}
	got, fault := AppendMessages(nil, r)
	require.Nil(t, fault)
	require.Equal(t, `{ "max_tokens" : 1e2,"messages":[ {"role":"user","content":"\u00e9"} ],"unheard_of":{"a": 1},"anthropic_version":"bedrock-2023-05-31" }`, string(got))
}

func TestPrompts(t *testing.T) {
	for _, c := range []struct{ model, hub, want string }{
		{"amazon.titan-text-express-v1", `{"prompt":"p","max_tokens":5,"stop":"x","top_p":1}`,
			`{"inputText":"p","textGenerationConfig":{"maxTokenCount":5,"stopSequences":["x"],"topP":1}}`},
		{"mistral.mistral-7b-instruct-v0:2", `{"prompt":["p"],"n":1,"stop":["x"],"top_k":2}`, `{"prompt":"p","stop":["x"],"top_k":2}`},
		{"cohere.command-text-v14", `{"prompt":"p","n":2,"stop":"x"}`, `{"prompt":"p","num_generations":2,"stop_sequences":["x"]}`},
		{"ai21.j2-ultra-v1", `{"prompt":"p","max_tokens":2,"temperature":0}`, `{"prompt":"p","maxTokens":2,"temperature":0}`},
	} {
		r := &core.Request{Body: c.hub, Model: c.model}
		require.True(t, TakesPrompts(r))
		got, fault := AppendPrompt(nil, r)
		require.Nil(t, fault)
		require.JSONEq(t, c.want, string(got))
	}
	require.False(t, TakesPrompts(&core.Request{Model: sonnet}))
	for _, hub := range []string{`{"prompt":["a","b"]}`, `{"prompt":[1,2]}`, `{}`} {
		_, fault := AppendPrompt(nil, &core.Request{Body: hub, Model: llama})
		require.Equal(t, "prompt", fault.Param)
	}
}

func TestEmbeddingRequests(t *testing.T) {
	for _, c := range []struct {
		model, hub, want string
		dropped          []string
	}{
		{"amazon.titan-embed-text-v1", `{"input":"a","dimensions":256,"encoding_format":"float"}`, `{"inputText":"a"}`, []string{"dimensions"}},
		{"amazon.titan-embed-image-v1", `{"input":["a"],"dimensions":384,"inputImage":"eA=="}`, `{"inputText":"a","embeddingConfig":{"outputEmbeddingLength":384},"inputImage":"eA=="}`, nil},
		{"cohere.embed-english-v3", `{"input":"a","dimensions":9,"truncate":"END"}`, `{"texts":["a"],"input_type":"search_document","truncate":"END"}`, []string{"dimensions"}},
		{"amazon.nova-2-multimodal-embeddings-v1:0", `{"input":"a","dimensions":1024}`,
			`{"taskType":"SINGLE_EMBEDDING","singleEmbeddingParams":{"embeddingPurpose":"GENERIC_INDEX","embeddingDimension":1024,"text":{"truncationMode":"END","value":"a"}}}`, nil},
	} {
		r := &core.Request{Body: c.hub, Model: c.model}
		got, fault := appendEmbed(nil, r)
		require.Nil(t, fault)
		require.JSONEq(t, c.want, string(got))
		require.Equal(t, c.dropped, r.Dropped())
	}
	for _, hub := range []string{`{"input":["a","b"]}`, `{"input":[1]}`, `{}`} {
		_, fault := appendEmbed(nil, &core.Request{Body: hub, Model: "amazon.titan-embed-text-v2:0"})
		require.Equal(t, "input", fault.Param, hub)
	}
	o := &core.ReadOptions{Request: &core.Request{Body: "{}"}}
	for _, body := range []string{`{}`, `{"embeddings":{}}`, `[`, `{"embedding":{}}`} {
		_, ok := appendVectors(nil, o, body)
		require.False(t, ok, body)
	}
	_, ok := appendModels(nil, nil, `{"models":[]}`)
	require.False(t, ok)
	_, ok = appendCounted(nil, nil, `{"tokens":1}`)
	require.False(t, ok)
}

// Whatever JSON comes as a request gives JSON or a fault.
func FuzzRequest(f *testing.F) {
	f.Add(sonnet, `{"messages":[{"role":"user","content":[{"type":"text","text":"a","cache_control":{}}]}],"tools":[{}],"thinking":{}}`)
	f.Add(nova, `{"messages":[{"role":"assistant","content_blocks":[{"type":"thinking"}],"tool_calls":[{}]},{"role":"tool"}],"tool_choice":"none"}`)
	f.Add(llama, `{"messages":[],"response_format":{"type":"json_schema","json_schema":{"schema":{}}},"input":[""],"prompt":"a","stop":"x"}`)
	f.Fuzz(func(t *testing.T, model, body string) {
		var whole map[string]json.RawMessage
		if json.Unmarshal([]byte(body), &whole) != nil || whole == nil {
			return
		}
		for _, write := range []func([]byte, *core.Request) ([]byte, *core.Fault){AppendConverse, AppendMessages, AppendPrompt, appendEmbed, appendCount} {
			got, fault := write(nil, &core.Request{Body: body, Model: model, Vendor: &core.Vendor{}})
			if fault == nil {
				require.True(t, json.Valid(got), string(got))
			}
		}
	})
}
