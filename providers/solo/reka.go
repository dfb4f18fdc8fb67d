package solo

import (
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

var rekaRules = [...]rule{
	{"logprobs", ""}, {"max_completion_tokens", "max_tokens"}, {"n", ""}, {"parallel_tool_calls", ""}, {"response_format", ""}, {"stop", apart},
	{"stream", apart}, {"thinking", ""}, {"tool_choice", apart}, {"tools", apart}, {"top_logprobs", ""},
}

// appendReka is Reka.Request. A call has parameters, an object; a result is an element of a message of the role tool_output.
//
//	{"model":"reka-flash","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://…"}}]}],"stop":"."}
//	→ {"model":"reka-flash","stream":false,"messages":[{"role":"user","content":[{"type":"image_url","image_url":"https://…"}]}],"stop":["."]}
func appendReka(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	dst = rewrite.Text(append(dst, '{'), "model", r.Model)
	dst = rewrite.Raw(dst, "stream", strconv.FormatBool(r.Stream))
	dst = append(rewrite.Key(dst, "messages"), '[')
	at := 0
	for it := rewrite.Over(rewrite.Member(r.Body, "messages")); it.Next(); at++ {
		var fault *core.Fault
		path := "messages[" + strconv.Itoa(at) + "]"
		dropFromReka(r, it.Value, path)
		if dst, fault = appendRekaMessage(append(rewrite.Comma(dst), '{'), it.Value, path); fault != nil {
			return nil, fault
		}
	}
	if at == 0 {
		return nil, core.Refuse("messages", "messages must be an array that holds a message")
	}
	dst = appendRest(append(dst, ']'), r, openAIs[:], rekaRules[:])
	if stop := rewrite.Member(r.Body, "stop"); rewrite.Contents(stop) != "" {
		dst = append(append(append(rewrite.Key(dst, "stop"), '['), stop...), ']')
	} else if stop != "" && stop != "null" {
		dst = rewrite.Raw(dst, "stop", stop)
	}
	return append(appendRekaTools(dst, r), '}'), nil
}

// dropFromReka names what a message holds beside what Reka's has.
func dropFromReka(r *core.Request, raw, path string) {
	for m := rewrite.Over(raw); m.Next(); {
		switch m.Key {
		case "role", "content", "tool_calls", "tool_call_id":
		default:
			if m.Value != "null" {
				r.Drop(path + "." + m.Key)
			}
		}
	}
}

func appendRekaMessage(dst []byte, raw, path string) (_ []byte, fault *core.Fault) {
	role, content := rewrite.Contents(rewrite.Member(raw, "role")), rewrite.Member(raw, "content")
	switch role {
	case "developer":
		role = "system"
	case "tool":
		dst = append(rewrite.Text(dst, "role", "tool_output"), `,"content":[{"tool_call_id":`...)
		dst = append(append(dst, orEmpty(rewrite.Member(raw, "tool_call_id"))...), `,"output":`...)
		if dst, fault = appendPlain(dst, content, path+".content"); fault != nil {
			return nil, fault
		}
		return append(dst, `}]}`...), nil
	}
	dst = append(rewrite.Escaped(dst, "role", role), `,"content":`...)
	if dst, fault = appendRekaParts(dst, content, path+".content"); fault != nil {
		return nil, fault
	}
	if calls := rewrite.Member(raw, "tool_calls"); calls != "" && calls != "null" {
		dst = append(rewrite.Key(dst, "tool_calls"), '[')
		for it := rewrite.Over(calls); it.Next(); {
			function := rewrite.Member(it.Value, "function")
			arguments := rewrite.Unescape(rewrite.Contents(rewrite.Member(function, "arguments")))
			if _, ok := rewrite.Check(arguments); !ok {
				return nil, core.Refuse(path+".tool_calls", path+".tool_calls: arguments must be JSON")
			}
			dst = rewrite.Raw(append(rewrite.Comma(dst), '{'), "id", orEmpty(rewrite.Member(it.Value, "id")))
			dst = rewrite.Raw(dst, "name", orEmpty(rewrite.Member(function, "name")))
			dst = append(rewrite.Raw(dst, "parameters", arguments), '}')
		}
		dst = append(dst, ']')
	}
	return append(dst, '}'), nil
}

// appendRekaParts appends a content: a text, or parts whose URLs stand without an object around them.
func appendRekaParts(dst []byte, raw, path string) ([]byte, *core.Fault) {
	if raw == "" || raw[0] != '[' {
		return append(dst, orEmpty(raw)...), nil
	}
	dst = append(dst, '[')
	at := 0
	for p := rewrite.Over(raw); p.Next(); at++ {
		kind := rewrite.Contents(rewrite.Member(p.Value, "type"))
		held := rewrite.Member(p.Value, kind)
		if url := rewrite.Member(held, "url"); url != "" {
			held = url
		}
		if kind != "text" && !strings.HasSuffix(kind, "_url") {
			where := path + "[" + strconv.Itoa(at) + "]"
			return nil, core.Refuse(where, where+": Reka takes text, and image_url, video_url, audio_url and pdf_url")
		}
		dst = rewrite.Escaped(append(rewrite.Comma(dst), '{'), "type", kind)
		dst = append(rewrite.Raw(dst, kind, orEmpty(held)), '}')
	}
	return append(dst, ']'), nil
}

// appendRekaTools appends the tools, which are bare functions, and the choice among them: auto, none, or tool for any.
func appendRekaTools(dst []byte, r *core.Request) []byte {
	tools := rewrite.Member(r.Body, "tools")
	if tools == "" || tools == "null" {
		return dst
	}
	dst = append(rewrite.Key(dst, "tools"), '[')
	for it := rewrite.Over(tools); it.Next(); {
		if function := rewrite.Member(it.Value, "function"); function != "" {
			dst = append(rewrite.Comma(dst), function...)
		}
	}
	dst = append(dst, ']')
	switch choice := rewrite.Member(r.Body, "tool_choice"); choice {
	case "", "null":
	case `"auto"`, `"none"`:
		dst = rewrite.Raw(dst, "tool_choice", choice)
	case `"required"`:
		dst = rewrite.Text(dst, "tool_choice", "tool")
	default:
		r.Drop("tool_choice")
	}
	return dst
}
