package core

import (
	"causeway/core/config"
	"causeway/core/rewrite"
)

// Decided is what a report holds of a decision: what the call brought that a config can ask about. Of the body that is its
// model and whether it streams; the rest is not logged.
type Decided struct {
	Endpoint string // as Endpoint.String has it
	Model    string
	Stream   bool
	Metadata string // a JSON object, or ""
	Seed     uint64
}

// Choice is a target that a replayed call would have tried.
type Choice struct {
	Target   string // "config.targets[0]"
	Provider string
	Model    string // as the provider would have been asked for it
	Status   int    // how it ended, as status said
}

// Replay decides a logged call anew: which targets of node it tries, in order, when status says how a choice, whose
// Status is 0, ends at last. node is what config.Parse gave without a fatal problem. Nothing is known of the targets' health.
//
// Errors are those that the call itself would get: of the config, or when no target can be chosen; the choices made before
// are returned with it. An endpoint that calls nobody is one, too.
func (g *Gateway) Replay(node *config.Node, d *Decided, status func(c *Choice) int) ([]Choice, *Fault) {
	x, fault := g.reopen(d)
	if fault != nil {
		return nil, fault
	}
	if x.plan, fault = g.newPlan(node, x.call.Header, false); fault != nil {
		return nil, fault
	}
	x.memory.table = x.plan.open("")
	x.walk.Chooser = x
	facts := x.facts()
	var choices []Choice
	leaf, err := x.walk.Start(&x.plan.Tree, &facts, x.seed)
	for more := true; more && err == nil; {
		t := &x.plan.Targets[leaf]
		asked, fault := drawSketch(t.Params.apply(x.call.Body))
		if fault != nil {
			return choices, fault
		}
		c := Choice{Target: t.Path, Provider: t.Vendor.Name, Model: asked.Model}
		c.Status = status(&c)
		choices = append(choices, c)
		leaf, more, err = x.walk.After(c.Status)
	}
	if err != nil {
		return choices, callerFault(400, "no_target", err.Error())
	}
	return choices, nil
}

// reopen makes a call of what is logged of it.
func (g *Gateway) reopen(d *Decided) (*Exchange, *Fault) {
	meant := d.way()
	if meant == nil {
		return nil, callerFault(400, "unknown_endpoint", d.Endpoint+": a call to it chooses no target")
	}
	x := &Exchange{gateway: g, seed: d.Seed, endpoint: meant.endpoint}
	x.sketch = sketch{Model: d.Model, Stream: d.Stream}
	x.call = Call{Method: meant.method, Path: meant.path, Body: string(d.appendBody(nil))}
	if d.Metadata != "" {
		x.call.Header = Header{{"x-portkey-metadata", d.Metadata}}
	}
	return x, nil
}

// way is how the call came, nil when it chose no target. Which path it was that passed through is not logged.
func (d *Decided) way() *way {
	for i := range rehearsable {
		if e := rehearsable[i].endpoint; e.String() == d.Endpoint {
			return wayTo(e)
		}
	}
	if Passthrough.String() == d.Endpoint {
		return &way{"POST", "/v1/", Passthrough}
	}
	return nil
}

// appendBody appends as much of the call's body as is known.
func (d *Decided) appendBody(dst []byte) []byte {
	dst = append(dst, '{')
	if d.Model != "" {
		dst = rewrite.Text(dst, "model", d.Model)
	}
	if d.Stream {
		dst = rewrite.Raw(dst, "stream", "true")
	}
	return append(dst, '}')
}
