package core

import (
	"causeway/core/config"
	"causeway/core/health"
	"causeway/core/route"
)

// Plan is a config made ready to walk: its tree, and its targets with everything they inherit.
type Plan struct {
	Tree    route.Tree
	Targets []Target
	Choices []choice // by node of the tree, as far as one has need of it

	// Remembers: what becomes of the targets is remembered from call to call, under Key. See memory.
	Remembers  bool
	Key        string
	HalfLifeMs int64 // of what is known of their speed; 0: the default
}

// Target is a leaf of a config, inheritance resolved (reference: Portkey-AI/gateway 1.15.2, config inheritance).
type Target struct {
	Path   string // "config.targets[0]"
	Vendor *Vendor
	Key    string // the provider's key; never leaves the machine but in Vendor.Auth's header

	IsCallersKey bool // the key came with the request and not with the config

	CustomHost string
	Params     Params
	Retry      Retry
	Timeouts   Timeouts
	Watch      bool // its streams are read along to their end, see peek
	Breaker    *health.Breaker
	Hedge      *config.Hedge // of the fallback that the target is in
	Price      *config.Price
	Forward    []string
	KeepsURLs  bool // the files that its URLs name are not fetched
	Strict     bool
	Options    Options
}

// planner carries what building a plan needs.
type planner struct {
	gateway *Gateway
	caller  *caller
	plan    *Plan
	fault   *Fault

	isStored bool // the config is this gateway's and not the caller's, and so are its keys
}

// newPlan compiles node, which config.Parse gave without a fatal problem. isStored: from the store.
func (g *Gateway) newPlan(node *config.Node, header Header, isStored bool) (*Plan, *Fault) {
	c, fault := readCaller(header)
	if fault != nil {
		return nil, fault
	}
	p := planner{gateway: g, caller: c, isStored: isStored, plan: &Plan{Tree: route.Tree{Nodes: make([]route.Node, 1, 1+len(node.Targets))}}}
	p.add(0, node, &Target{Strict: true})
	if p.fault != nil {
		return nil, p.fault
	}
	return p.plan, nil
}

// add fills the tree's node at with n; its children are appended side by side, each before its own children.
func (p *planner) add(at int, n *config.Node, parent *Target) {
	t := inherit(parent, n)
	if key := Unguarded(n); key != "" {
		p.fail(callerFault(400, "guardrails_not_served", n.Path+"."+key+": "+NotGuarded))
		return
	}
	if n.Mode == config.None {
		p.plan.Tree.Nodes[at] = route.Node{Mode: route.Leaf, Leaf: int32(len(p.plan.Targets)), Weight: n.Weight}
		p.leaf(n, &t)
		return
	}
	t.Watch = t.Watch || n.Mode == config.Fallback
	t.Hedge = n.Hedge
	if n.Mode == config.Conditional {
		t.Breaker = nil // a condition's target has no stand-in (Portkey's rule)
	}
	first := len(p.plan.Tree.Nodes)
	conditions, fault := compileConditions(n)
	if fault != nil {
		p.fail(fault)
		return
	}
	p.plan.Tree.Nodes[at] = route.Node{
		Mode: modes[n.Mode], First: int32(first), Count: int32(len(n.Targets)), Weight: n.Weight,
		OnStatus: n.OnStatus, Conditions: conditions, Default: int32(n.DefaultTarget),
	}
	p.plan.Tree.Nodes = append(p.plan.Tree.Nodes, make([]route.Node, len(n.Targets))...)
	p.choose(at, n)
	for i := range n.Targets {
		p.add(first+i, &n.Targets[i], &t)
	}
}

var modes = [...]route.Mode{
	config.None:          route.Leaf,
	config.Single:        route.Single,
	config.Fallback:      route.Fallback,
	config.LoadBalance:   route.LoadBalance,
	config.Conditional:   route.Conditional,
	config.LowestLatency: route.Measured, // without measurements every target is as good
	config.LowestCost:    route.Measured,
}

// choose notes what the walk asks the exchange about a node.
func (p *planner) choose(at int, n *config.Node) {
	isMeasured := n.Mode == config.LowestLatency || n.Mode == config.LowestCost
	if n.Mode == config.LowestLatency {
		p.plan.Remembers, p.plan.HalfLifeMs = true, n.DecayMs
	}
	if !isMeasured && n.Sticky == nil {
		return
	}
	for len(p.plan.Choices) <= at {
		p.plan.Choices = append(p.plan.Choices, choice{})
	}
	p.plan.Choices[at] = choice{Mode: n.Mode, Explore: n.Explore, Sticky: n.Sticky}
}

func breakerOf(b *config.Breaker) *health.Breaker {
	return &health.Breaker{
		FailureThreshold: b.FailureThreshold, FailurePercentage: b.FailureThresholdPercentage,
		MinimumRequests: b.MinimumRequests, CooldownMs: b.CooldownMs, FailureStatus: b.FailureStatusCodes,
	}
}

func (p *planner) fail(fault *Fault) {
	if p.fault == nil {
		p.fault = fault
	}
}

// inherit is what n passes on to its targets, or is as a target itself.
func inherit(parent *Target, n *config.Node) Target {
	t := *parent
	t.Path = n.Path
	t.Params.take(n)
	if n.Retry != nil {
		t.Retry = Retry{Attempts: n.Retry.Attempts, OnStatus: n.Retry.OnStatus, UseRetryAfter: n.Retry.UseRetryAfter}
	}
	t.Timeouts.take(n)
	if n.Breaker != nil {
		t.Breaker = breakerOf(n.Breaker)
	}
	if n.CustomHost != "" {
		t.CustomHost = n.CustomHost
	}
	if n.ForwardHeaders != nil {
		t.Forward = n.ForwardHeaders
	}
	if n.Strict != nil {
		t.Strict = *n.Strict
	}
	if n.InlineURLs != nil {
		t.KeepsURLs = !*n.InlineURLs
	}
	return t
}

// leaf adds a target: n's provider, or the caller's, with his key and options, where the config names none and is that of a
// single target or says passthrough (https://github.com/Portkey-AI/gateway/pull/1553, read 2026-11-25).
func (p *planner) leaf(n *config.Node, t *Target) {
	name := n.Provider
	t.Key, t.Price = n.APIKey, n.Price
	p.plan.Remembers = p.plan.Remembers || t.Breaker != nil || t.Hedge != nil
	for _, o := range n.Options {
		t.Options = append(t.Options, Field{o.Key, o.Value})
	}
	isCallers := n.Path == "config" || n.Passthrough != nil && *n.Passthrough
	if n.VirtualKey != "" || isCallers && name == "" && p.caller.VirtualKey != "" {
		p.fail(callerFault(400, "no_store", n.Path+": virtual keys need a store, and none is bound: give provider and api_key"))
		return
	}
	if isCallers && name == "" {
		name = p.caller.Provider
	}
	if name == "" {
		p.fail(noProvider(n.Path, isCallers))
		return
	}
	t.Vendor = p.gateway.Vendor(name)
	if t.Vendor == nil {
		p.fail(p.unknownProvider(n.Path, name))
		return
	}
	if p.isStored && holdsSecret(n) && (n.Provider == "" || p.caller.CustomHost != "") {
		p.fail(strayingKey(n))
		return
	}
	if isCallers {
		p.fromCaller(n, t)
	}
	p.caller.overrule(t)
	// Whoever has a fallback or bounds the silence wants to know that an answer is whole; a script's bytes are here anyway.
	t.Watch = t.Watch || t.Timeouts.IdleMs > 0 || t.Vendor.Script != nil
	p.plan.Targets = append(p.plan.Targets, *t)
}

// fromCaller fills what the config leaves to the request's own headers.
func (p *planner) fromCaller(n *config.Node, t *Target) {
	if t.Key == "" {
		t.Key, t.IsCallersKey = p.caller.Key(t.Vendor), true
	}
	if n.Provider != "" {
		return
	}
	for _, o := range t.Vendor.Options {
		if value := p.caller.Header.Get("x-portkey-" + o.Header); value != "" {
			t.Options = append(t.Options, Field{o.Key, value})
		}
	}
}

// holdsSecret reports that a target's config has what proves who calls.
func holdsSecret(n *config.Node) bool {
	for i := range n.Options {
		if isSecret(n.Options[i].Key) {
			return true
		}
	}
	return n.APIKey != ""
}

// strayingKey is the fault of a call that names a stored config, whose keys it need not know, and would have one of them sent
// to a host of its own choice.
func strayingKey(n *config.Node) *Fault {
	why := ": x-portkey-custom-host does not change where the key of a stored config goes"
	if n.Provider == "" {
		why = ": a stored config that has a key names its provider too"
	}
	return callerFault(400, "stored_key", n.Path+why)
}

func noProvider(path string, isCallers bool) *Fault {
	if isCallers && path != "config" {
		return callerFault(400, "no_provider", path+": passthrough is true, so the request must name a provider in x-portkey-provider")
	}
	if isCallers {
		return callerFault(400, "no_provider", "Either x-portkey-config or x-portkey-provider header is required")
	}
	return callerFault(400, "no_provider", path+": a target needs a provider")
}

func (p *planner) unknownProvider(path, name string) *Fault {
	message := "Invalid provider passed. " + path + ": no provider is called " + name
	if near := p.gateway.Nearest(name); near != "" {
		message += "; did you mean " + near + "?"
	}
	return callerFault(400, "unknown_provider", message)
}
