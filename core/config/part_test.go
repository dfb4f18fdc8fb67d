package config

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParts(t *testing.T) {
	n, problems := Parse(`{
		"timeouts": {"connect": 1, "headers": 2, "firstToken": 3, "idle": 4, "total": 5000},
		"cb_config": {"failureThreshold": 3, "failure_threshold_percentage": 12.5, "cooldown_interval": 30001, "failure_status_codes": []},
		"price": {"input": 0.15, "output": 0.6, "cacheRead": 0.075},
		"passthrough": false,
		"default_params": {"maxTokens": 1},
		"dropParams": ["logprobs", "tools[0].function.strict", "messages[*].content[*].cache_control.scope", "a[*][7]"]
	}`)
	require.Empty(t, lines(problems))
	require.Equal(t, &Timeouts{ConnectMs: 1, HeadersMs: 2, FirstTokenMs: 3, IdleMs: 4, TotalMs: 5000}, n.Timeouts)
	require.Equal(t, &Breaker{FailureThreshold: 3, FailureThresholdPercentage: 12.5, MinimumRequests: 5, CooldownMs: 30001, FailureStatusCodes: []int{}}, n.Breaker)
	require.Equal(t, &Price{Input: 0.15, Output: 0.6, CacheRead: 0.075, CacheWrite: Unpriced, AudioInput: Unpriced, AudioOutput: Unpriced}, n.Price)
	require.Equal(t, new(bool), n.Passthrough)
	require.Equal(t, `{"maxTokens": 1}`, n.Defaults)
	require.Equal(t, []Path{
		{{Key: "logprobs"}},
		{{Key: "tools"}, {Index: 0}, {Key: "function"}, {Key: "strict"}},
		{{Key: "messages"}, {Index: Every}, {Key: "content"}, {Index: Every}, {Key: "cache_control"}, {Key: "scope"}},
		{{Key: "a"}, {Index: Every}, {Index: 7}},
	}, n.Drop)
	ms, given := n.HeadersMs()
	require.Equal(t, []any{int64(2), true}, []any{ms, given})
}

func TestStrategyMembers(t *testing.T) {
	for name, c := range map[string]struct {
		strategy string
		want     Node
	}{
		"latency":        {`{"mode":"lowest_latency","explore":0.5,"decay":60000}`, Node{Mode: LowestLatency, Explore: 0.5, DecayMs: 60000}},
		"cost":           {`{"mode":"lowest_cost"}`, Node{Mode: LowestCost, Explore: 0.05, DecayMs: 300000}},
		"no exploration": {`{"mode":"lowest_cost","explore":0}`, Node{Mode: LowestCost, DecayMs: 300000}},
		"hedge":          {`{"hedge":{"delay":900,"share":0.25},"mode":"fallback"}`, Node{Mode: Fallback, Explore: 0.05, DecayMs: 300000, Hedge: &Hedge{DelayMs: 900, Share: 0.25}}},
		"usual hedge":    {`{"mode":"fallback","hedge":{}}`, Node{Mode: Fallback, Explore: 0.05, DecayMs: 300000, Hedge: &Hedge{Share: 0.1}}},
		"sticky":         {`{"mode":"loadbalance","sticky":{"enabled":true,"hashFields":["metadata.user.id","headers.x-session","params.user"],"ttl":60}}`, Node{Mode: LoadBalance, Explore: 0.05, DecayMs: 300000, Sticky: &Sticky{Enabled: true, Fields: []string{"metadata.user.id", "headers.x-session", "params.user"}, TTLSeconds: 60}}},
		"sticky session": {`{"mode":"loadbalance","sticky_session":{}}`, Node{Mode: LoadBalance, Explore: 0.05, DecayMs: 300000, Sticky: &Sticky{Enabled: true, TTLSeconds: 3600}}},
		"breaker":        {`{"mode":"loadbalance","cb_config":{"failure_threshold":1}}`, Node{Mode: LoadBalance, Explore: 0.05, DecayMs: 300000, Breaker: &Breaker{FailureThreshold: 1, MinimumRequests: 5, CooldownMs: 30000}}},
	} {
		t.Run(name, func(t *testing.T) {
			n, problems := Parse(`{"strategy":` + c.strategy + `,"targets":[{}]}`)
			require.Empty(t, lines(problems))
			c.want.Path, c.want.Weight, c.want.DefaultTarget, c.want.Targets = n.Path, 1, -1, n.Targets
			require.Equal(t, c.want, *n)
		})
	}
}

func TestPartProblems(t *testing.T) {
	for text, want := range map[string]string{
		`{"timeouts":5}`:                                                `FATAL 1:13 timeouts: is not an object`,
		`{"timeouts":{"connect":0}}`:                                    `FATAL 1:24 timeouts.connect: 0 is less than 1`,
		`{"timeouts":{"connect":-1}}`:                                   `FATAL 1:24 timeouts.connect: -1 is negative`,
		`{"timeouts":{"idle":1.5}}`:                                     `FATAL 1:21 timeouts.idle: 1.5 is not a whole number`,
		`{"timeouts":{"firstTokn":1}}`:                                  `1:14 timeouts.firstTokn: is not a field known here; did you mean "first_token"?`,
		`{"cb_config":{"failure_threshold":0}}`:                         `FATAL 1:35 cb_config.failure_threshold: 0 is less than 1`,
		`{"cb_config":{"failure_threshold":1,"cooldown_interval":"x"}}`: `FATAL 1:57 cb_config.cooldown_interval: "x" is not a number`,
		`{"cb_config":{"failure_threshold":1,"minimum_requests":1.5}}`:  `FATAL 1:56 cb_config.minimum_requests: 1.5 is not a whole number`,
		`{"price":{"input":"1"}}`:                                       `FATAL 1:19 price.input: "1" is not a number`,
		`{"passthrough":"yes"}`:                                         `FATAL 1:16 passthrough: "yes" is not true or false`,
		`{"drop_params":"a"}`:                                           `FATAL 1:16 drop_params: is not a list`,
		`{"drop_params":["a",1]}`:                                       `FATAL 1:21 drop_params[1]: is not a string`,
		`{"drop_params":[""]}`:                                          `FATAL 1:18 drop_params[0]: is not a path: a name is missing`,
		`{"drop_params":["[0]"]}`:                                       `FATAL 1:18 drop_params[0]: is not a path: a name is missing`,
		`{"drop_params":["a..b"]}`:                                      `FATAL 1:19 drop_params[0]: is not a path: a name is missing`,
		`{"drop_params":["a."]}`:                                        `FATAL 1:19 drop_params[0]: is not a path: a name is missing`,
		`{"drop_params":["a[0]b"]}`:                                     `FATAL 1:22 drop_params[0]: is not a path: a dot is missing`,
		`{"drop_params":["a]"]}`:                                        `FATAL 1:19 drop_params[0]: is not a path: a dot is missing`,
		`{"drop_params":["a[0"]}`:                                       `FATAL 1:19 drop_params[0]: is not a path: the bracket is not closed`,
		`{"drop_params":["a[-1]"]}`:                                     `FATAL 1:19 drop_params[0]: is not a path: within brackets stands * or an index`,
		`{"drop_params":["a[]"]}`:                                       `FATAL 1:19 drop_params[0]: is not a path: within brackets stands * or an index`,
		`{"drop_params":["a[9999999999]"]}`:                             `FATAL 1:19 drop_params[0]: is not a path: within brackets stands * or an index`,
		`{"drop_params":["\u0061[]"]}`:                                  `FATAL 1:17 drop_params[0]: is not a path: within brackets stands * or an index`,
		`{"drop_params":["a` + strings.Repeat("[0]", 64) + `"]}`:        `FATAL 1:208 drop_params[0]: goes deeper than 64 steps`,
		strategy(`"fallback","hedge":{"share":1.5}`):                    `FATAL 1:49 strategy.hedge.share: 1.5 is more than 1`,
		strategy(`"lowest_cost","decay":0`):                             `FATAL 1:43 strategy.decay: 0 is less than 1`,
		strategy(`"fallback","cb_config":[]`):                           `FATAL 1:44 strategy.cb_config: is not an object`,
		strategy(`"loadbalance","sticky_session":{"hash_fields":["user","params.",1]}`): `FATAL 1:68 strategy.sticky_session.hash_fields[0]: is not metadata., params. or headers. and a name` + "\n" +
			`FATAL 1:75 strategy.sticky_session.hash_fields[1]: is not metadata., params. or headers. and a name` + "\n" +
			`FATAL 1:85 strategy.sticky_session.hash_fields[2]: is not a string`,
		strategy(`"lowest_latncy"`): `FATAL 1:21 strategy.mode: "lowest_latncy" is not one of single, fallback, loadbalance, conditional, lowest_latency, lowest_cost; did you mean "lowest_latency"?`,
	} {
		n, problems := Parse(text)
		require.NotNil(t, n)
		require.Equal(t, want, places(problems), text)
	}
}

// TestNoPartOfWhatIsNone asserts that a member of the wrong kind leaves nothing behind.
func TestNoPartOfWhatIsNone(t *testing.T) {
	n, _ := Parse(`{"timeouts":1,"retry":[],"cache":"","cb_config":true,"price":1,"drop_params":{},"strategy":{"mode":"fallback","hedge":1,"sticky":[]},"targets":[{}]}`)
	require.Equal(t, []any{(*Timeouts)(nil), (*Retry)(nil), (*Cache)(nil), (*Breaker)(nil), (*Price)(nil), []Path(nil), (*Hedge)(nil), (*Sticky)(nil)},
		[]any{n.Timeouts, n.Retry, n.Cache, n.Breaker, n.Price, n.Drop, n.Hedge, n.Sticky})
}

func strategy(mode string) string { return `{"strategy":{"mode":` + mode + `},"targets":[{}]}` }

// FuzzPath holds parsePath against its own writing.
func FuzzPath(f *testing.F) {
	for _, text := range []string{"a", "tools[*].function.strict", "a[0][12].b", "a.", "[", "a[", "ü[*]"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		path, at, why := parsePath(text)
		require.LessOrEqual(t, at, len(text))
		if why != "" {
			require.Nil(t, path)
			return
		}
		require.NotEmpty(t, path[0].Key)
		var written []byte
		for i, s := range path {
			switch {
			case s.Key != "" && i > 0:
				written = append(append(written, '.'), s.Key...)
			case s.Key != "":
				written = append(written, s.Key...)
			case s.Index == Every:
				written = append(written, "[*]"...)
			default:
				written = appendIndex(written, s.Index)
			}
		}
		again, _, why := parsePath(string(written))
		require.Empty(t, why)
		require.Equal(t, path, again)
	})
}
