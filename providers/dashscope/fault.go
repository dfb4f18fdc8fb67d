package dashscope

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// failure is an error of DashScope's, its members as contents: {"code":"InvalidApiKey","message":"Invalid API-key provided."}
type failure struct{ code, message string }

func readFailure(body string) (f failure) {
	for it := rewrite.Over(body); it.Next(); {
		switch it.Key {
		case "code":
			f.code = rewrite.Contents(it.Value)
		case "message":
			f.message = rewrite.Contents(it.Value)
		}
	}
	return f
}

// statuses are the HTTP statuses that codes stand for, by what the codes begin with. The status of a frame is in a comment,
// which nobody hears of.
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

// kind is the type of an error within a reply.
func (f *failure) kind() string {
	if f.code == "" || f.code == "cut_stream" {
		return "invalid_reply"
	}
	return ""
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
	f.Code = rewrite.Unescape(theirs.code)
	if theirs.message != "" {
		f.Message = rewrite.Unescape(theirs.message)
	}
}
