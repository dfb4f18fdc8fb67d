package gemini

import (
	"cmp"
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// settings are the members of generationConfig that take the hub's value as it is.
//
// https://ai.google.dev/api/generate-content#generationconfig (read 2026-11-21)
var settings = [...]struct {
	key    string
	member member
}{
	{"candidateCount", hubN},
	{"temperature", hubTemperature},
	{"topP", hubTopP},
	{"topK", hubTopK},
	{"seed", hubSeed},
	{"presencePenalty", hubPresencePenalty},
	{"frequencyPenalty", hubFrequencyPenalty},
	{"responseLogprobs", hubLogprobs},
	{"logprobs", hubTopLogprobs},
	{"imageConfig", hubImageConfig},
}

// config appends generationConfig, unless it would be empty. What the caller gave there himself is untouched and beats
// what the hub's members would say.
func (t *translation) config(dst []byte) ([]byte, *core.Fault) {
	o := openOverlay(dst, "generationConfig", t.raw[hubGenerationConfig])
	for i := range settings {
		o.set(settings[i].key, t.raw[settings[i].member])
	}
	o.set("maxOutputTokens", cmp.Or(t.raw[hubMaxCompletionTokens], t.raw[hubMaxTokens]))
	o.set("stopSequences", list(t.raw[hubStop]))
	o.set("responseModalities", loud(t.raw[hubModalities]))
	o.set("speechConfig", t.speech())
	if fault := t.format(&o); fault != nil {
		return nil, fault
	}
	o.set("thinkingConfig", t.thinkingConfig())
	return o.close(), nil
}

// loud is raw in capitals, as Google writes its enumerations, if it is one word or a list of words; anything else as it is,
// for Google to judge.
func loud(raw string) string {
	if strings.Trim(raw, `[]", _-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789`) != "" {
		return raw
	}
	upper := strings.ToUpper(raw)
	if _, isJSON := rewrite.Check(upper); !isJSON { // null, true
		return raw
	}
	return upper
}

// list is raw as an array: OpenAI takes one stop sequence without brackets.
func list(raw string) string {
	if rewrite.IsString(raw) {
		return "[" + raw + "]"
	}
	return raw
}

// speech is the voice that OpenAI's audio member asks for. Google alone decides about the format.
func (t *translation) speech() string {
	for it := rewrite.Over(t.raw[hubAudio]); it.Next(); {
		if it.Key != "voice" {
			t.r.Drop("audio." + it.Key)
		}
	}
	voice := rewrite.Member(t.raw[hubAudio], "voice")
	if !rewrite.IsString(voice) {
		return ""
	}
	return `{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":` + voice + `}}}`
}

// overlay is an object being written over one that the caller gave in Google's own shape: the caller's members win.
type overlay struct {
	dst    []byte
	native string
	start  int // of the member, to take it back
	inside int // behind its bracket
}

func openOverlay(dst []byte, key, native string) overlay {
	start := len(dst)
	dst = append(rewrite.Key(dst, key), '{')
	return overlay{dst, native, start, len(dst)}
}

// set appends a member, unless raw is empty or the caller gave his own.
func (o *overlay) set(key, raw string) {
	if raw != "" && !has(o.native, key) {
		o.dst = rewrite.Raw(o.dst, key, raw)
	}
}

// close appends the caller's members. An empty object is taken back.
func (o *overlay) close() []byte {
	for it := rewrite.Over(o.native); it.Next(); {
		o.dst = rewrite.Raw(o.dst, it.Key, it.Value)
	}
	if len(o.dst) == o.inside {
		return o.dst[:o.start]
	}
	return append(o.dst, '}')
}

// has reports that object has key (camelCase) in either of Google's spellings.
func has(object, key string) bool {
	for it := rewrite.Over(object); it.Next(); {
		if strings.EqualFold(strings.ReplaceAll(it.Key, "_", ""), key) {
			return true
		}
	}
	return false
}
