package conversation

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"causeway/core/frame"
)

// Script is what a provider does after it got a request: a message in which lines that start with '!' are things that
// happen to the connection.
//
//	!wait 300     nothing comes for 300 ms
//	!refused      no connection is made
//	!reset        the connection breaks, before the header
//	!timeout      nothing comes any more, and the connection stays
//	!cut          the connection breaks, within the body
//	!base64       the rest of the body is written in base64
//	!eventstream  the rest of the body is an AWS event stream, written a message to a line: see message
type Script struct{ Steps []Step }

// StepKind says which fields of a Step mean something.
type StepKind int

const (
	Head    StepKind = iota + 1 // Status, Header
	Bytes                       // Text
	Wait                        // Ms
	Refuse                      // the connection is not made
	Break                       // the connection breaks
	Silence                     // nothing more ever comes
	End                         // the body ends cleanly
)

// Step is one thing a provider does.
type Step struct {
	Kind   StepKind
	Status int
	Header []Field
	Text   string
	Ms     int64
}

// ParseScript reads a provider's reply as a section has it.
func ParseScript(text string) (s Script, err error) {
	for strings.HasPrefix(text, "!") {
		line, rest, _ := strings.Cut(text, "\n")
		done, err := s.direct(line)
		if done || err != nil {
			return s, err
		}
		text = rest
	}
	head, body, _ := strings.Cut(text, "\n\n")
	m, err := ParseMessage(head)
	if err != nil {
		return s, err
	}
	status, err := strconv.Atoi(m.First)
	if err != nil {
		return s, fmt.Errorf("%q is not a status", m.First)
	}
	s.Steps = append(s.Steps, Step{Kind: Head, Status: status, Header: m.Header})
	return s, s.body(body)
}

// direct adds what a directive says, and reports whether it is the last thing that happens.
func (s *Script) direct(line string) (done bool, err error) {
	word, argument, _ := strings.Cut(line, " ")
	switch word {
	case "!wait":
		ms, err := strconv.ParseInt(argument, 10, 64)
		s.Steps = append(s.Steps, Step{Kind: Wait, Ms: ms})
		return false, err
	case "!refused":
		s.Steps = append(s.Steps, Step{Kind: Refuse})
	case "!reset", "!cut":
		s.Steps = append(s.Steps, Step{Kind: Break})
	case "!timeout":
		s.Steps = append(s.Steps, Step{Kind: Silence})
	default:
		return true, fmt.Errorf("%q: no such directive", line)
	}
	return true, nil
}

func (s *Script) body(text string) error {
	if strings.HasPrefix(text, minified+"\n") {
		whole, err := parseBody(text)
		s.say(whole)
		s.Steps = append(s.Steps, Step{Kind: End})
		return err
	}
	if encoded, ok := strings.CutPrefix(text, "!base64\n"); ok {
		raw, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(encoded, "\n", ""))
		s.say(string(raw))
		s.Steps = append(s.Steps, Step{Kind: End})
		return err
	}
	if messages, ok := strings.CutPrefix(text, "!eventstream\n"); ok {
		return s.eventStream(messages)
	}
	for {
		at, line := nextDirective(text)
		if at < 0 {
			s.say(strings.ReplaceAll(text, carriage, "\r"))
			s.Steps = append(s.Steps, Step{Kind: End})
			return nil
		}
		s.say(strings.ReplaceAll(strings.TrimSuffix(text[:at], "\n"), carriage, "\r"))
		done, err := s.direct(line)
		if done || err != nil {
			return err
		}
		text = strings.TrimPrefix(text[at+len(line):], "\n")
	}
}

// eventStream adds what an AWS event stream holds: directives may stand between its messages.
func (s *Script) eventStream(text string) error {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "!") {
			if done, err := s.direct(line); done || err != nil {
				return err
			}
			continue
		}
		if line != "" {
			s.say(string(frame.AppendMessage(nil, message(line))))
		}
	}
	s.Steps = append(s.Steps, Step{Kind: End})
	return nil
}

// message is a line of an event stream: what happened, and its payload.
//
//	contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"Hi"}}
//	exception throttlingException {"message":"Too many requests"}     its message type is exception
//	bytes chunk {"type":"message_stop"}                               its payload is {"bytes":"…"}, this in base64
func message(line string) (f frame.Frame) {
	name, payload, _ := strings.Cut(line, " ")
	switch name {
	case "exception":
		f.Exception = true
		name, payload, _ = strings.Cut(payload, " ")
	case "bytes":
		name, payload, _ = strings.Cut(payload, " ")
		payload = `{"bytes":"` + base64.StdEncoding.EncodeToString([]byte(payload)) + `","p":"abcd"}`
	}
	f.Name, f.Data = name, payload
	return f
}

func (s *Script) say(text string) {
	if text != "" {
		s.Steps = append(s.Steps, Step{Kind: Bytes, Text: text})
	}
}

// nextDirective finds the first line of text that starts with '!'.
func nextDirective(text string) (at int, line string) {
	if !strings.HasPrefix(text, "!") {
		found := strings.Index(text, "\n!")
		if found < 0 {
			return -1, ""
		}
		at = found + 1
	}
	line, _, _ = strings.Cut(text[at:], "\n")
	return at, line
}
