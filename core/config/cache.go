package config

// Cache is the cache object.
type Cache struct {
	Mode          string // "simple" or "semantic"
	MaxAgeSeconds int64  // 0 when absent
}

var (
	cacheModes  = [...]string{"simple", "semantic"}
	cacheFields = [...]field{
		{name: "max_age", kind: aWhole, limits: limits{0, mostWhole, 0}, into: func(n *Node) any { return &n.Cache.MaxAgeSeconds }, about: "Seconds for which a reply is kept."},
		{name: "mode", kind: aWord, words: cacheModes[:], required: true, into: func(n *Node) any { return &n.Cache.Mode }, about: "Whether only the same request hits, or one that means the same too."},
	}
)

func newCache(n *Node) any {
	n.Cache = new(Cache)
	return n.Cache
}
