package frame

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const readBytes = 1400 // what one read of a TLS record over TCP often brings

// bigBody returns a body whose only frame has about the given size.
func bigBody(kind Kind, size int) string {
	text := strings.Repeat("x", size)
	switch kind {
	case SSE:
		return "event: big\ndata: {\"text\":\"" + text + "\"}\n\n"
	case Array:
		return `[{"text":"` + text + `"}]`
	case Lines:
		return `{"text":"` + text + "\"}\n"
	default:
		return messages(Frame{Name: "big", Data: text})
	}
}

// What is held is overwritten with bytes that end a frame. A splitter that searched it again would see that end. (A
// message is left out: its checksum covers all of it, once, when it is complete.)
func TestHeldBytesAreNotSearchedAgain(t *testing.T) {
	const size = 64 << 10
	for kind, end := range map[Kind]byte{SSE: '\n', Array: '"', Lines: '\n'} {
		s := New(kind, 0)
		var frames []Frame
		for _, piece := range inPieces(bigBody(kind, size), readBytes) {
			frames = append(frames, feed(s, piece)...)
			for i := s.open.start + len("data:"); i < len(s.open.buf); i++ {
				s.open.buf[i] = end
			}
		}
		require.NoError(t, s.Err())
		require.Len(t, frames, 1)
		require.Greater(t, len(frames[0].Data), size-readBytes)
	}
}

func TestAChunkIsSearchedOnceForALineEndItDoesNotHave(t *testing.T) {
	for _, end := range []string{"\n", "\r"} {
		s := New(SSE, 0)
		s.Feed(strings.Repeat("data: 1"+end+end, 3))
		for range 3 {
			_, ok := s.Next()
			require.True(t, ok)
			require.Equal(t, len(s.chunk), max(s.sse.lf, s.sse.cr), "the absence is remembered")
		}
	}
}

func TestTheCostOfABigFrameIsLinear(t *testing.T) {
	for _, kind := range []Kind{SSE, Array, Lines, EventStream} {
		for _, size := range []int{1 << 20, 2 << 20, 4 << 20} {
			s := New(kind, 0)
			moved, grown := 0, 0
			body := bigBody(kind, size)
			var frames []Frame
			for _, piece := range inPieces(body, readBytes) {
				capBefore, heldBefore := cap(s.open.buf), s.open.len()
				frames = append(frames, feed(s, piece)...)
				require.Zero(t, s.open.piece, "nothing of the chunk is held by reference")
				if cap(s.open.buf) != capBefore {
					grown++
					moved += heldBefore
				}
			}
			require.Len(t, frames, 1)
			require.Less(t, moved, 2*len(body), "bytes moved in growing, for %d", size)
			require.Less(t, grown, 16)
		}
	}
}

func TestNothingIsAllocatedPerFrame(t *testing.T) {
	var sse, messages []byte
	for _, data := range []string{`{"delta":"a"}`, `{"delta":"é 漢"}`, `{"delta":"` + strings.Repeat("long ", 500) + `"}`} {
		sse = AppendComment(AppendEvent(AppendData(sse, data), "delta", data), "tick")
		sse = append(sse, "event: two\r\ndata: {\r\ndata: }\r\n\r\n"...)
		messages = AppendMessage(messages, Frame{Name: "delta", Data: data})
	}
	element := strings.Repeat(`{"delta":"a \" ]"}`, 20)
	for kind, body := range map[Kind]string{
		SSE:         string(sse),
		Array:       strings.Repeat(`,{"delta":[`+strings.ReplaceAll(element, "}{", "},{")+`]}`, 5),
		Lines:       strings.Repeat(element+"\r\n", 5),
		EventStream: string(messages),
	} {
		for _, size := range []int{1, 7, 100, len(body)} {
			pieces := inPieces(body, size)
			s := New(kind, 0)
			if kind == Array {
				s.Feed("[0")
				_, _ = s.Next()
			}
			frames := 0
			perRun := testing.AllocsPerRun(20, func() {
				for _, piece := range pieces {
					s.Feed(piece)
					for _, ok := s.Next(); ok; _, ok = s.Next() {
						frames++
					}
				}
			})
			require.NoError(t, s.Err())
			require.Greater(t, frames, 50)
			require.Zero(t, perRun, "kind %d in pieces of %d", kind, size)
		}
	}
}

func BenchmarkSSE(b *testing.B) {
	var body []byte
	for range 200 {
		body = AppendData(body, `{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":" word"},"finish_reason":null}]}`)
	}
	crlf := strings.ReplaceAll(string(body), "\n", "\r\n")
	for _, c := range []struct {
		name, body string
		size       int
	}{{"whole", string(body), len(body)}, {"reads", string(body), readBytes}, {"frames", string(body), len(body) / 200}, {"crlf", crlf, readBytes}} {
		b.Run(c.name, func(b *testing.B) { benchmark(b, SSE, c.body, c.size) })
	}
}

func BenchmarkBigFrame(b *testing.B) {
	for kind, name := range map[Kind]string{SSE: "sse", Array: "array", Lines: "lines", EventStream: "eventstream"} {
		body := bigBody(kind, 4<<20)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				s := New(kind, 0)
				consume(s, body, readBytes)
			}
		})
	}
}

func benchmark(b *testing.B, kind Kind, body string, size int) {
	s := New(kind, 0)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if consume(s, body, size) != 200 {
			b.Fatal("a frame is missing")
		}
	}
}

func consume(s *Splitter, body string, size int) (frames int) {
	for len(body) > 0 {
		n := min(size, len(body))
		s.Feed(body[:n])
		for _, ok := s.Next(); ok; _, ok = s.Next() {
			frames++
		}
		body = body[n:]
	}
	return frames
}
