package anthropic

import (
	"strconv"
	"strings"

	"causeway/core/rewrite"
)

// samplers appends temperature, top_p and top_k as far as the model takes them. Thinking takes none of them but a
// temperature of 1; what is left out is named.
//
// OpenAI's temperature goes to 2 and Anthropic's to 1. What is above 1 becomes 1, as Anthropic's own OpenAI endpoint
// does it, and is named as dropped: halving the scale would change what every temperature below 1 means.
//
// https://platform.claude.com/docs/en/cli-sdks-libraries/libraries/openai-sdk (read 2026-11-21)
func (t *translation) samplers(dst []byte) []byte {
	a, mode := &t.asked, t.family.sampling
	if t.isThinking() {
		mode = noSampling
	}
	if mode == oneSampling && a.temperature != "" && a.topP != "" {
		t.r.Drop("top_p")
		a.topP = ""
	}
	if f, err := strconv.ParseFloat(a.temperature, 64); err == nil && f > 1 {
		t.r.Drop("temperature")
		a.temperature = "1"
	}
	dst = t.sampler(dst, mode, "temperature", a.temperature)
	dst = t.sampler(dst, mode, "top_p", a.topP)
	return t.sampler(dst, mode, "top_k", a.topK)
}

func (t *translation) sampler(dst []byte, mode samplingMode, key, raw string) []byte {
	if raw == "" {
		return dst
	}
	if mode == noSampling {
		t.r.Drop(key)
		return dst
	}
	return rewrite.Raw(dst, key, raw)
}

// stops appends stop_sequences from a string or a list. A sequence of nothing but whitespace is refused by the API and
// left out.
func (t *translation) stops(dst []byte) []byte {
	a := &t.asked
	if a.stopSequences != "" {
		if a.stop != "" {
			t.r.Drop("stop")
		}
		return rewrite.Raw(dst, "stop_sequences", a.stopSequences)
	}
	list := a.stop
	if rewrite.IsString(list) {
		list = "[" + list + "]"
	}
	begun := false
	for s := rewrite.OverArray(list); s.Next(); {
		if isBlank(rewrite.Contents(s.Value)) {
			t.r.Drop("stop")
			continue
		}
		if !begun {
			begun = true
			dst = append(rewrite.Key(dst, "stop_sequences"), '[')
		}
		dst = append(rewrite.Comma(dst), s.Value...)
	}
	if begun {
		dst = append(dst, ']')
	}
	return dst
}

// isBlank reports that escaped contents are empty or whitespace alone.
func isBlank(contents string) bool {
	for contents != "" {
		switch {
		case contents[0] == ' ':
			contents = contents[1:]
		case strings.HasPrefix(contents, `\n`), strings.HasPrefix(contents, `\r`), strings.HasPrefix(contents, `\t`):
			contents = contents[2:]
		default:
			return false
		}
	}
	return true
}

// metadata appends who the user is, the one thing that Anthropic's metadata holds. metadata.user_id is Anthropic's own
// name for it, user and then safety_identifier are OpenAI's.
func (t *translation) metadata(dst []byte) []byte {
	a := &t.asked
	id := rewrite.Given(a.metadata, "user_id")
	for m := rewrite.OverObject(a.metadata); m.Next(); {
		if m.Key != "user_id" {
			t.r.Drop("metadata") // its keys are the caller's own words and stay out of a header
		}
	}
	if id == "" {
		id, a.user = a.user, ""
	}
	if id == "" {
		id, a.safetyIdentifier = a.safetyIdentifier, ""
	}
	if a.user != "" {
		t.r.Drop("user")
	}
	if a.safetyIdentifier != "" {
		t.r.Drop("safety_identifier")
	}
	if id == "" {
		return dst
	}
	dst = append(rewrite.Key(dst, "metadata"), '{')
	return append(rewrite.Raw(dst, "user_id", id), '}')
}

// tier appends service_tier: auto is the same for both, OpenAI's default is Anthropic's standard_only.
func (t *translation) tier(dst []byte) []byte {
	switch t.asked.tier {
	case "":
	case `"auto"`, `"standard_only"`:
		return rewrite.Raw(dst, "service_tier", t.asked.tier)
	case `"default"`:
		return rewrite.Raw(dst, "service_tier", `"standard_only"`)
	default:
		t.r.Drop("service_tier")
	}
	return dst
}
