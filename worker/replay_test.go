//go:build !js

package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReplaySaysWhatWouldHaveBeenDifferent(t *testing.T) {
	cases := []struct{ name, config, said string }{
		{
			"the same config", `{"strategy":{"mode":"fallback"},"targets":[
				{"provider":"openai","api_key":"k"},
				{"provider":"anthropic","api_key":"k","override_params":{"model":"claude-sonnet-4-5"}}]}`,
			`0 of 5 calls differ; 3 lines that chose no target left out
   provider  first before  after  answers before  after
  anthropic             0      0               2      2
     openai             5      5               3      3
`,
		},
		{
			"the paid ones to another provider, which falls back", `{"strategy":{"mode":"conditional","conditions":[
				{"query":{"metadata.plan":"paid","params.stream":true},"then":"fast"}],"default":"usual"},"targets":[
				{"name":"fast","provider":"groq","api_key":"k"},
				{"name":"usual","strategy":{"mode":"fallback","on_status_codes":[503]},"targets":[
					{"provider":"openai","api_key":"k"},{"provider":"groq","api_key":"k"}]}]}`,
			`calls.jsonl:2: t-2: answer, status: openai 429, anthropic 200 -> openai 429
calls.jsonl:3: t-3: first, answer: openai 200 -> groq 200?
calls.jsonl:4: t-4: answer, status: openai 503, anthropic 503 -> openai 503, groq 200?
3 of 5 calls differ; 3 lines that chose no target left out
   provider  first before  after  answers before  after
  anthropic             0      0               2      0
       groq             0      1               0      2
     openai             5      4               3      3
`,
		},
		{
			"a call that finds no target, by what no log holds", `{"strategy":{"mode":"conditional","conditions":[
				{"query":{"$or":[{"params.temperature":{"$gt":1}},{"params.model":{"$regex":"embed"}}]},"then":"a"}]},"targets":[
				{"name":"a","provider":"openai","api_key":"k"}]}`,
			`note: a log does not hold params.temperature; what the config decides by that is decided as if it were absent
calls.jsonl:1: t-1: first, answer, status: openai 200 -> (refused) 400
calls.jsonl:2: t-2: first, answer, status: openai 429, anthropic 200 -> (refused) 400
calls.jsonl:3: t-3: first, answer, status: openai 200 -> (refused) 400
calls.jsonl:4: t-4: first, answer, status: openai 503, anthropic 503 -> (refused) 400
4 of 5 calls differ; 3 lines that chose no target left out
   provider  first before  after  answers before  after
  (refused)             0      4               0      4
  anthropic             0      0               2      0
     openai             5      1               3      1
`,
		},
		{
			"the same way with another model", `{"provider":"openai","api_key":"k","override_params":{"model":"gpt-4o"}}`,
			`calls.jsonl:2: t-2: answer, status: openai 429, anthropic 200 -> openai 429
calls.jsonl:4: t-4: answer: openai 503, anthropic 503 -> openai 503
calls.jsonl:8: t-8: model: openai 200 -> openai 200
3 of 5 calls differ; 3 lines that chose no target left out
   provider  first before  after  answers before  after
  anthropic             0      0               2      0
     openai             5      5               3      5
`,
		},
	}
	log, err := os.ReadFile("testdata/calls.jsonl")
	require.NoError(t, err)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			require.NoError(t, os.WriteFile("calls.jsonl", log, 0o600))
			require.NoError(t, os.WriteFile("new.json", []byte(c.config), 0o600))
			status, out, _ := run(replay, "", "--config", "new.json", "calls.jsonl")
			require.Equal(t, exitOK, status)
			require.Equal(t, c.said, out)
		})
	}
}

func TestReplayReadsStandardInputAndRefusesABadConfig(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"provider":"openai"}`), 0o600))
	status, out, _ := run(replay, "", "--config", file, "-")
	require.Equal(t, exitOK, status)
	require.Equal(t, "0 of 0 calls differ\n", out)
	require.NoError(t, os.WriteFile(file, []byte(`{"provider":"opnai"}`), 0o600))
	status, _, complaints := run(replay, "", "--config", file, "-")
	require.Equal(t, exitProblems, status)
	require.Contains(t, complaints, `new.json:1:13: error: provider: no provider is called "opnai"; did you mean "openai"?`)
	for _, args := range [][]string{{}, {"log"}, {"--config", file}, {"--nothing", "log"}} {
		status, _, complaints := run(replay, "", args...)
		require.Equal(t, exitUsage, status)
		require.Contains(t, complaints, "usage: causeway replay")
	}
}

func TestCheckSaysProblemsAsCompilersDo(t *testing.T) {
	text := "{\n  \"strategy\": {\"mode\": \"fallback\"},\n  \"targets\": [\n    {\"provider\": \"antropic\"},\n    {\"provider\": \"openai\"}\n  ]\n}\n"
	status, out, _ := run(check, text, "-")
	require.Equal(t, exitProblems, status)
	require.Equal(t, `-:4:18: error: targets[0].provider: no provider is called "antropic"; did you mean "anthropic"?
-:5:5: warning: targets[1]: openai needs an api_key
`, out)
	status, out, _ = run(check, `{"provider":"openai"}`, "-")
	require.Equal(t, exitOK, status)
	require.Empty(t, out)
	status, out, _ = run(check, "[]", "-")
	require.Equal(t, exitProblems, status)
	require.Equal(t, "-:1:1: error: config: a config is a JSON object\n", out)
	status, _, complaints := run(check, "", "no-such-file.json")
	require.Equal(t, exitUsage, status)
	require.Contains(t, complaints, "no-such-file.json")
	status, _, complaints = run(check, "")
	require.Equal(t, exitUsage, status)
	require.Contains(t, complaints, "usage: causeway check")
}

// run is a command's exit status and what it wrote.
func run(command func([]string, io.Reader, io.Writer, io.Writer) int, in string, args ...string) (status int, out, complaints string) {
	var said, complained strings.Builder
	status = command(args, strings.NewReader(in), &said, &complained)
	return status, said.String(), complained.String()
}
