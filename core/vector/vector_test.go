package vector

import (
	"encoding/base64"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestVectorsInEitherEncoding(t *testing.T) {
	const numbers, packed = `[0.5, -2,1e-3]`, `"AAAAPwAAAMBvEoM6"` // struct.pack("<3f", .5, -2, .001)
	cases := []struct{ name, format, raw, want string }{
		{"numbers stay as they are", ``, numbers, numbers},
		{"numbers become base64", `"base64"`, numbers, packed},
		{"base64 stays", `"base64"`, packed, packed},
		{"base64 becomes numbers", `"float"`, packed, `[0.5,-2,0.001]`},
		{"none", `"base64"`, `[]`, `""`},
		{"too large for a float", `"base64"`, `[1e300]`, ""},
		{"no numbers", `"base64"`, `["a"]`, ""},
		{"no base64", ``, `"!"`, ""},
		{"no floats", ``, `"AAA="`, ""},
		{"not a number", ``, `"AADAfw=="`, ""},
		{"neither", ``, `{}`, ""},
		{"nothing", ``, ``, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			l := Begin(nil, c.format)
			ok := l.Add(c.raw)
			require.Equal(t, c.want != "", ok)
			if ok {
				require.Equal(t, `{"object":"list","data":[{"object":"embedding","index":0,"embedding":`+c.want+
					`}],"model":"m","usage":{"prompt_tokens":7,"total_tokens":7}}`, string(l.End("m", 7)))
			}
		})
	}
}

func TestWhatStandsBesideAVector(t *testing.T) {
	l := Begin(nil, "")
	require.True(t, l.Add("[1]"))
	l.Beside("image_embedding", "[2]")
	require.True(t, l.Add("[3]"))
	require.JSONEq(t, `{"object":"list","data":[{"object":"embedding","index":0,"embedding":[1],"image_embedding":[2]},
		{"object":"embedding","index":1,"embedding":[3]}],"model":"m","usage":{"prompt_tokens":0,"total_tokens":0}}`, string(l.End("m", 0)))
}

func TestVectorsAreCounted(t *testing.T) {
	l := Begin(nil, "")
	require.True(t, l.Add("[1]") && l.Add("[2]"))
	var reply struct{ Data []struct{ Index int } }
	require.NoError(t, json.Unmarshal(l.End("", 0), &reply))
	require.Equal(t, 1, reply.Data[1].Index)
}

func TestBytesAreNumbersToo(t *testing.T) {
	out, ok := AppendInt8(nil, base64.StdEncoding.EncodeToString([]byte{0, 127, 128, 255}))
	require.True(t, ok)
	require.Equal(t, "[0,127,-128,-1]", string(out))
	_, ok = AppendInt8(nil, "?")
	require.False(t, ok)
}

func FuzzAdd(f *testing.F) {
	f.Add(`[1,2]`, true)
	f.Add(`"AAAAPw=="`, false)
	f.Fuzz(func(t *testing.T, raw string, isBase64 bool) {
		format := ``
		if isBase64 {
			format = `"base64"`
		}
		l := Begin(nil, format)
		if ok := l.Add(raw); ok && json.Valid([]byte(raw)) {
			require.True(t, json.Valid(l.End("m", 1)))
		}
	})
}
