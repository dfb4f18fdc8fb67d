package health

import "math/bits"

// unknownShare is the most that targets of which nothing is known may get while others are known. Until the first answer
// is in, every request would otherwise go to the one that may never give it.
const unknownShare = 0.5

// Fastest chooses one of n targets: the one with the least time, the first of several. Score gives a target's mean time
// in ms, and is called once for each; usable is false for one that is not to be chosen (not admitted, tried before), known
// is false when no time is known (nor is it when the time is negative, infinite or NaN).
//
//   - A share of the requests, explore (0..1), goes to any usable target, each as often as another: a target that was slow
//     and has got better is found out.
//   - Half of the rest goes to those of which nothing is known, as long as there are any; all of it when there are only
//     such.
//
// It returns -1 when none is usable. All chance is from seed: the same scores and seed give the same choice.
func Fastest(n int, score func(i int) (ms float64, known, usable bool), explore float64, seed uint64) int {
	random := mix(seed)
	explores := share(random) < explore
	fastest, drawn := best{one: -1}, lot{one: -1, random: mix(random + 1)}
	for i := range n {
		ms, known, usable := score(i)
		switch {
		case !usable:
		case explores || !isKnown(ms, known):
			drawn.draw(i)
		default:
			fastest.see(i, ms)
		}
	}
	if fastest.one < 0 || drawn.one >= 0 && share(mix(random+2)) < unknownShare {
		return drawn.one
	}
	return fastest.one
}

// Cheapest chooses one of n targets: the usable one with the least price, the first of several. One whose price is not
// known (nor is it when it is negative, infinite or NaN) comes after all others. It returns -1 when none is usable.
func Cheapest(n int, price func(i int) (amount float64, known, usable bool)) int {
	cheapest, unknown := best{one: -1}, -1
	for i := range n {
		amount, known, usable := price(i)
		switch {
		case !usable:
		case isKnown(amount, known):
			cheapest.see(i, amount)
		case unknown < 0:
			unknown = i
		}
	}
	if cheapest.one < 0 {
		return unknown
	}
	return cheapest.one
}

func isKnown(x float64, known bool) bool { return known && x >= 0 && x-x == 0 } // infinity less itself is NaN

// best is the first of those seen with the least amount.
type best struct {
	one    int
	amount float64
}

func (b *best) see(i int, amount float64) {
	if b.one < 0 || amount < b.amount {
		b.one, b.amount = i, amount
	}
}

// lot is one of those that came to the draw, each as likely as another: the k-th takes the place with probability 1/k.
type lot struct {
	one    int
	count  uint64
	random uint64
}

func (l *lot) draw(i int) {
	l.count++
	if high, _ := bits.Mul64(mix(l.random+l.count), l.count); high == 0 {
		l.one = i
	}
}

// share makes random bits a number from 0 to below 1.
func share(random uint64) float64 { return float64(random>>11) / (1 << 53) }

// mix is SplitMix64's step: inputs that differ by one have nothing in common. https://prng.di.unimi.it/splitmix64.c
func mix(x uint64) uint64 {
	x += 0x9E3779B97F4A7C15
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}
