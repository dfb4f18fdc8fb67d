// Package vector is what a reply to a call for embeddings holds: vectors, as a JSON array of numbers or as base64 of their
// bytes, and the list that the hub's clients read them from.
//
//	{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,-0.2]}],"model":"m",
//	 "usage":{"prompt_tokens":7,"total_tokens":7}}
//
// With encoding_format "base64" in the request an embedding is a string: base64 of float32s, the lowest byte first. OpenAI's
// own clients ask for that without being told to, and few other providers can give it, so it is made here.
//
// https://platform.openai.com/docs/api-reference/embeddings/object (read 2026-11-25)
package vector

import (
	"encoding/base64"
	"encoding/binary"
	"math"
	"strconv"
	"strings"
)

// List is the reply being written.
type List struct {
	dst      []byte
	count    int64
	isBase64 bool
}

// Begin appends the head of the reply. format is the raw encoding_format of the request, "" when it has none.
func Begin(dst []byte, format string) List {
	return List{dst: append(dst, `{"object":"list","data":[`...), isBase64: format == `"base64"`}
}

// Add appends the next vector: an array of numbers, or a string of base64, float32s as well. Numbers stay as they were
// written where the client wants numbers. False: raw is neither, and the list is no good.
func (l *List) Add(raw string) bool {
	if raw == "" {
		return false
	}
	if l.count > 0 {
		l.dst = append(l.dst, ',')
	}
	l.dst = append(l.dst, `{"object":"embedding","index":`...)
	l.dst = append(strconv.AppendInt(l.dst, l.count, 10), `,"embedding":`...)
	l.count++
	ok := true
	switch isArray := raw[0] == '['; {
	case isArray == l.isBase64 && isArray:
		l.dst, ok = appendBase64(l.dst, raw)
	case isArray || raw[0] == '"' && l.isBase64:
		l.dst = append(l.dst, raw...)
	default:
		l.dst, ok = appendNumbers(l.dst, strings.Trim(raw, `"`))
	}
	l.dst = append(l.dst, '}')
	return ok
}

// Beside puts a further member into the vector that was added last: any JSON value, as it is.
func (l *List) Beside(key, raw string) {
	l.dst = append(append(append(l.dst[:len(l.dst)-1], `,"`...), key...), `":`...)
	l.dst = append(append(l.dst, raw...), '}')
}

// End appends the rest of the reply. model is escaped contents; tokens is how many the input had.
func (l *List) End(model string, tokens int64) []byte {
	l.dst = append(append(append(l.dst, `],"model":"`...), model...), `","usage":{"prompt_tokens":`...)
	l.dst = append(strconv.AppendInt(l.dst, tokens, 10), `,"total_tokens":`...)
	return append(strconv.AppendInt(l.dst, tokens, 10), `}}`...)
}

// appendBase64 appends an array of numbers as a string of float32s.
func appendBase64(dst []byte, raw string) ([]byte, bool) {
	packed := make([]byte, 0, len(raw)/2)
	for rest := strings.Trim(raw, "[] \t\r\n"); rest != ""; {
		var number string
		number, rest, _ = strings.Cut(rest, ",")
		f, err := strconv.ParseFloat(strings.TrimSpace(number), 32)
		if err != nil {
			return dst, false
		}
		packed = binary.LittleEndian.AppendUint32(packed, math.Float32bits(float32(f)))
	}
	dst = base64.StdEncoding.AppendEncode(append(dst, '"'), packed)
	return append(dst, '"'), true
}

// appendNumbers appends a string of float32s as an array, each in the fewest digits that name it.
func appendNumbers(dst []byte, text string) ([]byte, bool) {
	packed, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(packed)%4 != 0 {
		return dst, false
	}
	dst = append(dst, '[')
	for i := 0; i < len(packed); i += 4 {
		f := float64(math.Float32frombits(binary.LittleEndian.Uint32(packed[i:])))
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return dst, false
		}
		dst = strconv.AppendFloat(comma(dst, i), f, 'g', -1, 32)
	}
	return append(dst, ']'), true
}

// AppendInt8 appends text, base64 of int8s, as an array of numbers: what is made of it is again a vector, only not of
// length 1.
func AppendInt8(dst []byte, text string) ([]byte, bool) {
	packed, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return dst, false
	}
	dst = append(dst, '[')
	for i, b := range packed {
		dst = strconv.AppendInt(comma(dst, i), int64(int8(b)), 10)
	}
	return append(dst, ']'), true
}

// comma appends a comma before every element but the first.
func comma(dst []byte, i int) []byte {
	if i == 0 {
		return dst
	}
	return append(dst, ',')
}
