package route

// Pick chooses one of n things by weight: the index i with probability weight(i) / sum of all weights. It returns -1 when
// no weight is above 0; what weighs 0 or less is never chosen. Random is a number of 64 random bits; the same bits give the
// same choice.
//
//	Pick(2, func(i int) float64 { return []float64{0.9, 0.1}[i] }, random) → 0 nine times in ten
func Pick(n int, weight func(i int) float64, random uint64) int {
	total := 0.0
	for i := range n {
		if w := weight(i); w > 0 {
			total += w
		}
	}
	left := float64(random>>11) / (1 << 53) * total // 53 bits: every one of them fits a float64
	chosen := -1
	for i := range n {
		w := weight(i)
		if !(w > 0) {
			continue
		}
		chosen = i // the last one stands when rounding leaves something over
		if left -= w; left < 0 {
			break
		}
	}
	return chosen
}

// draw returns the random bits of one node on a walk. Mixing the seed before the node's index is added makes seeds that
// count up (1, 2, 3 …) as good as any.
func draw(seed uint64, node int32) uint64 {
	return mix(mix(seed) + uint64(node))
}

// mix is SplitMix64's step: it scatters its input over 64 bits, so that inputs that differ by one have nothing in common.
// https://prng.di.unimi.it/splitmix64.c
func mix(x uint64) uint64 {
	x += 0x9E3779B97F4A7C15
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}
