// Command worker, built for GOOS=js, is both planes of the gateway at the edge: the exports of causeway/wasm/export,
// which worker/edge calls for every request, and the control plane, which syumai/workers serves on instances of its own.
package main

import (
	"github.com/syumai/workers"

	_ "causeway/wasm/export"
	"causeway/worker/control"
)

func main() { workers.Serve(control.Handler()) }
