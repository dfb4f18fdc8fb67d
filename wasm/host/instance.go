package host

import (
	"context"
	"fmt"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"causeway/core"
	"causeway/wasm/abi"
)

// instance is one running copy of the core. It has one thread: mu is held around every export.
type instance struct {
	engine *Engine
	module api.Module

	alloc, open, next, loaded, head, body, end, fail, tick, close api.Function

	mu    sync.Mutex
	stack [9]uint64 // arguments and result of the running export
	text  []byte    // an input being encoded
	dead  bool      // an export trapped; nothing may be called any more

	calls int  // the engine's: calls that have not left
	spent bool // the engine's: out of the turn
}

// instantiate makes an instance. The exports are those that wasm/abi lists.
func instantiate(e *Engine) (*instance, error) {
	ctx := context.Background()
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize")
	module, err := e.runtime.InstantiateModule(ctx, e.compiled, config)
	if err != nil {
		return nil, fmt.Errorf("wasm/host: %w", err)
	}
	i := &instance{engine: e, module: module}
	var limit api.Function
	for _, x := range [...]struct {
		name string
		to   *api.Function
	}{
		{"limit", &limit},
		{"alloc", &i.alloc}, {"open", &i.open}, {"next", &i.next}, {"loaded", &i.loaded}, {"head", &i.head},
		{"body", &i.body}, {"end", &i.end}, {"fail", &i.fail}, {"tick", &i.tick}, {"close", &i.close},
	} {
		if *x.to = module.ExportedFunction(x.name); *x.to == nil {
			module.Close(ctx)
			return nil, fmt.Errorf("wasm/host: the module does not export %q", x.name)
		}
	}
	if _, err := limit.Call(ctx, api.EncodeI32(int32(e.options.MaxBodyBytes))); err != nil {
		module.Close(ctx)
		return nil, fmt.Errorf("wasm/host: %w", err)
	}
	return i, nil
}

// call calls an export and gives its result, 0 when the instance is dead. A trap kills it. Every result is an i32: wazero
// leaves the upper half of its word as it was.
func (i *instance) call(export api.Function, arguments ...uint64) uint32 {
	if i.dead {
		return 0
	}
	copy(i.stack[:], arguments)
	if err := export.CallWithStack(context.Background(), i.stack[:]); err != nil {
		i.kill()
		return 0
	}
	return uint32(i.stack[0])
}

func (i *instance) kill() {
	i.dead = true
	i.engine.retire(i)
}

// put copies text into a buffer of the instance and gives its address and size.
func put[T string | []byte](i *instance, text T) (address, size uint64) {
	if len(text) == 0 {
		return 0, 0
	}
	at := i.call(i.alloc, uint64(len(text)))
	to, ok := i.module.Memory().Read(at, uint32(len(text)))
	if i.dead || !ok {
		i.kill()
		return 0, 0
	}
	copy(to, text)
	return uint64(at), uint64(len(text))
}

// action copies the record at an address, and what it covers, out of the instance.
func (i *instance) action(at uint32) (core.Action, bool) {
	memory := i.module.Memory()
	raw, ok := memory.Read(at, abi.RecordSize)
	if !ok {
		return core.Action{}, false
	}
	r, err := abi.Decode(raw)
	if err != nil {
		return core.Action{}, false
	}
	text := func(s abi.Span) string {
		b, in := memory.Read(s.At, s.Size)
		ok = ok && in
		return string(b)
	}
	a := core.Action{
		Kind: core.Kind(r.Kind), ID: int32(r.ID), Status: int(r.Status), WithinMs: int64(r.WithinMs), Ms: int64(r.Ms),
		Later: r.Flags&abi.Later != 0, Broken: r.Flags&abi.Broken != 0, IsPublic: r.Flags&abi.Public != 0,
		Method: text(r.Method), URL: text(r.URL), Header: abi.ParseHeader(text(r.Header)), Body: text(r.Body),
		Keys: abi.ParseKeys(text(r.Keys)), Report: text(r.Report),
	}
	return a, ok
}
