package rewrite

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestAppendString(t *testing.T) {
	cases := []struct{ text, want string }{
		{"", `""`},
		{"plain", `"plain"`},
		{`a "b" \c/`, `"a \"b\" \\c/"`},
		{"\b\f\n\r\t\x00\x1f\x7f", `"\b\f\n\r\t\u0000\u001f` + "\x7f" + `"`},
		{"<a href='x'>&</a>", `"<a href='x'>&</a>"`},
		{"é潮😀\u2028\u2029", "\"é潮😀\u2028\u2029\""},
		{"a\xffb\xc3", `"a\ufffdb\ufffd"`},
		{"é\xe6\xbd\"潮", `"é\ufffd\ufffd\"潮"`},
		{"a real \ufffd stays\xff", "\"a real \ufffd stays\\ufffd\""},
		{`{"city":"Ny \"A\""}`, `"{\"city\":\"Ny \\\"A\\\"\"}"`},
	}
	for _, c := range cases {
		got := AppendString([]byte("x"), c.text)
		require.Equal(t, "x"+c.want, string(got))
		require.Equal(t, c.want[1:len(c.want)-1], string(AppendEscaped(nil, c.text)))
	}
}

func TestUnescape(t *testing.T) {
	cases := []struct{ name, contents, want string }{
		{"empty", ``, ""},
		{"no escape", `潮 tide`, "潮 tide"},
		{"short escapes", `\"\\\/\b\f\n\r\t`, "\"\\/\b\f\n\r\t"},
		{"backslash before an n", `\\n`, `\n`},
		{"code points", `\u0041\u00e9\u6f6E\u0000`, "Aé潮\x00"},
		{"pair", `x\ud83d\ude00y`, "x😀y"},
		{"high half alone", `\ud83dx`, "\ufffdx"},
		{"high half last", `\ud83d`, "\ufffd"},
		{"low half alone", `\ude00x`, "\ufffdx"},
		{"halves the wrong way round", `\ude00\ud83d`, "\ufffd\ufffd"},
		{"two high halves, then a low one", `\ud83d\ud83d\ude00`, "\ufffd😀"},
		{"high half before a letter", `\ud83d\u0041`, "\ufffdA"},
		{"high half before another escape", `\ud83d\n`, "\ufffd\n"},
		{"replacement character", `\ufffd\ude00`, "\ufffd\ufffd"},
		{"invalid UTF-8 is copied", "\xff\\n\xfe", "\xff\n\xfe"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, Unescape(c.contents))
			require.Equal(t, "x"+c.want, string(AppendUnescaped([]byte("x"), c.contents)))
		})
	}
}

func TestUnescapeCopiesBrokenEscapes(t *testing.T) {
	for _, contents := range []string{`\`, `a\`, `\x41`, `\u`, `\u12`, `\u00g0x`, `\U0041`, `\ `} {
		require.Equal(t, contents, Unescape(contents))
	}
	require.Equal(t, "\ufffd\\ud", Unescape(`\ud83d\ud`))
}

func TestContents(t *testing.T) {
	cases := []struct{ raw, want string }{
		{`"abc\n"`, `abc\n`},
		{`""`, ""},
		{`"\""`, `\"`},
		{"", ""},
		{`"`, ""},
		{"null", ""},
		{"12", ""},
		{`{"a":"b"}`, ""},
		{`["a"]`, ""},
	}
	for _, c := range cases {
		require.Equal(t, c.want, Contents(c.raw), c.raw)
	}
}

func TestAppendMinified(t *testing.T) {
	cases := []struct{ raw, want string }{
		{"", ""},
		{"{}", "{}"},
		{" \t\r\n", ""},
		{"{\n  \"city\" : \"Ny  Alesund\",\n  \"days\": [ 1 , 2.50 ]\n}\n", `{"city":"Ny  Alesund","days":[1,2.50]}`},
		{`"a \" b\\" `, `"a \" b\\"`},
		{` 1e400 `, `1e400`},
		{`{ "cut`, `{"cut`},
	}
	for _, c := range cases {
		require.Equal(t, "x"+c.want, string(AppendMinified([]byte("x"), c.raw)))
	}
}

func TestTextDoesNotAllocate(t *testing.T) {
	text := strings.Repeat("tide \"low\"\n潮\xff", 20)
	contents := string(AppendEscaped(nil, text))
	dst := make([]byte, 0, 2048)
	for name, f := range map[string]func(){
		"AppendString":         func() { dst = AppendString(dst[:0], text) },
		"AppendUnescaped":      func() { dst = AppendUnescaped(dst[:0], contents) },
		"AppendMinified":       func() { dst = AppendMinified(dst[:0], chat()) },
		"Unescape, no escapes": func() { _ = Unescape("no escapes here") },
		"Contents":             func() { _ = Contents(`"abc"`) },
	} {
		require.Zero(t, testing.AllocsPerRun(100, f), name)
	}
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { _ = Unescape(contents) }), 2.0)
}

func FuzzAppendString(f *testing.F) {
	for _, seed := range []string{"", "plain", "a\"b\\c\n\x00", "é潮😀\u2028", "\xff\xc3\xa9\xe6\xbd", "\ufffd", "12345678\"12345678\\"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		raw := string(AppendString(nil, text))
		_, ok := Check(raw)
		require.True(t, ok, raw)
		want := string([]rune(text)) // each invalid byte becomes U+FFFD
		require.Equal(t, want, Unescape(Contents(raw)))
		var decoded string
		require.NoError(t, json.Unmarshal([]byte(raw), &decoded))
		require.Equal(t, want, decoded)
	})
}

func FuzzUnescape(f *testing.F) {
	for _, seed := range []string{``, `plain`, `\"\\\/\b\f\n\r\t`, `\ud83d\ude00`, `\ud83d\ud83d`, `\ude00x\u00e9`, `\u12`, `\`, "\xff\\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, contents string) {
		got := Unescape(contents)
		require.Equal(t, got, string(AppendUnescaped(nil, contents)))
		var want string
		if !utf8.ValidString(contents) || json.Unmarshal([]byte(`"`+contents+`"`), &want) != nil {
			return
		}
		require.Equal(t, want, got)
	})
}

func FuzzAppendMinified(f *testing.F) {
	for _, seed := range []string{chat(), "{ \"a\" : [ 1 , \" x \\\" \" ] }\n", "\t", `"cut`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got := AppendMinified(nil, raw)
		if _, ok := Check(raw); !ok {
			return
		}
		var want bytes.Buffer
		require.NoError(t, json.Compact(&want, []byte(raw)))
		require.Equal(t, want.String(), string(got))
	})
}
