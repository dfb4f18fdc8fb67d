package rewrite

import "strings"

// A member is one top-level member of an object, in pieces that alias the body and put together are the exact text
// between two of its commas:
//
//	{ "model" : "m" , "n":1 }
//	 ^               ^
//	 lead=" " key=`"model"` colon=" : " value=`"m"` rest=" "
//
// The whitespace in front of the closing brace belongs to the brace, not to the last member.
type member struct {
	lead, key, colon, value, rest string
}

// is reports whether the member's name, unescaped, is key.
func (m *member) is(key string) bool {
	name := Contents(m.key)
	if len(name) <= len(key) { // an escape is longer than what it stands for
		return name == key
	}
	const longest = len(`\u0000`) // the most that a byte of plain text takes
	if len(name) > longest*len(key) || strings.IndexByte(name, '\\') < 0 {
		return false
	}
	var room [128]byte
	return string(AppendUnescaped(room[:0], name)) == key
}

// appendTo appends the member, behind a comma when it is not the first.
func (m *member) appendTo(dst []byte) []byte {
	dst = append(Comma(dst), m.lead...)
	dst = append(dst, m.key...)
	return m.appendValue(dst)
}

// appendValue appends what follows the key.
func (m *member) appendValue(dst []byte) []byte {
	dst = append(dst, m.colon...)
	dst = append(dst, m.value...)
	return append(dst, m.rest...)
}

// A walk steps over the top-level members of an object that Check accepted. On other text it ends early, never late:
// each step consumes at least a byte.
type walk struct {
	body string
	at   int // behind '{', behind a comma, or behind the last value
}

// open starts a walk, or reports that body is not an object.
func open(body string) (walk, bool) {
	brace := space(body, 0)
	return walk{body, brace + 1}, peek(body, brace) == '{'
}

// next returns the next member. When there is none, body[at:] is the closing brace with the whitespace around it.
func (w *walk) next() (member, bool) {
	s, start := w.body, w.at
	key := space(s, start)
	if peek(s, key) != '"' {
		return member{}, false
	}
	colon := pastString(s, key)
	value := space(s, colon)
	if peek(s, value) == ':' {
		value = space(s, value+1)
	}
	end := pastValue(s, value)
	m := member{lead: s[start:key], key: s[key:colon], colon: s[colon:value], value: s[value:end]}
	w.at = end
	if comma := space(s, end); peek(s, comma) == ',' {
		m.rest = s[end:comma]
		w.at = comma + 1
	}
	return m, true
}

// count returns how many top-level members of body are called key; 0 when body is not an object.
func count(body, key string) int {
	w, ok := open(body)
	if !ok {
		return 0
	}
	n := 0
	for m, ok := w.next(); ok; m, ok = w.next() {
		if m.is(key) {
			n++
		}
	}
	return n
}

// pastValue returns the index behind the value that starts at i.
func pastValue(s string, i int) int {
	switch peek(s, i) {
	case '"':
		return pastString(s, i)
	case '{', '[':
		return pastContainer(s, i)
	}
	for i < len(s) && s[i] != ',' && s[i] != '}' && s[i] != ']' && !isSpace(s[i]) {
		i++
	}
	return i
}

// pastContainer returns the index behind the array or object that starts at i.
func pastContainer(s string, i int) int {
	depth := 0
	for i < len(s) {
		switch s[i] {
		case '"':
			i = pastString(s, i)
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		i++
		if depth == 0 {
			return i
		}
	}
	return i
}

// pastString returns the index behind the string whose opening quote is at i.
func pastString(s string, i int) int {
	for i++; ; {
		n := strings.IndexByte(s[i:], '"')
		if n < 0 {
			return len(s)
		}
		quote := i + n
		back := quote
		for back > i && s[back-1] == '\\' {
			back--
		}
		i = quote + 1
		if (quote-back)%2 == 0 {
			return i
		}
	}
}
