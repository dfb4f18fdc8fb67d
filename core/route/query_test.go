package route

import (
	"encoding/json"
	"errors"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

func compileRegexp(pattern string) (Matcher, error) { return regexp.Compile(pattern) }

func mustCompile(t testing.TB, query string) Query {
	q, err := Compile(query, compileRegexp)
	require.NoError(t, err, query)
	return q
}

var facts = Facts{
	Metadata: `{"plan":"paid","_user":"u\u00fc1","n":"7.5 GB","nothing":null,"a.b":"dot","dup":1,"dup":2}`,
	Params: ` { "model" : "gpt-4.1", "temperature":0.7, "stream":true, "max_tokens":1000, "big":9007199254740993,
		"messages":[{"role":"system","content":"x"}, {"role":"user","content":[1,2,3]}], "none":[], "tools":{"a":{"b":"deep"}}, "k\u0065y":"v" } `,
	Path: "/v1/chat/completions",
}

func TestMatch(t *testing.T) {
	for query, want := range map[string]bool{
		`{}`:                                             true,
		`{"metadata.plan":"paid"}`:                       true,
		`{"metadata.plan":"free"}`:                       false,
		`{"metadata.plan":{}}`:                           true,
		`{"metadata.plan":{"$eq":"paid"}}`:               true,
		`{"metadata.plan":{"$ne":"paid"}}`:               false,
		`{"metadata.plan":{"$in":["a","paid"]}}`:         true,
		`{"metadata.plan":{"$nin":["a","paid"]}}`:        false,
		`{"metadata.plan":{"$in":[]}}`:                   false,
		`{"metadata.plan":{"$ne":"a","$regex":"^p"}}`:    true,
		`{"metadata.plan":{"$regex":"^p","$ne":"paid"}}`: false, // Portkey stops at $regex
		`{"metadata._user":"uü1"}`:                       true,
		`{"metadata.a.b":"dot"}`:                         false, // a path's dots are steps
		`{"metadata.dup":1}`:                             true,
		`{"params.k\u0065y":"v"}`:                        true,
		`{"params.model":"gpt-4.1"}`:                     true,
		`{"url.pathname":"/v1/chat/completions"}`:        true,
		`{"url.pathname":{"$regex":"embeddings"}}`:       false,
		`{"url.pathname.x":{"$ne":1}}`:                   true,
		`{"url.host":"x"}`:                               false,

		// Types are strict.
		`{"params.max_tokens":1000}`:                  true,
		`{"params.max_tokens":1e3}`:                   true,
		`{"params.max_tokens":"1000"}`:                false,
		`{"params.max_tokens":{"$in":["1000"]}}`:      false,
		`{"params.big":9007199254740992}`:             true, // as in JavaScript
		`{"params.stream":true}`:                      true,
		`{"params.stream":"true"}`:                    false,
		`{"params.stream":false}`:                     false,
		`{"metadata.nothing":null}`:                   true,
		`{"metadata.missing":null}`:                   false,
		`{"params.tools":{"$eq":{"a":{"b":"deep"}}}}`: false, // no object is the same as another
		`{"params.tools":{"$ne":{"a":{"b":"deep"}}}}`: true,

		// Missing.
		`{"metadata.x":"a"}`:            false,
		`{"metadata.x":{"$eq":"a"}}`:    false,
		`{"metadata.x":{"$ne":"a"}}`:    true,
		`{"metadata.x":{"$in":["a"]}}`:  false,
		`{"metadata.x":{"$nin":["a"]}}`: true,
		`{"metadata.x":{"$gt":0}}`:      false,
		`{"metadata.x":{"$lte":0}}`:     false,
		`{"metadata.x":{"$regex":""}}`:  false, // Portkey tests the text "undefined"
		`{"metadata.x":{"$length":0}}`:  false,
		`{"metadata":{"$ne":1}}`:        true,
		`{"headers.x":{"$ne":1}}`:       true,
		`{"headers.x":{"$eq":1}}`:       false,
		`{"":1}`:                        false,
		`{"params.":1}`:                 false,

		// Order.
		`{"params.temperature":{"$gt":0.5}}`:             true,
		`{"params.temperature":{"$gt":0.5,"$lt":0.7}}`:   false,
		`{"params.temperature":{"$gte":0.7,"$lte":0.7}}`: true,
		`{"params.temperature":{"$gt":"0.5x"}}`:          true,
		`{"params.temperature":{"$gt":"x"}}`:             false,
		`{"params.temperature":{"$lt":"x"}}`:             false,
		`{"metadata.n":{"$gt":7,"$lt":8}}`:               true,
		`{"metadata.plan":{"$gt":0}}`:                    false,
		`{"params.stream":{"$gt":0}}`:                    false,

		// Depth.
		`{"params.tools.a.b":"deep"}`:             true,
		`{"params.tools.a.b.c":{"$ne":1}}`:        true,
		`{"params.messages.0.role":"system"}`:     true,
		`{"params.messages.1.role":"user"}`:       true,
		`{"params.messages.1.content.2":3}`:       true,
		`{"params.messages.2.role":{"$ne":"x"}}`:  true,
		`{"params.messages.-1.role":{"$ne":"x"}}`: true,
		`{"params.messages.length":2}`:            false,

		// Regular expressions on what is not text.
		`{"params.max_tokens":{"$regex":"^1000$"}}`: true,
		`{"params.stream":{"$regex":"true"}}`:       true,
		`{"params.tools":{"$regex":""}}`:            false,

		// Length.
		`{"params.messages":{"$length":2}}`:                 true,
		`{"params.messages":{"$length":{"$gt":1,"$lt":3}}}`: true,
		`{"params.messages":{"$length":{"$gt":2}}}`:         false,
		`{"params.none":{"$length":0}}`:                     true,
		`{"params.model":{"$length":7}}`:                    false,
		`{"params.messages":{"$length":{"$in":[1,2]}}}`:     true,

		// Joined.
		`{"$and":[{"metadata.plan":"paid"},{"params.stream":true}]}`:  true,
		`{"$and":[{"metadata.plan":"paid"},{"params.stream":false}]}`: false,
		`{"$or":[{"metadata.plan":"free"},{"params.stream":true}]}`:   true,
		`{"$or":[{"metadata.plan":"free"},{"params.stream":false}]}`:  false,
		`{"$and":[]}`: true,
		`{"$or":[]}`:  false,
		`{"$or":[{"metadata.plan":"paid"}],"params.stream":false}`:                                             false, // Portkey stops at $or
		`{"params.stream":true,"$or":[{"metadata.plan":"paid"}],"$and":[{"params.x":1}]}`:                      false,
		`{"$or":[{"$and":[{"metadata.plan":"paid"},{"params.model":"x"}]},{"params.max_tokens":{"$gt":999}}]}`: true,
	} {
		q := mustCompile(t, query)
		require.Equal(t, want, q.Match(&facts), query)
	}
}

func TestFactsThatAreNoJSON(t *testing.T) {
	q := mustCompile(t, `{"params.a.0":1}`)
	count := mustCompile(t, `{"params.a":{"$length":{"$gt":-1}}}`)
	for _, text := range []string{"", " ", "{", `{"`, `{"a`, `{"a"`, `{"a":`, `{"a":[`, `{"a":[1`, `{"a":["`, `{"a" 1}`, `{"a":[}`, `{"a":[,`, `{"a":]`, `{"b":\`, "[1", "7", "--x\r\n", `{"b":"\`} {
		require.NotPanics(t, func() { q.Match(&Facts{Params: text}); count.Match(&Facts{Params: text}) }, text)
	}
}

func TestCompileRefuses(t *testing.T) {
	for query, want := range map[string]string{
		``:                               "is not JSON",
		`{"a":}`:                         "is not JSON",
		`[]`:                             "is not an object",
		`{"$nor":[]}`:                    "$nor: does not join queries",
		`{"$or":{}}`:                     "$or: is not a list of queries",
		`{"$or":[{},7]}`:                 "$or.1: is not an object",
		`{"metadata.a":["b"]}`:           "metadata.a: a list needs an operator",
		`{"metadata.a":{"$like":1}}`:     "metadata.a.$like: is not an operator",
		`{"metadata.a":{"b":1}}`:         "metadata.a.b: is not an operator",
		`{"metadata.a":{"$in":"b"}}`:     "metadata.a.$in: is not a list",
		`{"metadata.a":{"$nin":1}}`:      "metadata.a.$nin: is not a list",
		`{"metadata.a":{"$gt":null}}`:    "metadata.a.$gt: is not a number",
		`{"metadata.a":{"$regex":1}}`:    "metadata.a.$regex: is not a string",
		`{"metadata.a":{"$regex":"("}}`:  "metadata.a.$regex: error parsing regexp: missing closing ): `(`",
		`{"metadata.a":{"$length":"1"}}`: "metadata.a.$length: is not a number",
		`{"metadata.a":{"$length":[]}}`:  "metadata.a.$length: a list needs an operator",
		`{"$and":[{"$or":[{"params.x":{"$lt":{}}}]}]}`: "$and.0.$or.0.params.x.$lt: is not a number",

		`{"a":"` + strings.Repeat("x", maxQueryBytes) + `"}`: "longer than 65536 bytes",
	} {
		_, err := Compile(query, compileRegexp)
		require.EqualError(t, err, want, query)
	}
	boom := errors.New("no patterns today")
	_, err := Compile(`{"params.a":{"$regex":"x"}}`, func(string) (Matcher, error) { return nil, boom })
	require.EqualError(t, err, "params.a.$regex: no patterns today")
	_, err = Compile(strings.Repeat(`{"$or":[`, 8000)+strings.Repeat(`]}`, 8000), compileRegexp)
	require.EqualError(t, err, "longer than 65536 bytes")
	_, err = Compile(strings.Repeat(`{"$or":[`, 6500)+strings.Repeat(`]}`, 6500), compileRegexp)
	require.NoError(t, err)
}

func TestParseFloat(t *testing.T) {
	for s, want := range map[string]float64{
		"1": 1, "-1.5": -1.5, "+2": 2, "  3": 3, "\u00a0\ufeff4": 4, "5.": 5, ".5": 0.5, "-.5e1x": -5, "6e": 6, "7e+": 7, "8e-1": 0.8,
		"0x10": 0, "1_000": 1, "1,5": 1, "1e999": math.Inf(1), "-1e999": math.Inf(-1), "Infinity": math.Inf(1), "-Infinitys": math.Inf(-1),
		"": math.NaN(), "-": math.NaN(), ".": math.NaN(), "e5": math.NaN(), "inf": math.NaN(), "nan": math.NaN(), "+-1": math.NaN(), "-.": math.NaN(),
	} {
		got := parseFloat(s)
		require.True(t, got == want || math.IsNaN(got) && math.IsNaN(want), "%q: %v", s, got)
	}
}

func TestOperatorsAreSorted(t *testing.T) {
	for i := 1; i < len(operators); i++ {
		require.Less(t, operators[i-1].name, operators[i].name)
	}
}

func FuzzCompile(f *testing.F) {
	for _, query := range []string{`{}`, `{"metadata.a":{"$gt":"1"}}`, `{"$or":[{"params.a.0":1},{"url.pathname":{"$regex":"x"}}]}`, `{"params.a":{"$length":{"$in":[1]}}}`} {
		f.Add(query, `{"a":[1,"x",{"b":null}],"c":"\u0041"}`)
	}
	f.Fuzz(func(t *testing.T, query, text string) {
		q, err := Compile(query, compileRegexp)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		facts := Facts{Metadata: text, Params: text, Path: text}
		require.Equal(t, q.Match(&facts), q.Match(&facts))
	})
}

// FuzzChild compares the walk through raw JSON with encoding/json's.
func FuzzChild(f *testing.F) {
	f.Add(`{"a":[1,{"b":2}], "c" : "\"}", "d":-1e5}`)
	f.Add(`[[],{},"]",true , null]`)
	f.Fuzz(func(t *testing.T, text string) {
		child(text, "0")
		if !json.Valid([]byte(text)) {
			return
		}
		var list []json.RawMessage
		if json.Unmarshal([]byte(text), &list) == nil && list != nil {
			require.Equal(t, len(list), count(strings.TrimSpace(text)))
			for i, want := range list {
				require.Equal(t, string(want), child(text, strconv.Itoa(i)))
			}
		}
		seen := map[string]bool{}
		gjson.Parse(text).ForEach(func(key, value gjson.Result) bool {
			if key.Type == gjson.String && !seen[key.Str] {
				seen[key.Str] = true
				require.Equal(t, value.Raw, child(text, key.Str))
			}
			return true
		})
	})
}

func BenchmarkMatchLastMemberOfLongBody(b *testing.B) {
	q := mustCompile(b, `{"params.model":{"$in":["a","b"]}}`)
	facts := Facts{Params: `{"messages":[{"role":"user","content":"` + strings.Repeat("lorem ipsum ", 800) + `"}],"model":"b"}`}
	b.ReportAllocs()
	for b.Loop() {
		q.Match(&facts)
	}
}
