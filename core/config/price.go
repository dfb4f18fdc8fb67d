package config

// Price is the price object, Causeway's own: US dollars for a million tokens.
type Price struct {
	Input       float64
	Output      float64
	CacheRead   float64 // input tokens that the provider had in its cache; Unpriced: like the other input
	CacheWrite  float64 // input tokens that it put there; Unpriced: like the other input
	AudioInput  float64 // Unpriced: like the other input
	AudioOutput float64 // Unpriced: like the other output
}

// Unpriced is a price that nobody gave.
const Unpriced = -1

const dearest = 1e6

var priceFields = [...]field{
	{name: "audio_input", kind: aNumber, limits: limits{0, dearest, 0}, into: func(n *Node) any { return &n.Price.AudioInput }, about: "US dollars for a million input tokens of audio. Without it: as other input."},
	{name: "audio_output", kind: aNumber, limits: limits{0, dearest, 0}, into: func(n *Node) any { return &n.Price.AudioOutput }, about: "US dollars for a million output tokens of audio. Without it: as other output."},
	{name: "cache_read", kind: aNumber, limits: limits{0, dearest, 0}, into: func(n *Node) any { return &n.Price.CacheRead }, about: "US dollars for a million input tokens that the provider had in its cache. Without it: as other input."},
	{name: "cache_write", kind: aNumber, limits: limits{0, dearest, 0}, into: func(n *Node) any { return &n.Price.CacheWrite }, about: "US dollars for a million input tokens that the provider put into its cache. Without it: as other input."},
	{name: "input", kind: aNumber, limits: limits{0, dearest, 0}, into: func(n *Node) any { return &n.Price.Input }, about: "US dollars for a million input tokens."},
	{name: "output", kind: aNumber, limits: limits{0, dearest, 0}, into: func(n *Node) any { return &n.Price.Output }, about: "US dollars for a million output tokens."},
}

func newPrice(n *Node) any {
	n.Price = &Price{CacheRead: Unpriced, CacheWrite: Unpriced, AudioInput: Unpriced, AudioOutput: Unpriced}
	return n.Price
}
