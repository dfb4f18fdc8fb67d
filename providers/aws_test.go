package providers

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core"
)

func TestRoleKeysAreRead(t *testing.T) {
	for body, want := range map[string]string{
		`<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>S/+</SecretAccessKey><SessionToken>T==</SessionToken></Credentials></AssumeRoleResult></AssumeRoleResponse>`: "A S/+ T==",
		`{"AssumeRoleResponse":{"AssumeRoleResult":{"Credentials":{"AccessKeyId":"A","SecretAccessKey":"S\/+","SessionToken":"T=="}}}}`:                                                                               "A S/+ T==",
		`<AssumeRoleResponse><AccessKeyId>A</AccessKeyId><SecretAccessKey>S</SecretAccessKey></AssumeRoleResponse>`:                                                                                                   "",
		`<AssumeRoleResponse><AccessKeyId>A B</AccessKeyId><SecretAccessKey>S</SecretAccessKey><SessionToken>T</SessionToken></AssumeRoleResponse>`:                                                                   "",
		`{}`: "", ``: "",
	} {
		token, forMs, ok := assumedRole(body)
		require.Equal(t, want != "", ok, body)
		if ok {
			require.Equal(t, want, token)
			require.EqualValues(t, 3600_000, forMs)
			who := awsTaken(token)
			require.Equal(t, want, strings.Join([]string{who.AccessKey, who.SecretKey, who.SessionToken}, " "))
		}
	}
}

func TestWhoeverSendsToAWSSaysWhoHeIs(t *testing.T) {
	const converse = "/model/us.amazon.nova-lite-v1:0/converse"
	keys := []core.Field{{Name: "x-portkey-aws-access-key-id", Value: "AKID"}, {Name: "x-portkey-aws-secret-access-key", Value: "secret"}}
	for _, c := range []struct {
		name   string
		header []core.Field
		proof  string // the beginning of authorization
		code   string // of the fault
	}{
		{"access keys", keys, "AWS4-HMAC-SHA256 Credential=AKID/20251125/us-east-1/bedrock/aws4_request, SignedHeaders=content-type;host;x-amz-date, ", ""},
		{"access keys go before a key that an SDK wants to have", append(keys, core.Field{Name: "authorization", Value: "Bearer dummy"}), "AWS4-HMAC-SHA256 ", ""},
		{"an API key", []core.Field{{Name: "authorization", Value: "Bearer b"}}, "Bearer b", ""},
		{"an API key before access keys, when told so", append(keys, core.Field{Name: "authorization", Value: "Bearer b"}, core.Field{Name: "x-portkey-aws-auth-type", Value: "apiKey"}), "Bearer b", ""},
		{"no API key", []core.Field{{Name: "x-portkey-aws-auth-type", Value: "apiKey"}}, "", "missing_api_key"},
		{"nothing", nil, "", "missing_aws_access_key_id"},
		{"no secret", keys[:1], "", "missing_aws_secret_access_key"},
		{"no access key", keys[1:], "", "missing_aws_access_key_id"},
		{"no role", append(keys, core.Field{Name: "x-portkey-aws-auth-type", Value: "assumedRole"}), "", "missing_aws_role_arn"},
		{"an unknown way", append(keys, core.Field{Name: "x-portkey-aws-auth-type", Value: "magic"}), "", "unsupported_value"},
		{"nothing, to somebody else", []core.Field{{Name: "x-portkey-custom-host", Value: "https://proxy.example.com"}}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			header := append(core.Header{
				{Name: "content-type", Value: "application/json"}, {Name: "x-portkey-provider", Value: "bedrock"},
				{Name: "x-portkey-aws-region", Value: "us-east-1"},
			}, c.header...)
			x := Gateway().Open(core.Call{
				Method: "POST", Path: "/v1/chat/completions", Header: header,
				Body: `{"model":"us.amazon.nova-lite-v1:0","messages":[]}`,
			}, 1764081360000, 1)
			a := x.Next()
			if c.code != "" {
				require.Equal(t, core.Write, a.Kind)
				require.Contains(t, a.Body, `"code":"`+c.code+`"`)
				return
			}
			require.Equal(t, core.Fetch, a.Kind, a.Body)
			require.True(t, strings.HasSuffix(a.URL, converse))
			require.True(t, strings.HasPrefix(a.Header.Get("authorization"), c.proof), a.Header.Get("authorization"))
			require.Equal(t, c.proof == "", a.Header.Get("authorization") == "")
		})
	}
}

func TestARegionNamesNoHostForTheSTS(t *testing.T) {
	for _, region := range []string{"evil.example/", "evil.example#", "a@evil.example", "evil.example", "us east", ""} {
		x := Gateway().Open(core.Call{
			Method: "POST", Path: "/v1/chat/completions", Body: `{"model":"m","messages":[]}`,
			Header: core.Header{
				{Name: "content-type", Value: "application/json"}, {Name: "x-portkey-provider", Value: "bedrock"},
				{Name: "x-portkey-aws-access-key-id", Value: "AKID"}, {Name: "x-portkey-aws-secret-access-key", Value: "secret"},
				{Name: "x-portkey-aws-auth-type", Value: "assumedRole"}, {Name: "x-portkey-aws-role-arn", Value: "arn:aws:iam::1:role/r"},
				{Name: "x-portkey-custom-host", Value: "https://proxy.example"}, {Name: "x-portkey-aws-region", Value: region},
			},
		}, 1764081360000, 1)
		a := x.Next()
		if a.Kind == core.Update {
			x.Updated(1764081360000, "")
			a = x.Next()
		}
		require.Equal(t, core.Write, a.Kind, a.URL)
		require.Equal(t, 400, a.Status)
		require.Contains(t, a.Body, "aws_region")
	}
}
