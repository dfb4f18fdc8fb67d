package wall

import (
	"fmt"
	"strings"
)

// Speech is how a provider says things: its dialect, and whether it was asked for a stream.
type Speech struct {
	Provider string
	IsStream bool
	opening  []string // frames that come before the model says anything
	word     string   // a frame, %d its number
	call     []string // frames of a tool call that lacks its end
	closing  string   // frames that end the answer, %s the reason
	garbled  string   // a frame that is not what it should be
	failure  string   // a frame that reports an error
	whole    string   // a buffered answer: %s the text, %s the reason
	refusal  string   // the body of a failure: %s the type, %s the code or type, %s the message
	reasons  reasons
}

// reasons are a dialect's words for why an answer ends.
type reasons struct{ stop, filter string }

// Words is a whole answer of n words: "1 2 3 ".
func Words(n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "%d ", i+1)
	}
	return text.String()
}

const (
	streamType = "text/event-stream"
	jsonType   = "application/json"
	htmlType   = "text/html; charset=utf-8"
	page       = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
)

// answerWords is how many words a healthy answer has.
const answerWords = 60

// Answer gives a healthy answer in the form that was asked for.
func (s Speech) Answer(w *Wire) {
	if !s.IsStream {
		w.Whole(200, jsonType, s.body(s.reasons.stop))
		return
	}
	w.Head(200, streamType)
	w.Send(s.frames(answerWords)...)
	w.Send(s.ending(s.reasons.stop))
	w.End()
}

// frames are the first frames of an answer, up to n words.
func (s Speech) frames(n int) []string {
	frames := append([]string{}, s.opening...)
	for i := range n {
		frames = append(frames, fmt.Sprintf(s.word, i+1))
	}
	return frames
}

func (s Speech) ending(reason string) string { return fmt.Sprintf(s.closing, reason) }

func (s Speech) body(reason string) string { return fmt.Sprintf(s.whole, Words(answerWords), reason) }

func (s Speech) fault(kind, code, message string) string {
	return fmt.Sprintf(s.refusal, kind, code, message)
}

// openAI speaks as https://platform.openai.com/docs/api-reference/chat-streaming has it (read 2026-11-21).
func openAI(isStream bool) Speech {
	chunk := func(delta, finish string) string {
		return `data: {"id":"chatcmpl-w","object":"chat.completion.chunk","created":1767225600,"model":"m","choices":[{"index":0,"delta":` +
			delta + `,"finish_reason":` + finish + "}]}\n\n"
	}
	return Speech{
		Provider: "openai", IsStream: isStream, reasons: reasons{"stop", "content_filter"},
		opening: []string{chunk(`{"role":"assistant","content":""}`, "null")},
		word:    chunk(`{"content":"%d "}`, "null"),
		call: []string{
			chunk(`{"tool_calls":[{"index":0,"id":"call_w","type":"function","function":{"name":"order","arguments":""}}]}`, "null"),
			chunk(`{"tool_calls":[{"index":0,"function":{"arguments":"{\"item\":\"a ladd"}}]}`, "null"),
		},
		closing: chunk("{}", `"%s"`) + "data: [DONE]\n\n",
		garbled: "data: {\"id\":\"chatcmpl-w\",\"choi\n\n",
		failure: `data: {"error":{"message":"The server had an error","type":"server_error","param":null,"code":"overloaded"}}` + "\n\n",
		whole: `{"id":"chatcmpl-w","object":"chat.completion","created":1767225600,"model":"m","choices":[{"index":0,` +
			`"message":{"role":"assistant","content":"%s"},"finish_reason":"%s"}]}`,
		refusal: `{"error":{"type":"%s","param":null,"code":"%s","message":"%s"}}`,
	}
}

// anthropic speaks as https://docs.claude.com/en/docs/build-with-claude/streaming has it (read 2026-11-21).
func anthropic(isStream bool) Speech {
	frame := func(name, more string) string {
		return "event: " + name + "\ndata: {\"type\":\"" + name + "\"" + more + "}\n\n"
	}
	const message = `"id":"msg_w","type":"message","role":"assistant","model":"m"`
	return Speech{
		Provider: "anthropic", IsStream: isStream, reasons: reasons{"end_turn", "refusal"},
		opening: []string{
			frame("message_start", `,"message":{`+message+`,"content":[],"stop_reason":null,"usage":{"input_tokens":1,"output_tokens":1}}`),
			frame("content_block_start", `,"index":0,"content_block":{"type":"text","text":""}`),
			frame("ping", ""),
		},
		word: frame("content_block_delta", `,"index":0,"delta":{"type":"text_delta","text":"%d "}`),
		call: []string{
			frame("content_block_start", `,"index":1,"content_block":{"type":"tool_use","id":"toolu_w","name":"order","input":{}}`),
			frame("content_block_delta", `,"index":1,"delta":{"type":"input_json_delta","partial_json":"{\"item\":\"a ladd"}`),
		},
		closing: frame("content_block_stop", `,"index":0`) +
			frame("message_delta", `,"delta":{"stop_reason":"%s"},"usage":{"output_tokens":60}`) + frame("message_stop", ""),
		garbled: "event: content_block_delta\ndata: {\"type\":\"content_bl\n\n",
		failure: frame("error", `,"error":{"type":"overloaded_error","message":"Overloaded"}`),
		whole: `{` + message + `,"content":[{"type":"text","text":"%s"}],"stop_reason":"%s",` +
			`"usage":{"input_tokens":1,"output_tokens":60}}`,
		refusal: `{"type":"error","error":{"type":"%s","details":{"code":"%s"},"message":"%s"}}`,
	}
}
