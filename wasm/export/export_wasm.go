package export

import (
	"runtime/debug"
	"unsafe"

	"causeway/core"
	"causeway/providers"
	"causeway/wasm/abi"
)

// One instance is one gateway: what the exports below work on.
var (
	gateway = providers.Gateway()
	table   = Table{Open: begin, Apology: gateway.Apology}
	inputs  buffers
	outputs output
)

func begin(call core.Call, now int64, seed uint64) core.Machine { return gateway.Open(call, now, seed) }

// output is the record that the host reads, with what keeps its spans alive.
type output struct {
	record               abi.Record
	action               core.Action
	header, keys, report []byte
}

//go:wasmexport limit
func limit(maxBodyBytes int32) int32 {
	// The defaults make a tiny heap of short-lived calls collect itself every few requests.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(abi.MaxMemoryBytes * 3 / 4)
	gateway.MaxBodyBytes = int(maxBodyBytes)
	return int32(gateway.BodyLimit())
}

//go:wasmexport alloc
func alloc(size int32) unsafe.Pointer {
	return unsafe.Pointer(unsafe.SliceData(inputs.alloc(int(size))))
}

//go:wasmexport open
func open(now float64, seedHigh, seedLow uint32, text unsafe.Pointer, textSize int32, body unsafe.Pointer, bodySize, oversize int32) uint32 {
	call, err := abi.ParseCall(take(text, textSize))
	if err != nil {
		panic(err)
	}
	call.Body, call.Oversize = take(body, bodySize), oversize != 0
	return table.Begin(call, int64(now), uint64(seedHigh)<<32|uint64(seedLow))
}

//go:wasmexport next
func next(handle uint32) unsafe.Pointer {
	a, ok := table.Next(handle)
	if !ok {
		return nil
	}
	return unsafe.Pointer(outputs.put(a))
}

//go:wasmexport loaded
func loaded(handle uint32, now float64, values unsafe.Pointer, size int32) {
	text := take(values, size)
	table.Feed(handle, int64(now), func(m core.Machine) { m.Loaded(int64(now), abi.ParseValues(text)) })
}

//go:wasmexport head
func head(handle uint32, now float64, id, status int32, header unsafe.Pointer, size int32) {
	text := take(header, size)
	table.Feed(handle, int64(now), func(m core.Machine) { m.Head(int64(now), id, int(status), abi.ParseHeader(text)) })
}

//go:wasmexport body
func body(handle uint32, now float64, id int32, chunk unsafe.Pointer, size int32) {
	text := take(chunk, size)
	table.Feed(handle, int64(now), func(m core.Machine) { m.Body(int64(now), id, text) })
}

//go:wasmexport end
func end(handle uint32, now float64, id int32) {
	table.Feed(handle, int64(now), func(m core.Machine) { m.End(int64(now), id) })
}

//go:wasmexport fail
func fail(handle uint32, now float64, id, why int32) {
	table.Feed(handle, int64(now), func(m core.Machine) { m.Fail(int64(now), id, core.Why(why)) })
}

//go:wasmexport tick
func tick(handle uint32, now float64) {
	table.Feed(handle, int64(now), func(m core.Machine) { m.Tick(int64(now)) })
}

//go:wasmexport close
func release(handle uint32, memoryBytes float64) int32 {
	if table.Close(handle, int64(memoryBytes)) {
		return 1
	}
	return 0
}

func take(at unsafe.Pointer, size int32) string { return inputs.take((*byte)(at), int(size)) }

// put makes a the record.
func (o *output) put(a core.Action) *abi.Record {
	o.action = a
	o.header = abi.AppendHeader(o.header[:0], a.Header)
	o.keys = abi.AppendKeys(o.keys[:0], a.Keys)
	o.report = o.report[:0]
	if a.Report != "" {
		o.report = append(o.report, a.Report...)
	}
	o.record = abi.Record{
		Kind: uint32(a.Kind), ID: uint32(a.ID), Status: uint32(a.Status),
		WithinMs: clamp(a.WithinMs), Ms: clamp(a.Ms), Flags: flags(&a),
		Method: text(a.Method), URL: text(a.URL), Header: bytes(o.header), Body: text(a.Body),
		Report: bytes(o.report), Keys: bytes(o.keys),
	}
	return &o.record
}

func flags(a *core.Action) (f uint32) {
	if a.Later {
		f |= abi.Later
	}
	if a.Broken {
		f |= abi.Broken
	}
	if a.IsPublic {
		f |= abi.Public
	}
	return f
}

// clamp keeps a duration within what every host's timers can do: 24 days.
func clamp(ms int64) uint32 { return uint32(max(0, min(ms, 1<<31-1))) }

func text(s string) abi.Span {
	return abi.Span{At: uint32(uintptr(unsafe.Pointer(unsafe.StringData(s)))), Size: uint32(len(s))}
}

func bytes(b []byte) abi.Span {
	return abi.Span{At: uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b)))), Size: uint32(len(b))}
}
