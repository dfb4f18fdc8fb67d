package host

import (
	"github.com/tetratelabs/wazero/api"

	"causeway/core"
	"causeway/wasm/abi"
)

// Call is a call inside an instance. Like every machine it is used from one place at a time.
type Call struct {
	instance   *instance
	handle     uint32
	begun      bool // the head of the reply has been given to the host
	lost       bool // the instance is; what is left to say is said here
	apologized bool
	closed     bool
}

var _ core.Machine = (*Call)(nil)

func (i *instance) begin(call *core.Call, now int64, seed uint64) *Call {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.text = abi.AppendCall(i.text[:0], call)
	text, textSize := put(i, i.text)
	body, bodySize := put(i, call.Body)
	oversize := uint64(0)
	if call.Oversize {
		oversize = 1
	}
	c := &Call{instance: i}
	c.handle = i.call(i.open, api.EncodeF64(float64(now)), seed>>32, seed&(1<<32-1), text, textSize, body, bodySize, oversize)
	return c
}

// Next is the call's next action. Its strings are copies: they stay good.
func (c *Call) Next() core.Action {
	a, ok := c.next()
	if !ok {
		c.lost = true
		a = c.apology()
	}
	switch a.Kind {
	case core.Write:
		c.begun = true
	case core.Done, core.Delegate:
		c.Close()
	}
	return a
}

// next is what the instance says is next; ok is false when it can say nothing any more.
func (c *Call) next() (a core.Action, ok bool) {
	if c.lost || c.closed {
		return a, false
	}
	i := c.instance
	i.mu.Lock()
	defer i.mu.Unlock()
	at := i.call(i.next, uint64(c.handle))
	if i.dead || at == 0 {
		return a, false
	}
	if a, ok = i.action(at); !ok {
		i.kill()
	}
	return a, ok
}

// apology ends a call whose instance is lost: with a 500 when nothing of the reply had gone out, else with a broken
// connection.
func (c *Call) apology() core.Action {
	if c.begun {
		return core.Action{Kind: core.Done, Broken: !c.apologized}
	}
	c.apologized = true
	return core.Action{
		Kind: core.Write, Status: 500,
		Header: core.Header{{Name: "content-type", Value: "application/json"}},
		Body:   abi.Apology,
	}
}

// Close frees what the call holds in its instance. It may be called at any time, and again.
func (c *Call) Close() error {
	if c.closed {
		return nil
	}
	c.closed = true
	i := c.instance
	i.mu.Lock()
	if i.call(i.close, uint64(c.handle), api.EncodeF64(float64(i.module.Memory().Size()))) != 0 {
		i.engine.retire(i)
	}
	i.mu.Unlock()
	i.engine.leave(i)
	return nil
}

// Loaded feeds the values of the keys that Load asked for.
func (c *Call) Loaded(now int64, values []core.Value) {
	c.feed(func(i *instance) {
		i.text = abi.AppendValues(i.text[:0], values)
		at, size := put(i, i.text)
		i.call(i.loaded, uint64(c.handle), api.EncodeF64(float64(now)), at, size)
	})
}

// Head feeds the status and header of a reply.
func (c *Call) Head(now int64, id int32, status int, header core.Header) {
	c.feed(func(i *instance) {
		i.text = abi.AppendHeader(i.text[:0], header)
		at, size := put(i, i.text)
		i.call(i.head, uint64(c.handle), api.EncodeF64(float64(now)), api.EncodeI32(id), api.EncodeI32(int32(status)), at, size)
	})
}

// Body feeds some bytes of a reply.
func (c *Call) Body(now int64, id int32, chunk string) {
	c.feed(func(i *instance) {
		at, size := put(i, chunk)
		i.call(i.body, uint64(c.handle), api.EncodeF64(float64(now)), api.EncodeI32(id), at, size)
	})
}

// End feeds the clean end of a reply.
func (c *Call) End(now int64, id int32) {
	c.feed(func(i *instance) { i.call(i.end, uint64(c.handle), api.EncodeF64(float64(now)), api.EncodeI32(id)) })
}

// Fail feeds the failure of a request.
func (c *Call) Fail(now int64, id int32, why core.Why) {
	c.feed(func(i *instance) {
		i.call(i.fail, uint64(c.handle), api.EncodeF64(float64(now)), api.EncodeI32(id), uint64(why))
	})
}

// Tick feeds the end of a Wait.
func (c *Call) Tick(now int64) {
	c.feed(func(i *instance) { i.call(i.tick, uint64(c.handle), api.EncodeF64(float64(now))) })
}

// Updated is never called: an instance does its Updates itself.
func (*Call) Updated(int64, string) string { return "" }

func (c *Call) feed(input func(i *instance)) {
	if c.lost || c.closed {
		return
	}
	c.instance.mu.Lock()
	defer c.instance.mu.Unlock()
	input(c.instance)
}
