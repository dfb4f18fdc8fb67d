package replay

import (
	"encoding/json"
	"fmt"
	"strings"
)

// client reads a reply as the official SDK of its door does, and notes what that would stumble over.
type client struct {
	said     *Said
	problems []string
}

func newClient() *client { return &client{said: &Said{}} }

// must notes a problem unless ok.
func (c *client) must(ok bool, format string, values ...any) {
	const enough = 5
	if !ok && len(c.problems) < enough {
		c.problems = append(c.problems, fmt.Sprintf(format, values...))
	}
}

// heard is a reply that arrived.
type heard struct {
	status int
	kind   string // the content type
	body   string
}

// serverEvents takes a stream apart, strictly: an event is its name, if it has one, and one line of data.
func (c *client) serverEvents(body string, each func(name, data string)) {
	c.must(strings.HasSuffix(body, "\n\n"), "the stream ends within an event")
	for block := range strings.SplitSeq(strings.TrimSuffix(body, "\n\n"), "\n\n") {
		name, data, seen := "", "", false
		for line := range strings.SplitSeq(block, "\n") {
			switch key, value, _ := strings.Cut(line, ": "); key {
			case "event":
				name = value
			case "data":
				c.must(!seen, "an event with two lines of data: %.80q", block)
				data, seen = value, true
			default:
				c.must(strings.HasPrefix(line, ":"), "a line that is no event's: %.80q", line)
			}
		}
		if seen {
			each(name, data)
		}
	}
}

// object parses a JSON object.
func (c *client) object(text string) object {
	var o map[string]any
	err := json.Unmarshal([]byte(text), &o)
	c.must(err == nil, "not a JSON object: %.80q", text)
	return o
}

// count is a member that must be a whole number.
func (c *client) count(o object, key string) int64 {
	n, ok := o[key].(float64)
	c.must(ok && n >= 0 && n == float64(int64(n)), "%s is not a count: %v", key, o[key])
	return int64(n)
}

// word is a member that must be a string and not empty.
func (c *client) word(o object, key string) string {
	s, _ := o[key].(string)
	c.must(s != "", "%s is not a word: %v", key, o[key])
	return s
}

// items is a member that must be a list of objects.
func (c *client) items(o object, key string) []object {
	items, ok := o[key].([]any)
	all := o.each(key)
	c.must(ok && len(all) == len(items), "%s is not a list of objects: %v", key, o[key])
	return all
}

// isCited reports that something in a reply tells where its text is from.
func isCited(body string) bool {
	for _, sign := range [...]string{`"annotations":[{`, `citation`, `"groundingMetadata"`, `"grounding_metadata"`, `"search_results"`} {
		if strings.Contains(body, sign) {
			return true
		}
	}
	return false
}

// failed reads a failure in a door's shape: {"error":{"message"}}, for Messages with its type and beside "type":"error".
func (c *client) failed(body string, isMessages bool) {
	o := c.object(body)
	if isMessages {
		c.must(o.text("type") == "error", `an error's "type" is %v`, o["type"])
	}
	e := o.at("error")
	if isMessages {
		c.word(e, "type")
	}
	c.said.Failure = first(c.word(e, "message"), cut)
}
