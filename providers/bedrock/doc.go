// Package bedrock is what Amazon Bedrock speaks: the Converse dialect, which is the same for all chat models there, and
// InvokeModel, whose bodies are each model maker's own.
//
// A Converse request is the hub's conversation told in turns that alternate, the model standing in the URL:
//
//	{"system":[{"text":"…"},{"cachePoint":{"type":"default"}}],
//	 "messages":[
//	   {"role":"user","content":[{"text":"…"},{"image":{"format":"png","source":{"bytes":"…"}}},
//	                             {"document":{"format":"pdf","name":"…","source":{"bytes":"…"}}}]},
//	   {"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"…","signature":"…"}}},{"text":"…"},
//	                                  {"toolUse":{"toolUseId":"…","name":"…","input":{…}}}]},
//	   {"role":"user","content":[{"toolResult":{"toolUseId":"…","content":[{"text":"…"}],"status":"error"}}]}],
//	 "inferenceConfig":{"maxTokens":1,"temperature":0,"topP":1,"stopSequences":["…"]},
//	 "toolConfig":{"tools":[{"toolSpec":{"name":"…","inputSchema":{"json":{…}}}}],"toolChoice":{"auto":{}}},
//	 "outputConfig":{"textFormat":{"type":"json_schema","structure":{"jsonSchema":{"name":"…","schema":"…"}}}},
//	 "additionalModelRequestFields":{…}}
//
// A streamed reply is AWS event-stream messages, whose names say what they are, each with a padding member "p":
//
//	messageStart  (contentBlockStart? contentBlockDelta* contentBlockStop)*  messageStop  metadata
//
// where metadata has the counts, behind the end. A buffered reply is {"output":{"message":{…}},"stopReason":"…","usage":{…}}
// and is read by the same code. What the hub has no word for passes as event.Extra: "citations" and "server_blocks" (what
// the provider's own tools were asked and found) in Anthropic's words, trace, serviceTier, performanceConfig and
// additionalModelResponseFields.
//
// InvokeModel's replies are what the model's maker speaks, in a stream as base64 in messages called chunk: see Makers, and
// for the makers of texts without turns completion.go. Some makers' dialects have folders of their own, so that those of
// Bedrock which carry them are put together on the floor above, in providers/bedrock.go; Embed, Count and List are whole.
//
// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html,
// …/API_runtime_ConverseStream.html, …/API_runtime_InvokeModelWithResponseStream.html; the shapes in aws-sdk-go-v2's
// service/bedrockruntime v1.63.13; recorded traffic (all read 2026-11-25)
package bedrock
