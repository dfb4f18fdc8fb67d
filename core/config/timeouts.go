package config

// Timeouts is the timeouts object, Causeway's own. Each is in milliseconds and at least 1; 0 is absent, and a target then
// takes its parent's.
type Timeouts struct {
	ConnectMs    int64 // until the connection stands
	HeadersMs    int64 // until the reply's headers; what request_timeout says otherwise
	FirstTokenMs int64 // until the reply's first token
	IdleMs       int64 // between two pieces of the reply
	TotalMs      int64 // for the whole exchange with a target, retries and the waits between them included
}

var timeoutFields = [...]field{
	{name: "connect", kind: aWhole, limits: limits{1, mostWhole, 0}, into: func(n *Node) any { return &n.Timeouts.ConnectMs }, about: "Milliseconds until the connection stands."},
	{name: "first_token", kind: aWhole, limits: limits{1, mostWhole, 0}, into: func(n *Node) any { return &n.Timeouts.FirstTokenMs }, about: "Milliseconds until the reply's first token."},
	{name: "headers", kind: aWhole, limits: limits{1, mostWhole, 0}, into: func(n *Node) any { return &n.Timeouts.HeadersMs }, about: "Milliseconds until the reply's headers; overrules request_timeout."},
	{name: "idle", kind: aWhole, limits: limits{1, mostWhole, 0}, into: func(n *Node) any { return &n.Timeouts.IdleMs }, about: "Milliseconds between two pieces of the reply."},
	{name: "total", kind: aWhole, limits: limits{1, mostWhole, 0}, into: func(n *Node) any { return &n.Timeouts.TotalMs }, about: "Milliseconds for the whole exchange with the target, retries included."},
}

func newTimeouts(n *Node) any {
	n.Timeouts = new(Timeouts)
	return n.Timeouts
}

// HeadersMs returns how long n itself lets its targets take until the reply's headers: timeouts.headers, or else
// request_timeout. given is false when it says neither.
func (n *Node) HeadersMs() (ms int64, given bool) {
	if n.Timeouts != nil && n.Timeouts.HeadersMs > 0 {
		return n.Timeouts.HeadersMs, true
	}
	return n.TimeoutMs, n.HasTimeout
}
