package core

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAVendorDerivesWhatItsTemplatesSay(t *testing.T) {
	call := calling(`{"provider":"deriving","api_key":"k"}`, strings.Replace(chat, `"m"`, `"by/m"`, 1))
	story := play(t, call, []heard{ok(json, "tok"), ok(json, "a")})
	require.Contains(t, story, "https://tokens.test/get  late|", "the body of a token request is made when it is sent")
	require.Contains(t, story, "https://by.test/m/chat k {\"model\":\"m@by\"", "in the host, in the path and in the body")
}

func TestALateBodyIsMadeForNoTokenThatIsRemembered(t *testing.T) {
	kept := map[string]string{}
	call := calling(`{"provider":"deriving","api_key":"k"}`, strings.Replace(chat, `"m"`, `"by/m"`, 1))
	playAt(t, call, []heard{ok(json, "tok"), ok(json, "a")}, start, 1, kept)
	require.Len(t, kept, 1)
	broken := calling(`{"provider":"deriving","api_key":"k"}`, strings.Replace(chat, `"m"`, `"broken/m"`, 1))
	require.Contains(t, playAt(t, broken, []heard{ok(json, "a")}, start+1, 1, kept), "https://broken.test/m/chat")
	require.Regexp(t, `write 400 FAULT[^|]*cannot be made\|done failed$`, play(t, broken, nil))
}

func TestCountsThatNoRowFitsAreEstimated(t *testing.T) {
	x := &Exchange{}
	vendor := deriving(nil)
	target := &Target{Vendor: vendor}
	x.sketch.Model = "by/m"
	require.True(t, x.counts(target))
	x.sketch.Model = "other"
	require.False(t, x.counts(target))
}

// deriving takes "host/name" for a model.
func deriving(near *Dialect) *Vendor {
	part := func(r *Request, i int) string { return append(strings.SplitN(r.Model, "/", 2), "")[i] }
	return &Vendor{
		Name: "deriving", Base: "https://{host}.test", Auth: Auth{Header: "authorization"},
		Services: []Service{
			{Endpoint: Chat, Dialect: near, Path: "/{model}/chat", BodyModel: "{model}@{host}"},
			{Endpoint: CountTokens, Dialect: near, Path: "/count", Fits: func(r *Request) bool { return part(r, 1) != "" }},
		},
		Derive: func(r *Request, name string) (string, bool) {
			switch name {
			case "host":
				return part(r, 0), true
			case "model":
				return part(r, 1), true
			}
			return "", false
		},
		Grant: func(r *Request) (*Grant, *Fault) {
			return &Grant{
				Key: "one for all", Method: "POST", URL: "https://tokens.test/get",
				Late: func() (string, *Fault) {
					if part(r, 0) == "broken" {
						return "", Refuse("key", "it cannot be made")
					}
					return "late", nil
				},
				Read: func(body string) (string, int64, bool) { return body, 3_600_000, true },
			}, nil
		},
	}
}
