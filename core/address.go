package core

import (
	"bytes"
	"strings"

	"causeway/core/config"
)

// url is where the request goes: custom_host or the service's base, the service's path, and the query of a call that has no
// body of its own to say it in.
func (a *attempt) url(call Call) (string, *Fault) {
	base, fault := a.base()
	if fault != nil {
		return "", fault
	}
	path := a.service.Path
	if a.request.Stream && a.service.StreamPath != "" {
		path = a.service.StreamPath
	}
	passes := a.service.Endpoint == Passthrough
	if passes {
		path = strings.Replace(path, "{path}", strings.TrimPrefix(call.Path, "/v1"), 1)
	}
	path, own, _ := strings.Cut(path, "?")
	out, fault := a.expand(base, path, appendSegment)
	if fault != nil {
		return "", fault
	}
	asked := ""
	if passes || a.service.Endpoint == Models {
		asked = call.Query
	}
	out, fault = a.query(out, own, asked)
	return string(out), fault
}

// base is what stands before the service's path.
func (a *attempt) base() ([]byte, *Fault) {
	base := a.target.CustomHost
	if base == "" {
		base = a.service.Base
	}
	if base == "" {
		base = a.target.Vendor.Base
	}
	if base == "" {
		return nil, a.request.Missing("custom_host")
	}
	out, fault := a.expand(nil, base, appendSegment)
	if why := config.HostFault(string(out)); fault == nil && why != "" && strings.HasPrefix(base, "{+") { // an option's
		fault = callerFault(400, "invalid_base_url", a.target.Path+": the URL of "+a.target.Vendor.Name+" "+why)
	}
	return bytes.TrimRight(out, "/"), fault
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
