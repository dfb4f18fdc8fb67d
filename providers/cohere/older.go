package cohere

import (
	"causeway/core/event"
	"causeway/core/rewrite"
)

// Replies of version 1. Chat and generate differ in where the text is.
//
//	{"response_id","text","generation_id","finish_reason"?,"citations"?,"tool_calls":[{"name","parameters":{…}}]?,"meta":{…}}
//	{"id","generations":[{"id","text","finish_reason"}],"meta":{…}}
//	{"event_type":"stream-start","generation_id"}  {"event_type":"text-generation","text"}
//	{"event_type":"citation-generation","citations":[…]}  {"event_type":"tool-calls-generation","tool_calls":[…]}
//	{"event_type":"stream-end","finish_reason","response":{a buffered reply}}
//
// Recorded traffic; https://docs.cohere.com/v1/reference/chat-stream (read 2026-11-25)

// older reads a line of a stream.
func (r *reader) older(dst []event.Event, kind, data string) []event.Event {
	dst = r.start(dst, rewrite.Contents(rewrite.Member(data, "generation_id")))
	switch kind {
	case "text-generation":
		return event.Piece(dst, event.Text, 0, rewrite.Contents(rewrite.Member(data, "text")))
	case "citation-generation":
		return appendCitations(dst, data)
	case "tool-calls-generation":
		return r.olderCalls(dst, data)
	case "stream-end":
		r.isFinished = true
		return r.finish(dst, rewrite.Contents(rewrite.Member(data, "finish_reason")), rewrite.Member(data, "response"))
	}
	return dst
}

// olderWhole reads a buffered reply.
func (r *reader) olderWhole(dst []event.Event, body string) []event.Event {
	r.isFinished = true
	id, said := rewrite.Member(body, "response_id"), body
	if generation := rewrite.Over(rewrite.Member(body, "generations")); generation.Next() {
		id, said = rewrite.Member(body, "id"), generation.Value
	}
	dst = r.start(dst, rewrite.Contents(id))
	dst = event.Piece(dst, event.Text, 0, rewrite.Contents(rewrite.Member(said, "text")))
	dst = r.olderCalls(dst, body)
	dst = appendCitations(dst, body)
	return r.finish(dst, rewrite.Contents(rewrite.Member(said, "finish_reason")), body)
}

// olderCalls reads calls, whose arguments are an object.
func (r *reader) olderCalls(dst []event.Event, holder string) []event.Event {
	for c := rewrite.Over(rewrite.Member(holder, "tool_calls")); c.Next(); {
		at := len(r.slots)
		r.slots = append(r.slots, at)
		dst = appendCall(dst, at, "", rewrite.Member(c.Value, "name"))
		dst = event.Piece(dst, event.ToolArgs, at, rewrite.Escape(rewrite.Member(c.Value, "parameters")))
	}
	return dst
}

// appendCitations passes on the citations of a reply or a line of one.
func appendCitations(dst []event.Event, holder string) []event.Event {
	if cited := rewrite.Member(holder, citations); rewrite.IsArray(cited) {
		return appendExtra(dst, citations, cited)
	}
	return dst
}
