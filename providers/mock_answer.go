package providers

import (
	"strconv"
	"strings"

	"causeway/core/event"
	"causeway/core/rewrite"

	"github.com/tidwall/gjson"
)

// What the mock says to a chat.

// maxEcho bounds how many words of the caller's it repeats.
const maxEcho = 1000

// events are the answer.
func (s *scene) events() []event.Event {
	events := []event.Event{{Kind: event.Start}}
	said := 0
	for choice := range min(max(int(s.body.Get("n").Int()), 1), 16) {
		before := len(events)
		if tool := s.tool(); tool.Exists() {
			events = appendMockCall(events, choice, tool)
			said += len(strings.Fields(events[len(events)-2].Raw))
		} else {
			events = s.appendText(events, choice)
			said += len(events) - before - 1
		}
	}
	prompt := 0
	s.body.Get("messages").ForEach(func(_, m gjson.Result) bool {
		prompt += len(strings.Fields(textOf(m)))
		return true
	})
	return append(events, event.Event{Kind: event.UsageCount, Usage: event.Usage{Input: int64(prompt), Output: int64(said)}})
}

// appendText says the answer word by word.
func (s *scene) appendText(events []event.Event, choice int) []event.Event {
	words, reason := s.limit(s.words(s.said()))
	if schema := s.body.Get("response_format"); schema.Get("type").Str == "json_schema" || schema.Get("type").Str == "json_object" {
		root := schema.Get("json_schema.schema")
		words, reason = s.limit(strings.SplitAfter(string(appendSample(nil, root, root, 0)), ","))
	}
	for _, word := range words {
		if word == "" {
			continue
		}
		events = append(events, event.Event{Kind: event.Text, Choice: choice, Raw: string(rewrite.AppendEscaped(nil, word))})
	}
	finish := event.Event{Kind: event.Finish, Choice: choice, Reason: event.Stop, Raw: reason}
	if reason == "length" {
		finish.Reason = event.Length
	}
	return append(events, finish)
}

// said is the last message, and who said it.
func (s *scene) said() string {
	last := lastOf(s.body.Get("messages"))
	if role := last.Get("role").Str; role == "tool" || role == "function" {
		return "The tool said: " + textOf(last)
	}
	said := "You said: " + textOf(s.lastUser())
	if n := s.lastUser().Get(`content.#(type=="image_url")#`).Get("#").Int(); n > 0 {
		said += " (and showed " + strconv.FormatInt(n, 10) + " of image_url)"
	}
	return said
}

// words are the answer, each with the blank before it.
func (s *scene) words(said string) []string {
	if s.pieces > 0 {
		return strings.SplitAfter(strings.TrimSuffix(strings.Repeat("mock ", s.pieces), " "), " ")
	}
	if fields := strings.SplitAfterN(said, " ", maxEcho+1); len(fields) > maxEcho {
		said = strings.Join(fields[:maxEcho], "") + "…"
	}
	return strings.SplitAfter("This is a mock and no model. "+said, " ")
}

// limit ends the answer at a stop sequence or at max_tokens words, and says why it ends.
func (s *scene) limit(words []string) ([]string, string) {
	text := strings.Join(words, "")
	cut := len(text)
	each(s.body.Get("stop"), func(stop string) {
		if at := strings.Index(text, stop); at >= 0 && stop != "" {
			cut = min(cut, at)
		}
	})
	if cut < len(text) {
		words = strings.SplitAfter(text[:cut], " ")
	}
	for _, name := range [...]string{"max_completion_tokens", "max_tokens"} {
		if most := s.body.Get(name); most.Exists() && most.Int() >= 0 && most.Int() < int64(len(words)) {
			return words[:most.Int()], "length"
		}
	}
	return words, "stop"
}

// tool is the function that the mock calls: the one that tool_choice names, the first one when one is required, or the
// first that the user's last message names when that is the last message.
func (s *scene) tool() gjson.Result {
	choice, tools := s.body.Get("tool_choice"), s.body.Get("tools")
	wanted := choice.Get("function.name").Str
	isRequired := choice.Str == "required"
	role := lastOf(s.body.Get("messages")).Get("role").Str
	if choice.Str == "none" || !isRequired && wanted == "" && role != "user" {
		return gjson.Result{}
	}
	text := textOf(s.lastUser())
	var chosen gjson.Result
	tools.ForEach(func(_, tool gjson.Result) bool {
		function := tool.Get("function")
		name := function.Get("name").Str
		isNamed := wanted == "" && name != "" && strings.Contains(text, name)
		if name != "" && (isRequired || name == wanted || isNamed) {
			chosen = function
		}
		return !chosen.Exists()
	})
	return chosen
}

func appendMockCall(events []event.Event, choice int, function gjson.Result) []event.Event {
	root := function.Get("parameters")
	arguments := appendSample(nil, root, root, 0)
	return append(events,
		event.Event{Kind: event.ToolCall, Choice: choice, Name: rewrite.Contents(function.Get("name").Raw)},
		event.Event{Kind: event.ToolArgs, Choice: choice, Raw: string(rewrite.AppendEscaped(nil, string(arguments)))},
		event.Event{Kind: event.Finish, Choice: choice, Reason: event.ToolCalls, Raw: "tool_calls"})
}

// lastUser is the last message of the user's.
func (s *scene) lastUser() (last gjson.Result) {
	s.body.Get("messages").ForEach(func(_, m gjson.Result) bool {
		if m.Get("role").Str == "user" {
			last = m
		}
		return true
	})
	return last
}

func lastOf(list gjson.Result) (last gjson.Result) {
	list.ForEach(func(_, item gjson.Result) bool {
		last = item
		return true
	})
	return last
}

// textOf is a message's text, or the text of its parts.
func textOf(message gjson.Result) string {
	content := message.Get("content")
	if content.Type == gjson.String {
		return content.Str
	}
	var texts []string
	content.ForEach(func(_, part gjson.Result) bool {
		if text := part.Get("text").Str; text != "" {
			texts = append(texts, text)
		}
		return true
	})
	return strings.Join(texts, " ")
}

// each gives use a text, or the texts of a list.
func each(v gjson.Result, use func(text string)) {
	if !v.IsArray() {
		use(v.Str)
		return
	}
	v.ForEach(func(_, item gjson.Result) bool {
		use(item.Str)
		return true
	})
}

// mockUsage counts words as tokens.
func mockUsage(prompt string, said int) event.Usage {
	return event.Usage{Input: int64(len(strings.Fields(prompt))), Output: int64(said)}
}
