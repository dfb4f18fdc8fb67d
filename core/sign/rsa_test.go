package sign

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSignaturesAreThoseOfCryptoRSA(t *testing.T) {
	for _, bits := range []int{1024, 2048, 3072} {
		key := newKey(t, bits)
		for name, text := range map[string]string{"PKCS#8": pkcs8(t, key), "PKCS#1": pkcs1(key)} {
			for _, message := range []string{"", "a", strings.Repeat("long ", 1000)} {
				signature, err := RS256(text, message)
				require.NoError(t, err, name)
				sum := sha256.Sum256([]byte(message))
				require.NoError(t, rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA256, sum[:], signature), "%s, %d bits", name, bits)
				again, err := RS256(text, message)
				require.NoError(t, err)
				require.Equal(t, signature, again)
			}
		}
	}
}

func TestHowAKeyMayBeWritten(t *testing.T) {
	key := newKey(t, 1024)
	text := pkcs8(t, key)
	want, err := RS256(text, "x")
	require.NoError(t, err)
	for name, text := range map[string]string{
		"CRLF":             strings.ReplaceAll(text, "\n", "\r\n"),
		"one line":         strings.ReplaceAll(text, "\n", `\n`),
		"no last newline":  strings.TrimSpace(text),
		"words around it":  "Bag Attributes\n" + text + "more\n",
		"a second block":   text + pkcs1(newKey(t, 1024)),
		"lines of a width": strings.ReplaceAll(text, "\n", "\n  "),
	} {
		got, err := RS256(text, "x")
		require.NoError(t, err, name)
		require.Equal(t, want, got, name)
	}
}

func TestKeysThatAreNone(t *testing.T) {
	key := newKey(t, 1024)
	text := pkcs8(t, key)
	der := x509.MarshalPKCS1PrivateKey(key)
	elliptic, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	curve, err := x509.MarshalPKCS8PrivateKey(elliptic)
	require.NoError(t, err)
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	require.NoError(t, err)
	wrong := *key
	wrong.E = 3
	for name, text := range map[string]string{
		"empty":           "",
		"no PEM":          "-----BEGIN",
		"cut":             text[:len(text)/2],
		"label":           strings.ReplaceAll(text, "PRIVATE", "PUBLIC"),
		"a certificate":   block("CERTIFICATE", der),
		"encrypted":       block("ENCRYPTED PRIVATE KEY", der),
		"encrypted, old":  "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----",
		"no base64":       "-----BEGIN PRIVATE KEY-----\n!!!\n-----END PRIVATE KEY-----",
		"a curve":         block("PRIVATE KEY", curve),
		"a public key":    block("PRIVATE KEY", public),
		"PKCS#1 as 8":     block("PRIVATE KEY", der),
		"cut DER":         block("RSA PRIVATE KEY", der[:len(der)-8]),
		"wrong exponent":  block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(&wrong)),
		"another size":    block("RSA PRIVATE KEY", append([]byte{0x30, 0x84, 0, 0, 1, 0}, der[4:]...)),
		"a negative":      block("RSA PRIVATE KEY", []byte{0x30, 3, 2, 1, 0xff}),
		"an empty number": block("RSA PRIVATE KEY", []byte{0x30, 2, 2, 0}),
	} {
		signature, err := RS256(text, "x")
		require.Error(t, err, name)
		require.Nil(t, signature, name)
	}
}

func TestTamperedKeysDoNotSign(t *testing.T) {
	key := newKey(t, 1024)
	der := x509.MarshalPKCS1PrivateKey(key)
	want, err := RS256(pkcs1(key), "x")
	require.NoError(t, err)
	for i := 0; i < len(der); i += 7 {
		other := append([]byte(nil), der...)
		other[i] ^= 1
		if got, err := RS256(block("RSA PRIVATE KEY", other), "x"); err == nil {
			require.Equal(t, want, got, "byte %d", i)
		}
	}
}

func TestJWT(t *testing.T) {
	key := newKey(t, 2048)
	token, err := JWT(pkcs8(t, key), "key-1", `{"iss":"me"}`)
	require.NoError(t, err)
	parts := strings.Split(token, ".")
	require.Len(t, parts, 3)
	var header map[string]string
	require.NoError(t, json.Unmarshal(decoded(t, parts[0]), &header))
	require.Equal(t, map[string]string{"alg": "RS256", "typ": "JWT", "kid": "key-1"}, header)
	require.Equal(t, `{"iss":"me"}`, string(decoded(t, parts[1])))
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	require.NoError(t, rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA256, sum[:], decoded(t, parts[2])))

	token, err = JWT(pkcs8(t, key), "", `{}`)
	require.NoError(t, err)
	require.Equal(t, `{"alg":"RS256","typ":"JWT"}`, string(decoded(t, strings.Split(token, ".")[0])))
	_, err = JWT("", "", "{}")
	require.Error(t, err)
}

func FuzzPrivateKey(f *testing.F) {
	f.Add([]byte{0x30, 3, 2, 1, 0})
	f.Add([]byte{0x30, 0x82, 1, 0, 2})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, der []byte) {
		_, err := RS256(block("PRIVATE KEY", der), "x")
		require.Error(t, err)
		_, err = RS256(block("RSA PRIVATE KEY", der), "x")
		require.Error(t, err)
		_, err = RS256(string(der), "x")
		require.Error(t, err)
	})
}

func BenchmarkRS256(b *testing.B) {
	text := pkcs1(newKey(b, 2048))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := RS256(text, "x"); err != nil {
			b.Fatal(err)
		}
	}
}

// newKey is a key for one test.
func newKey(t testing.TB, bits int) *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	require.NoError(t, err)
	return key
}

func pkcs8(t testing.TB, key *rsa.PrivateKey) string {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	return block("PRIVATE KEY", der)
}

func pkcs1(key *rsa.PrivateKey) string {
	return block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))
}

func block(label string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
}

func decoded(t *testing.T, part string) []byte {
	text, err := base64.RawURLEncoding.DecodeString(part)
	require.NoError(t, err)
	return text
}
