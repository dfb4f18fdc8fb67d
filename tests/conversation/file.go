// Package conversation reads the files in tests/conversations: one conversation each, in the order in which it happens.
//
//	prose: what is feared or promised, and where the facts come from
//	-- seed --                  a number; 1 when absent
//	-- config/team-a.json --    a stored config
//	-- config.json --           sent as x-portkey-config, without its spaces; absent: no such header
//	-- request --               what the client sends
//	-- upstream-1-request --    what the gateway must send to the provider
//	-- upstream-1-reply --      what the provider answers, faults included: see Script
//	-- upstream-2-request --    and so on
//	-- reply --                 what the client must get
//	-- report --                what the exchange must report
//
// A message is a first line, header lines, an empty line and a body. The newline that ends a section is not part of the
// body. A carriage return is written ␍, at the end of a line or within. A body after a line "!minified" is JSON written
// over many lines for the reader's sake: it travels without its spaces. A body after "!eventstream" is written a message to
// a line and travels as AWS frames it, checksums and all.
package conversation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/txtar"
)

// File is one conversation.
type File struct {
	Name string // "fallback-on-429"
	path string
	text *txtar.Archive
}

// Outcome is what one run of a conversation did, rendered as the file's sections have it.
type Outcome struct {
	Requests []string
	Reply    string
	Report   string
}

// ReadAll reads every conversation in a folder, sorted by name.
func ReadAll(folder string) ([]*File, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.txtar"))
	if err != nil {
		return nil, err
	}
	files := make([]*File, len(paths))
	for i, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			return nil, err
		}
		files[i] = &File{Name: strings.TrimSuffix(filepath.Base(path), ".txtar"), path: path, text: archive}
	}
	return files, nil
}

// Section is the text of a section without its last newline, and whether there is one of that name.
func (f *File) Section(name string) (string, bool) {
	for i := range f.text.Files {
		if f.text.Files[i].Name == name {
			return strings.TrimSuffix(string(f.text.Files[i].Data), "\n"), true
		}
	}
	return "", false
}

// Seed is the number that the exchange draws from.
func (f *File) Seed() uint64 {
	text, ok := f.Section("seed")
	if !ok {
		return 1
	}
	seed, err := strconv.ParseUint(strings.TrimSpace(text), 10, 64)
	if err != nil {
		panic(fmt.Sprintf("%s: seed: %v", f.Name, err))
	}
	return seed
}

// HasDice reports that the outcome depends on the seed, which a host of real dice cannot be given.
func (f *File) HasDice() bool {
	config, _ := f.Section("config.json")
	return strings.Contains(config, `"loadbalance"`)
}

// Request is what the client sends, its config header included.
func (f *File) Request() (Message, error) {
	text, ok := f.Section("request")
	if !ok {
		return Message{}, fmt.Errorf("%s: no section request", f.Name)
	}
	m, err := ParseMessage(text)
	if err != nil {
		return m, fmt.Errorf("%s: request: %w", f.Name, err)
	}
	if config, ok := f.Section("config.json"); ok {
		var compact bytes.Buffer
		if err := json.Compact(&compact, []byte(config)); err != nil {
			return m, fmt.Errorf("%s: config.json: %w", f.Name, err)
		}
		m.Header = append(m.Header, Field{"x-portkey-config", compact.String()})
	}
	return m, nil
}

// Scripts are the provider's answers, in order.
func (f *File) Scripts() ([]Script, error) {
	var scripts []Script
	for n := 1; ; n++ {
		name := fmt.Sprintf("upstream-%d-reply", n)
		text, ok := f.Section(name)
		if !ok {
			return scripts, nil
		}
		script, err := ParseScript(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", f.Name, name, err)
		}
		scripts = append(scripts, script)
	}
}

// Expected is the outcome that the file's sections promise.
func (f *File) Expected() Outcome {
	var o Outcome
	for n := 1; ; n++ {
		text, ok := f.Section(fmt.Sprintf("upstream-%d-request", n))
		if !ok {
			break
		}
		o.Requests = append(o.Requests, text)
	}
	o.Reply, _ = f.Section("reply")
	o.Report, _ = f.Section("report")
	return o
}

// isOutcome reports that Rewrite decides what stands in a section, or where it stands.
func isOutcome(section string) bool {
	return section == "reply" || section == "report" || strings.HasPrefix(section, "upstream-")
}

// Rewrite makes the file promise o.
func (f *File) Rewrite(o Outcome) error {
	out := &txtar.Archive{Comment: f.text.Comment}
	add := func(name, text string) {
		out.Files = append(out.Files, txtar.File{Name: name, Data: []byte(text + "\n")})
	}
	for _, section := range f.text.Files {
		if !isOutcome(section.Name) {
			out.Files = append(out.Files, section)
		}
	}
	for n := 1; ; n++ {
		name := fmt.Sprintf("upstream-%d-reply", n)
		reply, ok := f.Section(name)
		if n <= len(o.Requests) {
			add(fmt.Sprintf("upstream-%d-request", n), o.Requests[n-1])
		}
		if ok {
			add(name, reply)
		}
		if !ok && n >= len(o.Requests) {
			break
		}
	}
	add("reply", o.Reply)
	add("report", o.Report)
	f.text = out
	return os.WriteFile(f.path, txtar.Format(out), 0o644)
}

// IsBound reports that the conversation is with a binding, which is in no network: a host in front of one that plays the
// provider never gets there.
func (f *File) IsBound() bool {
	for i := range f.text.Files {
		if strings.Contains(string(f.text.Files[i].Data), " binding://") {
			return true
		}
	}
	return false
}

// GetsToken reports that the gateway asks for a token, which it remembers when the conversation is over.
func (f *File) GetsToken() bool {
	return slices.ContainsFunc(f.Expected().Requests, func(request string) bool {
		first, _, _ := strings.Cut(request, "\n")
		return strings.Contains(first, "token") && !strings.Contains(first, "count") || strings.Contains(request, "Action=AssumeRole")
	})
}

// HasStore reports that the conversation has stored configs, which only a host with a store can serve.
func (f *File) HasStore() bool {
	for i := range f.text.Files {
		if strings.HasPrefix(f.text.Files[i].Name, "config/") {
			return true
		}
	}
	return false
}

// DurationMs is how long the conversation takes by its own clock.
func (f *File) DurationMs() (ms int64) {
	text, _ := f.Section("report")
	var report struct{ Ms int64 }
	if m, err := parseBody(text); err == nil && json.Unmarshal([]byte(m), &report) == nil {
		return report.Ms
	}
	return 0
}
