package frame

import (
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// streamCase is a body, the frames in it and how it ends.
type streamCase struct {
	name   string
	kind   Kind
	body   string
	frames []Frame
	err    error
}

func allCases() []streamCase {
	var all []streamCase
	for _, cases := range [][]streamCase{sseCases(), arrayCases(), linesCases(), messageCases()} {
		all = append(all, cases...)
	}
	return all
}

func TestTheCutNeverChangesTheFrames(t *testing.T) {
	for _, c := range allCases() {
		t.Run(c.name, func(t *testing.T) {
			check := func(pieces []string, how string, at int) {
				frames, err := split(c.kind, 0, pieces...)
				require.Equal(t, c.err, err, "%s %d", how, at)
				require.Equal(t, c.frames, frames, "%s %d", how, at)
			}
			check([]string{c.body}, "whole", 0)
			check([]string{"", c.body, ""}, "between empty chunks", 0)
			for at := range len(c.body) {
				check([]string{c.body[:at], c.body[at:]}, "cut at", at)
			}
			for _, size := range []int{1, 2, 3, 7, 64} {
				check(inPieces(c.body, size), "pieces of", size)
			}
		})
	}
}

func TestAFrameThatFillsTheLimitPassesAndOneByteMoreFails(t *testing.T) {
	long := strings.Repeat("x", 90)
	message := string(AppendMessage(nil, Frame{Name: "chunk", Data: long}))
	cases := []struct {
		kind  Kind
		limit int
		body  string
		want  Frame
	}{
		{SSE, 96, "data: " + long + "\n\n", Frame{Data: long}},
		{SSE, 106, "event: name\ndata: " + strings.Repeat("y", 96) + "\r\n\r\n", Frame{Name: "name", Data: strings.Repeat("y", 96)}},
		{SSE, 97, "data: a\ndata: " + long + "\n\n", Frame{Data: "a\n" + long}},
		{Array, 92, ` [ "` + long + `" , 1]`, Frame{Data: `"` + long + `"`}},
		{Lines, 90, "\n" + long + "\n", Frame{Data: long}},
		{EventStream, len(message), message, Frame{Name: "chunk", Data: long}},
	}
	for _, c := range cases {
		for _, size := range []int{1, 7, 64, len(c.body)} {
			frames, err := split(c.kind, c.limit, inPieces(c.body, size)...)
			require.NoError(t, err)
			require.Equal(t, c.want, frames[0])

			frames, err = split(c.kind, c.limit-1, inPieces(c.body, size)...)
			require.ErrorIs(t, err, ErrTooLong)
			require.Empty(t, frames)
		}
	}
}

func TestTooLongIsSaidBeforeTheFrameHasArrived(t *testing.T) {
	begun := []string{"data: ", `[{"a":"`, "", string(AppendMessage(nil, Frame{Data: strings.Repeat("x", 2000)})[:12])}
	for i, kind := range []Kind{SSE, Array, Lines, EventStream} {
		s := New(kind, 1000)
		held := feed(s, begun[i])
		for n := 0; s.Err() == nil; n += 100 {
			require.Less(t, n, 1100)
			require.LessOrEqual(t, cap(s.open.buf), 1000)
			held = append(held, feed(s, strings.Repeat("x", 100))...)
		}
		require.Equal(t, ErrTooLong, s.Err())
		require.Empty(t, held)
		require.Nil(t, s.open.buf, "the memory is released")
	}
}

func TestAnErrorIsFinal(t *testing.T) {
	s := New(Array, 0)
	require.Len(t, feed(s, `[1,]`), 1)
	require.Equal(t, ErrArray, s.Err())
	require.Empty(t, feed(s, `[1]`))
	_, ok := s.End()
	require.False(t, ok)
	require.Equal(t, ErrArray, s.Err())
	require.EqualError(t, s.Err(), "frame: the body is not a JSON array")
}

func TestFramesOfOneFeedHoldTogether(t *testing.T) {
	s := New(SSE, 0)
	require.Empty(t, feed(s, "event: begun\ndata: in the "))
	s.Feed("chunk before\n\ndata: two\ndata: lines\n\nevent: x\ndata: one\n\ndata: two\rdata: more\r\rdata: le")
	require.Equal(t, []Frame{
		{Name: "begun", Data: "in the chunk before"}, {Data: "two\nlines"}, {Name: "x", Data: "one"}, {Data: "two\nmore"},
	}, drain(s))
	require.Equal(t, []Frame{{Data: "left\nover"}}, feed(s, "ft\r\ndata: over\n\n"))
}

func TestAFrameInsideOneChunkIsNotCopied(t *testing.T) {
	message := string(AppendMessage(nil, Frame{Name: "chunk", Data: `{"a":1}`}))
	for kind, chunk := range map[Kind]string{
		SSE:         "event: a\ndata: {\"a\":1}\n\n",
		Array:       `[{"a":1},`,
		Lines:       "{\"a\":1}\n",
		EventStream: message,
	} {
		s := New(kind, 0)
		s.Feed(chunk)
		f, ok := s.Next()
		require.True(t, ok)
		at := strings.Index(chunk, `{"a":1}`)
		require.Same(t, unsafe.StringData(chunk[at:]), unsafe.StringData(f.Data))
	}
}

func TestMisuseIsToldApartFromABadStream(t *testing.T) {
	require.Panics(t, func() { New(0, 0) })
	require.Panics(t, func() { New(EventStream+1, 0) })

	s := New(Lines, 0)
	s.Feed("1\n2\n")
	_, ok := s.Next()
	require.True(t, ok)
	require.Panics(t, func() { s.Feed("3\n") })
	require.Panics(t, func() { s.End() })
}

// split feeds the pieces to a new splitter and returns every frame and the error. The memory of each piece is
// overwritten as soon as the contract allows.
func split(kind Kind, limit int, pieces ...string) ([]Frame, error) {
	s := New(kind, limit)
	var frames []Frame
	for _, piece := range pieces {
		frames = append(frames, feed(s, piece)...)
	}
	if f, ok := s.End(); ok {
		frames = append(frames, own(f))
	}
	if f, ok := s.End(); ok {
		panic("a second End returned " + f.Data)
	}
	return frames, s.Err()
}

// feed gives chunk to s and returns copies of the frames that come of it, made when all are out.
func feed(s *Splitter, chunk string) []Frame {
	memory := []byte(chunk)
	s.Feed(unsafe.String(unsafe.SliceData(memory), len(memory)))
	frames := drain(s)
	for i := range memory {
		memory[i] = '\n'
	}
	return frames
}

func drain(s *Splitter) []Frame {
	var frames []Frame
	for f, ok := s.Next(); ok; f, ok = s.Next() {
		frames = append(frames, f)
	}
	for i, f := range frames {
		frames[i] = own(f)
	}
	return frames
}

func own(f Frame) Frame {
	return Frame{Name: strings.Clone(f.Name), Data: strings.Clone(f.Data), Exception: f.Exception}
}

func inPieces(body string, size int) []string {
	var pieces []string
	for ; len(body) > size; body = body[size:] {
		pieces = append(pieces, body[:size])
	}
	return append(pieces, body)
}
