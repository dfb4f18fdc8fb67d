package core

// Gateway is what every exchange of a process shares: tables, never changed after they are made.
type Gateway struct {
	// Vendor is the row of a name or alias, nil for an unknown one.
	Vendor func(name string) *Vendor
	// Nearest is the known name that name may have meant, "" when none is near.
	Nearest func(name string) string
	// Serving are the names of the vendors that serve an endpoint.
	Serving func(e Endpoint) []string
	// Door is how clients are spoken to at an endpoint. It has an answer for every endpoint, NoEndpoint included.
	Door func(e Endpoint) *Door
	// Model is what is known of a vendor's model, whatever issue of it or path to it the name says. nil: there is no table.
	Model func(vendor, model string) (Model, bool)
	// Models are the names of a vendor's known models, sorted.
	Models func(vendor string) []string
	// MaxBodyBytes bounds a request body; the host reads no more. 0: DefaultMaxBodyBytes.
	MaxBodyBytes int
}

const (
	// DefaultMaxBodyBytes bounds a request's body: 20 MB, a few images in base64.
	DefaultMaxBodyBytes = 20_000_000
	// MaxReplyBytes bounds a reply that is translated as a whole, which must be held in memory.
	MaxReplyBytes = 64 << 20
	// maxFaultBytes bounds what is read of a failure's body.
	maxFaultBytes = 256 << 10
)

// BodyLimit is how many bytes of a request's body the host reads before it calls it Oversize.
func (g *Gateway) BodyLimit() int {
	if g.MaxBodyBytes > 0 {
		return g.MaxBodyBytes
	}
	return DefaultMaxBodyBytes
}

// Open begins the exchange of one call. now is milliseconds since 1970; seed is any number, the same one giving the
// same choices and ids. The exchange keeps call and its strings until it is done.
func (g *Gateway) Open(call Call, now int64, seed uint64) *Exchange {
	x := &Exchange{gateway: g, call: call, now: now, seed: seed, began: now}
	x.input(OnCall)
	x.begin()
	return x
}
