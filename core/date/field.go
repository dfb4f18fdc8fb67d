package date

// AppendField appends a time, in milliseconds since 1970, as header fields have it:
//
//	AppendField(nil, 784111777000) → Sun, 06 Nov 1994 08:49:37 GMT
//
// RFC 9110 §5.6.7, IMF-fixdate. For years see AppendStamp.
func AppendField(dst []byte, ms int64) []byte {
	since := floorDiv64(ms, dayMs)
	year, month, day := civil(since)
	rest := int((ms - since*dayMs) / secondMs)
	weekday := ((since+3)%7 + 7) % 7 // the first of January 1970 was a Thursday
	dst = append(append(dst, days[weekday][:3]...), ", "...)
	dst = append(appendDigits(dst, day, 2), ' ')
	dst = append(append(dst, months[3*month-3:3*month]...), ' ')
	dst = append(appendDigits(dst, year, 4), ' ')
	dst = append(appendDigits(dst, rest/3600, 2), ':')
	dst = append(appendDigits(dst, rest/60%60, 2), ':')
	return append(appendDigits(dst, rest%60, 2), " GMT"...)
}
