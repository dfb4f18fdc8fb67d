package providers

import (
	"causeway/core"
	"causeway/providers/solo"
)

var rekaVendor = core.Vendor{
	Name: "reka-ai", Aliases: []string{"reka"}, Base: "https://api.reka.ai/v1", Auth: core.Auth{Header: "x-api-key"},
	Services: append(passesThrough("{path}"), core.Service{Endpoint: core.Chat, Dialect: solo.Reka, Path: "/chat"}),
	Source:   portkey + "; its own reference is unread",
}

// tritonVendor runs where its user runs it: custom_host is http://localhost:8000/v2/models/ensemble, say.
var tritonVendor = core.Vendor{
	Name: "triton",
	Services: append(passesThrough("{path}"), core.Service{Endpoint: core.Completions, Dialect: solo.Triton, Path: "/generate",
		StreamPath: "/generate_stream"}),
	Source: "https://github.com/triton-inference-server/server docs/protocol/extension_generate.md, read 2026-11-25; " + portkey,
}
