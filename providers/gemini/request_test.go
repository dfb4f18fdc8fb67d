package gemini

import (
	"encoding/json"
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/rewrite"

	"github.com/stretchr/testify/require"
)

// request translates a body for a model.
func request(model, body string) (string, *core.Request, *core.Fault) {
	r := &core.Request{Endpoint: core.Chat, Model: model, Body: body, Vendor: &core.Vendor{Name: "google"}}
	out, fault := appendRequest(nil, r)
	return string(out), r, fault
}

// translated checks one translation. hub and want are written without their outermost members: the messages, and what
// comes of them.
func translated(t *testing.T, model, hub, want string, dropped ...string) {
	t.Helper()
	out, r, fault := request(model, hub)
	require.Nil(t, fault)
	require.JSONEq(t, want, out)
	require.NotContains(t, out, ",}")
	require.Equal(t, dropped, r.Dropped())
}

const hi = `"messages":[{"role":"user","content":"Hi"}]`
const hiContents = `"contents":[{"role":"user","parts":[{"text":"Hi"}]}]`

func TestMessagesBecomeContents(t *testing.T) {
	for _, c := range []struct{ name, messages, want string }{
		{"system from anywhere, in order",
			`{"role":"system","content":"A"},{"role":"user","content":"Hi"},{"role":"developer","content":[{"type":"text","text":"B"},{"type":"text","text":"C"}]}`,
			`"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"systemInstruction":{"parts":[{"text":"A"},{"text":"B"},{"text":"C"}]}`},
		{"nothing but system", `{"role":"system","content":"A"},{"role":"system","content":"B"}`,
			`"contents":[{"role":"user","parts":[{"text":"A"},{"text":"B"}]}]`},
		{"one role in a row is one content",
			`{"role":"user","content":"A"},{"role":"user","content":[{"type":"text","text":"B"}]},{"role":"assistant","content":"C"},{"role":"assistant","content":"D"}`,
			`"contents":[{"role":"user","parts":[{"text":"A"},{"text":"B"}]},{"role":"model","parts":[{"text":"C"},{"text":"D"}]}]`},
		{"escapes keep their bytes", `{"role":"user","content":"\u00e9\n\"\ud83d\ude00"}`,
			`"contents":[{"role":"user","parts":[{"text":"\u00e9\n\"\ud83d\ude00"}]}]`},
		{"an empty answer leaves no part", `{"role":"user","content":"A"},{"role":"assistant","content":""},{"role":"user","content":"B"}`,
			`"contents":[{"role":"user","parts":[{"text":"A"},{"text":"B"}]}]`},
		{"a refusal is text", `{"role":"user","content":"A"},{"role":"assistant","content":null,"refusal":"No."}`,
			`"contents":[{"role":"user","parts":[{"text":"A"}]},{"role":"model","parts":[{"text":"No."}]}]`},
		{"an image in its data URL, slashes escaped", `{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image\/png;base64,iVBO\/w=="}}]}`,
			`"contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"iVBO\/w=="}}]}]`},
		{"a video", `{"role":"user","content":[{"type":"video_url","video_url":{"url":"gs://b/c.mp4"}}]}`,
			`"contents":[{"role":"user","parts":[{"fileData":{"mimeType":"video/mp4","fileUri":"gs://b/c.mp4"}}]}]`},
		{"addresses", `{"role":"user","content":[{"type":"image_url","image_url":"https://a.example/b.JPG?x=1.png"},{"type":"image_url","image_url":{"url":"gs://b/c","mime_type":"image/webp"}},{"type":"image_url","image_url":{"url":"https://a.example/image"}}]}`,
			`"contents":[{"role":"user","parts":[{"fileData":{"mimeType":"image/jpeg","fileUri":"https://a.example/b.JPG?x=1.png"}},{"fileData":{"mimeType":"image/webp","fileUri":"gs://b/c"}},{"fileData":{"fileUri":"https://a.example/image"}}]}]`},
		{"a sound", `{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"UklG","format":"wav"}}]}`,
			`"contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"audio/wav","data":"UklG"}}]}]`},
		{"files", `{"role":"user","content":[{"type":"file","file":{"file_data":"data:text/csv;charset=utf-8;base64,YQ=="}},{"type":"file","file":{"file_data":"JVBE"}},{"type":"file","file":{"file_data":"YQ==","filename":"a.md"}},{"type":"file","file":{"file_url":"https://a.example/doc"}},{"type":"file","file":{"file_id":"https://generativelanguage.googleapis.com/v1beta/files/x1"}}]}`,
			`"contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"text/csv","data":"YQ=="}},{"inlineData":{"mimeType":"application/pdf","data":"JVBE"}},{"inlineData":{"mimeType":"text/markdown","data":"YQ=="}},{"fileData":{"mimeType":"application/pdf","fileUri":"https://a.example/doc"}},{"fileData":{"fileUri":"https://generativelanguage.googleapis.com/v1beta/files/x1"}}]}]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			translated(t, "gemini-2.5-flash", `{"messages":[`+c.messages+`]}`, "{"+c.want+"}")
		})
	}
}

// turn is a question, what the model did about it, and the rest.
func turn(rest string) string {
	return `{"messages":[{"role":"user","content":"Q"},` + rest + `]}`
}

func turnContents(rest string) string {
	return `{"contents":[{"role":"user","parts":[{"text":"Q"}]},` + rest + `]}`
}

func TestCallsAndResults(t *testing.T) {
	const twoCalls = `{"role":"assistant","content":"Let me see.","tool_calls":[` +
		`{"id":"c1","type":"function","function":{"name":"add","arguments":"{ \"a\": 2, \"b\": 2.50 }"}},` +
		`{"id":"c2","type":"function","function":{"name":"now","arguments":""}}]}`
	const twoCallParts = `{"role":"model","parts":[{"text":"Let me see."},` +
		`{"functionCall":{"id":"c1","name":"add","args":{"a":2,"b":2.50}}},{"functionCall":{"id":"c2","name":"now","args":{}}}]}`
	for _, c := range []struct{ name, model, messages, want string }{
		{"text and calls stay together, results share a content", "gemini-2.5-pro",
			twoCalls + `,{"role":"tool","tool_call_id":"c2","content":"12:00"},{"role":"tool","tool_call_id":"c1","content":"{\"sum\": [3]}"},{"role":"user","content":"Go on"}`,
			twoCallParts + `,{"role":"user","parts":[{"functionResponse":{"id":"c2","name":"now","response":{"output":"12:00"}}},{"functionResponse":{"id":"c1","name":"add","response":{"sum":[3]}}},{"text":"Go on"}]}`},
		{"results of every shape", "gemini-2.5-pro",
			twoCalls + `,{"role":"tool","tool_call_id":"c1","content":"[1,2]"},{"role":"tool","tool_call_id":"c1","content":"\n {\"a\":1}\t"},{"role":"tool","tool_call_id":"c1","content":"{broken"},{"role":"tool","tool_call_id":"c1","content":"no","is_error":true},{"role":"tool","tool_call_id":"c1","content":"{\"a\":1}","is_error":true},{"role":"tool","tool_call_id":"c1","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},{"role":"tool","tool_call_id":"c1","content":null}`,
			twoCallParts + `,{"role":"user","parts":[` + strings.Join([]string{
				fr(`{"output":"[1,2]"}`), fr(`{"a":1}`), fr(`{"output":"{broken"}`), fr(`{"error":"no"}`),
				fr(`{"error":{"a":1}}`), fr(`{"output":"ab"}`), fr(`{"output":""}`)}, ",") + `]}`},
		{"a picture in a result follows it", "gemini-2.5-pro",
			twoCalls + `,{"role":"tool","tool_call_id":"c1","content":[{"type":"text","text":"see"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]}`,
			twoCallParts + `,{"role":"user","parts":[` + fr(`{"output":"see"}`) + `,{"inlineData":{"mimeType":"image/png","data":"AA=="}}]}`},
		{"an id used again names the latest call", "gemini-2.5-pro",
			`{"role":"assistant","tool_calls":[{"id":"x","function":{"name":"old","arguments":"{}"}}]},{"role":"tool","tool_call_id":"x","content":"1"},{"role":"assistant","tool_calls":[{"id":"x","function":{"name":"new","arguments":"{}"}}]},{"role":"tool","tool_call_id":"x","content":"2"}`,
			`{"role":"model","parts":[{"functionCall":{"id":"x","name":"old","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"id":"x","name":"old","response":{"output":"1"}}}]},{"role":"model","parts":[{"functionCall":{"id":"x","name":"new","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"id":"x","name":"new","response":{"output":"2"}}}]}`},
		{"the calls of older clients", "gemini-2.5-pro",
			`{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},{"role":"function","name":"f","content":"1"}`,
			`{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":"1"}}}]}`},
		{"signatures of both spellings go back", "gemini-3-flash-preview",
			`{"role":"assistant","tool_calls":[{"id":"1","function":{"name":"f","arguments":"{}","thought_signature":"S1\/="}},{"id":"2","function":{"name":"g","arguments":"{}"},"extra_content":{"google":{"thought_signature":"S2"}}}]}`,
			`{"role":"model","parts":[{"functionCall":{"id":"1","name":"f","args":{}},"thoughtSignature":"S1\/="},{"functionCall":{"id":"2","name":"g","args":{}},"thoughtSignature":"S2"}]}`},
		{"Gemini 3 gets a stand-in on the first call only", "models/gemini-3.1-pro-preview",
			`{"role":"assistant","tool_calls":[{"id":"1","function":{"name":"f","arguments":"{}"}},{"id":"2","function":{"name":"g","arguments":"{}"}}]}`,
			`{"role":"model","parts":[{"functionCall":{"id":"1","name":"f","args":{}},"thoughtSignature":"skip_thought_signature_validator"},{"functionCall":{"id":"2","name":"g","args":{}}}]}`},
		{"blocks: the signature stands on the text it led to", "gemini-2.5-pro",
			`{"role":"assistant","content":"AB","content_blocks":[{"type":"thinking","thinking":"hm","signature":"S"},{"type":"text","text":"A"},{"type":"text","text":"B"}]}`,
			`{"role":"model","parts":[{"text":"hm","thought":true},{"text":"A","thoughtSignature":"S"},{"text":"B"}]}`},
		{"blocks: without text an empty one carries it", "gemini-2.5-pro",
			`{"role":"assistant","content":null,"content_blocks":[{"type":"thinking","thinking":"","signature":"S"},{"type":"thinking","thinking":"x","signature":"T"}]}`,
			`{"role":"model","parts":[{"text":"","thoughtSignature":"S"},{"text":"x","thought":true},{"text":"","thoughtSignature":"T"}]}`},
		{"blocks: as this gateway writes a signature on text", "gemini-2.5-pro",
			`{"role":"assistant","content":"cd","content_blocks":[{"type":"thinking","thinking":"ab"},{"type":"text","text":"c"},{"type":"thinking","thinking":"","signature":"S"},{"type":"text","text":"d"},{"type":"thinking","thinking":""}]}`,
			`{"role":"model","parts":[{"text":"ab","thought":true},{"text":"c","thoughtSignature":"S"},{"text":"d"}]}`},
		{"what Google's servers ran goes back to them", "gemini-3-flash-preview",
			`{"role":"assistant","content":"A","server_parts":[{"toolCall": {"id":"1"},"thoughtSignature":"S"},7,{"toolResponse":{"id":"1"}}]}`,
			`{"role":"model","parts":[{"toolCall":{"id":"1"},"thoughtSignature":"S"},{"toolResponse":{"id":"1"}},{"text":"A"}]}`},
		{"blocks: an image that the model made", "gemini-3-pro-image",
			`{"role":"assistant","content":null,"content_blocks":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]}`,
			`{"role":"model","parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="}}]}`},
		{"blocks without text keep the content", "gemini-2.5-pro",
			`{"role":"assistant","content":"A","content_blocks":[{"type":"thinking","thinking":"hm","signature":"S"}]}`,
			`{"role":"model","parts":[{"text":"hm","thought":true},{"text":"A","thoughtSignature":"S"}]}`},
		{"reasoning_content and a message's own signature", "gemini-2.5-pro",
			`{"role":"assistant","content":"A","reasoning_content":"hm","extra_content":{"google":{"thought_signature":"S"}}}`,
			`{"role":"model","parts":[{"text":"hm","thought":true},{"text":"A","thoughtSignature":"S"}]}`},
	} {
		t.Run(c.name, func(t *testing.T) { translated(t, c.model, turn(c.messages), turnContents(c.want)) })
	}
}

// fr is the result part of the call c1.
func fr(response string) string {
	return `{"functionResponse":{"id":"c1","name":"add","response":` + response + `}}`
}

func TestSettings(t *testing.T) {
	for _, c := range []struct {
		name, model, hub, want string
		dropped                []string
	}{
		{"numbers keep their spelling", "gemini-2.5-flash",
			`"temperature":0.70,"top_p":1e-1,"top_k":40,"max_tokens":100,"n":9,"seed":7,"presence_penalty":0,"frequency_penalty":-1,"logprobs":true,"top_logprobs":3`,
			`"generationConfig":{"candidateCount":9,"temperature":0.70,"topP":1e-1,"topK":40,"seed":7,"presencePenalty":0,"frequencyPenalty":-1,"responseLogprobs":true,"logprobs":3,"maxOutputTokens":100}`, nil},
		{"one stop sequence, the newer limit", "gemini-2.5-flash", `"stop":"END","max_tokens":1,"max_completion_tokens":2`,
			`"generationConfig":{"maxOutputTokens":2,"stopSequences":["END"]}`, nil},
		{"several stop sequences", "gemini-2.5-flash", `"stop":["A","B"]`, `"generationConfig":{"stopSequences":["A","B"]}`, nil},
		{"null is absent", "gemini-2.5-flash", `"stop":null,"temperature":null,"tools":null,"user":null`, ``, nil},
		{"what is in the URL, and what has no counterpart", "gemini-2.5-flash",
			`"model":"m","stream":true,"stream_options":{"include_usage":true},"user":"u","logit_bias":{},"parallel_tool_calls":false,"store":true,"new_thing":1`, ``,
			[]string{"user", "logit_bias", "parallel_tool_calls", "store", "new_thing"}},
		{"what only Google has", "gemini-2.5-flash",
			`"safety_settings":[{"category":"C","threshold":"OFF"}],"cachedContent":"cachedContents/1","labels":{"a":"b"},"model_armor_config":{"promptTemplateName":"p"}`,
			`"safetySettings":[{"category":"C","threshold":"OFF"}],"cachedContent":"cachedContents/1","labels":{"a":"b"},"modelArmorConfig":{"promptTemplateName":"p"}`, nil},
		{"JSON", "gemini-2.5-flash", `"response_format":{"type":"json_object"}`, `"generationConfig":{"responseMimeType":"application/json"}`, nil},
		{"a schema is not touched", "gemini-2.5-flash",
			`"response_format":{"type":"json_schema","json_schema":{"name":"p","strict":true,"schema":{"$defs":{"a":{"type":"string"}},"type":"object","additionalProperties":false,"properties":{"x":{"$ref":"#/$defs/a"},"additionalProperties":{"anyOf":[{"type":"number"},{"type":"null"}]}}}}}`,
			`"generationConfig":{"responseMimeType":"application/json","responseJsonSchema":{"$defs":{"a":{"type":"string"}},"type":"object","additionalProperties":false,"properties":{"x":{"$ref":"#/$defs/a"},"additionalProperties":{"anyOf":[{"type":"number"},{"type":"null"}]}}}}`,
			[]string{"response_format.json_schema.name"}},
		{"modalities and a voice", "gemini-2.5-flash", `"modalities":["text","audio"],"audio":{"voice":"Kore","format":"mp3"}`,
			`"generationConfig":{"responseModalities":["TEXT","AUDIO"],"speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Kore"}}}}`, []string{"audio.format"}},
		{"Google's own members pass, and win", "gemini-2.5-flash",
			`"temperature":1,"top_k":3,"generation_config":{"temperature":0.5,"top_k":5,"mediaResolution":"LOW"},"safety_settings":[{"category":"C"}],"cached_content":"cachedContents/1","labels":{"a":"b"},"service_tier":"flex"`,
			`"generationConfig":{"temperature":0.5,"top_k":5,"mediaResolution":"LOW"},"safetySettings":[{"category":"C"}],"cachedContent":"cachedContents/1","labels":{"a":"b"},"serviceTier":"flex"`, nil},
		{"effort for 2.5", "gemini-2.5-flash", `"reasoning_effort":"medium"`, `"generationConfig":{"thinkingConfig":{"thinkingBudget":8192}}`, nil},
		{"effort off", "gemini-2.5-flash", `"reasoning_effort":"none"`, `"generationConfig":{"thinkingConfig":{"thinkingBudget":0}}`, nil},
		{"effort cannot be off", "gemini-2.5-pro", `"reasoning_effort":"none"`, `"generationConfig":{"thinkingConfig":{"thinkingBudget":128}}`, []string{"reasoning_effort"}},
		{"effort for 3", "google/gemini-3.5-flash", `"reasoning_effort":"minimal"`, `"generationConfig":{"thinkingConfig":{"thinkingLevel":"minimal"}}`, nil},
		{"effort for 3 Pro", "gemini-3.1-pro-preview", `"reasoning_effort":"minimal"`, `"generationConfig":{"thinkingConfig":{"thinkingLevel":"low"}}`, nil},
		{"effort for an alias", "gemini-flash-latest", `"reasoning_effort":"xhigh"`, `"generationConfig":{"thinkingConfig":{"thinkingLevel":"high"}}`, nil},
		{"effort for a model without", "gemini-2.0-flash", `"reasoning_effort":"low"`, ``, []string{"reasoning_effort"}},
		{"effort in a word unknown", "gemini-2.5-flash", `"reasoning_effort":"heroic"`, ``, []string{"reasoning_effort"}},
		{"thinking with a budget", "gemini-3-flash", `"thinking":{"type":"enabled","budget_tokens":2000,"display":"omitted"},"reasoning_effort":"low"`,
			`"generationConfig":{"thinkingConfig":{"includeThoughts":true,"thinkingBudget":2000}}`, []string{"thinking.display", "reasoning_effort"}},
		{"thinking as the model likes", "gemini-3-flash", `"thinking":{"type":"adaptive"},"reasoning_effort":"low"`,
			`"generationConfig":{"thinkingConfig":{"includeThoughts":true,"thinkingLevel":"low"}}`, nil},
		{"thinking off", "gemini-3-flash", `"thinking":{"type":"disabled"}`, `"generationConfig":{"thinkingConfig":{"thinkingLevel":"minimal"}}`, []string{"thinking"}},
		{"Google's extra_body", "gemini-3-flash", `"reasoning_effort":"low","extra_body":{"google":{"thinking_config":{"include_thoughts":true},"cached_content":"c","x":1},"y":2}`,
			`"generationConfig":{"thinkingConfig":{"include_thoughts":true}},"cachedContent":"c"`, []string{"extra_body.y", "extra_body.google.x", "reasoning_effort"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := "{" + hiContents
			if c.want != "" {
				want += "," + c.want
			}
			translated(t, c.model, "{"+hi+","+c.hub+"}", want+"}", c.dropped...)
		})
	}
}

func TestTools(t *testing.T) {
	const f = `{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","$schema":"s"}}}`
	const declared = `"tools":[{"functionDeclarations":[{"name":"f","description":"d","parametersJsonSchema":{"type":"object","$schema":"s"}}]}]`
	for _, c := range []struct {
		name, hub, want string
		dropped         []string
	}{
		{"functions stand in one tool", `"tools":[` + f + `,{"type":"function","cache_control":{"type":"ephemeral"},"function":{"name":"g","strict":true}}]`,
			`"tools":[{"functionDeclarations":[{"name":"f","description":"d","parametersJsonSchema":{"type":"object","$schema":"s"}},{"name":"g"}]}]`,
			[]string{"tools[1].function.strict", "tools[1].cache_control"}},
		{"Google's own, in every spelling", `"tools":[{"type":"google_search"},{"google_search":{}},{"type":"function","function":{"name":"googleMaps","parameters":{"enableWidget":true}}},{"type":"file_search","file_search":{"topK":3}},{"type":"computerUse","environment":"ENVIRONMENT_BROWSER"},{"type":"function","function":{"name":"codeExecution"}}]`,
			`"tools":[{"googleSearch":{}},{"google_search":{}},{"googleMaps":{"enableWidget":true}},{"fileSearch":{"topK":3}},{"computerUse":{"environment":"ENVIRONMENT_BROWSER"}},{"codeExecution":{}}]`, nil},
		{"both kinds, and Google's own config", `"tools":[{"type":"url_context"},` + f + `],"tool_choice":"auto","tool_config":{"includeServerSideToolInvocations":true}`,
			`"tools":[{"functionDeclarations":[{"name":"f","description":"d","parametersJsonSchema":{"type":"object","$schema":"s"}}]},{"urlContext":{}}],"toolConfig":{"functionCallingConfig":{"mode":"AUTO"},"includeServerSideToolInvocations":true}`, nil},
		{"none", `"tools":[` + f + `],"tool_choice":"none"`, declared + `,"toolConfig":{"functionCallingConfig":{"mode":"NONE"}}`, nil},
		{"required", `"tools":[` + f + `],"tool_choice":"required"`, declared + `,"toolConfig":{"functionCallingConfig":{"mode":"ANY"}}`, nil},
		{"a named one", `"tools":[` + f + `],"tool_choice":{"type":"function","function":{"name":"f"}}`, declared + `,"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}}`, nil},
		{"some of them", `"tools":[` + f + `],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":{"name":"f"}},{"type":"function","name":"g"}]}}`,
			declared + `,"toolConfig":{"functionCallingConfig":{"mode":"VALIDATED","allowedFunctionNames":["f","g"]}}`, nil},
		{"a choice among nothing", `"tools":[{"type":"google_search"}],"tool_choice":"required"`, `"tools":[{"googleSearch":{}}]`, []string{"tool_choice"}},
		{"what a function gives back, in Google's words", `"tools":[{"type":"function","function":{"name":"f","responseJsonSchema":{"type":"object"},"behavior":"NON_BLOCKING"}}]`,
			`"tools":[{"functionDeclarations":[{"name":"f","responseJsonSchema":{"type":"object"},"behavior":"NON_BLOCKING"}]}]`, nil},
		{"what other providers' servers run", `"tools":[{"type":"web_search_20250305","name":"web_search","max_uses":3},{"type":"code_execution_20250825","name":"code_execution"},{"type":"web_fetch_20250910"},{"type":"code_interpreter"}]`,
			`"tools":[{"googleSearch":{}},{"codeExecution":{}},{"urlContext":{}},{"codeExecution":{}}]`, []string{"tools[0].max_uses"}},
		{"OpenAI's search", `"web_search_options":{"search_context_size":"low"}`, `"tools":[{"googleSearch":{}}]`, []string{"web_search_options.search_context_size"}},
		{"a search is asked for once", `"web_search_options":{},"tools":[{"type":"google_search"}]`, `"tools":[{"googleSearch":{}}]`, nil},
		{"older clients", `"functions":[{"name":"f","description":"d","parameters":{"type":"object","$schema":"s"}}],"function_call":{"name":"f"}`,
			declared + `,"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}}`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			translated(t, "gemini-2.5-flash", "{"+hi+","+c.hub+"}", "{"+hiContents+","+c.want+"}", c.dropped...)
		})
	}
}

func TestWhatIsMovedKeepsItsBytes(t *testing.T) {
	out, _, fault := request("gemini-2.5-flash", `{"temperature": 1.50, "seed": 9007199254740993,
		"messages": [{"role": "user", "content": "\u00e9\/ \n"},
			{"role": "assistant", "tool_calls": [{"id": "1", "function": {"name": "f", "arguments": "{ \"n\": 1e400 }"}}]}]}`)
	require.Nil(t, fault)
	require.Equal(t, `{"contents":[{"role":"user","parts":[{"text":"\u00e9\/ \n"}]},`+
		`{"role":"model","parts":[{"functionCall":{"id":"1","name":"f","args":{"n":1e400}}}]}],`+
		`"generationConfig":{"temperature":1.50,"seed":9007199254740993}}`, out)
}

func TestRefusedRequestsNameTheMember(t *testing.T) {
	for param, body := range map[string]string{
		"messages":                                     `{"messages":"Hi"}`,
		"messages[1].role":                             `{"messages":[{"role":"user","content":""},{"role":"bot"}]}`,
		"messages[0].content":                          `{"messages":[{"role":"user","content":7}]}`,
		"messages[0].content[1].type":                  `{"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"hologram"}]}]}`,
		"messages[0].content[0].text":                  `{"messages":[{"role":"user","content":[{"type":"text"}]}]}`,
		"messages[0].content[0]":                       `{"messages":[{"role":"system","content":[{"type":"image_url"}]}]}`,
		"messages[0].content[0].image_url.url":         `{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/svg+xml,<svg>"}}]}]}`,
		"messages[0].content[0].input_audio":           `{"messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AA=="}}]}]}`,
		"messages[0].content[0].file":                  `{"messages":[{"role":"user","content":[{"type":"file","file":{"filename":"a"}}]}]}`,
		"messages[0].content[0].file.file_url":         `{"messages":[{"role":"user","content":[{"type":"file","file":{"file_url":"c:/a.pdf"}}]}]}`,
		"messages[0].tool_calls[0].function.name":      `{"messages":[{"role":"assistant","tool_calls":[{"id":"1","type":"custom"}]}]}`,
		"messages[0].function_call.arguments":          `{"messages":[{"role":"assistant","function_call":{"name":"f","arguments":"[1]"}}]}`,
		"messages[0].content_blocks[0].image_url.url":  `{"messages":[{"role":"assistant","content_blocks":[{"type":"image_url","image_url":{"url":"x"}}]}]}`,
		"messages[0].tool_call_id":                     `{"messages":[{"role":"tool","tool_call_id":"x","content":"1"}]}`,
		"tools[0].type":                                `{"messages":[],"tools":[{"type":"bash_20250124"}]}`,
		"tools[0].function":                            `{"messages":[],"tools":[{"type":"function","name":"f"}]}`,
		"tool_choice":                                  `{"messages":[],"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"maybe"}`,
		"response_format.type":                         `{"messages":[],"response_format":{"type":"grammar"}}`,
		"messages[0].tool_calls[1].function.arguments": `{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{}"}},{"function":{"name":"f","arguments":"{"}}]}]}`,
		"messages[0].content[0].video_url.url":         `{"messages":[{"role":"user","content":[{"type":"video_url"}]}]}`,
	} {
		_, _, fault := request("gemini-2.5-flash", body)
		require.NotNil(t, fault, body)
		require.Equal(t, param, fault.Param)
		require.Equal(t, 400, fault.Status)
		require.Contains(t, fault.Message, param)
	}
}

func TestWhatHasNoPlaceInAMessageIsDropped(t *testing.T) {
	_, r, fault := request("gemini-2.5-flash", `{"messages":[
		{"role":"user","name":"Ann","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}},
			{"type":"image_url","image_url":{"url":"https://a.example/a.png","detail":"low","x":1}},
			{"type":"image_url","image_url":{"url":"https://a.example/a.png","detail":"auto"}}]},
		{"role":"assistant","content":"b","audio":{"id":"1"},"annotations":null,"content_blocks":[{"type":"redacted_thinking","data":"x"}]}]}`)
	require.Nil(t, fault)
	require.Equal(t, []string{
		"messages[0].name", "messages[0].content[0].cache_control", "messages[0].content[1].image_url.detail",
		"messages[0].content[1].image_url.x", "messages[1].audio", "messages[1].content_blocks[0]",
	}, r.Dropped())
}

func TestVersionOf(t *testing.T) {
	for name, want := range map[string]int{
		"gemini-2.5-flash": 25, "models/gemini-2.5-flash-preview-09-2025": 25, "gemini-3-pro-preview": 30, "gemini-3.1-flash": 31,
		"publishers/google/models/gemini-1.5-pro-latest": 15, "gemini-flash-latest": newest, "gemini-": 0, "gemini-2.": 20,
		"gemma-3-27b-it": 0, "gemini-robotics-er": 0, "": 0, "gemini-99999999999999999999": 99990,
	} {
		require.Equal(t, want, versionOf(name), name)
	}
}

func TestTablesAreSorted(t *testing.T) {
	for i := range names[1:] {
		require.Less(t, names[i].name, names[i+1].name)
	}
	for i := range mimes[1:] {
		require.Less(t, mimes[i].extension, mimes[i+1].extension)
	}
	for i := range reasons[1:] {
		require.Less(t, reasons[i].word, reasons[i+1].word)
	}
}

func FuzzRequest(f *testing.F) {
	f.Add("gemini-3-flash", turn(`{"role":"assistant","content_blocks":[{"type":"thinking","thinking":"h","signature":"s"}],"tool_calls":[{"id":"1","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"1","content":"{\"a\":1}"}`))
	f.Add("gemini-2.5-pro", `{`+hi+`,"stop":"a","tools":[{"type":"function","function":{"name":"f"}},{"google_search":{}}],"tool_choice":"required","reasoning_effort":"low"}`)
	f.Add("", `{"messages":[{"role":"system","content":[{"type":"text","text":"a"}]}],"generationConfig":{},"toolConfig":{"x":[]},"thinking":{"type":"disabled"}}`)
	f.Add("gemini-2.0", `{"messages":[{"role":"user","content":[{"type":"file","file":{"file_data":"data:a/b;base64,AA=="}},{"type":"input_audio","input_audio":{"data":"a","format":"wav"}},{"type":"image_url","image_url":{"url":"gs:/"}}]}],"audio":{"voice":"x"},"modalities":["text"]}`)
	f.Fuzz(func(t *testing.T, model, body string) {
		if _, ok := rewrite.Check(body); !ok {
			return
		}
		out, _, fault := request(model, body)
		if fault != nil {
			require.Equal(t, 400, fault.Status)
			require.NotEmpty(t, fault.Param)
			return
		}
		require.True(t, json.Valid([]byte(out)), "%s\n→ %s", body, out)
	})
}

func BenchmarkRequest(b *testing.B) {
	body := `{"model":"gemini-2.5-flash","stream":true,"temperature":0.2,"messages":[{"role":"system","content":"Be brief."}` +
		strings.Repeat(`,{"role":"user","content":"How is the weather in Paris today?"},{"role":"assistant","content":"Mild and dry, with some sun in the afternoon."}`, 10) +
		`,{"role":"user","content":"And tomorrow?"}]}`
	dst := make([]byte, 0, 2*len(body))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, fault := appendRequest(dst, &core.Request{Model: "gemini-2.5-flash", Body: body}); fault != nil {
			b.Fatal(fault.Message)
		}
	}
}
