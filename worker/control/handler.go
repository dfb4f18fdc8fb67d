// Package control is the control plane: what the machine delegates because it is no call to a provider.
//
//	GET  /v1/providers       the vendors this gateway knows, as rows
//	POST /v1/configs/check   what is wrong with a config, with line and column
//	GET  /schema/config.json the JSON Schema of a config, for editors
//
// It is plain net/http without a client, and its JSON is written by rewrite, so that the edge build stays small: see Why in
// the README.
package control

import (
	"errors"
	"io"
	"net/http"

	"causeway/core/rewrite"
)

// Handler answers the routes above. It is safe for concurrent use.
func Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/providers", listProviders)
	mux.HandleFunc("POST /v1/configs/check", checkConfig)
	mux.HandleFunc("GET /schema/config.json", configSchema)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fail(w, http.StatusNotFound, "unknown_endpoint", r.Method+" "+r.URL.Path+": no such endpoint here")
	})
	return mux
}

// maxConfigBytes bounds a config that is checked; a config travels in a header otherwise.
const maxConfigBytes = 1 << 20

// read is a request's body, within maxConfigBytes. It answers itself when there is none.
func read(w http.ResponseWriter, r *http.Request) (text string, ok bool) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxConfigBytes))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		fail(w, http.StatusRequestEntityTooLarge, "body_too_large", "a config of more than 1 MB is not checked here")
		return "", false
	case err != nil:
		fail(w, http.StatusBadRequest, "body_incomplete", "the request body did not arrive whole")
		return "", false
	}
	return string(body), true
}

// fail answers with an error in the shape that OpenAI's clients know.
func fail(w http.ResponseWriter, status int, code, message string) {
	dst := rewrite.Text([]byte(`{"error":{`), "message", message)
	dst = rewrite.Text(dst, "type", "invalid_request_error")
	dst = rewrite.Raw(dst, "param", "null")
	answer(w, status, append(rewrite.Text(dst, "code", code), `}}`...))
}

// answer writes a JSON body.
func answer(w http.ResponseWriter, status int, body []byte) {
	header := w.Header()
	header.Set("Content-Type", "application/json")
	header.Set("Access-Control-Allow-Origin", "*")
	w.WriteHeader(status)
	w.Write(append(body, '\n')) // a client that left needs no answer
}
