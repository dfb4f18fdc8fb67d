package config

import "strings"

// Sticky is the strategy's sticky object: requests that are alike in some fields go to the same target.
// https://portkey.ai/docs/product/ai-gateway/load-balancing#sticky-load-balancing (read 2026-11-21).
type Sticky struct {
	Enabled    bool
	Fields     []string // hash_fields: "metadata.user", "params.user", "headers.x-session"; nil when absent
	TTLSeconds int64    // how long after a request the next one finds its target again
}

var stickyFields = [...]field{
	{name: "enabled", kind: aFlag, into: func(n *Node) any { return &n.Sticky.Enabled }, about: "Whether any of this counts."},
	{name: "hash_fields", kind: requestFields, into: func(n *Node) any { return &n.Sticky.Fields }, about: "What tells requests apart, such as metadata.user, params.user or headers.x-session."},
	{name: "ttl", kind: aWhole, limits: limits{0, mostWhole, 3600}, into: func(n *Node) any { return &n.Sticky.TTLSeconds }, about: "Seconds after a request for which the next one finds its target again."},
}

func newSticky(n *Node) any {
	n.Sticky = new(Sticky)
	return n.Sticky
}

// newStickySession is the older spelling, which has no enabled: that it is there is enough.
func newStickySession(n *Node) any {
	n.Sticky = &Sticky{Enabled: true}
	return n.Sticky
}

// requestFieldPattern is what requestFields reads, as the schema says it.
const requestFieldPattern = `^(metadata|params|headers)\..`

// requestFields reads hash_fields.
func (p *parser) requestFields() []string {
	list := []string{}
	isList := p.strings(func(at int, text string) {
		switch first, rest, _ := strings.Cut(text, "."); {
		case rest != "" && (first == "metadata" || first == "params" || first == "headers"):
			list = append(list, text)
		default:
			p.fatal(at, "is not metadata., params. or headers. and a name")
		}
	})
	if !isList {
		return nil
	}
	return list
}
