package frame

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func sseCases() []streamCase {
	one, two := Frame{Data: `{"n":1}`}, Frame{Data: `{"n":2}`}
	cases := []streamCase{
		{name: "empty body", body: ""},
		{name: "only blank lines", body: "\n\r\n\r\r\n\n"},
		{name: "newlines", body: "data: {\"n\":1}\n\ndata: {\"n\":2}\n\n", frames: []Frame{one, two}},
		{name: "carriage return and newline", body: "data: {\"n\":1}\r\n\r\ndata: {\"n\":2}\r\n\r\n", frames: []Frame{one, two}},
		{name: "carriage returns", body: "data: {\"n\":1}\r\rdata: {\"n\":2}\r\r", frames: []Frame{one, two}},
		{name: "mixed line ends", body: "data: {\"n\":1}\r\n\ndata: {\"n\":2}\n\r\n", frames: []Frame{one, two}},
		{name: "no space after the colon", body: "data:{\"n\":1}\n\n", frames: []Frame{one}},
		{name: "only one space is dropped", body: "data:   padded \n\n", frames: []Frame{{Data: "  padded "}}},
		{name: "colons in the value", body: "data: a: b:c\n\n", frames: []Frame{{Data: "a: b:c"}}},
		{name: "byte order mark", body: "\ufeffdata: {\"n\":1}\n\n", frames: []Frame{one}},
		{name: "byte order mark before a blank line", body: "\ufeff\r\ndata: {\"n\":1}\n\n", frames: []Frame{one}},
		{name: "a later byte order mark is a character", body: "data: {\"n\":1}\n\n\ufeffdata: x\n\n", frames: []Frame{one}},
		{name: "text beyond ASCII", body: "data: é 漢 👋🏽\n\n", frames: []Frame{{Data: "é 漢 👋🏽"}}},
		{name: "event name", body: "event: ping\ndata: {}\n\n", frames: []Frame{{Name: "ping", Data: "{}"}}},
		{name: "event name after the data", body: "data: {}\nevent: ping\n\n", frames: []Frame{{Name: "ping", Data: "{}"}}},
		{name: "the last event name counts", body: "event: a\nevent: b\ndata: {}\n\n", frames: []Frame{{Name: "b", Data: "{}"}}},
		{name: "an event name does not outlive its frame", body: "event: a\n\ndata: {}\n\n", frames: []Frame{{Data: "{}"}}},
		{name: "an empty event name is none", body: "event: a\nevent\ndata: {}\n\n", frames: []Frame{{Data: "{}"}}},
		{name: "event name amid the data", body: "data: a\nevent: x\ndata: b\n\n", frames: []Frame{{Name: "x", Data: "a\nb"}}},
		{name: "data lines are joined", body: "data: a\r\ndata:\r\ndata: b\r\n\r\n", frames: []Frame{{Data: "a\n\nb"}}},
		{name: "two empty data lines are a newline", body: "data:\ndata\n\n", frames: []Frame{{Data: "\n"}}},
		{name: "an empty data line without a name is a heartbeat", body: "data:\n\ndata: \n\ndata\n\n"},
		{name: "empty data with a name is a frame", body: "event: output\ndata: \n\n", frames: []Frame{{Name: "output"}}},
		{name: "a name without data is not a frame", body: "event: done\n\n"},
		{name: "comments", body: ": hi\n\n:\n\n: PROCESSING\ndata: {\"n\":1}\n:x\n\n", frames: []Frame{one}},
		{name: "id and retry", body: "id: 7\nretry: 10\ndata: {\"n\":1}\n\nid: 8\n\n", frames: []Frame{one}},
		{name: "unknown fields", body: "date: 1\nDATA: 2\n data: 3\ndatas: 4\ndata : 5\ndata: {\"n\":1}\n\n", frames: []Frame{one}},
		{name: "a comment in place of a header", body: "id:1\nevent:result\n:HTTP_STATUS/200\ndata:{\"n\":1}\n\n",
			frames: []Frame{{Name: "result", Data: one.Data}}},
		{name: "frames without blank lines", body: "id:1\nevent:result\ndata:{\"n\":1}\nid:2\nevent:result\ndata:{\"n\":2}\n",
			frames: []Frame{{Name: "result", Data: one.Data}, {Name: "result", Data: two.Data}}},
		{name: "a name ends the body of frames without blank lines", body: "event:a\ndata:{\"n\":1}\nevent:b",
			frames: []Frame{{Name: "a", Data: one.Data}}},
		{name: "ends without a blank line", body: "data: {\"n\":1}\n\nevent: a\ndata: {\"n\":2}\n", frames: []Frame{one, {Name: "a", Data: two.Data}}},
		{name: "ends inside a line", body: "data: {\"n\":1}\n\ndata: {\"n\":", frames: []Frame{one, {Data: `{"n":`}}},
		{name: "ends inside a field name", body: "data: {\"n\":1}\n\ndat", frames: []Frame{one}},
		{name: "ends inside a comment", body: "data: {\"n\":1}\n\n: 408 Request Timeout", frames: []Frame{one}},
		{name: "not a stream of events at all", body: "{\n  \"error\": {\n    \"code\": 404\n  }\n}\n"},
		{name: "not text", body: "\x00\xff\xfe\ndata: \xc3\n\n", frames: []Frame{{Data: "\xc3"}}},
	}
	for i := range cases {
		cases[i].kind = SSE
	}
	return cases
}

func TestAFrameIsDeliveredAtItsLastNecessaryByte(t *testing.T) {
	for _, body := range []string{"data: 1\n\n", "data: 1\r\n\r", "data: 1\r\r", "event: a\r\ndata: 1\r\n\r"} {
		s := New(SSE, 0)
		require.Empty(t, feed(s, body[:len(body)-1]))
		require.Len(t, feed(s, body[len(body)-1:]), 1, "%q", body)
		require.Empty(t, feed(s, "\n"), "the rest of the line end is not a line of its own")
		require.Len(t, feed(s, "data: 2\n\n"), 1)
	}
}

func TestCommentsWithoutBlankLinesDoNotAddUp(t *testing.T) {
	s := New(SSE, 100)
	for range 1000 {
		require.Empty(t, feed(s, ": still working\n"))
	}
	require.Equal(t, []Frame{{Data: "1"}}, feed(s, "data: 1\n\n"))
	require.LessOrEqual(t, cap(s.open.buf), 100)
}
