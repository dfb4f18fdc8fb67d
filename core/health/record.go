package health

import (
	"encoding/binary"
	"math"
)

// record is what is known of one target. Its zero value is a target of which nothing is known.
type record struct {
	rest
	window window // of requests and failures
	times
	coolings uint8
	refusals uint8
}

// rest is until when a target is not to be used, or only by a probe.
type rest struct {
	openUntil      int64
	condemnedUntil int64
	coolUntil      int64
	probeUntil     int64
}

// times is how long a target takes.
type times struct {
	asOf       int64
	headers    average
	firstToken average
	deviation  float32 // of firstToken
}

// Where the parts of a record are.
const (
	restAt   = 0
	bucketAt = 24
	timesAt  = 30
	countsAt = 56
	rowsAt   = 72

	restBytes  = bucketAt - restAt
	timesBytes = countsAt - timesAt
)

func decode(b *[recordBytes]byte) record {
	return record{
		rest:     decodeRest((*[restBytes]byte)(b[restAt:])),
		window:   window{began: uint48(b[bucketAt:]), counts: decodeCounts(b[countsAt:])},
		times:    decodeTimes((*[timesBytes]byte)(b[timesAt:])),
		coolings: b[rowsAt],
		refusals: b[rowsAt+1],
	}
}

func decodeRest(b *[restBytes]byte) rest {
	return rest{openUntil: uint48(b[0:]), condemnedUntil: uint48(b[6:]), coolUntil: uint48(b[12:]), probeUntil: uint48(b[18:])}
}

func decodeTimes(b *[timesBytes]byte) times {
	return times{
		asOf:       uint48(b[0:]),
		headers:    decodeAverage(b[6:]),
		firstToken: decodeAverage(b[14:]),
		deviation:  decodeFloat(b[22:], maxSampleMs),
	}
}

func (r *record) encode(b []byte) {
	putUint48(b[restAt:], r.openUntil)
	putUint48(b[restAt+6:], r.condemnedUntil)
	putUint48(b[restAt+12:], r.coolUntil)
	putUint48(b[restAt+18:], r.probeUntil)
	putUint48(b[bucketAt:], r.window.began)
	putUint48(b[timesAt:], r.asOf)
	encodeAverage(b[timesAt+6:], r.headers)
	encodeAverage(b[timesAt+14:], r.firstToken)
	encodeFloat(b[timesAt+22:], r.deviation)
	encodeCounts(b[countsAt:], &r.window.counts)
	b[rowsAt], b[rowsAt+1] = r.coolings, r.refusals
}

func decodeCounts(b []byte) (c [4]uint32) {
	for i := range c {
		c[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return c
}

func encodeCounts(b []byte, c *[4]uint32) {
	for i := range c {
		binary.LittleEndian.PutUint32(b[4*i:], c[i])
	}
}

func decodeAverage(b []byte) average {
	return average{mean: decodeFloat(b, maxSampleMs), weight: decodeFloat(b[4:], maxWeight)}
}

func encodeAverage(b []byte, a average) {
	encodeFloat(b, a.mean)
	encodeFloat(b[4:], a.weight)
}

// decodeFloat reads a number from 0 to most; anything else, NaN included, is 0.
func decodeFloat(b []byte, most float32) float32 {
	f := math.Float32frombits(binary.LittleEndian.Uint32(b))
	if !(f >= 0 && f <= most) {
		return 0
	}
	return f
}

func encodeFloat(b []byte, f float32) { binary.LittleEndian.PutUint32(b, math.Float32bits(f)) }

// maxTimeMs is the last time that has a place in 48 bits.
const maxTimeMs = 1<<48 - 1

// instant makes any number a time that can be kept.
func instant(ms int64) int64 { return min(max(ms, 0), maxTimeMs) }

func uint48(b []byte) int64 {
	return int64(binary.LittleEndian.Uint32(b)) | int64(binary.LittleEndian.Uint16(b[4:]))<<32
}

func putUint48(b []byte, ms int64) {
	ms = instant(ms)
	binary.LittleEndian.PutUint32(b, uint32(ms))
	binary.LittleEndian.PutUint16(b[4:], uint16(ms>>32))
}
