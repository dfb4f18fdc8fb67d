package control

import (
	"net/http"

	"causeway/core/config"
)

// verdict is what is said of a config. OK: it can be served, whatever the warnings.
type verdict struct {
	OK       bool      `json:"ok"`
	Problems []problem `json:"problems"`
}

// problem is one thing that is wrong with a config, or odd when it is not fatal. Line and Column count from 1.
type problem struct {
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Path    string `json:"path"`
	Message string `json:"message"`
	Fatal   bool   `json:"fatal"`
}

// checkConfig says everything that is wrong with the config in the body. The answer is a 200 also for a bad config: the
// check itself has worked.
func checkConfig(w http.ResponseWriter, r *http.Request) {
	text, ok := read(w, r)
	if !ok {
		return
	}
	found := Check(text)
	v := verdict{OK: true, Problems: make([]problem, len(found))}
	for i, p := range found {
		v.Problems[i] = problem{p.Line, p.Column, p.Path, p.Why, p.Fatal}
		v.OK = v.OK && !p.Fatal
	}
	answer(w, http.StatusOK, v)
}

// configSchema answers with what an editor completes and checks a config by.
func configSchema(w http.ResponseWriter, _ *http.Request) {
	header := w.Header()
	header.Set("Content-Type", "application/schema+json")
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Cache-Control", "public, max-age=3600")
	w.Write(append(config.AppendSchema(nil), '\n')) // a client that left needs no answer
}
