package conversation

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Replayer plays scripts over real HTTP, for hosts whose network is real. It plays one conversation at a time.
type Replayer struct {
	server *httptest.Server

	mu       sync.Mutex
	scripts  []Script
	expected []string // the first lines of the requests; nil: any
	requests []string
	strayed  bool
}

// NewReplayer starts a replayer on a free port of loopback, until the test ends.
func NewReplayer(t testing.TB) *Replayer {
	r := &Replayer{}
	r.server = httptest.NewServer(r)
	t.Cleanup(r.server.Close)
	return r
}

// Address is where it listens: "127.0.0.1:9000".
func (r *Replayer) Address() string { return r.server.Listener.Addr().String() }

// HostOnly are header fields that belong to the transport of a real host and stand in no conversation.
var HostOnly = []string{
	"accept-encoding", "connection", "content-length", "date", "host", "transfer-encoding", "x-forwarded-proto",
}

// AnyType is an accept field that asks for nothing.
const AnyType = "*/*"

// Talk holds f's conversation with the gateway that listens at url and sends everything to this replayer. Where the
// conversation has dice, and the gateway's are real, it is held again until they fall as the seed's did.
func (r *Replayer) Talk(f *File, url string) (Outcome, error) {
	request, err := f.Request()
	if err != nil {
		return Outcome{}, err
	}
	const throws = 500 // one in ten misses 500 times in a row once in 10^23
	for range throws {
		if err := r.load(f); err != nil {
			return Outcome{}, err
		}
		reply, err := send(request, url)
		if err != nil {
			return Outcome{}, err
		}
		requests, strayed := r.played()
		if !strayed {
			return Outcome{Requests: requests, Reply: reply.String()}, nil
		}
	}
	return Outcome{}, fmt.Errorf("%s: the dice never fell as the seed's did", f.Name)
}

func (r *Replayer) load(f *File) (err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requests, r.expected, r.strayed = nil, nil, false
	if f.HasDice() {
		for _, text := range f.Expected().Requests {
			first, _, _ := strings.Cut(text, "\n")
			r.expected = append(r.expected, first)
		}
	}
	r.scripts, err = f.Scripts()
	return err
}

func (r *Replayer) played() (requests []string, strayed bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.requests, r.strayed
}

// ServeHTTP notes a request to a provider and plays the next script.
func (r *Replayer) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, _ := io.ReadAll(q.Body)
	m := Message{
		First:  q.Method + " " + q.Header.Get("x-forwarded-proto") + "://" + q.Host + q.URL.RequestURI(),
		Header: fields(q.Header),
		Body:   string(body),
	}
	script, ok := r.next(m)
	if !ok {
		w.WriteHeader(http.StatusNotImplemented)
		return
	}
	for _, step := range script.Steps {
		play(w, q, step)
	}
}

func (r *Replayer) next(m Message) (Script, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := len(r.requests)
	r.requests = append(r.requests, m.String())
	if r.expected != nil && (n >= len(r.expected) || m.First != r.expected[n]) {
		r.strayed = true
	}
	if r.strayed || n >= len(r.scripts) {
		return Script{}, false
	}
	return r.scripts[n], true
}

func play(w http.ResponseWriter, q *http.Request, step Step) {
	switch step.Kind {
	case Head:
		for _, f := range step.Header {
			w.Header().Add(f.Name, f.Value)
		}
		w.Header().Del("Content-Length") // what a script says of it is not what HTTP would
		w.WriteHeader(step.Status)
	case Bytes:
		io.WriteString(w, step.Text)
		http.NewResponseController(w).Flush()
	case Wait:
		select {
		case <-time.After(time.Duration(step.Ms) * time.Millisecond):
		case <-q.Context().Done():
		}
	case Silence:
		<-q.Context().Done()
	case Refuse, Break:
		panic(http.ErrAbortHandler)
	}
}

// send makes the client's request and reads the reply to its end.
func send(m Message, url string) (Message, error) {
	method, path, query := m.target()
	if query != "" {
		path += "?" + query
	}
	request, err := http.NewRequest(method, url+path, strings.NewReader(m.Body))
	if err != nil {
		return Message{}, err
	}
	request.Header["User-Agent"] = nil
	for _, f := range m.Header {
		request.Header.Add(f.Name, f.Value)
	}
	transport := http.Transport{DisableCompression: true, DisableKeepAlives: true}
	response, err := transport.RoundTrip(request)
	if err != nil {
		return Message{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	reply := Message{First: fmt.Sprint(response.StatusCode), Header: fields(response.Header), Body: string(body)}
	if err != nil {
		reply.Body += Broken
	}
	return reply, nil
}

func fields(h http.Header) (all []Field) {
	for name, values := range h {
		name = strings.ToLower(name)
		if slices.Contains(HostOnly, name) {
			continue
		}
		for _, value := range values {
			if name == "accept" && value == AnyType { // the host's own, where the gateway asks for nothing
				continue
			}
			all = append(all, Field{name, value})
		}
	}
	return all
}
