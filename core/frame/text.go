package frame

import "unsafe"

// text collects one piece of text that may span chunks. While it is a single piece of the current chunk it is only
// pointed at; a second piece, or the end of the chunk, moves it into buf.
//
//	buf  [ taken, in the hands of the caller until rewind | kept bytes of the unfinished text ]
//	                                                      ^ start
type text struct {
	piece string // all of the text, or "" when it is kept in buf
	buf   []byte
	start int
	limit int // buf grows no further than this, unless one text needs it
}

// minBufBytes holds a usual delta of a chat stream.
const minBufBytes = 512

func (t *text) len() int { return len(t.piece) + len(t.buf) - t.start }

// set replaces the text.
func (t *text) set(s string) {
	t.buf = t.buf[:t.start]
	t.piece = s
}

// add appends to the text.
func (t *text) add(s string) {
	if t.len() == 0 {
		t.piece = s
		return
	}
	t.keep()
	t.push(s)
}

// keep makes the text independent of the chunk.
func (t *text) keep() {
	if t.piece != "" {
		t.push(t.piece)
		t.piece = ""
	}
}

// view returns the text so far; the next call of any other method may end its validity.
func (t *text) view() string {
	if t.piece != "" {
		return t.piece
	}
	kept := t.buf[t.start:]
	return unsafe.String(unsafe.SliceData(kept), len(kept))
}

// take returns the text, good until rewind, and begins an empty one.
func (t *text) take() string {
	s := t.view()
	t.piece, t.start = "", len(t.buf)
	return s
}

// rewind reclaims what was taken. What is moved came with the last chunk, so that a byte is moved at most once.
func (t *text) rewind() {
	if t.start > 0 {
		t.buf = t.buf[:copy(t.buf, t.buf[t.start:])]
		t.start = 0
	}
}

func (t *text) push(s string) {
	if len(t.buf)+len(s) > cap(t.buf) {
		t.grow(len(s))
	}
	t.buf = append(t.buf, s...)
}

// grow makes room for n more bytes. Only the unfinished text moves: what was taken stays where the caller sees it.
func (t *text) grow(n int) {
	kept := t.buf[t.start:]
	size := max(min(max(2*cap(t.buf), minBufBytes), t.limit), len(kept)+n)
	t.buf, t.start = append(make([]byte, 0, size), kept...), 0
}

// bytesOf returns the bytes of s, which must not be changed.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }
