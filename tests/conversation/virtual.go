package conversation

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"causeway/core"
	"causeway/worker/drive"
)

// NowMs is when every conversation takes place: 2026-01-01T00:00:00Z.
const NowMs = 1_767_225_600_000

// World is a host in which nothing is real: a clock that only waiting moves, providers that follow their scripts, and a
// client that writes down what it gets.
type World struct {
	now     int64
	scripts []Script
	cut     Cut
	outcome Outcome
	reply   Message
	strange error // something the script did not foresee
}

// Open begins the exchange of one call.
type Open func(call core.Call, nowMs int64, seed uint64) core.Machine

// Run holds f's conversation with the machine that open makes, its replies cut as cut says.
func Run(f *File, open Open, cut Cut) (Outcome, error) {
	request, err := f.Request()
	if err != nil {
		return Outcome{}, err
	}
	scripts, err := f.Scripts()
	if err != nil {
		return Outcome{}, err
	}
	w := &World{now: NowMs, scripts: scripts, cut: cut}
	machine := open(request.Call(), w.now, f.Seed())
	ending, report := drive.Run(context.Background(), machine,
		drive.Host{Clock: w, Transport: w, Store: store{f}, Memory: &drive.Memory{}, Client: w})
	if w.strange != nil {
		return Outcome{}, fmt.Errorf("%s: %w", f.Name, w.strange)
	}
	switch ending {
	case drive.Broken:
		w.reply.Body += Broken
	case drive.Delegated:
		w.reply.First = "delegated"
	case drive.Gone:
		return Outcome{}, fmt.Errorf("%s: the exchange was given up", f.Name)
	}
	w.outcome.Reply = w.reply.String()
	if report != "" {
		w.outcome.Report = renderBody(report)
	}
	return w.outcome, nil
}

// Broken stands where the client's connection broke.
const Broken = "\n!cut"

// Now is the virtual time.
func (w *World) Now() int64 { return w.now }

// Sleep moves the virtual time.
func (w *World) Sleep(_ context.Context, ms int64) error {
	w.now += ms
	return nil
}

// Fetch plays the next script.
func (w *World) Fetch(_ context.Context, a *core.Action) (drive.Reply, error) {
	request := Message{First: a.Method + " " + a.URL, Body: a.Body}
	for _, f := range a.Header {
		request.Header = append(request.Header, Field(f))
	}
	w.outcome.Requests = append(w.outcome.Requests, request.String())
	n := len(w.outcome.Requests)
	if n > len(w.scripts) {
		w.strange = fmt.Errorf("request %d to a provider has no upstream-%d-reply:\n%s", n, n, request)
		return nil, drive.Failed(core.Reset)
	}
	p := &playback{world: w, steps: w.scripts[n-1].Steps}
	if err := p.until(Head, a.WithinMs); err != nil {
		return nil, err
	}
	p.head, p.steps = p.steps[0], p.steps[1:]
	return p, nil
}

// Head notes the head of the client's reply.
func (w *World) Head(status int, header core.Header) error {
	if w.reply.First != "" {
		panic("a second head was written")
	}
	w.reply.First = strconv.Itoa(status)
	for _, f := range header {
		w.reply.Header = append(w.reply.Header, Field(f))
	}
	return nil
}

// Write notes bytes of the client's reply.
func (w *World) Write(p []byte) error { return w.WriteString(string(p)) }

// WriteString notes bytes of the client's reply.
func (w *World) WriteString(s string) error {
	w.reply.Body += strings.Clone(s) // s is good until the next input only
	return nil
}

// Flush has nothing to do.
func (w *World) Flush() error { return nil }

// playback is a reply that follows its script.
type playback struct {
	world *World
	head  Step
	steps []Step
	text  string // of the current step, not yet read
}

// until plays steps up to one of a kind, which is left in place.
func (p *playback) until(kind StepKind, withinMs int64) error {
	waited := int64(0)
	for {
		step := p.steps[0]
		switch {
		case step.Kind == kind:
			return nil
		case step.Kind == End:
			return io.EOF
		case step.Kind == Refuse:
			return drive.Failed(core.Refused)
		case step.Kind == Break:
			return drive.Failed(core.Reset)
		case step.Kind == Silence && withinMs == 0:
			p.world.strange = errors.New("the gateway would wait for ever")
			return drive.Failed(core.TimedOut)
		case step.Kind == Silence || withinMs > 0 && waited+step.Ms > withinMs:
			p.world.now += withinMs - waited
			return drive.Failed(core.TimedOut)
		}
		waited += step.Ms
		p.world.now += step.Ms
		p.steps = p.steps[1:]
	}
}

func (p *playback) Status() int { return p.head.Status }

func (p *playback) Header() core.Header {
	header := make(core.Header, len(p.head.Header))
	for i, f := range p.head.Header {
		header[i] = core.Field(f)
	}
	return header
}

func (p *playback) Length() int64 { return -1 }

func (p *playback) Read(buf []byte, withinMs int64) (int, error) {
	if p.text == "" {
		if err := p.until(Bytes, withinMs); err != nil {
			return 0, err
		}
		p.text, p.steps = p.steps[0].Text, p.steps[1:]
	}
	n := copy(buf, p.text[:p.world.cut.Next(p.text)])
	p.text = p.text[n:]
	return n, nil
}

func (p *playback) Close() { p.steps = []Step{{Kind: Break}} }

// Call is m as a machine gets it.
func (m Message) Call() core.Call {
	method, path, query := m.target()
	call := core.Call{Method: method, Path: path, Query: query, Body: m.Body}
	for _, f := range m.Header {
		call.Header = append(call.Header, core.Field(f))
	}
	return call
}

// store holds the stored configs of a conversation: the section "config/team-a.json" for "config/team-a".
type store struct{ f *File }

func (s store) Get(_ context.Context, keys []string) []core.Value {
	values := make([]core.Value, len(keys))
	for i, key := range keys {
		values[i].Text, values[i].Found = s.f.Section(key + ".json")
	}
	return values
}
