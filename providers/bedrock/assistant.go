package bedrock

import (
	"strconv"
	"strings"

	"causeway/core/proof"
	"causeway/core/rewrite"
)

// The types of blocks in the hub's content_blocks.
const (
	thinkingBlock    = "thinking"
	redactedThinking = "redacted_thinking"
)

// assistant appends what the model said: its blocks in their order, or its content; then its calls.
func (t *translation) assistant(dst []byte, index int, raw string) []byte {
	var content, blocks, calls, function, refusal, cache string
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "role":
		case "content":
			content = m.Value
		case "content_blocks":
			blocks = m.Value
		case "tool_calls":
			calls = m.Value
		case "function_call":
			function = rewrite.Present(m.Value)
		case "refusal":
			refusal = rewrite.Contents(m.Value)
		case "cache_control":
			cache = rewrite.Present(m.Value)
		case "reasoning_content":
			if !rewrite.IsArray(rewrite.Given(raw, "content_blocks")) { // which holds the same, signed
				t.dropMember(m)
			}
		default:
			t.dropMember(m)
		}
	}
	before := len(dst)
	left := queueOf(calls)
	dst, told := t.blocks(dst, index, blocks, &left)
	if !told {
		dst = t.parts(dst, inAssistant, index, content)
	}
	if !isBlank(refusal) {
		dst = textBlock(t.block(dst, inAssistant), refusal)
	}
	for left.holds {
		dst = t.nextCall(dst, index, &left)
	}
	if function != "" {
		t.functions++
		dst = t.toolUse(dst, messagePath(index, "function_call"), t.functionID(), function)
	}
	if len(dst) > before {
		dst = t.mark(dst, cache)
	}
	return dst
}

// blocks appends content_blocks. Thinking keeps its bytes, for its signature covers them; without a signature no model
// takes it back, and it is left out. A call stands where its id does. told reports that the blocks hold the text too.
func (t *translation) blocks(dst []byte, index int, blocks string, calls *queue) (_ []byte, told bool) {
	at := 0
	for b := rewrite.OverArray(blocks); b.Next(); at++ {
		switch kind := rewrite.Inside(b.Value, "type"); kind {
		case thinkingBlock:
			if s := rewrite.Inside(b.Value, "signature"); s == "" || proof.IsSealed(s) {
				t.r.Drop("messages[].content_blocks[].thinking")
				continue
			}
			dst = append(t.block(dst, inAssistant), `{"reasoningContent":{"reasoningText":{`...)
			dst = rewrite.Escaped(dst, "text", rewrite.Inside(b.Value, "thinking"))
			dst = append(rewrite.Escaped(dst, "signature", rewrite.Inside(b.Value, "signature")), `}}}`...)
		case redactedThinking:
			if proof.IsSealed(rewrite.Inside(b.Value, "data")) {
				t.r.Drop("messages[].content_blocks[].redacted_thinking")
				continue
			}
			dst = append(t.block(dst, inAssistant), `{"reasoningContent":{`...)
			dst = append(rewrite.Escaped(dst, "redactedContent", rewrite.Inside(b.Value, "data")), `}}`...)
		case "text":
			told = told || !isBlank(rewrite.Inside(b.Value, kind))
			dst = t.part(dst, inAssistant, partPath{index, at}, b.Value)
		default:
			id := rewrite.Inside(b.Value, "id")
			switch {
			case id != "" && calls.holds && rewrite.Inside(calls.Value, "id") == id:
				dst = t.nextCall(dst, index, calls)
			case kind == "":
				dst = append(t.block(dst, inAssistant), b.Value...) // Converse's own
			case kind != callBlock:
				t.r.Drop("messages[].content_blocks[]." + rewrite.Unescape(kind))
			}
		}
	}
	return dst, told
}

// queue is the calls of a message that have not been appended.
type queue struct {
	rewrite.Items     // at the next one
	index         int // which it is
	holds         bool
}

func queueOf(calls string) queue {
	q := queue{Items: rewrite.OverArray(calls)}
	q.holds = q.Next()
	return q
}

func (t *translation) nextCall(dst []byte, index int, q *queue) []byte {
	dst = t.call(dst, messagePath(index, "tool_calls["+strconv.Itoa(q.index)+"]"), q.Value)
	q.index++
	q.holds = q.Next()
	return dst
}

func (t *translation) call(dst []byte, path, raw string) []byte {
	id, function, cache := "", "", ""
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "id":
			id = rewrite.Contents(m.Value)
		case "function":
			function = m.Value
		case "cache_control":
			cache = rewrite.Present(m.Value)
		case "type", "index":
		default:
			t.r.Drop("messages[].tool_calls[]." + m.Key)
		}
	}
	if !rewrite.IsObject(function) {
		t.refuse(path+".function", "a function is required: Bedrock's tools take JSON, not free text")
		return dst
	}
	if id == "" {
		t.refuse(path+".id", "the id of a tool call is required")
	}
	return t.mark(t.toolUse(dst, path+".function", id, function), cache)
}

// functionID is the id of a call of OpenAI's older API, which has none: calls are numbered, and a function message answers
// the latest one.
func (t *translation) functionID() string { return "function_" + strconv.Itoa(t.functions) }

// toolUse appends a toolUse block for a function: {"name":…,"arguments":"{…}"}.
func (t *translation) toolUse(dst []byte, path, id, function string) []byte {
	name, input := "", "{}"
	for m := rewrite.OverObject(function); m.Next(); {
		switch m.Key {
		case "name":
			name = rewrite.Contents(m.Value)
		case "arguments":
			input = t.input(path, m.Value)
		default:
			t.r.Drop("messages[].tool_calls[].function." + m.Key)
		}
	}
	dst = append(t.block(dst, inAssistant), `{"toolUse":{`...)
	dst = t.appendID(dst, id)
	dst = rewrite.Escaped(dst, "name", name)
	return append(rewrite.Raw(dst, "input", input), `}}`...)
}

// input is a call's arguments as an object: JSON text in a string, as the hub has it, or the object itself. No text is
// no arguments.
func (t *translation) input(path, raw string) string {
	arguments := raw
	if rewrite.IsString(raw) {
		arguments = rewrite.Unescape(rewrite.Contents(raw))
	}
	arguments = strings.TrimSpace(arguments)
	if rewrite.Present(arguments) == "" {
		return "{}"
	}
	if _, ok := rewrite.Check(arguments); !ok || !rewrite.IsObject(arguments) {
		t.refuse(path+".arguments", "the arguments of a call must be a JSON object to be sent to Bedrock")
		return "{}"
	}
	return arguments
}

// appendID appends the id of a call. Claude takes letters, digits, '_' and '-'; another provider's id, such as
// "functions.search:0", is given underscores, in the call and in its result alike. Other models make such ids themselves.
func (t *translation) appendID(dst []byte, id string) []byte {
	start := len(dst)
	dst = rewrite.Escaped(dst, "toolUseId", id)
	contents := dst[start+len(`"toolUseId":"`) : len(dst)-1]
	if !IsClaude(t.r.Model) {
		return dst
	}
	for i, c := range contents {
		if !isIDByte(c) {
			contents[i] = '_'
		}
	}
	return dst
}

func isIDByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-'
}
