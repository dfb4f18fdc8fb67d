package rewrite

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// AppendString appends text as a JSON string, quotes included.
//
//	AppendString(nil, "a \"b\"\n") → `"a \"b\"\n"`
//
// Quotes, backslashes and control characters are escaped and each byte that is not UTF-8 becomes \ufffd. Everything
// else keeps its bytes: no HTML escaping, and U+2028 and U+2029 stay as they are.
func AppendString(dst []byte, text string) []byte {
	dst = append(dst, '"')
	dst = AppendEscaped(dst, text)
	return append(dst, '"')
}

// AppendEscaped appends text as the contents of a JSON string: what AppendString appends, without the quotes. With it a
// raw JSON object becomes, piece by piece, the arguments string of a tool call.
func AppendEscaped(dst []byte, text string) []byte {
	for {
		n := plain(text, 0)
		dst = appendValid(dst, text[:n])
		if n == len(text) {
			return dst
		}
		dst = appendEscape(dst, text[n])
		text = text[n+1:]
	}
}

// appendValid appends text with \ufffd for each byte that is not UTF-8.
func appendValid(dst []byte, text string) []byte {
	if utf8.ValidString(text) {
		return append(dst, text...)
	}
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd") {
			dst = append(dst, `\ufffd`...)
			continue
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

// appendEscape appends the shortest escape of a quote, a backslash or a control character.
func appendEscape(dst []byte, c byte) []byte {
	const digits = "0123456789abcdef"
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, `\b`...)
	case '\f':
		return append(dst, `\f`...)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	return append(dst, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
}

// Unescape returns the plain text of contents, the escaped inside of a JSON string. Without a backslash that is
// contents itself and nothing is allocated. See AppendUnescaped.
func Unescape(contents string) string {
	if strings.IndexByte(contents, '\\') < 0 {
		return contents
	}
	return string(AppendUnescaped(make([]byte, 0, len(contents)), contents))
}

// AppendUnescaped appends the plain text of contents, the escaped inside of a JSON string.
//
//	AppendUnescaped(nil, `a\n\ud83d\ude00`) → "a\n😀"
//
// A surrogate without its other half becomes U+FFFD. Bytes that are not escapes are copied, invalid UTF-8 too. Text that
// Check would not accept in a string gives no error: an escape that is none, or is cut off, is copied as it stands.
func AppendUnescaped(dst []byte, contents string) []byte {
	for {
		n := strings.IndexByte(contents, '\\')
		if n < 0 {
			return append(dst, contents...)
		}
		dst = append(dst, contents[:n]...)
		r, size := unescape(contents[n:])
		if size == 0 {
			r, size = '\\', 1
		}
		dst = utf8.AppendRune(dst, r)
		contents = contents[n+size:]
	}
}

// unescape reads the escape at the start of s and returns its character and its length, which is 0 for a broken one.
func unescape(s string) (rune, int) {
	switch peek(s, 1) {
	case '"', '\\', '/':
		return rune(s[1]), 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	}
	r := unit(s)
	if r < 0 {
		return 0, 0
	}
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	if pair := utf16.DecodeRune(r, unit(s[6:])); pair != utf8.RuneError {
		return pair, 12
	}
	return utf8.RuneError, 6
}

// unit reads one \u escape of four hex digits at the start of s, or returns -1.
func unit(s string) rune {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return -1
	}
	r := rune(0)
	for i := 2; i < 6; i++ {
		d := hex(s[i])
		if d < 0 {
			return -1
		}
		r = r<<4 | rune(d)
	}
	return r
}

// Contents returns the inside of raw, a JSON string token, still escaped: `"abc\n"` → `abc\n`. It aliases raw. It is ""
// when raw is no string token, as when a member is absent or null.
func Contents(raw string) string {
	if len(raw) < 2 || raw[0] != '"' || raw[len(raw)-1] != '"' {
		return ""
	}
	return raw[1 : len(raw)-1]
}

// AppendMinified appends raw, a JSON value, without the whitespace outside its strings. Numbers and strings keep their
// bytes.
func AppendMinified(dst []byte, raw string) []byte {
	from := 0 // raw[:from] has been dealt with
	for i := 0; i < len(raw); {
		switch raw[i] {
		case '"':
			i = pastString(raw, i)
		case ' ', '\t', '\n', '\r':
			dst = append(dst, raw[from:i]...)
			i = space(raw, i)
			from = i
		default:
			i++
		}
	}
	return append(dst, raw[from:]...)
}
