package replay

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Said is what a reply says, whatever wire it came on.
type Said struct {
	Choices []*Choice
	Usage   *Usage // nil: not counted
	Failure string // the message of a failure that was told in a reply of status 200; "" = none
	Ended   bool   // the wire's own sign that nothing is missing was there
}

// Choice is one of the answers.
type Choice struct {
	Index    int
	Text     string
	Refusal  string
	Thinking string
	Calls    []*Call
	Media    int  // images and sounds
	Cited    bool // there are citations
	Finish   Finish
}

// Call is a tool call. Args is JSON text as the provider gave it.
type Call struct{ ID, Name, Args string }

// Usage counts tokens as OpenAI does: cached ones are of the input, reasoning is of the output.
type Usage struct{ In, Out, Cached, Reasoning int64 }

// Finish is why a choice ended, as far as every wire has a word for it.
type Finish string

const (
	Stopped  Finish = "stop"
	Length   Finish = "length"
	Calling  Finish = "tool_calls"
	Filtered Finish = "content_filter"
	Odd      Finish = "odd" // a word that not every wire has
)

// choice is the choice at index, made when it is the first to be heard of.
func (s *Said) choice(index int) *Choice {
	for _, c := range s.Choices {
		if c.Index == index {
			return c
		}
	}
	c := &Choice{Index: index}
	s.Choices = append(s.Choices, c)
	slices.SortFunc(s.Choices, func(a, b *Choice) int { return a.Index - b.Index })
	return c
}

// call opens a tool call.
func (c *Choice) call(id, name, args string) *Call {
	call := &Call{ID: id, Name: name, Args: args}
	c.Calls = append(c.Calls, call)
	return call
}

// finish takes a word for the end. A choice that calls tools waits for them, however its provider calls that.
func (c *Choice) finish(word string, words map[string]Finish) {
	if word == "" {
		return
	}
	reason, known := words[strings.ToLower(word)]
	if !known {
		reason = Odd
	}
	c.Finish = reason
}

// settle gives calls their finish and their arguments one spelling.
func (s *Said) settle() *Said {
	for _, c := range s.Choices {
		if len(c.Calls) > 0 && c.Finish == Stopped {
			c.Finish = Calling
		}
		for _, call := range c.Calls {
			call.Args = canonical(call.Args)
		}
	}
	return s
}

// canonical is JSON text with its members sorted and without spaces; other text stays. No arguments are {}.
func canonical(text string) string {
	if strings.TrimSpace(text) == "" || text == "null" {
		return "{}"
	}
	var v any
	if json.Unmarshal([]byte(text), &v) != nil {
		return text
	}
	return encode(v)
}

func encode(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// Ask is what a door can tell of a reply.
type Ask struct {
	OneChoice bool // the first choice is the reply
	Joined    bool // a refusal is text
}

// Differences says in which ways got, what a client read, falls short of want, what the provider said.
func Differences(want, got *Said, a Ask) (all []string) {
	note := func(what string, want, got any) {
		if w, g := fmt.Sprint(want), fmt.Sprint(got); w != g && canonical(w) != canonical(g) {
			all = append(all, fmt.Sprintf("%s: want %s, got %s", what, excerpt(want), excerpt(got)))
		}
	}
	choices := want.Choices
	if a.OneChoice && len(choices) > 1 {
		choices = choices[:1]
	}
	if len(choices) == 0 {
		choices = []*Choice{{Finish: Odd}}
	}
	note("choices", len(choices), len(got.Choices))
	for i := range min(len(choices), len(got.Choices)) {
		w, g := choices[i], got.Choices[i]
		at := fmt.Sprintf("choices[%d].", i)
		if a.Joined {
			note(at+"text", w.Text+w.Refusal, g.Text+g.Refusal)
		} else {
			note(at+"text", w.Text, g.Text)
			note(at+"refusal", w.Refusal, g.Refusal)
		}
		note(at+"thinking", w.Thinking, g.Thinking)
		note(at+"calls", calls(w), calls(g))
		for i := range min(len(w.Calls), len(g.Calls)) { // a proof may stand behind the provider's id
			note(at+"call id", w.Calls[i].ID, g.Calls[i].ID[:min(len(w.Calls[i].ID), len(g.Calls[i].ID))])
		}
		note(at+"media", w.Media, g.Media)
		if w.Cited {
			note(at+"cited", w.Cited, g.Cited)
		}
		if w.Finish != Odd {
			note(at+"finish", w.Finish, g.Finish)
		}
	}
	if want.Usage != nil {
		got := got.Usage
		if got == nil {
			got = &Usage{}
		}
		note("usage", *want.Usage, *got)
	}
	return all
}

func calls(c *Choice) string {
	var out strings.Builder
	for _, call := range c.Calls {
		out.WriteString(call.Name + call.Args + " ")
	}
	return out.String()
}

// excerpt is v, shortened in the middle.
func excerpt(v any) string {
	const room = 160
	text := fmt.Sprintf("%+v", v)
	if s, ok := v.(string); ok {
		text = fmt.Sprintf("%q", s)
	}
	if len(text) > room {
		text = text[:room/2] + " … " + text[len(text)-room/2:]
	}
	return text
}
