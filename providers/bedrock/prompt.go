package bedrock

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// prompted is how a maker's models that go on with a text are asked, through InvokeModel. An empty name: it has no such
// parameter.
type prompted struct {
	match                                           string // in the model's id
	prompt, within                                  string // within: the object that holds the rest, "" = none
	maxTokens, temperature, topP, topK, stop, count string
}

// prompts is searched from the top. The last row is for models that somebody has imported or deployed: their servers speak
// OpenAI's completions.
//
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-meta.html, …-mistral-text-completion.html,
// …-titan-text.html, …-cohere-command.html, …-jurassic2.html, …-deepseek.html (the last read 2026-11-25, of
// the others excerpts or Portkey-AI/gateway 1.15.2)
var prompts = [...]prompted{
	{match: "meta.", prompt: "prompt", maxTokens: "max_gen_len", temperature: "temperature", topP: "top_p"},
	{match: "amazon.titan-text", prompt: "inputText", within: "textGenerationConfig", maxTokens: "maxTokenCount",
		temperature: "temperature", topP: "topP", stop: "stopSequences"},
	{match: "cohere.command", prompt: "prompt", maxTokens: "max_tokens", temperature: "temperature", topP: "p", topK: "k",
		stop: "stop_sequences", count: "num_generations"},
	{match: "ai21.j2", prompt: "prompt", maxTokens: "maxTokens", temperature: "temperature", topP: "topP",
		stop: "stopSequences", count: "numResults"},
	{match: "mistral.", prompt: "prompt", maxTokens: "max_tokens", temperature: "temperature", topP: "top_p", topK: "top_k", stop: "stop"},
	{match: "deepseek.", prompt: "prompt", maxTokens: "max_tokens", temperature: "temperature", topP: "top_p", stop: "stop"},
	{match: "arn:", prompt: "prompt", maxTokens: "max_tokens", temperature: "temperature", topP: "top_p", topK: "top_k", stop: "stop"},
}

// TakesPrompts reports that a request's model goes on with a text: Service.Fits of core.Completions.
func TakesPrompts(r *core.Request) bool { return promptedOf(r.Model) != nil }

func promptedOf(model string) *prompted {
	for i := range prompts {
		if strings.Contains(model, prompts[i].match) {
			return &prompts[i]
		}
	}
	return nil
}

// AppendPrompt says the hub's request for a completion in the words of the model's maker. The prompt is sent as it is:
// whoever asks for a completion knows the model's template.
func AppendPrompt(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	p := promptedOf(r.Model)
	prompt := rewrite.Given(r.Body, "prompt")
	if list := rewrite.OverArray(prompt); list.Next() {
		if prompt = list.Value; list.Next() {
			return dst, core.Refuse("prompt", "Bedrock completes one prompt in a request")
		}
	}
	if p == nil || !rewrite.IsString(prompt) {
		return dst, core.Refuse("prompt", "a prompt as text is required")
	}
	dst = rewrite.Raw(append(dst, '{'), p.prompt, prompt)
	if p.within != "" {
		dst = append(rewrite.Key(dst, p.within), '{')
	}
	for m := rewrite.Over(r.Body); m.Next(); {
		if rewrite.Present(m.Value) != "" {
			dst = p.parameter(dst, r, m)
		}
	}
	if p.within != "" {
		dst = append(dst, '}')
	}
	if r.Stream && strings.Contains(r.Model, "cohere.") {
		dst = rewrite.Raw(dst, "stream", "true") // which Command wants to be told
	}
	return append(dst, '}'), nil
}

// parameter appends a parameter under its maker's name.
func (p *prompted) parameter(dst []byte, r *core.Request, m rewrite.Items) []byte {
	name := ""
	switch m.Key {
	case "model", "prompt", "stream", "stream_options":
		return dst
	case "max_tokens":
		name = p.maxTokens
	case "temperature":
		name = p.temperature
	case "top_p":
		name = p.topP
	case "top_k":
		name = p.topK
	case "n":
		if m.Value == "1" {
			return dst
		}
		name = p.count
	case "stop":
		name = p.stop
		if rewrite.IsString(m.Value) {
			m.Value = "[" + m.Value + "]"
		}
	}
	if name == "" {
		r.Drop(m.Key)
		return dst
	}
	return rewrite.Raw(dst, name, m.Value)
}
