package config

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

// lines renders problems one to a line, warnings marked.
func lines(problems []Problem) string {
	var out []byte
	for _, p := range problems {
		if !p.Fatal {
			out = append(out, "warning: "...)
		}
		out = append(p.Append(out), '\n')
	}
	return strings.TrimSuffix(string(out), "\n")
}

func TestEveryProblemHasItsPlaceAndReason(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"the brief's own example": {
			"{\"strategy\":{\"mode\":\"loadbalance\"},\n\"targets\":[{},{},\n\n  {\"weight\":    -1}]}",
			"line 4, column 17: targets[2].weight: -1 is negative"},
		"timeout in words":       {`{"request_timeout":"fast"}`, `line 1, column 20: request_timeout: "fast" is not a number`},
		"timeout as a list":      {`{"requestTimeout":[1]}`, `line 1, column 19: requestTimeout: a list is not a number`},
		"timeout as an object":   {`{"requestTimeout":{"a":1}}`, `line 1, column 19: requestTimeout: an object is not a number`},
		"timeout negative":       {`{"request_timeout":-5}`, `line 1, column 20: request_timeout: -5 is negative`},
		"timeout fraction":       {`{"request_timeout":0.5}`, `line 1, column 20: request_timeout: 0.5 is not a whole number`},
		"timeout huge":           {`{"request_timeout":1e400}`, `line 1, column 20: request_timeout: 1e400 is too large`},
		"weight huge":            {`{"weight":1e13}`, `line 1, column 11: weight: 1e13 is too large`},
		"weight in words":        {`{"weight":"0.5"}`, `line 1, column 11: weight: "0.5" is not a number`},
		"strict in words":        {`{"strict_open_ai_compliance":"false"}`, `line 1, column 30: strict_open_ai_compliance: "false" is not true or false`},
		"columns are runes":      {`{"name":"naïve 🚪","weight":-2}`, `line 1, column 28: weight: -2 is negative`},
		"crlf":                   {"{\r\n\"weight\":-2}", `line 2, column 10: weight: -2 is negative`},
		"mode misspelt":          {`{"strategy":{"mode":"fallbak"},"targets":[{}]}`, `line 1, column 21: strategy.mode: "fallbak" is not one of single, fallback, loadbalance, conditional, lowest_latency, lowest_cost; did you mean "fallback"?`},
		"mode in camel case":     {`{"strategy":{"mode":"loadBalance"},"targets":[{}]}`, `line 1, column 21: strategy.mode: "loadBalance" is not one of single, fallback, loadbalance, conditional, lowest_latency, lowest_cost; did you mean "loadbalance"?`},
		"mode no string":         {`{"strategy":{"mode":3},"targets":[{}]}`, `line 1, column 21: strategy.mode: 3 is not one of single, fallback, loadbalance, conditional, lowest_latency, lowest_cost`},
		"mode missing":           {`{"strategy":{},"targets":[{}]}`, `line 1, column 13: strategy: needs a mode: single, fallback, loadbalance, conditional, lowest_latency or lowest_cost`},
		"mode null":              {`{"strategy":{"mode":null},"targets":[{}]}`, `line 1, column 13: strategy: needs a mode: single, fallback, loadbalance, conditional, lowest_latency or lowest_cost`},
		"strategy no object":     {`{"strategy":"fallback","targets":[{}]}`, `line 1, column 13: strategy: is not an object`},
		"strategy, no targets":   {`{"strategy":{"mode":"single"}}`, `line 1, column 13: strategy: needs targets beside it, at least one`},
		"strategy, no target":    {`{"strategy":{"mode":"single"},"targets":[]}`, `line 1, column 41: targets: needs at least one target`},
		"targets, no strategy":   {`{"targets":[{}]}`, `line 1, column 12: targets: needs a strategy beside it: single, fallback, loadbalance, conditional, lowest_latency or lowest_cost`},
		"targets no list":        {`{"strategy":{"mode":"single"},"targets":{}}`, "line 1, column 41: targets: is not a list\nline 1, column 41: targets: needs at least one target"},
		"target no object":       {`{"strategy":{"mode":"single"},"targets":[{},7]}`, "line 1, column 45: targets[1]: is not an object\nwarning: line 1, column 45: targets[1]: is never chosen: single takes the first target"},
		"all weights zero":       {`{"strategy":{"mode":"loadbalance"},"targets":[{"weight":0},{"weight":0.0}]}`, `line 1, column 46: targets: has none to choose: the weight of every one is 0`},
		"strategy key unknown":   {`{"strategy":{"mode":"single","modes":1},"targets":[{}]}`, `warning: line 1, column 30: strategy.modes: is not a field known here; did you mean "mode"?`},
		"legacy options":         {`{"mode":"single","options":[]}`, "warning: line 1, column 2: mode: is not a field of a config\nline 1, column 18: options: this version of config is not supported: name the targets in targets and the mode in strategy"},
		"codes outside strategy": {`{"on_status_codes":[429]}`, `warning: line 1, column 2: on_status_codes: has no effect here: it belongs in strategy or in retry`},
		"status codes": {
			`{"strategy":{"mode":"fallback","on_status_codes":[429,99,600,"500",5.5]},"targets":[{}]}`,
			"line 1, column 55: strategy.on_status_codes[1]: 99 is not a status code, a whole number from 100 to 599\n" +
				"line 1, column 58: strategy.on_status_codes[2]: 600 is not a status code, a whole number from 100 to 599\n" +
				"line 1, column 62: strategy.on_status_codes[3]: \"500\" is not a status code, a whole number from 100 to 599\n" +
				"line 1, column 68: strategy.on_status_codes[4]: 5.5 is not a status code, a whole number from 100 to 599"},
		"status codes no list": {`{"retry":{"on_status_codes":429}}`, `line 1, column 29: retry.on_status_codes: is not a list`},
		"retry no object":      {`{"retry":3}`, `line 1, column 10: retry: is not an object`},
		"attempts negative":    {`{"retry":{"attempts":-1}}`, `line 1, column 22: retry.attempts: -1 is negative`},
		"attempts too many":    {`{"retry":{"attempts":99999999999}}`, `line 1, column 22: retry.attempts: 99999999999 is too large`},
		"retry key unknown":    {`{"retry":{"attempt":1}}`, `warning: line 1, column 11: retry.attempt: is not a field known here; did you mean "attempts"?`},
		"retry flag":           {`{"retry":{"use_retry_after_headers":1}}`, `line 1, column 37: retry.use_retry_after_headers: 1 is not true or false`},
		"cache no object":      {`{"cache":true}`, `line 1, column 10: cache: is not an object`},
		"cache mode":           {`{"cache":{"mode":"sample"}}`, `line 1, column 18: cache.mode: "sample" is not one of simple, semantic; did you mean "simple"?`},
		"cache mode missing":   {`{"cache":{"max_age":60,"ttl":1}}`, "line 1, column 10: cache: needs a mode: simple or semantic\nwarning: line 1, column 24: cache.ttl: is not a field known here"},
		"key twice":            {`{"api_key":"a","apiKey":"b"}`, `line 1, column 16: apiKey: is given twice`},
		"option twice":         {`{"x_y":1,"xY":2}`, "warning: line 1, column 2: x_y: is not a field of a config\nline 1, column 10: xY: is given twice\nwarning: line 1, column 10: xY: is not a field of a config"},
		"key twice, escaped":   {`{"request_timeout":1,"request_time\u006Fut":2}`, `line 1, column 22: request_time\u006Fut: is given twice`},
		"key twice, verbatim":  {`{"override_params":{"model":"a","Model":"b","model":"c"}}`, `line 1, column 45: override_params.model: is given twice`},
		"override no object":   {`{"override_params":"gpt-4o"}`, `line 1, column 20: override_params: is not an object`},
		"guardrails no list":   {`{"input_guardrails":{}}`, `line 1, column 21: input_guardrails: is not a list`},
		"key unknown":          {`{"wieght":1,"colour":1}`, "warning: line 1, column 2: wieght: is not a field of a config; did you mean \"weight\"?\nwarning: line 1, column 13: colour: is not a field of a config"},
		"key long":             {`{"` + strings.Repeat("ü", 40) + `":1}`, `warning: line 1, column 2: ` + strings.Repeat("ü", 24) + `…: is not a field of a config`},
		"null is absent":       {`{"weight":null,"strategy":null,"targets":null,"retry":{"attempts":null},"api_key":null,"options":null}`, ""},
		"a whole good config":  {good, ""},
	} {
		t.Run(name, func(t *testing.T) {
			n, problems := Parse(c.text)
			require.NotNil(t, n)
			require.Equal(t, c.want, lines(problems))
		})
	}
}

func TestConditionProblems(t *testing.T) {
	const before = `{"strategy":{"mode":"conditional",` + "\n"
	const after = "\n" + `},"targets":[{"name":"gpt4"}]}`
	query := func(q string) string { return `"conditions":[{"then":"gpt4","query":` + q + `}]` }
	for name, c := range map[string]struct{ text, want string }{
		"none":             {`"default":"gpt4"`, `line 1, column 13: strategy: needs conditions, at least one`},
		"empty":            {`"conditions":[]`, `line 1, column 13: strategy: needs conditions, at least one`},
		"no list":          {`"conditions":{}`, "line 1, column 13: strategy: needs conditions, at least one\nline 2, column 14: strategy.conditions: is not a list"},
		"no object":        {`"conditions":[1]`, `line 2, column 15: strategy.conditions[0]: is not an object`},
		"no members":       {`"conditions":[{}]`, "line 2, column 15: strategy.conditions[0]: needs a query, an object\nline 2, column 15: strategy.conditions[0]: needs a then, the name of a target"},
		"extra member":     {`"conditions":[{"query":{},"then":"gpt4","els":1}]`, `warning: line 2, column 41: strategy.conditions[0].els: is not a field known here`},
		"unknown then":     {`"conditions":[{"query":{},"then":"gpt5"}]`, `line 2, column 34: strategy.conditions[0].then: "gpt5" is not the name of a target; did you mean "gpt4"?`},
		"then no string":   {`"conditions":[{"query":{},"then":0}]`, `line 2, column 34: strategy.conditions[0].then: is not a string`},
		"unknown default":  {query(`{}`) + `,"default":"opus"`, `line 2, column 53: strategy.default: "opus" is not the name of a target`},
		"query no object":  {query(`"x"`), `line 2, column 38: strategy.conditions[0].query: is not an object`},
		"operator":         {query(`{"metadata.a":{"$eqq":1}}`), `line 2, column 53: strategy.conditions[0].query.metadata.a.$eqq: is not an operator; did you mean "$eq"?`},
		"operator far off": {query(`{"metadata.a":{"equals":1}}`), `line 2, column 53: strategy.conditions[0].query.metadata.a.equals: is not an operator`},
		"joiner":           {query(`{"$nor":[]}`), `line 2, column 39: strategy.conditions[0].query.$nor: does not join queries: only $and and $or do; did you mean "$or"?`},
		"joiner no list":   {query(`{"$or":{}}`), `line 2, column 45: strategy.conditions[0].query.$or: is not a list of queries`},
		"nested":           {query(`{"$or":[{},{"$and":[{"params.n":{"$gt":true}}]}]}`), `line 2, column 77: strategy.conditions[0].query.$or[1].$and[0].params.n.$gt: true is not a number`},
		"in no list":       {query(`{"params.n":{"$in":"a"}}`), `line 2, column 57: strategy.conditions[0].query.params.n.$in: is not a list`},
		"regex no string":  {query(`{"params.n":{"$regex":1}}`), `line 2, column 60: strategy.conditions[0].query.params.n.$regex: is not a string`},
		"length":           {query(`{"params.n":{"$length":-1}}`), `line 2, column 61: strategy.conditions[0].query.params.n.$length: -1 is negative`},
		"length operators": {query(`{"params.n":{"$length":{"$gtt":1}}}`), `line 2, column 62: strategy.conditions[0].query.params.n.$length.$gtt: is not an operator; did you mean "$gt"?`},
		"bare list":        {query(`{"params.n":["a"]}`), `line 2, column 50: strategy.conditions[0].query.params.n: a list needs an operator such as $in`},
		"unknown root": {query(`{"meta.a":1,"parms.b":1,"params":1}`), "warning: line 2, column 39: strategy.conditions[0].query.meta.a: is never there: a path begins with metadata., params., headers. or url.\n" +
			"warning: line 2, column 50: strategy.conditions[0].query.parms.b: is never there: a path begins with metadata., params., headers. or url.; did you mean \"params\"?\n" +
			"warning: line 2, column 62: strategy.conditions[0].query.params: is never there: a path begins with metadata., params., headers. or url.; did you mean \"params\"?"},
		"all operators": {query(`{"params.n":{"$eq":3,"$ne":null,"$gt":1,"$gte":"2","$lt":9,"$lte":4,"$in":[1,3],"$nin":[],"$regex":"a","$length":{"$gt":0}},"url.pathname":"/v1"}`), ""},
		"path twice":    {query(`{"params.n":1,"params.n":2}`), `line 2, column 52: strategy.conditions[0].query.params.n: is given twice`},
	} {
		t.Run(name, func(t *testing.T) {
			n, problems := Parse(before + c.text + after)
			require.NotNil(t, n)
			require.Equal(t, c.want, lines(problems))
		})
	}
	_, problems := Parse(`{"strategy":{"mode":"conditional","conditions":[{"query":{},"then":"a"}]},"targets":[{"name":"a"},{"name":"a"},{},{}]}`)
	require.Equal(t, "warning: line 1, column 99: targets[1]: is never chosen: an earlier target has the same name\n"+
		"warning: line 1, column 112: targets[2]: is never chosen: no condition names it, nor does default\n"+
		"warning: line 1, column 115: targets[3]: is never chosen: no condition names it, nor does default", lines(problems))
}

func TestHostProblems(t *testing.T) {
	for host, why := range map[string]string{
		"https://api.example.com/v1":     "",
		"HTTP://127.0.0.1:8080":          "",
		"http://[::1]:11434/v1":          "",
		"http://[::1]/v1":                "",
		"https://h?x=a@b":                "",
		"":                               "",
		"api.example.com":                "is not an http or https URL",
		"ftp://example.com":              "is not an http or https URL",
		"file:///etc/passwd":             "is not an http or https URL",
		"https://":                       "names no host",
		"https:///v1":                    "names no host",
		"https://:80":                    "names no host",
		"https://hunter2@example.com":    "holds a user name or password before its host",
		"https://me:hunter2@example.com": "holds a user name or password before its host",
		"https://exa mple.com":           "holds a space, a control character or another that no URL has",
		`https://example.com\r\nX: y`:    "holds a space, a control character or another that no URL has",
		`https://example.com\u0007`:      "holds a space, a control character or another that no URL has",
		`https://example.com\\@evil`:     "holds a space, a control character or another that no URL has",
		"https://h:0/":                   "has a port that is not a number from 1 to 65535",
		"https://h:/":                    "has a port that is not a number from 1 to 65535",
		"https://h:65536/":               "has a port that is not a number from 1 to 65535",
		"https://h:123456/":              "has a port that is not a number from 1 to 65535",
		"https://h:8o/":                  "has a port that is not a number from 1 to 65535",
	} {
		t.Run(host, func(t *testing.T) {
			n, problems := Parse(`{"customHost":"` + host + `"}`)
			if why == "" {
				require.Empty(t, problems)
				require.Equal(t, host, n.CustomHost)
				return
			}
			require.Equal(t, "line 1, column 15: customHost: "+why, lines(problems))
			require.Empty(t, n.CustomHost)
		})
	}
	_, problems := Parse(`{"custom_host":7}`)
	require.Equal(t, "line 1, column 16: custom_host: is not a string", lines(problems))
}

func TestForwardHeaders(t *testing.T) {
	n, problems := Parse(`{"forward_headers":["Authorization","X-Portkey-Forward-Headers",1,"a b","x-ok",""]}`)
	require.Equal(t, []string{"Authorization", "x-ok"}, n.ForwardHeaders)
	require.Equal(t, "line 1, column 37: forward_headers[1]: forwards the header that says what to forward\n"+
		"line 1, column 65: forward_headers[2]: is not a string\n"+
		"line 1, column 67: forward_headers[3]: is not a header name\n"+
		"line 1, column 80: forward_headers[5]: is not a header name", lines(problems))
	n, problems = Parse(`{"forward_headers":"authorization"}`)
	require.Nil(t, n.ForwardHeaders)
	require.Equal(t, "line 1, column 20: forward_headers: is not a list", lines(problems))
}

func TestTextsThatAreNoConfig(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "line 1, column 1: a config is a JSON object",
		"pc-simple-1a2b3c":         "line 1, column 1: a config is a JSON object",
		"  []":                     "line 1, column 3: a config is a JSON object",
		`{} x`:                     "line 1, column 4: there is more text after the config object",
		`{"a":1`:                   "line 1, column 7: expected a comma or }",
		"{\n  \"a\": 1\n  \"b\"":   "line 3, column 3: expected a comma or }",
		`{"a":1,}`:                 "line 1, column 7: a comma after the last element is not JSON",
		`{"a":[1,]}`:               "line 1, column 8: a comma after the last element is not JSON",
		`{"a":[1 2]}`:              "line 1, column 9: expected a comma or ]",
		`{"a"}`:                    "line 1, column 5: expected a colon after the key",
		`{a:1}`:                    "line 1, column 2: expected a key in double quotes",
		`{'a':1}`:                  "line 1, column 2: expected a key in double quotes",
		`{"a":'b'}`:                "line 1, column 6: expected a value: a string in double quotes, a number, an object, a list, true, false or null",
		`{"api_key":sk-secret}`:    "line 1, column 12: expected a value: a string in double quotes, a number, an object, a list, true, false or null",
		`{"a":True}`:               "line 1, column 6: expected a value: a string in double quotes, a number, an object, a list, true, false or null",
		`{"a":`:                    "line 1, column 6: expected a value: a string in double quotes, a number, an object, a list, true, false or null",
		`{"a":nulls}`:              "line 1, column 10: expected a comma or }",
		`{"a":01}`:                 "line 1, column 6: the number is not written as JSON has it",
		`{"a":-}`:                  "line 1, column 6: the number is not written as JSON has it",
		`{"a":1.}`:                 "line 1, column 6: the number is not written as JSON has it",
		`{"a":1e+}`:                "line 1, column 6: the number is not written as JSON has it",
		`{"a":"b`:                  "line 1, column 6: the string is not closed",
		`{"a":"b\`:                 "line 1, column 8: JSON knows no such escape",
		`{"a":"\x"}`:               "line 1, column 7: JSON knows no such escape",
		`{"a":"\u12"}`:             `line 1, column 7: \u needs four hexadecimal digits`,
		"{\"a\":\"b\nc\"}":         "line 1, column 8: a line break or control character within a string must be escaped",
		"{\"ä\":\"\xff\"}":         "line 1, column 7: the text is not valid UTF-8",
		nested(200):                "line 1, column 2625: lists and objects nest deeper than 128",
		`{"a":` + deep(127) + "}":  "",
		`{"a":` + deep(128) + "}":  "line 1, column 133: lists and objects nest deeper than 128",
		`{"a":` + deep(1e6) + "}":  "line 1, column 133: lists and objects nest deeper than 128",
		strings.Repeat(`{"a":`, 9): "line 1, column 46: expected a value: a string in double quotes, a number, an object, a list, true, false or null",
	} {
		n, problems := Parse(text)
		if want == "" {
			require.NotNil(t, n)
			continue
		}
		require.Nil(t, n, text)
		require.Equal(t, want, lines(problems), text)
		require.True(t, problems[0].Fatal)
	}
}

func TestSixtyThreeLevelsOfTargets(t *testing.T) {
	n, problems := Parse(nested(63))
	require.Empty(t, lines(problems))
	levels := 0
	for ; len(n.Targets) > 0; n = &n.Targets[0] {
		levels++
	}
	require.Equal(t, 63, levels)
	require.Equal(t, "config"+strings.Repeat(".targets[0]", 63), n.Path)
}

func TestDocument(t *testing.T) {
	n, problems := Parse(good)
	require.Empty(t, lines(problems))
	strict := false
	require.Equal(t, &Retry{Attempts: 3, OnStatus: []int{429, 529}, UseRetryAfter: true}, n.Retry)
	require.Equal(t, &Cache{Mode: "simple", MaxAgeSeconds: 3600}, n.Cache)
	require.Equal(t, &strict, n.Strict)
	require.Equal(t, Fallback, n.Mode)
	require.Equal(t, []int{429, 500}, n.OnStatus)
	require.Equal(t, `[{"type":"guardrail","id":"g1"}]`, n.Hooks.Before)
	require.Equal(t, &Breaker{FailureThreshold: 5, CooldownMs: 30000, MinimumRequests: 5}, n.Breaker)
	require.Equal(t, []Path{{{Key: "tools"}, {Index: Every}, {Key: "function"}, {Key: "strict"}}}, n.Drop)
	require.Equal(t, -1, n.DefaultTarget)
	require.Len(t, n.Targets, 3)

	a, b, c := n.Targets[0], n.Targets[1], n.Targets[2]
	require.Equal(t, Node{
		Offset: strings.Index(good, `{"name":"first`), Path: "config.targets[0]", Name: "first", DefaultTarget: -1, Weight: 1,
		Provider: "openai", APIKey: "sk-\n1", CustomHost: "https://proxy.example.com/v1", TimeoutMs: 2000, HasTimeout: true,
		ForwardHeaders: []string{"X-Team"}, Override: `{"maxTokens":7, "camelCase":{"Stays":1}}`,
		Options: []Option{{"api_version", "2024-10-21"}, {"resource_name", "east"}},
	}, a)
	require.Equal(t, "east", a.Option("resource_name"))
	require.Empty(t, a.Option("resourceName"))

	require.Equal(t, LoadBalance, b.Mode)
	require.Equal(t, &Sticky{Enabled: true, Fields: []string{"metadata.user"}, TTLSeconds: 3600}, b.Sticky)
	require.Equal(t, []float64{2, 1, 0.25}, []float64{b.Targets[0].Weight, b.Targets[1].Weight, b.Targets[2].Weight})
	require.Equal(t, []bool{true, false, true}, []bool{b.Targets[0].HasWeight, b.Targets[1].HasWeight, b.Targets[2].HasWeight})
	require.Equal(t, "config.targets[1].targets[2]", b.Targets[2].Path)
	require.JSONEq(t, `{"type":"service_account","private_key":"k"}`, b.Targets[0].Option("vertex_service_account_json"))

	require.Equal(t, Conditional, c.Mode)
	require.Equal(t, "conditional", c.Mode.String())
	require.Equal(t, "small", c.Default)
	require.Equal(t, 1, c.DefaultTarget)
	require.Equal(t, []Condition{{
		Query: `{"metadata.plan":{"$eq":"paid"}}`, Then: "big", Target: 0, Offset: strings.Index(good, `{"metadata.plan"`),
	}}, c.Conditions)
}

// TestEverySpelling gives every field in both spellings a value of the wrong kind: known fields complain of the value or
// take it, and none is unknown.
func TestEverySpelling(t *testing.T) {
	require.True(t, slices.IsSortedFunc(fields[:], func(a, b field) int { return strings.Compare(a.name, b.name) }))
	for _, f := range fields {
		for _, key := range []string{f.name, camel(f.name)} {
			require.Equal(t, f.name, snake(key))
			_, problems := Parse(`{"` + key + `":-1}`)
			for _, p := range problems {
				require.NotContains(t, p.Why, "not a field", key)
			}
			if takes := f.kind == anOption || f.kind == misplaced; !takes {
				require.NotEmpty(t, problems, key)
				require.True(t, problems[0].Fatal, key)
			}
		}
	}
	require.Equal(t, "aws_server_side_encryption_kms_key_id", snake("awsServerSideEncryptionKMSKeyId"))
	require.Equal(t, "x_y", snake("X_Y"))
}

func TestNear(t *testing.T) {
	for _, c := range []struct {
		word string
		of   []string
		want string
	}{
		{"weight", []string{"weight"}, "weight"},
		{"xeight", []string{"height", "weight"}, "height"}, // as near, and first
		{"fallbak", []string{"fallback"}, "fallback"},
		{"fallbackk", []string{"fallback"}, "fallback"},
		{"fellback", []string{"ball", "fallbacks", "fallback"}, "fallback"},
		{"back", []string{"fallback"}, ""},
		{"cat", []string{"cut", "cart"}, "cut"},
		{"cat", []string{"dog", "cuts"}, ""},
		{"a", []string{"b", "ab", ""}, ""},
		{"", []string{"a"}, ""},
	} {
		n := near{word: c.word}
		for _, candidate := range c.of {
			n.offer(candidate)
		}
		require.Equal(t, c.want, n.best, c.word)
	}
}

func TestEmptyStatusListIsNotAbsent(t *testing.T) {
	n, _ := Parse(`{"strategy":{"mode":"fallback","on_status_codes":[]},"targets":[{}]}`)
	require.NotNil(t, n.OnStatus)
	require.Empty(t, n.OnStatus)
}

func TestNoSecretInAnyProblem(t *testing.T) {
	const secret = "hunter2"
	for _, f := range fields {
		for _, value := range []string{`"` + secret, `["hunter2"`, `{"x":"hunter2"`, `"hunter2\x"`, secret, `["hunter2"]`, `{"x":"hunter2"}`} {
			if f.kind == theWeight || f.kind == theTimeout {
				continue // these name a string that should have been a number
			}
			_, problems := Parse(`{"` + f.name + `":` + value + `}`)
			require.NotContains(t, lines(problems), secret, f.name)
		}
	}
	for _, text := range []string{
		`{"api_key":"hunter2","api_key":"hunter2"}`,
		`{"aws_secret_access_key":"hunter2","awsSecretAccessKey":"hunter2"}`,
		`{"strategy":{"mode":{"k":"hunter2"}},"targets":["hunter2"]}`,
		`{"apikey":"hunter2"}`,
		`{"custom_host":"https://u:hunter2@h"}`,
	} {
		_, problems := Parse(text)
		require.NotEmpty(t, problems)
		require.NotContains(t, lines(problems), secret)
	}
}

func TestProblemsAreBounded(t *testing.T) {
	_, problems := Parse(`{"strategy":{"mode":"fallback"},"targets":[` + strings.Repeat(`{"nope":1},`, 500) + strings.Repeat(`{"weight":-1},`, 500) + `{}]}`)
	require.Len(t, problems, 2*maxProblems)
	require.True(t, slices.IsSortedFunc(problems, func(a, b Problem) int { return a.Offset - b.Offset }))
}

func TestManyKeysInOneObject(t *testing.T) {
	var text strings.Builder
	text.WriteString(`{"override_params":{"a":0`)
	for i := range 40 {
		text.WriteString(`,"k` + strconv.Itoa(i) + `":1`)
	}
	_, problems := Parse(text.String() + `}}`)
	require.Empty(t, problems)
	_, problems = Parse(text.String() + `,"k30":1,"a":2}}`)
	require.Len(t, problems, 2)
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{good, nested(5), `{"strategy":{"mode":"single"},"targets":[]}`, `{"a":"\ud800","weight":1e999}`, "{\n\"é\":-1,\r\n}", `{"retry":{"attempts":-1}}`,
		`{"timeouts":{"firstToken":9,"total":5},"retry":{"attempts":7},"cb_config":{"cooldown_interval":1},"price":{"input":1},"drop_params":["a[*].b[0]","a["]}`,
		strategy(`"loadbalance","sticky":{"enabled":true,"hash_fields":["metadata.u"],"ttl":9},"hedge":{"delay":1}`),
		conditional(`[{"then":"x","query":{"$or":[{"params.a":{"$gt":5,"$lt":"3"}},{"$and":[{"params.a":{"$in":[1,"x"],"$nin":[1]}},{"params.b":{"$length":{"$eq":2}}}]}]}},{"then":"x","query":{}}]`) + `{"name":"x","weight":0}]}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, problems := Parse(text)
		if n == nil {
			require.Len(t, problems, 1)
			require.True(t, problems[0].Fatal)
		} else {
			require.True(t, gjson.Valid(text))
			checkNode(t, text, n)
		}
		for _, p := range problems {
			require.LessOrEqual(t, p.Offset, len(text))
			require.Equal(t, strings.Count(text[:p.Offset], "\n")+1, p.Line)
			require.Positive(t, p.Column)
			require.NotEmpty(t, p.Why)
		}
	})
}

// checkNode asserts what a floor above may rely on.
func checkNode(t *testing.T, text string, n *Node) {
	require.True(t, n.Offset < len(text))
	for _, raw := range []string{n.Override, n.Defaults, n.Hooks.Before, n.Hooks.InputGuardrails} {
		require.True(t, raw == "" || gjson.Valid(raw), raw)
	}
	for _, c := range n.Conditions {
		require.True(t, c.Target < len(n.Targets))
	}
	require.True(t, 0 <= n.Weight && n.Weight <= 1e12)
	require.True(t, n.DefaultTarget < len(n.Targets))
	require.True(t, 0 <= n.Explore && n.Explore <= 1 && n.DecayMs >= 0)
	require.True(t, n.Breaker == nil || n.Breaker.CooldownMs >= leastCooldownMs)
	require.True(t, n.Hedge == nil || 0 <= n.Hedge.Share && n.Hedge.Share <= 1)
	for _, path := range n.Drop {
		require.NotEmpty(t, path[0].Key)
	}
	for i := range n.Targets {
		checkNode(t, text, &n.Targets[i])
	}
}

func TestAllocations(t *testing.T) {
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { Parse(two) }), 8.0)
}

func BenchmarkTwoTargets(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Parse(two)
	}
}

func BenchmarkThousandTargetsTenDeep(b *testing.B) {
	text := thousand()
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if n, problems := Parse(text); n == nil || len(problems) > 0 {
			b.Fatal(lines(problems))
		}
	}
}

// BenchmarkHostile reads 128 KiB of which every part is wrong in a way that is dear to explain.
func BenchmarkHostile(b *testing.B) {
	long := strings.Repeat("n", 60)
	for name, text := range map[string]string{
		"names":    `{"strategy":{"mode":"conditional","conditions":[` + strings.Repeat(`{"query":{},"then":"`+long+`ab"},`, 700) + `{}]},"targets":[` + strings.Repeat(`{"name":"`+long+`xyz"},`, 900) + `{}]}`,
		"keys":     `{` + strings.Repeat(`"azure_entra_client_secrxxx":1,`, 4000) + `"a":1}`,
		"tests":    conditional(`[{"then":"a","query":{"$or":[`+strings.Repeat(`{"params.a":{"$in":[1,2],"$gt":1}},`, 3000)+`{}]}},`+strings.Repeat(`{"then":"a","query":{"a":1}},`, 900)+`{}]`) + `{"name":"a"}]}`,
		"breakers": strings.Repeat(`{"cb_config":{"cooldown_interval":1},"retry":{"attempts":99},"strategy":{"mode":"conditional"},"targets":[`, 60) + strings.Repeat(`{"cb_config":{"minimum_requests":1},"weight":0},`, 2500) + `{}` + strings.Repeat(`]}`, 60),
		"paths":    `{"strategy":{"mode":"conditional","conditions":[{"then":"a","query":{` + strings.Repeat(`"metadatas.x":{"$regxe":1},`, 5000) + `"a":1}}]},"targets":[{"name":"a"}]}`,
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Parse(text)
			}
		})
	}
}

const two = `{"strategy":{"mode":"fallback","on_status_codes":[429]},"targets":[` +
	`{"provider":"openai","api_key":"sk-1","override_params":{"model":"gpt-4o"}},{"provider":"anthropic","api_key":"sk-2","request_timeout":500}]}`

const good = `{
  "strategy": {"mode": "fallback", "on_status_codes": [429, 500]},
  "retry": {"attempts": 3, "onStatusCodes": [429, 529], "use_retry_after_headers": true},
  "cache": {"mode": "simple", "maxAge": 3600.0},
  "strictOpenAiCompliance": false,
  "before_request_hooks": [{"type":"guardrail","id":"g1"}],
  "cb_config": {"failure_threshold":5,"cooldown_interval":30000},
  "drop_params": ["tools[*].function.strict"],
  "targets": [
    {"name":"first","provider":"openai","apiKey":"sk-\n1","customHost":"https://proxy.example.com/v1","request_timeout":2e3,
     "resourceName":"east","apiVersion":"2024-10-21","passthrough":null,
     "forwardHeaders":["X-Team"],"overrideParams":{"maxTokens":7, "camelCase":{"Stays":1}}},
    {"targets":[{"weight":2,"vertex_service_account_json":{"type":"service_account","private_key":"k"}},{},{"weight":0.25}],
     "strategy":{"mode":"loadbalance","sticky":{"enabled":true,"hash_fields":["metadata.user"]}}},
    {"strategy":{"mode":"conditional","conditions":[{"query":{"metadata.plan":{"$eq":"paid"}},"then":"big"}],"default":"small"},
     "targets":[{"name":"big","virtual_key":"vk-1"},{"name":"small","provider":"@groq"}]}
  ]
}
`

// nested returns a config with so many levels of targets.
func nested(levels int) string {
	const open = `{"strategy":{"mode":"single"},"targets":[`
	return strings.Repeat(open, levels) + "{}" + strings.Repeat("]}", levels)
}

// deep returns so many lists, each in the next.
func deep(levels int) string { return strings.Repeat("[", levels) + strings.Repeat("]", levels) }

// thousand returns 1,000 targets: 100 chains, each ten fallbacks deep.
func thousand() string {
	chain := `{"provider":"openai","api_key":"sk-123","request_timeout":500,"override_params":{"model":"gpt-4o-mini"}}`
	for range 9 {
		chain = `{"strategy":{"mode":"fallback"},"retry":{"attempts":2},"targets":[{"provider":"anthropic","api_key":"sk-9"},` + chain + `]}`
	}
	return `{"strategy":{"mode":"loadbalance"},"targets":[` + strings.Repeat(chain+",", 99) + chain + "]}"
}

// camel returns a key as Portkey's SDK for JavaScript spells it.
func camel(key string) string {
	words := strings.Split(key, "_")
	for i := 1; i < len(words); i++ {
		words[i] = strings.ToUpper(words[i][:1]) + words[i][1:]
	}
	return strings.Join(words, "")
}
