package providers

import (
	"encoding/base64"
	"math"
	"strconv"
	"strings"

	"causeway/core/event"
	"causeway/core/rewrite"

	"github.com/tidwall/gjson"
)

// Schemas may refer to themselves: a sample has bounds.
const (
	maxDepth       = 12
	maxSampleBytes = 1 << 16
)

// isFull reports that a sample nests no deeper.
func isFull(dst []byte, depth int) bool { return depth >= maxDepth || len(dst) > maxSampleBytes }

// appendSample appends the smallest JSON value that fits schema: required members only, the first of several choices.
// root is where $ref begins ("#/$defs/name"). A schema that is absent or says nothing gives an empty object.
func appendSample(dst []byte, schema, root gjson.Result, depth int) []byte {
	if ref := schema.Get("$ref").Str; ref != "" {
		schema = resolve(root, ref)
	}
	for _, fixed := range [...]string{"const", "default", "enum.0"} {
		if v := schema.Get(fixed); v.Exists() {
			return rewrite.AppendMinified(dst, v.Raw)
		}
	}
	for _, choice := range [...]string{"anyOf.0", "oneOf.0", "allOf.0"} {
		if v := schema.Get(choice); v.Exists() && !isFull(dst, depth) {
			return appendSample(dst, v, root, depth+1)
		}
	}
	kind := schema.Get("type")
	if kind.IsArray() {
		kind = kind.Get("0")
	}
	switch kind.Str {
	case "string":
		return rewrite.AppendString(dst, sampleText(int(schema.Get("minLength").Int())))
	case "integer", "number":
		return appendSampleNumber(dst, schema)
	case "boolean":
		return append(dst, "true"...)
	case "null":
		return append(dst, "null"...)
	case "array":
		return appendSampleArray(dst, schema, root, depth)
	}
	return appendSampleObject(dst, schema, root, depth)
}

func sampleText(least int) string {
	text := "mock"
	if least > len(text) {
		text = strings.Repeat("mock", min(least, 4096)/4+1)[:min(least, 4096)]
	}
	return text
}

func appendSampleNumber(dst []byte, schema gjson.Result) []byte {
	if least := schema.Get("minimum"); least.Exists() {
		return append(dst, least.Raw...)
	}
	if below := schema.Get("exclusiveMinimum"); below.Exists() {
		return strconv.AppendInt(dst, below.Int()+1, 10)
	}
	if most := schema.Get("maximum"); most.Exists() && most.Num < 1 {
		return append(dst, most.Raw...)
	}
	return append(dst, '1')
}

func appendSampleArray(dst []byte, schema, root gjson.Result, depth int) []byte {
	dst = append(dst, '[')
	for range min(schema.Get("minItems").Int(), 64) {
		if isFull(dst, depth) {
			break
		}
		dst = appendSample(rewrite.Comma(dst), schema.Get("items"), root, depth+1)
	}
	return append(dst, ']')
}

func appendSampleObject(dst []byte, schema, root gjson.Result, depth int) []byte {
	dst = append(dst, '{')
	required := schema.Get("required")
	schema.Get("properties").ForEach(func(key, property gjson.Result) bool {
		if !isFull(dst, depth) && has(required, key.Str) {
			dst = appendSample(rewrite.Key(dst, key.Str), property, root, depth+1)
		}
		return true
	})
	return append(dst, '}')
}

func has(list gjson.Result, text string) (found bool) {
	list.ForEach(func(_, item gjson.Result) bool {
		found = found || item.Str == text
		return !found
	})
	return found
}

// resolve follows "#/$defs/name" from root, member by member: a path made of names could mean anything.
func resolve(root gjson.Result, ref string) gjson.Result {
	at := root
	for name := range strings.SplitSeq(strings.TrimPrefix(ref, "#"), "/") {
		if name == "" {
			continue
		}
		var next gjson.Result
		at.ForEach(func(key, value gjson.Result) bool {
			if key.Str == name {
				next = value
			}
			return true
		})
		at = next
	}
	return at
}

const (
	// mockDimensions is the length of the mock's vectors when the request does not say.
	mockDimensions = 16
	maxDimensions  = 4096
	maxInputs      = 2048 // as many as OpenAI takes
)

// appendEmbeddings appends a vector for each input: the same for the same text, floats or base64 of them.
// https://platform.openai.com/docs/api-reference/embeddings (read 2026-11-21)
func (s *scene) appendEmbeddings(dst []byte) []byte {
	dst = append(dst, `{"object":"list","data":[`...)
	count, words := 0, int64(0)
	embed := func(text string) {
		dst = rewrite.Int(append(rewrite.Comma(dst), `{"object":"embedding"`...), "index", int64(count))
		dst = append(s.appendVector(rewrite.Key(dst, "embedding"), text), '}')
		count++
		words += int64(len(strings.Fields(text)))
	}
	input := s.body.Get("input")
	if input.IsArray() && input.Get("0").Type != gjson.Number { // a list of numbers is one text in tokens
		input.ForEach(func(_, item gjson.Result) bool {
			embed(item.String())
			return count < maxInputs
		})
	} else {
		embed(input.String())
	}
	dst = rewrite.Text(append(dst, ']'), "model", s.request.Model)
	dst = append(appendMockUsage(dst, event.Usage{Input: words}), '}')
	return dst
}

func (s *scene) appendVector(dst []byte, text string) []byte {
	size := mockDimensions
	if n := s.body.Get("dimensions").Int(); n > 0 {
		size = int(min(n, maxDimensions))
	}
	isBase64 := s.body.Get("encoding_format").Str == "base64"
	var packed []byte
	if !isBase64 {
		dst = append(dst, '[')
	}
	for i := range size {
		x := float32(int32(hash(uint64(i), text))) / math.MaxInt32
		if isBase64 {
			bits := math.Float32bits(x)
			packed = append(packed, byte(bits), byte(bits>>8), byte(bits>>16), byte(bits>>24))
			continue
		}
		dst = strconv.AppendFloat(rewrite.Comma(dst), float64(x), 'g', -1, 32)
	}
	if isBase64 {
		return rewrite.AppendString(dst, base64.StdEncoding.EncodeToString(packed))
	}
	return append(dst, ']')
}

// hash mixes seed and text (FNV-1a, and a last stir so that near texts are far apart).
func hash(seed uint64, text string) uint64 {
	h := seed ^ 14695981039346656037
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	return h ^ h>>33
}
