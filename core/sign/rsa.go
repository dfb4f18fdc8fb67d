package sign

import (
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
// key and text give the same signature.
//
// What math/big computes takes a time that depends on its numbers. The message is blinded, so that they have nothing to do
// with what a caller chose; the blinding is made of the key and the message, so that to ask again teaches nothing. A
// signature that would not be accepted, of a key that is damaged or a computation that went wrong, is never given out: it
// could give the key away.
//
// Errors say what is wrong with the key and repeat nothing of it.
//
// RFC 8017 §5.1.2, §8.2 and §A.1.2, RFC 5208 §5, RFC 7468 §10 and §13
func RS256(pem, text string) (signature []byte, err error) {
	k, err := privateKey(pem)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(text))
	size := (k[modulus].BitLen() + 7) / 8
	message := new(big.Int).SetBytes(encoded(size, sum[:]))
	factor := k.factor(size, sum[:])
	inverse := new(big.Int).ModInverse(factor, k[modulus])
	if inverse == nil {
		return nil, errors.New(unfit)
	}
	blinded := new(big.Int).Exp(factor, k[public], k[modulus])
	s := k.power(blinded.Mul(blinded, message).Mod(blinded, k[modulus]))
	s.Mul(s, inverse).Mod(s, k[modulus])
	if new(big.Int).Exp(s, k[public], k[modulus]).Cmp(message) != 0 {
		return nil, errors.New(unfit)
	}
	return s.FillBytes(make([]byte, size)), nil
}

// encoded is EMSA-PKCS1-v1_5: 0, 1, bytes of all ones, 0, and the DigestInfo of a SHA-256 sum.
func encoded(size int, sum []byte) []byte {
	digest := append([]byte{0x30, 0x31, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20}, sum...)
	out := append(make([]byte, 0, size), 0, 1)
	for len(out) < size-len(digest)-1 {
		out = append(out, 0xff)
	}
	return append(append(out, 0), digest...)
}

// factor is a number that nobody knows who does not know the key, another for each message.
func (k *key) factor(size int, sum []byte) *big.Int {
	seed := append(k[private].Bytes(), sum...)
	var digits []byte
	for i := byte(0); len(digits) < size; i++ {
		part := sha256.Sum256(append(seed, i))
		digits = append(digits, part[:]...)
	}
	f := new(big.Int).SetBytes(digits)
	return f.Mod(f, k[modulus])
}

// power is m to the private exponent, by way of the primes: RSADP with the second form of a key.
func (k *key) power(m *big.Int) *big.Int {
	a, b := new(big.Int).Exp(m, k[exponentP], k[primeP]), new(big.Int).Exp(m, k[exponentQ], k[primeQ])
	a.Sub(a, b).Mul(a, k[coefficient]).Mod(a, k[primeP])
	return a.Mul(a, k[primeQ]).Add(a, b)
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

// key is an RSAPrivateKey: its numbers, in their order.
//
//	SEQUENCE { version 0, n, e, d, p, q, d mod (p-1), d mod (q-1), 1/q mod p }    each an INTEGER
type key [9]*big.Int

const (
	version = iota
	modulus
	public
	private
	primeP
	primeQ
	exponentP
	exponentQ
	coefficient
)

// privateKey reads a PEM text.
func privateKey(pem string) (*key, error) {
	label, body, err := unwrap(strings.ReplaceAll(pem, `\n`, "\n"))
	if err != nil {
		return nil, err
	}
	if label == "PRIVATE KEY" {
		body = inside(body)
	}
	k := readKey(body)
	if k == nil {
		return nil, errors.New("the private key is no RSA key of two primes in DER")
	}
	if !k.isSound() {
		return nil, errors.New(unfit)
	}
	return k, nil
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

// readKey reads an RSAPrivateKey, nil for anything else.
func readKey(der []byte) *key {
	body, _, ok := element(der, tagSequence)
	var k key
	for i := range k {
		var digits []byte
		if digits, body, ok = element(body, tagInteger); !ok || len(digits) == 0 || digits[0] >= 0x80 || len(digits) > maxBits/8+1 {
			return nil
		}
		k[i] = new(big.Int).SetBytes(digits)
	}
	if k[version].Sign() != 0 {
		return nil
	}
	return &k
}

// minBits and maxBits are how large a modulus is: the one keeps what could be broken from being used, the other bounds the
// work that a caller's key makes.
const minBits, maxBits = 1024, 8192

// isSound reports that a key may be computed with. Whether it is right is seen of its signatures.
func (k *key) isSound() bool {
	bits := k[modulus].BitLen()
	product := new(big.Int).Mul(k[primeP], k[primeQ])
	return bits >= minBits && bits <= maxBits && product.Cmp(k[modulus]) == 0 &&
		k[public].BitLen() >= 2 && k[public].BitLen() <= 32 && k[exponentP].BitLen() <= bits && k[exponentQ].BitLen() <= bits
}

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
