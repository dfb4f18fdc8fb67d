package rewrite

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMembers(t *testing.T) {
	cases := []struct {
		name, body string
		edits      []Edit
		want       string
	}{
		{"no edits", ` { "a" : 1 , "a":2 } `, nil, ` { "a" : 1 , "a":2 } `},
		{"no match", `{"a":1}`, []Edit{{Delete, "b", ""}, {Rename, "c", "d"}}, `{"a":1}`},
		{"set in place", `{"a":1,"model":"x","b":2}`, []Edit{{Set, "model", `"y"`}}, `{"a":1,"model":"y","b":2}`},
		{"set keeps whitespace", "{ \"model\" :\t\"x\" ,\n\"b\":2 }\n", []Edit{{Set, "model", `[]`}}, "{ \"model\" :\t[] ,\n\"b\":2 }\n"},
		{"set appends", `{"a":1}`, []Edit{{Set, "c", `{}`}, {Set, "b", `2`}}, `{"a":1,"c":{},"b":2}`},
		{"set into nothing", `{}`, []Edit{{Set, "a", `1`}, {Set, "b", `2`}}, `{"a":1,"b":2}`},
		{"set into whitespace", " { \n} ", []Edit{{Set, "a", `1`}}, " {\"a\":1 \n} "},
		{"set escapes the new name", `{}`, []Edit{{Set, "a\"\n", `1`}}, `{"a\"\n":1}`},
		{"only top-level members", `{"a":{"model":1},"b":["model",{"model":2}]}`, []Edit{{Set, "model", `3`}}, `{"a":{"model":1},"b":["model",{"model":2}],"model":3}`},
		{"a value is not a name", `{"a":"model"}`, []Edit{{Delete, "model", ""}}, `{"a":"model"}`},
		{"names with dots and stars", `{"gpt-4.1":1,"a*":2,"ab":3,"":4}`, []Edit{{Delete, "gpt-4.1", ""}, {Set, "a*", "5"}, {Set, "", "6"}}, `{"a*":5,"ab":3,"":6}`},
		{"escaped name", `{"mod\u0065l":1,"\ud83d\ude00":2,"a\\b":3}`, []Edit{{Set, "model", "4"}, {Set, "😀", "5"}, {Delete, `a\b`, ""}}, `{"mod\u0065l":4,"\ud83d\ude00":5}`},
		{"default absent", `{"a":1}`, []Edit{{Default, "stream", "true"}}, `{"a":1,"stream":true}`},
		{"default present", `{"stream":null}`, []Edit{{Default, "stream", "true"}}, `{"stream":null}`},
		{"delete first", `{"a":1, "b":2}`, []Edit{{Delete, "a", ""}}, `{ "b":2}`},
		{"delete middle", `{"a":1, "b":2 ,"c":3}`, []Edit{{Delete, "b", ""}}, `{"a":1,"c":3}`},
		{"delete last", "{\n  \"a\": 1,\n  \"b\": 2\n}", []Edit{{Delete, "b", ""}}, "{\n  \"a\": 1\n}"},
		{"delete first of many lines", "{\n  \"a\": 1,\n  \"b\": 2\n}", []Edit{{Delete, "a", ""}}, "{\n  \"b\": 2\n}"},
		{"delete only", `{"a":1}`, []Edit{{Delete, "a", ""}}, `{}`},
		{"delete all, then add", `{"a":1,"b":2}`, []Edit{{Delete, "a", ""}, {Delete, "b", ""}, {Set, "c", "3"}}, `{"c":3}`},
		{"rename", "{ \"max_tokens\" : 1e400 ,\"b\":2}", []Edit{{Rename, "max_tokens", "max_completion_tokens"}}, "{ \"max_completion_tokens\" : 1e400 ,\"b\":2}"},
		{"rename escapes the new name", `{"a":1}`, []Edit{{Rename, "a", `"`}}, `{"\"":1}`},
		{"rename to itself", `{"a":1}`, []Edit{{Rename, "a", "a"}}, `{"a":1}`},
		{"rename to a name that stays, in front", `{"b":2,"a":1}`, []Edit{{Rename, "a", "b"}}, `{"b":2}`},
		{"rename to a name that stays, behind", `{"a":1,"b":2}`, []Edit{{Rename, "a", "b"}}, `{"b":2}`},
		{"rename to a name that is deleted", `{"a":1,"b":2}`, []Edit{{Rename, "a", "b"}, {Delete, "b", ""}}, `{"b":1}`},
		{"rename to a name that is set", `{"a":1}`, []Edit{{Rename, "a", "b"}, {Set, "b", "2"}}, `{"b":2}`},
		{"rename to a name with a default", `{"a":1}`, []Edit{{Default, "b", "2"}, {Rename, "a", "b"}}, `{"b":1}`},
		{"rename of nothing to a name with a default", `{}`, []Edit{{Default, "b", "2"}, {Rename, "a", "b"}}, `{"b":2}`},
		{"rename to a present name with a default", `{"a":1,"b":3}`, []Edit{{Default, "b", "2"}, {Rename, "a", "b"}}, `{"b":3}`},
		{"two renamed to one name", `{"b":2,"a":1}`, []Edit{{Rename, "a", "c"}, {Rename, "b", "c"}}, `{"c":2}`},
		{"names exchanged", `{"a":1,"b":2}`, []Edit{{Rename, "a", "b"}, {Rename, "b", "a"}}, `{"b":1,"a":2}`},
		{"last edit wins", `{"a":1}`, []Edit{{Delete, "a", ""}, {Rename, "a", "c"}, {Set, "a", "2"}}, `{"a":2}`},
		{"last edit wins, absent", `{}`, []Edit{{Set, "a", "1"}, {Set, "b", "2"}, {Set, "a", "3"}}, `{"b":2,"a":3}`},
		{"last edit is a delete", `{}`, []Edit{{Set, "a", "1"}, {Delete, "a", ""}}, `{}`},
		{"duplicates set", `{"a":1,"b":2,"\u0061":3}`, []Edit{{Set, "a", "4"}}, `{"a":4,"b":2,"\u0061":4}`},
		{"duplicates deleted", `{"a":1,"b":2,"a":3}`, []Edit{{Delete, "a", ""}}, `{"b":2}`},
		{"duplicates renamed", `{"a":1,"b":2,"a":3}`, []Edit{{Rename, "a", "c"}}, `{"c":1,"b":2}`},
		{"duplicates kept", `{"a":1,"b":2,"a":3}`, []Edit{{Default, "a", "4"}, {Set, "b", "5"}}, `{"a":1,"b":5,"a":3}`},
		{"exact numbers", `{"a":1e400,"b":123456789012345678901,"c":-0.0,"d":1}`, []Edit{{Set, "d", "2.50"}}, `{"a":1e400,"b":123456789012345678901,"c":-0.0,"d":2.50}`},
		{"quotes and brackets in strings", `{"a":"}\",\"b\":1{[\\","b":["]\\\""],"c":1}`, []Edit{{Delete, "b", ""}, {Set, "c", `"{"`}}, `{"a":"}\",\"b\":1{[\\","c":"{"}`},
		{"not an object", ` [{"a":1}]`, []Edit{{Set, "a", "2"}}, ` [{"a":1}]`},
		{"empty body", ``, []Edit{{Set, "a", "2"}}, ``},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, "x"+c.want, string(Members([]byte("x"), c.body, c.edits)))
		})
	}
}

func TestMembersTakesManyEdits(t *testing.T) {
	body, want := []byte("{"), []byte("{")
	var edits []Edit
	for n := range 100 {
		key := "k" + strings.Repeat("x", n)
		body = Raw(body, key, "1")
		want = Raw(want, key, "2")
		edits = append(edits, Edit{Set, key, "2"})
	}
	require.Equal(t, string(want)+"}", string(Members(nil, string(body)+"}", edits)))
}

func TestTwice(t *testing.T) {
	cases := []struct {
		body  string
		twice bool
	}{
		{`{"model":1}`, false},
		{`{}`, false},
		{`{"model":1,"model":2}`, true},
		{`{"model":1, "b":{}, "mod\u0065l" :2}`, true},
		{`{"\u006d\u006f\u0064\u0065\u006c":1,"model":1}`, true},
		{`{"model":{"model":1},"b":"model"}`, false},
		{`{"model":1,"Model":2,"model ":3,"\\model":4,"mode\u006d":5,"model\u0000":6}`, false},
		{`[{"model":1,"model":2}]`, false},
		{`"model"`, false},
		{``, false},
	}
	for _, c := range cases {
		require.Equal(t, c.twice, Twice(c.body, "model"), c.body)
	}
	long := strings.Repeat("é", 400)
	require.True(t, Twice(`{"`+long+`":1,"`+strings.Repeat(`\u00e9`, 400)+`":2}`, long))
}

func TestMembersDoesNotAllocate(t *testing.T) {
	body := chat()
	edits := []Edit{{Set, "model", `"other"`}, {Default, "seed", "7"}, {Delete, "user", ""}, {Rename, "max_tokens", "max_completion_tokens"}}
	dst := make([]byte, 0, 2*len(body))
	require.Zero(t, testing.AllocsPerRun(100, func() { dst = Members(dst[:0], body, edits) }))
	escaped := `{"mod\u0065l":1,"input":"a\nb\"c"}`
	require.Zero(t, testing.AllocsPerRun(100, func() { dst = Members(dst[:0], escaped, edits) }))
	require.Zero(t, testing.AllocsPerRun(100, func() { Twice(escaped, "model") }))
}

// Text that Check refuses must not reach Members; if it does, nothing worse than a wrong body may come of it.
func TestMembersEndsOnEveryCut(t *testing.T) {
	edits := []Edit{{Set, "model", `"other"`}, {Delete, "user", ""}, {Rename, "stream", "tools"}, {Default, "n", "1"}}
	body := chat()
	for n := range body {
		Members(nil, body[:n], edits)
		Twice(body[n:], "model")
	}
	Members(nil, `{"a":`+strings.Repeat("[", 1_000_000), edits)
}

// One member after another that is to be renamed must not look through the whole body each time.
func TestMembersRenameIsLinear(t *testing.T) {
	body := `{` + strings.Repeat(`"a":1,`, 200_000) + `"b":2}`
	require.Equal(t, `{"b":2}`, string(Members(nil, body, []Edit{{Rename, "a", "b"}})))
}

func FuzzMembers(f *testing.F) {
	edits := []Edit{{Set, "model", `"other"`}, {Default, "stream", "true"}, {Delete, "user", ""}, {Rename, "max_tokens", "max_completion_tokens"}}
	f.Add(chat(), encode(edits))
	f.Add(`{ "a" : 1 , "\u0061":2e9 ,"b":"}" } `, encode([]Edit{{Rename, "a", "b"}, {Delete, "b", ""}, {Default, "b", "[]"}}))
	f.Add("{\n\"a\": [1],\n\"b\": {}\n}\n", encode([]Edit{{Set, "a", "1"}, {Rename, "b", "a"}, {Set, "c", "null"}}))
	f.Add(`{"a":1,"b":2}`, encode([]Edit{{Rename, "a", "b"}, {Rename, "b", "a"}}))
	f.Add(`{"a":1,"b":`, "")
	f.Add(`1E400`, encode(edits))
	f.Fuzz(func(t *testing.T, body, code string) {
		edits := decode(code)
		got := string(Members(nil, body, edits)) // must end, whatever body is
		_, ok := Check(body)
		for _, e := range edits {
			_, valid := Check(e.Raw)
			ok = ok && (valid || e.Op >= Delete)
		}
		if !ok || strings.ToValidUTF8(body+code, "") != body+code { // encoding/json changes invalid UTF-8
			return
		}
		require.Equal(t, expected(t, body, edits), got)
		_, ok = Check(got)
		require.True(t, ok, got)
	})
}

// expected does what Members promises in the plainest way there is: encoding/json finds the members, a list of them is
// edited, the list is joined.
func expected(t *testing.T, body string, edits []Edit) string {
	head, parts, tail := split(t, body)
	if parts == nil && !strings.HasSuffix(head, "{") {
		return body
	}
	last := map[string]Edit{}
	for _, e := range edits {
		last[e.Key] = e
	}
	stays := map[string]bool{} // names in the output that no rename made
	for _, p := range parts {
		e, named := last[p.name]
		stays[p.name] = stays[p.name] || !named || e.Op <= Default
	}
	for name, e := range last {
		stays[name] = stays[name] || e.Op == Set
	}
	var out []string
	present := map[string]bool{}
	for _, p := range parts {
		e, named := last[p.name]
		switch {
		case named && e.Op == Delete:
			continue
		case named && e.Op == Set:
			p.value = e.Raw
		case named && e.Op == Rename:
			if stays[e.Raw] || present[e.Raw] {
				continue
			}
			p.name, p.key = e.Raw, string(AppendString(nil, e.Raw))
		}
		present[p.name] = true
		out = append(out, p.lead+p.key+p.colon+p.value+p.rest)
	}
	for i, e := range edits {
		again := slices.ContainsFunc(edits[i+1:], func(later Edit) bool { return later.Key == e.Key })
		if e.Op <= Default && !again && !present[e.Key] {
			out = append(out, string(AppendString(nil, e.Key))+":"+e.Raw)
		}
	}
	return head + strings.Join(out, ",") + tail
}

// A part is a member as encoding/json sees it.
type part struct{ name, lead, key, colon, value, rest string }

// split cuts body where encoding/json says that tokens end. The head ends with the opening brace; without one, body is
// no object.
func split(t *testing.T, body string) (head string, parts []part, tail string) {
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	brace, err := d.Token()
	require.NoError(t, err)
	if brace != json.Delim('{') {
		return "", nil, ""
	}
	at := int(d.InputOffset())
	head = body[:at]
	for d.More() {
		var p part
		if len(parts) > 0 {
			comma := at + strings.IndexByte(body[at:], ',')
			parts[len(parts)-1].rest = body[at:comma]
			at = comma + 1
		}
		name, err := d.Token()
		require.NoError(t, err)
		p.name = name.(string)
		key := at + strings.IndexByte(body[at:], '"')
		p.lead, at = body[at:key], int(d.InputOffset())
		p.key = body[key:at]
		var value json.RawMessage
		require.NoError(t, d.Decode(&value))
		end := int(d.InputOffset())
		p.value = string(value)
		p.colon, at = body[at:end-len(value)], end
		parts = append(parts, p)
	}
	return head, parts, body[at:]
}

// encode and decode carry edits through the fuzzer: an operation, a key and a value per line.
func encode(edits []Edit) string {
	var b strings.Builder
	for _, e := range edits {
		b.WriteString(string('0'+rune(e.Op)) + e.Key + "=" + e.Raw + "\n")
	}
	return b.String()
}

func decode(code string) (edits []Edit) {
	for line := range strings.Lines(code) {
		key, raw, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		if ok && key != "" {
			edits = append(edits, Edit{Op(key[0]) % 4, key[1:], raw})
		}
	}
	return edits
}
