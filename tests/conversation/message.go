package conversation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Field is one header line.
type Field struct{ Name, Value string }

// Message is a request, an upstream request or a reply.
type Message struct {
	First  string // "POST /v1/chat/completions", or "200"
	Header []Field
	Body   string
}

const (
	minified = "!minified"
	carriage = "␍"
)

// ParseMessage reads a message as a section has it.
func ParseMessage(text string) (m Message, err error) {
	head, body, hasBody := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	m.First = lines[0]
	for _, line := range lines[1:] {
		name, value, ok := strings.Cut(line, ": ")
		if !ok {
			return m, fmt.Errorf("%q is not a header line", line)
		}
		m.Header = append(m.Header, Field{name, value})
	}
	if hasBody {
		m.Body, err = parseBody(body)
	}
	return m, err
}

func parseBody(text string) (string, error) {
	if spread, ok := strings.CutPrefix(text, minified+"\n"); ok {
		var compact bytes.Buffer
		if err := json.Compact(&compact, []byte(spread)); err != nil {
			return "", err
		}
		return compact.String(), nil
	}
	return strings.ReplaceAll(text, carriage, "\r"), nil
}

// String renders m as a section has it: its header sorted, its body spread over lines when it is long minified JSON.
func (m Message) String() string {
	var out strings.Builder
	out.WriteString(m.First)
	header := slices.Clone(m.Header)
	slices.SortStableFunc(header, func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
	for _, f := range header {
		out.WriteString("\n" + f.Name + ": " + f.Value)
	}
	if m.Body != "" {
		out.WriteString("\n\n" + renderBody(m.Body))
	}
	return out.String()
}

// renderBody is the inverse of parseBody.
func renderBody(body string) string {
	const readable = 100
	if !utf8.ValidString(body) || strings.Contains(body, carriage) {
		return fmt.Sprintf("%q", body)
	}
	if len(body) > readable && isMinified(body) {
		var spread bytes.Buffer
		if json.Indent(&spread, []byte(body), "", "  ") == nil {
			return minified + "\n" + spread.String()
		}
	}
	return strings.ReplaceAll(body, "\r", carriage)
}

func isMinified(body string) bool {
	var compact bytes.Buffer
	return json.Compact(&compact, []byte(body)) == nil && compact.String() == body
}

// target takes the first line of a request apart.
func (m Message) target() (method, path, query string) {
	method, path, _ = strings.Cut(m.First, " ")
	path, query, _ = strings.Cut(path, "?")
	return method, path, query
}
