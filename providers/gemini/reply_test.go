package gemini

import (
	"encoding/json"
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/frame"
	"causeway/core/rewrite"

	"github.com/stretchr/testify/require"
)

// cuts are sizes of the pieces that streams arrive in.
var cuts = [...]int{1, 2, 3, 7, 64, 1 << 20}

// whole reads a buffered reply.
func whole(body string) []event.Event {
	return newReader(&core.ReadOptions{Endpoint: core.Chat}).Whole(nil, body)
}

// stream reads a streamed reply that arrives in pieces of a size. The events are copied out of the splitter's buffers.
func stream(kind frame.Kind, body string, size int) []event.Event {
	r, s := newReader(&core.ReadOptions{Endpoint: core.Chat}), frame.New(kind, 0)
	var all []event.Event
	keep := func(events []event.Event) {
		for _, e := range events {
			e.Raw, e.ID, e.Name = strings.Clone(e.Raw), strings.Clone(e.ID), strings.Clone(e.Name)
			all = append(all, e)
		}
	}
	for len(body) > 0 {
		n := min(size, len(body))
		s.Feed(body[:n])
		body = body[n:]
		for f, ok := s.Next(); ok; f, ok = s.Next() {
			keep(r.Frame(nil, f))
		}
	}
	if f, ok := s.End(); ok {
		keep(r.Frame(nil, f))
	}
	keep(r.End(nil))
	return all
}

// sse puts responses into the frames that Google sends.
func sse(responses ...string) string {
	out := ""
	for _, r := range responses {
		out += "data: " + r + "\r\n\r\n"
	}
	return out
}

// summary is what a client would learn from a reply: of candidate 0 the text, of all of them the rest.
type summary struct {
	Text, Thinking string
	Calls          []string // name and arguments
	Finish         []string // Google's words
	Usage          [5]int64 // input, output, total, cached, reasoning
}

// summarize adds up events that must not tell of an error.
func summarize(t *testing.T, events []event.Event) summary {
	var s summary
	args := map[[2]int]string{}
	names := [][3]any{}
	for i, e := range events {
		require.NotEqual(t, event.Error, e.Kind, e.Raw)
		require.Equal(t, i == 0, e.Kind == event.Start, "Start comes once and first")
		plain := rewrite.Unescape(e.Raw)
		switch e.Kind {
		case event.Text:
			if e.Choice == 0 {
				s.Text += plain
			}
		case event.Thinking:
			s.Thinking += plain
		case event.ToolCall:
			names = append(names, [3]any{e.Choice, e.Index, e.Name})
		case event.ToolArgs:
			args[[2]int{e.Choice, e.Index}] += plain
		case event.Finish:
			s.Finish = append(s.Finish, plain)
		case event.UsageCount:
			u := e.Usage
			s.Usage = [5]int64{u.Input, u.Output, u.Total, u.CacheRead, u.Reasoning}
		}
	}
	require.Len(t, args, len(names), "each call has an index of its own and arguments")
	for _, n := range names {
		var value any
		require.NoError(t, json.Unmarshal([]byte(args[[2]int{n[0].(int), n[1].(int)}]), &value))
		sorted, _ := json.Marshal(value)
		s.Calls = append(s.Calls, n[2].(string)+string(sorted))
	}
	return s
}
