package config

import "slices"

// Mode says how an object chooses among its targets.
type Mode uint8

const (
	None          Mode = iota // no strategy: the object itself is the target
	Single                    // the first target
	Fallback                  // the targets in order until one succeeds
	LoadBalance               // one target by weight
	Conditional               // the target that the first matching condition names
	LowestLatency             // the target that has lately been the quickest
	LowestCost                // the target whose tokens cost the least
)

// modes holds the wire's word for each Mode, at its index. The last two are Causeway's own.
var modes = [...]string{"", "single", "fallback", "loadbalance", "conditional", "lowest_latency", "lowest_cost"}

// String returns the word that strategy.mode uses, "" for None.
func (m Mode) String() string { return modes[m] }

// modeOf returns the Mode that a word means, None when it means none.
func modeOf(word string) Mode { return Mode(max(0, slices.Index(modes[:], word))) }

// modeSet is a set of Modes, one bit for each.
type modeSet uint8

const (
	onFallback    modeSet = 1 << Fallback
	onLoadBalance modeSet = 1 << LoadBalance
	onConditional modeSet = 1 << Conditional
	onLowest      modeSet = 1<<LowestLatency | 1<<LowestCost
)

func (s modeSet) has(m Mode) bool { return s&(1<<m) != 0 }

// words returns the words of the modes in the set.
func (s modeSet) words() (words []string) {
	for m := range modes {
		if s.has(Mode(m)) {
			words = append(words, modes[m])
		}
	}
	return words
}
