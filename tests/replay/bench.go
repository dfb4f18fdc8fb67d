package replay

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"causeway/core"
	"causeway/tests/conversation"
	"causeway/worker/drive"
)

// Bench is the gateway under test: what opens its exchanges, and how a provider's bytes are cut.
type Bench struct {
	Open conversation.Open
	Cuts []conversation.Cut // the first leaves them whole
}

// Key is the provider key of every call. It may be read nowhere but in what the provider gets.
const Key = "sk-replay-0123456789abcdef"

// trip is what one call came to.
type trip struct {
	heard
	header core.Header
	sent   []core.Action
	ending drive.Ending
	panic  any
}

// send makes a call and lets a provider answer it, whatever it is asked for, with reply; a prelude comes first
// where there is one.
func (b *Bench) send(call core.Call, reply heard, prelude string, header map[string]string, cut conversation.Cut) *trip {
	return b.run(&world{trip: &trip{}, reply: reply, prelude: prelude, theirs: header, cut: cut}, call)
}

// run lets a call happen in w.
func (b *Bench) run(w *world, call core.Call) (t *trip) {
	t = w.trip
	defer func() { t.panic = recover() }()
	t.ending, _ = drive.Run(context.Background(), b.Open(call, conversation.NowMs, 7),
		drive.Host{Clock: w, Transport: w, Store: w, Memory: &drive.Memory{}, Client: w})
	t.body = w.said.String()
	return t
}

// last is the last request that the provider got.
func (t *trip) last() core.Action {
	if len(t.sent) == 0 {
		return core.Action{}
	}
	return t.sent[len(t.sent)-1]
}

// ill is why a trip is worth nothing; "" when it is not ill.
func (t *trip) ill() string {
	switch {
	case t.panic != nil:
		return fmt.Sprintf("panic: %v", t.panic)
	case t.ending != drive.Served:
		return fmt.Sprintf("the exchange ended as %d", t.ending)
	case strings.Contains(t.body, Key):
		return "the client reads the key"
	}
	return ""
}

// world is a clock, a provider that always says the same, and a client.
type world struct {
	*trip
	now     int64
	reply   heard
	prelude string // served first, once; "" = none
	theirs  map[string]string
	cut     conversation.Cut
	said    strings.Builder
	resets  bool // the connection breaks where the reply ends
}

func (w *world) Now() int64 { return conversation.NowMs + w.now }

func (w *world) Sleep(_ context.Context, ms int64) error {
	w.now += ms
	return nil
}

func (w *world) Get(_ context.Context, keys []string) []core.Value {
	return make([]core.Value, len(keys))
}

// patience is how often a provider answers one call: one that would be asked for ever fails instead.
const patience = 8

func (w *world) Fetch(_ context.Context, a *core.Action) (drive.Reply, error) {
	w.sent = append(w.sent, *a)
	if len(w.sent) > patience {
		return nil, drive.Failed(core.Reset)
	}
	if isTokenRequest(a.URL) {
		return w.json(tokens), nil
	}
	if first := w.prelude; first != "" {
		w.prelude = ""
		return w.json(first), nil
	}
	s := &speech{world: w, status: w.reply.status, rest: w.reply.body}
	for _, name := range slices.Sorted(maps.Keys(w.theirs)) {
		s.header = append(s.header, core.Field{Name: strings.ToLower(name), Value: w.theirs[name]})
	}
	s.header = s.header.Set("content-type", w.reply.kind)
	return s, nil
}

func (w *world) json(text string) drive.Reply {
	return &speech{world: w, status: 200, rest: text, header: core.Header{{Name: "content-type", Value: "application/json"}}}
}

// tokens answers whoever gives out tokens, in the words of all of them.
const tokens = `{"access_token":"token","token_type":"Bearer","expires_in":3600,"expiration":1900000000}`

func isTokenRequest(url string) bool {
	return strings.Contains(url, "/token") || strings.Contains(url, "/identity")
}

func (w *world) Head(status int, header core.Header) error {
	w.status, w.kind, w.trip.header = status, header.Get("content-type"), append(core.Header(nil), header...)
	for _, f := range header {
		if strings.Contains(f.Value, Key) {
			w.said.WriteString(Key)
		}
	}
	return nil
}

func (w *world) Write(p []byte) error {
	w.said.Write(p)
	return nil
}

func (w *world) WriteString(s string) error {
	w.said.WriteString(s)
	return nil
}

func (w *world) Flush() error { return nil }

// speech is a reply on its way.
type speech struct {
	world  *world
	status int
	header core.Header
	rest   string
}

func (s *speech) Status() int         { return s.status }
func (s *speech) Header() core.Header { return s.header }
func (s *speech) Length() int64       { return -1 }
func (s *speech) Close()              {}

func (s *speech) Read(p []byte, _ int64) (int, error) {
	switch {
	case s.rest == "" && s.world.resets:
		return 0, drive.Failed(core.Reset)
	case s.rest == "":
		return 0, io.EOF
	}
	n := copy(p, s.rest[:s.world.cut.Next(s.rest)])
	s.rest = s.rest[n:]
	return n, nil
}
