package core

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// teller makes calls one after another with what one host remembers, and says who answered each.
type teller struct {
	t      *testing.T
	config string
	now    int64
	kept   map[string]string
	seed   uint64
	header Header
	body   string
}

func newTeller(t *testing.T, config string) *teller {
	return &teller{t: t, config: config, now: start, kept: map[string]string{}, body: chat}
}

// call makes one call and returns the targets that were asked: "near far".
func (s *teller) call(upstream ...heard) string {
	header := append(Header{{"content-type", "application/json"}, {"x-portkey-config", s.config}}, s.header...)
	s.seed++
	story := playAt(s.t, Call{Method: "POST", Path: "/v1/chat/completions", Header: header, Body: s.body}, upstream, s.now, s.seed, s.kept)
	var asked []string
	for line := range strings.SplitSeq(story, "|") {
		if strings.HasPrefix(line, "fetch ") {
			host := line[strings.Index(line, "https://")+len("https://"):]
			asked = append(asked, host[:strings.Index(host, ".")])
		}
	}
	return strings.Join(asked, " ")
}

func TestBreakerOpensAndIsProbedByOneCall(t *testing.T) {
	s := newTeller(t, `{"cb_config":{"failure_threshold":3,"cooldown_interval":30000},"strategy":{"mode":"fallback"},`+
		`"targets":[{"provider":"near","api_key":"k1"},{"provider":"far","api_key":"k2"}]}`)
	bad, good := heard{status: 500}, ok(json, `{"say":"hi"}`)
	for range 3 {
		require.Equal(t, "near far", s.call(bad, good))
	}
	require.Equal(t, "far", s.call(good), "open: not asked")
	s.now += 29_999
	require.Equal(t, "far", s.call(good), "still open")
	s.now += 2
	require.Equal(t, "near far", s.call(bad, good), "the probe fails")
	require.Equal(t, "far", s.call(good), "open again")
	s.now += 30_001
	require.Equal(t, "near", s.call(ok(json)), "the probe succeeds")
	require.Equal(t, "near", s.call(ok(json)), "closed")
}

func TestBrokenConnectionsAndStreamsCountAgainstATarget(t *testing.T) {
	s := newTeller(t, `{"cb_config":{"failure_threshold":2,"cooldown_interval":30000},"strategy":{"mode":"fallback"},`+
		`"targets":[{"provider":"near","api_key":"k1"},{"provider":"far","api_key":"k2"}]}`)
	s.body = `{"model":"m","stream":true}`
	said := "data: {\"say\":\"a\"}\n\n"
	require.Equal(t, "near far", s.call(heard{why: Refused}, ok(sse, said)))
	require.Equal(t, "near", s.call(heard{status: 200, kind: sse, chunks: []string{said}, why: Reset}))
	require.Equal(t, "far", s.call(ok(sse, said)))
}

func TestRefusedKeyShutsAllTargetsThatUseIt(t *testing.T) {
	s := newTeller(t, `{"cb_config":{"failure_threshold":9},"strategy":{"mode":"fallback"},"targets":[`+
		`{"provider":"near","api_key":"k1"},{"provider":"near","api_key":"k1"},{"provider":"far","api_key":"k2"}]}`)
	require.Equal(t, "near far", s.call(heard{status: 401}, ok(json, `{"say":"hi"}`)))
	require.Equal(t, "far", s.call(ok(json, `{"say":"hi"}`)))
}

func TestRateLimitCoolsATargetAsLongAsItAsks(t *testing.T) {
	s := newTeller(t, `{"cb_config":{"failure_threshold":9},"strategy":{"mode":"fallback"},`+
		`"targets":[{"provider":"near","api_key":"k1"},{"provider":"far","api_key":"k2"}]}`)
	limited := heard{status: 429, header: Header{{"retry-after", "7"}}}
	require.Equal(t, "near far", s.call(limited, ok(json, `{"say":"hi"}`)))
	s.now += 6_999
	require.Equal(t, "far", s.call(ok(json, `{"say":"hi"}`)))
	s.now += 2
	require.Equal(t, "near", s.call(ok(json)))
}

func TestAllShutIsAsNoneShut(t *testing.T) {
	s := newTeller(t, `{"cb_config":{"failure_threshold":1},"strategy":{"mode":"loadbalance"},"targets":[{"provider":"near","api_key":"k1"}]}`)
	require.Equal(t, "near", s.call(heard{status: 500}))
	require.Equal(t, "near", s.call(ok(json)))
}

func TestLowestLatencyLearns(t *testing.T) {
	s := newTeller(t, `{"strategy":{"mode":"lowest_latency","explore":0},"targets":[{"provider":"near","api_key":"k1"},{"provider":"far","api_key":"k2"}]}`)
	slow, quick := ok(json), ok(json, `{"say":"hi"}`)
	slow.took, quick.took = 900, 100
	asked := map[string]int{}
	for range 60 {
		s.now += 1000
		who := s.peek()
		reply := quick
		if who == "near" {
			reply = slow
		}
		require.Equal(t, who, s.call(reply))
		asked[who]++
	}
	require.Less(t, asked["near"], 10, "%v", asked)
}

// peek says who the next call would ask.
func (s *teller) peek() string {
	kept := map[string]string{}
	for key, value := range s.kept {
		kept[key] = value
	}
	x := testGateway().Open(Call{Method: "POST", Path: "/v1/chat/completions", Header: Header{{"x-portkey-config", s.config}}, Body: s.body}, s.now, s.seed+1)
	for {
		a := x.Next()
		if a.Kind != Update {
			return a.URL[len("https://"):strings.Index(a.URL, ".")]
		}
		x.Updated(s.now, kept[a.Keys[0]])
	}
}

func TestLowestCostTakesTheCheapestThatIsFit(t *testing.T) {
	s := newTeller(t, `{"cb_config":{"failure_threshold":1},"strategy":{"mode":"lowest_cost"},"targets":[`+
		`{"provider":"near","api_key":"k1","price":{"input":3,"output":15}},{"provider":"far","api_key":"k2","price":{"input":1,"output":2}}]}`)
	require.Equal(t, "far", s.call(heard{status: 500}))
	require.Equal(t, "near", s.call(ok(json)))
}

func TestStickyKeepsWhatBelongsTogether(t *testing.T) {
	targets := `"targets":[{"provider":"near","api_key":"k1"},{"provider":"far","api_key":"k2"}]}`
	turn := func(s *teller, body string) string {
		s.body = body
		return s.peek()
	}
	t.Run("a conversation", func(t *testing.T) {
		s := newTeller(t, `{"strategy":{"mode":"loadbalance","sticky":{"enabled":true}},`+targets)
		seen := map[string]bool{}
		for i := range 20 {
			first := `{"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"` + decimal(int64(i)) + `"}`
			who := turn(s, first+`]}`)
			seen[who] = true
			for range 5 {
				s.seed++
				require.Equal(t, who, turn(s, first+`,{"role":"assistant","content":"a"},{"role":"user","content":"b"}]}`))
			}
		}
		require.Len(t, seen, 2)
	})
	t.Run("request fields", func(t *testing.T) {
		s := newTeller(t, `{"strategy":{"mode":"loadbalance","sticky":{"enabled":true,"hash_fields":["params.user","metadata.team","headers.x-a"]}},`+targets)
		seen := map[string]bool{}
		for i := range 20 {
			body := `{"model":"m","user":"` + decimal(int64(i)) + `","seed":`
			who := turn(s, body+`1}`)
			seen[who] = true
			s.seed++
			require.Equal(t, who, turn(s, body+`2}`))
		}
		require.Len(t, seen, 2)
	})
}
