// Package gemini is Google's generateContent wire, which AI Studio and Vertex AI both speak.
//
//	POST …/models/{model}:generateContent                  → one GenerateContentResponse
//	POST …/models/{model}:streamGenerateContent?alt=sse    → several, one per SSE frame; there is no terminator
//
//	request  {"systemInstruction":{"parts":[PART…]}, "contents":[{"role":"user"|"model","parts":[PART…]}…],
//	          "tools":[{"functionDeclarations":[…]}…], "toolConfig":{…}, "generationConfig":{…},
//	          "safetySettings":[…], "cachedContent":"…", "labels":{…}, "modelArmorConfig":{…}, "serviceTier":"…"}
//	reply    {"candidates":[{"index":0,"content":{"parts":[PART…],"role":"model"},"finishReason":"STOP"}…],
//	          "promptFeedback":{"blockReason":"…"}, "usageMetadata":{…}, "modelVersion":"…", "responseId":"…"}
//	PART     one of text, inlineData, fileData, functionCall, functionResponse, executableCode, codeExecutionResult,
//	         toolCall, toolResponse; beside it "thought":true and "thoughtSignature"
//
// Beside the hub's, the members safety_settings, generation_config, tool_config, cached_content, labels, image_config and
// model_armor_config of a request are Google's own, in either spelling; tools may be Google's too, as {"google_search":{}},
// by their type, or as a function of that name. What Google's servers ran for a reply is server_parts in it, a list of parts
// as they came, in a stream one list for each response; given back on the next turn, they go back to Google.
//
// The model stands in the URL and so does whether the reply streams; the body names neither. Google reads each member
// in camelCase and in snake_case; this package writes camelCase.
//
// https://ai.google.dev/api/generate-content and the v1beta discovery document (read 2026-11-21)
package gemini

import (
	"causeway/core"
	"causeway/core/frame"
)

// Generate is the dialect of generateContent and streamGenerateContent.
var Generate = &core.Dialect{
	Name:    "gemini",
	Framing: frame.SSE,
	Request: appendRequest,
	Reader:  newReader,
	Fault:   readFault,
}

// List is the list of models.
var List = &core.Dialect{Name: "gemini-models", Framing: frame.SSE, Fault: readFault, Answer: appendModels}
