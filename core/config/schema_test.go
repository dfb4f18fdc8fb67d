package config

import (
	"encoding/json"
	"math"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSchemaIsWellFormed(t *testing.T) {
	text := AppendSchema([]byte("before"))
	require.Equal(t, "before", string(text[:6]))
	var root any
	require.NoError(t, json.Unmarshal(text[6:], &root))
	if file := os.Getenv("CONFIG_SCHEMA"); file != "" { // for a look at it, or for another validator
		require.NoError(t, os.WriteFile(file, text[6:], 0o644))
	}
}

func TestEveryFieldIsDescribedInASentence(t *testing.T) {
	for _, rows := range tables() {
		for _, f := range rows {
			require.Regexp(t, `^[A-Z][^"\\]*[.]$`, f.about, f.name)
			require.Less(t, len(f.about), 110, f.name)
		}
	}
}

func TestSchemaOfGoodAndBadConfigs(t *testing.T) {
	for _, text := range []string{strings.Replace(good, `"passthrough":null,`, "", 1), two, thousand(), nested(9), "{}", `{"requestTimeout":5,"unheard_of":[]}`,
		strategy(`"lowest_latency","explore":1`), conditional(`[{"then":"x","query":{"$or":[{"params.a":1},{"$and":[{"metadata.b":{"$length":{"$gt":2}}}]}],"url.pathname":null}}]`) + `{"name":"x"}]}`} {
		require.True(t, schema(t).accepts(text), text)
	}
	for _, text := range []string{"[]", `{"timeouts":{"total":0}}`, `{"retry":{"attempts":1.5}}`, `{"strategy":{"mode":"fallback"}}`, `{"targets":[]}`,
		`{"strategy":{"mode":"fallback"},"targets":[{"strategy":{"mode":"round_robin"},"targets":[{}]}]}`, `{"options":[]}`,
		conditional(`[{"then":"x"}]`) + `{"name":"x"}]}`, conditional(`[{"then":"x","query":{"$nor":[]}}]`) + `{"name":"x"}]}`,
		conditional(`[{"then":"x","query":{"params.a":[1]}}]`) + `{"name":"x"}]}`, conditional(`[{"then":"x","query":{"params.a":{"$eqq":1}}}]`) + `{"name":"x"}]}`} {
		require.False(t, schema(t).accepts(text), text)
	}
}

// TestSchemaAndParserAgree gives every field of every table a value of every kind, and values at and beyond its limits: what
// the parser refuses the schema refuses, and what it takes the schema takes.
func TestSchemaAndParserAgree(t *testing.T) {
	s := schema(t)
	for context, rows := range tables() {
		for _, f := range rows {
			for _, value := range probes(&f) {
				text := strings.Replace(context, "?", `"`+f.name+`":`+value, 1)
				n, problems := Parse(text)
				require.NotNil(t, n, text)
				isFatal := slices.ContainsFunc(problems, func(p Problem) bool { return p.Fatal })
				require.Equal(t, !isFatal, s.accepts(text), "%s\n%s", text, lines(problems))
			}
		}
	}
}

// tables are all fields there are, each table with a config that is good but for one member to stand at the question mark.
func tables() map[string][]field {
	const mode = `{"strategy":{"mode":"fallback",`
	const query = `{"strategy":{"mode":"conditional","conditions":[{"then":"x","query":`
	return map[string][]field{
		`{?}`:                           without(fields[:], "strategy", "targets"),
		`{"retry":{?}}`:                 retryFields[:],
		`{"cache":{?}}`:                 cacheFields[1:],
		`{"cache":{"mode":"simple",?}}`: cacheFields[:1],
		`{"timeouts":{?}}`:              timeoutFields[:],
		`{"cb_config":{?}}`:             breakerFields[:],
		`{"price":{?}}`:                 priceFields[:],
		mode + `?},"targets":[{}]}`:     without(strategyFields[:], "mode", "default"),
		`{"strategy":{"conditions":[{"query":{},"then":"x"}],?},"targets":[{"name":"x"}]}`:           {strategyFields[find(strategyFields[:], "mode")]},
		mode + `"hedge":{?}},"targets":[{}]}`:                                                        hedgeFields[:],
		mode + `"sticky":{?}},"targets":[{}]}`:                                                       stickyFields[:],
		query + `{?}}]},"targets":[{"name":"x"}]}`:                                                   joiners[:],
		query + `{"params.a":{?}}}]},"targets":[{"name":"x"}]}`:                                      operators[:],
		`{"strategy":{"mode":"conditional","conditions":[{"then":"x",?}]},"targets":[{"name":"x"}]}`: conditionFields[:1],
		`{"strategy":{"mode":"conditional","conditions":[{"query":{},?}]},"targets":[{"name":"x"}]}`: conditionFields[1:],
	}
}

func without(rows []field, names ...string) []field {
	return slices.DeleteFunc(slices.Clone(rows), func(f field) bool { return slices.Contains(names, f.name) })
}

// probes are values for a field, good ones and bad ones.
func probes(f *field) []string {
	values := []string{`true`, `"x"`, `"http://h"`, `1.5`, `-1`, `1e99`, `[]`, `{}`, `[1]`, `[99]`, `[600]`, `[404]`, `["a.b[*]"]`, `["a]"]`, `["metadata.x"]`, `["metadata."]`, `["a b"]`}
	for _, limit := range []float64{f.limits.low, f.limits.high} {
		if f.limits.high > 0 {
			for _, value := range []float64{limit - 1, limit, limit + 1} {
				text, _ := json.Marshal(value)
				values = append(values, string(text))
			}
		}
	}
	for _, word := range f.words {
		values = append(values, `"`+word+`"`)
	}
	if f.kind == theThen { // a good name is good
		return slices.DeleteFunc(values, func(v string) bool { return v == `"http://h"` })
	}
	return values
}

// validator knows as much of JSON Schema as AppendSchema uses, and panics at anything else.
type validator struct{ root map[string]any }

func schema(t *testing.T) validator {
	var v validator
	require.NoError(t, json.Unmarshal(AppendSchema(nil), &v.root))
	return v
}

func (v validator) accepts(text string) bool {
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		panic(err)
	}
	return v.valid(v.root, value)
}

func (v validator) valid(schema, value any) bool {
	if whole, ok := schema.(bool); ok {
		return whole
	}
	s := schema.(map[string]any)
	for word, rule := range s {
		if !v.holds(s, word, rule, value) {
			return false
		}
	}
	return true
}

func (v validator) holds(s map[string]any, word string, rule, value any) bool {
	object, isObject := value.(map[string]any)
	list, isList := value.([]any)
	number, isNumber := value.(float64)
	text, isText := value.(string)
	switch word {
	case "$schema", "$defs", "title", "description", "default", "deprecated":
		return true
	case "$ref":
		return v.valid(v.at(rule.(string)), value)
	case "type":
		return slices.ContainsFunc(several(rule), func(t any) bool { return isOf(t.(string), value) })
	case "enum":
		return slices.Contains(rule.([]any), value)
	case "minimum":
		return !isNumber || number >= rule.(float64)
	case "maximum":
		return !isNumber || number <= rule.(float64)
	case "pattern":
		return !isText || regexp.MustCompile(rule.(string)).MatchString(text)
	case "minItems":
		return !isList || len(list) >= int(rule.(float64))
	case "items":
		return !isList || !slices.ContainsFunc(list, func(e any) bool { return !v.valid(rule, e) })
	case "not":
		return !v.valid(rule, value)
	case "anyOf":
		return slices.ContainsFunc(rule.([]any), func(one any) bool { return v.valid(one, value) })
	}
	return !isObject || v.object(s, word, rule, object)
}

// object applies the words that are about objects.
func (v validator) object(s map[string]any, word string, rule any, object map[string]any) bool {
	properties, _ := s["properties"].(map[string]any)
	for key, value := range object {
		_, known := properties[key]
		switch word {
		case "properties":
			if known && !v.valid(properties[key], value) {
				return false
			}
		case "additionalProperties":
			if !known && !v.valid(rule, value) {
				return false
			}
		case "propertyNames":
			if !v.valid(rule, key) {
				return false
			}
		case "dependentRequired":
			if needed, ok := rule.(map[string]any)[key]; ok && !hasAll(object, needed) {
				return false
			}
		case "required":
		default:
			panic("schema word: " + word)
		}
	}
	return word != "required" || hasAll(object, rule)
}

func hasAll(object map[string]any, names any) bool {
	for _, name := range names.([]any) {
		if _, ok := object[name.(string)]; !ok {
			return false
		}
	}
	return true
}

func isOf(kind string, value any) bool {
	if number, ok := value.(float64); ok {
		return kind == "number" || kind == "integer" && number == math.Trunc(number)
	}
	kinds := map[string]reflect.Kind{"object": reflect.Map, "array": reflect.Slice, "string": reflect.String, "boolean": reflect.Bool, "null": reflect.Invalid}
	k, known := kinds[kind]
	return known && reflect.ValueOf(value).Kind() == k
}

func several(rule any) []any {
	if list, ok := rule.([]any); ok {
		return list
	}
	return []any{rule}
}

// at resolves "#" and "#/$defs/query".
func (v validator) at(ref string) any {
	schema := any(v.root)
	for _, name := range strings.Split(ref, "/")[1:] {
		schema = schema.(map[string]any)[name]
	}
	return schema
}
