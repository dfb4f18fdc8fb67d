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

// Verdict is what must become of it.
func (x *Exchange) Verdict() Verdict {
	if x.IsStream {
		return x.Fault.Stream
	}
	return x.Fault.Whole
}

// Exchanges are those of every fault with a gateway, in every way that makes sense.
func Exchanges(g *Gateway) (all []*Exchange) {
	for i := range Faults {
		for _, isStream := range []bool{true, false} {
			for _, isTranslated := range []bool{false, true} {
				x := &Exchange{Fault: &Faults[i], Gateway: g, IsStream: isStream, IsTranslated: isTranslated}
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
	first, second := openAI(x.IsStream), openAI(x.IsStream)
	if x.IsTranslated {
		first = anthropic(x.IsStream)
	}
	firstURL := u.Open("1-"+id, func(w *Wire, n int) {
		if n > x.Fault.Calls {
			first.Answer(w)
			return
		}
		x.Fault.Play(w, first)
	})
	secondURL := u.Open("2-"+id, func(w *Wire, _ int) { second.Answer(w) })
	if x.Fault.Play == nil {
		firstURL = closed
	}
	own := x.Fault.Config
	if own != "" {
		own = "," + own
	}
	config := fmt.Sprintf(`{"strategy":{"mode":"fallback"},"targets":[{"provider":"%s","api_key":"k1","custom_host":"%s"%s},`+
		`{"provider":"openai","api_key":"k2","custom_host":"%s"}]}`, first.Provider, firstURL, own, secondURL)

	x.Reply = Ask(x.Gateway.URL, config, id, x.IsStream)
	for range 20 { // the provider may hear a little later that it is not wanted any more
		if x.First, x.IsBusy = u.Calls("1-" + id); !x.IsBusy {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	x.Second, _ = u.Calls("2-" + id)
	x.Report = x.Gateway.Report(id)
	x.Next = Ask(x.Gateway.URL, config, id, x.IsStream)
}
