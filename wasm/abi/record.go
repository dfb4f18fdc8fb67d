// Package abi says how calls, inputs and actions look in the linear memory of a core that runs as WebAssembly. The
// exports (wasm/export) write what a host reads and read what it writes: wasm/host in Go, worker/edge/memory.mjs in
// JavaScript.
//
// Every number is a little-endian u32, every text is UTF-8, a span is an address and a length. An action is one record:
//
//	 0 kind      core.Kind
//	 4 id        of the upstream request
//	 8 status    of the client's reply; 0: its head has been written already
//	12 withinMs  0: no bound
//	16 ms        of Wait
//	20 flags     1 Later, 2 Broken, 4 IsPublic
//	24 method    span
//	32 url       span
//	40 header    span of "name: value\n" lines
//	48 body      span
//	56 report    span of text
//	64 keys      span of "key\n" lines
//	72
//
// A record and what its spans cover are good until the next call of any export of that instance.
//
// The exports, with numbers that need no 64-bit integers in JavaScript (i32, and f64 for times and memory sizes):
//
//	limit(maxBodyBytes) → maxBodyBytes     once, before the first call; 0 asks for the default
//	alloc(size) → address                  a buffer to write one input's text to
//	open(now, seedHigh, seedLow, text, textSize, body, bodySize, oversize) → handle
//	next(handle) → address of a record     0: the handle is stale, stop
//	loaded(handle, now, values, size)      JSON: an array of strings, null for what was not found
//	head(handle, now, id, status, header, size)
//	body(handle, now, id, chunk, size)
//	end(handle, now, id)
//	fail(handle, now, id, why)
//	tick(handle, now)
//	close(handle, memoryBytes) → 0 | 1     1: open no more calls in this instance
//
// A buffer belongs to the core once an input has been given it: the core makes it a string without copying. A buffer
// must be given to an input before two more are asked for. A handle is stale after close, and when nothing was fed for
// MaxIdleMs; the inputs of a stale handle do nothing.
package abi

import (
	"encoding/binary"
	"errors"
)

// Span is a stretch of linear memory.
type Span struct{ At, Size uint32 }

// Record is an action. Its layout in Go is its layout in memory.
type Record struct {
	Kind, ID, Status, WithinMs, Ms, Flags   uint32
	Method, URL, Header, Body, Report, Keys Span
}

const (
	// RecordSize is the size of a Record in bytes.
	RecordSize = 72

	// Later, Broken and Public are the flags of a Record.
	Later  = 1 << 0
	Broken = 1 << 1
	Public = 1 << 2

	// MaxIdleMs is how long a handle may be fed nothing before another call may take its place: longer than any reply
	// that anybody waits for.
	MaxIdleMs = 3_600_000
	// MaxMemoryBytes is the linear memory above which an instance is retired: memory never shrinks, and an isolate at
	// Cloudflare has 128 MB in all. https://developers.cloudflare.com/workers/platform/limits/ (2026-11-21)
	MaxMemoryBytes = 64 << 20
)

// ErrShort: memory ended within a record.
var ErrShort = errors.New("abi: a record is cut")

// Decode reads a record.
func Decode(b []byte) (r Record, err error) {
	if len(b) < RecordSize {
		return r, ErrShort
	}
	word := func(at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }
	span := func(at int) Span { return Span{word(at), word(at + 4)} }
	return Record{
		Kind: word(0), ID: word(4), Status: word(8), WithinMs: word(12), Ms: word(16), Flags: word(20),
		Method: span(24), URL: span(32), Header: span(40), Body: span(48), Report: span(56), Keys: span(64),
	}, nil
}

// Apology is the body of the 500 that a host answers with when an instance is lost: nobody is left to ask for the
// client's dialect. worker/edge/instance.mjs says the same.
const Apology = `{"error":{"message":"the gateway broke while it answered this call","type":"internal_error","param":null,"code":"internal_error"}}`
