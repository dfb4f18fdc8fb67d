package core

// Signing is a request that is settled but for the proof of who sends it. Vendor.Sign adds that to Header.
type Signing struct {
	Method, URL, Body string
	Header            Header
	Key               string // the target's api_key, or the caller's; "" when none was given
	Token             string // what the vendor's Grant got; "" without one
	NowMs             int64
	Request           *Request // for its options, and for Missing
}

// Grant is how a token is got: a request to whoever gives them out. The host remembers the token until shortly before it
// expires, for every call whose Grant has the same Key.
type Grant struct {
	// Key is everything that the token depends on, secrets included: it is hashed before it names anything.
	Key string
	// The request to the token endpoint.
	Method, URL string
	Header      Header
	Body        string
	// Late makes the body where that costs something: it is asked for when no token is remembered. nil: Body is it.
	Late func() (string, *Fault)
	// Read takes the token, any text that Sign understands, from the reply's body of status 2xx, and how many ms from now
	// it is good for. ok is false for an unknown shape. No word of the body is repeated to anyone.
	Read func(body string) (token string, forMs int64, ok bool)
}
