package replicate

import (
	"causeway/core"
	"causeway/core/rewrite"
)

// readFault is the Fault of both dialects. Replicate's errors are problem details (RFC 9457), or less than that:
//
//	{"title":"Invalid version or not permitted","detail":"The specified version does not exist …","status":422}
//	{"detail":"You did not pass a valid authentication token"}
func readFault(f *core.Fault, body string) {
	if body == "" {
		return
	}
	f.Message = body
	if _, ok := rewrite.Check(body); !ok {
		return
	}
	for _, member := range [...]string{"title", "detail"} {
		if words := rewrite.Contents(rewrite.Member(body, member)); words != "" {
			f.Message = rewrite.Unescape(words)
		}
	}
}
