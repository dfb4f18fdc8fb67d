package gemini

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// appendModels is List.Answer. It reads AI Studio's list and Vertex AI's list of a publisher's models.
//
//	{"models":[{"name":"models/gemini-2.5-flash","displayName":"Gemini 2.5 Flash",…}]}
//	→ {"object":"list","data":[{"id":"gemini-2.5-flash","object":"model","created":0,"owned_by":"google"}]}
//
// Google gives no date, so created is 0.
//
// https://ai.google.dev/api/models#method:-models.list (read 2026-11-21)
func appendModels(dst []byte, _ *core.ReadOptions, body string) ([]byte, bool) {
	if _, ok := rewrite.Check(body); !ok {
		return nil, false
	}
	models := rewrite.Member(body, "models")
	if models == "" {
		models = rewrite.Member(body, "publisherModels")
	}
	if !rewrite.IsArray(models) {
		return nil, false
	}
	dst = append(dst, `{"object":"list","data":[`...)
	for it := rewrite.Over(models); it.Next(); {
		name := rewrite.Plain(rewrite.Member(it.Value, "name"))
		dst = append(rewrite.Comma(dst), '{')
		dst = rewrite.Text(dst, "id", name[strings.LastIndexByte(name, '/')+1:])
		dst = append(dst, `,"object":"model","created":0,"owned_by":"google"}`...)
	}
	return append(dst, `]}`...), true
}
