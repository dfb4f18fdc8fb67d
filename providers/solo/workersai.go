package solo

import (
	"causeway/core"
	"causeway/core/rewrite"
)

var workersRules = [...]rule{
	{"best_of", ""}, {"echo", ""}, {"logprobs", ""}, {"max_completion_tokens", "max_tokens"}, {"n", ""}, {"parallel_tool_calls", ""},
	{"stop", ""}, {"suffix", ""}, {"thinking", ""}, {"top_logprobs", ""},
}

// appendWorkersAI is WorkersAI.Request. The model stands in the URL. Contents that are text alone are one text: most models
// take nothing else, and none takes null.
//
//	{"model":"@cf/meta/llama-3.1-8b-instruct","messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}],"n":1}
//	→ {"messages":[{"role":"user","content":"Hi"}]}
func appendWorkersAI(dst []byte, r *core.Request) (_ []byte, fault *core.Fault) {
	dst = append(dst, '{')
	if r.Endpoint != core.Completions {
		if dst, fault = appendMessages(rewrite.Key(dst, "messages"), r, appendEither); fault != nil {
			return nil, fault
		}
	}
	return append(appendRest(dst, r, openAIs[:], workersRules[:]), '}'), nil
}

// appendEither appends a content as one text, or as it is where it is more than text.
func appendEither(dst []byte, raw, path string) ([]byte, *core.Fault) {
	begun := len(dst)
	text, fault := appendPlain(dst, raw, path)
	if fault != nil {
		return append(dst[:begun], raw...), nil
	}
	return text, nil
}
