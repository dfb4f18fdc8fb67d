package core

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
)

// service is the endpoint of a vendor that serves e.
func (e Endpoint) service() Endpoint {
	if e == Messages {
		return Chat
	}
	return e
}

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
	{"POST", "/v1/completions", Completions},
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

// find is the endpoint at method and path, or the fault that says what is there instead.
func find(method, path string) (Endpoint, *Fault) {
	if method == "HEAD" {
		method = "GET"
	}
	allowed := ""
	for i := range routes {
		if routes[i].path != path {
			continue
		}
		if routes[i].method == method {
			return routes[i].endpoint, nil
		}
		allowed = routes[i].method
	}
	if allowed != "" {
		return NoEndpoint, callerFault(405, "method_not_allowed", method+" "+path+": only "+allowed+" is answered here")
	}
	return NoEndpoint, callerFault(404, "unknown_endpoint", method+" "+path+": no such endpoint here")
}
