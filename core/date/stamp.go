package date

// AppendStamp appends a time, in milliseconds since 1970, in the basic format of ISO 8601, in seconds and UTC:
//
//	AppendStamp(nil, 1440938160000) → 20150830T123600Z
//
// The year has four digits: times from before the year 0 and after 9999 are not meant.
func AppendStamp(dst []byte, ms int64) []byte {
	days := floorDiv64(ms, dayMs)
	year, month, day := civil(days)
	rest := (ms - days*dayMs) / secondMs
	dst = appendDigits(dst, year, 4)
	dst = appendDigits(dst, month, 2)
	dst = append(appendDigits(dst, day, 2), 'T')
	dst = appendDigits(dst, int(rest/3600), 2)
	dst = appendDigits(dst, int(rest/60%60), 2)
	return append(appendDigits(dst, int(rest%60), 2), 'Z')
}

// civil is the inverse of daysSince1970.
func civil(days int64) (year, month, day int) {
	year = yearOf(days * dayMs)
	for month = 12; days < daysSince1970(year, month, 1); {
		month--
	}
	return year, month, int(days-daysSince1970(year, month, 1)) + 1
}

// appendDigits is not inlined: that would cost the edge 8 KB and gain nothing.
//
//go:noinline
func appendDigits(dst []byte, n, width int) []byte {
	for unit := pow10(width - 1); unit > 0; unit /= 10 {
		dst = append(dst, byte('0'+n/unit%10))
	}
	return dst
}

func pow10(n int) int {
	p := 1
	for range n {
		p *= 10
	}
	return p
}

func floorDiv64(a, b int64) int64 {
	if a < 0 {
		return -((b - 1 - a) / b)
	}
	return a / b
}
