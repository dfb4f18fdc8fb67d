package wall

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// Wire is one reply being written by hand, byte for byte, so that it can go wrong in every way.
type Wire struct {
	conn  *net.TCPConn
	spoke bool // something was sent since the request
	over  bool // the connection is of no more use
}

// Whole sends a reply of known length.
func (w *Wire) Whole(status int, kind, body string, fields ...string) {
	w.say("HTTP/1.1 %d Scripted\r\ncontent-type: %s\r\ncontent-length: %d\r\n%s\r\n%s",
		status, kind, len(body), lines(fields), body)
}

// Head begins a reply in chunks. Fields are lines like "retry-after: 1".
func (w *Wire) Head(status int, kind string, fields ...string) {
	w.say("HTTP/1.1 %d Scripted\r\ncontent-type: %s\r\ntransfer-encoding: chunked\r\n%s\r\n", status, kind, lines(fields))
}

// Send sends each piece as a chunk of its own.
func (w *Wire) Send(pieces ...string) {
	for _, piece := range pieces {
		w.say("%x\r\n%s\r\n", len(piece), piece)
	}
}

// End ends a reply in chunks, cleanly.
func (w *Wire) End() { w.say("0\r\n\r\n") }

// Reset breaks the connection so that the other side is told: a segment with RST, behind which nothing comes.
func (w *Wire) Reset() {
	if w.spoke {
		time.Sleep(settle)
	}
	w.conn.SetLinger(0)
	w.close()
}

// settle is how long what was sent before a reset has to be read: an RST overtakes what waits in the receiver's buffer.
const settle = 40 * time.Millisecond

// Silence says nothing more until the other side gives up.
func (w *Wire) Silence() {
	io.Copy(io.Discard, w.conn)
	w.close()
}

// Wait is silent for a while.
func (w *Wire) Wait(ms int) { time.Sleep(time.Duration(ms) * time.Millisecond) }

func (w *Wire) close() {
	w.over = true
	w.conn.Close()
}

func (w *Wire) say(format string, args ...any) {
	w.spoke = true
	if _, err := fmt.Fprintf(w.conn, format, args...); err != nil {
		w.close()
	}
}

func lines(fields []string) string {
	if len(fields) == 0 {
		return ""
	}
	return strings.Join(fields, "\r\n") + "\r\n"
}

// packed is text in gzip, flushed at its end.
func packed(text string) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	io.WriteString(w, text)
	w.Close()
	return out.String()
}
