package providers

import (
	"strings"

	"causeway/core"
	"causeway/core/date"
	"causeway/core/rewrite"
	"causeway/core/sign"
)

// What Amazon Web Services' vendors have in common is how they know their customers: Portkey's aws_auth_type.
//
//	accessKey     access keys, with which every request is signed; so it is without a type, where there are any
//	apiKey        a Bedrock API key, sent as it is; so it is without a type, where there are no access keys
//	assumedRole   access keys, with which a role is assumed whose own keys then sign
//
// A session token goes with keys that expire. further are a vendor's other options, whose keys sort before these.
//
// https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html,
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (read 2026-11-25); Portkey-AI/gateway 1.15.2
func awsOptions(further ...core.Option) []core.Option {
	return append(further,
		core.Option{Key: "aws_access_key_id", Header: "aws-access-key-id"},
		core.Option{Key: "aws_auth_type", Header: "aws-auth-type"},
		core.Option{Key: "aws_external_id", Header: "aws-external-id"},
		core.Option{Key: "aws_region", Header: "aws-region"},
		core.Option{Key: "aws_role_arn", Header: "aws-role-arn"},
		core.Option{Key: "aws_secret_access_key", Header: "aws-secret-access-key"},
		core.Option{Key: "aws_session_token", Header: "aws-session-token"},
	)
}

// awsSign proves who sends a request to a service of AWS's.
func awsSign(s *core.Signing, service string) *core.Fault {
	who, fault := awsCredentials(s.Request)
	switch {
	case fault != nil:
		return fault
	case who.AccessKey == "" && s.Key != "":
		s.Header = s.Header.Set("authorization", "Bearer "+s.Key)
		return nil
	case who.AccessKey == "":
		return awsUnsigned(s)
	}
	if s.Token != "" {
		who = awsTaken(s.Token)
	}
	r := &sign.Request{Method: s.Method, URL: s.URL, Body: s.Body}
	s.Header = awsUnproved(s.Header)
	for _, f := range s.Header {
		if f.Name == "content-type" || strings.HasPrefix(f.Name, "x-amz") {
			r.Header = append(r.Header, sign.Field(f))
		}
	}
	stamp := string(date.AppendStamp(nil, s.NowMs))
	for _, f := range sign.V4(r, &who, s.Request.Option("aws_region"), service, stamp) {
		s.Header = append(s.Header, core.Field(f))
	}
	return nil
}

// awsCredentials are the access keys of a request's target; zero when it has none and may do without.
func awsCredentials(r *core.Request) (who sign.Credentials, fault *core.Fault) {
	who = sign.Credentials{
		AccessKey: r.Option("aws_access_key_id"), SecretKey: r.Option("aws_secret_access_key"),
		SessionToken: r.Option("aws_session_token"),
	}
	kind := r.Option("aws_auth_type")
	switch {
	case kind == "apiKey" && r.Key() == "":
		return who, r.Missing("api_key")
	case kind == "apiKey":
		return sign.Credentials{}, nil
	case kind != "" && kind != "assumedRole" && kind != "accessKey":
		return who, core.Refuse("aws_auth_type", "aws_auth_type is none of accessKey, apiKey and assumedRole")
	case who.AccessKey == "" && (who.SecretKey != "" || kind == "assumedRole"):
		return who, r.Missing("aws_access_key_id")
	case who.AccessKey == "":
		return sign.Credentials{}, nil
	case who.SecretKey == "":
		return who, r.Missing("aws_secret_access_key")
	case r.Option("aws_region") == "":
		return who, r.Missing("aws_region")
	case !isRegion(r.Option("aws_region")):
		return who, core.Refuse("aws_region", "aws_region is no region: letters, digits and - are expected")
	}
	return who, nil
}

// isRegion reports that a region is a label of a host's name, and so cannot name another host.
func isRegion(region string) bool {
	return strings.Trim(region, "-0123456789abcdefghijklmnopqrstuvwxyz") == ""
}

// awsUnsigned is the fault of a request without any proof, unless the config forwards the caller's own or sends it to
// somebody else than AWS.
func awsUnsigned(s *core.Signing) *core.Fault {
	_, host, _ := strings.Cut(s.URL, "://")
	host, _, _ = strings.Cut(host, "/")
	isAWS := strings.HasSuffix(host, ".amazonaws.com") || strings.HasSuffix(host, ".api.aws")
	if _, has := s.Header.Lookup("authorization"); has || !isAWS {
		return nil
	}
	return s.Request.Missing("aws_access_key_id")
}

// awsUnproved is a header without what an earlier signature put there: a client of AWS's own may have signed for this
// gateway.
func awsUnproved(h core.Header) core.Header {
	kept := make(core.Header, 0, len(h)+3)
	for _, f := range h {
		switch f.Name {
		case "authorization", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token":
		default:
			kept = append(kept, f)
		}
	}
	return kept
}

// roleMs is how long a role is assumed for: an hour, which every role allows.
const roleMs = 3600_000

// awsGrant implements core.Vendor's Grant for aws_auth_type assumedRole. The token is the role's three keys, a space
// between them.
func awsGrant(r *core.Request) (*core.Grant, *core.Fault) {
	if r.Option("aws_auth_type") != "assumedRole" {
		return nil, nil
	}
	who, fault := awsCredentials(r)
	if fault != nil {
		return nil, fault
	}
	role, region := r.Option("aws_role_arn"), r.Option("aws_region")
	if role == "" {
		return nil, r.Missing("aws_role_arn")
	}
	pairs := []string{
		"Action", "AssumeRole", "DurationSeconds", "3600", "RoleArn", role, "RoleSessionName", "causeway", "Version", "2011-06-15",
	}
	if external := r.Option("aws_external_id"); external != "" {
		pairs = append(pairs, "ExternalId", external)
	}
	g := &core.Grant{
		Key:    strings.Join([]string{"sts", region, role, r.Option("aws_external_id"), who.AccessKey, who.SecretKey, who.SessionToken}, "\n"),
		Method: "POST", URL: "https://sts." + region + ".amazonaws.com/", Body: form(pairs...), Read: assumedRole,
		Header: core.Header{{Name: "accept", Value: "application/json"}, {Name: "content-type", Value: "application/x-www-form-urlencoded"}},
	}
	signed := &sign.Request{Method: g.Method, URL: g.URL, Body: g.Body, Header: []sign.Field{sign.Field(g.Header[1])}}
	for _, f := range sign.V4(signed, &who, region, "sts", string(date.AppendStamp(nil, r.NowMs))) {
		g.Header = append(g.Header, core.Field(f))
	}
	return g, nil
}

// assumedRole implements core.Grant's Read. STS answers in XML unless asked for JSON, and a proxy may forget what it was
// asked for. Its JSON was seen nowhere: both shapes are read.
//
//	<AssumeRoleResponse>…<Credentials><AccessKeyId>ASIA…</AccessKeyId><SecretAccessKey>…
//	{"AssumeRoleResponse":{"AssumeRoleResult":{"Credentials":{"AccessKeyId":"ASIA…","SecretAccessKey":"…","SessionToken":"…"}}}}
func assumedRole(body string) (token string, forMs int64, ok bool) {
	said := func(name string) string {
		_, rest, _ := strings.Cut(body, "<"+name+">")
		value, _, _ := strings.Cut(rest, "</"+name+">")
		return strings.TrimSpace(value)
	}
	if _, isJSON := rewrite.Check(body); isJSON {
		credentials := body
		for _, key := range [...]string{"AssumeRoleResponse", "AssumeRoleResult", "Credentials"} {
			credentials = rewrite.Member(credentials, key)
		}
		said = func(name string) string { return rewrite.Unescape(rewrite.Contents(rewrite.Member(credentials, name))) }
	}
	keys := [...]string{said("AccessKeyId"), said("SecretAccessKey"), said("SessionToken")}
	token = strings.Join(keys[:], " ")
	return token, roleMs, strings.Count(token, " ") == 2 && keys[0] != "" && keys[1] != "" && keys[2] != ""
}

// awsTaken are the keys in a token of awsGrant's.
func awsTaken(token string) (who sign.Credentials) {
	who.AccessKey, token, _ = strings.Cut(token, " ")
	who.SecretKey, who.SessionToken, _ = strings.Cut(token, " ")
	return who
}
