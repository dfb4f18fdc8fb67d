package solo

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// failure is an error, its members as contents. isError: the body says that it is one.
type failure struct {
	code, message, kind string
	isError             bool
}

// readFailure reads an error of any of these vendors, or finds none:
//
//	{"code":"InvalidApiKey","message":"Invalid API-key provided.","request_id"}                        DashScope
//	{"result":null,"success":false,"errors":[{"code":7003,"message":"Could not route to …"}]}           Workers AI
//	{"internalCode":5007,"name":"InferenceUpstreamError","message","description":"No such model …"}     its binding
//	{"errors":[{"code":"model_not_supported","message":"…"}],"trace","status_code":404}                 watsonx.ai
//	{"detail":"…"}, {"error":"…"}                                                                       Reka; Triton
func readFailure(body string) (f failure) {
	at := body
	if it := rewrite.Over(rewrite.Member(body, "errors")); it.Next() {
		at, f.isError = it.Value, true
	}
	for it := rewrite.Over(at); it.Next(); {
		said := rewrite.Contents(it.Value)
		switch it.Key {
		case "code", "internalCode":
			f.code = strings.Trim(it.Value, `"`)
		case "message", "description":
			if said != "" {
				f.message = said
			}
		case "detail", "error":
			f.isError = it.Value != "null"
			if said != "" {
				f.message = said
			}
		case "name":
			f.kind = said
		}
	}
	if f.code == "null" {
		f.code = ""
	}
	return f
}

// statuses are the HTTP statuses that DashScope's codes stand for, by what the codes begin with. The status of a frame is in
// a comment, which nobody hears of.
//
// https://www.alibabacloud.com/help/en/model-studio/error-code (read 2026-11-25)
var statuses = [...]struct {
	code   string
	status int
}{
	{"AccessDenied", 403}, {"Arrearage", 403}, {"DataInspectionFailed", 400}, {"InvalidApiKey", 401}, {"InvalidParameter", 400},
	{"InvalidURL", 400}, {"ModelNotFound", 404}, {"RequestTimeOut", 408}, {"Throttling", 429}, {"Unsupported", 400},
}

// status is the HTTP status that a failure within a reply amounts to.
func (f *failure) status() int {
	for _, s := range statuses {
		if strings.HasPrefix(f.code, s.code) {
			return s.status
		}
	}
	return 502
}

// readFault is the Fault of all dialects.
func readFault(f *core.Fault, body string) {
	if body == "" {
		return
	}
	f.Message = body
	if _, ok := rewrite.Check(body); !ok {
		return
	}
	theirs := readFailure(body)
	f.Code, f.Type = rewrite.Unescape(theirs.code), rewrite.Unescape(theirs.kind)
	if theirs.message != "" {
		f.Message = rewrite.Unescape(theirs.message)
	}
}
