package providers

import (
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/date"
	"causeway/core/sign"
	"causeway/providers/openai"
	"causeway/providers/oracle"
)

// oracleVendor is Oracle's cloud. Its requests are signed with a user's key, which is given as PEM; a key that needs a
// passphrase must be decrypted first.
var oracleVendor = core.Vendor{
	Name: "oracle", Aliases: []string{"oci"}, Base: "https://inference.generativeai.{oracle_region}.oci.oraclecloud.com",
	Options: []core.Option{
		{Key: "oracle_api_version", Header: "oracle-api-version", Default: "20231130"},
		{Key: "oracle_compartment_id", Header: "oracle-compartment-id"},
		{Key: "oracle_fingerprint", Header: "oracle-fingerprint"},
		{Key: "oracle_key_passphrase", Header: "oracle-key-passphrase"},
		{Key: "oracle_private_key", Header: "oracle-private-key"},
		{Key: "oracle_region", Header: "oracle-region"},
		{Key: "oracle_serving_mode", Header: "oracle-serving-mode", Default: "ON_DEMAND"},
		{Key: "oracle_tenancy", Header: "oracle-tenancy"},
		{Key: "oracle_user", Header: "oracle-user"},
	},
	Services: []core.Service{
		{Endpoint: core.Chat, Dialect: oracle.Chat, Path: "/{oracle_api_version}/actions/chat"},
		{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "/{oracle_api_version}{path}"},
	},
	Sign:   oracleSign,
	Source: "https://docs.oracle.com/iaas/Content/API/Concepts/signingrequests.htm, read 2026-11-25; " + portkey,
}

// oracleSign implements core.Vendor's Sign: OCI's request signature, version 1. The time stands in x-date, which OCI takes
// in the place of date, because some hosts do not let date be set.
//
//	authorization: Signature version="1",keyId="tenancy/user/fingerprint",algorithm="rsa-sha256",
//	               headers="x-date (request-target) host content-length content-type x-content-sha256",signature="…"
//
// https://docs.oracle.com/iaas/Content/API/Concepts/signingrequests.htm (read 2026-11-25)
func oracleSign(s *core.Signing) *core.Fault {
	r := s.Request
	for _, key := range [...]string{"oracle_tenancy", "oracle_user", "oracle_fingerprint", "oracle_private_key"} {
		if r.Option(key) == "" {
			return r.Missing(key)
		}
	}
	if r.Option("oracle_key_passphrase") != "" {
		return core.Refuse("oracle_key_passphrase", "an encrypted key is not read: give oracle_private_key decrypted")
	}
	s.Header = s.Header.Set("x-date", string(date.AppendField(nil, s.NowMs)))
	names, text := oracleText(s)
	signature, err := sign.RS256(r.Option("oracle_private_key"), text)
	if err != nil {
		return core.Refuse("oracle_private_key", err.Error())
	}
	s.Header = s.Header.Set(bearer.Header, `Signature version="1",keyId="`+
		r.Option("oracle_tenancy")+"/"+r.Option("oracle_user")+"/"+r.Option("oracle_fingerprint")+
		`",algorithm="rsa-sha256",headers="`+names+`",signature="`+base64.StdEncoding.EncodeToString(signature)+`"`)
	return nil
}

// oracleText is what is signed, and the names of the fields in it. A request that can have a body has its hash in a field.
func oracleText(s *core.Signing) (names, text string) {
	_, rest, _ := strings.Cut(s.URL, "://")
	host, target := rest, "/"
	if at := strings.IndexByte(rest, '/'); at >= 0 {
		host, target = rest[:at], rest[at:]
	}
	names = "x-date (request-target) host"
	text = "x-date: " + s.Header.Get("x-date") + "\n(request-target): " + strings.ToLower(s.Method) + " " + target + "\nhost: " + host
	if s.Method != "POST" && s.Method != "PUT" && s.Method != "PATCH" {
		return names, text
	}
	sum := sha256.Sum256([]byte(s.Body))
	s.Header = s.Header.Set("x-content-sha256", base64.StdEncoding.EncodeToString(sum[:]))
	text += "\ncontent-length: " + strconv.Itoa(len(s.Body)) + "\ncontent-type: " + s.Header.Get("content-type") +
		"\nx-content-sha256: " + s.Header.Get("x-content-sha256")
	return names + " content-length content-type x-content-sha256", text
}
