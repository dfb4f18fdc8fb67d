package core

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHedge(t *testing.T) {
	const targets = `"targets":[{"provider":"near","api_key":"k1"},{"provider":"far","api_key":"k2"}]}`
	const config = `{"strategy":{"mode":"fallback","hedge":{"delay":100,"share":1}},` + targets
	near := "fetch 1 https://near.test/v1/chat k1 " + chat
	far := "fetch 2 https://far.test/m/ask k2 <" + chat + ">"
	slow := func(h heard, ms int64) heard { h.took = ms; return h }
	hi := ok(json, `{"say":"hi"}`)
	const stream = `{"model":"m","stream":true}`
	const opened = "data: {\"open\":1}\n\n"
	nearStream := "fetch 1 https://near.test/v1/chat k1 " + stream
	farStream := "fetch 2 https://far.test/m/tell k2 <" + stream + ">"
	quiet := func() heard { return ok(sse, "@9999 "+hello) }
	cases := []struct {
		name, config, body string
		upstream           []heard
		want               string
	}{
		{"quick answer needs no other", config, chat, []heard{slow(hi, 99)},
			near + "|await 100|read 1|read 1|write 200 {\"say\":\"hi\"}|done whole"},
		{"other answers first", config, chat, []heard{slow(hi, 900), slow(hi, 50)},
			near + "|await 100|" + far + "|await 0|cancel 1|read 2|read 2|write 200 [hi]|done whole"},
		{"first answers after all", config, chat, []heard{slow(hi, 120), slow(hi, 50)},
			near + "|await 100|" + far + "|await 0|cancel 2|read 1|read 1|write 200 {\"say\":\"hi\"}|done whole"},
		{"other fails and the first is waited for", config, chat, []heard{slow(hi, 900), slow(heard{status: 500}, 50)},
			near + "|await 100|" + far + "|await 0|cancel 2|await 0|read 1|read 1|write 200 {\"say\":\"hi\"}|done whole"},
		{"first fails and the other is waited for", config, chat, []heard{slow(heard{why: Reset}, 120), slow(hi, 500)},
			near + "|await 100|" + far + "|await 0|await 0|read 2|read 2|write 200 [hi]|done whole"},
		{"both fail", config, chat, []heard{slow(heard{why: Reset}, 120), slow(heard{status: 503, chunks: []string{"no"}}, 500)},
			near + "|await 100|" + far + "|await 0|await 0|read 2|read 2|write 503 FAULT no|done failed"},
		{"first fails at once: a plain fallback", config, chat, []heard{slow(heard{status: 500}, 5), slow(hi, 10)},
			near + "|await 100|cancel 1|" + far + "|await 100|read 2|read 2|write 200 [hi]|done whole"},
		{"no usual time is known yet", `{"strategy":{"mode":"fallback","hedge":{"share":1}},` + targets, chat, []heard{slow(hi, 9000)},
			near + "|read 1|read 1|write 200 {\"say\":\"hi\"}|done whole"},
		{"stream that speaks in time needs no other", config, stream, []heard{slow(ok(sse, opened, hello), 30)},
			nearStream + "|await 100|later 1|await 70|later 1|await 70|write 200 " + opened + hello + "|read 1|done whole"},
		{"stream that is silent behind its header is outrun", config, stream, []heard{slow(quiet(), 30), slow(ok(sse, hello), 50)},
			nearStream + "|await 100|later 1|await 70|" + farStream + "|await 0|later 2|await 0|cancel 1|write 200 (hello)|read 2|write .|done whole"},
		{"stream that only opens is outrun", config, stream,
			[]heard{slow(ok(sse, opened, "@200 "+hello), 30), slow(ok(sse, "@60 "+hello), 50)},
			nearStream + "|await 100|later 1|await 70|later 1|await 70|" + farStream + "|await 0|later 2|await 0|cancel 1|write 200 (hello)|read 2|write .|done whole"},
		{"first stream speaks after all", config, stream, []heard{slow(ok(sse, "@150 "+hello), 30), slow(quiet(), 50)},
			nearStream + "|await 100|later 1|await 70|" + farStream + "|await 0|later 2|await 0|cancel 2|write 200 " + hello + "|read 1|done whole"},
		{"first stream fails before it speaks", config, stream, []heard{slow(ok(sse, "@150 data: {\"error\":\"busy\"}\n\n"), 30), slow(ok(sse, "@200 "+hello), 50)},
			nearStream + "|await 100|later 1|await 70|" + farStream + "|await 0|later 2|await 0|cancel 1|await 0|write 200 (hello)|read 2|write .|done whole"},
		{"no share", `{"strategy":{"mode":"fallback","hedge":{"delay":100,"share":0}},` + targets, chat, []heard{slow(hi, 900)},
			near + "|await 100|await 0|read 1|read 1|write 200 {\"say\":\"hi\"}|done whole"},
		{"what makes something is not sent twice", config, `{"model":"m","store":true}`, []heard{slow(ok(json, "x"), 900)},
			`fetch 1 https://near.test/v1/chat k1 {"model":"m","store":true}|read 1|read 1|write 200 x|done whole`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			call := Call{Method: "POST", Path: "/v1/chat/completions", Header: Header{{"x-portkey-config", c.config}}, Body: c.body}
			require.Equal(t, c.want, play(t, call, c.upstream))
		})
	}
}

func TestHedgesStayWithinTheirShare(t *testing.T) {
	s := newTeller(t, `{"strategy":{"mode":"fallback","hedge":{"delay":100,"share":0.1}},"targets":[{"provider":"near","api_key":"k1"},{"provider":"far","api_key":"k2"}]}`)
	slow, quick := ok(json, `{"say":"hi"}`), ok(json, `{"say":"hi"}`)
	slow.took, quick.took = 900, 10
	hedged := 0
	for range 100 {
		s.now += 100
		if s.call(slow, quick) == "near far" {
			hedged++
		}
	}
	require.InDelta(t, 10, hedged, 2)
}
