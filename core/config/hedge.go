package config

// Hedge is the strategy's hedge object, Causeway's own: when a target is slow the next one is started too, and the first
// answer counts.
type Hedge struct {
	DelayMs int64   // before the next target is started, at least 1; 0 when absent: the target's usual first-token time
	Share   float64 // the most extra requests for each request, 0..1
}

var hedgeFields = [...]field{
	{name: "delay", kind: aWhole, limits: limits{1, mostWhole, 0}, into: func(n *Node) any { return &n.Hedge.DelayMs }, about: "Milliseconds before the next target is started; the target's usual first-token time when absent."},
	{name: "share", kind: aNumber, limits: limits{0, 1, 0.1}, into: func(n *Node) any { return &n.Hedge.Share }, about: "The share of requests that may be sent twice."},
}

func newHedge(n *Node) any {
	n.Hedge = new(Hedge)
	return n.Hedge
}
