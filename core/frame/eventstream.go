package frame

import "hash/crc32"

// The layout of a message, integers being big-endian, from https://smithy.io/2.0/aws/amazon-eventstream.html
// (read 2026-11-21):
//
//	 0  total length, of all that is below too
//	 4  headers length
//	 8  CRC-32 (IEEE) of the 8 bytes before
//	12  headers   name length (1) · name · type (1) · value
//	    payload
//	-4  CRC-32 (IEEE) of everything before
const (
	preludeBytes = 12
	crcBytes     = 4
)

const (
	typeByteArray = 6
	typeString    = 7
)

// valueBytes is the length of a header value by its type: true, false, byte, short, integer, long, byte array, string,
// timestamp, UUID. Byte arrays and strings carry a length of two bytes, given here, and then as many bytes as it says.
var valueBytes = [...]int{0, 0, 1, 2, 4, 8, 2, 2, 8, 16}

func (s *Splitter) nextMessage() (Frame, bool) {
	raw, ok := s.gather()
	if ok && s.need == preludeBytes {
		if s.need, ok = s.messageBytes(raw); ok {
			raw, ok = s.gather()
		}
	}
	if !ok {
		return Frame{}, false
	}
	s.need = preludeBytes
	if s.open.len() > 0 {
		raw = s.open.take()
	} else {
		s.pos += len(raw)
	}
	f, err := parseMessage(raw)
	if err != "" {
		s.fail(err)
	}
	return f, err == ""
}

func (s *Splitter) endMessage() {
	if s.open.len() > 0 {
		s.fail(ErrTruncated)
	}
}

// gather returns the first need bytes of the message, from the chunk when it holds them all.
func (s *Splitter) gather() (string, bool) {
	rest := s.chunk[s.pos:]
	if s.open.len() == 0 && len(rest) >= s.need {
		return rest[:s.need], true
	}
	n := min(s.need-s.open.len(), len(rest))
	s.open.add(rest[:n])
	s.pos += n
	return s.open.view(), s.open.len() == s.need
}

// messageBytes checks a prelude and returns the length of its message.
func (s *Splitter) messageBytes(prelude string) (int, bool) {
	total, headers := uint64(uint32At(prelude, 0)), uint64(uint32At(prelude, 4))
	switch {
	case crc32.ChecksumIEEE(bytesOf(prelude[:8])) != uint32At(prelude, 8):
		s.fail(ErrChecksum)
	case total < preludeBytes+headers+crcBytes:
		s.fail(ErrMessage)
	case total > uint64(s.maxBytes):
		s.fail(ErrTooLong)
	default:
		return int(total), true
	}
	return 0, false
}

// parseMessage reads a message whose prelude is known to be sound.
func parseMessage(raw string) (Frame, Error) {
	body := len(raw) - crcBytes
	if crc32.ChecksumIEEE(bytesOf(raw[:body])) != uint32At(raw, body) {
		return Frame{}, ErrChecksum
	}
	payload := preludeBytes + int(uint32At(raw, 4))
	h, ok := parseHeaders(raw[preludeBytes:payload])
	if !ok {
		return Frame{}, ErrMessage
	}
	f := Frame{Name: h.eventType, Data: raw[payload:body]}
	switch h.messageType {
	case "exception":
		f.Name, f.Exception = h.exceptionType, true
	case "error":
		f.Name, f.Exception = h.errorCode, true
		if f.Data == "" {
			f.Data = h.errorMessage
		}
	}
	return f, ""
}

// messageHeaders are the headers that say what a message is.
type messageHeaders struct {
	messageType, eventType, exceptionType, errorCode, errorMessage string
}

// parseHeaders reads the header section; false says that it does not add up.
func parseHeaders(s string) (h messageHeaders, ok bool) {
	for s != "" {
		n := 1 + int(s[0])
		if n == 1 || len(s) <= n {
			return h, false
		}
		name, kind := s[1:n], int(s[n])
		s = s[n+1:]
		if kind >= len(valueBytes) || len(s) < valueBytes[kind] {
			return h, false
		}
		n = valueBytes[kind]
		if kind == typeByteArray || kind == typeString {
			n += int(s[0])<<8 | int(s[1])
		}
		if len(s) < n {
			return h, false
		}
		if kind == typeString {
			h.set(name, s[2:n])
		}
		s = s[n:]
	}
	return h, true
}

func (h *messageHeaders) set(name, value string) {
	switch name {
	case ":message-type":
		h.messageType = value
	case ":event-type":
		h.eventType = value
	case ":exception-type":
		h.exceptionType = value
	case ":error-code":
		h.errorCode = value
	case ":error-message":
		h.errorMessage = value
	}
}

func uint32At(s string, at int) uint32 {
	return uint32(s[at])<<24 | uint32(s[at+1])<<16 | uint32(s[at+2])<<8 | uint32(s[at+3])
}
