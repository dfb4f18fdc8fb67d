package route

// What an explanation of a walk is made of. None of it is asked while a request travels.

// Trace returns the nodes from the root to the leaf that Start would return, as indexes into t.Nodes. With an error, which
// is Start's, it ends at the node that could not choose. The walk stands before its start afterwards, with the same facts.
func (w *Walk) Trace(t *Tree, f *Facts, seed uint64) (way []int32, err error) {
	w.tree, w.facts, w.seed, w.depth = t, *f, seed, 0
	for node := int32(0); len(way) < MaxDepth; {
		way = append(way, node)
		n := &t.Nodes[node]
		if n.Mode == Leaf {
			return way, nil
		}
		child, err := w.choose(node, n)
		if err != nil {
			return way, err
		}
		node = n.First + child
	}
	return way, TooDeep
}

// Way returns the nodes from the root to the current leaf. It aliases the walk.
func (w *Walk) Way() []int32 { return w.way[:w.depth] }

// AfterFailure goes on as After does, with a status that leads on: one that the innermost fallback with a leaf left counts
// as failure. It returns that fallback's node. More is false when no status leads on.
func (w *Walk) AfterFailure() (leaf, by int32, more bool, err error) {
	for depth := w.depth; depth > 1; depth-- {
		by = w.way[depth-2]
		status, ok := w.tree.Nodes[by].failure()
		if !ok {
			continue
		}
		ahead := *w
		if leaf, more, err = ahead.After(status); more || err != nil {
			*w = ahead
			return leaf, by, more, err
		}
	}
	return 0, 0, false, nil
}

// failure returns a status that a fallback counts as failure.
func (n *Node) failure() (status int, ok bool) {
	switch {
	case n.Mode != Fallback, n.OnStatus != nil && len(n.OnStatus) == 0:
		return 0, false
	case n.OnStatus == nil:
		return 500, true
	}
	return n.OnStatus[0], true
}

// Draw returns where a node's own number falls among the weights of its children: from 0 to below 1, as a share of their
// sum. The walk must have been started or traced.
func (w *Walk) Draw(node int32) float64 { return float64(w.draw(node)>>11) / (1 << 53) }

// Refuted returns the path of the first test that does not hold of the facts: "metadata.plan", or "$and" and "$or" for what
// they join. It returns "" when the query holds.
func (q *Query) Refuted(f *Facts) string {
	a := asking{facts: *f}
	for i := range q.tests {
		t := &q.tests[i]
		if t.holds(&a) {
			continue
		}
		switch t.join {
		case allOf:
			return "$and"
		case anyOf:
			return "$or"
		}
		return t.path.text
	}
	return ""
}
