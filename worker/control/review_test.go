package control_test

import (
	"causeway/core"
	"testing"

	"causeway/core/config"
	"causeway/providers"
	"causeway/tests/conversation"
	"causeway/worker/control"

	"github.com/stretchr/testify/require"
)

func TestCheckKnowsTheVendors(t *testing.T) {
	cases := []struct {
		name, config string
		problems     []string // as config.Problem says them; a warning begins with '~'
	}{
		{"one provider, whose key the caller brings", `{"provider":"openai"}`, nil},
		{"no provider: the caller's header names it", `{"retry":{"attempts":1}}`, nil},
		{
			"a provider that nobody knows",
			`{"strategy":{"mode":"single"},"targets":[{"provider":"antropic","api_key":"k"}]}`,
			[]string{`line 1, column 54: targets[0].provider: no provider is called "antropic"; did you mean "anthropic"?`},
		},
		{
			"a key where a provider belongs is not repeated",
			`{"provider":"sk-0123456789012345678901234567890123456789"}`,
			[]string{`line 1, column 13: provider: no provider is called that`},
		},
		{
			"what is not served yet",
			`{"provider":"openai","cache":{"mode":"simple"},"input_guardrails":[{"a":{}}],"output_guardrails":[]}`,
			[]string{
				`~line 1, column 30: cache: has no effect yet: replies are not cached`,
				`line 1, column 67: input_guardrails: ` + core.NotGuarded,
			},
		},
		{
			"targets need providers and keys",
			"{\"strategy\":{\"mode\":\"fallback\"},\n\"targets\":[{\"provider\":\"openai\"},\n{\"api_key\":\"k\"}]}",
			[]string{`~line 2, column 12: targets[0]: openai needs an api_key`, `line 3, column 1: targets[1]: needs a provider`},
		},
		{
			"a key may come in a forwarded header, and a host of one's own may need none",
			`{"forward_headers":["Authorization"],"strategy":{"mode":"fallback"},"targets":[{"provider":"openai"},{"provider":"groq"}]}`,
			[]string{`~line 1, column 102: targets[1]: has no completions and no embeddings, which a target before it has: it is no fallback for that`},
		},
		{
			"a virtual key needs a store",
			`{"virtualKey":"vk-1"}`,
			[]string{`line 1, column 15: virtualKey: needs a store, and none is bound: give provider and api_key`},
		},
		{
			"options that an address is made of",
			`{"provider":"azure-openai","api_key":"k","resource_name":"acme"}`,
			[]string{`~line 1, column 1: azure-openai needs api_version`, `~line 1, column 1: azure-openai needs deployment_id`},
		},
		{
			"a fallback whose model cannot do what the first one can",
			`{"strategy":{"mode":"fallback"},"targets":[` +
				`{"provider":"openai","api_key":"k","override_params":{"model":"gpt-4o"}},` +
				`{"provider":"openai","api_key":"k","override_params":{"model":"gpt-4"}}]}`,
			[]string{
				`~line 1, column 117: targets[1]: its model is not known for images, JSON schemas, as that of a target before it is: it is no fallback for that`,
				`~line 1, column 117: targets[1]: its model takes 8192 tokens, and that of a target before it 128000: longer prompts fail there`,
			},
		},
		{
			"one of several that may be drawn, whose model the whole config names",
			`{"strategy":{"mode":"loadbalance"},"overrideParams":{"model":"gpt-4"},"targets":[` +
				`{"provider":"openai","api_key":"k"},` +
				`{"provider":"openai","api_key":"k","override_params":{"model":"gpt-4o-2024-11-20"}}]}`,
			[]string{
				`~line 1, column 82: targets[0]: its model is not known for images, JSON schemas, as that of another target is: what needs it may fail there`,
				`~line 1, column 82: targets[0]: its model takes 8192 tokens, and that of another target 128000: longer prompts fail there`,
			},
		},
		{
			"a model that nobody knows, the caller's choice and a host of one's own are left alone",
			`{"strategy":{"mode":"loadbalance"},"targets":[` +
				`{"provider":"openai","api_key":"k","override_params":{"model":"gpt-9"}},` +
				`{"provider":"openai","api_key":"k"},` +
				`{"provider":"openai","custom_host":"https://llm.acme.test/v1","override_params":{"model":"gpt-4"}},` +
				`{"provider":"openai","api_key":"k","override_params":{"model":"gpt-4o"}}]}`,
			nil,
		},
		{
			"a model's name that is misspelled",
			`{"strategy":{"mode":"single"},"targets":[{"provider":"openai","api_key":"k","default_params":{"model":"gtp-4o"}}]}`,
			[]string{`~line 1, column 94: targets[0].default_params: openai is not known to have the model "gtp-4o"; did you mean "gpt-4o"?`},
		},
		{
			"what the parser has said is not said again",
			`{"strategy":{"mode":"loadbalance"},"targets":[{"provider":5},{"strategy":{"mode":"single"}},7]}`,
			[]string{
				`line 1, column 59: targets[0].provider: is not a string`,
				`line 1, column 74: targets[1].strategy: needs targets beside it, at least one`,
				`line 1, column 93: targets[2]: is not an object`,
			},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var said []string
			for _, p := range control.Check(c.config) {
				line := string(p.Append(nil))
				if !p.Fatal {
					line = "~" + line
				}
				said = append(said, line)
			}
			require.Equal(t, c.problems, said)
		})
	}
}

// TestCheckAgreesWithTheMachine holds every conversation's config against what the machine does with it.
func TestCheckAgreesWithTheMachine(t *testing.T) {
	files, err := conversation.ReadAll("../../tests/conversations")
	require.NoError(t, err)
	gateway := providers.Gateway()
	checked := 0
	for _, f := range files {
		text, ok := f.Section("config.json")
		if !ok {
			continue
		}
		request, err := f.Request()
		require.NoError(t, err)
		call := request.Call()
		call.Method, call.Path, call.Body = "POST", "/v1/explain", `{"model":"m"}`
		reply := gateway.Open(call, 0, 1).Next()
		if reply.Status == 0 {
			continue // what is remembered is asked for first
		}
		checked++
		require.Equal(t, reply.Status == 200, servable(control.Check(text)), "%s: %s", f.Name, reply.Body)
	}
	require.Greater(t, checked, 50)
}

func servable(problems []config.Problem) bool {
	for _, p := range problems {
		if p.Fatal {
			return false
		}
	}
	return true
}

func FuzzCheck(f *testing.F) {
	f.Add(`{"strategy":{"mode":"fallback"},"targets":[{"provider":"antropic"},{"virtual_key":"v"},{"provider":"azure-openai"}]}`)
	f.Add(`{"targets":[{"provider":7},[],null]}`)
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range control.Check(text) {
			require.LessOrEqual(t, p.Offset, len(text))
			require.Positive(t, p.Line)
			require.Positive(t, p.Column)
		}
	})
}
