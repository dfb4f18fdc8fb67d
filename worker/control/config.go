package control

import (
	"net/http"
	"strconv"

	"causeway/core/config"
	"causeway/core/rewrite"
)

// checkConfig says everything that is wrong with the config in the body. The answer is a 200 also for a bad config: the
// check itself has worked.
//
//	{"ok":false,"problems":[{"line":1,"column":67,"path":"targets[0].retrys","message":"is not a field of a config","fatal":false}]}
//
// ok: it can be served, whatever is odd about it. Lines and columns count from 1.
func checkConfig(w http.ResponseWriter, r *http.Request) {
	text, isRead := read(w, r)
	if !isRead {
		return
	}
	isServed := true
	var list []byte
	for _, p := range Check(text) {
		isServed = isServed && !p.Fatal
		list = appendProblem(rewrite.Comma(list), &p)
	}
	dst := rewrite.Raw([]byte{'{'}, "ok", strconv.FormatBool(isServed))
	dst = append(append(rewrite.Key(dst, "problems"), '['), list...)
	answer(w, http.StatusOK, append(dst, `]}`...))
}

func appendProblem(dst []byte, p *config.Problem) []byte {
	dst = rewrite.Int(append(dst, '{'), "line", int64(p.Line))
	dst = rewrite.Int(dst, "column", int64(p.Column))
	dst = rewrite.Text(dst, "path", p.Path)
	dst = rewrite.Text(dst, "message", p.Why)
	return append(rewrite.Raw(dst, "fatal", strconv.FormatBool(p.Fatal)), '}')
}

// configSchema answers with what an editor completes and checks a config by.
func configSchema(w http.ResponseWriter, _ *http.Request) {
	header := w.Header()
	header.Set("Content-Type", "application/schema+json")
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Cache-Control", "public, max-age=3600")
	w.Write(append(config.AppendSchema(nil), '\n')) // a client that left needs no answer
}
