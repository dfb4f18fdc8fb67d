// Package route chooses: which target of a config a request goes to first, and after each failure which one next.
//
// It knows neither the config's text nor what a target is. A Tree says how nodes choose among their children, a Walk goes
// from leaf to leaf, and both are values: no clock, no dice (the seed is an input), nothing kept between requests. The same
// tree, facts, seed and statuses give the same leaves on every host.
//
//	leaf, err := w.Start(&tree, &facts, seed)
//	for more := true; more && err == nil; {
//		status := … try the leaf …
//		leaf, more, err = w.After(status)
//	}
//
// The strategies are those of Portkey's gateway 1.15.2; the conditions are documented at
// https://portkey.ai/docs/product/ai-gateway/conditional-routing (read 2026-11-21). Where that gateway has a fault (load balancing with weights that sum to zero never
// answers, $or hides the conditions beside it) the fault is not copied.
package route

// Mode says how a node chooses among its children.
type Mode uint8

const (
	Leaf        Mode = iota // no children: the node is a target
	Single                  // the first child
	Fallback                // the children in order until one does not fail
	LoadBalance             // one child by weight
	Conditional             // the child of the first condition that holds
	Measured                // the child that the walk's Chooser measures best
)

// Tree is a config made ready to walk. Nodes[0] is the root; no node has two parents. Walks only read it.
type Tree struct{ Nodes []Node }

// Node is one config object. Its children stand side by side, Nodes[First:First+Count]; a child is meant by its ordinal,
// which is its index among them. A node that is not a Leaf has at least one.
type Node struct {
	Mode       Mode
	Leaf       int32 // Leaf: the index of the target in the caller's own table
	First      int32
	Count      int32
	Weight     float64     // its share when the parent is a LoadBalance; 0 or less is never chosen
	OnStatus   []int       // Fallback: the statuses that count as failure; nil: all but 200..299
	Conditions []Condition // Conditional
	Default    int32       // Conditional: the ordinal when no condition holds; negative: none
}

// Condition is one row of a Conditional node.
type Condition struct {
	Query Query
	Then  int32 // ordinal of the child
}

// MaxDepth bounds the nodes on a way from the root to a leaf, both counted: a config of 63 levels of targets.
const MaxDepth = 64

// Error is why a walk has no next leaf.
type Error string

func (e Error) Error() string { return string(e) }

const (
	// Unresolved: no condition of a Conditional held, and it has no default. The sentence is Portkey's.
	Unresolved Error = "query router did not resolve to any valid target"
	// Weightless: every child of a LoadBalance weighs nothing.
	Weightless Error = "no target has a weight above 0"
	// TooDeep: a way has more than MaxDepth nodes.
	TooDeep Error = "targets nest deeper than 63 levels"
)

// fails reports whether a fallback goes on after a child that ended with status.
func (n *Node) fails(status int) bool {
	if n.OnStatus == nil {
		return status < 200 || status > 299
	}
	for _, code := range n.OnStatus {
		if code == status {
			return true
		}
	}
	return false
}
