package route

// Chooser answers what a walk cannot know from the tree: which targets are fit to be tried, which has done best, and who
// is asking.
type Chooser interface {
	// Ready reports that a leaf may be tried. When no leaf below a node is, the node chooses as if all were.
	Ready(leaf int32) bool
	// Measure returns the ordinal of the child that a Measured node begins with. random is the node's own number.
	Measure(node int32, n *Node, random uint64) int32
	// Sticky gives a number in the place of the node's own, the same for requests that belong together; ok is false for
	// a node that tells no requests apart.
	Sticky(node int32) (identity uint64, ok bool)
}

// Ready reports that some leaf at or below a node may be tried.
func (w *Walk) Ready(node int32) bool {
	if w.Chooser == nil {
		return true
	}
	n := &w.tree.Nodes[node]
	if n.Mode == Leaf {
		return w.Chooser.Ready(n.Leaf)
	}
	for child := n.First; child < n.First+n.Count; child++ {
		if w.Ready(child) {
			return true
		}
	}
	return false
}

// nextReady is the first ready node from one index up to another; -1 when there is none.
func (w *Walk) nextReady(from, to int32) int32 {
	for node := from; node < to; node++ {
		if w.Ready(node) {
			return node
		}
	}
	return -1
}
