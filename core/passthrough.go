package core

import "strings"

// What passes through goes to the provider's own address as it came, and so does what it answers: the body is not read, and
// the header is the caller's but for what belongs to a connection, to this gateway, or to somebody's keys.

// passedOn is h and the caller's fields that a provider gets where nothing is translated.
func passedOn(h, from Header) Header {
	for _, f := range from {
		if isHop(f.Name) || isOwn(f.Name) {
			continue
		}
		if _, has := h.Lookup(f.Name); !has || f.Name == "content-type" {
			h = h.Set(f.Name, f.Value)
		}
	}
	return h
}

// isOwn reports that a field of the caller's is for this gateway or its network, or proves who he is to somebody, and is not
// for a provider.
func isOwn(name string) bool {
	for _, prefix := range [...]string{"x-portkey-", "x-causeway-", "x-forwarded-", "cf-", "sec-"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	switch name {
	case "accept-encoding", "forwarded", "origin", "referer", "user-agent", "via", "x-real-ip":
		return true
	case "idempotency-key":
		return false
	}
	return isSecret(name) // whose key it is, and for which provider, is not known: forward_headers names those to pass on
}

// maxNamed bounds the vendors that a fault names.
const maxNamed = 12

// unsupported is the fault of a vendor that does not serve the endpoint: it names those that do.
func (x *Exchange) unsupported(v *Vendor) *Fault {
	names := x.gateway.Serving(x.endpoint)
	message := x.endpoint.String() + " is not supported by " + v.Name
	if len(names) == 0 {
		return callerFault(400, "unsupported_endpoint", message)
	}
	more := ""
	if n := len(names) - maxNamed; n > 0 {
		names, more = names[:maxNamed], " and "+decimal(int64(n))+" more"
	}
	return callerFault(400, "unsupported_endpoint", message+"; it is by "+strings.Join(names, ", ")+more)
}
