package frame

import (
	"encoding/hex"
	"hash/crc32"
	"testing"

	"github.com/stretchr/testify/require"
)

func messageCases() []streamCase {
	event := Frame{Name: "contentBlockDelta", Data: `{"delta":{"text":"é 漢"},"p":"abc"}`}
	stop := Frame{Name: "messageStop", Data: `{}`}
	empty := Frame{Name: "initial-response"}
	refused := Frame{Name: "throttlingException", Data: `{"message":"slow down"}`, Exception: true}
	good := messages(event)
	cases := []streamCase{
		{name: "no messages", body: ""},
		{name: "messages", body: messages(event, empty, stop), frames: []Frame{event, empty, stop}},
		{name: "exception", body: messages(event, refused), frames: []Frame{event, refused}},
		{name: "error with its message in a header", frames: []Frame{{Name: "InternalError", Data: "it broke", Exception: true}},
			body: message(stringHeader(":error-code", "InternalError")+stringHeader(":message-type", "error")+stringHeader(":error-message", "it broke"), "")},
		{name: "error with a payload", frames: []Frame{{Name: "InternalError", Data: "{}", Exception: true}},
			body: message(stringHeader(":message-type", "error")+stringHeader(":error-code", "InternalError")+stringHeader(":error-message", "it broke"), "{}")},
		{name: "no headers", body: message("", "{}"), frames: []Frame{{Data: "{}"}}},
		{name: "neither headers nor payload", body: message("", ""), frames: []Frame{{}}},
		{name: "header values of every type", body: message(everyType+stringHeader(":event-type", "chunk"), "{}"),
			frames: []Frame{{Name: "chunk", Data: "{}"}}},
		{name: "a known name with another type is no name", body: message("\x0b:event-type\x06\x00\x01x", "{}"), frames: []Frame{{Data: "{}"}}},

		{name: "cut inside a prelude", body: good + good[:11], frames: []Frame{event}, err: ErrTruncated},
		{name: "cut inside a payload", body: good + good[:len(good)-5], frames: []Frame{event}, err: ErrTruncated},
		{name: "prelude checksum", body: good + flip(good, 9), frames: []Frame{event}, err: ErrChecksum},
		{name: "length damaged", body: flip(good, 2), err: ErrChecksum},
		{name: "header damaged", body: flip(good, 14), err: ErrChecksum},
		{name: "payload damaged", body: flip(good, len(good)-6), err: ErrChecksum},
		{name: "message checksum", body: flip(good, len(good)-1), err: ErrChecksum},
		{name: "headers longer than the message", body: prelude(40, 25), err: ErrMessage},
		{name: "headers length that would overflow", body: prelude(40, 0xffffffff), err: ErrMessage},
		{name: "shorter than a message can be", body: prelude(15, 0), err: ErrMessage},
		{name: "longer than the limit", body: prelude(0xffffffff, 0), err: ErrTooLong},
		{name: "header without a name", body: message("\x00\x00", ""), err: ErrMessage},
		{name: "header name cut off", body: message("\x05abc", ""), err: ErrMessage},
		{name: "header without a type", body: message("\x03abc", ""), err: ErrMessage},
		{name: "header of an unknown type", body: message("\x01a\x0a", ""), err: ErrMessage},
		{name: "header value cut off", body: message("\x01a\x05\x00\x00", ""), err: ErrMessage},
		{name: "header length cut off", body: message("\x01a\x07\x00", ""), err: ErrMessage},
		{name: "header string cut off", body: message("\x01a\x07\x00\x02x", ""), err: ErrMessage},
	}
	for i := range cases {
		cases[i].kind = EventStream
	}
	return cases
}

// everyType has one header of each type of the table, and strings that look like the headers that matter.
const everyType = "\x01a\x00" + "\x01b\x01" + "\x01c\x02\x7f" + "\x01d\x03\x01\x02" + "\x01e\x04\x01\x02\x03\x04" +
	"\x01f\x05\x01\x02\x03\x04\x05\x06\x07\x08" + "\x01g\x06\x00\x0c\x0b:event-type" + "\x01h\x07\x00\x04text" +
	"\x01i\x08\x00\x00\x01\x8b\x00\x00\x00\x00" + "\x01j\x09\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"

// The checksums below were computed by zlib.
func TestMessagesMatchAnotherImplementation(t *testing.T) {
	bare := "0000001700000000b7e294fb" + hex.EncodeToString([]byte(`{"n":1}`)) + "f82e46e6"
	require.Equal(t, bare, hex.EncodeToString([]byte(message("", `{"n":1}`))))

	ping := "000000610000004a5779291a" +
		"0b3a6576656e742d74797065070004" + hex.EncodeToString([]byte("ping")) +
		"0d3a636f6e74656e742d74797065070010" + hex.EncodeToString([]byte("application/json")) +
		"0d3a6d6573736167652d74797065070005" + hex.EncodeToString([]byte("event")) +
		hex.EncodeToString([]byte(`{"n":1}`)) + "c4799c02"
	require.Equal(t, ping, hex.EncodeToString([]byte(messages(Frame{Name: "ping", Data: `{"n":1}`}))))
}

func TestEveryFlippedBitIsNoticed(t *testing.T) {
	good := messages(Frame{Name: "chunk", Data: `{"bytes":"e30="}`})
	for at := range len(good) {
		frames, err := split(EventStream, 0, flip(good, at))
		require.Error(t, err, "byte %d", at)
		require.Empty(t, frames)
	}
}

func TestALongMessageIsNotTrustedBeforeItHasArrived(t *testing.T) {
	s := New(EventStream, 0)
	require.Empty(t, feed(s, prelude(DefaultMaxBytes, 0)))
	require.NoError(t, s.Err())
	require.LessOrEqual(t, cap(s.open.buf), minBufBytes)
}

func messages(frames ...Frame) string {
	var dst []byte
	for _, f := range frames {
		dst = AppendMessage(dst, f)
	}
	return string(dst)
}

// message returns a message with raw headers.
func message(headers, payload string) string {
	dst := append(make([]byte, preludeBytes), headers...)
	return string(closeMessage(append(dst, payload...), 0, len(headers)))
}

// prelude returns a prelude with a good checksum and any lengths.
func prelude(total, headers uint32) string {
	lengths := appendUint32(appendUint32(nil, total), headers)
	return string(appendUint32(lengths, crc32.ChecksumIEEE(lengths)))
}

func stringHeader(name, value string) string { return string(appendHeader(nil, name, value)) }

func flip(s string, at int) string {
	return s[:at] + string([]byte{s[at] ^ 1}) + s[at+1:]
}
