package tests

import (
	"fmt"
	"io"
	"math"
	"testing"

	"causeway/core"
	"causeway/tests/conversation"

	"github.com/stretchr/testify/require"
)

// TestWeightsAreKept draws from many seeds, through the whole machine: each target gets its share, and one without a
// weight nothing. Seeds that follow each other, as a clock gives them, are as good as seeds from dice.
func TestWeightsAreKept(t *testing.T) {
	const draws = 100_000
	weights := []float64{0.7, 0.2, 0.1, 0}
	config := `{"strategy":{"mode":"loadbalance"},"targets":[`
	for i, weight := range weights {
		if i > 0 {
			config += ","
		}
		config += fmt.Sprintf(`{"provider":"openai","api_key":"k","custom_host":"http://t%d","weight":%g}`, i, weight)
	}
	config += "]}"
	gateway := newGateway()
	for name, seed := range map[string]func(uint64) uint64{
		"one after the other": func(i uint64) uint64 { return i },
		"in the upper half":   func(i uint64) uint64 { return i << 32 },
		"scattered":           func(i uint64) uint64 { return i * 0x9E3779B97F4A7C15 },
	} {
		t.Run(name, func(t *testing.T) {
			got := make([]float64, len(weights))
			for i := range uint64(draws) {
				first := gateway.Open(chat(config), conversation.NowMs, seed(i)).Next()
				require.Equal(t, core.Fetch, first.Kind)
				got[first.URL[len("http://t")]-'0']++
			}
			for i, weight := range weights {
				deviation := math.Sqrt(draws * weight * (1 - weight))
				require.InDelta(t, draws*weight, got[i], 4*deviation, "target %d of %v", i, got)
			}
		})
	}
}

// TestSeedDecidesAlikeOnEveryHost follows calls whose every attempt fails to their end: with equal seeds they go to the
// same targets and wait equally long on every host. workerd runs the same code, and draws its own seeds: nothing from
// outside may choose what a gateway does, so that it is not asked here.
func TestSeedDecidesAlikeOnEveryHost(t *testing.T) {
	const config = `{"strategy":{"mode":"fallback"},"targets":[
		{"strategy":{"mode":"loadbalance"},"targets":[
			{"provider":"openai","api_key":"k","custom_host":"http://a","weight":3,"retry":{"attempts":2}},
			{"provider":"anthropic","api_key":"k","custom_host":"http://b","weight":0.5},
			{"strategy":{"mode":"loadbalance"},"weight":2,"targets":[
				{"provider":"gemini","api_key":"k","custom_host":"http://c","retry":{"attempts":1}},
				{"provider":"openai","api_key":"k","custom_host":"http://d","weight":7}]}]},
		{"strategy":{"mode":"loadbalance"},"targets":[
			{"provider":"openai","api_key":"k","custom_host":"http://e"},
			{"provider":"openai","api_key":"k","custom_host":"http://f"}]}]}`
	gateway, engine := newGateway(), newEngine(t)
	ways := map[string]bool{}
	for i := range uint64(300) {
		seed := i * 0x9E3779B97F4A7C15
		native := follow(gateway.Open(chat(config), conversation.NowMs, seed))
		require.Equal(t, native, follow(engine.Open(chat(config), conversation.NowMs, seed)), "seed %d", seed)
		ways[fmt.Sprint(native)] = true
	}
	require.Greater(t, len(ways), 100, "seeds make a difference")
}

// follow is what a machine does when every connection breaks.
func follow(m core.Machine) (steps []string) {
	if c, ok := m.(io.Closer); ok {
		defer c.Close()
	}
	for now := int64(conversation.NowMs); ; {
		switch a := m.Next(); a.Kind {
		case core.Fetch:
			steps = append(steps, a.URL)
			m.Fail(now, a.ID, core.Reset)
		case core.Wait:
			steps = append(steps, fmt.Sprint(a.Ms))
			now += a.Ms
			m.Tick(now)
		case core.Update:
			m.Updated(now, "")
		case core.Done:
			return append(steps, a.Report)
		}
	}
}

func chat(config string) core.Call {
	return core.Call{
		Method: "POST", Path: "/v1/chat/completions", Body: `{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"hi"}]}`,
		Header: core.Header{{Name: "content-type", Value: "application/json"}, {Name: "x-portkey-config", Value: config}},
	}
}
