package frame

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAppendWritesWhatAClientExpects(t *testing.T) {
	require.Equal(t, "x"+"data: {\"a\":1}\n\n", string(AppendData([]byte("x"), `{"a":1}`)))
	require.Equal(t, "event: ping\ndata: {}\n\n", string(AppendEvent(nil, "ping", "{}")))
	require.Equal(t, ": still here\n\n", string(AppendComment(nil, "still here")))
	require.Equal(t, ": \n\n", string(AppendComment(nil, "")))
	require.Equal(t, "data: {\"a\":1}\n\n", string(CloseData(append(OpenData(nil), `{"a":1}`...))))
	require.Equal(t, "event: ping\ndata: {}\n\n", string(CloseData(append(OpenEvent(nil, "ping"), "{}"...))))
}

func TestPrettyJSONStaysOneFrame(t *testing.T) {
	pretty, flat := "{\n  \"a\": 1,\r\n\r\"b\": \"\\n\"\n}\n", `{   "a": 1,   "b": "\n" } `
	require.Equal(t, "data: "+flat+"\n\n", string(AppendData(nil, pretty)))
	require.Equal(t, "event: e\ndata: "+flat+"\n\n", string(AppendEvent(nil, "e", pretty)))
	require.Equal(t, ": a b\n\n", string(AppendComment(nil, "a\nb")))

	dst := OpenData(nil)
	start := len(dst)
	dst = append(dst, pretty...)
	OneLine(dst[start:])
	require.Equal(t, "data: "+flat+"\n\n", string(CloseData(dst)))
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	frames := []Frame{{Name: "a", Data: `{"n":1}`}, {Name: "b", Data: `[ "é" ]`}, {Name: "c", Data: `"x: y"`}}
	var sse, messages []byte
	for _, f := range frames {
		sse = AppendComment(AppendEvent(sse, f.Name, f.Data), "tick")
		messages = AppendMessage(messages, f)
	}
	for kind, body := range map[Kind][]byte{SSE: sse, EventStream: messages} {
		got, err := split(kind, 0, inPieces(string(body), 5)...)
		require.NoError(t, err)
		require.Equal(t, frames, got)
	}
}

func TestAppendAllocatesNothing(t *testing.T) {
	dst := make([]byte, 0, 1024)
	f := Frame{Name: "chunk", Data: `{"bytes":"e30="}`}
	require.Zero(t, testing.AllocsPerRun(100, func() {
		d := AppendEvent(AppendData(dst[:0], f.Data), f.Name, f.Data)
		AppendMessage(AppendComment(d, "tick"), f)
	}))
}
