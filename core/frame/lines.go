package frame

import "strings"

// nextLine returns the next line that is not blank. Only "\n" ends a line: a "\r" before it, like any blank around a
// JSON text, says nothing.
func (s *Splitter) nextLine() (Frame, bool) {
	for {
		end := indexFrom(s.chunk, s.pos, '\n')
		if !s.advance(end, 0) || end == len(s.chunk) {
			return Frame{}, false
		}
		s.pos++
		if f, ok := s.endLine(); ok {
			return f, true
		}
	}
}

func (s *Splitter) endLine() (Frame, bool) {
	line := strings.Trim(s.open.take(), " \t\r")
	return Frame{Data: line}, line != ""
}
