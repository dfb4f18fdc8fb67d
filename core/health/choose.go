package health

// unknownShare is the most that targets of which nothing is known may get while others are known. Until the first answer
// is in, every request would otherwise go to the one that may never give it.
const unknownShare = 0.5

// Fastest chooses one of n targets: the one with the least time, the first of several. Score gives a target's mean time
// in ms; usable is false for one that is not to be chosen (not admitted, tried before), known is false when no time is
// known (nor is it when the time is negative, infinite or NaN). It is called up to three times for each target.
//
//   - A share of the requests, explore (0..1), goes to any usable target, each as often as another: a target that was slow
//     and has got better is found out.
//   - Half of the rest goes to those of which nothing is known, as long as there are any; all of it when there are only
//     such.
//
// It returns -1 when none is usable. All chance is from seed: the same scores and seed give the same choice.
func Fastest(n int, score func(i int) (ms float64, known, usable bool), explore float64, seed uint64) int {
	usable, unknown := 0, 0
	for i := range n {
		ms, known, ok := score(i)
		if !ok {
			continue
		}
		usable++
		if !isKnown(ms, known) {
			unknown++
		}
	}
	isIn := func(i int) bool { _, _, ok := score(i); return ok }
	isNew := func(i int) bool { ms, known, ok := score(i); return ok && !isKnown(ms, known) }
	random := mix(seed)
	switch {
	case share(random) < explore:
		return nth(n, isIn, ordinal(mix(random+2), usable))
	case unknown > 0 && (unknown == usable || share(mix(random+1)) < unknownShare):
		return nth(n, isNew, ordinal(mix(random+2), unknown))
	}
	return Cheapest(n, score)
}

// Cheapest chooses one of n targets: the usable one with the least price, the first of several. One whose price is not
// known (nor is it when it is negative, infinite or NaN) comes after all others. It returns -1 when none is usable.
func Cheapest(n int, price func(i int) (amount float64, known, usable bool)) int {
	best, least, bestIsKnown := -1, 0.0, false
	for i := range n {
		amount, known, usable := price(i)
		if !usable {
			continue
		}
		known = isKnown(amount, known)
		if best < 0 || known && (!bestIsKnown || amount < least) {
			best, least, bestIsKnown = i, amount, known
		}
	}
	return best
}

func isKnown(x float64, known bool) bool { return known && x >= 0 && x-x == 0 } // infinity less itself is NaN

// nth returns the index of the one with that ordinal among those of n that are in, -1 when there are fewer.
func nth(n int, isIn func(i int) bool, ordinal int) int {
	for i := range n {
		if !isIn(i) {
			continue
		}
		if ordinal == 0 {
			return i
		}
		ordinal--
	}
	return -1
}

// share makes random bits a number from 0 to below 1.
func share(random uint64) float64 { return float64(random>>11) / (1 << 53) }

// ordinal makes random bits one of count numbers.
func ordinal(random uint64, count int) int {
	return min(int(share(random)*float64(count)), max(count-1, 0))
}

// mix is SplitMix64's step: inputs that differ by one have nothing in common. https://prng.di.unimi.it/splitmix64.c
func mix(x uint64) uint64 {
	x += 0x9E3779B97F4A7C15
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}
