package sign

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"math/big"
	"strings"
)

// RS256 is the signature of text with RSASSA-PKCS1-v1_5 and SHA-256, as JWT's RS256 and OCI's rsa-sha256 want it.
//
// pem is an unencrypted private key, PKCS#8 ("BEGIN PRIVATE KEY") or PKCS#1 ("BEGIN RSA PRIVATE KEY"), of 1024 bits or more
// and two primes; a line may end with the two characters `\n`, as in a key that stood in an environment variable. The same
// key and text give the same signature. crypto/rsa computes it, in constant time, and checks the key and the result.
//
// Errors say what is wrong with the key and repeat nothing of it.
//
// RFC 8017 §8.2 and §A.1.2, RFC 5208 §5, RFC 7468 §10 and §13
func RS256(pem, text string) (signature []byte, err error) {
	key, err := privateKey(pem)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(text))
	signature, err = rsa.SignPKCS1v15(nil, key, crypto.SHA256, sum[:])
	if err != nil {
		return nil, errors.New(unfit)
	}
	return signature, nil
}

// JWT is a JSON web token with the claims, a JSON object, signed by RS256. keyID names the key, as escaped contents of a
// JSON string; "" leaves it out. Errors are those of RS256.
//
//	JWT(pem, "k1", `{"iss":"me"}`) → base64url({"alg":"RS256","typ":"JWT","kid":"k1"}) + "." + base64url({"iss":"me"}) + "." + …
//
// RFC 7515 §3.1 and RFC 7519 §3
func JWT(pem, keyID, claims string) (token string, err error) {
	header := `{"alg":"RS256","typ":"JWT"`
	if keyID != "" {
		header += `,"kid":"` + keyID + `"`
	}
	token = base64.RawURLEncoding.EncodeToString([]byte(header+"}")) + "." + base64.RawURLEncoding.EncodeToString([]byte(claims))
	signature, err := RS256(pem, token)
	if err != nil {
		return "", err
	}
	return token + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

// privateKey reads a PEM text.
func privateKey(pem string) (*rsa.PrivateKey, error) {
	label, body, err := unwrap(strings.ReplaceAll(pem, `\n`, "\n"))
	if err != nil {
		return nil, err
	}
	if label == "PRIVATE KEY" {
		body = inside(body)
	}
	key := readKey(body)
	if key == nil {
		return nil, errors.New("the private key is no RSA key of two primes in DER")
	}
	if key.Precompute(); key.Validate() != nil {
		return nil, errors.New(unfit)
	}
	return key, nil
}

// unwrap is the label of the first PEM block and the bytes in it.
func unwrap(pem string) (label string, body []byte, err error) {
	const begin, end, dashes = "-----BEGIN ", "-----END ", "-----"
	_, rest, _ := strings.Cut(pem, begin)
	label, rest, _ = strings.Cut(rest, dashes)
	text, _, isWhole := strings.Cut(rest, end+label+dashes)
	switch {
	case !isWhole:
		return "", nil, errors.New("the private key is no PEM text")
	case label != "PRIVATE KEY" && label != "RSA PRIVATE KEY" || strings.Contains(text, "ENCRYPTED"):
		return "", nil, errors.New("the private key is of another kind than PRIVATE KEY and RSA PRIVATE KEY, or encrypted")
	}
	body, err = base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return "", nil, errors.New("the private key's PEM text is not base64")
	}
	return label, body, nil
}

// unfit is what is wrong with a key that was read and cannot sign.
const unfit = "the private key is no valid RSA key of 1024 bits or more"

// readKey reads an RSAPrivateKey, nil for anything else:
//
//	SEQUENCE { version 0, n, e, d, p, q, d mod (p-1), d mod (q-1), 1/q mod p }    each an INTEGER
func readKey(der []byte) *rsa.PrivateKey {
	const version, n, e, d, p, q, dp, dq, qinv, count = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
	body, _, _ := element(der, tagSequence) // what is no sequence has no integers in it either
	var numbers [count]*big.Int
	for i := range numbers {
		digits, rest, ok := element(body, tagInteger)
		if body = rest; !ok || len(digits) == 0 || digits[0] >= 0x80 {
			return nil
		}
		numbers[i] = new(big.Int).SetBytes(digits)
	}
	if numbers[version].Sign() != 0 || numbers[e].BitLen() > 31 || numbers[n].BitLen() > maxBits {
		return nil
	}
	key := &rsa.PrivateKey{D: numbers[d], Primes: []*big.Int{numbers[p], numbers[q]}}
	key.N, key.E = numbers[n], int(numbers[e].Int64())
	key.Precomputed.Dp, key.Precomputed.Dq, key.Precomputed.Qinv = numbers[dp], numbers[dq], numbers[qinv]
	return key
}

// maxBits bounds the work that a caller's key makes.
const maxBits = 8192

// rsaEncryption is the object identifier 1.2.840.113549.1.1.1.
var rsaEncryption = [...]byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01}

// inside is the RSAPrivateKey in a PrivateKeyInfo, nil when there is none:
//
//	SEQUENCE { version INTEGER, algorithm SEQUENCE { OID, parameters }, privateKey OCTET STRING, … }
func inside(der []byte) []byte {
	body, _, _ := element(der, tagSequence)
	_, body, _ = element(body, tagInteger)
	algorithm, body, _ := element(body, tagSequence)
	if id, _, _ := element(algorithm, tagOID); string(id) != string(rsaEncryption[:]) {
		return nil
	}
	key, _, _ := element(body, tagOctets)
	return key
}

const (
	tagInteger  = 0x02
	tagOctets   = 0x04
	tagOID      = 0x06
	tagSequence = 0x30
)

// element is the contents of the DER element of that tag which der begins with, and what follows it.
func element(der []byte, tag byte) (contents, rest []byte, ok bool) {
	if len(der) < 2 || der[0] != tag {
		return nil, nil, false
	}
	size, der := int(der[1]), der[2:]
	if size >= 0x80 { // so many bytes of the size follow
		count := size & 0x7f
		if count == 0 || count > 3 || count > len(der) {
			return nil, nil, false
		}
		size = 0
		for _, b := range der[:count] {
			size = size<<8 | int(b)
		}
		der = der[count:]
	}
	if size > len(der) {
		return nil, nil, false
	}
	return der[:size], der[size:], true
}
