package rewrite

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNameOf(t *testing.T) {
	names := []Name{{"a", "x", ""}, {"b", "y", "c"}, {"c", "y", ""}}
	cases := []struct {
		object, key, as string
		known           bool
	}{
		{`{"a":1}`, "a", "x", true},
		{`{"a":null}`, "a", "", true},
		{`{"b":1}`, "b", "y", true},
		{`{"b":1,"c":2}`, "b", "", true},
		{`{"b":1,"c":2}`, "c", "y", true},
		{`{"b":1,"c":null}`, "b", "y", true},
		{`{"d":1}`, "d", "", false},
	}
	for _, c := range cases {
		as, known := NameOf(names, c.object, c.key, Member(c.object, c.key))
		require.Equal(t, c.as, as, c.object)
		require.Equal(t, c.known, known, c.object)
	}
}
