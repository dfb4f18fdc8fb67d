package core

import (
	"strings"
	"testing"

	"causeway/core/config"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

// TestExplainedReplyIsHowItTravels holds what a dry run says of the reply against the state that a good reply leads to.
func TestExplainedReplyIsHowItTravels(t *testing.T) {
	states := map[string]State{
		"piped": Piping, "peeked at, then piped": Peeking, "peeked at, then watched": Peeking,
		"translated as it comes": Translating, "read whole, then translated": Collecting,
		"read whole, then sent on unchanged": Collecting,
	}
	for _, provider := range []string{"near", "far"} {
		for _, settings := range []string{"", `,"timeouts":{"idle":5}`} {
			for _, path := range []string{"/v1/chat/completions", "/v1/models"} {
				for kind, body := range map[string]string{json: chat, sse: `{"model":"m","stream":true}`} {
					call := Call{Method: "POST", Path: path, Body: body, Header: Header{
						{"x-portkey-config", `{"provider":"` + provider + `","api_key":"k"` + settings + `}`},
					}}
					if path == "/v1/models" {
						call.Method, call.Body, kind = "GET", "", json
					}
					said := gjson.Get(explained(t, call), "candidates.0.reply").Str
					x := testGateway().Open(call, start, 1)
					require.Equal(t, Fetch, x.Next().Kind)
					x.Head(start, 1, 200, Header{{"content-type", kind}})
					require.Equal(t, states[said], x.state, "%s%s %s %s: %s", provider, settings, path, kind, said)
				}
			}
		}
	}
}

// explained is what a dry run of the call answers.
func explained(t *testing.T, call Call) string {
	call.Header = append(call.Header[:len(call.Header):len(call.Header)], Field{"x-causeway-dry-run", "true"})
	x := testGateway().Open(call, start, 1)
	a := x.Next()
	require.Equal(t, 200, a.Status, a.Body)
	require.True(t, gjson.Valid(a.Body), a.Body)
	return strings.Clone(a.Body)
}

func TestAnExplanationKnowsWhatIsRemembered(t *testing.T) {
	config := `{"strategy":{"mode":"fallback","cb_config":{"failure_threshold":1,"cooldown_interval":30000}},"targets":[` +
		`{"provider":"near","api_key":"k1"},{"provider":"far","api_key":"k2"}]}`
	call := Call{Method: "POST", Path: "/v1/chat/completions", Body: chat, Header: Header{{"x-portkey-config", config}}}
	kept := map[string]string{}
	playAt(t, call, []heard{{status: 500}, ok(json, `{"say":"a"}`)}, start, 1, kept)
	require.NotEmpty(t, kept)
	x := testGateway().Open(Call{Method: "POST", Path: "/v1/explain", Body: chat, Header: call.Header}, start, 1)
	a := x.Next()
	require.Equal(t, Update, a.Kind)
	require.Empty(t, x.Updated(start, kept[a.Keys[0]]), "a dry run leaves no trace")
	said := x.Next().Body
	require.JSONEq(t, `{"failure_threshold":1,"cooldown_interval":30000}`, gjson.Get(said, "config.targets.0.cb_config").Raw)
	require.False(t, gjson.Get(said, "walk.0.order.0.ready").Bool(), said)
	require.Equal(t, "config.targets[1]", gjson.Get(said, "walk.0.chose").Str)
	require.Equal(t, "config.targets[0]", gjson.Get(said, "passed_over.0.path").Str)
	require.Equal(t, "its breaker, its key or its rate limit keeps it out", gjson.Get(said, "passed_over.0.why").Str)
	require.Equal(t, Done, x.Next().Kind)
}

func TestADryRunShowsNoKeyInAQuery(t *testing.T) {
	call := Call{Method: "GET", Path: "/v1/files", Query: "limit=2&key=hush&X-Amz-Signature=hush", Header: Header{
		{"x-portkey-provider", "near"}, {"authorization", "Bearer hush"}, {"x-causeway-dry-run", "true"},
	}}
	said := play(t, call, nil)
	require.Contains(t, said, `"url":"https://near.test/v1/files?limit=2&key=***&X-Amz-Signature=***"`)
	require.NotContains(t, said, "hush")
}

func TestADryRunOfManyTargetsIsBounded(t *testing.T) {
	targets := strings.Repeat(`{"provider":"near","api_key":"k"},`, 99) + `{"provider":"near","api_key":"k"}`
	call := calling(`{"strategy":{"mode":"fallback"},"targets":[`+targets+`]}`, `{"model":"m","x":"`+strings.Repeat("x", maxRehearsedBytes/10)+`"}`)
	call.Header = append(call.Header, Field{"x-causeway-dry-run", "all"})
	said := testGateway().Open(call, start, 1).Next().Body
	require.Less(t, len(said), 2*maxRehearsedBytes)
	require.Equal(t, int64(100), gjson.Get(said, "candidates.#").Int())
	require.Equal(t, int64(10), gjson.Get(said, "candidates.#.request.url|#").Int())
	require.Equal(t, "the requests before this one are larger than 33554432 bytes together", gjson.Get(said, "candidates.99.left_out").Str)
}

func TestReplayDecidesAsTheCallDid(t *testing.T) {
	text := `{"strategy":{"mode":"conditional","conditions":[{"query":{"metadata.plan":"paid"},"then":"b"}],"default":"a"},"targets":[` +
		`{"name":"a","strategy":{"mode":"loadbalance"},"targets":[{"provider":"near","api_key":"k"},{"provider":"far","api_key":"k"}]},` +
		`{"name":"b","strategy":{"mode":"fallback"},"targets":[{"provider":"far","api_key":"k"},{"provider":"near","api_key":"k","override_params":{"model":"n"}}]}]}`
	node, _ := config.Parse(text)
	gateway := testGateway()
	for seed := range uint64(50) {
		for _, metadata := range []string{"", `{"plan":"paid"}`} {
			x := gateway.Open(Call{Method: "POST", Path: "/v1/chat/completions", Body: chat, Header: Header{
				{"x-portkey-config", text}, {"x-portkey-metadata", metadata},
			}}, start, seed)
			for range 3 {
				if a := x.Next(); a.Kind == Done {
					break
				} else if a.Kind == Fetch {
					x.Fail(start, a.ID, Refused)
				}
			}
			d := Decided{Endpoint: "chat completions", Model: "m", Metadata: metadata, Seed: seed}
			choices, fault := gateway.Replay(node, &d, func(*Choice) int { return 502 })
			require.Nil(t, fault)
			require.Len(t, choices, len(x.report.Tries))
			for i, try := range x.report.Tries {
				require.Equal(t, Choice{try.Target, try.Provider, try.Model, 502}, choices[i])
			}
		}
	}
}

func TestReplayRefusesWhatTheCallWouldBeRefusedFor(t *testing.T) {
	d := Decided{Endpoint: "chat completions", Model: "m"}
	node, _ := config.Parse(`{"provider":"nobody"}`)
	_, fault := testGateway().Replay(node, &d, nil)
	require.Equal(t, "unknown_provider", fault.Code)
	d.Endpoint = "pass-through"
	node, _ = config.Parse(`{"provider":"near"}`)
	choices, fault := testGateway().Replay(node, &d, func(*Choice) int { return 200 })
	require.Nil(t, fault, "its path is not logged, and few configs ask for that")
	require.Equal(t, []Choice{{"config", "near", "m", 200}}, choices)
	d.Endpoint = "health"
	_, fault = testGateway().Replay(node, &d, nil)
	require.Equal(t, "unknown_endpoint", fault.Code)
}

// FuzzExplain: whatever is sent, nobody is called, and the answer is JSON or a refusal.
func FuzzExplain(f *testing.F) {
	f.Add(`{"strategy":{"mode":"loadbalance"},"targets":[{"provider":"near","weight":0},{"provider":"far","api_key":"k"}]}`, chat, "7", "all=true")
	f.Add(`{"strategy":{"mode":"conditional","conditions":[{"query":{"$or":[{"params.model":"m"}]},"then":"a"}]},"targets":[{"name":"a","provider":"near"}]}`, chat, "", "")
	f.Add(`{"strategy":{"mode":"fallback","on_status_codes":[]},"targets":[{"provider":"near"},{"provider":"bare"}]}`, `{"stream":true}`, "1", "endpoint=models")
	f.Fuzz(func(t *testing.T, text, body, seed, query string) {
		x := testGateway().Open(Call{Method: "POST", Path: "/v1/explain", Query: query, Body: body, Header: Header{
			{"x-portkey-config", text}, {"x-causeway-seed", seed},
		}}, start, 1)
		for {
			a := x.Next()
			switch a.Kind {
			case Load, Done:
				return
			case Update:
				x.Updated(start, "")
			case Write:
				require.True(t, a.Status != 200 || gjson.Valid(a.Body), a.Body)
			default:
				t.Fatalf("a dry run asks for %d", a.Kind)
			}
		}
	})
}
