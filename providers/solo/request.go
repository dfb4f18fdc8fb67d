package solo

import (
	"strconv"

	"causeway/core"
	"causeway/core/rewrite"
)

// rule says what becomes of a member of the hub's request: another name, "" for none, or left for its own writer to say.
type rule struct{ key, to string }

// apart marks the members that are written by themselves, or stand in the URL or a header.
const apart = "-"

// appendRest appends the members that no rule of the lists names as they are, renames those that have another name, and drops
// those that have none.
func appendRest(dst []byte, r *core.Request, lists ...[]rule) []byte {
	for m := rewrite.Over(r.Body); m.Next(); {
		key := m.Key
		for _, rules := range lists {
			for i := range rules {
				if rules[i].key == m.Key {
					key = rules[i].to
				}
			}
		}
		switch {
		case m.Value == "null" || key == apart || key != m.Key && key != "" && rewrite.Member(r.Body, key) != "":
		case key == "":
			r.Drop(m.Key)
		default:
			dst = rewrite.Raw(dst, key, m.Value)
		}
	}
	return dst
}

// openAIs are the members of OpenAI's that none of these wires has.
var openAIs = [...]rule{
	{"audio", ""}, {"function_call", ""}, {"functions", ""}, {"logit_bias", ""}, {"metadata", ""}, {"modalities", ""},
	{"prediction", ""}, {"prompt_cache_key", ""}, {"safety_identifier", ""}, {"service_tier", ""}, {"store", ""}, {"user", ""},
	{"verbosity", ""}, {"web_search_options", ""}, {"model", apart}, {"messages", apart}, {"stream_options", apart}, {"encoding_format", apart},
}

// appendPlain appends a content as one text. It refuses a part that is none.
func appendPlain(dst []byte, raw, path string) ([]byte, *core.Fault) {
	dst = append(append(dst, '"'), rewrite.Contents(raw)...)
	at := 0
	for p := rewrite.Over(raw); p.Next(); at++ {
		if rewrite.Member(p.Value, "type") != `"text"` {
			where := path + "[" + strconv.Itoa(at) + "]"
			return nil, core.Refuse(where, where+": this model takes text alone")
		}
		if at > 0 {
			dst = append(dst, `\n`...)
		}
		dst = append(dst, rewrite.Contents(rewrite.Member(p.Value, "text"))...)
	}
	return append(dst, '"'), nil
}

// contents appends a message's content, which stands at path.
type contents func(dst []byte, raw, path string) ([]byte, *core.Fault)

// appendMessages appends the messages as an array. Roles, names and calls are OpenAI's, but for the role of an instruction.
// What a message holds beside them is dropped.
func appendMessages(dst []byte, r *core.Request, content contents) (_ []byte, fault *core.Fault) {
	dst = append(dst, '[')
	at := 0
	for it := rewrite.Over(rewrite.Member(r.Body, "messages")); it.Next(); at++ {
		path := "messages[" + strconv.Itoa(at) + "]"
		dst = append(rewrite.Comma(dst), '{')
		for m := rewrite.Over(it.Value); m.Next(); {
			switch {
			case m.Value == "null" || m.Key == "content":
			case m.Key == "role" && m.Value == `"developer"`:
				dst = rewrite.Text(dst, m.Key, "system")
			case m.Key == "role" || m.Key == "name" || m.Key == "tool_calls" || m.Key == "tool_call_id" || m.Key == "reasoning_content" || m.Key == "partial":
				dst = rewrite.Raw(dst, m.Key, m.Value)
			default:
				r.Drop(path + "." + m.Key)
			}
		}
		if dst, fault = content(rewrite.Key(dst, "content"), rewrite.Member(it.Value, "content"), path+".content"); fault != nil {
			return nil, fault
		}
		dst = append(dst, '}')
	}
	if at == 0 {
		return nil, core.Refuse("messages", "messages must be an array that holds a message")
	}
	return append(dst, ']'), nil
}

// orEmpty is raw, a string, or the empty one.
func orEmpty(raw string) string {
	if raw == "" || raw == "null" {
		return `""`
	}
	return raw
}
