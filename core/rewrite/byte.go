package rewrite

// peek returns the byte at i, or 0 past the end. No JSON token contains a zero byte, so 0 matches nothing.
func peek(s string, i int) byte {
	if i < len(s) {
		return s[i]
	}
	return 0
}

// space returns the index of the first byte from i on that is not JSON whitespace.
func space(s string, i int) int {
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	return i
}

// digits returns the index of the first byte from i on that is not a decimal digit.
func digits(s string, i int) int {
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return i
}

// plain returns the index of the first byte from i on that a string may not simply contain: a quote, a backslash or
// a control character. Reading eight bytes at a time is what makes large prompts and images cheap.
func plain(s string, i int) int {
	for len(s)-i >= 8 {
		if m := marks(word(s[i : i+8])); m != 0 {
			return i + lowest(m)
		}
		i += 8
	}
	for i < len(s) && s[i] >= 0x20 && s[i] != '"' && s[i] != '\\' {
		i++
	}
	return i
}

// word returns eight bytes of s, the first one lowest. The compiler makes it a single load, on wasm too.
func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

const ones, tops = 0x0101010101010101, 0x8080808080808080

// marks returns top bits: that of the lowest byte of w that is a quote, a backslash or below 0x20, perhaps those of
// bytes above it, or 0 when there is no such byte. Subtracting n from a byte below n borrows into its top bit. Flipping
// bit 1 moves the quote (0x22) to 0x20 and the space (0x20) to 0x22, so that one comparison with 0x21 finds the quote
// and the control characters.
func marks(w uint64) uint64 {
	control := w ^ 0x02*ones
	slash := w ^ '\\'*ones
	return ((control-0x21*ones)&^control | (slash-ones)&^slash) & tops
}

// lowest returns which byte of m, 0 to 7, is the lowest with its top bit set. Isolated and shifted down, that bit is
// 1<<(8·n), and multiplying by it lifts byte n of the constant to the top.
func lowest(m uint64) int {
	m >>= 7
	return int(m & -m * 0x0001020304050607 >> 56)
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func isDigit(c byte) bool { return c-'0' < 10 }

// hex returns the value of a hexadecimal digit, or -1.
func hex(c byte) int {
	switch {
	case isDigit(c):
		return int(c - '0')
	case c|0x20-'a' < 6:
		return int(c|0x20-'a') + 10
	}
	return -1
}
