package core

import (
	"strconv"
	"strings"
	"unsafe"

	"causeway/core/rewrite"
)

// mix is splitmix64's finaliser: a bijection whose every output bit depends on every input bit
// (https://prng.di.unimi.it/splitmix64.c, read 2026-11-21).
func mix(z uint64) uint64 {
	z += 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// newTraceID is a trace id in the shape of a version 4 UUID (RFC 9562 §5.4), made from the seed.
func newTraceID(seed uint64) string {
	hex := appendHex(appendHex(make([]byte, 0, 36), mix(seed)), mix(seed+1))
	hex[12], hex[16] = '4', "89ab"[hex[16]&3]
	return string(hex[0:8]) + "-" + string(hex[8:12]) + "-" + string(hex[12:16]) + "-" + string(hex[16:20]) + "-" + string(hex[20:32])
}

// replyID stands in for the id of a reply whose provider gives none.
func (x *Exchange) replyID() string { return "chatcmpl-" + string(appendHex(nil, mix(x.seed+2))) }

func appendHex(dst []byte, n uint64) []byte {
	const digits = "0123456789abcdef"
	for shift := 60; shift >= 0; shift -= 4 {
		dst = append(dst, digits[n>>shift&15])
	}
	return dst
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// alias is b as a string that shares its bytes: good until b is written to again.
func alias(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// unescaped is the plain text of escaped contents, in bytes of its own.
func unescaped(contents string) string { return strings.Clone(rewrite.Unescape(contents)) }

func escaped(text string) string { return string(rewrite.AppendEscaped(nil, text)) }

// isObject reports that text begins as a JSON object does.
func isObject(text string) bool {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case ' ', '\t', '\n', '\r':
		default:
			return text[i] == '{'
		}
	}
	return false
}

// isID reports that text can name a stored value: letters, digits, '-', '_' and '.', up to 128 of them, none leading to
// another folder.
func isID(text string) bool {
	if text == "" || len(text) > 128 || text[0] == '.' {
		return false
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.') {
			return false
		}
	}
	return true
}
