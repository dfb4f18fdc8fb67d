package cohere

import (
	"causeway/core"
	"causeway/core/rewrite"
)

// appendModels turns GET /v1/models into the hub's list. Cohere does not say since when a model is there.
//
//	{"models":[{"name":"command-a-03-2025","endpoints":["chat"],…}],"next_page_token"?}
//	→ {"object":"list","data":[{"id":"command-a-03-2025","object":"model","created":0,"owned_by":"cohere"}]}
//
// https://docs.cohere.com/reference/list-models (read 2026-11-25)
func appendModels(dst []byte, _ *core.ReadOptions, body string) ([]byte, bool) {
	if _, ok := rewrite.Check(body); !ok {
		return dst, false
	}
	models := rewrite.Member(body, "models")
	if !rewrite.IsArray(models) {
		return dst, false
	}
	dst = append(dst, `{"object":"list","data":[`...)
	for m := rewrite.Over(models); m.Next(); {
		name := rewrite.Contents(rewrite.Member(m.Value, "name"))
		if name == "" {
			continue
		}
		dst = rewrite.Escaped(append(rewrite.Comma(dst), '{'), "id", name)
		dst = append(dst, `,"object":"model","created":0,"owned_by":"cohere"}`...)
	}
	return append(dst, `]}`...), true
}
