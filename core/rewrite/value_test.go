package rewrite

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAValueIsWhatItsFirstByteSays(t *testing.T) {
	cases := []struct {
		raw                             string
		object, array, text, bare, null bool
	}{
		{raw: ``},
		{raw: `null`, null: true},
		{raw: `12`},
		{raw: `"{}"`, text: true},
		{raw: `[]`, array: true},
		{raw: `[{}]`, array: true},
		{raw: `{}`, object: true, bare: true},
		{raw: `{ }`, object: true, bare: true},
		{raw: `{"a":null}`, object: true},
	}
	for _, c := range cases {
		require.Equal(t, c.object, IsObject(c.raw), c.raw)
		require.Equal(t, c.array, IsArray(c.raw), c.raw)
		require.Equal(t, c.text, IsString(c.raw), c.raw)
		require.Equal(t, c.bare, IsBare(c.raw), c.raw)
		require.Equal(t, c.null || c.raw == "", Present(c.raw) == "", c.raw)
	}
}

func TestOnlyOneKindIsSteppedOver(t *testing.T) {
	count := func(it Items) (n int) {
		for it.Next() {
			n++
		}
		return n
	}
	require.Equal(t, 2, count(OverObject(`{"a":1,"b":2}`)))
	require.Zero(t, count(OverObject(`[1,2]`)))
	require.Zero(t, count(OverObject(``)))
	require.Equal(t, 2, count(OverArray(`[1,2]`)))
	require.Zero(t, count(OverArray(`{"a":1,"b":2}`)))
	require.Zero(t, count(OverArray(`null`)))
}

func TestTheValueOfAMember(t *testing.T) {
	object := `{"n":1,"none":null,"said":"a\n"}`
	require.Equal(t, `1`, Given(object, "n"))
	require.Empty(t, Given(object, "none"))
	require.Empty(t, Given(object, "more"))
	require.Equal(t, `a\n`, Inside(object, "said"))
	require.Empty(t, Inside(object, "n"))
	require.Equal(t, "a\n", Plain(Member(object, "said")))
	require.Empty(t, Plain(Member(object, "n")))
	require.Equal(t, `a\n`, Escape("a\n"))
}
