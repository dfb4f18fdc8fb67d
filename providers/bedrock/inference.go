package bedrock

import (
	"strconv"
	"strings"

	"causeway/core/rewrite"
)

// inference appends inferenceConfig. Its temperature goes to 1 where OpenAI's goes to 2: what is above becomes 1 and is
// named as dropped, because halving the scale would change what every temperature below means.
func (t *translation) inference(dst []byte) []byte {
	start := len(dst)
	dst = append(rewrite.Key(dst, "inferenceConfig"), '{')
	empty := len(dst)
	dst = t.maxTokens(dst)
	dst = t.samplers(dst)
	dst = t.stops(dst)
	if len(dst) == empty {
		return dst[:start]
	}
	return append(dst, '}')
}

// maxTokens appends the limit for the reply. Of two limits the newer name holds. Without one the model's own most holds, a
// thinking budget included (recorded traffic).
func (t *translation) maxTokens(dst []byte) []byte {
	a := &t.asked
	if a.maxCompletionTokens != "" && a.maxTokens != "" && a.maxTokens != a.maxCompletionTokens {
		t.r.Drop("max_tokens")
	}
	if limit := t.limit(); limit != "" {
		return rewrite.Raw(dst, "maxTokens", limit)
	}
	return dst
}

// limit is the caller's limit for the reply; the newer name goes first.
func (t *translation) limit() string {
	if t.asked.maxCompletionTokens != "" {
		return t.asked.maxCompletionTokens
	}
	return t.asked.maxTokens
}

func (t *translation) samplers(dst []byte) []byte {
	a, mode := &t.asked, t.family.sampling
	if t.thinks && IsClaude(t.r.Model) {
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
	if mode == noSampling && a.temperature != "1" { // which is the default
		a.temperature = t.dropped("temperature", a.temperature)
	}
	if mode == noSampling {
		a.topP = t.dropped("top_p", a.topP)
	}
	if a.temperature != "" {
		dst = rewrite.Raw(dst, "temperature", a.temperature)
	}
	if a.topP != "" {
		dst = rewrite.Raw(dst, "topP", a.topP)
	}
	return dst
}

// dropped is "", and names a parameter that the caller gave.
func (t *translation) dropped(param, raw string) string {
	if raw != "" {
		t.r.Drop(param)
	}
	return ""
}

// stops appends stopSequences from a string or a list, without those that are empty.
func (t *translation) stops(dst []byte) []byte {
	list := t.asked.stopSequences
	if list == "" {
		list = t.asked.stop
	} else {
		t.dropped("stop", t.asked.stop)
	}
	if rewrite.IsString(list) {
		list = "[" + list + "]"
	}
	start := len(dst)
	dst = append(rewrite.Key(dst, "stopSequences"), '[')
	empty := len(dst)
	for s := rewrite.OverArray(list); s.Next(); {
		if s.Value == `""` {
			t.r.Drop("stop")
			continue
		}
		dst = append(rewrite.Comma(dst), s.Value...)
	}
	if len(dst) == empty {
		return dst[:start]
	}
	return append(dst, ']')
}

// isField makes an additional field of a member that the model takes under OpenAI's name.
func (t *translation) isField(m rewrite.Items) bool {
	if !strings.Contains(t.family.fields, " "+m.Key+" ") {
		return false
	}
	t.field(m.Key, m.Value)
	return true
}

// field adds a member of additionalModelRequestFields.
func (t *translation) field(key, raw string) {
	if t.fields == nil {
		t.fields = make([]byte, 1, minRoom)
		t.fields[0] = '{'
	}
	t.fields = rewrite.Raw(t.fields, key, raw)
}

// additional appends additionalModelRequestFields: the caller's own, which go first, and what else has no other place.
func (t *translation) additional(dst []byte) []byte {
	a := &t.asked
	t.topK()
	if beta := t.beta(); beta != "" {
		t.field("anthropic_beta", beta)
	}
	if a.user != "" && IsClaude(t.r.Model) {
		t.field("metadata", `{"user_id":`+a.user+`}`)
	} else {
		t.dropped("user", a.user)
	}
	if a.fields == "" && t.fields == nil {
		return dst
	}
	if a.fields != "" && !rewrite.IsObject(a.fields) {
		t.refuse("additionalModelRequestFields", "an object is required")
	}
	dst = append(rewrite.Key(dst, "additionalModelRequestFields"), '{')
	for m := rewrite.OverObject(a.fields); m.Next(); {
		dst = rewrite.Raw(dst, m.Key, m.Value)
	}
	for m := rewrite.OverObject(string(t.fields)); m.Next(); {
		if rewrite.Member(a.fields, m.Key) == "" {
			dst = rewrite.Raw(dst, m.Key, m.Value)
		}
	}
	return append(dst, '}')
}

func (t *translation) topK() {
	a := &t.asked
	switch {
	case a.topK == "":
	case t.family.topK == "" || t.thinks && IsClaude(t.r.Model):
		t.r.Drop("top_k")
	case t.family.topK == novaTopK:
		t.field("inferenceConfig", `{"topK":`+a.topK+`}`)
	default:
		t.field(t.family.topK, a.topK)
	}
}

// beta is the list of Anthropic's betas that the body or the config asks for, as raw JSON; "" for none.
func (t *translation) beta() string {
	if rewrite.IsArray(t.asked.beta) {
		return t.asked.beta
	}
	words := rewrite.Unescape(rewrite.Contents(t.asked.beta))
	if words == "" && IsClaude(t.r.Model) {
		words = t.r.Option("anthropic_beta")
	}
	return betaList(words)
}

// betaList is a list of words with commas between them as a JSON array: "a,b" → ["a","b"]. "" for none.
func betaList(words string) string {
	if words == "" {
		return ""
	}
	dst := []byte{'['}
	for word := range strings.SplitSeq(words, ",") {
		dst = rewrite.AppendString(rewrite.Comma(dst), strings.TrimSpace(word))
	}
	return string(append(dst, ']'))
}
