package oracle

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// readFault implements core.Dialect's Fault: {"code":"NotAuthenticated","message":"…"}, or what stands in front of OCI.
//
// https://docs.oracle.com/iaas/Content/API/References/apierrors.htm as Portkey-AI/gateway reads it (read 2026-11-25)
func readFault(f *core.Fault, body string) {
	const most = 1 << 10
	said := strings.TrimSpace(body)
	if said == "" {
		return
	}
	if _, ok := rewrite.Check(said); ok {
		f.Code = rewrite.Unescape(rewrite.Contents(rewrite.Member(body, "code")))
		if words := rewrite.Contents(rewrite.Member(body, "message")); words != "" {
			said = rewrite.Unescape(words)
		}
	}
	if len(said) > most {
		said = strings.ToValidUTF8(said[:most], "") + "…"
	}
	f.Message = said
}
