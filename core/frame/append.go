package frame

import (
	"bytes"
	"hash/crc32"
)

// AppendData appends an SSE frame without a name: `{"a":1}` → "data: {\"a\":1}\n\n". json may hold line breaks between
// its tokens, see OneLine.
func AppendData(dst []byte, json string) []byte {
	return CloseData(appendOneLine(OpenData(dst), json))
}

// AppendEvent appends an SSE frame with a name: "event: ping\ndata: {}\n\n". name holds no line break.
func AppendEvent(dst []byte, name, json string) []byte {
	return CloseData(appendOneLine(OpenEvent(dst, name), json))
}

// OpenData begins an SSE frame without a name. The caller appends JSON without line breaks and calls CloseData.
func OpenData(dst []byte) []byte { return append(dst, "data: "...) }

// OpenEvent begins an SSE frame called name, which holds no line break, and goes on as OpenData does.
func OpenEvent(dst []byte, name string) []byte {
	dst = append(dst, "event: "...)
	dst = append(dst, name...)
	return OpenData(append(dst, '\n'))
}

// CloseData ends the frame that OpenData or OpenEvent began.
func CloseData(dst []byte) []byte { return append(dst, "\n\n"...) }

// OneLine replaces the line breaks in json by spaces, in place. Upstreams that print their JSON prettily put them into
// raw fragments, where one would end an SSE line. A JSON string has no raw line break, so that no value changes.
func OneLine(json []byte) {
	replace(json, '\n', ' ')
	replace(json, '\r', ' ')
}

// AppendComment appends an SSE comment, which clients skip: a heartbeat that keeps the connection. It belongs between
// frames.
func AppendComment(dst []byte, comment string) []byte {
	return CloseData(appendOneLine(append(dst, ": "...), comment))
}

func appendOneLine(dst []byte, text string) []byte {
	start := len(dst)
	dst = append(dst, text...)
	OneLine(dst[start:])
	return dst
}

func replace(s []byte, from, to byte) {
	for i := bytes.IndexByte(s, from); i >= 0; i = bytes.IndexByte(s, from) {
		s[i] = to
		s = s[i+1:]
	}
}

// AppendMessage appends an EventStream message that a Splitter reads back as f, with the headers that Bedrock sends: the
// type of an event, or of an exception when f.Exception, and JSON as the content type. f.Name is at most 32767 bytes.
// https://smithy.io/2.0/aws/amazon-eventstream.html (read 2026-11-21)
func AppendMessage(dst []byte, f Frame) []byte {
	messageType, typeHeader := "event", ":event-type"
	if f.Exception {
		messageType, typeHeader = "exception", ":exception-type"
	}
	start := len(dst)
	dst = append(dst, make([]byte, preludeBytes)...)
	dst = appendHeader(dst, typeHeader, f.Name)
	dst = appendHeader(dst, ":content-type", "application/json")
	dst = appendHeader(dst, ":message-type", messageType)
	headerBytes := len(dst) - start - preludeBytes
	return closeMessage(append(dst, f.Data...), start, headerBytes)
}

func appendHeader(dst []byte, name, value string) []byte {
	dst = append(dst, byte(len(name)))
	dst = append(dst, name...)
	dst = append(dst, typeString, byte(len(value)>>8), byte(len(value)))
	return append(dst, value...)
}

// closeMessage fills in the prelude of the message that begins at start and appends its checksum.
func closeMessage(dst []byte, start, headerBytes int) []byte {
	message := dst[start:]
	prelude := appendUint32(message[:0], uint32(len(message)+crcBytes))
	prelude = appendUint32(prelude, uint32(headerBytes))
	appendUint32(prelude, crc32.ChecksumIEEE(prelude))
	return appendUint32(dst, crc32.ChecksumIEEE(message))
}

func appendUint32(dst []byte, n uint32) []byte {
	return append(dst, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
}
