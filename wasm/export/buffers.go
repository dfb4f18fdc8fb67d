package export

import "unsafe"

// buffers remembers the buffers that a host has asked for and not given to an input yet. There are never more than two:
// an abandoned one is forgotten when its place is needed.
type buffers struct {
	kept [2][]byte
	turn int
}

// alloc is a buffer of size bytes; nil for 0.
func (b *buffers) alloc(size int) []byte {
	if size == 0 {
		return nil
	}
	buf := make([]byte, size)
	b.kept[b.turn] = buf
	b.turn = 1 - b.turn
	return buf
}

// take makes the buffer at an address a string of its first size bytes, without copying. Nobody writes to it again.
// It panics for an address that alloc did not give out, which only a faulty host has.
func (b *buffers) take(at *byte, size int) string {
	if size == 0 {
		return ""
	}
	for i, buf := range b.kept {
		if len(buf) >= size && unsafe.SliceData(buf) == at {
			b.kept[i] = nil
			return unsafe.String(at, size)
		}
	}
	panic("export: an input's buffer was not allocated here")
}
