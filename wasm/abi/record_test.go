package abi_test

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"causeway/wasm/abi"
)

// Every byte of the drawing is its own number, so that a field read from the wrong place shows.
func TestRecordIsLaidOutAsDrawn(t *testing.T) {
	raw := make([]byte, abi.RecordSize)
	for i := range raw {
		raw[i] = byte(i)
	}
	word := func(at uint32) uint32 { return at | (at+1)<<8 | (at+2)<<16 | (at+3)<<24 }
	span := func(at uint32) abi.Span { return abi.Span{At: word(at), Size: word(at + 4)} }

	got, err := abi.Decode(raw)

	require.NoError(t, err)
	require.Equal(t, abi.Record{
		Kind: word(0), ID: word(4), Status: word(8), WithinMs: word(12), Ms: word(16), Flags: word(20),
		Method: span(24), URL: span(32), Header: span(40), Body: span(48), Report: span(56), Keys: span(64),
	}, got)
}

// The exports hand out the address of a Record in Go: its layout there must be the drawing's.
func TestRecordInGoIsARecordInMemory(t *testing.T) {
	var r abi.Record
	require.EqualValues(t, abi.RecordSize, unsafe.Sizeof(r))
	for at, offset := range map[uintptr]uintptr{
		0: unsafe.Offsetof(r.Kind), 4: unsafe.Offsetof(r.ID), 8: unsafe.Offsetof(r.Status),
		12: unsafe.Offsetof(r.WithinMs), 16: unsafe.Offsetof(r.Ms), 20: unsafe.Offsetof(r.Flags),
		24: unsafe.Offsetof(r.Method), 32: unsafe.Offsetof(r.URL), 40: unsafe.Offsetof(r.Header),
		48: unsafe.Offsetof(r.Body), 56: unsafe.Offsetof(r.Report), 64: unsafe.Offsetof(r.Keys),
	} {
		require.Equal(t, at, offset)
	}
}

func TestCutRecordIsAnError(t *testing.T) {
	_, err := abi.Decode(make([]byte, abi.RecordSize-1))
	require.ErrorIs(t, err, abi.ErrShort)
}
