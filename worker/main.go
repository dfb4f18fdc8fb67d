//go:build !js

// Command worker is the gateway as a native server.
//
//	go run ./worker                  serves on 127.0.0.1:8787 (HOST, PORT)
//	go run ./worker --engine wasm    the same, with the core as WebAssembly (build/core.wasm)
//	go run ./worker check FILE       says what is wrong with a config
//	go run ./worker replay --config FILE LOG
//	                                 says what another config would have done with logged calls
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"causeway/core"
	"causeway/providers"
	"causeway/wasm/host"
	"causeway/worker/control"
	"causeway/worker/local"
)

// options are what a user may say on the command line.
type options struct {
	address string
	engine  string
	wasm    string
	store   string
	maxBody int
	log     bool
}

func main() {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case "check":
			os.Exit(check(os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
		case "replay":
			os.Exit(replay(os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, readOptions()); err != nil {
		fmt.Fprintln(os.Stderr, "causeway:", err)
		os.Exit(1)
	}
}

func readOptions() options {
	var o options
	flag.StringVar(&o.engine, "engine", "native", "`native`, or wasm: the core runs as WebAssembly")
	flag.StringVar(&o.wasm, "wasm", "build/core.wasm", "`file` of the core for --engine wasm")
	flag.StringVar(&o.store, "store", "", "`folder` of stored configs: the id team-a is config/team-a.json in it")
	flag.IntVar(&o.maxBody, "max-body", core.DefaultMaxBodyBytes, "largest request body in `bytes`")
	flag.BoolVar(&o.log, "log", false, "print a line of JSON per request; it holds no keys and no prompts, but x-portkey-metadata")
	flag.Parse()
	o.address = net.JoinHostPort(env("HOST", "127.0.0.1"), env("PORT", "8787"))
	return o
}

func env(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func serve(ctx context.Context, o options) error {
	gateway, err := newGateway(ctx, o)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", o.address)
	if err != nil {
		return err
	}
	fmt.Printf(greeting, l.Addr(), l.Addr())
	return local.Serve(ctx, l, gateway)
}

// greeting is printed when the server listens.
const greeting = `Causeway listens on http://%s. A first call, which needs no key:
curl http://%s/v1/chat/completions -H 'content-type: application/json' -H 'x-portkey-provider: mock' -d '{"model":"mock","messages":[{"role":"user","content":"Hello"}]}'
`

func newGateway(ctx context.Context, o options) (*local.Gateway, error) {
	if o.maxBody <= 0 {
		return nil, fmt.Errorf("--max-body %d: must be positive", o.maxBody)
	}
	open, err := newEngine(ctx, o)
	if err != nil {
		return nil, err
	}
	g := &local.Gateway{
		Open:         open,
		Control:      control.Handler(),
		Transport:    local.NewTransport(),
		Store:        local.Files(o.store),
		MaxBodyBytes: int64(o.maxBody),
	}
	if o.log {
		g.Report = func(report string) { fmt.Println(report) }
	}
	return g, nil
}

// newEngine is what opens machines.
func newEngine(ctx context.Context, o options) (func(core.Call, int64, uint64) core.Machine, error) {
	switch o.engine {
	case "native":
		gateway := providers.Gateway()
		gateway.MaxBodyBytes = o.maxBody
		return func(call core.Call, nowMs int64, seed uint64) core.Machine {
			return gateway.Open(call, nowMs, seed)
		}, nil
	case "wasm":
		text, err := os.ReadFile(o.wasm)
		if err != nil {
			return nil, errors.Join(err, errors.New("./build.sh worker makes it"))
		}
		engine, err := host.Compile(ctx, text, host.Options{Instances: runtime.GOMAXPROCS(0), MaxBodyBytes: o.maxBody})
		if err != nil {
			return nil, err
		}
		return engine.Open, nil
	}
	return nil, fmt.Errorf("--engine %s: native or wasm", o.engine)
}
