package health

import (
	"encoding/binary"
	"math"
)

// record is what is known of one target. Its zero value is a target of which nothing is known.
type record struct {
	openUntil      int64
	condemnedUntil int64
	coolUntil      int64
	probeUntil     int64
	window         window // of requests and failures
	asOf           int64
	headers        average
	firstToken     average
	deviation      float32 // of firstToken
	coolings       uint8
	refusals       uint8
}

func decode(b *[recordBytes]byte) record {
	return record{
		openUntil:      uint48(b[0:]),
		condemnedUntil: uint48(b[6:]),
		coolUntil:      uint48(b[12:]),
		probeUntil:     uint48(b[18:]),
		window:         window{began: uint48(b[24:]), counts: decodeCounts(b[56:])},
		asOf:           uint48(b[30:]),
		headers:        decodeAverage(b[36:]),
		firstToken:     decodeAverage(b[44:]),
		deviation:      decodeFloat(b[52:], maxSampleMs),
		coolings:       b[72],
		refusals:       b[73],
	}
}

func (r *record) encode(b []byte) {
	putUint48(b[0:], r.openUntil)
	putUint48(b[6:], r.condemnedUntil)
	putUint48(b[12:], r.coolUntil)
	putUint48(b[18:], r.probeUntil)
	putUint48(b[24:], r.window.began)
	putUint48(b[30:], r.asOf)
	encodeAverage(b[36:], r.headers)
	encodeAverage(b[44:], r.firstToken)
	encodeFloat(b[52:], r.deviation)
	encodeCounts(b[56:], &r.window.counts)
	b[72], b[73] = r.coolings, r.refusals
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
