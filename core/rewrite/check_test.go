package rewrite

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCheckSaysWhereAndWhy(t *testing.T) {
	cases := []struct{ name, body, fault string }{
		{"nothing", "", "line 1, column 1: expected a value, but the body ends here"},
		{"only whitespace", " \n ", "line 2, column 2: expected a value, but the body ends here"},
		{"byte order mark", "\ufeff{}", "line 1, column 1: expected a value"},
		{"zero byte", "\x00", "line 1, column 1: expected a value"},
		{"form feed is no whitespace", "\f1", "line 1, column 1: expected a value"},
		{"python literal", `{"stream": True}`, "line 1, column 12: expected a value"},
		{"single quotes", `{'model': 1}`, "line 1, column 2: expected a member name in double quotes"},
		{"number as a name", `{1: 1}`, "line 1, column 2: expected a member name in double quotes"},
		{"object cut after the brace", `{`, "line 1, column 2: expected a member name in double quotes, but the body ends here"},
		{"name without a value", `{"a"}`, "line 1, column 5: expected ':' after a member name"},
		{"name cut", `{"a`, "line 1, column 4: expected a closing quote, but the body ends here"},
		{"colon without a value", `{"a":}`, "line 1, column 6: expected a value"},
		{"missing comma in an object", "{\n  \"a\": 1\n  \"b\": 2\n}", "line 3, column 3: expected ',' or '}' after a member"},
		{"object closed as an array", `{"a":1]`, "line 1, column 7: expected ',' or '}' after a member"},
		{"object cut", `{"a":1`, "line 1, column 7: expected ',' or '}' after a member, but the body ends here"},
		{"comma before a brace", `{"a":1,}`, "line 1, column 8: expected another member or element after ','"},
		{"comma before a bracket", "[1,\n]", "line 2, column 1: expected another member or element after ','"},
		{"two commas", `[1,,2]`, "line 1, column 4: expected a value"},
		{"array cut", `[1,`, "line 1, column 4: expected a value, but the body ends here"},
		{"missing comma in an array", `[1 2]`, "line 1, column 4: expected ',' or ']' after an element"},
		{"array closed as an object", `[1}`, "line 1, column 3: expected ',' or ']' after an element"},
		{"bracket too many", `[]]`, "line 1, column 3: expected nothing after the value"},
		{"two values", `{} {}`, "line 1, column 4: expected nothing after the value"},
		{"comment", `{} // no`, "line 1, column 4: expected nothing after the value"},
		{"true misspelt", `[trux]`, "line 1, column 2: expected true"},
		{"false cut", `fals`, "line 1, column 1: expected false"},
		{"null misspelt", `nil`, "line 1, column 1: expected null"},
		{"literal with a tail", `nullx`, "line 1, column 5: expected nothing after the value"},
		{"minus alone", `[-]`, "line 1, column 3: expected a digit"},
		{"plus", `+1`, "line 1, column 1: expected a value"},
		{"leading zero", `-012`, "line 1, column 3: expected no digit after a leading zero"},
		{"hexadecimal", `0x10`, "line 1, column 2: expected nothing after the value"},
		{"no fraction", `[1.]`, "line 1, column 4: expected a digit"},
		{"no whole part", `.5`, "line 1, column 1: expected a value"},
		{"no exponent", `1e`, "line 1, column 3: expected a digit, but the body ends here"},
		{"no exponent behind the sign", `[1E+]`, "line 1, column 5: expected a digit"},
		{"NaN", `NaN`, "line 1, column 1: expected a value"},
		{"newline in a string", "{\"a\": \"first\nsecond\"}", "line 1, column 13: expected control characters in a string to be escaped"},
		{"zero byte in a string", "\"a\x00\"", "line 1, column 3: expected control characters in a string to be escaped"},
		{"unknown escape", `"a\x41"`, `line 1, column 4: expected one of "\/bfnrtu after a backslash`},
		{"string cut in an escape", `"a\`, `line 1, column 4: expected one of "\/bfnrtu after a backslash, but the body ends here`},
		{"bad digit in an escape", `"\u00g0"`, `line 1, column 6: expected four hexadecimal digits after \u`},
		{"string cut in its digits", `"\u00`, `line 1, column 6: expected four hexadecimal digits after \u, but the body ends here`},
		{"columns are characters", `{"海": "潮汐" 1}`, "line 1, column 12: expected ',' or '}' after a member"},
		{"columns start anew", "[\r\n\r\n \"é\" é]", "line 3, column 6: expected ',' or ']' after an element"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f, ok := Check(c.body)
			require.False(t, ok)
			require.Equal(t, c.fault, f.String())
			require.False(t, json.Valid([]byte(c.body)))
			line, column := At(c.body, f.Offset)
			require.Equal(t, []int{f.Line, f.Column}, []int{line, column})
		})
	}
}

func TestCheckAccepts(t *testing.T) {
	bodies := []string{
		`{}`, `[]`, " \t\r\n{ } \n", `[ ]`, `""`, `0`, `-0`, `-0.0e-0`, `1E+2`, `1e400`, `123456789012345678901234567890`,
		`true`, `false`, `null`, `[[],{},"",0,true,false,null]`, `{"":{"":[{"":[]}]}}`, `{"a":1,"a":2}`,
		`"\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00"`, `"\ud83d"`, "\"\x7f\u2028\u2029\"", "\"\xff\xc0\x80\"", `"é潮😀"`, chat(),
	}
	for _, body := range bodies {
		f, ok := Check(body)
		require.True(t, ok, "%s: %s", body, f)
		require.Equal(t, Fault{}, f)
		require.True(t, json.Valid([]byte(body)))
	}
}

func TestCheckRejectsEveryCut(t *testing.T) {
	body := chat()
	for n := range body {
		f, ok := Check(body[:n])
		require.False(t, ok, "cut at %d", n)
		require.LessOrEqual(t, f.Offset, n)
	}
}

// A quote, a backslash or a control character must be found at each place of the eight bytes that are read at a time.
func TestCheckFindsEveryByteAtEveryPlace(t *testing.T) {
	for length := range 20 {
		for at := range length {
			for b := range 256 {
				contents := []byte(strings.Repeat("x", length))
				contents[at] = byte(b)
				body := `"` + string(contents) + `"`
				_, ok := Check(body)
				require.Equal(t, json.Valid([]byte(body)), ok, "%q", body)
			}
		}
	}
}

func TestCheckDepth(t *testing.T) {
	nested := func(n int) string { return strings.Repeat(`[{"a":`, n/2) + "1" + strings.Repeat(`}]`, n/2) }
	_, ok := Check(nested(MaxDepth))
	require.True(t, ok)
	f, ok := Check("[" + nested(MaxDepth) + "]")
	require.False(t, ok)
	require.Equal(t, 3*MaxDepth+1-len(`{"a":`), f.Offset)
	require.Contains(t, f.Why, strconv.Itoa(MaxDepth))
	_, ok = Check("[" + strings.Repeat("[],", 10*MaxDepth) + "[]]")
	require.True(t, ok, "depth is not length")
}

// The scan stops where it has seen enough, however much follows.
func TestCheckTenMillionBrackets(t *testing.T) {
	for _, piece := range []string{"[", `{"":`} {
		f, ok := Check(strings.Repeat(piece, 10_000_000))
		require.False(t, ok)
		require.Equal(t, Fault{MaxDepth * len(piece), 1, MaxDepth*len(piece) + 1, wantShallow}, f)
	}
}

func TestCheckDoesNotAllocate(t *testing.T) {
	body := chat()
	require.Zero(t, testing.AllocsPerRun(100, func() { Check(body) }))
}

func TestAt(t *testing.T) {
	cases := []struct {
		body                 string
		offset, line, column int
	}{
		{"", 0, 1, 1},
		{"ab", 1, 1, 2},
		{"a\nb", 1, 1, 2},
		{"a\nb", 2, 2, 1},
		{"é潮x", 5, 1, 3},
		{"\xff\xffx", 2, 1, 3},
		{"ab", -1, 1, 1},
		{"a\nb", 99, 2, 2},
	}
	for _, c := range cases {
		line, column := At(c.body, c.offset)
		require.Equal(t, []int{c.line, c.column}, []int{line, column}, "%q at %d", c.body, c.offset)
	}
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{chat(), `{"a":[1,-0.5e+7,{"b":"\u00e9\\\""}],"a":null}`, `[1,]`, `{"a"`, "\"\xff\n", `[[[[]]]`, `-01`, " "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		fault, ok := Check(body)
		if fault.Why == wantShallow {
			return
		}
		require.Equal(t, json.Valid([]byte(body)), ok, "%q: %s", body, fault)
		if !ok {
			require.True(t, 0 <= fault.Offset && fault.Offset <= len(body))
			require.Positive(t, fault.Line)
			require.Positive(t, fault.Column)
		}
	})
}
