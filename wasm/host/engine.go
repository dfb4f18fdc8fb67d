// Package host runs the core as WebAssembly under wazero. What it opens is a core.Machine like the native exchange, so
// that the same loop drives both.
package host

import (
	"context"
	"fmt"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"causeway/core"
)

// Options are what an engine may be given.
type Options struct {
	// Instances is how many instances share the calls; each runs one export at a time. 0: one.
	Instances int
	// MaxBodyBytes bounds a request's body. 0: the core's default.
	MaxBodyBytes int
	// Cache keeps compiled code, also between processes when it has a folder. nil: none.
	Cache wazero.CompilationCache
}

// Engine is a compiled core and the instances of it that take new calls. It is safe for concurrent use.
type Engine struct {
	runtime  wazero.Runtime
	compiled wazero.CompiledModule
	options  Options

	mu        sync.Mutex  // taken after an instance's, never before it
	instances []*instance // those that take new calls
	turn      int
}

// Compile makes an engine of core.wasm. It takes a second or two without a cache; instances are made when they are
// first needed, in about a millisecond each. The guest gets no files, no environment, and neither the host's clock nor
// its random numbers.
func Compile(ctx context.Context, wasm []byte, o Options) (*Engine, error) {
	config := wazero.NewRuntimeConfigCompiler()
	if o.Cache != nil {
		config = config.WithCompilationCache(o.Cache)
	}
	e := &Engine{runtime: wazero.NewRuntimeWithConfig(ctx, config), options: o}
	e.instances = make([]*instance, max(1, o.Instances))
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, e.runtime); err != nil {
		e.Close(ctx)
		return nil, fmt.Errorf("wasm/host: %w", err)
	}
	compiled, err := e.runtime.CompileModule(ctx, wasm)
	if err != nil {
		e.Close(ctx)
		return nil, fmt.Errorf("wasm/host: %w", err)
	}
	e.compiled = compiled
	return e, nil
}

// Close frees the compiled code and every instance. No call may run any more.
func (e *Engine) Close(ctx context.Context) error { return e.runtime.Close(ctx) }

// Open begins a call in one of the instances, in turn. A call whose instance cannot be made or breaks is answered with
// a 500. The machine has a method Close, which frees what it holds; it closes itself when it is Done.
func (e *Engine) Open(call core.Call, now int64, seed uint64) core.Machine {
	i, err := e.instance()
	if err != nil {
		return &Call{lost: true, closed: true}
	}
	return i.begin(&call, now, seed)
}

// instance is the next one in turn, made when its place is empty.
func (e *Engine) instance() (*instance, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.turn = (e.turn + 1) % len(e.instances)
	if e.instances[e.turn] == nil {
		made, err := instantiate(e)
		if err != nil {
			return nil, err
		}
		e.instances[e.turn] = made
	}
	e.instances[e.turn].calls++
	return e.instances[e.turn], nil
}

// Forget takes all instances out of the turn: what they remember of targets and tokens is lost to new calls.
func (e *Engine) Forget() {
	e.mu.Lock()
	spent := append([]*instance{}, e.instances...)
	e.mu.Unlock()
	for _, i := range spent {
		if i != nil {
			e.retire(i)
		}
	}
}

// retire takes an instance out of the turn. Its running calls go on.
func (e *Engine) retire(spent *instance) {
	e.mu.Lock()
	defer e.mu.Unlock()
	spent.spent = true
	for i := range e.instances {
		if e.instances[i] == spent {
			e.instances[i] = nil
		}
	}
}

// leave counts a call out of its instance. The last one to leave a spent instance frees it.
func (e *Engine) leave(i *instance) {
	e.mu.Lock()
	defer e.mu.Unlock()
	i.calls--
	if i.spent && i.calls == 0 {
		i.module.Close(context.Background())
	}
}
