package solo

import (
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

var dashscopeRules = [...]rule{
	{"frequency_penalty", ""}, {"incremental_output", apart}, {"max_completion_tokens", "max_tokens"}, {"result_format", apart},
	{"stream", apart}, {"thinking", apart},
}

// IsMultimodal reports that a request is for a model that sees or hears, by the model's name or by what the messages hold.
func IsMultimodal(r *core.Request) bool {
	for _, part := range [...]string{"-vl", "-omni", "-audio", "-ocr", "qvq-", "qwen3.5-", "qwen3.6-", "captioner"} {
		if strings.Contains(r.Model, part) {
			return true
		}
	}
	for m := rewrite.Over(rewrite.Member(r.Body, "messages")); m.Next(); {
		for p := rewrite.Over(rewrite.Member(m.Value, "content")); p.Next(); {
			if kind := rewrite.Member(p.Value, "type"); kind != `"text"` && kind != "" {
				return true
			}
		}
	}
	return false
}

// appendDashScope is DashScope.Request. Members that OpenAI does not have are parameters as they are.
//
//	{"model":"qwen-max","messages":[{"role":"user","content":"Hi"}],"temperature":0.5,"stream":true}
//	→ {"model":"qwen-max","input":{"messages":[{"role":"user","content":"Hi"}]},
//	   "parameters":{"temperature":0.5,"result_format":"message","incremental_output":true}}
func appendDashScope(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	return appendConversation(dst, r, appendPlain)
}

// appendMultimodal is DashScopeMultimodal.Request: contents are lists.
func appendMultimodal(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	return appendConversation(dst, r, appendParts)
}

func appendConversation(dst []byte, r *core.Request, content contents) (_ []byte, fault *core.Fault) {
	dst = rewrite.Text(append(dst, '{'), "model", r.Model)
	dst = append(rewrite.Key(dst, "input"), `{"messages":`...)
	if dst, fault = appendMessages(dst, r, content); fault != nil {
		return nil, fault
	}
	dst = append(rewrite.Key(append(dst, '}'), "parameters"), '{')
	dst = appendRest(dst, r, openAIs[:], dashscopeRules[:])
	if thinking := rewrite.Member(r.Body, "thinking"); thinking != "" && thinking != "null" {
		isOn := rewrite.Member(thinking, "type") == `"enabled"`
		dst = rewrite.Raw(dst, "enable_thinking", strconv.FormatBool(isOn))
		if budget := rewrite.Member(thinking, "budget_tokens"); isOn && budget != "" {
			dst = rewrite.Raw(dst, "thinking_budget", budget)
		}
	}
	dst = rewrite.Text(dst, "result_format", "message")
	if r.Stream {
		dst = rewrite.Raw(dst, "incremental_output", "true")
	}
	return append(dst, `}}`...), nil
}

// appendParts appends a content as a list of parts, each named by what it holds.
//
//	[{"type":"image_url","image_url":{"url":"https://…"}},{"type":"text","text":"What?"}] → [{"image":"https://…"},{"text":"What?"}]
func appendParts(dst []byte, raw, path string) ([]byte, *core.Fault) {
	dst = append(dst, '[')
	if text := rewrite.Contents(raw); text != "" {
		dst = append(rewrite.Escaped(append(dst, '{'), "text", text), '}')
	}
	at := 0
	for p := rewrite.Over(raw); p.Next(); at++ {
		kind := rewrite.Contents(rewrite.Member(p.Value, "type"))
		held := rewrite.Member(p.Value, kind)
		dst = append(rewrite.Comma(dst), '{')
		switch kind {
		case "text", "video":
			dst = rewrite.Raw(dst, kind, orEmpty(held))
		case "image_url", "video_url":
			dst = rewrite.Raw(dst, strings.TrimSuffix(kind, "_url"), orEmpty(rewrite.Member(held, "url")))
		case "input_audio":
			dst = append(rewrite.Key(dst, "audio"), `"data:audio/`...)
			dst = append(append(dst, rewrite.Contents(rewrite.Member(held, "format"))...), ";base64,"...)
			dst = append(append(dst, rewrite.Contents(rewrite.Member(held, "data"))...), '"')
		default:
			where := path + "[" + strconv.Itoa(at) + "]"
			return nil, core.Refuse(where, where+": DashScope takes text, image_url, input_audio, video and video_url")
		}
		dst = append(dst, '}')
	}
	return append(dst, ']'), nil
}
