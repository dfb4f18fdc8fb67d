package anthropic

import (
	"causeway/core"
	"causeway/core/rewrite"
)

// appendModels turns GET /v1/models into the hub's list:
//
//	{"data":[{"type":"model","id":"claude-…","display_name":"Claude …","created_at":"2025-11-24T00:00:00Z"}],…}
//	→ {"object":"list","data":[{"id":"claude-…","object":"model","created":1763942400,"owned_by":"anthropic"}]}
//
// https://platform.claude.com/docs/en/api/models-list (read 2026-11-21)
func appendModels(dst []byte, _ *core.ReadOptions, body string) (list []byte, ok bool) {
	if _, ok := rewrite.Check(body); !ok {
		return dst, false
	}
	data := rewrite.Given(body, "data")
	if !rewrite.IsArray(data) {
		return dst, false
	}
	dst = append(dst, `{"object":"list","data":[`...)
	for m := rewrite.OverArray(data); m.Next(); {
		id := rewrite.Inside(m.Value, "id")
		if id == "" {
			continue
		}
		dst = append(rewrite.Comma(dst), '{')
		dst = rewrite.Escaped(dst, "id", id)
		dst = rewrite.Text(dst, "object", "model")
		dst = rewrite.Int(dst, "created", unixOf(rewrite.Inside(m.Value, "created_at")))
		dst = rewrite.Text(dst, "owned_by", "anthropic")
		dst = append(dst, '}')
	}
	return append(dst, `]}`...), true
}

// unixOf is a UTC timestamp in seconds since 1970, 0 for another format: 2025-11-24T00:00:00Z → 1763942400.
func unixOf(stamp string) int64 {
	const layout = "0000-00-00T00:00:00"
	if len(stamp) <= len(layout) || stamp[len(stamp)-1] != 'Z' {
		return 0
	}
	var part [6]int64
	field := 0
	for i := range len(layout) {
		digit := stamp[i] - '0'
		if layout[i] != '0' {
			field++
			if stamp[i] != layout[i] {
				return 0
			}
			continue
		}
		if digit > 9 {
			return 0
		}
		part[field] = part[field]*10 + int64(digit)
	}
	return ((days(part[0], part[1], part[2])*24+part[3])*60+part[4])*60 + part[5]
}

// days counts from 1970-01-01 in the Gregorian calendar. The year is taken to begin in March, so that the leap day is
// its last.
func days(year, month, day int64) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	return 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 719469
}
