// Package date reads the dates of HTTP headers, such as Retry-After's, without a clock.
//
//	Sun, 06 Nov 1994 08:49:37 GMT     IMF-fixdate, what everyone sends
//	Sunday, 06-Nov-94 08:49:37 GMT    RFC 850, obsolete
//	Sun Nov  6 08:49:37 1994          C's asctime, obsolete
//
// https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7 (read 2026-11-21).
package date

import "strings"

const (
	secondMs = 1000
	minuteMs = 60 * secondMs
	hourMs   = 60 * minuteMs
	dayMs    = 24 * hourMs
)

var days = [...]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

const months = "JanFebMarAprMayJunJulAugSepOctNovDec"

// Parse returns the time that an HTTP-date means, in milliseconds since 1970. ok is false when text is none of the three
// forms to the letter, or names a day or a time of day that does not exist.
//
// A two-digit year is of the century that nowMs says: one that would be more than 50 years ahead is in the past. The other
// forms do not look at nowMs. Whether the day of the week is the date's is not checked.
func Parse(text string, nowMs int64) (ms int64, ok bool) {
	d := scanner{rest: text, ok: true}
	if day, _, found := strings.Cut(text, ","); !found {
		d.asctime()
	} else if len(day) == 3 {
		d.fixed()
	} else {
		d.obsolete(nowMs)
	}
	if d.rest != "" || !d.exists() {
		return 0, false
	}
	return d.ms(), true
}

// scanner takes a date apart. Once something is not what was expected, ok is false and the rest means nothing.
type scanner struct {
	rest                                   string
	year, month, day, hour, minute, second int // month 1..12
	ok                                     bool
}

// fixed reads "Sun, 06 Nov 1994 08:49:37 GMT".
func (d *scanner) fixed() {
	d.weekday(3)
	d.expect(", ")
	d.day = d.digits(2)
	d.expect(" ")
	d.monthName()
	d.expect(" ")
	d.year = d.digits(4)
	d.expect(" ")
	d.clock()
	d.expect(" GMT")
}

// obsolete reads "Sunday, 06-Nov-94 08:49:37 GMT".
func (d *scanner) obsolete(nowMs int64) {
	d.weekday(len("Wednesday"))
	d.expect(", ")
	d.day = d.digits(2)
	d.expect("-")
	d.monthName()
	d.expect("-")
	lastTwo := d.digits(2)
	d.expect(" ")
	d.clock()
	d.expect(" GMT")
	if d.ok {
		d.century(lastTwo, nowMs)
	}
}

// asctime reads "Sun Nov  6 08:49:37 1994".
func (d *scanner) asctime() {
	d.weekday(3)
	d.expect(" ")
	d.monthName()
	d.expect(" ")
	if strings.HasPrefix(d.rest, " ") {
		d.expect(" ")
		d.day = d.digits(1)
	} else {
		d.day = d.digits(2)
	}
	d.expect(" ")
	d.clock()
	d.expect(" ")
	d.year = d.digits(4)
}

// clock reads "08:49:37".
func (d *scanner) clock() {
	d.hour = d.digits(2)
	d.expect(":")
	d.minute = d.digits(2)
	d.expect(":")
	d.second = d.digits(2)
}

// weekday reads the name of a day, cut to so many letters.
func (d *scanner) weekday(letters int) {
	for _, name := range days {
		name = name[:min(letters, len(name))]
		if rest, found := strings.CutPrefix(d.rest, name); found {
			d.rest = rest
			return
		}
	}
	d.ok = false
}

func (d *scanner) monthName() {
	if len(d.rest) < 3 {
		d.ok = false
		return
	}
	at := strings.Index(months, d.rest[:3])
	d.ok = d.ok && at >= 0 && at%3 == 0
	d.month = at/3 + 1
	d.rest = d.rest[3:]
}

// digits reads a number of exactly n digits.
func (d *scanner) digits(n int) (value int) {
	if len(d.rest) < n {
		d.ok = false
		return 0
	}
	for i := range n {
		digit := d.rest[i] - '0'
		d.ok = d.ok && digit <= 9
		value = value*10 + int(digit)
	}
	d.rest = d.rest[n:]
	return value
}

func (d *scanner) expect(text string) {
	rest, found := strings.CutPrefix(d.rest, text)
	d.rest, d.ok = rest, d.ok && found
}

// century sets the year from its last two digits: the last such year that is not more than 50 years ahead.
func (d *scanner) century(lastTwo int, nowMs int64) {
	now := yearOf(nowMs)
	d.year = now + 50 - (now+50-lastTwo)%100
	sooner := *d
	sooner.year -= 50
	if d.year == now+50 && sooner.ms() > nowMs {
		d.year -= 100
	}
}

// exists reports whether the calendar has the date, and the day the time.
func (d *scanner) exists() bool {
	return d.ok && 1 <= d.day && d.day <= daysIn(d.month, d.year) && d.hour < 24 && d.minute < 60 && d.second < 60
}

func daysIn(month, year int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

func (d *scanner) ms() int64 {
	return daysSince1970(d.year, d.month, d.day)*dayMs +
		int64(d.hour)*hourMs + int64(d.minute)*minuteMs + int64(d.second)*secondMs
}

// daysSince1970 counts the days of the Gregorian calendar in years that begin with March, so that a leap day is a year's
// last: https://howardhinnant.github.io/date_algorithms.html#days_from_civil (read 2026-11-21).
func daysSince1970(year, month, day int) int64 {
	if month <= 2 {
		year--
	}
	sinceMarch := (month + 9) % 12
	leaps := floorDiv(year, 4) - floorDiv(year, 100) + floorDiv(year, 400)
	return int64(year*365+leaps+(153*sinceMarch+2)/5+day-1) - 719468
}

// yearOf returns the year in which a time is.
func yearOf(ms int64) int {
	year := 1970 + int(ms/(365*dayMs)) // late by the leap days, never early by more than one
	for daysSince1970(year, 1, 1)*dayMs > ms {
		year--
	}
	for daysSince1970(year+1, 1, 1)*dayMs <= ms {
		year++
	}
	return year
}

func floorDiv(a, b int) int {
	if a < 0 {
		return -((b - 1 - a) / b)
	}
	return a / b
}
