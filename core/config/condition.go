package config

import "strings"

// Condition is one row of strategy.conditions.
type Condition struct {
	Query  string // raw JSON object
	Then   string // a target's name
	Target int    // its index in Targets, -1 when unknown
	Offset int    // byte offset of the query in the text, of the row where it has none
}

var conditionFields = [...]field{
	{name: "query", kind: theQuery, required: true, about: "What must hold: paths into the request, each with a value or operators."},
	{name: "then", kind: theThen, required: true, about: "The name of the target that is chosen."},
}

// conditions reads the list of conditions.
func (p *parser) conditions(n *Node) {
	if !p.expect('[', "is not a list") {
		return
	}
	var asked keys
	for p.open(); p.more(); {
		mark := p.index(len(n.Conditions))
		n.Conditions = append(n.Conditions, Condition{Target: -1, Offset: p.at})
		p.part(n, conditionFields[:])
		p.shadow(&asked, &n.Conditions[len(n.Conditions)-1])
		p.pop(mark)
	}
}

// conditionQuery reads a condition's query, and warns when nothing can satisfy it.
func (p *parser) conditionQuery(c *Condition) {
	fatals := p.fatals
	c.Offset = p.at
	p.query()
	c.Query = p.text[c.Offset:p.at]
	if p.fatals == fatals {
		p.contradiction(c.Offset)
	}
}

// shadow warns of a query that an earlier one leaves nothing to.
func (p *parser) shadow(asked *keys, c *Condition) {
	if c.Query == "" || c.Query[0] != '{' {
		return
	}
	mark := p.push("query")
	query := compact(c.Query)
	switch {
	case asked.has("{}"):
		p.warn(c.Offset, "is never asked: an earlier condition always holds")
	case asked.again(query):
		p.warn(c.Offset, "is never asked: an earlier condition is the same")
	}
	p.pop(mark)
}

// compact returns valid JSON without the white space between its tokens.
func compact(raw string) string {
	if !strings.ContainsAny(raw, " \t\r\n") {
		return raw
	}
	dst := make([]byte, 0, len(raw))
	for c := (cursor{text: raw}); c.at < len(raw); {
		switch start := c.at; {
		case raw[start] == '"':
			c.skipString()
			dst = append(dst, raw[start:c.at]...)
		default:
			if !isSpace(raw[start]) {
				dst = append(dst, raw[start])
			}
			c.at++
		}
	}
	return string(dst)
}

// targetName reads the name of one of n's targets, and returns its index too, -1 when there is none.
func (p *parser) targetName(n *Node) (name string, index int) {
	at := p.at
	name = p.str()
	for i := range n.Targets {
		if n.Targets[i].Name == name && name != "" {
			return name, i
		}
	}
	guess := p.guess(name)
	for i := range n.Targets {
		guess.offer(n.Targets[i].Name)
	}
	if raw := p.text[at:p.at]; raw[0] == '"' && len(n.Targets) > 0 {
		p.fatal(at, quote(raw)+" is not the name of a target"+guess.phrase())
	}
	return name, -1
}
