package control

import (
	"slices"
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/config"
	"causeway/core/rewrite"
	"causeway/providers"

	"github.com/tidwall/gjson"
)

// Check says everything that is wrong with a config, in the order of its text: what config.Parse says, and what takes the
// vendor table to see.
//
// Fatal, since every call would be refused: a provider that nobody knows, a target without one, a virtual key, which needs a
// store, a guardrail. Warnings: a target without the key or an option that its provider needs, a fallback that lacks an
// endpoint which the target before it has, one whose model cannot do what another's can, a model's name that is misspelled,
// and what has no effect yet.
func Check(text string) []config.Problem {
	root, problems := config.Parse(text)
	if root == nil {
		return problems
	}
	r := reviewer{text: text, problems: problems}
	r.node(root, heritage{})
	config.Sort(r.problems)
	return r.problems
}

// reviewer collects problems.
type reviewer struct {
	text     string
	problems []config.Problem
}

// heritage is what a node's targets take from it.
type heritage struct {
	customHost bool
	forward    []string
	always     string // the model of override_params
	usually    string // of default_params
}

func (h heritage) take(n *config.Node) heritage {
	h.customHost = h.customHost || n.CustomHost != ""
	if n.ForwardHeaders != nil {
		h.forward = n.ForwardHeaders
	}
	h.always, h.usually = modelIn(n.Override, h.always), modelIn(n.Defaults, h.usually)
	return h
}

// node reviews n and what is below it, and returns what some target there offers.
func (r *reviewer) node(n *config.Node, h heritage) offer {
	h = h.take(n)
	if key := core.Unguarded(n); key != "" {
		r.note(n, key, core.NotGuarded, true)
	}
	if n.Cache != nil {
		r.note(n, "cache", "has no effect yet: replies are not cached", false)
	}
	if len(n.Targets) == 0 {
		return r.target(n, h)
	}
	offers := make([]offer, len(n.Targets))
	some := offer{isRated: true}
	for i := range n.Targets {
		offers[i] = r.node(&n.Targets[i], h)
		some = some.and(offers[i])
	}
	if n.Mode != config.Single && n.Mode != config.Conditional {
		r.compare(n, offers)
	}
	return some
}

// target reviews a leaf.
func (r *reviewer) target(n *config.Node, h heritage) (none offer) {
	isCallers := n.Path == "config" || n.Passthrough != nil && *n.Passthrough
	if n.VirtualKey != "" {
		r.note(n, "virtual_key", "needs a store, and none is bound: give provider and api_key", true)
	}
	if n.Provider == "" {
		if !isCallers && r.text[n.Offset] == '{' && !r.has(n, "provider", "virtual_key", "strategy", "targets") {
			r.note(n, "", "needs a provider", true)
		}
		return none
	}
	v := providers.Lookup(n.Provider)
	if v == nil {
		r.note(n, "provider", "no provider is called "+meant(n.Provider), true)
		return none
	}
	if v.Auth.Header != "" && n.APIKey == "" && n.VirtualKey == "" && !isCallers && !h.customHost && !h.forwards(v.Auth.Header) {
		r.note(n, "", v.Name+" needs an api_key", false)
	}
	if v.Base == "" && !h.customHost {
		r.note(n, "", v.Name+" needs a custom_host", false)
	}
	for _, o := range v.Options {
		if o.Default == "" && n.Option(o.Key) == "" && needs(v, o.Key, h) {
			r.note(n, "", v.Name+" needs "+o.Key, false)
		}
	}
	return r.offerOf(n, v, h)
}

func (h heritage) forwards(header string) bool {
	return slices.ContainsFunc(h.forward, func(name string) bool { return strings.EqualFold(name, header) })
}

// needs reports that a vendor's templates ask for an option: in its URLs, or in a header.
func needs(v *core.Vendor, option string, h heritage) bool {
	place := "{" + option + "}"
	return !h.customHost && strings.Contains(v.Base, place) ||
		slices.ContainsFunc(v.Header, func(f core.Field) bool { return strings.Contains(f.Value, place) }) ||
		slices.ContainsFunc(v.Services, func(s core.Service) bool { return strings.Contains(s.Path, place) })
}

// meant is the name that nobody has, and the one that is near it. A long one is not told: it may be a key that went astray.
func meant(name string) string {
	const longest = 32
	if len(name) > longest {
		return "that"
	}
	if near := providers.Nearest(name); near != "" {
		return strconv.Quote(name) + "; did you mean " + strconv.Quote(near) + "?"
	}
	return strconv.Quote(name)
}

// note adds a problem of n's member called key (snake_case), or of n itself where there is none.
func (r *reviewer) note(n *config.Node, key, why string, isFatal bool) {
	p := config.Problem{Offset: n.Offset, Path: strings.TrimPrefix(strings.TrimPrefix(n.Path, "config"), "."), Why: why, Fatal: isFatal}
	if at, spelled, ok := r.member(n, key); ok {
		p.Offset = at
		p.Path = strings.TrimPrefix(p.Path+"."+spelled, ".")
	}
	p.Line, p.Column = rewrite.At(r.text, p.Offset)
	r.problems = append(r.problems, p)
}

// has reports that n has one of some members, whatever is in it.
func (r *reviewer) has(n *config.Node, keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool {
		_, _, ok := r.member(n, key)
		return ok
	})
}

// member finds the value of n's member called key, and how the key is spelled: as it is, or in camelCase.
func (r *reviewer) member(n *config.Node, key string) (offset int, spelled string, ok bool) {
	gjson.Parse(r.text[n.Offset:]).ForEach(func(name, value gjson.Result) bool {
		if strings.EqualFold(strings.ReplaceAll(name.Str, "_", ""), strings.ReplaceAll(key, "_", "")) {
			offset, spelled, ok = n.Offset+value.Index, name.Str, true
		}
		return !ok
	})
	return offset, spelled, ok && key != ""
}

// endpoints is a set of those that a fallback may be asked for.
type endpoints uint8

// compared are the endpoints of the set, each a bit at its index.
var compared = [...]core.Endpoint{core.Chat, core.Completions, core.Embeddings}

func endpointsOf(v *core.Vendor) (set endpoints) {
	for i, e := range compared {
		if v.Service(e) != nil {
			set |= 1 << i
		}
	}
	return set
}

func (s endpoints) without(other endpoints) endpoints { return s &^ other }

func (s endpoints) String() string {
	var names []string
	for i, e := range compared {
		if s&(1<<i) != 0 {
			names = append(names, e.String())
		}
	}
	return strings.Join(names, " and no ")
}
