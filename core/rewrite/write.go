package rewrite

import "strconv"

// Comma appends ',' unless dst is empty or ends with '{' or '['. It is right wherever a member or an element may begin,
// because a complete JSON value ends with none of these; so a writer need not remember whether something came before.
//
//	dst = append(dst, '{')
//	dst = Text(dst, "role", "user")
//	dst = append(Key(dst, "content"), '[')
//	for _, p := range parts {
//		dst = appendPart(Comma(dst), p)
//	}
//	dst = append(dst, `]}`...)
//
// An object or an array that begins inside dst must begin with its bracket in dst, as above; whitespace behind that
// bracket would make a comma.
func Comma(dst []byte) []byte {
	if len(dst) == 0 {
		return dst
	}
	if last := dst[len(dst)-1]; last == '{' || last == '[' {
		return dst
	}
	return append(dst, ',')
}

// Key begins a member: it appends a Comma, key (plain text, escaped here) in quotes, and ':'. The caller appends the value.
func Key(dst []byte, key string) []byte {
	dst = AppendString(Comma(dst), key)
	return append(dst, ':')
}

// Raw appends a member whose value is raw, a JSON value; it is inserted as it stands.
func Raw(dst []byte, key, raw string) []byte {
	return append(Key(dst, key), raw...)
}

// Text appends a member whose value is the plain text as a JSON string.
func Text(dst []byte, key, text string) []byte {
	return AppendString(Key(dst, key), text)
}

// Escaped appends a member whose value is the JSON string with these contents, escaped already.
func Escaped(dst []byte, key, contents string) []byte {
	dst = append(Key(dst, key), '"')
	dst = append(dst, contents...)
	return append(dst, '"')
}

// Int appends a member whose value is n.
func Int(dst []byte, key string, n int64) []byte {
	return strconv.AppendInt(Key(dst, key), n, 10)
}
