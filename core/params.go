package core

import (
	"causeway/core/config"
	"causeway/core/rewrite"
)

// Params are a config's changes to the request's parameters, in the hub's shape, from the root of the config down:
// default_params where the request is silent, then override_params, then drop_params.
type Params struct {
	Defaults  []rewrite.Edit
	Overrides []rewrite.Edit
	Drops     []config.Path
}

// take adds n's own changes to inherited ones. The slices are never shared with a sibling.
func (p *Params) take(n *config.Node) {
	p.Defaults = appendEdits(p.Defaults[:len(p.Defaults):len(p.Defaults)], rewrite.Default, n.Defaults)
	p.Overrides = appendEdits(p.Overrides[:len(p.Overrides):len(p.Overrides)], rewrite.Set, n.Override)
	p.Drops = append(p.Drops[:len(p.Drops):len(p.Drops)], n.Drop...)
}

func appendEdits(edits []rewrite.Edit, op rewrite.Op, params string) []rewrite.Edit {
	for it := rewrite.Over(params); it.Next(); {
		edits = append(edits, rewrite.Edit{Op: op, Key: it.Key, Raw: it.Value})
	}
	return edits
}

// areNone reports that nothing is changed.
func (p *Params) areNone() bool { return len(p.Defaults)+len(p.Overrides)+len(p.Drops) == 0 }

// model is the model that a request for asked will be for.
func (p *Params) model(asked string) string {
	for i := range p.Defaults {
		if p.Defaults[i].Key == "model" && asked == "" {
			asked = rewrite.Unescape(rewrite.Contents(p.Defaults[i].Raw))
		}
	}
	for i := range p.Overrides {
		if p.Overrides[i].Key == "model" {
			asked = rewrite.Unescape(rewrite.Contents(p.Overrides[i].Raw))
		}
	}
	return asked
}

// apply is body with the changes made.
func (p *Params) apply(body string) string {
	if len(p.Defaults)+len(p.Overrides) > 0 {
		edits := append(p.Defaults[:len(p.Defaults):len(p.Defaults)], p.Overrides...)
		body = edited(body, edits)
	}
	for _, path := range p.Drops {
		body = dropped(body, path)
	}
	return body
}

// edited is body with its top-level members changed, in bytes of its own.
func edited(body string, edits []rewrite.Edit) string {
	room := len(body) + 64
	for i := range edits {
		room += len(edits[i].Key) + len(edits[i].Raw) + 4
	}
	return alias(rewrite.Members(make([]byte, 0, room), body, edits))
}

// dropped is body without what path names. Members beside it keep their bytes.
func dropped(body string, path config.Path) string {
	key := path[0].Key
	value := rewrite.Member(body, key)
	if value == "" {
		return body
	}
	if len(path) == 1 {
		return edited(body, []rewrite.Edit{{Op: rewrite.Delete, Key: key}})
	}
	rest := string(appendWithout(nil, value, path[1:]))
	return edited(body, []rewrite.Edit{{Op: rewrite.Set, Key: key, Raw: rest}})
}

// appendWithout appends raw without what path names in it. Where the path leads nowhere raw stays as it is.
func appendWithout(dst []byte, raw string, path config.Path) []byte {
	step := path[0]
	opening, closing := byte('{'), byte('}')
	if step.Key == "" {
		opening, closing = '[', ']'
	}
	if raw[0] != opening {
		return append(dst, raw...)
	}
	dst = append(dst, opening)
	index := -1
	for it := rewrite.Over(raw); it.Next(); {
		index++
		isMeant := step.Key != "" && it.Key == step.Key || step.Key == "" && (step.Index == index || step.Index == config.Every)
		if isMeant && len(path) == 1 {
			continue
		}
		if step.Key != "" {
			dst = rewrite.Key(dst, it.Key)
		} else {
			dst = rewrite.Comma(dst)
		}
		if isMeant {
			dst = appendWithout(dst, it.Value, path[1:])
			continue
		}
		dst = append(dst, it.Value...)
	}
	return append(dst, closing)
}
