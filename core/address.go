package core

import (
	"bytes"
	"strings"

	"causeway/core/config"
)

// url is where the request goes: custom_host or the service's base, the service's path, and the query of a call that has no
// body of its own to say it in.
func (a *attempt) url(call Call) (string, *Fault) {
	out, fault := a.base()
	if fault != nil {
		return "", fault
	}
	host, path := len(out), a.service.Path
	if a.request.Stream && a.service.StreamPath != "" {
		path = a.service.StreamPath
	}
	path, own, _ := strings.Cut(path, "?")
	path, rest, passes := strings.Cut(path, "{path}")
	out, fault = a.expand(out, path, appendSegment)
	if passes && fault == nil { // the caller's path, as he wrote it
		out, fault = a.expand(append(out, strings.TrimPrefix(call.Path, "/v1")...), rest, appendSegment)
	}
	if fault != nil {
		return "", fault
	}
	whole := alias(out)
	if leadsUp(whole[host:]) {
		return "", callerFault(400, "invalid_path", a.target.Path+": a part of the path to "+a.target.Vendor.Name+" is . or ..")
	}
	asked := ""
	if passes || a.service.Endpoint == Models {
		asked = call.Query
	}
	if own == "" && asked == "" {
		return whole, nil // nobody writes to it again
	}
	out, fault = a.query(out, own, asked)
	return alias(out), fault
}

// base is what stands before the service's path: custom_host as it is, or the service's or the vendor's template.
func (a *attempt) base() ([]byte, *Fault) {
	if host := a.target.CustomHost; host != "" {
		return []byte(strings.TrimRight(host, "/")), nil
	}
	base := a.service.Base
	if base == "" {
		base = a.target.Vendor.Base
	}
	if base == "" {
		return nil, a.request.Missing("custom_host")
	}
	host, path := cutHost(base)
	out, fault := a.expand(nil, host, appendLabel)
	if _, name, _ := strings.Cut(string(out), "://"); fault == nil && strings.Contains(host, "{") && !isHostName(name) {
		fault = callerFault(400, "invalid_host", a.target.Path+": what stands in "+host+" may hold letters, digits, - and _ only")
	}
	if fault != nil {
		return nil, fault
	}
	out, fault = a.expand(out, path, appendSegment)
	if why := config.HostFault(string(out)); fault == nil && why != "" && strings.HasPrefix(base, "{+") { // an option's
		fault = callerFault(400, "invalid_base_url", a.target.Path+": the URL of "+a.target.Vendor.Name+" "+why)
	}
	return bytes.TrimRight(out, "/"), fault
}

// cutHost splits a base behind its host, which is empty where an option holds the whole URL.
func cutHost(base string) (host, path string) {
	scheme, rest, isWhole := strings.Cut(base, "://")
	if !isWhole {
		return "", base
	}
	name, _, _ := strings.Cut(rest, "/")
	end := len(scheme) + len("://") + len(name)
	return base[:end], base[end:]
}

// appendLabel appends value, which stands in a host: no character may end the label, let alone the host. It stays unlike a
// host's name if one would.
func appendLabel(dst []byte, value string) []byte {
	if strings.IndexByte(value, '.') >= 0 {
		return append(dst, '%')
	}
	return append(dst, value...)
}

// isHostName reports that name has the characters of a host's only.
func isHostName(name string) bool {
	for i := range len(name) {
		c := name[i]
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return name != ""
}

// leadsUp reports that a path has a segment which stands for the one above it or for itself, encoded or not: such a path
// would end elsewhere than it says.
func leadsUp(path string) bool {
	for segment := range strings.SplitSeq(path, "/") {
		switch strings.ReplaceAll(strings.ToLower(segment), "%2e", ".") {
		case ".", "..":
			return true
		}
	}
	return false
}

// query appends the parameters of a service's path, but those that are empty or that the caller gives too, and the
// caller's.
func (a *attempt) query(dst []byte, own, asked string) (_ []byte, fault *Fault) {
	end := len(dst)
	for own != "" {
		var param string
		param, own, _ = strings.Cut(own, "&")
		name, _, hasValue := strings.Cut(param, "=")
		before := len(dst)
		if dst, fault = a.expand(separated(dst, end), param, appendSegment); fault != nil {
			return dst, fault
		}
		if hasValue && dst[len(dst)-1] == '=' || hasParam(asked, name) {
			dst = dst[:before]
		}
	}
	if asked != "" {
		dst = append(separated(dst, end), asked...)
	}
	return dst, nil
}

// separated appends what goes before a parameter, behind a path that ends at end.
func separated(dst []byte, end int) []byte {
	if len(dst) == end {
		return append(dst, '?')
	}
	return append(dst, '&')
}

// hasParam reports that a query has a parameter of that name.
func hasParam(query, name string) bool {
	for param := range strings.SplitSeq(query, "&") {
		if key, _, _ := strings.Cut(param, "="); key == name {
			return true
		}
	}
	return false
}
