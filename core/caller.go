package core

import (
	"strconv"
	"strings"

	"causeway/core/config"
)

// caller is what the request's own headers say about how it wants to travel (reference: Portkey-AI/gateway 1.15.2).
type caller struct {
	Header     Header
	Provider   string
	VirtualKey string
	CustomHost string
	TimeoutMs  int64 // 0: not given
	Forward    []string
	NotStrict  bool
}

// readCaller reads the headers that overrule a config.
func readCaller(h Header) (*caller, *Fault) {
	c := &caller{
		Header:     h,
		Provider:   h.Get("x-portkey-provider"),
		VirtualKey: h.Get("x-portkey-virtual-key"),
		CustomHost: h.Get("x-portkey-custom-host"),
		NotStrict:  h.Get("x-portkey-strict-open-ai-compliance") == "false",
	}
	for _, name := range guardHeaders {
		if !isEmptyList(h.Get(name)) {
			return nil, callerFault(400, "guardrails_not_served", name+": "+NotGuarded)
		}
	}
	if c.CustomHost != "" {
		if why := config.HostFault(c.CustomHost); why != "" {
			return nil, callerFault(400, "invalid_custom_host", "x-portkey-custom-host: "+why)
		}
	}
	if text := h.Get("x-portkey-request-timeout"); text != "" {
		ms, err := strconv.ParseInt(text, 10, 64)
		if err != nil || ms <= 0 || ms > maxWaitMs {
			return nil, callerFault(400, "invalid_timeout", "x-portkey-request-timeout: "+text+" is not a number of milliseconds")
		}
		c.TimeoutMs = ms
	}
	if text := h.Get("x-portkey-forward-headers"); text != "" {
		for name := range strings.SplitSeq(text, ",") {
			name = strings.ToLower(strings.TrimSpace(name))
			if name == "x-portkey-forward-headers" {
				return nil, callerFault(400, "invalid_forward_headers", "x-portkey-forward-headers may not forward itself")
			}
			if name != "" {
				c.Forward = append(c.Forward, name)
			}
		}
	}
	return c, nil
}

// overrule puts what the headers say in the place of what any level of the config says.
func (c *caller) overrule(t *Target) {
	if c.CustomHost != "" {
		t.CustomHost = c.CustomHost
	}
	if c.TimeoutMs != 0 {
		t.Timeouts.HeadersMs = c.TimeoutMs
	}
	if c.Forward != nil {
		t.Forward = c.Forward
	}
	if c.NotStrict {
		t.Strict = false
	}
}

// Key is the provider's key that the request brings itself: a bearer token, the vendor's own header as a client of that
// vendor sends it, or x-api-key, in which Anthropic's clients send whatever key they were given.
func (c *caller) Key(v *Vendor) string {
	authorization := c.Header.Get("authorization")
	if scheme, token, ok := strings.Cut(authorization, " "); ok && strings.EqualFold(scheme, "bearer") {
		return strings.TrimSpace(token)
	}
	if v.Auth.Header != "" && v.Auth.Header != "authorization" {
		if key := c.Header.Get(v.Auth.Header); key != "" {
			return key
		}
	}
	return c.Header.Get("x-api-key")
}
