// Package wall is a provider that goes wrong in every way a router must survive, on a real socket, and a client that
// says what it makes of the reply. The tests put the gateway between the two, on each host.
package wall

import (
	"fmt"
	"time"
)

// Gateway is a host under test.
type Gateway struct {
	Name, URL string
	// Report gives the report of the exchange with that trace id, "" for a host that keeps none.
	Report func(traceID string) string
}

// Exchange is one request to a gateway whose first target has a fault, and a second request after it.
type Exchange struct {
	Fault        *Fault
	Gateway      *Gateway
	IsStream     bool
	IsTranslated bool // the first target speaks Anthropic's dialect
	IsAlone      bool // there is no second target and nobody watches the reply

	Reply, Next   *Reply // what the client got, and what it got afterwards
	First, Second int    // requests that the targets got for Reply
	Report        string
	IsBusy        bool // the first target is still answering although the client has its reply
}

// Way is how the request travels: "stream", "buffered", either translated.
func (x *Exchange) Way() string {
	way := "buffered"
	if x.IsStream {
		way = "stream"
	}
	if x.IsTranslated {
		way += ", translated"
	}
	return way
}

// Name is where and what it is: "native/503/stream".
func (x *Exchange) Name() string { return x.Gateway.Name + "/" + x.Fault.Name + "/" + x.Way() }

// Verdict is what must become of it.
func (x *Exchange) Verdict() Verdict {
	if x.IsStream {
		return x.Fault.Stream
	}
	return x.Fault.Whole
}

// Exchanges are those of every fault with a gateway, in every way that makes sense.
func Exchanges(g *Gateway, isAlone bool) (all []*Exchange) {
	for i := range Faults {
		for _, isStream := range []bool{true, false} {
			for _, isTranslated := range []bool{false, true} {
				x := &Exchange{Fault: &Faults[i], Gateway: g, IsStream: isStream, IsTranslated: isTranslated, IsAlone: isAlone}
				if x.Verdict() != "" {
					all = append(all, x)
				}
			}
		}
	}
	return all
}

// Run holds the exchange. closed is the URL of a port where nobody listens.
func (x *Exchange) Run(u *Upstream, closed string) {
	id := fmt.Sprintf("%s-%p", x.Gateway.Name, x)
	targets := x.open(u, id, func(n int) bool { return n <= x.Fault.Calls })
	if x.Fault.Play == nil {
		targets[0].URL = closed
	}
	config := fallback("", targets)
	if x.IsAlone {
		config = targets[0].config()
	}
	x.Reply = Ask(x.Gateway.URL, config, id, x.IsStream)
	for range 20 { // the provider may hear a little later that it is not wanted any more
		if x.First, x.IsBusy = u.Calls(targets[0].Name); !x.IsBusy {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	x.Second, _ = u.Calls(targets[1].Name)
	x.Report = x.Gateway.Report(id)
	x.Next = Ask(x.Gateway.URL, config, id, x.IsStream)
	if x.IsAlone && x.Next.Err != nil {
		// workerd ends a piped reply that broke as if it were whole, and then resets the connection: a client that used
		// it again has to make another.
		x.Next = Ask(x.Gateway.URL, config, id, x.IsStream)
	}
}

// Flap makes n requests, one after the other, to a first target that has its fault at every other request, the first
// one included. root is members of the config above the targets. It returns the replies and how many requests the
// targets got.
func (x *Exchange) Flap(u *Upstream, n int, root string) (replies []*Reply, first, second int) {
	id := fmt.Sprintf("%s-%p", x.Gateway.Name, x)
	targets := x.open(u, id, func(n int) bool { return n%2 == 1 })
	config := fallback(root, targets)
	for range n {
		replies = append(replies, Ask(x.Gateway.URL, config, id, x.IsStream))
	}
	first, _ = u.Calls(targets[0].Name)
	second, _ = u.Calls(targets[1].Name)
	return replies, first, second
}

// target is one of a config's, and the provider that stands behind it.
type target struct{ Name, Provider, URL, Config string }

// open sets both providers up. isFaulty says which of its requests the first one spoils.
func (x *Exchange) open(u *Upstream, id string, isFaulty func(n int) bool) [2]target {
	first, second := openAI(x.IsStream), openAI(x.IsStream)
	if x.IsTranslated {
		first = anthropic(x.IsStream)
	}
	one, two := "1-"+id, "2-"+id
	play := func(w *Wire, n int) {
		if isFaulty(n) {
			x.Fault.Play(w, first)
			return
		}
		first.Answer(w)
	}
	return [2]target{
		{one, first.Provider, u.Open(one, play), x.Fault.Config},
		{two, second.Provider, u.Open(two, func(w *Wire, _ int) { second.Answer(w) }), ""},
	}
}

// fallback is a config with two targets. root is more members of it, each followed by a comma.
func fallback(root string, targets [2]target) string {
	config := "{" + root + `"strategy":{"mode":"fallback"},"targets":[`
	for i, t := range targets {
		if i > 0 {
			config += ","
		}
		config += t.config()
	}
	return config + "]}"
}

func (t *target) config() string {
	config := fmt.Sprintf(`{"provider":"%s","api_key":"%s","custom_host":"%s"`, t.Provider, t.Name, t.URL)
	if t.Config != "" {
		config += "," + t.Config
	}
	return config + "}"
}
