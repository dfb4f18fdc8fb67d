// Package health is what a config's targets have shown of themselves, kept between requests: which may be used, how fast
// they answer, how many extra requests were made.
//
// All of it is one value of bytes that a host keeps under a key. Whoever changes it does so inside one atomic update of
// that key, from the old bytes to the new ones:
//
//	t := health.Read(old, len(targets), room)
//	verdict := t.Ask(i, &breaker, nowMs)          before an attempt; claims the probe of a target that is half open
//	t.Observe(i, &breaker, outcome, nowMs)        after it
//	if changed := t.Bytes(); changed != nil { … } the host keeps these instead
//
// There is no clock and no dice here: times come as arguments, in milliseconds since 1970, and chance as a seed. Every
// host computes the same bytes: the arithmetic is basic operations that all of them round alike.
//
// What is kept may be lost, and may be anything. Bytes of another version, length or number of targets read as "nothing
// known", and whatever a record holds, no target is kept from use longer than the rules in this package could have meant.
//
// The layout, version 1. Integers and floats are little-endian, times are milliseconds in 48 bits (until the year 10889,
// and no sum or difference of two overflows), 0 being never. A table of n targets has exactly 32 + 76·n bytes:
//
//	 0  version      1
//	 1  zero         3 bytes
//	 4  n            uint32
//	 8  bucket       uint48   began: see window
//	14  zero         2 bytes
//	16  requests     uint32   in this bucket, of all targets, hedges not among them
//	20  requests     uint32   in the bucket before
//	24  hedges       uint32   in this bucket
//	28  hedges       uint32   in the bucket before
//
// and for each target:
//
//	 0  open         uint48   until; when that has passed the target is half open
//	 6  condemned    uint48   until; when that has passed the key wants a probe
//	12  cooling      uint48   until
//	18  probe        uint48   until: one is claimed and has not reported
//	24  bucket       uint48   began
//	30  as of        uint48   the last measured time; weights are as of it
//	36  headers      float32  mean ms until the reply's header
//	40  headers      float32  its weight
//	44  first token  float32  mean ms until the first token
//	48  first token  float32  its weight
//	52  first token  float32  mean absolute deviation, ms
//	56  requests     uint32   in this bucket
//	60  requests     uint32   in the bucket before
//	64  failures     uint32   in this bucket
//	68  failures     uint32   in the bucket before
//	72  coolings     uint8    429s one after another
//	73  refusals     uint8    403s one after another
//	74  zero         2 bytes
package health

import "encoding/binary"

const (
	version     = 1
	headerBytes = 32
	recordBytes = 76
	budgetAt    = 8
)

// MaxTargets bounds a table. What is said about targets beyond it, or beyond a table's own n, is not kept.
const MaxTargets = 1 << 16

// Table is the state of n targets. A target is meant by its index; one without a record is Usable and unknown.
type Table struct {
	// HalfLifeMs is how long a measured time takes to lose half its weight; 0: DefaultHalfLifeMs. It is to be the same
	// whenever a table is read.
	HalfLifeMs int64

	n    int
	old  string // as it was stored; "": nothing is known
	new  []byte // once something has changed
	room []byte
}

// Size is how many bytes a table of n targets has.
func Size(n int) int { return headerBytes + bounded(n)*recordBytes }

// Read opens a table of n targets, which costs the same for any n. Stored bytes that are not of such a table read as a
// new one. The first change copies them into room, whose capacity is used if it is Size(n); nil will do, at the price of
// an allocation. The table refers to both.
func Read(stored string, n int, room []byte) Table {
	n = bounded(n)
	if !fits(stored, n) {
		stored = ""
	}
	return Table{n: n, old: stored, room: room}
}

// Bytes returns the table when it was changed since Read, and nil when it was not. The bytes are in room if that was
// large enough: they are valid until it is used again.
func (t *Table) Bytes() []byte { return t.new }

func bounded(n int) int {
	if n < 0 || n > MaxTargets {
		return 0
	}
	return n
}

func fits(stored string, n int) bool {
	return len(stored) == Size(n) && stored[:4] == "\x01\x00\x00\x00" &&
		int(stored[4])|int(stored[5])<<8|int(stored[6])<<16|int(stored[7])<<24 == n
}

func (t *Table) has(i int) bool { return 0 <= i && i < t.n }

// load reads the record of a target that has one.
func (t *Table) load(i int) record {
	var b [recordBytes]byte
	t.read(b[:], headerBytes+i*recordBytes)
	return decode(&b)
}

// loadRest and loadTimes read a part of a record: a choice among many targets reads these of all.
func (t *Table) loadRest(i int) rest {
	var b [restBytes]byte
	t.read(b[:], headerBytes+i*recordBytes+restAt)
	return decodeRest(&b)
}

func (t *Table) loadTimes(i int) times {
	var b [timesBytes]byte
	t.read(b[:], headerBytes+i*recordBytes+timesAt)
	return decodeTimes(&b)
}

func (t *Table) store(i int, r *record) {
	at := headerBytes + i*recordBytes
	r.encode(t.own()[at : at+recordBytes])
}

// budget counts the requests and hedges of all targets together.
func (t *Table) budget() window {
	var b [headerBytes]byte
	t.read(b[:], 0)
	return window{began: uint48(b[budgetAt:]), counts: decodeCounts(b[budgetAt+8:])}
}

func (t *Table) setBudget(w window) {
	b := t.own()[budgetAt:headerBytes]
	putUint48(b, w.began)
	encodeCounts(b[8:], &w.counts)
}

// read copies bytes of the table from an offset on; a new table has zeros everywhere.
func (t *Table) read(dst []byte, at int) {
	switch {
	case t.new != nil:
		copy(dst, t.new[at:])
	case t.old != "":
		copy(dst, t.old[at:])
	}
}

// own returns the table's bytes for writing.
func (t *Table) own() []byte {
	if t.new != nil {
		return t.new
	}
	size := Size(t.n)
	if cap(t.room) < size {
		t.room = make([]byte, size)
	}
	t.new = t.room[:size]
	if copy(t.new, t.old) == 0 {
		clear(t.new)
		t.new[0] = version
		binary.LittleEndian.PutUint32(t.new[4:], uint32(t.n))
	}
	return t.new
}
