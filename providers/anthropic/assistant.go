package anthropic

import (
	"strconv"
	"strings"

	"causeway/core/proof"
	"causeway/core/rewrite"
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
		dst = t.parts(dst, "assistant", index, content)
	}
	if !isBlank(refusal) {
		dst = t.textBlock(t.turnOf(dst, "assistant"), refusal)
	}
	dst = t.calls(dst, index, &left)
	if function != "" {
		dst = t.functionCall(dst, index, function)
	}
	if len(dst) > before {
		dst = t.mark(dst, cache)
	}
	return dst
}

// blocks appends content_blocks. Thinking keeps its bytes, for its signature covers them; without a signature the API
// takes none, as when another provider thought it, and it is left out. A tool_use block says where the next call stands
// when it has its id; without any calls it is one. told reports that the blocks hold the text too.
func (t *translation) blocks(dst []byte, index int, blocks string, calls *queue) (_ []byte, told bool) {
	at := 0
	for b := rewrite.OverArray(blocks); b.Next(); at++ {
		switch rewrite.Inside(b.Value, "type") {
		case "thinking":
			if s := rewrite.Inside(b.Value, "signature"); s == "" || proof.IsSealed(s) {
				t.r.Drop("messages[].content_blocks[].thinking")
				continue
			}
			dst = t.rawBlock(dst, b.Value)
		case "redacted_thinking":
			if proof.IsSealed(rewrite.Inside(b.Value, "data")) {
				t.r.Drop("messages[].content_blocks[].redacted_thinking")
				continue
			}
			dst = t.rawBlock(dst, b.Value)
		case "text":
			if !isBlank(rewrite.Inside(b.Value, "text")) {
				told = true
				dst = t.part(t.turnOf(dst, "assistant"), index, at, b.Value)
			}
		case "tool_use":
			switch {
			case calls.index == 0 && !calls.holds:
				dst = t.rawBlock(dst, b.Value)
			case calls.holds && rewrite.Inside(calls.Value, "id") == rewrite.Inside(b.Value, "id"):
				dst = t.nextCall(dst, index, calls)
			}
		default:
			dst = t.rawBlock(dst, b.Value)
		}
	}
	return dst, told
}

// rawBlock appends a block of the assistant's as it came.
func (t *translation) rawBlock(dst []byte, raw string) []byte {
	t.markable = false
	return append(rewrite.Comma(t.turnOf(dst, "assistant")), raw...)
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

// calls appends the calls that are left as tool_use blocks.
func (t *translation) calls(dst []byte, index int, q *queue) []byte {
	for q.holds {
		dst = t.nextCall(dst, index, q)
	}
	return dst
}

func (t *translation) nextCall(dst []byte, index int, q *queue) []byte {
	dst = t.call(dst, messagePath(index, "tool_calls["+strconv.Itoa(q.index)+"]"), q.Value)
	q.index++
	q.holds = q.Next()
	return dst
}

func (t *translation) call(dst []byte, path, raw string) []byte {
	id, function, cache, caller := "", "", "", ""
	for m := rewrite.OverObject(raw); m.Next(); {
		switch m.Key {
		case "id":
			id = rewrite.Contents(m.Value)
		case "function":
			function = m.Value
		case "caller": // Anthropic's: who asked for the call
			caller = rewrite.Present(m.Value)
		case "cache_control":
			cache = rewrite.Present(m.Value)
		case "type", "index":
		default:
			t.r.Drop("messages[].tool_calls[]." + m.Key)
		}
	}
	if !rewrite.IsObject(function) {
		t.refuse(path+".function", "a function is required: Anthropic's tools take JSON, not free text")
		return dst
	}
	if id == "" {
		t.refuse(path+".id", "the id of a tool call is required")
	}
	dst = t.toolUse(dst, path+".function", id, function)
	if caller != "" {
		dst = append(rewrite.Raw(dst[:len(dst)-1], "caller", caller), '}')
	}
	return t.mark(dst, cache)
}

// functionCall appends the call of OpenAI's older API, which has no id: calls are numbered, and a function message
// answers the latest one.
func (t *translation) functionCall(dst []byte, index int, function string) []byte {
	t.functions++
	return t.toolUse(dst, messagePath(index, "function_call"), t.functionID(), function)
}

func (t *translation) functionID() string { return "function_" + strconv.Itoa(t.functions) }

// toolUse appends a tool_use block for a function: {"name":…,"arguments":"{…}"}.
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
	dst = rewrite.Comma(t.turnOf(dst, "assistant"))
	dst = appendID(append(dst, `{"type":"tool_use"`...), "id", id)
	dst = rewrite.Escaped(dst, "name", name)
	dst = rewrite.Raw(dst, "input", input)
	t.markable = true
	return append(dst, '}')
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
		t.refuse(path+".arguments", "the arguments of a call must be a JSON object to be sent to Anthropic")
		return "{}"
	}
	return arguments
}

// appendID appends the id of a call. Anthropic takes letters, digits, '_' and '-'; another provider's id, such as
// "functions.search:0", is given underscores, in the call and in its result alike.
func appendID(dst []byte, key, id string) []byte {
	start := len(dst)
	dst = rewrite.Escaped(dst, key, id)
	contents := dst[start+len(`,"":"`)+len(key) : len(dst)-1]
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
