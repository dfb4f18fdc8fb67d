//go:build wasip1

// Command wasm is the core as a WASI reactor, for hosts that bring their own WebAssembly runtime: build it with
// -buildmode=c-shared and call _initialize before any other export. wasm/abi draws what crosses the boundary.
package main

import _ "causeway/wasm/export"

func main() {}
