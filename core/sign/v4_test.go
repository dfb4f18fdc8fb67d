package sign

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	example = "https://example.amazonaws.com"
	token   = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="
)

// The vectors are AWS's own: the Signature Version 4 test suite, https://docs.aws.amazon.com/general/latest/gr/signature-v4-test-suite.html
// as awslabs/aws-c-auth carries it in tests/aws-signing-test-suite/v4 (read 2026-11-25).
func TestPublishedVectors(t *testing.T) {
	for _, c := range []struct {
		name, method, target, body string
		header                     []Field
		token                      string
		signed, signature          string
	}{
		{name: "get-vanilla", target: "/", signed: "host;x-amz-date",
			signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
		{name: "get-unreserved", target: "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", signed: "host;x-amz-date",
			signature: "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"},
		{name: "get-slashes", target: "//example//", signed: "host;x-amz-date",
			signature: "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"},
		{name: "get-relative", target: "/example/..", signed: "host;x-amz-date", // is get-vanilla's, as its canonical request is
			signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
		{name: "get-slash-dot-slash", target: "/./", signed: "host;x-amz-date",
			signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
		{name: "get-vanilla-query-order-key-case", target: "/?Param2=value2&Param1=value1", signed: "host;x-amz-date",
			signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
		{name: "get-vanilla-query-order-value", target: "/?Param1=value2&Param1=value1", signed: "host;x-amz-date",
			signature: "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694"},
		{name: "get-vanilla-utf8-query", target: "/?\u1234=bar", signed: "host;x-amz-date",
			signature: "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"},
		{name: "get-header-value-order", target: "/", signed: "host;my-header1;x-amz-date",
			header:    []Field{{"my-header1", "value4"}, {"my-header1", "value1"}, {"my-header1", "value3"}, {"my-header1", "value2"}},
			signature: "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"},
		{name: "get-header-key-duplicate", target: "/", signed: "host;my-header1;x-amz-date",
			header:    []Field{{"my-header1", "value2"}, {"my-header1", "value2"}, {"my-header1", "value1"}},
			signature: "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"},
		{name: "get-header-value-trim", target: "/", signed: "host;my-header1;my-header2;x-amz-date",
			header:    []Field{{"my-header1", " value1"}, {"my-header2", `"a   b   c"`}},
			signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"},
		{name: "post-x-www-form-urlencoded", method: "POST", target: "/", body: "Param1=value1", signed: "content-type;host;x-amz-date",
			header:    []Field{{"content-type", "application/x-www-form-urlencoded"}},
			signature: "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"},
		{name: "post-header-key-sort", method: "POST", target: "/", signed: "host;my-header1;x-amz-date",
			header:    []Field{{"my-header1", "value1"}},
			signature: "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"},
		{name: "post-sts-header-before", method: "POST", target: "/", token: token, signed: "host;x-amz-date;x-amz-security-token",
			signature: "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"},
		{name: "get-vanilla-with-session-token", target: "/", token: "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267",
			signed: "host;x-amz-date;x-amz-security-token", signature: "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.method == "" {
				c.method = "GET"
			}
			r := &Request{Method: c.method, URL: example + c.target, Body: c.body, Header: c.header}
			who := &Credentials{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", c.token}
			got := V4(r, who, "us-east-1", "service", "20150830T123600Z")
			require.Equal(t, Field{"x-amz-date", "20150830T123600Z"}, got[0])
			require.Equal(t, Field{"authorization", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, " +
				"SignedHeaders=" + c.signed + ", Signature=" + c.signature}, got[len(got)-1])
			if c.token != "" {
				require.Equal(t, Field{"x-amz-security-token", c.token}, got[1])
			}
		})
	}
}

// The example of the IAM User Guide, which shows every step: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-examples.html
func TestListUsersOfIAM(t *testing.T) {
	r := &Request{
		Method: "GET", URL: "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
		Header: []Field{{"content-type", "application/x-www-form-urlencoded; charset=utf-8"}},
	}
	who := &Credentials{AccessKey: "AKIDEXAMPLE", SecretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}
	got := V4(r, who, "us-east-1", "iam", "20150830T123600Z")
	require.True(t, strings.HasSuffix(got[1].Value, "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"))
}

// What aws-sdk-go-v2 v1.48.0 (aws/signer/v4) makes of Bedrock's URLs, run on 2026-11-25: a colon as it is, a colon escaped,
// and an ARN whose slash must not divide the path.
func TestBedrockURLsAsAmazonsOwnSDKSignsThem(t *testing.T) {
	const host = "https://bedrock-runtime.us-east-1.amazonaws.com"
	who := &Credentials{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "tok/en=="}
	for path, signature := range map[string]string{
		"/model/us.amazon.nova-lite-v1:0/converse":                                             "ae306aa561bc47421e0d5944a492b7225bcbd08fb1d0b63dd2ac3a26b2332c5f",
		"/model/us.amazon.nova-lite-v1%3A0/converse":                                           "a3d90dab8a2427c5a47b8b6852ae9c22e2eb7bcc29599de9d3a8f70384f0004c",
		"/model/arn:aws:bedrock:us-east-1:123456789012:inference-profile%2Fus.x-v1:0/converse": "d994b4d64a9d3545b7982f2dfbc0fc4694f59260f9e7539fc3fe175763c88de9",
	} {
		r := &Request{Method: "POST", URL: host + path, Body: `{"a":1}`, Header: []Field{{"content-type", "application/json"}}}
		got := V4(r, who, "us-east-1", "bedrock", "20251125T143600Z")
		require.True(t, strings.HasSuffix(got[2].Value, "Signature="+signature), path)
	}
}

func TestPathIsEscapedOnceMore(t *testing.T) {
	for path, want := range map[string]string{
		"":                          "/",
		"/model/a.b-v1:0/converse":  "/model/a.b-v1%3A0/converse",
		"/model/a%3A0/converse":     "/model/a%253A0/converse",
		"/model/arn:aws%2Fx/invoke": "/model/arn%3Aaws%252Fx/invoke",
		"/a/../b/./c/":              "/b/c/",
		"/../..":                    "/",
	} {
		require.Equal(t, want, canonicalPath(path), path)
	}
	require.Equal(t, "a=&a=1%3D2&q=a%2Bb%20c", canonicalQuery("q=a+b%20c&a=1=2&a"))
}

func FuzzV4(f *testing.F) {
	f.Add("POST", "https://h/model/a%2Fb/converse?x=1&y", "{}", "content-type", "application/json", "20150830T123600Z")
	f.Add("", "", "", "", "", "")
	f.Fuzz(func(t *testing.T, method, url, body, name, value, stamp string) {
		r := &Request{Method: method, URL: url, Body: body, Header: []Field{{name, value}}}
		got := V4(r, &Credentials{AccessKey: "a", SecretKey: "s"}, "r", "svc", stamp)
		require.Equal(t, got, V4(r, &Credentials{AccessKey: "a", SecretKey: "s"}, "r", "svc", stamp))
	})
}
