package core

import (
	"strings"

	"causeway/core/config"
	"causeway/core/rewrite"
)

// Sticky is a number made of what a sticky node tells requests apart by: the same request fields, the same choice, for
// as long as the config and its weights stay. Without hash_fields it is the beginning of the conversation, so that every
// turn finds the provider whose prompt cache is warm.
func (x *Exchange) Sticky(node int32) (identity uint64, ok bool) {
	if int(node) >= len(x.plan.Choices) {
		return 0, false
	}
	s := x.plan.Choices[node].Sticky
	if s == nil || !s.Enabled {
		return 0, false
	}
	h := uint64(fnvOffset)
	if len(s.Fields) == 0 {
		return x.conversation(h), true
	}
	for _, field := range s.Fields {
		h = fnv(fnv(h, field), x.field(field))
	}
	return h, true
}

// conversation hashes what all turns of a conversation begin with: the messages up to the first that the user wrote.
func (x *Exchange) conversation(h uint64) uint64 {
	for it := rewrite.Over(rewrite.Member(x.call.Body, "messages")); it.Next(); {
		h = fnv(h, it.Value)
		if rewrite.Member(it.Value, "role") == `"user"` {
			return h
		}
	}
	return fnv(h, rewrite.Member(x.call.Body, "input"))
}

// field is the value of "metadata.user", "params.user" or "headers.x-session"; "" when the request has none.
func (x *Exchange) field(name string) string {
	root, path, _ := strings.Cut(name, ".")
	if root == "headers" {
		return x.call.Header.Get(strings.ToLower(path))
	}
	value := x.call.Body
	if root == "metadata" {
		value = x.facts().Metadata
	}
	for key := range strings.SplitSeq(path, ".") {
		value = rewrite.Member(value, key)
	}
	return value
}

// choice is what a node of the tree needs beyond its place in it. See config.Node.
type choice struct {
	Mode    config.Mode
	Explore float64
	Sticky  *config.Sticky
}

// FNV-1a, 64 bits (https://datatracker.ietf.org/doc/html/draft-eastlake-fnv, read 2026-11-21).
const (
	fnvOffset = 0xcbf29ce484222325
	fnvPrime  = 0x100000001b3
)

func fnv(h uint64, text string) uint64 {
	for i := 0; i < len(text); i++ {
		h = (h ^ uint64(text[i])) * fnvPrime
	}
	return (h ^ 0xff) * fnvPrime // texts beside one another stay apart
}
