package bedrock

import (
	"causeway/core"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// List is ListFoundationModels, which another host serves than the models.
var List = &core.Dialect{Name: "bedrock-models", Framing: frame.EventStream, Answer: appendModels, Fault: ReadFault}

// appendModels turns the list into the hub's. Bedrock gives no date, so created is 0.
//
//	{"modelSummaries":[{"modelId":"amazon.nova-lite-v1:0","providerName":"Amazon",…}]}
//	→ {"object":"list","data":[{"id":"amazon.nova-lite-v1:0","object":"model","created":0,"owned_by":"Amazon"}]}
//
// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html (read 2026-11-25)
func appendModels(dst []byte, _ *core.ReadOptions, body string) ([]byte, bool) {
	if _, ok := rewrite.Check(body); !ok {
		return dst, false
	}
	models := rewrite.Given(body, "modelSummaries")
	if !rewrite.IsArray(models) {
		return dst, false
	}
	dst = append(dst, `{"object":"list","data":[`...)
	for m := rewrite.OverArray(models); m.Next(); {
		id := rewrite.Inside(m.Value, "modelId")
		if id == "" {
			continue
		}
		dst = rewrite.Escaped(append(rewrite.Comma(dst), '{'), "id", id)
		dst = append(dst, `,"object":"model","created":0`...)
		dst = append(rewrite.Escaped(dst, "owned_by", rewrite.Inside(m.Value, "providerName")), '}')
	}
	return append(dst, `]}`...), true
}
