package core

import (
	"causeway/core/config"
	"causeway/core/pattern"
	"causeway/core/rewrite"
	"causeway/core/route"
)

// facts is what a config's conditions may ask about.
func (x *Exchange) facts() route.Facts {
	metadata := x.call.Header.Get("x-portkey-metadata")
	if _, ok := rewrite.Check(metadata); !ok || !isObject(metadata) {
		metadata = ""
	}
	params := x.call.Body
	if x.endpoint == Models || x.isOpaque {
		params = ""
	}
	return route.Facts{Metadata: metadata, Params: params, Path: x.call.Path, Header: &x.call.Header}
}

// compileConditions makes the conditions of a conditional strategy ready to be asked.
func compileConditions(n *config.Node) ([]route.Condition, *Fault) {
	if len(n.Conditions) == 0 {
		return nil, nil
	}
	conditions := make([]route.Condition, len(n.Conditions))
	for i, c := range n.Conditions {
		query, err := route.Compile(c.Query, compilePattern)
		if err != nil {
			return nil, callerFault(400, "invalid_config",
				"Invalid config passed. "+n.Path+".strategy.conditions["+decimal(int64(i))+"].query: "+err.Error())
		}
		conditions[i] = route.Condition{Query: query, Then: int32(c.Target)}
	}
	return conditions, nil
}

func compilePattern(text string) (route.Matcher, error) {
	p, err := pattern.Compile(text)
	if err != nil {
		return nil, err
	}
	return p, nil
}
