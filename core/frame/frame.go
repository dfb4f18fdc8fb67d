// Package frame cuts a byte stream that arrives in arbitrary chunks into frames, and writes frames.
//
//	Feed(chunk)  Next → Frame, Frame, …, false   Feed(chunk)  Next → …   End → a last Frame or none
//
// The cut never changes the frames: a stream fed byte by byte gives the same frames, and the same error, as one fed
// whole. What is held of earlier chunks is not searched again, however small they are. A frame that lies inside one chunk
// is not copied (SSE data of several lines is, to be joined); one that spans chunks is gathered in a buffer that is used
// again. In steady state nothing is allocated.
package frame

import "strings"

// DefaultMaxBytes is the limit of one frame when New is given none.
const DefaultMaxBytes = 16 << 20

// Kind is a way of marking where a frame ends.
type Kind uint8

const (
	// SSE is text/event-stream: a frame ends at a blank line.
	SSE Kind = iota + 1
	// Array is one JSON array that arrives piecemeal, a frame being one element; Gemini streams so without alt=sse.
	// A body that is a single object, as its errors are, is one frame.
	Array
	// Lines is NDJSON: a frame is a line that is not blank.
	Lines
	// EventStream is application/vnd.amazon.eventstream: messages with lengths and checksums.
	EventStream
)

// Frame is one unit of a stream. Name and Data alias the splitter's buffers or the fed chunk: they hold until the next
// Feed, and only as long as the caller leaves the chunk alone.
type Frame struct {
	// Name is the SSE `event` field; of an EventStream message its ":event-type", or when Exception is true its
	// ":exception-type" or ":error-code". Empty when the stream gives none, and always for Array and Lines.
	Name string
	// Data is the SSE data lines joined by "\n", one JSON element, one line without blanks around it, or an EventStream
	// payload. An EventStream error without a payload has its ":error-message" here, which is plain text.
	Data string
	// Exception says that the ":message-type" of an EventStream message is exception or error.
	Exception bool
}

// Error is why a stream cannot be cut any further.
type Error string

// Error returns the reason, without any byte of the stream.
func (e Error) Error() string { return "frame: " + string(e) }

const (
	// ErrTooLong says that one frame exceeds the limit given to New.
	ErrTooLong Error = "a frame exceeds the size limit"
	// ErrTruncated says that the body ended inside an EventStream message or before the end of a JSON array.
	ErrTruncated Error = "the body ended inside a frame"
	// ErrArray says that a byte stands where a JSON array has none, such as a second comma.
	ErrArray Error = "the body is not a JSON array"
	// ErrChecksum says that a CRC of an EventStream message does not match.
	ErrChecksum Error = "an event stream checksum does not match"
	// ErrMessage says that the lengths or headers of an EventStream message contradict each other.
	ErrMessage Error = "an event stream message is malformed"
)

// Splitter cuts one stream. Make it with New; it serves one body and one goroutine.
type Splitter struct {
	kind     Kind
	maxBytes int
	err      error

	chunk string // what Feed brought
	pos   int    // chunk[:pos] has been dealt with
	open  text   // the line, element or message that has begun and not ended

	sse   sseState
	array arrayState
	need  int // EventStream: how many bytes of the message must be there before it can be looked at
}

// New returns a splitter for one body of the given kind. maxBytes bounds one frame, and with it what the splitter
// holds; 0 means DefaultMaxBytes. For SSE a frame's size is its name, its data and the line being read.
func New(kind Kind, maxBytes int) *Splitter {
	if kind < SSE || kind > EventStream {
		panic("frame: New was given an unknown kind")
	}
	if maxBytes <= 0 {
		maxBytes = DefaultMaxBytes
	}
	s := &Splitter{kind: kind, maxBytes: maxBytes, need: preludeBytes}
	s.open.limit, s.sse.name.limit, s.sse.data.limit = maxBytes, maxBytes, maxBytes
	return s
}

// Feed hands over the next bytes, in any cut. chunk must stay unchanged until Next has returned false; Feed panics when
// that has not happened for the chunk before. After an error it does nothing.
func (s *Splitter) Feed(chunk string) {
	s.mustBeDrained()
	if s.err != nil {
		return
	}
	s.chunk = chunk
	s.open.rewind()
	s.sse.rewind()
}

// Next returns the next whole frame. False means that more bytes are needed or that Err is set.
func (s *Splitter) Next() (Frame, bool) {
	if s.err != nil {
		return Frame{}, false
	}
	f, ok := s.next()
	if !ok {
		s.keep()
	}
	return f, ok
}

func (s *Splitter) next() (Frame, bool) {
	switch s.kind {
	case SSE:
		return s.nextEvent()
	case Array:
		return s.nextElement()
	case Lines:
		return s.nextLine()
	default:
		return s.nextMessage()
	}
}

// End says that the body is over, once Next has returned false. It returns a last frame that lacks only its end (an SSE
// frame its blank line, a line its "\n"); whether the sender meant to stop there is for the reader of its data to tell.
// An incomplete message, element or array has no such excuse: Err is then ErrTruncated.
func (s *Splitter) End() (Frame, bool) {
	s.mustBeDrained()
	if s.err != nil {
		return Frame{}, false
	}
	switch s.kind {
	case SSE:
		return s.endEvent()
	case Array:
		s.endArray()
	case Lines:
		return s.endLine()
	case EventStream:
		s.endMessage()
	}
	return Frame{}, false
}

// Unread returns how many bytes of the chunk stand behind the frame that Next returned last.
func (s *Splitter) Unread() int { return len(s.chunk) - s.pos }

// Err returns why the stream cannot be cut any further, one of the Error constants, or nil. It never changes back.
func (s *Splitter) Err() error { return s.err }

// keep copies what is unfinished out of the chunk and lets go of the chunk.
func (s *Splitter) keep() {
	s.open.keep()
	s.sse.keep()
	s.chunk, s.pos = "", 0
}

// fail makes err final and releases every buffer.
func (s *Splitter) fail(err Error) {
	*s = Splitter{kind: s.kind, maxBytes: s.maxBytes, err: err}
}

func (s *Splitter) mustBeDrained() {
	if s.pos < len(s.chunk) {
		panic("frame: Feed or End before Next has returned false")
	}
}

// advance moves chunk[pos:end] to the open text. It fails when that text and held bytes beside it exceed the limit.
func (s *Splitter) advance(end, held int) bool {
	if held+s.open.len()+end-s.pos > s.maxBytes {
		s.fail(ErrTooLong)
		return false
	}
	s.open.add(s.chunk[s.pos:end])
	s.pos = end
	return true
}

// indexFrom returns where in chunk, at or after pos, the byte c stands, or len(chunk).
func indexFrom(chunk string, pos int, c byte) int {
	if i := strings.IndexByte(chunk[pos:], c); i >= 0 {
		return pos + i
	}
	return len(chunk)
}
