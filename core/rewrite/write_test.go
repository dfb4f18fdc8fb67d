package rewrite

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestComma(t *testing.T) {
	cases := []struct{ before, after string }{
		{``, ``},
		{`{`, `{`},
		{`data: {"a":[`, `data: {"a":[`},
		{`[1`, `[1,`},
		{`{"a":"{"`, `{"a":"{",`},
		{`[{}`, `[{},`},
		{`[[]`, `[[],`},
		{`[null`, `[null,`},
	}
	for _, c := range cases {
		require.Equal(t, c.after, string(Comma([]byte(c.before))))
	}
}

func TestWriteMembers(t *testing.T) {
	dst := []byte("data: {")
	dst = Text(dst, `a "key"`, "line\n")
	dst = Escaped(dst, "delta", `still\n\ud83d`)
	dst = Raw(dst, "seed", "18446744073709551616")
	dst = Int(dst, "n", math.MinInt64)
	dst = append(Key(dst, "parts"), '[')
	for range 2 {
		dst = append(Comma(dst), '{')
		dst = Raw(dst, "x", "{}")
		dst = Raw(dst, "y", "[]")
		dst = append(dst, '}')
	}
	dst = append(dst, `]}`...)
	require.Equal(t, `data: {"a \"key\"":"line\n","delta":"still\n\ud83d","seed":18446744073709551616,"n":-9223372036854775808,`+
		`"parts":[{"x":{},"y":[]},{"x":{},"y":[]}]}`, string(dst))
	_, ok := Check(string(dst[len("data: "):]))
	require.True(t, ok)
}

func TestWriteMembersDoesNotAllocate(t *testing.T) {
	dst := make([]byte, 0, 256)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		dst = append(dst[:0], '{')
		dst = Text(dst, "model", "m")
		dst = Escaped(dst, "text", `a\n`)
		dst = Raw(dst, "stop", "null")
		dst = Int(dst, "n", 1)
		dst = append(dst, '}')
	}))
}
