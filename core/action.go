package core

// Kind is what an action asks of the host.
type Kind uint8

const (
	// Load asks for the values of Keys. Feed back Loaded.
	Load Kind = iota + 1
	// Fetch sends Method, URL, Header and Body as request ID. Feed back Head or Fail.
	Fetch
	// Cancel aborts request ID. Nothing is fed back, and nothing more of that request may be.
	Cancel
	// Read asks for some bytes of the reply to ID. Feed back Body, End or Fail.
	Read
	// Write gives the client bytes: Body, after Status and Header when Status is not 0. Nothing is fed back.
	Write
	// Pipe joins what is left of the reply to ID to the client, untouched; nothing is written after it, so that the host
	// may hand the body over whole. Feed back End or Fail.
	Pipe
	// Wait sleeps for Ms. Feed back Tick.
	Wait
	// Delegate leaves the request to the control plane; the exchange is over.
	Delegate
	// Done ends the exchange. Report may be kept after the client has been served. Broken: the reply is not whole and the
	// connection must not end as if it were.
	Done
	// Update keeps a value in the host's memory, which may be lost: the host calls Updated with what it keeps under
	// Keys[0] and keeps what that returns, with no other Update of that key in between. Nothing else is fed back.
	Update
	// Await waits until a Fetch or Read that was asked for with Later has what it is for, or until Ms have passed (0: no
	// bound). Feed back Head, Body, End or Fail of that one, or Tick.
	Await
)

// Asks reports that the host must feed something back before it calls Next again, Fetch and Read only when they are not for
// Later.
func (k Kind) Asks() bool {
	return k == Load || k == Fetch || k == Read || k == Pipe || k == Wait || k == Await
}

// Action is one thing the host must do. Its strings are good until the machine is called again; those of a Fetch until
// that fetch has its Head, Fail or Cancel.
type Action struct {
	Kind   Kind
	ID     int32
	Keys   []string
	Method string
	URL    string
	Status int
	Header Header
	Body   string
	// WithinMs bounds how long the host waits before it feeds back Fail(TimedOut): for Fetch until the header, for Read
	// and Pipe until some bytes. A host that does not see the bytes it joins bounds no silence in a Pipe. 0: no bound.
	WithinMs int64
	// ConnectMs, of Fetch: how long a connection may take to stand, where the host can tell. 0: the host's own bound.
	ConnectMs int64
	// Ms is how long Wait sleeps, and of Pipe how long it may take in all, 0 for no bound: then Fail(TimedOut) is fed.
	Ms     int64
	Broken bool
	// IsPublic, of Fetch: the URL is a caller's, and the host does not connect to an address that is not public, where it can
	// tell.
	IsPublic bool
	// Later, of Fetch and Read: nothing is fed back now, but at an Await.
	Later  bool
	Report string // of Done: one JSON object, see Report
}

// Why says how a fetch failed.
type Why uint8

const (
	// Refused: no connection could be made; nothing was sent.
	Refused Why = iota + 1
	// Reset: the connection broke.
	Reset
	// TimedOut: WithinMs passed.
	TimedOut
	// Malformed: what came is not HTTP, or not decodable.
	Malformed
)

// Value is what a store holds under a key that was asked for.
type Value struct {
	Found bool
	Text  string
}

// Call is a client's request. Header names are lower case.
type Call struct {
	Method string
	Path   string // "/v1/chat/completions"
	Query  string // without '?'
	Header Header
	Body   string // immutable; "" when Oversize
	// Oversize: the body is larger than MaxBodyBytes and was not read.
	Oversize bool
}

// Machine is an exchange as a host sees it: *Exchange, or one behind the WebAssembly boundary.
//
// After Open and after every input, the host calls Next and does what it says, until an action asks for an input or is
// Done or Delegate. now is milliseconds since 1970 and never runs backwards.
type Machine interface {
	Next() Action
	Loaded(now int64, values []Value)
	Head(now int64, id int32, status int, header Header)
	Body(now int64, id int32, chunk string)
	End(now int64, id int32)
	Fail(now int64, id int32, why Why)
	Tick(now int64)
	Updated(now int64, stored string) (value string)
}
