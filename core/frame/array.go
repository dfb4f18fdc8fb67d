package frame

// arrayState is where in a JSON array the splitter stands.
//
//	body     =  array | object                    an object in place of the array is one frame
//	array    =  "[" [ element *( "," element ) ] "]"
//
// Between elements the grammar is kept strictly. Inside one only strings and nesting are followed, just enough to find
// its end: whether it is valid JSON is for the reader of the frame to say.
type arrayState struct {
	place   arrayPlace
	lone    bool // the element is the whole body
	quoted  bool // inside a string
	escaped bool // the byte after a backslash
	depth   int  // open brackets of the element, both sorts
}

type arrayPlace uint8

const (
	beforeArray   arrayPlace = iota
	afterOpen                // an element or "]" may follow
	afterComma               // an element must follow
	insideElement            // until its last byte has been seen
	afterElement             // "," or "]" must follow
	afterArray               // nothing may follow
)

func (s *Splitter) nextElement() (Frame, bool) {
	a := &s.array
	for s.pos < len(s.chunk) {
		if a.place != insideElement {
			if !a.between(s.chunk[s.pos]) {
				s.fail(ErrArray)
				return Frame{}, false
			}
			if a.place != insideElement {
				s.pos++
			}
			continue
		}
		n, ended := a.inside(s.chunk[s.pos:])
		if !s.advance(s.pos+n, 0) {
			return Frame{}, false
		}
		if ended {
			a.close()
			return Frame{Data: s.open.take()}, true
		}
	}
	return Frame{}, false
}

func (s *Splitter) endArray() {
	if s.array.place != beforeArray && s.array.place != afterArray {
		s.fail(ErrTruncated)
	}
}

// between takes the byte c, which is outside of every element or the first of one; false says that it may not stand here.
func (a *arrayState) between(c byte) bool {
	if isBlank(c) {
		return true
	}
	switch {
	case a.place == beforeArray && c == '[':
		a.place = afterOpen
	case a.place == beforeArray && c == '{':
		a.place, a.lone = insideElement, true
	case a.place == afterElement && c == ',':
		a.place = afterComma
	case (a.place == afterElement || a.place == afterOpen) && c == ']':
		a.place = afterArray
	case (a.place == afterOpen || a.place == afterComma) && beginsValue(c):
		a.place = insideElement
	default:
		return false
	}
	return true
}

// inside follows the element through s. It returns how many bytes of s belong to it and whether the last of them ends it.
func (a *arrayState) inside(s string) (n int, ended bool) {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case a.escaped:
			a.escaped = false
		case a.quoted:
			a.escaped = c == '\\'
			a.quoted = c != '"'
			if !a.quoted && a.depth == 0 {
				return i + 1, true
			}
		case c == '"':
			a.quoted = true
		case c == '{' || c == '[':
			a.depth++
		case a.depth == 0 && endsScalar(c):
			return i, true
		case c == '}' || c == ']':
			a.depth--
			if a.depth == 0 {
				return i + 1, true
			}
		}
	}
	return len(s), false
}

func (a *arrayState) close() {
	a.place = afterElement
	if a.lone {
		a.place = afterArray
	}
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

// endsScalar reports whether c ends a number or a literal, to which it does not belong.
func endsScalar(c byte) bool { return c == ',' || c == ']' || c == '}' || isBlank(c) }

func beginsValue(c byte) bool {
	switch c {
	case '{', '[', '"', '-', 't', 'f', 'n':
		return true
	}
	return '0' <= c && c <= '9'
}
