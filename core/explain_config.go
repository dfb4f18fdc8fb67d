package core

import (
	"strconv"
	"strings"

	"causeway/core/config"
	"causeway/core/health"
	"causeway/core/rewrite"
	"causeway/core/route"
)

// appendNode appends the tree's node at as a config object in which everything is said that its targets inherit.
func (e *explanation) appendNode(dst []byte, at int32) []byte {
	node, n := e.places[at].node, &e.x.plan.Tree.Nodes[at]
	dst = append(dst, '{')
	dst = rewrite.Text(dst, "path", node.Path)
	if node.Name != "" {
		dst = rewrite.Text(dst, "name", node.Name)
	}
	if node.HasWeight {
		dst = appendNumber(dst, "weight", node.Weight)
	}
	if n.Mode == route.Leaf {
		return append(e.appendLeaf(dst, node, &e.x.plan.Targets[n.Leaf]), '}')
	}
	dst = rewrite.Text(dst, "mode", node.Mode.String())
	if n.OnStatus != nil {
		dst = appendStatuses(dst, n.OnStatus)
	}
	if node.Default != "" {
		dst = rewrite.Text(dst, "default", node.Default)
	}
	dst = append(rewrite.Key(dst, "targets"), '[')
	for i := range n.Count {
		dst = e.appendNode(rewrite.Comma(dst), n.First+i)
	}
	return append(dst, "]}"...)
}

// appendLeaf appends the settings of a target, inherited ones included.
func (e *explanation) appendLeaf(dst []byte, node *config.Node, t *Target) []byte {
	dst = rewrite.Text(dst, "provider", t.Vendor.Name)
	dst = appendFlag(dst, "has_key", t.Key != "")
	if host, _, hasQuery := strings.Cut(t.CustomHost, "?"); hasQuery {
		dst = rewrite.Text(dst, "custom_host", host+"?"+masked)
	} else if host != "" {
		dst = rewrite.Text(dst, "custom_host", host)
	}
	dst = appendFlag(dst, "strict_open_ai_compliance", t.Strict)
	dst = appendTimeouts(dst, t.Timeouts)
	dst = appendRetry(dst, &t.Retry)
	dst = appendBreaker(dst, t.Breaker)
	if t.Price != nil {
		dst = append(rewrite.Key(dst, "price"), '{')
		dst = appendNumber(dst, "input", t.Price.Input)
		dst = appendNumber(dst, "output", t.Price.Output)
		dst = appendGiven(dst, "cache_read", t.Price.CacheRead)
		dst = appendGiven(dst, "cache_write", t.Price.CacheWrite)
		dst = appendGiven(dst, "audio_input", t.Price.AudioInput)
		dst = append(appendGiven(dst, "audio_output", t.Price.AudioOutput), '}')
	}
	dst = appendParams(dst, &t.Params)
	if len(t.Forward) > 0 {
		dst = append(rewrite.Key(dst, "forward_headers"), '[')
		for _, name := range t.Forward {
			dst = rewrite.AppendString(rewrite.Comma(dst), name)
		}
		dst = append(dst, ']')
	}
	return appendOptions(dst, t)
}

// appendOptions appends the target's options. Of those that its vendor does not know, only the names are told: what they
// mean is not known either.
func appendOptions(dst []byte, t *Target) []byte {
	if len(t.Options) == 0 {
		return dst
	}
	dst = append(rewrite.Key(dst, "options"), '{')
	for _, o := range t.Options {
		value := masked
		if t.Vendor.hasOption(o.Name) && !isSecret(o.Name) {
			value = o.Value
		}
		dst = rewrite.Text(dst, o.Name, value)
	}
	return append(dst, '}')
}

func (v *Vendor) hasOption(key string) bool {
	for i := range v.Options {
		if v.Options[i].Key == key {
			return true
		}
	}
	return false
}

// appendTimeouts appends the limits that count, the default ones included.
func appendTimeouts(dst []byte, t Timeouts) []byte {
	if t.HeadersMs == 0 {
		t.HeadersMs = defaultHeadersMs
	}
	if t.IdleMs == 0 {
		t.IdleMs = defaultIdleMs
	}
	dst = append(rewrite.Key(dst, "timeouts"), '{')
	for _, limit := range [...]struct {
		name string
		ms   int64
	}{
		{"connect", t.ConnectMs}, {"headers", t.HeadersMs}, {"first_token", t.FirstTokenMs}, {"idle", t.IdleMs}, {"total", t.TotalMs},
	} {
		if limit.ms > 0 {
			dst = rewrite.Int(dst, limit.name, limit.ms)
		}
	}
	return append(dst, '}')
}

func appendRetry(dst []byte, r *Retry) []byte {
	dst = append(rewrite.Key(dst, "retry"), '{')
	dst = rewrite.Int(dst, "attempts", int64(r.Attempts))
	if r.Attempts > 0 {
		statuses := r.OnStatus
		if statuses == nil {
			statuses = retryStatus[:]
		}
		dst = appendStatuses(dst, statuses)
		dst = appendFlag(dst, "use_retry_after_header", r.UseRetryAfter)
	}
	return append(dst, '}')
}

// appendBreaker appends a cb_config, as far as it says something.
func appendBreaker(dst []byte, b *health.Breaker) []byte {
	if b == nil {
		return dst
	}
	dst = append(rewrite.Key(dst, "cb_config"), '{')
	if b.FailureThreshold > 0 {
		dst = rewrite.Int(dst, "failure_threshold", int64(b.FailureThreshold))
	}
	if b.FailurePercentage > 0 {
		dst = appendNumber(dst, "failure_threshold_percentage", b.FailurePercentage)
		dst = rewrite.Int(dst, "minimum_requests", int64(b.MinimumRequests))
	}
	return append(rewrite.Int(dst, "cooldown_interval", b.CooldownMs), '}')
}

func appendStatuses(dst []byte, statuses []int) []byte {
	dst = append(rewrite.Key(dst, config.StatusList), '[')
	for _, status := range statuses {
		dst = strconv.AppendInt(rewrite.Comma(dst), int64(status), 10)
	}
	return append(dst, ']')
}

// appendParams appends the changes to the request's parameters, from every level of the config in one.
func appendParams(dst []byte, p *Params) []byte {
	if len(p.Defaults) > 0 {
		dst = rewrite.Members(rewrite.Key(dst, "default_params"), "{}", p.Defaults)
	}
	if len(p.Overrides) > 0 {
		dst = rewrite.Members(rewrite.Key(dst, "override_params"), "{}", p.Overrides)
	}
	if len(p.Drops) == 0 {
		return dst
	}
	dst = append(rewrite.Key(dst, "drop_params"), '[')
	for _, path := range p.Drops {
		dst = rewrite.AppendString(rewrite.Comma(dst), spelled(path))
	}
	return append(dst, ']')
}

// spelled is a path as a config writes it: "tools[*].function.strict".
func spelled(path config.Path) string {
	text := ""
	for i, step := range path {
		switch {
		case step.Key == "" && step.Index == config.Every:
			text += "[*]"
		case step.Key == "":
			text += "[" + decimal(int64(step.Index)) + "]"
		case i > 0:
			text += "." + step.Key
		default:
			text += step.Key
		}
	}
	return text
}

func appendFlag(dst []byte, key string, is bool) []byte {
	return strconv.AppendBool(rewrite.Key(dst, key), is)
}

// appendGiven appends a price that somebody gave.
func appendGiven(dst []byte, key string, price float64) []byte {
	if price == config.Unpriced {
		return dst
	}
	return appendNumber(dst, key, price)
}
