package responses

import (
	"strings"

	"causeway/core"
	"causeway/core/frame"
	"causeway/core/proof"
	"causeway/core/rewrite"
)

// Door is for clients that speak Responses to us.
//
// Nothing is kept here, so that a conversation must come whole: previous_response_id, conversation and item_reference are
// refused unless the provider has Responses itself, and the reply says "store":false.
var Door = &core.Door{
	Dialect: Dialect, Hub: hub, Native: native, Headers: []string{"openai-beta"},
	Writer: newWriter, Fault: appendFault, Broken: appendBroken,
}

// native implements core.Door's Native: what other dialects' providers sealed in earlier turns is taken out, for a provider
// of this one refuses the request for it. A body without any is the same bytes.
func native(body string) string {
	if !strings.Contains(body, anySeal) && !proof.Stands(body) {
		return body
	}
	input := rewrite.Given(body, "input")
	if !rewrite.IsArray(input) {
		return body
	}
	kept := []byte{'['}
	for i := rewrite.OverArray(input); i.Next(); {
		item, isOwn := domestic(i.Value)
		if !isOwn {
			continue
		}
		kept = append(rewrite.Comma(kept), ownItem(item)...)
	}
	edit := rewrite.Edit{Op: rewrite.Set, Key: "input", Raw: string(append(kept, ']'))}
	return string(rewrite.Members(nil, body, []rewrite.Edit{edit}))
}

// isForeign reports that an item is reasoning that another dialect's provider sealed.
func isForeign(item string) bool {
	return rewrite.Inside(item, "type") == reasoning && strings.HasPrefix(rewrite.Inside(item, encrypted), anySeal)
}

// domestic is an item as this dialect's providers know it; ok is false for reasoning that another's sealed. What one of
// this dialect's sealed went through this gateway's hands where it answered in one piece and a stream was asked for.
func domestic(item string) (own string, ok bool) {
	if !isForeign(item) {
		return item, true
	}
	seal := rewrite.Inside(item, encrypted)
	for _, kind := range [...]string{signatureSeal, redactedSeal} {
		if rest, is := strings.CutPrefix(seal, kind); is {
			id, content, ok := openSeal(rest)
			return string(rewrite.Members(nil, item, []rewrite.Edit{
				{Op: rewrite.Set, Key: "id", Raw: `"` + id + `"`}, {Op: rewrite.Set, Key: encrypted, Raw: `"` + content + `"`},
			})), ok
		}
	}
	return "", false
}

// ownItem is an item without a proof in its call_id.
func ownItem(item string) string {
	id := rewrite.Inside(item, "call_id")
	own, signature := proof.Cut(id)
	if signature == "" {
		return item
	}
	return string(rewrite.Members(nil, item, []rewrite.Edit{{Op: rewrite.Set, Key: "call_id", Raw: `"` + own + `"`}}))
}

// appendFault implements core.Door's Fault. A body in the provider's own words is passed as it came, where it is the object
// that OpenAI's SDKs read.
//
//	{"error":{"message":"groq error: no such model","type":"invalid_request_error","param":null,"code":"model_not_found"}}
//
// https://platform.openai.com/docs/guides/error-codes (read 2026-11-25)
func appendFault(dst []byte, f *core.Fault) []byte {
	if _, ok := rewrite.Check(f.Body); ok && rewrite.IsObject(rewrite.Given(f.Body, "error")) {
		return append(dst, f.Body...)
	}
	message, kind, param, code := wordsOf(f)
	return fill(dst, `{"error":{"message":$,"type":$,"param":$,"code":$}}`, message, kind, param, code)
}

// wordsOf are the members of an error, raw JSON. Whose words they are stands before a provider's.
func wordsOf(f *core.Fault) (message, kind, param, code string) {
	words := f.Message
	if f.Blame == core.Upstream && f.Provider != "" && f.Type != "timeout_error" {
		words = f.Provider + " error: " + words
	}
	return quotedOrNull(words), quotedOrNull(f.Type), quotedOrNull(f.Param), quotedOrNull(f.Code)
}

func quotedOrNull(text string) string {
	if text == "" {
		return "null"
	}
	return string(rewrite.AppendString(nil, text))
}

// appendBroken implements core.Door's Broken: the event "error" of OpenAI's, with its members at the top as they are
// documented, and once more in the member error, on which OpenAI's SDKs raise (openai-node 6.49.0, src/core/streaming.ts,
// read 2026-11-25). Its sequence_number is 0: how many events came before is not told here, and nothing comes behind it.
//
// https://platform.openai.com/docs/api-reference/responses-streaming/error (read 2026-11-25)
func appendBroken(dst []byte, f *core.Fault) []byte {
	message, kind, param, code := wordsOf(f)
	data := fill(nil, `{"type":"error","sequence_number":0,"message":$,"param":$,"code":$,`+
		`"error":{"message":$,"type":$,"param":$,"code":$}}`, message, param, code, message, kind, param, code)
	return frame.AppendEvent(dst, "error", string(data))
}
