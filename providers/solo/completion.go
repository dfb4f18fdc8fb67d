package solo

import (
	"causeway/core"
	"causeway/core/rewrite"
)

// What watsonx.ai and Triton have in common: a text goes in and is gone on with, how are parameters.

var (
	promptRules = [...]rule{
		{"best_of", ""}, {"echo", ""}, {"logprobs", ""}, {"n", ""}, {"prompt", apart}, {"stream", apart}, {"suffix", ""},
	}
	watsonxRules = [...]rule{
		{"frequency_penalty", ""}, {"max_tokens", "max_new_tokens"}, {"presence_penalty", ""}, {"seed", "random_seed"}, {"stop", apart},
	}
	tritonRules = [...]rule{{"seed", "random_seed"}, {"stop", "stop_words"}}
)

// appendWatsonx is Watsonx.Request. A temperature is one of sampling: greedy decoding has none. A project or a space pays.
//
//	{"model":"ibm/granite-13b","prompt":"Once","max_tokens":9,"temperature":0.5,"stop":"."}
//	→ {"model_id":"ibm/granite-13b","input":"Once","project_id":"…",
//	   "parameters":{"max_new_tokens":9,"temperature":0.5,"stop_sequences":["."],"decoding_method":"sample"}}
func appendWatsonx(dst []byte, r *core.Request) (_ []byte, fault *core.Fault) {
	dst = rewrite.Text(append(dst, '{'), "model_id", r.Model)
	if dst, fault = appendPrompt(dst, r, "input"); fault != nil {
		return nil, fault
	}
	for _, key := range [...]string{"project_id", "space_id"} {
		if id := r.Option("watsonx_" + key); id != "" {
			dst = rewrite.Text(dst, key, id)
		}
	}
	dst = append(rewrite.Key(dst, "parameters"), '{')
	dst = appendRest(dst, r, openAIs[:], promptRules[:], watsonxRules[:])
	if stop := rewrite.Member(r.Body, "stop"); rewrite.Contents(stop) != "" {
		dst = append(append(append(rewrite.Key(dst, "stop_sequences"), '['), stop...), ']')
	} else if stop != "" && stop[0] == '[' {
		dst = rewrite.Raw(dst, "stop_sequences", stop)
	}
	if rewrite.Member(r.Body, "temperature") != "" && rewrite.Member(r.Body, "decoding_method") == "" {
		dst = rewrite.Text(dst, "decoding_method", "sample")
	}
	return append(dst, `}}`...), nil
}

// appendTriton is Triton.Request. What parameters there are is each model's own affair.
//
//	{"model":"ensemble","prompt":"Once","max_tokens":9} → {"text_input":"Once","parameters":{"max_tokens":9,"stream":false}}
func appendTriton(dst []byte, r *core.Request) (_ []byte, fault *core.Fault) {
	if dst, fault = appendPrompt(append(dst, '{'), r, "text_input"); fault != nil {
		return nil, fault
	}
	dst = append(rewrite.Key(dst, "parameters"), '{')
	dst = appendRest(dst, r, openAIs[:], promptRules[:], tritonRules[:])
	stream := "false"
	if r.Stream {
		stream = "true"
	}
	return append(rewrite.Raw(dst, "stream", stream), `}}`...), nil
}

// appendPrompt appends the one text that there is to go on with.
func appendPrompt(dst []byte, r *core.Request, key string) ([]byte, *core.Fault) {
	prompt := rewrite.Member(r.Body, "prompt")
	if it := rewrite.Over(prompt); it.Next() && it.Key == "" {
		if prompt = it.Value; it.Next() {
			prompt = ""
		}
	}
	if rewrite.Contents(prompt) == "" {
		return nil, core.Refuse("prompt", "prompt must be one text")
	}
	return rewrite.Raw(dst, key, prompt), nil
}
