package health

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestLayout fills a table with sentinels and finds each where the package comment draws it.
func TestLayout(t *testing.T) {
	table := Read("", 3, nil)
	table.setBudget(window{0xA1A2A3A4A5A6, [4]uint32{0xB1B2B3B4, 0xB5B6B7B8, 0xC1C2C3C4, 0xC5C6C7C8}})
	want := record{
		rest:     rest{openUntil: 0x111213141516, condemnedUntil: 0x212223242526, coolUntil: 0x313233343536, probeUntil: 0x414243444546},
		window:   window{0x515253545556, [4]uint32{0x01020304, 0x05060708, 0x090A0B0C, 0x0D0E0F10}},
		times:    times{asOf: 0x616263646566, headers: average{1.5, 2}, firstToken: average{2.5, 3}, deviation: 0.75},
		coolings: 0x71, refusals: 0x72,
	}
	table.store(1, &want)
	b := table.Bytes()
	require.Len(t, b, 32+3*76)
	require.Equal(t, "\x01\x00\x00\x00\x03\x00\x00\x00"+"\xA6\xA5\xA4\xA3\xA2\xA1\x00\x00"+
		"\xB4\xB3\xB2\xB1\xB8\xB7\xB6\xB5\xC4\xC3\xC2\xC1\xC8\xC7\xC6\xC5", string(b[:32]))
	require.Equal(t, strings.Repeat("\x00", 76), string(b[32:108]))
	require.Equal(t, "\x16\x15\x14\x13\x12\x11"+"\x26\x25\x24\x23\x22\x21"+"\x36\x35\x34\x33\x32\x31"+"\x46\x45\x44\x43\x42\x41"+
		"\x56\x55\x54\x53\x52\x51"+"\x66\x65\x64\x63\x62\x61"+
		"\x00\x00\xC0\x3F"+"\x00\x00\x00\x40"+"\x00\x00\x20\x40"+"\x00\x00\x40\x40"+"\x00\x00\x40\x3F"+
		"\x04\x03\x02\x01"+"\x08\x07\x06\x05"+"\x0C\x0B\x0A\x09"+"\x10\x0F\x0E\x0D"+"\x71\x72\x00\x00", string(b[108:184]))
	require.Equal(t, strings.Repeat("\x00", 76), string(b[184:]))

	again := Read(string(b), 3, nil)
	require.Equal(t, want, again.load(1))
	require.Equal(t, table.budget(), again.budget())
	require.Nil(t, again.Bytes(), "reading changes nothing")
}

func TestForeignBytesAreANewTable(t *testing.T) {
	once := &Breaker{FailureThreshold: 1}
	table := Read("", 2, nil)
	table.Observe(0, once, Outcome{Network: true}, dawn)
	good := string(table.Bytes())
	for name, c := range map[string]struct {
		stored string
		n      int
		want   Verdict
	}{
		"itself":           {good, 2, Open},
		"cut":              {good[:len(good)-1], 2, Usable},
		"cut to a header":  {good[:32], 2, Usable},
		"longer":           {good + "\x00", 2, Usable},
		"another version":  {"\x02" + good[1:], 2, Usable},
		"another count":    {good[:4] + "\x03" + good[5:], 2, Usable},
		"a larger table":   {good, 3, Usable},
		"a smaller table":  {good, 1, Usable},
		"no table":         {strings.Repeat("x", len(good)), 2, Usable},
		"nothing":          {"", 2, Usable},
		"a negative count": {good, -2, Usable},
		"a huge count":     {good, math.MaxInt, Usable},
	} {
		t.Run(name, func(t *testing.T) {
			table := Read(c.stored, c.n, nil)
			require.Equal(t, c.want, table.Peek(0, once, dawn+1))
			require.Equal(t, c.want, table.Ask(0, once, dawn+1))
			require.Nil(t, table.Bytes())
			table.Observe(0, once, Outcome{Status: 200}, dawn+2)
			require.Len(t, table.Bytes(), Size(c.n))
			require.Equal(t, c.want, table.Peek(0, once, dawn+3))
		})
	}
}

func TestATargetWithoutARecordIsUsableAndForgotten(t *testing.T) {
	once := &Breaker{FailureThreshold: 1}
	table := Read("", 2, nil)
	for _, i := range []int{-1, 2, math.MaxInt, math.MinInt} {
		table.Observe(i, once, Outcome{Network: true}, dawn)
		require.Equal(t, Usable, table.Ask(i, once, dawn))
		_, known := table.Usual(i, dawn)
		require.False(t, known)
	}
}

func TestRoomIsUsedWhenItIsLargeEnough(t *testing.T) {
	room := make([]byte, Size(2))
	for n := range room {
		room[n] = 0xFF
	}
	table := Read("", 2, room[:0])
	table.Observe(0, nil, Outcome{Status: 200, HeadersMs: 100, FirstTokenMs: -1}, dawn)
	require.Same(t, &room[0], &table.Bytes()[0])
	fresh := Read("", 2, nil)
	fresh.Observe(0, nil, Outcome{Status: 200, HeadersMs: 100, FirstTokenMs: -1}, dawn)
	require.Equal(t, fresh.Bytes(), table.Bytes(), "what was in the room is gone")

	small := Read("", 3, room)
	small.Observe(0, nil, Outcome{Status: 200}, dawn)
	require.Len(t, small.Bytes(), Size(3))
}

func TestACopyIsASnapshotUntilTheFirstChange(t *testing.T) {
	once := &Breaker{FailureThreshold: 1}
	table := Read("", 1, nil)
	before := table
	table.Observe(0, once, Outcome{Network: true}, dawn)
	require.Equal(t, Open, table.Peek(0, once, dawn))
	require.Equal(t, Usable, before.Peek(0, once, dawn))
}

func TestNothingIsAllocated(t *testing.T) {
	const n = 1000
	stored, room := busy(n), make([]byte, Size(n))
	breaker := &Breaker{FailureThreshold: 3, FailurePercentage: 50}
	outcome := Outcome{Status: 401, HeadersMs: 300, FirstTokenMs: 400, Sharing: []int32{1, 2, 3}}
	breakers := func(int32) *Breaker { return breaker }
	score := func(i int) (float64, bool, bool) { return float64(i), i > 2, true }
	require.Zero(t, testing.AllocsPerRun(20, func() {
		table := Read(stored, n, room)
		table.Ask(1, breaker, dawn+40_000)
		table.AllOpen(outcome.Sharing, breakers, dawn)
		table.Observe(1, breaker, outcome, dawn)
		table.Hedge(0.1, dawn)
		table.Usual(1, dawn)
		Fastest(n, score, 0.1, 7)
		Cheapest(n, score)
		if len(table.Bytes()) != Size(n) {
			t.Fail()
		}
	}))
}

// FuzzTable reads any bytes and lives through any events: nothing panics, what is written is read again, every number is a
// number, and no target stays away for longer than the longest rule.
func FuzzTable(f *testing.F) {
	f.Add([]byte(busy(2)), uint8(2), int64(dawn), uint64(1))
	f.Add([]byte{}, uint8(1), int64(-5), uint64(2))
	f.Add([]byte("\x01\x00\x00\x00\x01\x00\x00\x00"+strings.Repeat("\xFF", 24+76)), uint8(1), int64(dawn), uint64(3))
	f.Add([]byte("\x01\x00\x00\x00\x01\x00\x00\x00"+strings.Repeat("\x7F", 24+76)), uint8(1), int64(math.MaxInt64), uint64(4))
	f.Fuzz(func(t *testing.T, stored []byte, count uint8, now int64, seed uint64) {
		n := int(count % 16)
		if size := Size(n); len(stored) >= 8 && len(stored) < size { // most of what is mutated is to be a table
			stored = append(stored, make([]byte, size-len(stored))...)
			stored[0], stored[1], stored[2], stored[3] = version, 0, 0, 0
			binary.LittleEndian.PutUint32(stored[4:], uint32(n))
		}
		random := rand.New(rand.NewPCG(seed, 0))
		breaker := Breaker{int(random.Int64()), math.Float64frombits(random.Uint64()), int(random.Int64()), random.Int64() >> random.IntN(64), nil}
		table := Read(string(stored), n, nil)
		table.HalfLifeMs = random.Int64() >> random.IntN(64)
		for range 8 {
			i := random.IntN(n+2) - 1
			table.Ask(i, &breaker, now)
			table.Observe(i, &breaker, Outcome{
				Status: random.IntN(600), Network: random.IntN(4) == 0, RetryAfterMs: random.Int64() - 1<<62, HeadersMs: random.Int64() >> 20,
				FirstTokenMs: -random.Int64() >> random.IntN(64), Hedged: random.IntN(2) == 0, Sharing: []int32{int32(i), random.Int32() >> 24},
			}, now)
			table.Hedge(math.Float64frombits(random.Uint64()), now)
			now += random.Int64N(1<<20) - 1<<18
		}
		again := Read(string(table.Bytes()), n, nil)
		again.HalfLifeMs = table.HalfLifeMs
		for i := range n {
			require.Equal(t, table.load(i), again.load(i))
			for _, times := range []func(int, int64) (float64, bool){again.HeadersMs, again.FirstTokenMs} {
				mean, known := times(i, now)
				require.True(t, mean >= 0 && mean <= maxSampleMs, mean)
				require.True(t, known || mean == 0)
			}
			usual, _ := again.Usual(i, now)
			require.True(t, usual >= 0 && usual <= 4*maxSampleMs, usual)
			if 0 <= now && now < maxTimeMs-2*day {
				require.True(t, again.Peek(i, &breaker, now+maxCooldownMs+skewMs).Admits())
			}
		}
	})
}

// busy is a table of n targets that have all been used.
func busy(n int) string {
	table := Read("", n, nil)
	for i := range n {
		for k := range int64(4) {
			table.Observe(i, &Breaker{FailureThreshold: 5}, Outcome{Status: 200, HeadersMs: 200 + k, FirstTokenMs: 300 + 10*k}, dawn+k)
		}
	}
	return string(table.Bytes())
}

func BenchmarkRequest(b *testing.B) {
	for _, c := range []struct {
		name string
		n    int
	}{{"5targets", 5}, {"1000targets", 1000}} {
		stored, room := busy(c.n), make([]byte, Size(c.n))
		breaker := &Breaker{FailureThreshold: 5, CooldownMs: 30_000}
		b.Run(c.name+"/ask", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				table := Read(stored, c.n, room)
				table.Ask(c.n-1, breaker, dawn+10)
			}
		})
		b.Run(c.name+"/observe", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				table := Read(stored, c.n, room)
				table.Observe(c.n-1, breaker, Outcome{Status: 200, HeadersMs: 210, FirstTokenMs: 310}, dawn+10)
			}
		})
		b.Run(c.name+"/fastest", func(b *testing.B) {
			b.ReportAllocs()
			table := Read(stored, c.n, room)
			score := func(i int) (float64, bool, bool) {
				ms, known := table.FirstTokenMs(i, dawn+10)
				return ms, known, table.Peek(i, breaker, dawn+10).Admits()
			}
			for b.Loop() {
				Fastest(c.n, score, 0, 1)
			}
		})
	}
}
