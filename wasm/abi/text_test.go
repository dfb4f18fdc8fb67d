package abi_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core"
	"causeway/wasm/abi"
)

func TestHeaderTravelsAsLines(t *testing.T) {
	h := core.Header{{Name: "content-type", Value: "application/json"}, {Name: "x-empty", Value: ""}, {Name: "x-colon", Value: "a: b"}}
	text := string(abi.AppendHeader(nil, h))
	require.Equal(t, "content-type: application/json\nx-empty: \nx-colon: a: b\n", text)
	require.Equal(t, h, abi.ParseHeader(text))
}

// A value that could end its line would be two fields on the other side.
func TestControlBytesCannotMakeAnotherField(t *testing.T) {
	h := core.Header{{Name: "x-a", Value: "1\r\nx-evil: 2\x00\x7f\t3"}}
	require.Equal(t, core.Header{{Name: "x-a", Value: "1  x-evil: 2  \t3"}}, abi.ParseHeader(string(abi.AppendHeader(nil, h))))
}

func TestLinesThatAreNoFieldsAreLeftOut(t *testing.T) {
	require.Equal(t, core.Header{{Name: "a", Value: "1"}, {Name: "b", Value: "2"}}, abi.ParseHeader("a: 1\n\nnonsense\nb: 2"))
	require.Empty(t, abi.ParseHeader(""))
}

func TestCallTravelsAsText(t *testing.T) {
	call := core.Call{Method: "POST", Path: "/v1/chat/completions", Query: "a=1", Header: core.Header{{Name: "host", Value: "h"}}}
	text := string(abi.AppendCall(nil, &call))
	require.Equal(t, "POST\n/v1/chat/completions\na=1\nhost: h\n", text)
	got, err := abi.ParseCall(text)
	require.NoError(t, err)
	require.Equal(t, call, got)
}

func TestCutCallIsAnError(t *testing.T) {
	for _, text := range []string{"", "GET", "GET\n/", "GET\n/\n"[:6]} {
		_, err := abi.ParseCall(text)
		require.ErrorIs(t, err, abi.ErrCall, "%q", text)
	}
}

func TestKeysTravelAsLines(t *testing.T) {
	for _, keys := range [][]string{nil, {"config/a"}, {"config/a", "key/b"}} {
		require.Equal(t, keys, abi.ParseKeys(string(abi.AppendKeys(nil, keys))))
	}
}

func TestMissingValueIsNotAnEmptyOne(t *testing.T) {
	values := []core.Value{{Found: true, Text: "a\nb"}, {}, {Found: true}, {Found: true, Text: "z"}}
	text := string(abi.AppendValues(nil, values))
	require.Equal(t, `["a\nb",null,"","z"]`, text)
	require.Equal(t, values, abi.ParseValues(text))
}

func FuzzParse(f *testing.F) {
	f.Add("POST\n/v1/models\n\nhost: h\n")
	f.Add(`["abc",null]`)
	f.Fuzz(func(t *testing.T, text string) {
		abi.Decode([]byte(text))
		values := abi.ParseValues(text)
		require.Len(t, abi.ParseValues(string(abi.AppendValues(nil, values))), len(values))
		call, err := abi.ParseCall(text)
		if err != nil {
			return
		}
		again, err := abi.ParseCall(string(abi.AppendCall(nil, &call)))
		require.NoError(t, err)
		require.Equal(t, len(call.Header), len(again.Header))
	})
}

func TestHeaderIsParsedInOneAllocation(t *testing.T) {
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { abi.ParseHeader("a: 1\nb: 2\nc: 3\n") }), 1.0)
}
