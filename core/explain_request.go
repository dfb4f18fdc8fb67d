package core

import (
	"strings"

	"causeway/core/rewrite"
)

// masked stands for a secret.
const masked = "***"

// rehearsed is a target and the request that would be sent to it.
type rehearsed struct {
	x       *Exchange
	attempt attempt
	fetch   Action
	refused *Fault // why there is no request
}

// rehearsed makes the request to a target, as send does.
func (e *explanation) rehearsed(t *Target) *rehearsed {
	e.x.attempt = attempt{target: t, id: 1, began: e.x.now}
	e.x.files.list = nil
	fetch, fault := e.x.fetch()
	for _, f := range e.x.files.list {
		e.x.attempt.foreseen = append(e.x.attempt.foreseen, "the file at "+hostOf(f.url))
	}
	return &rehearsed{e.x, e.x.attempt, fetch, fault}
}

// appendTarget appends what would be done with the target.
func (r *rehearsed) appendTarget(dst []byte) []byte {
	a := &r.attempt
	dst = rewrite.Text(dst, "provider", a.target.Vendor.Name)
	if a.request.Model != "" {
		dst = rewrite.Text(dst, "model", a.request.Model)
	}
	if a.service != nil {
		dst = rewrite.Text(dst, "dialect", a.service.Dialect.Name)
		dst = rewrite.Text(dst, "reply", r.reply())
	}
	dst = appendTimeouts(dst, a.target.Timeouts)
	return appendRetry(dst, &a.target.Retry)
}

// reply says how a good reply would travel: relay decides it so when the reply is of the kind that was asked for.
func (r *rehearsed) reply() string {
	a := &r.attempt
	dialect := a.service.Dialect
	switch {
	case a.request.Stream && a.isNative && a.isWrapped():
		return "unwrapped as it comes"
	case !a.isNative && a.request.Stream:
		return "translated as it comes"
	case !a.isNative:
		return "read whole, then translated"
	case dialect.Reader == nil || !a.request.Stream && !a.target.Watch && !a.isWrapped():
		return "piped"
	case !a.request.Stream:
		return "read whole, then sent on unchanged"
	case a.target.Watch:
		return "peeked at, then watched"
	}
	return "peeked at, then piped"
}

// appendRequest appends the member "request", or "refused" when none can be made.
func (r *rehearsed) appendRequest(dst []byte) []byte {
	if f := r.refused; f != nil {
		dst = append(rewrite.Key(dst, "refused"), '{')
		dst = rewrite.Int(dst, "status", int64(f.Status))
		dst = rewrite.Text(dst, "code", f.Code)
		return append(rewrite.Text(dst, "message", f.Message), '}')
	}
	if len(r.attempt.foreseen) > 0 {
		dst = append(rewrite.Key(dst, "fetches_first"), '[')
		for _, errand := range r.attempt.foreseen {
			dst = rewrite.AppendString(rewrite.Comma(dst), errand)
		}
		dst = append(dst, ']')
	}
	dst = append(rewrite.Key(dst, "request"), '{')
	dst = rewrite.Text(dst, "method", r.fetch.Method)
	dst = rewrite.Text(dst, "url", r.url())
	dst = append(rewrite.Key(dst, "headers"), '{')
	for i := range r.fetch.Header {
		f := &r.fetch.Header[i]
		dst = rewrite.Text(dst, f.Name, r.shown(f))
	}
	dst = append(dst, '}')
	switch {
	case isObject(r.fetch.Body):
		dst = rewrite.Raw(dst, "body", r.fetch.Body)
	case r.fetch.Body != "":
		dst = rewrite.Text(dst, "body", r.fetch.Body)
	}
	return append(dst, '}')
}

// url is where the request would go. A query that a custom_host brings along may hold a key, and so may the caller's.
func (r *rehearsed) url() string {
	before, query, hasQuery := strings.Cut(r.fetch.URL, "?")
	switch {
	case !hasQuery:
		return before
	case strings.Contains(r.attempt.target.CustomHost, "?"):
		return before + "?" + masked
	}
	params := strings.Split(query, "&")
	for i := range params {
		if name, _, _ := strings.Cut(params[i], "="); isSecret(strings.ToLower(name)) {
			params[i] = name + "=" + masked
		}
	}
	return before + "?" + strings.Join(params, "&")
}

// shown is a field's value, or what stands for it when it is a secret: the key, whatever carries it, and every field whose
// name says that it is one.
func (r *rehearsed) shown(f *Field) string {
	auth, key := r.attempt.target.Vendor.Auth, r.attempt.target.Key
	switch {
	case f.Name == auth.Header && strings.HasPrefix(f.Value, auth.Prefix):
		return auth.Prefix + masked
	case f.Name == auth.Header, isSecret(f.Name), key != "" && strings.Contains(f.Value, key):
		return masked
	}
	return f.Value
}

// appendLosses appends what the request does not say as the caller said it: "dropped", and "translated".
func (r *rehearsed) appendLosses(dst []byte) []byte {
	dst = append(rewrite.Key(dst, "dropped"), '[')
	for _, name := range r.attempt.request.dropped {
		dst = rewrite.AppendString(rewrite.Comma(dst), name)
	}
	dst = append(dst, ']')
	own := r.x.door.Dialect
	if r.attempt.service == nil || r.attempt.service.Dialect == own {
		return rewrite.Raw(dst, "translated", "false")
	}
	dst = append(rewrite.Key(dst, "translated"), '{')
	dst = rewrite.Text(dst, "from", own.Name)
	return append(rewrite.Text(dst, "to", r.attempt.service.Dialect.Name), '}')
}

// isSecret reports that what a header or an option holds may be one, going by its name.
func isSecret(name string) bool {
	for _, word := range [...]string{"auth", "cookie", "credential", "key", "password", "secret", "service_account", "signature", "token"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}
