package config

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWarnings gives each warning a config that earns it and nothing else.
func TestWarnings(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"weight 0":                    {`{"strategy":{"mode":"loadbalance"},"targets":[{},{"weight":0}]}`, `1:60 targets[1].weight: 0 means that the target is never chosen`},
		"weight in a fallback":        {`{"strategy":{"mode":"fallback"},"targets":[{"weight":2},{}]}`, `1:54 targets[0].weight: has no effect: the parent's mode is fallback, and only loadbalance weighs`},
		"weight of the root":          {`{"weight":2}`, `1:11 weight: has no effect: it is for targets, and this is the root`},
		"single takes the first":      {`{"strategy":{"mode":"single"},"targets":[{},{}]}`, `1:45 targets[1]: is never chosen: single takes the first target`},
		"unnamed target":              {conditional(`[{"query":{"params.a":1},"then":"x"}]`) + `{"name":"x"},{"name":"y"}]}`, `1:111 targets[1]: is never chosen: no condition names it, nor does default`},
		"default names it":            {strings.Replace(conditional(`[{"query":{"params.a":1},"then":"x"}]`), `"mode"`, `"default":"y","mode"`, 1) + `{"name":"x"},{"name":"y"}]}`, ``},
		"statuses of a loadbalance":   {`{"strategy":{"on_status_codes":[429],"mode":"loadbalance"},"targets":[{}]}`, `1:14 strategy.on_status_codes: has no effect in the mode loadbalance, only in fallback`},
		"hedge of a single":           {`{"strategy":{"mode":"single","hedge":{"delay":5}},"targets":[{}]}`, `1:30 strategy.hedge: has no effect in the mode single, only in fallback`},
		"explore of a fallback":       {`{"strategy":{"mode":"fallback","explore":0.5},"targets":[{}]}`, `1:32 strategy.explore: has no effect in the mode fallback, only in lowest_latency or lowest_cost`},
		"sticky fallback":             {`{"strategy":{"mode":"fallback","sticky":{"enabled":true}},"targets":[{}]}`, `1:32 strategy.sticky: has no effect in the mode fallback, only in loadbalance, lowest_latency or lowest_cost`},
		"sticky that is not enabled":  {`{"strategy":{"mode":"loadbalance","sticky":{"ttl":60}},"targets":[{}]}`, `1:44 strategy.sticky: has no effect: enabled is not true`},
		"sticky that says no":         {`{"strategy":{"mode":"loadbalance","sticky":{"enabled":false}},"targets":[{}]}`, ``},
		"sticky session":              {`{"strategy":{"mode":"loadbalance","sticky_session":{"hash_fields":["metadata.u"]}},"targets":[{}]}`, ``},
		"headers twice":               {`{"request_timeout":5,"timeouts":{"headers":6}}`, `1:20 request_timeout: has no effect: timeouts.headers wins, which is 6`},
		"headers twice the same":      {`{"request_timeout":5,"timeouts":{"headers":5}}`, ``},
		"request_timeout above total": {`{"requestTimeout":50,"timeouts":{"total":6}}`, `1:19 requestTimeout: 50 is more than timeouts.total, which is 6`},
		"first token above total":     {`{"timeouts":{"firstToken":50,"total":6}}`, `1:27 timeouts.firstToken: 50 is more than timeouts.total, which is 6`},
		"above an inherited total":    {`{"timeouts":{"total":6},"strategy":{"mode":"single"},"targets":[{"timeouts":{"idle":9}}]}`, `1:85 targets[0].timeouts.idle: 9 is more than timeouts.total, which is 6`},
		"six attempts":                {`{"retry":{"attempts":6}}`, `1:22 retry.attempts: 6 is more than 5, at which Portkey stops`},
		"retries above total":         {`{"retry":{"attempts":3},"timeouts":{"total":6999}}`, `1:22 retry.attempts: waits 7000 ms between attempts, more than timeouts.total, which is 6999`},
		"retries within total":        {`{"retry":{"attempts":3},"timeouts":{"total":7000}}`, ``},
		"inherited retries":           {`{"retry":{"attempts":3},"strategy":{"mode":"single"},"targets":[{"timeouts":{"total":50}}]}`, `1:86 targets[0].timeouts.total: 50 is less than the 7000 ms between the attempts of the parent's retry`},
		"retries for hours":           {`{"retry":{"attempts":2147483647}}`, `1:22 retry.attempts: waits 128849018523000 ms between attempts, more than ten minutes`},
		"breaker that never opens":    {`{"cb_config":{"cooldown_interval":60000}}`, `1:14 cb_config: has no effect without failure_threshold or failure_threshold_percentage`},
		"breaker of a condition":      {conditional(`[{"query":{"params.a":1},"then":"x"}]`) + `{"name":"x","cb_config":{"failure_threshold":3}}]}`, `1:122 targets[0].cb_config: has no effect: conditions choose a target whether its circuit is open or not`},
		"breaker of a conditional":    {strings.Replace(conditional(`[{"query":{"params.a":1},"then":"x"}]`), `"mode"`, `"cb_config":{"failure_threshold":3},"mode"`, 1) + `{"name":"x"}]}`, `1:26 strategy.cb_config: has no effect: conditions choose a target whether its circuit is open or not`},
		"breaker for those below":     {`{"cb_config":{"failure_threshold":3},` + conditional(`[{"query":{"params.a":1},"then":"x"}]`)[1:] + `{"name":"x","strategy":{"mode":"fallback"},"targets":[{},{}]}]}`, ``},
		"two breakers":                {`{"cb_config":{"failure_threshold":3},"strategy":{"mode":"fallback","cbConfig":{"failure_threshold":4}},"targets":[{}]}`, `1:14 cb_config: has no effect: strategy.cb_config overrules it`},
		"short cooldown":              {`{"cb_config":{"failure_threshold":3,"cooldown_interval":29999}}`, `1:57 cb_config.cooldown_interval: 29999 is less than the 30000 that it is taken for`},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := Parse(c.text)
			require.Equal(t, c.want, places(problems))
		})
	}
}

func TestConditionsThatNeverHold(t *testing.T) {
	const cannot, or = "no value passes all its tests", "none of $or can"
	for query, want := range map[string]string{
		`{"params.a":1,"params.b":2}`:                                        ``,
		`{"$and":[{"params.a":1},{"params.a":2}]}`:                           cannot,
		`{"$and":[{"params.a":1},{"params.a":1.0}]}`:                         ``,
		`{"$and":[{"params.a":1},{"params.a":"1"}]}`:                         cannot,
		`{"$and":[{"params.a":"\u0061"},{"params.a":"a"}]}`:                  ``,
		`{"params.a":{"$eq":true},"$and":[{"params.a":false}]}`:              cannot,
		`{"params.a":{"$eq":null}}`:                                          ``,
		`{"params.a":{"$eq":{"b":1}}}`:                                       cannot,
		`{"params.a":{"$in":[]}}`:                                            cannot,
		`{"params.a":{"$nin":[]}}`:                                           ``,
		`{"params.a":{"$in":["x","y"],"$nin":["x"]}}`:                        ``,
		`{"params.a":{"$in":["x","y"],"$nin":["y","x"]}}`:                    cannot,
		`{"params.a":{"$in":["x","y"],"$ne":"x","$eq":"x"}}`:                 cannot,
		`{"$and":[{"params.a":{"$in":[1,2]}},{"params.a":{"$in":[3]}}]}`:     cannot,
		`{"params.a":{"$gt":5,"$lt":3}}`:                                     cannot,
		`{"params.a":{"$gt":3,"$lt":5}}`:                                     ``,
		`{"params.a":{"$gte":3,"$lte":3}}`:                                   ``,
		`{"params.a":{"$gt":3,"$lte":3}}`:                                    cannot,
		`{"params.a":{"$gte":3,"$lt":3}}`:                                    cannot,
		`{"$and":[{"params.a":{"$gt":1}},{"params.a":{"$gt":3,"$lte":3}}]}`:  cannot,
		`{"$and":[{"params.a":{"$gt":3}},{"params.a":{"$gte":2,"$lte":3}}]}`: cannot,
		`{"$and":[{"params.a":{"$gte":4}},{"params.a":{"$gt":2,"$lte":4}}]}`: ``,
		`{"params.a":{"$gt":"5","$lt":"3"}}`:                                 cannot,
		`{"params.a":{"$gt":"5 GB","$lt":"3 GB"}}`:                           ``,
		`{"params.a":{"$eq":4,"$lt":4}}`:                                     cannot,
		`{"params.a":{"$eq":"4 GB","$lt":4}}`:                                ``,
		`{"params.a":{"$eq":"4","$gt":4}}`:                                   cannot,
		`{"params.a":{"$eq":true,"$gt":0}}`:                                  cannot,
		`{"params.a":{"$regex":"^x","$eq":"y"}}`:                             ``,
		`{"params.a":{"$length":{"$gt":3,"$lt":2}}}`:                         cannot,
		`{"params.a":{"$length":3,"$gt":5}}`:                                 ``,
		`{"$and":[{"params.a":{"$length":3}},{"params.a":{"$length":4}}]}`:   cannot,
		`{"$or":[]}`: or,
		`{"$or":[{"params.a":{"$in":[]}},{"params.b":1}]}`:                                ``,
		`{"$or":[{"params.a":{"$in":[]}},{"params.b":{"$in":[]}}]}`:                       or,
		`{"params.a":1,"$or":[{"params.a":2},{"params.a":3}]}`:                            or,
		`{"params.a":1,"$or":[{"params.a":2},{"params.a":1}]}`:                            ``,
		`{"$or":[{"params.a":1}],"params.a":2}`:                                           ``, // seen by nobody: what comes after $or
		`{"$and":[` + strings.Repeat(`{"params.b":1},`, maxTests) + `{"params.b":2}]}`:    ``, // nor what comes after so many
		`{"params.a":{"$in":[` + strings.Repeat(`1,`, maxTests) + `2],"$eq":3}}`:          ``,
		`{"$or":[` + strings.Repeat(`{"params.b":1},`, 2*maxTests) + `{"params.b":2}]}`:   ``,
		`{"params.a":{"$nin":[` + strings.Repeat(`1,`, maxTests) + `2],"$in":[2,1]}}`:     ``,
		`{"params.a":{"$nin":[` + strings.Repeat(`1,`, maxTests) + `2],"$in":[1,1,1,1]}}`: cannot,
	} {
		t.Run(query, func(t *testing.T) {
			_, problems := Parse(conditional(`[{"then":"x","query":`+query+`}]`) + `{"name":"x"}]}`)
			if want == "" {
				require.Empty(t, lines(problems))
				return
			}
			require.Len(t, problems, 1)
			require.Equal(t, "can never hold: "+want, problems[0].Why)
			require.Equal(t, "strategy.conditions[0].query", problems[0].Path)
		})
	}
	_, problems := Parse(conditional("[{\"then\":\"x\",\"query\":{\"params.a\":{\"$gt\":5,\n \"$lt\":3}}}]") + `{"name":"x"}]}`)
	require.Equal(t, `2:2 strategy.conditions[0].query: can never hold: no value passes all its tests`, places(problems))
}

func TestConditionsThatAreNeverAsked(t *testing.T) {
	_, problems := Parse(conditional(`[{"then":"x","query":{"params.a":"b c"}},{"then":"x","query":{ "params.a" : "b c" }},{"then":"x","query":{"params.a":"bc"}}]`) + `{"name":"x"}]}`)
	require.Equal(t, `1:109 strategy.conditions[1].query: is never asked: an earlier condition is the same`, places(problems))
	_, problems = Parse(conditional(`[{"then":"x","query":{ }},{"then":"x","query":{"params.a":1}}]`) + `{"name":"x"}]}`)
	require.Equal(t, `1:94 strategy.conditions[1].query: is never asked: an earlier condition always holds`, places(problems))
}

func TestWarningsAreBoundedToo(t *testing.T) {
	_, problems := Parse(`{"strategy":{"mode":"single"},"targets":[` + strings.Repeat(`{"retry":{"attempts":9},"weight":1},`, 500) + `{}]}`)
	require.Len(t, problems, maxProblems)
}

func TestBackoff(t *testing.T) {
	r := Retry{}
	require.Zero(t, r.WaitMs())
	sum := int64(0)
	for tries := range 12 {
		sum += BackoffMs(tries)
		require.Equal(t, sum, (&Retry{Attempts: tries + 1}).WaitMs())
	}
	require.Equal(t, []int64{1000, 1000, 2000, 32000, 60000}, []int64{BackoffMs(-1), BackoffMs(0), BackoffMs(1), BackoffMs(5), BackoffMs(6)})
}

// conditional begins a config with conditions, up to its first target.
func conditional(conditions string) string {
	return `{"strategy":{"mode":"conditional","conditions":` + conditions + `},"targets":[`
}

// places renders warnings one to a line as "line:column path: why", and marks what is worse.
func places(problems []Problem) string {
	text := lines(problems)
	text = strings.NewReplacer("warning: line ", "", "line ", "FATAL ", ", column ", ":").Replace(text)
	var out []string
	for _, line := range strings.Split(text, "\n") {
		out = append(out, strings.Replace(line, ": ", " ", 1))
	}
	return strings.Join(out, "\n")
}
