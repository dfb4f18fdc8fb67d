package providers

import (
	"strconv"
	"strings"

	"causeway/core/rewrite"
)

// bearerToken implements core.Grant's Read for endpoints that answer as OAuth says. Azure's instance metadata gives its
// seconds as a string.
//
//	{"token_type":"Bearer","expires_in":3599,"access_token":"eyJ…"}
//
// https://www.rfc-editor.org/rfc/rfc6749#section-5.1 (read 2026-11-25)
func bearerToken(body string) (token string, forMs int64, ok bool) {
	if _, ok = rewrite.Check(body); !ok {
		return "", 0, false
	}
	token = rewrite.Unescape(rewrite.Contents(rewrite.Member(body, "access_token")))
	seconds, err := strconv.ParseInt(strings.Trim(rewrite.Member(body, "expires_in"), `"`), 10, 32)
	return token, seconds * 1000, token != "" && err == nil
}

// form is a body of type application/x-www-form-urlencoded, of names and values in turn.
func form(pairs ...string) string {
	var out []byte
	for i := 0; i+1 < len(pairs); i += 2 {
		if i > 0 {
			out = append(out, '&')
		}
		out = append(appendFormText(out, pairs[i]), '=')
		out = appendFormText(out, pairs[i+1])
	}
	return string(out)
}

func appendFormText(dst []byte, text string) []byte {
	const digits = "0123456789ABCDEF"
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			dst = append(dst, c)
			continue
		}
		dst = append(dst, '%', digits[c>>4], digits[c&15])
	}
	return dst
}
