package replay

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"causeway/core"
)

// returns has the client send what it got back for the next turn, with the results of its calls: the provider must find
// its own words in it, and the proofs of its thoughts byte for byte.
func (b *Bench) returns(r *Recording, v *core.Vendor, d door, t *trip, stream bool) (problems []string) {
	said := d.said(t.body, stream)
	if said == nil {
		return nil
	}
	to, model := d.reaches(r, v)
	c := speakerOf(r).call(to, "POST", d.path, encode(d.next(model, said)))
	next := b.send(c, heard{status: 503, kind: "application/json", body: "{}"}, "", nil, b.Cuts[0])
	if why := next.ill(); why != "" {
		return []string{"next turn: " + why}
	}
	if len(next.sent) == 0 {
		return []string{"next turn: it was not sent: " + excerpt(next.body)}
	}
	sent := next.last().Body
	everything := everything(sent)
	for _, proof := range proofs(r, to) {
		if !strings.Contains(everything, proof) {
			problems = append(problems, "next turn: a proof is lost: "+excerpt(proof))
		}
	}
	for _, text := range answersIn(speakerOf(r).Wire.Read(r)) {
		if !strings.Contains(everything, text) && !strings.Contains(everything, canonical(text)) {
			problems = append(problems, "next turn: lost: "+excerpt(text))
		}
	}
	return problems
}

// answersIn is what the next turn must tell of the first choice.
func answersIn(s *Said) (all []string) {
	if len(s.Choices) == 0 {
		return nil
	}
	text := strings.TrimSpace(s.Choices[0].Text) // which may come back in parts
	some := min(20, len(text)/4)
	all = append(all, text[:some], text[len(text)-some:])
	for _, call := range s.Choices[0].Calls {
		all = append(all, call.Name)
		all = append(all, leaves(parse(call.Args), nil)...)
	}
	return all
}

// proofs are the signatures, and the thoughts that only their provider can read, in a reply that comes
// from v. On OpenAI's wire they are in members of its vendors' own, of whom not all want them back.
func proofs(r *Recording, v *core.Vendor) (all []string) {
	if speakerOf(r).speaksChat() && !slices.ContainsFunc(v.Takes, func(f core.Field) bool { return f.Name == "content_blocks" }) {
		return nil
	}
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, item := range v {
				visit(item)
			}
		case map[string]any:
			if v["toolCall"] != nil || v["toolResponse"] != nil {
				return // what Google's own tools did, which a turn need not bring back
			}
			for key, inner := range v {
				text, _ := inner.(string)
				switch key {
				case "signature", "thoughtSignature", "redactedContent", "encrypted_content":
					all = append(all, text)
				case "data":
					if v["type"] == "redacted_thinking" || v["type"] == "reasoning.encrypted" {
						all = append(all, text)
					}
				}
				visit(inner)
			}
		}
	}
	for _, f := range frames(r.Response.Body, r.Response.Headers["content-type"]) {
		switch f.text("type") {
		case "response.output_item.added", "response.completed", "response.incomplete": // each sealed anew: the item's end holds
		default:
			visit(map[string]any(f))
		}
	}
	return all
}

// said is the assistant's turn that a client of the door keeps of a reply, nil when it keeps none.
func (d door) said(body string, stream bool) []any {
	switch {
	case d.endpoint == core.Chat && stream:
		return chatTurn(body)
	case d.endpoint == core.Chat:
		if choices := parseObject(body).each("choices"); len(choices) > 0 {
			return []any{choices[0]["message"]}
		}
		return nil
	case d.endpoint == core.Messages && stream:
		return messagesTurn(body)
	case d.endpoint == core.Messages:
		return []any{object{"role": "assistant", "content": parseObject(body)["content"]}}
	}
	whole := parseObject(body)
	for _, f := range eventFrames(body) {
		if response := f.at("response"); response != nil {
			whole = response
		}
	}
	return list(whole["output"])
}

// chatTurn adds the deltas of the first choice up, as openai-python's accumulate_delta does: texts are joined, items of
// lists are matched by their index. Pieces of content blocks become the blocks.
func chatTurn(body string) []any {
	message := object{}
	for _, f := range eventFrames(body) {
		for _, choice := range f.each("choices") {
			if choice.count("index") == 0 {
				accumulate(message, choice.at("delta"))
			}
		}
	}
	var blocks []any
	for _, b := range message.each("content_blocks") {
		block := b.at("delta")
		switch {
		case block["text"] != nil:
			block["type"] = "text"
		case block["data"] != nil:
			block["type"] = "redacted_thinking"
		case block["thinking"] != nil || block["signature"] != nil:
			block["type"], block["thinking"] = "thinking", block.text("thinking")
		}
		blocks = append(blocks, map[string]any(block))
	}
	delete(message, "content_blocks")
	if blocks != nil {
		message["content_blocks"] = blocks
	}
	return []any{map[string]any(message)}
}

func accumulate(into, delta object) {
	for key, value := range delta {
		switch v := value.(type) {
		case string:
			if key == "type" || key == "id" || key == "role" || key == "name" {
				into[key] = v
				continue
			}
			into[key] = into.text(key) + v
		case map[string]any:
			if into.at(key) == nil {
				into[key] = map[string]any{}
			}
			accumulate(into.at(key), v)
		case []any:
			items := list(into[key])
			for _, item := range v {
				items = merge(items, item)
			}
			into[key] = items
		default:
			into[key] = v
		}
	}
}

// merge adds an item to those that were there, or to the one of its index.
func merge(items []any, item any) []any {
	o, _ := item.(map[string]any)
	for _, known := range items {
		k, _ := known.(map[string]any)
		if o != nil && o["index"] != nil && k["index"] == o["index"] {
			accumulate(k, o)
			return items
		}
	}
	if o == nil {
		return append(items, item)
	}
	fresh := object{}
	accumulate(fresh, o)
	return append(items, map[string]any(fresh))
}

// messagesTurn puts a message's blocks together.
func messagesTurn(body string) []any {
	var blocks []any
	input := map[int64]string{}
	for _, f := range eventFrames(body) {
		at := f.count("index")
		switch f.text("type") {
		case "content_block_start":
			blocks = append(blocks, map[string]any(f.at("content_block")))
		case "content_block_delta":
			block, _ := blocks[at].(map[string]any)
			for _, key := range [...]string{"text", "thinking", "signature"} {
				if piece := f.at("delta").text(key); piece != "" {
					block[key] = object(block).text(key) + piece
				}
			}
			input[at] += f.at("delta").text("partial_json")
		}
	}
	for at, text := range input {
		if json.Valid([]byte(text)) {
			blocks[at].(map[string]any)["input"] = parse(text)
		}
	}
	return []any{object{"role": "assistant", "content": blocks}}
}

// next is the request of the next turn at the door.
func (d door) next(model string, said []any) object {
	tools := map[string]bool{}
	turn := []any{object{"role": "user", "content": "Hello"}}
	turn = append(turn, said...)
	body := object{"model": first(model, "model")}
	switch d.endpoint {
	case core.Chat:
		calls := object(said[0].(map[string]any)).each("tool_calls")
		for _, call := range calls {
			tools[call.at("function").text("name")] = true
			turn = append(turn, object{"role": "tool", "tool_call_id": call["id"], "content": "done"})
		}
		if len(calls) == 0 {
			turn = append(turn, object{"role": "user", "content": "Go on"})
		}
		body["messages"], body["tools"] = turn, toolList(tools, func(name string) object {
			return object{"type": "function", "function": object{"name": name, "parameters": object{"type": "object"}}}
		})
	case core.Messages:
		results := []any{}
		for _, block := range said[0].(object).each("content") {
			if block.text("type") == "tool_use" {
				tools[block.text("name")] = true
				results = append(results, object{"type": "tool_result", "tool_use_id": block["id"], "content": "done"})
			}
		}
		results = append(results, object{"type": "text", "text": "Go on"})
		body["messages"] = append(turn, object{"role": "user", "content": results})
		body["max_tokens"], body["tools"] = 1000, toolList(tools, func(name string) object {
			return object{"name": name, "input_schema": object{"type": "object"}}
		})
	default:
		for _, item := range said {
			if o, _ := item.(map[string]any); o["type"] == "function_call" {
				tools[fmt.Sprint(o["name"])] = true
				turn = append(turn, object{"type": "function_call_output", "call_id": o["call_id"], "output": "done"})
			}
		}
		body["input"], body["tools"] = append(turn, object{"role": "user", "content": "Go on"}), toolList(tools, func(name string) object {
			return object{"type": "function", "name": name, "parameters": object{"type": "object"}, "strict": false}
		})
	}
	return body
}

func toolList(names map[string]bool, tool func(name string) object) []any {
	all := []any{}
	for name := range names {
		all = append(all, tool(name))
	}
	return all
}
