package core

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAddressOfARequest(t *testing.T) {
	const noHost = "400 invalid_host config: what stands in https://{zone}.v.test may hold letters, digits, - and _ only"
	const noHosts = "400 invalid_host config: what stands in https://{+zone}.v.test may hold letters, digits, - and _ only"
	cases := []struct {
		name, base, host, path, query string
		endpoint                      Endpoint
		options                       Options
		want                          string
	}{
		{name: "plain", base: "https://v.test/v1", path: "/chat", endpoint: Chat, want: "https://v.test/v1/chat"},
		{name: "a query of its own", base: "https://v.test", path: "/chat?api-version={version}", endpoint: Chat,
			options: Options{{"version", "1 2"}}, want: "https://v.test/chat?api-version=1%202"},
		{name: "an empty parameter is left out", base: "https://v.test", path: "/chat?api-version={version?}&alt=sse", endpoint: Chat,
			want: "https://v.test/chat?alt=sse"},
		{name: "a list's query", base: "https://v.test", path: "/models", query: "limit=5", endpoint: Models,
			want: "https://v.test/models?limit=5"},
		{name: "the caller's parameter wins", base: "https://v.test", path: "/models?limit=1000&all=1", query: "after=x&limit=5", endpoint: Models,
			want: "https://v.test/models?all=1&after=x&limit=5"},
		{name: "a chat's query is nobody's", base: "https://v.test", path: "/chat", query: "a=b", endpoint: Chat, want: "https://v.test/chat"},
		{name: "what passes through", base: "https://v.test", path: "/v9{path}?api-version={version}", query: "a=b", endpoint: Passthrough,
			options: Options{{"version", "7"}}, want: "https://v.test/v9/files/f-1?api-version=7&a=b"},
		{name: "custom_host", base: "https://v.test", host: "http://127.0.0.1:1/x/", path: "/chat", endpoint: Chat, want: "http://127.0.0.1:1/x/chat"},
		{name: "an option's URL", base: "{+url}", path: "/chat", endpoint: Chat,
			options: Options{{"url", "https://me.test/models/"}}, want: "https://me.test/models/chat"},
		{name: "an option's URL and more", base: "{+url}/api/{version}", path: "/chat", endpoint: Chat,
			options: Options{{"url", "https://me.test"}, {"version", "a/b"}}, want: "https://me.test/api/a%2Fb/chat"},
		{name: "an option that is no URL", base: "{+url}", path: "/chat", endpoint: Chat, options: Options{{"url", "me.test"}},
			want: "400 invalid_base_url config: the URL of v is not an http or https URL"},
		{name: "an option that is missing", base: "{+url}", path: "/chat", endpoint: Chat,
			want: "400 missing_url config: v needs url in the config, or the header x-portkey-the-url where no config names a provider"},
		{name: "a label of the host", base: "https://{zone}.v.test/x", path: "/chat", endpoint: Chat, options: Options{{"zone", "eu-1_a"}},
			want: "https://eu-1_a.v.test/x/chat"},
		{name: "labels of the host", base: "https://{+zone}.v.test", path: "/chat", endpoint: Chat, options: Options{{"zone", "me.eu"}},
			want: "https://me.eu.v.test/chat"},
		{name: "a host in a label", base: "https://{zone}.v.test", path: "/chat", endpoint: Chat, options: Options{{"zone", "evil.test"}}, want: noHost},
		{name: "a path in a label", base: "https://{zone}.v.test", path: "/chat", endpoint: Chat, options: Options{{"zone", "evil.test/"}}, want: noHost},
		{name: "a fragment in a label", base: "https://{zone}.v.test", path: "/chat", endpoint: Chat, options: Options{{"zone", "evil#"}}, want: noHost},
		{name: "a user in a label", base: "https://{zone}.v.test", path: "/chat", endpoint: Chat, options: Options{{"zone", "a@evil"}}, want: noHost},
		{name: "a port in a label", base: "https://{zone}.v.test", path: "/chat", endpoint: Chat, options: Options{{"zone", "evil:1"}}, want: noHost},
		{name: "a path in labels", base: "https://{+zone}.v.test", path: "/chat", endpoint: Chat, options: Options{{"zone", "evil.test/"}}, want: noHosts},
		{name: "a user in labels", base: "https://{+zone}.v.test", path: "/chat", endpoint: Chat, options: Options{{"zone", "a@evil.test"}}, want: noHosts},
		{name: "no base at all", path: "/chat", endpoint: Chat,
			want: "400 missing_custom_host config: v needs custom_host in the config, or the header x-portkey-custom-host where no config names a provider"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v := &Vendor{Name: "v", Base: c.base, Options: []Option{{Key: "url", Header: "the-url"}}}
			a := attempt{
				target:  &Target{Vendor: v, CustomHost: c.host, Path: "config"},
				service: &Service{Endpoint: c.endpoint, Path: c.path},
				request: Request{Vendor: v, options: c.options, path: "config"},
			}
			got, fault := a.url(Call{Path: "/v1/files/f-1", Query: c.query})
			if fault != nil {
				got = decimal(int64(fault.Status)) + " " + fault.Code + " " + fault.Message
			}
			require.Equal(t, c.want, got)
		})
	}
}

func TestAServiceNamesTheModelThatTheBodyDoesNot(t *testing.T) {
	v := &Vendor{Name: "v"}
	a := attempt{target: &Target{Vendor: v}, service: &Service{Model: "{deployment?}"}}
	for _, c := range []struct{ body, model, deployment, want string }{
		{`{"n":1}`, "", `my "gpt"`, `{"n":1,"model":"my \"gpt\""}`},
		{`{"model":"m"}`, "m", "other", `{"model":"m"}`},
		{`{"n":1}`, "", "", `{"n":1}`},
		{`--boundary`, "", "d", `--boundary`},
		{"", "", "d", ""},
	} {
		a.request = Request{Vendor: v, Body: c.body, Model: c.model, options: Options{{"deployment", c.deployment}}}
		require.Nil(t, a.nameModel())
		require.Equal(t, c.want, a.request.Body)
	}
}
