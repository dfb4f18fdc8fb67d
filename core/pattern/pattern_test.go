package pattern

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"my_app", "this is my_app!", true},
		{"my_app", "this is My_App!", false},
		{"(?i)my_app", "this is My_App!", true},
		{"^gpt-4(\\.\\d+)?$", "gpt-4.1", true},
		{"^gpt-4(\\.\\d+)?$", "gpt-4.1-mini", false},
		{`^\/v1\/(chat|embeddings)`, "/v1/chat/completions", true},
		{`(?<year>\d{4})`, "in 2026", true},
		{`[(?=]`, "?", true},
		{`\(?=`, "=", true},
		{`[\\1]`, "1", true},
		{"", "anything", true},
	} {
		p, err := Compile(c.pattern)
		require.NoError(t, err, c.pattern)
		require.Equal(t, c.want, p.MatchString(c.text), c.pattern)
		require.Equal(t, c.pattern, p.String())
	}
}

func TestRefused(t *testing.T) {
	for pattern, want := range map[string]string{
		`a(?=b)`:       `pattern "a(?=b)": lookaround cannot be matched in linear time: rewrite it without (?=`,
		`a(?!b)`:       `pattern "a(?!b)": lookaround cannot be matched in linear time: rewrite it without (?!`,
		`(?<=a)b`:      `pattern "(?<=a)b": lookaround cannot be matched in linear time: rewrite it without (?<=`,
		`[a](?<!a)b`:   `pattern "[a](?<!a)b": lookaround cannot be matched in linear time: rewrite it without (?<!`,
		`(a)\1`:        `pattern "(a)\\1": a backreference cannot be matched in linear time: rewrite it without \1`,
		`(?<n>a)\k<n>`: `pattern "(?<n>a)\\k<n>": a backreference cannot be matched in linear time: rewrite it without \k`,
		`\u20AC`:       `pattern "\\u20AC": \u is JavaScript's: write a character's number as \x{20AC}`,
		`[\u20AC]`:     `pattern "[\\u20AC]": \u is JavaScript's: write a character's number as \x{20AC}`,
		`(`:            `pattern "(": missing closing ): (`,
		`a**`:          `pattern "a**": invalid nested repetition operator: **`,
		`a\`:           "pattern \"a\\\\\": trailing backslash at end of expression",
		`a{1001}`:      `pattern "a{1001}": invalid repeat count: {1001}`,

		strings.Repeat("é", 513): `pattern "` + strings.Repeat("é", 20) + `…": longer than 1024 bytes`,
	} {
		_, err := Compile(pattern)
		require.EqualError(t, err, want)
	}
}

func FuzzCompile(f *testing.F) {
	for _, pattern := range []string{"^a.*b$", "(?=x)", `[\]]\1`, `\`, "[", "(((", "a{2}{3}"} {
		f.Add(pattern, "text")
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		p, err := Compile(pattern)
		if err != nil {
			require.Contains(t, err.Error(), "pattern ")
			return
		}
		require.Equal(t, regexp.MustCompile(pattern).MatchString(text), p.MatchString(text))
	})
}

func BenchmarkMatchString(b *testing.B) {
	p, err := Compile(`^/v1/(chat|embeddings)`)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		p.MatchString("/v1/chat/completions")
	}
}
