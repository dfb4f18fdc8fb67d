package frame

import "strings"

// sseState is what the SSE splitter knows beside the line it reads.
//
// The grammar is https://html.spec.whatwg.org/multipage/server-sent-events.html (read 2026-11-21), but for four things:
//
//   - `id` and `retry` serve a browser's reconnection and are dropped with the comments.
//   - A frame with an empty data line and no name is a heartbeat and is dropped. With a name it is delivered, Data being
//     empty: Replicate sends `event: output` with empty data. A name without any data line is dropped, as the page says.
//   - A frame that the end of the body cuts off before its blank line is delivered; the page drops it.
//   - A second `event` line in a frame that has both name and data begins the next frame. No sender means anything else
//     by it, and recordings of DashScope's text stream (2024) have no blank lines.
type sseState struct {
	begun   bool // the first line, which a byte order mark may precede, has been read
	afterCR bool // the last line ended in "\r", a "\n" right after it is part of that end
	hasData bool // a data line has been seen
	lf, cr  int  // the next "\n" and "\r" in the chunk; less than pos: not looked for yet
	name    text
	data    text
}

const byteOrderMark = "\ufeff"

func (e *sseState) rewind() {
	e.lf, e.cr = -1, -1
	e.name.rewind()
	e.data.rewind()
}

func (e *sseState) keep() {
	e.name.keep()
	e.data.keep()
}

func (s *Splitter) nextEvent() (Frame, bool) {
	for {
		line, ok := s.eventLine()
		if !ok {
			return Frame{}, false
		}
		if f, ok := s.sse.line(line); ok {
			return f, true
		}
	}
}

func (s *Splitter) endEvent() (Frame, bool) {
	if f, ok := s.sse.line(s.open.take()); ok {
		return f, true
	}
	return s.sse.dispatch()
}

// eventLine returns the next line without its end, which is "\n", "\r\n" or "\r". After a "\r" it does not wait to see
// whether "\n" follows.
func (s *Splitter) eventLine() (string, bool) {
	e := &s.sse
	if e.afterCR && s.pos < len(s.chunk) {
		e.afterCR = false
		if s.chunk[s.pos] == '\n' {
			s.pos++
		}
	}
	end := e.lineEnd(s.chunk, s.pos)
	if !s.advance(end, e.name.len()+e.data.len()) || end == len(s.chunk) {
		return "", false
	}
	e.afterCR = s.chunk[end] == '\r'
	s.pos++
	return s.open.take(), true
}

// lineEnd returns where the line at pos ends. Both finds are remembered: a chunk that uses only one of the two bytes is
// searched once for the other, not once a line.
func (e *sseState) lineEnd(chunk string, pos int) int {
	if e.lf < pos {
		e.lf = indexFrom(chunk, pos, '\n')
	}
	if e.cr < pos {
		e.cr = indexFrom(chunk, pos, '\r')
	}
	return min(e.lf, e.cr)
}

// line takes in one line; it returns the frame that the line ends, if any.
func (e *sseState) line(line string) (f Frame, ok bool) {
	if !e.begun {
		e.begun = true
		line = strings.TrimPrefix(line, byteOrderMark)
	}
	if line == "" {
		return e.dispatch()
	}
	field, value, _ := strings.Cut(line, ":")
	value = strings.TrimPrefix(value, " ")
	switch field {
	case "data":
		if e.hasData {
			e.data.add("\n")
		}
		e.data.add(value)
		e.hasData = true
	case "event":
		if e.hasData && e.name.len() > 0 {
			f, ok = e.dispatch()
		}
		e.name.set(value)
	}
	return f, ok
}

func (e *sseState) dispatch() (Frame, bool) {
	hadData := e.hasData
	e.hasData = false
	f := Frame{Name: e.name.take(), Data: e.data.take()}
	return f, hadData && (f.Name != "" || f.Data != "")
}
