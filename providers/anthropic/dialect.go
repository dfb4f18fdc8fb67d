// Package anthropic is Anthropic's Messages dialect: POST /v1/messages, as Anthropic, Vertex and Azure serve it.
//
// A request is the hub's conversation told in turns that alternate, with the system prompt apart from them:
//
//	{"model":"claude-…","max_tokens":16384,
//	 "system":[{"type":"text","text":"…","cache_control":{…}}],
//	 "messages":[
//	   {"role":"user","content":[{"type":"text",…},{"type":"image",…},{"type":"document",…}]},
//	   {"role":"assistant","content":[{"type":"thinking","thinking":"…","signature":"…"},{"type":"text",…},
//	                                  {"type":"tool_use","id":"…","name":"…","input":{…}}]},
//	   {"role":"user","content":[{"type":"tool_result","tool_use_id":"…","content":…},{"type":"text",…}]}],
//	 "tools":[{"name":"…","description":"…","input_schema":{…}}],"tool_choice":{"type":"auto"}}
//
// A streamed reply is a message of numbered blocks, each opened, filled and closed, with the counts at both ends:
//
//	message_start  (content_block_start  content_block_delta*  content_block_stop)*  message_delta  message_stop
//
// A buffered reply is the same message in one piece, and is read by the same code. What the hub has no word for passes
// as event.Extra: "citations" and "server_blocks" (server tools and what they found) are lists, of one element in a stream
// and of all in a buffered reply; container, stop_sequence, stop_details and context_management have their own names.
//
// Door serves clients of this dialect by any chat provider. What the reply of another says beyond it: an image or a sound
// that the model made is a block of type image or audio with a source, thinking that nobody signed has the signature "",
// a call's proof is in the call's id, and in a reply that is not strict each event.Extra is a member of the message, in a
// stream of the delta of message_delta.
//
// Text is moved, not decoded: what stands between the quotes of a hub request stands there in Anthropic's, and what a
// reply says is handed on escaped as it came. One frame of text costs no allocation.
//
// https://platform.claude.com/docs/en/api/messages,
// https://platform.claude.com/docs/en/build-with-claude/streaming (read 2026-11-21)
package anthropic

import (
	"causeway/core"
	"causeway/core/frame"
)

// Messages is the dialect. It is a constant in all but name: compared by address, changed by nobody.
var Messages = &core.Dialect{
	Name:    "anthropic-messages",
	Framing: frame.SSE,
	Request: appendRequest,
	Reader:  newReader,
	Fault:   readFault,
}

// List is the list of models.
var List = &core.Dialect{Name: "anthropic-models", Framing: frame.SSE, Fault: readFault, Answer: appendModels}
