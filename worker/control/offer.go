package control

import (
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/config"
	"causeway/core/rewrite"
	"causeway/providers"
	"causeway/providers/catalog"
)

// offer is what a target, or some target of several, can be asked for: endpoints, and what its model can do, as far as
// the config names one and the table knows it. A target that is not known may be able to do anything: nothing is said of it.
type offer struct {
	endpoints endpoints
	can       core.Ability
	isRated   bool
	tokens    int64 // the context length; 0: not known
}

// and is what some target of two offers.
func (o offer) and(other offer) offer {
	return offer{
		endpoints: o.endpoints | other.endpoints, can: o.can | other.can, isRated: o.isRated && other.isRated,
		tokens: max(o.tokens, other.tokens),
	}
}

// comparedAbilities are the abilities whose want breaks a request that another model has served, in the words for them.
var comparedAbilities = [...]struct {
	can  core.Ability
	what string
}{
	{core.CanTools, "tools"}, {core.CanSee, "images"}, {core.CanSchema, "JSON schemas"}, {core.CanReason, "reasoning"},
}

// compare warns of targets that cannot do what a request may need that another target serves: of a fallback one before it,
// of a choice any other.
func (r *reviewer) compare(n *config.Node, offers []offer) {
	for i, own := range offers {
		target, which, so := &n.Targets[i], "another target", "what needs it may fail there"
		others := offer{}
		for k := range offers {
			if k < i || k > i && n.Mode != config.Fallback {
				others = others.and(offers[k])
			}
		}
		if n.Mode == config.Fallback {
			which, so = "a target before it", "it is no fallback for that"
			if lost := others.endpoints.without(own.endpoints); own.endpoints != 0 && lost != 0 {
				r.note(target, "", "has no "+lost.String()+", which "+which+" has: "+so, false)
			}
		}
		if own.isRated {
			r.compareModels(target, own, others, which, so)
		}
	}
}

// compareModels warns of what a target's model cannot do. A context that is little shorter than another is usual.
func (r *reviewer) compareModels(target *config.Node, own, others offer, which, so string) {
	if lost := wanting(others.can &^ own.can); lost != "" {
		r.note(target, "", "its model is not known for "+lost+", as that of "+which+" is: "+so, false)
	}
	if own.can&core.CannotStream != 0 {
		r.note(target, "", "its model does not stream", false)
	}
	if own.tokens > 0 && own.tokens < others.tokens/2 {
		r.note(target, "", "its model takes "+strconv.FormatInt(own.tokens, 10)+" tokens, and that of "+which+" "+
			strconv.FormatInt(others.tokens, 10)+": longer prompts fail there", false)
	}
}

func wanting(set core.Ability) string {
	var names []string
	for _, c := range comparedAbilities {
		if set&c.can != 0 {
			names = append(names, c.what)
		}
	}
	return strings.Join(names, ", ")
}

// offerOf is what a target at v offers. Behind a host of one's own a model's name says nothing.
func (r *reviewer) offerOf(n *config.Node, v *core.Vendor, h heritage) offer {
	o := offer{endpoints: endpointsOf(v)}
	model := h.model()
	if model == "" || h.customHost {
		return o
	}
	m, known := catalog.Find(v.Name, model)
	if known {
		o.can, o.isRated, o.tokens = m.Can, m.IsRated && m.Mode == core.ModeChat, m.ContextTokens
		return o
	}
	if near := providers.NearestModel(v.Name, model); near != "" {
		key := "override_params"
		if !r.has(n, key) {
			key = "default_params"
		}
		r.note(n, key, v.Name+" is not known to have the model "+strconv.Quote(model)+"; did you mean "+strconv.Quote(near)+"?", false)
	}
	return o
}

// model is the one that the config names for a target: always, or where the request is silent.
func (h heritage) model() string {
	if h.always != "" {
		return h.always
	}
	return h.usually
}

// modelIn is the model that parameters name, or another where they name none.
func modelIn(params, otherwise string) string {
	raw := rewrite.Member(params, "model")
	if raw == "" || raw[0] != '"' {
		return otherwise
	}
	return rewrite.Unescape(rewrite.Contents(raw))
}
