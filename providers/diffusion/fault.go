package diffusion

import (
	"causeway/core"
	"causeway/core/rewrite"
)

// readFault is the Fault of all dialects. The shapes:
//
//	{"id","name":"invalid_prompts","message":"…"}, {"id","name":"content_moderation","errors":["…"]}   Stability
//	{"error":"…"}, {"detail":"…"}                                                                      Segmind
//	{"error":{"message","type","code"}}                                                                Fireworks
//	{"success":false,"errors":[{"code":7003,"message":"…"}]}                                           Cloudflare
func readFault(f *core.Fault, body string) {
	if body == "" {
		return
	}
	f.Message = body
	if _, ok := rewrite.Check(body); !ok {
		return
	}
	f.Code = words(rewrite.Member(body, "name"))
	for _, key := range [...]string{"message", "detail", "error", "errors"} {
		raw := rewrite.Member(body, key)
		if it := rewrite.Over(raw); key == "errors" && it.Next() {
			raw = it.Value
		}
		if said := words(raw); said != "" {
			f.Message = said
		}
		if said := words(rewrite.Member(raw, "message")); said != "" {
			f.Message, f.Type = said, words(rewrite.Member(raw, "type"))
			f.Code = words(rewrite.Member(raw, "code"))
		}
	}
}

// words is the plain text of raw: a string, or a number as it stands.
func words(raw string) string {
	if raw != "" && raw[0] >= '0' && raw[0] <= '9' {
		return raw
	}
	return rewrite.Unescape(rewrite.Contents(raw))
}
