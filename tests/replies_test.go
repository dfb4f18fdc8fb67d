package tests

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"causeway/core"
	"causeway/tests/conversation"

	"github.com/stretchr/testify/require"
)

// Whatever type any member of a provider's reply has, buffered or within a stream, the client gets JSON: an answer or an
// error. What is passed on as it came is the provider's own.
func TestRepliesOfEveryWrongType(t *testing.T) {
	gateway := newGateway()
	for _, f := range conversations(t) {
		head, body, ok := oneReply(t, f)
		if !ok {
			continue
		}
		request, err := f.Request()
		require.NoError(t, err)
		t.Run(f.Name, func(t *testing.T) {
			for _, reply := range spoiltReply(t, body) {
				hear(t, gateway.Open(request.Call(), conversation.NowMs, f.Seed()), head, reply)
			}
		})
	}
}

// oneReply is what the provider answers in a conversation where it answers once, in whole, with JSON or events of it.
func oneReply(t *testing.T, f *conversation.File) (head conversation.Step, body string, ok bool) {
	scripts, err := f.Scripts()
	require.NoError(t, err)
	if len(scripts) != 1 || len(scripts[0].Steps) != 3 || f.HasStore() {
		return head, "", false
	}
	head, body = scripts[0].Steps[0], scripts[0].Steps[1].Text
	return head, body, head.Kind == conversation.Head && scripts[0].Steps[2].Kind == conversation.End && len(body) < 20_000
}

// spoiltReply is a body with one value of it after the other spoilt.
func spoiltReply(t *testing.T, body string) (replies []string) {
	if json.Valid([]byte(body)) && strings.HasPrefix(body, "{") {
		return spoilt(t, body)
	}
	seen := map[string]bool{}
	for i, line := range strings.SplitAfter(body, "\n") {
		data := strings.TrimSpace(strings.TrimPrefix(line, "data:"))
		kind := shapeOf(data)
		if kind == "" || seen[kind] {
			continue
		}
		seen[kind] = true
		for _, bad := range spoilt(t, data) {
			lines := strings.SplitAfter(body, "\n")
			lines[i] = strings.Replace(line, data, bad, 1)
			replies = append(replies, strings.Join(lines, ""))
		}
	}
	return replies
}

var members = regexp.MustCompile(`"type": ?"\w+"|"\w+":`)

// shapeOf is which members an event has at any depth, so that each kind of event is spoilt once; "" when it is no object.
func shapeOf(data string) string {
	if !strings.HasPrefix(data, "{") || !json.Valid([]byte(data)) {
		return ""
	}
	return strings.Join(members.FindAllString(data, -1), " ")
}

// hear gives a machine the provider's reply and requires of what it writes that a client can read it.
func hear(t *testing.T, x core.Machine, head conversation.Step, reply string) {
	t.Helper()
	defer func() {
		if cause := recover(); cause != nil {
			t.Errorf("%s: panic: %v", reply, cause)
		}
	}()
	now, asked, sent, kind, body := int64(conversation.NowMs), int32(0), false, "", ""
	for range 1000 {
		a := x.Next()
		switch a.Kind {
		case core.Update:
			x.Updated(now, "")
		case core.Wait:
			now += a.Ms
			x.Tick(now)
		case core.Await:
			now += a.Ms
			x.Tick(now)
		case core.Fetch:
			if asked != 0 {
				x.Fail(now, a.ID, core.Refused)
				continue
			}
			asked = a.ID
			var h core.Header
			for _, f := range head.Header {
				h = append(h, core.Field(f))
			}
			x.Head(now, a.ID, head.Status, h)
		case core.Read:
			if sent {
				x.End(now, a.ID)
				continue
			}
			sent = true
			x.Body(now, a.ID, reply)
		case core.Write:
			if a.Status != 0 {
				kind = a.Header.Get("content-type")
			}
			body += strings.Clone(a.Body)
		case core.Pipe, core.Delegate:
			return // the provider's own
		case core.Done:
			requireReadable(t, reply, kind, body)
			return
		}
	}
	t.Errorf("%s: no end", reply)
}

func requireReadable(t *testing.T, reply, kind, body string) {
	t.Helper()
	if strings.Contains(body, reply) || strings.HasPrefix(reply, body) { // passed on
		return
	}
	if !strings.HasPrefix(kind, "text/event-stream") {
		if body != "" && !json.Valid([]byte(body)) {
			t.Errorf("%s: the client gets %s", reply, body)
		}
		return
	}
	for line := range strings.SplitSeq(body, "\n") {
		data, is := strings.CutPrefix(line, "data: ")
		if is && data != "[DONE]" && !json.Valid([]byte(data)) && !strings.Contains(reply, data) {
			t.Errorf("%s: the client gets %s", reply, data)
		}
	}
}
