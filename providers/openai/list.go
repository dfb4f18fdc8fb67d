package openai

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// appendBareList is BareList.Answer. Members that OpenAI's models have and these lack are added: they are the vendor's,
// of no date.
//
//	[{"id":"openai/gpt-4.1","name":"OpenAI GPT-4.1"}]
//	→ {"object":"list","data":[{"id":"openai/gpt-4.1","name":"OpenAI GPT-4.1","object":"model","created":0,"owned_by":"github"}]}
func appendBareList(dst []byte, o *core.ReadOptions, body string) ([]byte, bool) {
	if _, ok := rewrite.Check(body); !ok {
		return dst, false
	}
	if !strings.HasPrefix(strings.TrimLeft(body, " \t\r\n"), "[") {
		return dst, false
	}
	owner := ""
	if o != nil && o.Request != nil && o.Request.Vendor != nil {
		owner = o.Request.Vendor.Name
	}
	owned := string(rewrite.AppendString(nil, owner))
	dst = append(dst, `{"object":"list","data":[`...)
	for it := rewrite.Over(body); it.Next(); {
		dst = append(rewrite.Comma(dst), rewrite.Members(nil, it.Value, []rewrite.Edit{
			{Op: rewrite.Default, Key: "object", Raw: `"model"`},
			{Op: rewrite.Default, Key: "created", Raw: "0"},
			{Op: rewrite.Default, Key: "owned_by", Raw: owned},
		})...)
	}
	return append(dst, `]}`...), true
}
