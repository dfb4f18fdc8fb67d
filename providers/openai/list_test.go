package openai

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBareListBecomesOpenAIs(t *testing.T) {
	for body, want := range map[string]string{
		` [{"id":"a","object":"model","created":5,"owned_by":"x"}, {"id":"b"}]`: `{"object":"list","data":[{"id":"a","object":"model","created":5,"owned_by":"x"},` +
			`{"id":"b","object":"model","created":0,"owned_by":""}]}`,
		`[]`:                           `{"object":"list","data":[]}`,
		`{"object":"list","data":[1]}`: "",
		`{"error":"no"}`:               "",
		`"x"`:                          "",
		``:                             "",
		`[`:                            "",
	} {
		got, ok := appendBareList(nil, nil, body)
		require.Equal(t, want != "", ok, body)
		if ok {
			require.Equal(t, want, string(got))
		}
	}
}
