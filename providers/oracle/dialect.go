// Package oracle is the chat of OCI's Generative AI inference in its format GENERIC, which all models but Cohere's have:
// POST /20231130/actions/chat.
//
//	{"compartmentId":"ocid1.compartment…","servingMode":{"servingType":"ON_DEMAND","modelId":"meta.llama-3.3-70b-instruct"},
//	 "chatRequest":{"apiFormat":"GENERIC","isStream":true,"maxTokens":64,
//	   "messages":[{"role":"SYSTEM","content":[{"type":"TEXT","text":"…"}]},
//	     {"role":"USER","content":[{"type":"IMAGE","imageUrl":{"url":"data:…"}}]},
//	     {"role":"ASSISTANT","toolCalls":[{"id":"c1","type":"FUNCTION","name":"f","arguments":"{}"}]},
//	     {"role":"TOOL","toolCallId":"c1","content":[…]}],
//	   "tools":[{"type":"FUNCTION","name":"f","description":"…","parameters":{…}}],"toolChoice":{"type":"AUTO"}}}
//
// A buffered reply holds choices; a streamed one is events without a name, each a choice of its own:
//
//	{"modelId":"…","modelVersion":"1.0","chatResponse":{"apiFormat":"GENERIC","timeCreated":"…","choices":[{"index":0,
//	  "message":{"role":"ASSISTANT","content":[{"type":"TEXT","text":"…"}],"toolCalls":[…]},"finishReason":"stop"}],"usage":{…}}}
//
//	data: {"index":0,"message":{"role":"ASSISTANT","content":[{"type":"TEXT","text":"Hel"}]},"pad":"aaa"}
//	data: {"finishReason":"stop"}
//
// The members and their types are those of oci-typescript-sdk's generativeaiinference as Portkey-AI/gateway keeps them
// (src/providers/oracle/types, read 2026-11-25), the events' shape is what its chatComplete.ts reads. reasoningEffort, audioUrl
// and reasoningContent are members of GenericChatRequest, AudioContent and AssistantMessage in Oracle's SDK references
// (docs.oracle.com/en-us/iaas/tools/python and …/dotnet, search excerpts of 2026-11-25). There are no recordings: nothing
// here was compared with what Oracle really sends.
package oracle

import (
	"causeway/core"
	"causeway/core/frame"
)

// Chat is the dialect.
var Chat = &core.Dialect{
	Name: "oci-generic", Framing: frame.SSE, Request: appendRequest, Reader: newReader, Fault: readFault,
}
