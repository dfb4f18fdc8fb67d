package providers

import (
	"causeway/core"
	"causeway/core/rewrite"
	"causeway/core/sign"
)

// account is a service account's key file, as Google hands it out:
//
//	{"type":"service_account","project_id":"…","private_key_id":"…","private_key":"-----BEGIN PRIVATE KEY-----\n…",
//	 "client_email":"…","token_uri":"https://oauth2.googleapis.com/token",…}
type account string

const accountOption = "vertex_service_account_json"

// serviceAccount is the key file that the config or a header gives; "" for none.
func serviceAccount(r *core.Request) account { return account(r.Option(accountOption)) }

// member is the plain text of a member.
func (a account) member(key string) string { return rewrite.Unescape(a.contents(key)) }

func (a account) contents(key string) string {
	if _, isJSON := rewrite.Check(string(a)); !isJSON {
		return ""
	}
	return rewrite.Contents(rewrite.Member(string(a), key))
}

// The token endpoint, and the scope that calling models takes. An assertion lets whoever has it act as the account for an
// hour: it goes to Google and to nobody else, whatever the file says.
//
// https://developers.google.com/identity/protocols/oauth2/service-account#httprest (read 2026-11-25)
const (
	tokenURL   = "https://oauth2.googleapis.com/token"
	oldURL     = "https://accounts.google.com/o/oauth2/token" // in files of before 2018
	tokenScope = "https://www.googleapis.com/auth/cloud-platform"
	tokenAsk   = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="
	tokenSec   = 3600 // the longest that Google grants
)

// grantVertex is Grant: an access token for a service account.
func grantVertex(r *core.Request) (*core.Grant, *core.Fault) {
	a := serviceAccount(r)
	if a == "" {
		return nil, nil
	}
	if a.contents("client_email") == "" || a.contents("private_key") == "" {
		return nil, core.Refuse(accountOption, accountOption+": a JSON object with client_email and private_key is expected")
	}
	if uri := a.member("token_uri"); uri != "" && uri != tokenURL && uri != oldURL {
		return nil, core.Refuse(accountOption, accountOption+": its token_uri is not "+tokenURL)
	}
	return &core.Grant{
		Key:    tokenURL + " " + a.contents("client_email") + " " + a.contents("private_key"),
		Method: "POST", URL: tokenURL,
		Header: core.Header{{Name: "content-type", Value: "application/x-www-form-urlencoded"}, {Name: "user-agent", Value: "causeway"}},
		Late:   func() (string, *core.Fault) { return a.assertion(r.NowMs) },
		Read:   bearerToken,
	}, nil
}

// assertion is the body of a token request. A signature takes milliseconds: it is made only when there is no token.
func (a account) assertion(nowMs int64) (string, *core.Fault) {
	now := nowMs / 1000
	claims := rewrite.Escaped([]byte{'{'}, "iss", a.contents("client_email"))
	claims = rewrite.Text(claims, "scope", tokenScope)
	claims = rewrite.Text(claims, "aud", tokenURL)
	claims = rewrite.Int(claims, "iat", now)
	claims = rewrite.Int(claims, "exp", now+tokenSec)
	token, err := sign.JWT(a.member("private_key"), a.contents("private_key_id"), string(append(claims, '}')))
	if err != nil {
		return "", core.Refuse(accountOption, accountOption+": "+err.Error())
	}
	return tokenAsk + token, nil
}

// signVertex is Sign: the token of the service account, else the key, which is an access token then, unless the config
// forwards what the caller sent.
func signVertex(s *core.Signing) *core.Fault {
	token := s.Token
	if token == "" {
		token = s.Key
	}
	if _, has := s.Header.Lookup(bearer.Header); has {
		return nil
	}
	if token == "" {
		fault := s.Request.Missing("api_key")
		fault.Message += "; it is an access token, and " + accountOption + " does instead"
		return fault
	}
	s.Header = s.Header.Set(bearer.Header, bearer.Prefix+token)
	return nil
}
