package route

// Walk is where a request stands in a tree. It is a value: a copy is a place to come back to. It refers to the tree, and to
// the texts of the facts, for as long as it is used.
type Walk struct {
	// Chooser is asked where a choice depends on what is known of the targets; nil: nothing is. Set it before Start.
	Chooser Chooser

	tree  *Tree
	facts Facts
	seed  uint64
	way   [MaxDepth]int32 // indexes of nodes, from the root to the current leaf
	depth int             // how many of them
}

// Start goes from the root to the first leaf to try. All weighted choices of the walk come from seed, each node's
// independent of the others'; any number will do for one.
//
// It returns the leaf's Node.Leaf. Errors: Unresolved, Weightless, TooDeep.
func (w *Walk) Start(t *Tree, f *Facts, seed uint64) (leaf int32, err error) {
	w.tree, w.facts, w.seed, w.depth = t, *f, seed, 0
	return w.descend(0)
}

// After says what follows when the current leaf has ended with a status, all its retries included: another leaf, or, when
// more is false, nothing: the leaf's reply is the reply. A failure without a reply counts as the status that the client
// would get for it: 408 for a time-out, 502 or 503 for no connection. 0 is a failure that only a fallback without OnStatus
// counts.
//
// Every Fallback above the leaf judges, from the inside out: the result of a node is that of the last leaf tried in it.
// Errors: as Start's, of the next child of a fallback; the walk is then over.
func (w *Walk) After(status int) (leaf int32, more bool, err error) {
	return w.onward(func(n *Node) bool { return n.fails(status) })
}

// Beside says which leaf would follow if the current one failed in whatever way, and goes there.
func (w *Walk) Beside() (leaf int32, more bool, err error) {
	return w.onward(func(*Node) bool { return true })
}

// onward goes to the next child of the innermost fallback that takes the current leaf's end for a failure.
func (w *Walk) onward(fails func(*Node) bool) (leaf int32, more bool, err error) {
	for ; w.depth > 1; w.depth-- {
		parent := &w.tree.Nodes[w.way[w.depth-2]]
		if parent.Mode != Fallback || !fails(parent) {
			continue
		}
		next := w.nextReady(w.way[w.depth-1]+1, parent.First+parent.Count)
		if next < 0 {
			continue
		}
		w.depth--
		leaf, err = w.descend(next)
		return leaf, err == nil, err
	}
	return 0, false, nil
}

// descend goes from a node to a leaf below it, or to the node itself if it is one.
func (w *Walk) descend(node int32) (leaf int32, err error) {
	for w.depth < MaxDepth {
		w.way[w.depth] = node
		w.depth++
		n := &w.tree.Nodes[node]
		if n.Mode == Leaf {
			return n.Leaf, nil
		}
		child, err := w.choose(node, n)
		if err != nil {
			w.depth = 0
			return 0, err
		}
		node = n.First + child
	}
	w.depth = 0
	return 0, TooDeep
}

// choose returns the ordinal of the child that a node begins with.
func (w *Walk) choose(index int32, n *Node) (child int32, err error) {
	switch n.Mode {
	case LoadBalance:
		return w.pick(n, w.draw(index))
	case Conditional:
		return n.resolve(&w.facts)
	case Measured:
		if w.Chooser != nil {
			return w.Chooser.Measure(index, n, w.draw(index)), nil
		}
	case Fallback:
		if ready := w.nextReady(n.First, n.First+n.Count); ready >= 0 {
			return ready - n.First, nil
		}
	}
	return 0, nil
}

// draw is a node's own random number.
func (w *Walk) draw(index int32) uint64 {
	if w.Chooser != nil {
		if identity, ok := w.Chooser.Sticky(index); ok {
			return draw(identity, index)
		}
	}
	return draw(w.seed, index)
}

// pick chooses a child by weight: among those that are ready, or among all when none is.
func (w *Walk) pick(n *Node, random uint64) (child int32, err error) {
	children := w.tree.Nodes[n.First : n.First+n.Count]
	i := -1
	if w.Chooser != nil {
		i = Pick(len(children), func(i int) float64 {
			if !w.Ready(n.First + int32(i)) {
				return 0
			}
			return children[i].Weight
		}, random)
	}
	if i < 0 {
		i = Pick(len(children), func(i int) float64 { return children[i].Weight }, random)
	}
	if i < 0 {
		return 0, Weightless
	}
	return int32(i), nil
}

// resolve chooses the child of the first condition that holds, or the default.
func (n *Node) resolve(f *Facts) (child int32, err error) {
	a := asking{facts: *f}
	for i := range n.Conditions {
		if n.Conditions[i].Query.holds(&a) {
			return n.Conditions[i].Then, nil
		}
	}
	if n.Default < 0 {
		return 0, Unresolved
	}
	return n.Default, nil
}
