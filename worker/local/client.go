package local

import (
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"

	"causeway/core"
	"causeway/wasm/abi"
)

// client is the drive.Client of one call. It holds the head and the first bytes back until there is more or it is told to
// flush, so that they leave in one packet and a reply that was written at once has a content-length.
type client struct {
	w      http.ResponseWriter
	status int // 0: no head yet, or it has been sent
	held   string
	sent   bool
}

func (c *client) Head(status int, header core.Header) error {
	h := c.w.Header()
	for i := range header {
		name := http.CanonicalHeaderKey(header[i].Name)
		h[name] = append(h[name], header[i].Value)
	}
	if h["Content-Type"] == nil {
		h["Content-Type"] = nil // net/http would guess one
	}
	c.status = status
	return nil
}

func (c *client) Write(p []byte) error {
	if err := c.send(); err != nil {
		return err
	}
	_, err := c.w.Write(p)
	return err
}

func (c *client) WriteString(s string) error {
	if c.status != 0 && c.held == "" {
		c.held = strings.Clone(s) // which is good until the machine is called again, and a script calls it before any flush
		return nil
	}
	if err := c.send(); err != nil {
		return err
	}
	_, err := io.WriteString(c.w, s)
	return err
}

// Flush sends what was held back.
func (c *client) Flush() error {
	if err := c.send(); err != nil {
		return err
	}
	return http.NewResponseController(c.w).Flush()
}

// send gives net/http what is held.
func (c *client) send() error {
	if c.status == 0 {
		return nil
	}
	c.w.WriteHeader(c.status)
	held := c.held
	c.status, c.held, c.sent = 0, "", true
	if held == "" {
		return nil
	}
	_, err := io.WriteString(c.w, held)
	return err
}

// finish sends the end of a whole reply.
func (c *client) finish() {
	if c.status >= 200 && c.status != http.StatusNoContent && c.status != http.StatusNotModified {
		c.w.Header()["Content-Length"] = []string{strconv.Itoa(len(c.held))}
	}
	c.Flush() // a client that has left by now needs nothing
}

// recover turns a panic of one exchange into that exchange's failure.
func (c *client) recover() {
	why := recover()
	if why == nil {
		return
	}
	if why == http.ErrAbortHandler {
		panic(why)
	}
	slog.Error("an exchange broke", "panic", why, "stack", string(debug.Stack()))
	if c.sent {
		panic(http.ErrAbortHandler)
	}
	clear(c.w.Header())
	c.Head(http.StatusInternalServerError, core.Header{{Name: "content-type", Value: "application/json"}})
	c.held = abi.Apology
	c.finish()
}
