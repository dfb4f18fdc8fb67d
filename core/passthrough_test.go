package core

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatOpensOtherDoorsIsNotPassedOn(t *testing.T) {
	own := Header{{"authorization", "Bearer config's"}, {"content-type", json}}
	from := Header{
		{"accept", "a"}, {"anthropic-version", "1"}, {"authorization", "Bearer caller's"}, {"content-type", "multipart/form-data"}, {"cookie", "c"},
		{"connection", "keep-alive"}, {"helicone-auth", "h"}, {"idempotency-key", "i"}, {"range", "bytes=0-1"}, {"x-amz-security-token", "s"},
		{"x-api-key", "x"}, {"x-forwarded-for", "192.0.2.1"}, {"x-goog-user-project", "p"}, {"x-portkey-api-key", "k"}, {"xi-api-key", "e"},
	}
	require.Equal(t, Header{
		{"authorization", "Bearer config's"}, {"content-type", "multipart/form-data"}, {"accept", "a"}, {"anthropic-version", "1"},
		{"idempotency-key", "i"}, {"range", "bytes=0-1"}, {"x-goog-user-project", "p"},
	}, passedOn(own, from))
}
