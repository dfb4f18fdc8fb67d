package core

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestModelsOfSeveralProviders(t *testing.T) {
	const (
		tabled = `{"id":"bare-1","object":"model","created":0,"owned_by":"bare","provider":"bare","source":"table"},` +
			`{"id":"bare-2","object":"model","created":0,"owned_by":"bare","provider":"bare","source":"table"}`
		near = `fetch 1 https://near.test/v1/list k1 |read 1|read 1|`
	)
	two := `{"strategy":{"mode":"fallback"},"targets":[{"provider":"near","api_key":"k1"},{"provider":"near","api_key":"k2"}]}`
	mixed := `{"strategy":{"mode":"fallback"},"targets":[{"provider":"near","api_key":"k1"},{"provider":"bare"},{"provider":"near","api_key":"k1"}]}`
	hedged := `{"strategy":{"mode":"fallback","hedge":{"delay":5}},"targets":[{"provider":"near","api_key":"k1"},{"provider":"bare"}]}`
	alone := `{"strategy":{"mode":"fallback"},"targets":[{"provider":"bare"}]}`
	cases := []struct {
		name, config string
		upstream     []heard
		want         string
	}{
		{"one provider's list and the table's", mixed, []heard{ok(json, `{"data":[{"id":"a"},{"name":"b"},7]}`)},
			near + `write 200 {"object":"list","data":[{"id":"a","object":"model","owned_by":"near","provider":"near"},` + tabled + `]}|done whole`},
		{"a bare array, in pieces", mixed, []heard{ok(json, `[{"id":"a",`, `"provider":"x"}]`)},
			`fetch 1 https://near.test/v1/list k1 |read 1|read 1|read 1|` +
				`write 200 {"object":"list","data":[{"id":"a","provider":"near","object":"model","owned_by":"near"},` + tabled + `]}|done whole`},
		{"none of a list", mixed, []heard{ok(json, `{"data":[]}`)}, near + `write 200 {"object":"list","data":[` + tabled + `]}|done whole`},
		{"what is no list is left out", mixed, []heard{ok(json, `{"data":{}}`)}, near + `write 200 {"object":"list","data":[` + tabled + `]}|done whole`},
		{"what is no JSON is left out", mixed, []heard{ok(json, `{"data":[`)}, near + `write 200 {"object":"list","data":[` + tabled + `]}|done whole`},
		{"a broken connection is left out", mixed, []heard{{status: 200, kind: json, chunks: []string{`{"da`}, why: Reset}},
			near + `write 200 {"object":"list","data":[` + tabled + `]}|done whole`},
		{"a time-out is left out", mixed, []heard{{why: TimedOut}},
			`fetch 1 https://near.test/v1/list k1 |write 200 {"object":"list","data":[` + tabled + `]}|done whole`},
		{"nobody races", hedged, []heard{ok(json, `[]`)}, near + `write 200 {"object":"list","data":[` + tabled + `]}|done whole`},
		{"another key is another list", two, []heard{{status: 500, kind: json}, ok(json, `[]`)},
			`fetch 1 https://near.test/v1/list k1 |cancel 1|fetch 2 https://near.test/v1/list k2 |read 2|read 2|` +
				`write 502 FAULT no models could be listed of near|done failed`},
		{"nobody has a list", alone, nil, `write 200 {"object":"list","data":[` + tabled + `]}|done whole`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			call := Call{Method: "GET", Path: "/v1/models", Header: Header{{"x-portkey-config", c.config}}}
			require.Equal(t, c.want, play(t, call, c.upstream))
		})
	}
}
