package config

import "strings"

// host reads custom_host. The complaint never quotes it: what is wrong with it may be that it holds a password.
func (p *parser) host() string {
	at := p.at
	host := p.str()
	if host == "" {
		return ""
	}
	if why := HostFault(host); why != "" {
		p.fatal(at, why)
		return ""
	}
	return host
}

// HostFault says why a text is no base URL to send requests to, "" when it is one. Whether the gateway may reach the
// host is a matter of policy, and not decided here.
func HostFault(host string) string {
	rest, ok := cutScheme(host)
	if !ok {
		return "is not an http or https URL"
	}
	for i := range len(host) {
		if b := host[i]; b <= ' ' || b == 0x7F || b == '\\' || b == '"' || b == '<' || b == '>' {
			return "holds a space, a control character or another that no URL has"
		}
	}
	authority := rest
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		authority = rest[:i]
	}
	if strings.IndexByte(authority, '@') >= 0 {
		return "holds a user name or password before its host"
	}
	name, port := cutPort(authority)
	if name == "" {
		return "names no host"
	}
	if !isPort(port) {
		return "has a port that is not a number from 1 to 65535"
	}
	return ""
}

// cutScheme removes "http://" or "https://", in any case.
func cutScheme(url string) (rest string, ok bool) {
	for _, scheme := range [...]string{"http://", "https://"} {
		if len(url) >= len(scheme) && strings.EqualFold(url[:len(scheme)], scheme) {
			return url[len(scheme):], true
		}
	}
	return "", false
}

// cutPort splits an authority at the colon of its port, not at one within an IPv6 address. Port is "0" when there is a
// colon and nothing after it, and "" without a colon.
func cutPort(authority string) (name, port string) {
	colon := strings.LastIndexByte(authority, ':')
	if colon < 0 || colon < strings.LastIndexByte(authority, ']') {
		return authority, ""
	}
	if colon+1 == len(authority) {
		return authority[:colon], "0"
	}
	return authority[:colon], authority[colon+1:]
}

// isPort reports whether a port is absent or a number from 1 to 65535.
func isPort(port string) bool {
	if len(port) > 5 {
		return false
	}
	n := 0
	for i := range len(port) {
		if !isDigit(port[i]) {
			return false
		}
		n = n*10 + int(port[i]-'0')
	}
	return port == "" || 1 <= n && n <= 65535
}

// tokenPattern is what isToken holds of, as the schema says it.
const tokenPattern = "^[0-9A-Za-z!#$%&'*+.^_`|~-]+$"

// headers reads forward_headers.
func (p *parser) headers() []string {
	names := []string{}
	isList := p.strings(func(at int, name string) {
		switch {
		case !isToken(name):
			p.fatal(at, "is not a header name")
		case strings.EqualFold(name, "x-portkey-forward-headers"):
			p.fatal(at, "forwards the header that says what to forward")
		default:
			names = append(names, name)
		}
	})
	if !isList {
		return nil
	}
	return names
}

// isToken reports whether a text can name a header: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2.
func isToken(name string) bool {
	for i := range len(name) {
		if b := name[i]; !isDigit(b) && !isLower(b|0x20) && strings.IndexByte("!#$%&'*+-.^_`|~", b) < 0 {
			return false
		}
	}
	return name != ""
}
