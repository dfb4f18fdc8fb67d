package config

// Price is the price object, Causeway's own: US dollars for a million tokens.
type Price struct {
	Input     float64
	Output    float64
	CacheRead float64 // input tokens that the provider had in its cache
}

const dearest = 1e6

var priceFields = [...]field{
	{name: "cache_read", kind: aNumber, limits: limits{0, dearest, 0}, into: func(n *Node) any { return &n.Price.CacheRead }, about: "US dollars for a million input tokens that the provider had in its cache."},
	{name: "input", kind: aNumber, limits: limits{0, dearest, 0}, into: func(n *Node) any { return &n.Price.Input }, about: "US dollars for a million input tokens."},
	{name: "output", kind: aNumber, limits: limits{0, dearest, 0}, into: func(n *Node) any { return &n.Price.Output }, about: "US dollars for a million output tokens."},
}

func newPrice(n *Node) any {
	n.Price = new(Price)
	return n.Price
}
