package providers

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"regexp"
	"testing"

	"causeway/core"

	"github.com/stretchr/testify/require"
)

// What is signed is put together here by hand, and the signature is checked by the standard library.
func TestOracleSignsWhatItsDocumentationSays(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	text := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	vendor := &core.Vendor{Options: []core.Option{
		{Key: "oracle_fingerprint", Default: "20:3b"}, {Key: "oracle_private_key", Default: text},
		{Key: "oracle_tenancy", Default: "t"}, {Key: "oracle_user", Default: "u"},
	}}
	sum := sha256.Sum256([]byte("{}"))
	hash := base64.StdEncoding.EncodeToString(sum[:])
	post := "\ncontent-length: 2\ncontent-type: application/json\nx-content-sha256: " + hash
	for method, want := range map[string]string{"GET": "", "DELETE": "", "POST": post, "PUT": post} {
		s := core.Signing{
			Method: method, URL: "https://h.example:443/20231130/a%20b?c=d", Body: "{}", NowMs: 784111777000,
			Header: core.Header{{Name: "content-type", Value: "application/json"}}, Request: &core.Request{Vendor: vendor},
		}
		require.Nil(t, oracleSign(&s))
		parts := regexp.MustCompile(`^Signature version="1",keyId="t/u/20:3b",algorithm="rsa-sha256",headers="([^"]+)",signature="([^"]+)"$`).
			FindStringSubmatch(s.Header.Get("authorization"))
		require.NotNil(t, parts, s.Header)
		names := "x-date (request-target) host"
		signed := "x-date: Sun, 06 Nov 1994 08:49:37 GMT\n(request-target): " + map[string]string{"GET": "get", "DELETE": "delete", "POST": "post", "PUT": "put"}[method] +
			" /20231130/a%20b?c=d\nhost: h.example:443" + want
		if want != "" {
			names += " content-length content-type x-content-sha256"
			require.Equal(t, hash, s.Header.Get("x-content-sha256"))
		}
		require.Equal(t, names, parts[1])
		signature, err := base64.StdEncoding.DecodeString(parts[2])
		require.NoError(t, err)
		digest := sha256.Sum256([]byte(signed))
		require.NoError(t, rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA256, digest[:], signature), method)
	}
}
