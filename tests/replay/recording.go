// Package replay judges the gateway by recorded traffic: it serves what a provider once said and reads what a client of
// each door then gets, and it has a client ask what a provider once accepted and reads what that provider would get.
//
// What was recorded is read twice, by the gateway and by this package, which knows the wires from their descriptions and
// shares no code with the gateway: encoding/json, whole replies at once, in no hurry.
//
//	Recording  an exchange as a file has it
//	Speaker    who spoke, on which wire, and as which vendor the gateway knows it
//	Said       what a reply says, whatever wire it came on
//	Bench      the gateway under test, its network and its clients
//	Score      what became of every recording
package replay

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// Recording is one exchange with a provider: request and reply as they were on the wire.
type Recording struct {
	File     string // "anthropic/messages-text-3f2a11.json"
	Provider string
	Endpoint string
	Model    string
	Stream   bool
	Request  struct {
		Method, URL string
		Headers     map[string]string
		Body        json.RawMessage // JSON as it was, text as a string, null where only the reply was recorded
	}
	Response struct {
		Status     int
		Headers    map[string]string
		Body       string
		BodyBase64 string `json:"body_base64"`
	}
}

// ReadAll reads the recordings that folder's index.json lists. An absent folder has none.
func ReadAll(folder string) ([]*Recording, error) {
	text, err := os.ReadFile(filepath.Join(folder, "index.json"))
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var index struct{ Fixtures []struct{ File string } }
	if err := json.Unmarshal(text, &index); err != nil {
		return nil, err
	}
	all := make([]*Recording, len(index.Fixtures))
	for i, f := range index.Fixtures {
		if all[i], err = read(folder, f.File); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func read(folder, file string) (*Recording, error) {
	text, err := os.ReadFile(filepath.Join(folder, file))
	if err != nil {
		return nil, err
	}
	r := &Recording{File: file}
	if err := json.Unmarshal(text, r); err != nil {
		return nil, err
	}
	if encoded := r.Response.BodyBase64; encoded != "" {
		raw, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil {
			return nil, err
		}
		r.Response.Body, r.Response.BodyBase64 = string(raw), ""
	}
	r.Stream = r.Stream || isEvents(r.Response.Body)
	return r, nil
}

// isEvents reports that a reply is a stream, whatever its recorder took it for.
func isEvents(body string) bool {
	for _, field := range [...]string{"id:", "event:", "data:"} {
		if strings.HasPrefix(body, field) {
			return true
		}
	}
	return false
}

// Asked is the request's body when that is a JSON object, else "".
func (r *Recording) Asked() string {
	if strings.HasPrefix(string(r.Request.Body), "{") {
		return string(r.Request.Body)
	}
	return ""
}

// Path is where the request went, from the version on: "/v1/rerank".
func (r *Recording) Path() string {
	u, err := url.Parse(r.Request.URL)
	if err != nil {
		return ""
	}
	return u.EscapedPath()
}

// IsFailure reports that the provider answered with a failure.
func (r *Recording) IsFailure() bool { return r.Response.Status >= 400 }
