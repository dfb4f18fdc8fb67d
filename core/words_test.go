package core

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWordsAreShortPlainText(t *testing.T) {
	long := strings.Repeat("é", MaxWords)
	cases := []struct{ raw, words string }{
		{``, ""},
		{`null`, ""},
		{`"a \"b\""`, `a "b"`},
		{`429`, "429"},
		{`{"a":1}`, `{"a":1}`},
		{`"` + long + `"`, long[:MaxWords] + "…"},
		{`"x` + long + `"`, "x" + long[:MaxWords-2] + "…"},
	}
	for _, c := range cases {
		require.Equal(t, c.words, Words(c.raw))
	}
}

func TestDataURI(t *testing.T) {
	cases := []struct {
		contents, media, data string
		ok                    bool
	}{
		{`data:image/png;base64,iVBO`, "image/png", "iVBO", true},
		{`data:image\/png;base64,a\/b`, "image/png", `a\/b`, true},
		{`data:text/plain;charset=utf-8;base64,YQ==`, "text/plain", "YQ==", true},
		{`https://example.com/a.png`, "", "", false},
	}
	for _, c := range cases {
		media, data, ok := DataURI(c.contents)
		require.Equal(t, c.ok, ok, c.contents)
		require.Equal(t, c.media, media, c.contents)
		require.Equal(t, c.data, data, c.contents)
	}
}
