package core

// Apology is the Write that answers a call whose exchange broke an invariant of ours, in the words of the door that the
// call knocked at. A host sends it when nothing of the reply has gone out yet.
func (g *Gateway) Apology(c *Call) Action {
	endpoint, _ := find(c.Method, c.Path)
	fault := &Fault{
		Blame: Ours, Status: 500, Type: "internal_error", Code: "internal_error",
		Message: "the gateway broke while it answered this call",
	}
	return Action{
		Kind: Write, Status: fault.Status,
		Header: Header{{"content-type", jsonType}, {"access-control-allow-origin", "*"}},
		Body:   string(g.Door(endpoint).Fault(nil, fault)),
	}
}
