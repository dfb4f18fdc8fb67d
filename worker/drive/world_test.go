package drive_test

import (
	"context"
	"fmt"
	"strings"

	"causeway/core"
	"causeway/worker/drive"
)

// machine says what it was told to say and notes what it hears. It panics when it has nothing left to say.
type machine struct {
	world   *world
	actions []core.Action
	heard   []string
	closed  bool
}

func (m *machine) Next() core.Action {
	a := m.actions[0]
	m.actions = m.actions[1:]
	return a
}

func (m *machine) hear(format string, values ...any) {
	if !m.world.quiet {
		m.heard = append(m.heard, fmt.Sprintf(format, values...))
	}
}

func (m *machine) Loaded(_ int64, values []core.Value)          { m.hear("loaded %s", values[0].Text) }
func (m *machine) Head(_ int64, id int32, _ int, _ core.Header) { m.hear("head %d", id) }
func (m *machine) Body(_ int64, _ int32, chunk string)          { m.hear("body %s", chunk) }
func (m *machine) End(int64, int32)                             { m.hear("end") }
func (m *machine) Fail(_ int64, _ int32, why core.Why)          { m.hear("fail %d", why) }
func (m *machine) Tick(now int64)                               { m.hear("tick +%d", now) }
func (m *machine) Updated(_ int64, stored string) string        { m.hear("updated %s", stored); return "kept" }
func (m *machine) Close() error                                 { m.closed = true; return nil }

// world is the clock, the network, the store and the client.
type world struct {
	now     int64
	replies []reply
	open    int
	said    strings.Builder
	quiet   bool
	gone    error  // what the client answers
	leave   func() // called by the first read
}

func (w *world) host() drive.Host {
	return drive.Host{Clock: w, Transport: w, Store: w, Memory: &drive.Memory{}, Client: client{w}}
}

func (w *world) Now() int64 { return w.now }

func (w *world) Sleep(_ context.Context, ms int64) error {
	w.now += ms
	return w.gone
}

func (w *world) Get(_ context.Context, keys []string) []core.Value {
	return []core.Value{{Found: true, Text: keys[0]}}
}

func (w *world) Fetch(context.Context, *core.Action) (drive.Reply, error) {
	r := w.replies[0]
	w.replies = w.replies[1:]
	if r.refused != nil {
		return nil, r.refused
	}
	w.open++
	r.world = w
	return &r, nil
}

type reply struct {
	world   *world
	refused error
	length  int64
	chunks  []string
	err     error
}

func (r *reply) Status() int         { return 200 }
func (r *reply) Header() core.Header { return nil }
func (r *reply) Length() int64       { return r.length }
func (r *reply) Close()              { r.world.open-- }

func (r *reply) Read(p []byte, _ int64) (int, error) {
	if r.world.leave != nil {
		r.world.leave()
	}
	if len(r.chunks) == 0 {
		return 0, r.err
	}
	n := copy(p, r.chunks[0])
	r.chunks = r.chunks[1:]
	return n, nil
}

type client struct{ *world }

func (c client) note(text string) error {
	if !c.quiet {
		c.said.WriteString(text)
	}
	return c.gone
}

func (c client) Head(status int, _ core.Header) error { return c.note(fmt.Sprint(status, " ")) }
func (c client) Write(p []byte) error {
	if c.quiet {
		return nil
	}
	return c.note(string(p))
}
func (c client) WriteString(s string) error { return c.note(s) }
func (c client) Flush() error               { return c.note("|") }
