package providers

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSystemForDeveloper(t *testing.T) {
	for body, want := range map[string]string{
		`{"messages":[{"role":"developer", "content":"a"},{"role":"user","content":"developer"}], "n":1}`: `{"messages":[{"role":"system", "content":"a"},{"role":"user","content":"developer"}], "n":1}`,
		`{"messages":[{"role":"user","content":"\"developer\""}]}`:                                        `{"messages":[{"role":"user","content":"\"developer\""}]}`,
		`{"messages":[ {"role":"user"} ]}`:                                                                `{"messages":[ {"role":"user"} ]}`,
		`{"messages":[{"role":"user","name":"developer"}]}`:                                               `{"messages":[{"role":"user","name":"developer"}]}`,
		`{"user":"developer"}`:     `{"user":"developer"}`,
		`{"messages":"developer"}`: `{"messages":"developer"}`,
		``:                         ``,
	} {
		require.Equal(t, want, systemForDeveloper(body))
	}
}

func FuzzSystemForDeveloper(f *testing.F) {
	f.Add(`{"messages":[{"role":"developer"}]}`)
	f.Add(`{"messages":["developer",`)
	f.Fuzz(func(t *testing.T, body string) { systemForDeveloper(body) })
}
