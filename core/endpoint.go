package core

import "strings"

// Endpoint is what a client asks for, whatever dialect it asks in.
type Endpoint uint8

const (
	NoEndpoint Endpoint = iota
	Chat
	Completions
	Embeddings
	Models
	// Landing and Health are answered here and call nobody.
	Landing
	Health
	// Providers, ConfigCheck and ConfigSchema are left to the control plane.
	Providers
	ConfigCheck
	// Explain is a dry run of a call to another endpoint.
	Explain
	ConfigSchema
	// Messages is Chat, asked for in Anthropic's dialect.
	Messages
	// CountTokens counts the input of what Messages would be asked.
	CountTokens
	// Responses is Chat, asked for in the dialect of OpenAI's Responses.
	Responses
	// Images makes images.
	Images
	// Passthrough is any other path under /v1: it goes to the provider as it came.
	Passthrough
)

// standIn is the endpoint that serves e, by translation, at a vendor that has no service for e itself.
func (e Endpoint) standIn() Endpoint {
	switch e {
	case Messages, Responses:
		return Chat
	case Chat:
		return Responses
	}
	return e
}

// asksForJSON reports that a call to e has a JSON object as its body.
func (e Endpoint) asksForJSON() bool { return e != Models && e != Passthrough }

// String is the endpoint's name in messages: "chat completions".
func (e Endpoint) String() string { return endpointNames[e] }

var endpointNames = [...]string{
	NoEndpoint:   "no endpoint",
	Chat:         "chat completions",
	Completions:  "completions",
	Embeddings:   "embeddings",
	Models:       "models",
	Landing:      "landing",
	Health:       "health",
	Providers:    "providers",
	ConfigCheck:  "config check",
	Explain:      "explain",
	ConfigSchema: "config schema",
	Messages:     "messages",
	CountTokens:  "count tokens",
	Responses:    "responses",
	Images:       "image generations",
	Passthrough:  "pass-through",
}

// way is a row of the routes table.
type way struct {
	method, path string
	endpoint     Endpoint
}

// routes holds what this gateway answers, as Portkey spells it (reference: Portkey-AI/gateway 1.15.2, src/index.ts).
var routes = [...]way{
	{"POST", "/v1/chat/completions", Chat},
	{"POST", "/v1/messages", Messages},
	{"POST", "/v1/messages/count_tokens", CountTokens},
	{"POST", "/v1/responses", Responses},
	{"POST", "/v1/completions", Completions},
	{"POST", "/v1/images/generations", Images},
	{"POST", "/v1/embeddings", Embeddings},
	{"GET", "/v1/models", Models},
	{"GET", "/", Landing},
	{"GET", "/health", Health},
	{"GET", "/v1/health", Health},
	{"GET", "/v1/providers", Providers},
	{"POST", "/v1/configs/check", ConfigCheck},
	{"GET", "/schema/config.json", ConfigSchema},
	{"POST", "/v1/explain", Explain},
}

// passes reports that a path which no row names is for the provider: /v1/files, /v1/responses/resp_1.
func passes(method, path string) bool {
	switch method {
	case "GET", "POST", "PUT", "PATCH", "DELETE":
		rest, is := strings.CutPrefix(path, "/v1/")
		return is && rest != ""
	}
	return false
}

// find is the endpoint at method and path, or the fault that says what is there instead, and the endpoint whose clients are
// told.
func find(method, path string) (Endpoint, *Fault) {
	if method == "HEAD" {
		method = "GET"
	}
	allowed, near := "", NoEndpoint
	for i := range routes {
		if routes[i].path != path {
			continue
		}
		if routes[i].method == method {
			return routes[i].endpoint, nil
		}
		allowed, near = routes[i].method, routes[i].endpoint
	}
	if allowed == "" && passes(method, path) {
		return Passthrough, nil
	}
	if allowed != "" {
		f := callerFault(405, "method_not_allowed", method+" "+path+": only "+allowed+" is answered here")
		f.Header = Header{{"allow", allowed}}
		return near, f
	}
	return NoEndpoint, callerFault(404, "unknown_endpoint", method+" "+path+": no such endpoint here")
}
